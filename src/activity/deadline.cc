#include "activity/deadline.h"

namespace weir::activity {
namespace {

/// How soon a cancel of the parent is seen.
constexpr std::chrono::milliseconds kLook{50};

}  // namespace

Deadline::Deadline(const CancelToken& parent, std::chrono::milliseconds time)
    : parent_(parent), watcher_([this, time] { Watch(time); }) {}

Deadline::~Deadline() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  wake_.notify_all();
  watcher_.join();
}

void Deadline::Watch(std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  std::unique_lock lock(mutex_);
  while (!done_) {
    if (parent_.cancelled()) {
      const Result<> reason = parent_.Check();
      token_.Cancel(reason ? "the run was cancelled" : reason.error().message());
      return;
    }
    if (std::chrono::steady_clock::now() >= end) {
      expired_ = true;
      token_.Cancel("the time limit was reached");
      return;
    }
    wake_.wait_for(lock, kLook, [this] { return done_; });
  }
}

}  // namespace weir::activity
