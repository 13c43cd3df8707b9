#pragma once

#include <functional>
#include <mutex>

#include "base/clock.h"

namespace weir {

/// Another clock, but never set back: what is to happen in ten seconds must not wait for an hour
/// because somebody corrected the time. When the other is set back, this one goes on from where it
/// was, ahead of the other, and gives up a sixteenth of each second until both agree again. Set
/// forward, it follows at once. Thread safe.
class ForwardClock final : public Clock {
 public:
  /// Time since anything, by a clock that nobody sets.
  using Steady = std::function<std::chrono::microseconds()>;

  /// `inner` must outlive it; `steady` is for tests, by default the machine's.
  explicit ForwardClock(const Clock& inner, Steady steady = nullptr);

  UtcTime Now() const override;
  /// By how much it is ahead of the other; 0 unless that was set back.
  std::chrono::microseconds ahead() const;
  /// Begin at `time` if that is later and less than a day away: what was kept ended there, before
  /// the clock was set back. Further away, somebody's clock was wrong altogether.
  void NotBefore(UtcTime time);

 private:
  UtcTime Read() const;

  const Clock& inner_;
  const Steady steady_;
  mutable std::mutex mutex_;
  mutable UtcTime wall_;  ///< The other's time, when it was last asked.
  mutable std::chrono::microseconds passed_;
  mutable std::chrono::microseconds ahead_{0};
  mutable UtcTime given_;
};

}  // namespace weir
