#include "expr/timestamp.h"

#include <algorithm>
#include <chrono>

namespace weir::expr {
namespace {

constexpr int kYearMax = 9999;
/// std::chrono counts days from 1970; .NET's ticks from year 1.
constexpr int64_t kDaysAtUnixEpoch = kTicksAtUnixEpoch / kTicksPerDay;

}  // namespace

CalendarDate DateOf(int64_t ticks) {
  const std::chrono::year_month_day date(
      std::chrono::sys_days(std::chrono::days(ticks / kTicksPerDay - kDaysAtUnixEpoch)));
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

int DayOfWeek(int64_t ticks) {
  // 0001-01-01 was a Monday.
  return static_cast<int>((ticks / kTicksPerDay + 1) % 7);
}

int DayOfYear(int64_t ticks) {
  const std::optional<int64_t> start = TicksOf({DateOf(ticks).year, 1, 1});
  return static_cast<int>((ticks - start.value_or(0)) / kTicksPerDay) + 1;
}

std::optional<int64_t> TicksOf(const CalendarDate& date) {
  if (date.year < 1 || date.year > kYearMax || date.month < 1 || date.day < 1) return std::nullopt;
  const std::chrono::year_month_day day(std::chrono::year(date.year),
                                        std::chrono::month(static_cast<unsigned>(date.month)),
                                        std::chrono::day(static_cast<unsigned>(date.day)));
  if (!day.ok()) return std::nullopt;
  const int64_t days = std::chrono::sys_days(day).time_since_epoch().count();
  return (days + kDaysAtUnixEpoch) * kTicksPerDay;
}

Timestamp FromUtcTime(UtcTime time) {
  constexpr int64_t kTicksPerMicrosecond = 10;
  return {ToMicros(time) * kTicksPerMicrosecond + kTicksAtUnixEpoch, Timestamp::Kind::kUtc};
}

std::optional<Timestamp> AddMonths(const Timestamp& time, int64_t months) {
  constexpr int64_t kMonthsMax = int64_t{12} * (kYearMax + 1);
  if (months > kMonthsMax || months < -kMonthsMax) return std::nullopt;
  CalendarDate date = DateOf(time.ticks);
  const int64_t month = int64_t{date.year} * 12 + date.month - 1 + months;
  if (month < 12) return std::nullopt;
  date.year = static_cast<int>(month / 12);
  date.month = static_cast<int>(month % 12) + 1;
  const std::chrono::year_month_day_last last(
      std::chrono::year(date.year),
      std::chrono::month_day_last(std::chrono::month(static_cast<unsigned>(date.month))));
  date.day = std::min(date.day, static_cast<int>(static_cast<unsigned>(last.day())));
  const std::optional<int64_t> day = TicksOf(date);
  if (!day) return std::nullopt;
  return Timestamp{*day + time.ticks % kTicksPerDay, time.kind};
}

std::optional<Timestamp> AddTicks(const Timestamp& time, int64_t count, int64_t unit_ticks) {
  int64_t span = 0;
  int64_t ticks = 0;
  if (__builtin_mul_overflow(count, unit_ticks, &span) ||
      __builtin_add_overflow(time.ticks, span, &ticks) || ticks < 0 || ticks > kTicksMax) {
    return std::nullopt;
  }
  return Timestamp{ticks, time.kind};
}

}  // namespace weir::expr
