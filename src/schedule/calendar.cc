#include "schedule/calendar.h"

#include <algorithm>

namespace weir::schedule {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month;
using std::chrono::year_month_day;

/// After this many days the calendar repeats, weekdays too.
constexpr int64_t kCycleDays = 146'097;
constexpr int64_t kCycleMonths = 4'800;
constexpr days kDaysInWeek{7};

sys_days LastDay() {
  return sys_days(std::chrono::year(9999) / 12 / 31);
}

unsigned WeekdayOf(sys_days day) {
  return std::chrono::weekday(day).c_encoding();
}

int DaysIn(year_month month) {
  return static_cast<int>(static_cast<unsigned>((month / std::chrono::last).day()));
}

year_month MonthOf(sys_days day) {
  const year_month_day date(day);
  return date.year() / date.month();
}

int64_t MonthNumber(year_month month) {
  return int64_t{static_cast<int>(month.year())} * 12 + static_cast<unsigned>(month.month()) - 1;
}

bool OccurrenceMatches(const DayFilter::Occurrence& wanted, sys_days day) {
  if (WeekdayOf(day) != wanted.weekday) return false;
  if (wanted.occurrence == 0) return true;
  const int date = static_cast<int>(static_cast<unsigned>(year_month_day(day).day()));
  if (wanted.occurrence > 0) return (date - 1) / 7 + 1 == wanted.occurrence;
  return (DaysIn(MonthOf(day)) - date) / 7 + 1 == -wanted.occurrence;
}

}  // namespace

bool DayFilter::Matches(sys_days day) const {
  if (week_days != 0 && (week_days >> WeekdayOf(day) & 1) == 0) return false;
  if (!month_days.empty()) {
    const int date = static_cast<int>(static_cast<unsigned>(year_month_day(day).day()));
    const int from_end = date - DaysIn(MonthOf(day)) - 1;
    if (std::none_of(month_days.begin(), month_days.end(),
                     [&](int one) { return one == date || one == from_end; })) {
      return false;
    }
  }
  return occurrences.empty() ||
         std::any_of(occurrences.begin(), occurrences.end(),
                     [&](const Occurrence& one) { return OccurrenceMatches(one, day); });
}

DayRule::DayRule(Period period, int64_t interval, sys_days first, DayFilter filter)
    : period_(period), interval_(interval), first_(first), filter_(std::move(filter)) {}

sys_days DayRule::StartOf(int64_t index) const {
  const int64_t count = index * interval_;
  switch (period_) {
    case Period::kDay:
      return first_ + days(count);
    case Period::kWeek:
      return first_ - days(std::chrono::weekday(first_).iso_encoding() - 1) + kDaysInWeek * count;
    case Period::kMonth:
      return sys_days((MonthOf(first_) + months(count)) / std::chrono::day(1));
  }
  return first_;
}

/// The last period that begins at or before `day`.
int64_t DayRule::IndexOf(sys_days day) const {
  if (day <= first_) return 0;
  switch (period_) {
    case Period::kDay:
      return (day - first_).count() / interval_;
    case Period::kWeek:
      return (day - StartOf(0)).count() / 7 / interval_;
    case Period::kMonth:
      return (MonthNumber(MonthOf(day)) - MonthNumber(MonthOf(first_))) / interval_;
  }
  return 0;
}

std::optional<sys_days> DayRule::FirstIn(int64_t index, sys_days from) const {
  const sys_days start = StartOf(index);
  int length = 1;
  if (period_ == Period::kWeek) length = 7;
  if (period_ == Period::kMonth) length = DaysIn(MonthOf(start));
  if (filter_.empty()) {
    const int own = static_cast<int>((first_ - StartOf(0)).count());
    const sys_days day = start + days(own);
    if (own < length && day >= from) return day;
    return std::nullopt;
  }
  for (int i = 0; i < length; ++i) {
    const sys_days day = start + days(i);
    if (day >= from && day >= first_ && filter_.Matches(day)) return day;
  }
  return std::nullopt;
}

std::optional<sys_days> DayRule::FirstFrom(sys_days from) const {
  const int64_t cycle = period_ == Period::kMonth ? kCycleMonths : kCycleDays;
  int64_t index = IndexOf(from);
  for (int64_t tries = 0; tries <= cycle && StartOf(index) <= LastDay(); ++tries, ++index) {
    if (const auto day = FirstIn(index, from)) return day;
  }
  return std::nullopt;
}

}  // namespace weir::schedule
