#include "v1/windows.h"

#include <array>
#include <cstdio>

#include "expr/v1/expression.h"

namespace weir::v1 {
namespace {

using model::V1Availability;
using model::V1Frequency;
using std::chrono::seconds;

constexpr int64_t kDaySeconds = 86'400;

/// Seconds of one slice; 0 of months.
int64_t SliceSeconds(const V1Availability& calendar) {
  switch (calendar.frequency) {
    case V1Frequency::kMinute:
      return calendar.interval * 60;
    case V1Frequency::kHour:
      return calendar.interval * 3600;
    case V1Frequency::kDay:
      return calendar.interval * kDaySeconds;
    case V1Frequency::kWeek:
      return calendar.interval * 7 * kDaySeconds;
    case V1Frequency::kMonth:
      return 0;
  }
  return 0;
}

int64_t FloorDivide(int64_t value, int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

int64_t SecondsOf(UtcTime time) {
  return std::chrono::floor<seconds>(time).time_since_epoch().count();
}

/// Months since the year 0 of a moment.
int64_t MonthOf(UtcTime time) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
  return static_cast<int64_t>(static_cast<int>(date.year())) * 12 +
         static_cast<unsigned>(date.month()) - 1;
}

UtcTime StartOfMonth(int64_t month) {
  const auto year = static_cast<int>(FloorDivide(month, 12));
  const auto in_year = static_cast<unsigned>(month - static_cast<int64_t>(year) * 12 + 1);
  return std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(in_year) / 1);
}

UtcTime MonthBoundary(const V1Availability& calendar, UtcTime time) {
  const int64_t anchor = MonthOf(calendar.anchor);
  int64_t steps = FloorDivide(MonthOf(time - calendar.offset) - anchor, calendar.interval);
  return StartOfMonth(anchor + steps * calendar.interval) + calendar.offset;
}

UtcTime NextBoundary(const V1Availability& calendar, UtcTime boundary) {
  if (calendar.frequency != V1Frequency::kMonth) return boundary + seconds(SliceSeconds(calendar));
  return StartOfMonth(MonthOf(boundary - calendar.offset) + calendar.interval) + calendar.offset;
}

UtcTime BoundaryBefore(const V1Availability& calendar, UtcTime time) {
  if (calendar.frequency == V1Frequency::kMonth) return MonthBoundary(calendar, time);
  int64_t unit = kDaySeconds;
  if (calendar.frequency == V1Frequency::kMinute) unit = 60;
  if (calendar.frequency == V1Frequency::kHour) unit = 3600;
  const int64_t anchor = FloorDivide(SecondsOf(calendar.anchor), unit) * unit;
  const int64_t phase = anchor + calendar.offset.count();
  const int64_t length = SliceSeconds(calendar);
  return UtcTime(seconds(phase + FloorDivide(SecondsOf(time) - phase, length) * length));
}

}  // namespace

UtcTime BoundaryAt(const V1Availability& calendar, UtcTime time, bool after) {
  const UtcTime before = BoundaryBefore(calendar, time);
  return !after || before == time ? before : NextBoundary(calendar, before);
}

WindowFrequency FrequencyOf(const V1Availability& calendar) {
  switch (calendar.frequency) {
    case V1Frequency::kMinute:
      return {"Minute", calendar.interval};
    case V1Frequency::kHour:
      return {"Hour", calendar.interval};
    case V1Frequency::kDay:
      return {"Hour", 24 * calendar.interval};
    case V1Frequency::kWeek:
      return {"Hour", 168 * calendar.interval};
    case V1Frequency::kMonth:
      return {"Month", calendar.interval};
  }
  return {"Hour", calendar.interval};
}

std::optional<DependencyPeriod> PeriodOf(const model::V1Input& input,
                                         const V1Availability& calendar) {
  if (!input.has_period()) return DependencyPeriod{};
  constexpr int kSamples = 60;
  const auto start =
      expr::V1Expression::Parse(input.start_time.is_null() ? Json("SliceStart") : input.start_time);
  const auto end =
      expr::V1Expression::Parse(input.end_time.is_null() ? Json("SliceEnd") : input.end_time);
  if (!start || !end) return std::nullopt;
  const bool by_length = input.end_time.is_null() && input.length;
  std::optional<DependencyPeriod> found;
  UtcTime at = BoundaryAt(calendar, std::chrono::sys_days(std::chrono::days(16801)), false);
  for (int i = 0; i < kSamples; ++i) {
    const UtcTime next = NextBoundary(calendar, at);
    const expr::V1Variables slice = expr::V1Variables::OfSlice(at, next);
    const Result<UtcTime> from = start->EvaluateDate(slice);
    const Result<UtcTime> to = end->EvaluateDate(slice);
    if (!from || !to) return std::nullopt;
    const auto offset = std::chrono::floor<seconds>(*from - at);
    const auto size = by_length ? *input.length : std::chrono::floor<seconds>(*to - *from);
    if (size <= seconds(0)) return std::nullopt;
    DependencyPeriod period{offset, size};
    if (size == next - at && !by_length) period.size.reset();
    if (found && (found->offset != period.offset || found->size != period.size)) {
      return std::nullopt;
    }
    found = period;
    at = next;
  }
  return found;
}

std::string SpanText(seconds span) {
  const int64_t count = span.count() < 0 ? -span.count() : span.count();
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%s%lld.%02d:%02d:%02d", span.count() < 0 ? "-" : "",
                static_cast<long long>(count / kDaySeconds), static_cast<int>(count / 3600 % 24),
                static_cast<int>(count / 60 % 60), static_cast<int>(count % 60));
  return text.data();
}

std::string TimeText(UtcTime time) {
  return FormatUtc(time).substr(0, 19) + "Z";
}

}  // namespace weir::v1
