#include "schedule/slices/calendar.h"

namespace weir::schedule {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;

int64_t FloorDivide(int64_t value, int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

microseconds UnitOf(model::V1Frequency frequency) {
  switch (frequency) {
    case model::V1Frequency::kMinute:
      return minutes(1);
    case model::V1Frequency::kHour:
      return hours(1);
    case model::V1Frequency::kDay:
      return days(1);
    case model::V1Frequency::kWeek:
      return days(7);
    case model::V1Frequency::kMonth:
      break;
  }
  return {};
}

UtcTime MonthStart(UtcTime time, int64_t months_later) {
  using std::chrono::year_month_day;
  const year_month_day day(std::chrono::floor<days>(time));
  const int64_t month = int64_t{int{day.year()}} * 12 + unsigned{day.month()} - 1 + months_later;
  const int64_t year = FloorDivide(month, 12);
  return std::chrono::sys_days(std::chrono::year(static_cast<int>(year)) /
                               std::chrono::month(static_cast<unsigned>(month - year * 12 + 1)) /
                               1);
}

int64_t MonthsBetween(UtcTime from, UtcTime to) {
  using std::chrono::year_month_day;
  const auto count = [](UtcTime time) {
    const year_month_day day(std::chrono::floor<days>(time));
    return int64_t{int{day.year()}} * 12 + unsigned{day.month()};
  };
  return count(to) - count(from);
}

/// Parts of the anchor that are finer than the frequency do not count. A week counts from its day.
UtcTime Truncated(UtcTime anchor, model::V1Frequency frequency) {
  switch (frequency) {
    case model::V1Frequency::kMinute:
      return std::chrono::floor<minutes>(anchor);
    case model::V1Frequency::kHour:
      return std::chrono::floor<hours>(anchor);
    case model::V1Frequency::kDay:
    case model::V1Frequency::kWeek:
      return std::chrono::floor<days>(anchor);
    case model::V1Frequency::kMonth:
      return MonthStart(anchor, 0);
  }
  return anchor;
}

}  // namespace

SliceCalendar::SliceCalendar(const model::V1Availability& availability)
    : months_(availability.frequency == model::V1Frequency::kMonth),
      start_of_interval_(availability.start_of_interval),
      step_(availability.interval * (months_ ? 1 : UnitOf(availability.frequency).count())),
      origin_(Truncated(availability.anchor, availability.frequency)),
      offset_(availability.offset) {}

SliceCalendar SliceCalendar::Once(Interval slice) {
  SliceCalendar calendar;
  calendar.once_ = true;
  calendar.only_ = slice;
  return calendar;
}

UtcTime SliceCalendar::Boundary(int64_t number) const {
  if (months_) return MonthStart(origin_, number * step_) + offset_;
  return origin_ + microseconds(number * step_) + offset_;
}

bool SliceCalendar::SameSlices(const SliceCalendar& other) const {
  if (once_ || other.once_) return once_ == other.once_;
  return months_ == other.months_ && step_ == other.step_ && origin_ == other.origin_ &&
         offset_ == other.offset_;
}

int64_t SliceCalendar::NumberAt(UtcTime time) const {
  if (once_) return 0;
  const UtcTime shifted = time - offset_;
  if (months_) return FloorDivide(MonthsBetween(origin_, shifted), step_);
  return FloorDivide((shifted - origin_).count(), step_);
}

Interval SliceCalendar::SliceAt(int64_t number) const {
  return once_ ? only_ : Interval{Boundary(number), Boundary(number + 1)};
}

RangeSet::Range SliceCalendar::Overlapping(const Interval& period) const {
  const int64_t first = NumberAt(period.start);
  if (period.end <= period.start) return {first, first};
  return {first, NumberAt(period.end - microseconds(1))};
}

UtcTime SliceCalendar::DueAt(int64_t number) const {
  const Interval slice = SliceAt(number);
  return once_ || start_of_interval_ ? slice.start : slice.end;
}

int64_t SliceCalendar::FirstNotDue(UtcTime time) const {
  if (once_) return time >= only_.start ? 1 : 0;
  return NumberAt(time) + (start_of_interval_ ? 1 : 0);
}

}  // namespace weir::schedule
