#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "base/cancel.h"

namespace weir::connectors {

/// Calls `interrupt` from a thread of its own if `token` is cancelled while the watch lives, and
/// again every 100 ms: the first may come before the work that it is to stop.
///
/// For database calls that block. The destructor waits until a running `interrupt` is over, so it
/// never hits what comes after the watched work. A null token costs nothing. Looks every 5 ms.
class CancelWatch {
 public:
  CancelWatch(const CancelToken* token, std::function<void()> interrupt) {
    if (token == nullptr) return;
    thread_ = std::thread([this, token, interrupt = std::move(interrupt)] {
      std::unique_lock lock(mutex_);
      while (!done_) {
        const bool cancelled = token->cancelled();
        if (cancelled) interrupt();
        wake_.wait_for(lock, std::chrono::milliseconds(cancelled ? 100 : 5),
                       [this] { return done_; });
      }
    });
  }
  CancelWatch(const CancelWatch&) = delete;
  CancelWatch& operator=(const CancelWatch&) = delete;
  ~CancelWatch() {
    if (!thread_.joinable()) return;
    {
      const std::lock_guard lock(mutex_);
      done_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace weir::connectors
