#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"

namespace weir {

/// A moment in UTC, to the microsecond. Time zones exist only where a schedule or an expression
/// names one.
using UtcTime = std::chrono::sys_time<std::chrono::microseconds>;

/// Where the time comes from. Below the engine nothing reads a clock: moments are handed in.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual UtcTime Now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  UtcTime Now() const override;
};

/// A clock that stands still until told otherwise: tests, `--now`.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(UtcTime now) : now_(now) {}
  UtcTime Now() const override { return now_; }
  void Set(UtcTime now) { now_ = now; }
  void Advance(std::chrono::microseconds by) { now_ += by; }

 private:
  UtcTime now_;
};

/// Print as ADF does: "2018-03-15T13:00:00.1234560Z" (seven digits).
std::string FormatUtc(UtcTime time);

/// Read "2018-03-15T13:00:00[.fraction][Z|+hh:mm]"; without a zone it is UTC.
/// Errors: kInvalid InvalidTime.
Result<UtcTime> ParseUtc(std::string_view text);

/// Microseconds since 1970, for stores.
inline int64_t ToMicros(UtcTime time) {
  return time.time_since_epoch().count();
}
inline UtcTime FromMicros(int64_t micros) {
  return UtcTime(std::chrono::microseconds(micros));
}

/// Read an ADF time span, "[d.]hh:mm:ss". Errors: kInvalid InvalidTimeSpan.
Result<std::chrono::seconds> ParseTimeSpan(std::string_view text);

}  // namespace weir
