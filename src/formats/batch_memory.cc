#include "formats/batch_memory.h"

#include <arrow/memory_pool.h>
#include <arrow/status.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace weir::formats {
namespace {

constexpr int64_t kBlockMin = int64_t{32} << 10U;
constexpr int64_t kBlockMax = int64_t{16} << 20U;
constexpr int64_t kKeptMax = int64_t{32} << 20U;
constexpr int64_t kAlignment = 64;

/// The size that a block of `size` bytes really has: four steps between two powers of two.
int64_t ClassOf(int64_t size) {
  const auto quarter = static_cast<unsigned>(std::bit_width(static_cast<uint64_t>(size - 1))) - 3;
  const int64_t step = int64_t{1} << quarter;
  return (size + step - 1) >> quarter << quarter;
}

class BatchMemoryPool final : public arrow::MemoryPool {
 public:
  BatchMemoryPool() : below_(arrow::system_memory_pool()) {}

  arrow::Status Allocate(int64_t size, int64_t alignment, uint8_t** out) override {
    if (!Keeps(size, alignment)) return below_->Allocate(size, alignment, out);
    const int64_t block = ClassOf(size);
    {
      const std::lock_guard lock(mutex_);
      auto& kept = kept_[block];
      if (!kept.empty()) {
        *out = kept.back();
        kept.pop_back();
        kept_bytes_ -= block;
        return arrow::Status::OK();
      }
    }
    return below_->Allocate(block, alignment, out);
  }

  arrow::Status Reallocate(int64_t old_size, int64_t new_size, int64_t alignment,
                           uint8_t** block) override {
    const bool keeps_old = Keeps(old_size, alignment);
    const bool keeps_new = Keeps(new_size, alignment);
    if (!keeps_old && !keeps_new) return below_->Reallocate(old_size, new_size, alignment, block);
    if (keeps_old && keeps_new && ClassOf(old_size) == ClassOf(new_size)) {
      return arrow::Status::OK();
    }
    uint8_t* moved = nullptr;
    ARROW_RETURN_NOT_OK(Allocate(new_size, alignment, &moved));
    std::memcpy(moved, *block, static_cast<size_t>(std::min(old_size, new_size)));
    Free(*block, old_size, alignment);
    *block = moved;
    return arrow::Status::OK();
  }

  void Free(uint8_t* block, int64_t size, int64_t alignment) override {
    if (!Keeps(size, alignment)) return below_->Free(block, size, alignment);
    const int64_t whole = ClassOf(size);
    {
      const std::lock_guard lock(mutex_);
      if (kept_bytes_ + whole <= kKeptMax) {
        kept_[whole].push_back(block);
        kept_bytes_ += whole;
        return;
      }
    }
    below_->Free(block, whole, alignment);
  }

  int64_t bytes_allocated() const override { return below_->bytes_allocated(); }
  int64_t max_memory() const override { return below_->max_memory(); }
  int64_t total_bytes_allocated() const override { return below_->total_bytes_allocated(); }
  int64_t num_allocations() const override { return below_->num_allocations(); }
  std::string backend_name() const override { return below_->backend_name(); }

 private:
  static bool Keeps(int64_t size, int64_t alignment) {
    return size >= kBlockMin && size <= kBlockMax && alignment == kAlignment;
  }

  arrow::MemoryPool* below_;
  std::mutex mutex_;
  std::unordered_map<int64_t, std::vector<uint8_t*>> kept_;
  int64_t kept_bytes_ = 0;
};

}  // namespace

arrow::MemoryPool* BatchMemory() {
  static auto* pool = new BatchMemoryPool();  // Buffers may outlive everything else.
  return pool;
}

}  // namespace weir::formats
