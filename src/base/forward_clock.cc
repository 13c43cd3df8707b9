#include "base/forward_clock.h"

#include <algorithm>

namespace weir {
namespace {

using std::chrono::microseconds;

constexpr int kGivenUp = 16;
/// Steps below this are a clock that is kept right, not one that is set.
constexpr microseconds kStepMin = std::chrono::milliseconds(100);
constexpr microseconds kStartAheadMax = std::chrono::hours(24);

microseconds SteadyNow() {
  return std::chrono::duration_cast<microseconds>(
      std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

ForwardClock::ForwardClock(const Clock& inner, Steady steady)
    : inner_(inner),
      steady_(steady ? std::move(steady) : SteadyNow),
      wall_(inner.Now()),
      passed_(steady_()),
      given_(wall_) {}

UtcTime ForwardClock::Now() const {
  const std::lock_guard lock(mutex_);
  return Read();
}

UtcTime ForwardClock::Read() const {
  const UtcTime wall = inner_.Now();
  const microseconds passed = steady_();
  const microseconds since = passed - passed_;
  const microseconds step = wall - (wall_ + since);
  if (wall < wall_) {
    ahead_ -= step;
  } else if (ahead_.count() > 0) {
    ahead_ -= since / kGivenUp;
    if (step > kStepMin) ahead_ -= step;  // Somebody set it right again.
  }
  ahead_ = std::max(ahead_, microseconds(0));
  wall_ = wall;
  passed_ = passed;
  given_ = std::max(given_, wall + ahead_);
  return given_;
}

microseconds ForwardClock::ahead() const {
  const std::lock_guard lock(mutex_);
  const UtcTime now = Read();
  return now - wall_;
}

void ForwardClock::NotBefore(UtcTime time) {
  const std::lock_guard lock(mutex_);
  const microseconds missing = time - Read();
  if (missing.count() > 0 && missing < kStartAheadMax) ahead_ += missing;
}

}  // namespace weir
