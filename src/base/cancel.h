#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>

#include "base/result.h"

namespace weir {

/// A request to stop that long work looks at. One side asks, many sides look.
class CancelToken {
 public:
  /// Ask to stop; wakes every wait. `reason` becomes the error's message.
  void Cancel(std::string reason = "the run was cancelled") {
    {
      const std::lock_guard lock(mutex_);
      if (cancelled_) return;
      reason_ = std::move(reason);
      cancelled_ = true;
    }
    wake_.notify_all();
  }
  bool cancelled() const { return cancelled_.load(std::memory_order_acquire); }

  /// Leave with kCancelled OperationCancelled if somebody asked: put it in every loop over data.
  Result<> Check() const {
    if (!cancelled()) return {};
    const std::lock_guard lock(mutex_);
    return Fail(ErrorKind::kCancelled, "OperationCancelled", reason_);
  }
  /// Wait for `time`, or less if somebody asks; then as Check().
  Result<> Sleep(std::chrono::microseconds time) const {
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, time, [this] { return cancelled_.load(); });
    lock.unlock();
    return Check();
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable wake_;
  std::atomic<bool> cancelled_{false};
  std::string reason_;
};

}  // namespace weir
