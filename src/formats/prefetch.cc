#include "formats/prefetch.h"

#include <arrow/record_batch.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace weir::formats {
namespace {

using BatchResult = Result<std::shared_ptr<arrow::RecordBatch>>;

class PrefetchStream final : public BatchStream {
 public:
  PrefetchStream(std::unique_ptr<BatchStream> stream, size_t batches_max)
      : stream_(std::move(stream)), batches_max_(batches_max) {}
  ~PrefetchStream() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    if (worker_.joinable()) worker_.join();
  }
  PrefetchStream(const PrefetchStream&) = delete;
  PrefetchStream& operator=(const PrefetchStream&) = delete;

  std::shared_ptr<arrow::Schema> schema() const override { return stream_->schema(); }

  BatchResult Next() override {
    if (!worker_.joinable()) worker_ = std::thread([this] { Work(); });
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !ready_.empty() || ended_; });
    if (ready_.empty()) return nullptr;
    BatchResult batch = std::move(ready_.front());
    ready_.pop_front();
    lock.unlock();
    changed_.notify_all();
    return batch;
  }

 private:
  void Work() {
    bool more = true;
    while (more) {
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return stopping_ || ready_.size() < batches_max_; });
        if (stopping_) return;
      }
      BatchResult batch = stream_->Next();
      more = batch.ok() && *batch != nullptr;
      {
        const std::lock_guard lock(mutex_);
        ended_ = !more;
        if (more || !batch.ok()) ready_.push_back(std::move(batch));
      }
      changed_.notify_all();
    }
  }

  std::unique_ptr<BatchStream> stream_;
  size_t batches_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<BatchResult> ready_;
  bool ended_ = false;
  bool stopping_ = false;
  std::thread worker_;
};

}  // namespace

std::unique_ptr<BatchStream> Prefetch(std::unique_ptr<BatchStream> stream, size_t batches_max) {
  return std::make_unique<PrefetchStream>(std::move(stream), batches_max);
}

}  // namespace weir::formats
