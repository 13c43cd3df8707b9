#include "formats/batch_memory.h"

#include <arrow/buffer.h>
#include <arrow/memory_pool.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "base/ids.h"

namespace weir::formats {
namespace {

/// Blocks of any size keep what was put into them while they grow and shrink.
void GrowAndShrink(uint64_t seed) {
  SeededRandom random(seed);
  for (int i = 0; i < 200; ++i) {
    auto buffer = *arrow::AllocateResizableBuffer(1, BatchMemory());
    buffer->mutable_data()[0] = static_cast<uint8_t>(seed);
    int64_t filled = 1;
    for (int step = 0; step < 10; ++step) {
      const auto size = static_cast<int64_t>(1 + random.Below(uint64_t{1} << random.Below(25)));
      ASSERT_TRUE(buffer->Resize(size, random.Below(2) == 0).ok());
      filled = std::min(filled, size);
      for (int64_t at = 0; at < filled; at += 97) {
        ASSERT_EQ(static_cast<uint8_t>(seed), buffer->data()[at]) << "seed " << seed;
      }
      std::fill(buffer->mutable_data(), buffer->mutable_data() + size, static_cast<uint8_t>(seed));
      filled = size;
    }
  }
}

TEST(BatchMemory, BlocksAreNeverShared) {
  std::vector<std::thread> threads;
  for (uint64_t seed = 1; seed <= 4; ++seed) threads.emplace_back(GrowAndShrink, seed);
  for (std::thread& thread : threads) thread.join();
}

TEST(BatchMemory, SizesThatAreNotKeptWorkToo) {
  for (const int64_t size : {int64_t{0}, int64_t{1}, int64_t{32 * 1024 - 1}, int64_t{32 * 1024},
                             int64_t{16} << 20U, (int64_t{16} << 20U) + 1}) {
    auto buffer = arrow::AllocateBuffer(size, BatchMemory());
    ASSERT_TRUE(buffer.ok());
    EXPECT_EQ(size, (*buffer)->size());
    EXPECT_EQ(0U, reinterpret_cast<uintptr_t>((*buffer)->data()) % 64);
  }
}

}  // namespace
}  // namespace weir::formats
