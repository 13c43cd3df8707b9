#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/cancel.h"

namespace weir::activity {

/// A cancel token that somebody's cancel or the end of a time span sets, whichever comes first.
class Deadline {
 public:
  /// `parent` must outlive this.
  Deadline(const CancelToken& parent, std::chrono::milliseconds time);
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  const CancelToken& token() const { return token_; }
  bool expired() const { return expired_; }

 private:
  void Watch(std::chrono::milliseconds time);

  const CancelToken& parent_;
  CancelToken token_;
  std::atomic<bool> expired_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool done_ = false;
  std::thread watcher_;
};

}  // namespace weir::activity
