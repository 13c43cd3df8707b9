#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"

namespace weir::expr {

inline constexpr int64_t kTicksPerSecond = 10'000'000;
inline constexpr int64_t kTicksPerMinute = 60 * kTicksPerSecond;
inline constexpr int64_t kTicksPerHour = 60 * kTicksPerMinute;
inline constexpr int64_t kTicksPerDay = 24 * kTicksPerHour;
/// 9999-12-31T23:59:59.9999999.
inline constexpr int64_t kTicksMax = 3'155'378'975'999'999'999;
/// 1970-01-01T00:00:00.
inline constexpr int64_t kTicksAtUnixEpoch = 621'355'968'000'000'000;

/// A .NET DateTime: 100 ns ticks since 0001-01-01 and what zone was written with it.
struct Timestamp {
  enum class Kind : uint8_t {
    kUnspecified,  ///< No zone; prints none.
    kUtc,          ///< `Z` or GMT; prints `Z`.
    kLocal,        ///< Had an offset, was moved to UTC; prints `+00:00`, as the host's zone is UTC.
  };
  int64_t ticks = 0;
  Kind kind = Kind::kUnspecified;
};

struct CalendarDate {
  int year = 1;
  int month = 1;
  int day = 1;
};

CalendarDate DateOf(int64_t ticks);
/// 0 is Sunday.
int DayOfWeek(int64_t ticks);
/// From 1.
int DayOfYear(int64_t ticks);
/// Ticks of the day's start; nothing if there is no such day in the years 1 to 9999.
std::optional<int64_t> TicksOf(const CalendarDate& date);

Timestamp FromUtcTime(UtcTime time);

/// Move by calendar months; a day the month lacks becomes its last. Nothing outside years 1 to
/// 9999.
std::optional<Timestamp> AddMonths(const Timestamp& time, int64_t months);
/// Move by `count` times `unit_ticks`. Nothing outside years 1 to 9999.
std::optional<Timestamp> AddTicks(const Timestamp& time, int64_t count, int64_t unit_ticks);

/// Read as DateTime.Parse does with en-US rules and round-trip kinds: ISO 8601, `M/d/yyyy`, RFC
/// 1123, names of months, AM and PM. Nothing if it is no date. Source: observed (facts,
/// section 7.1). Our choice: a time without a date is refused, for .NET would take today's.
std::optional<Timestamp> ParseTimestamp(std::string_view text);

}  // namespace weir::expr
