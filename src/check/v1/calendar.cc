#include "check/v1/calendar.h"

#include <chrono>
#include <numeric>

namespace weir::check {
namespace {

using model::V1Availability;
using model::V1Frequency;
using std::chrono::seconds;

constexpr int64_t kDay = 86'400;

/// The length of one slice in seconds; 0 of months.
int64_t FixedLength(const V1Availability& one) {
  switch (one.frequency) {
    case V1Frequency::kMinute:
      return one.interval * 60;
    case V1Frequency::kHour:
      return one.interval * 3600;
    case V1Frequency::kDay:
      return one.interval * kDay;
    case V1Frequency::kWeek:
      return one.interval * 7 * kDay;
    case V1Frequency::kMonth:
      return 0;
  }
  return 0;
}

/// The anchor less its parts finer than the frequency, in seconds.
int64_t Anchor(const V1Availability& one) {
  const int64_t at = std::chrono::floor<seconds>(one.anchor).time_since_epoch().count();
  int64_t unit = kDay;
  if (one.frequency == V1Frequency::kMinute) unit = 60;
  if (one.frequency == V1Frequency::kHour) unit = 3600;
  return at - ((at % unit) + unit) % unit;
}

int64_t Modulo(int64_t value, int64_t by) {
  return ((value % by) + by) % by;
}

bool FixedNeverMeet(const V1Availability& output, const V1Availability& input) {
  const int64_t out = FixedLength(output);
  const int64_t in = FixedLength(input);
  // The first input boundary behind a start of an output slice lies `shift` or more behind it.
  const int64_t shift =
      Modulo(Anchor(input) + input.offset.count() - Anchor(output) - output.offset.count(),
             std::gcd(out, in));
  return shift + in > out;
}

/// Months since the year 0.
int64_t MonthOf(const V1Availability& one) {
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(one.anchor));
  return static_cast<int64_t>(static_cast<int>(date.year())) * 12 +
         static_cast<unsigned>(date.month()) - 1;
}

bool MonthsNeverMeet(const V1Availability& output, const V1Availability& input) {
  const int64_t shift =
      Modulo(MonthOf(input) - MonthOf(output), std::gcd(output.interval, input.interval));
  // An offset of its own pushes the last boundary out of the slice.
  const int64_t pushed = input.offset == output.offset ? 0 : 1;
  return shift + input.interval + (shift == 0 ? pushed : 0) > output.interval;
}

}  // namespace

bool NeverMeet(const V1Availability& output, const V1Availability& input) {
  constexpr int64_t kShortestMonth = 28 * kDay;
  constexpr int64_t kLongestMonth = 31 * kDay;
  const bool months_out = output.frequency == V1Frequency::kMonth;
  const bool months_in = input.frequency == V1Frequency::kMonth;
  if (months_out && months_in) return MonthsNeverMeet(output, input);
  if (months_in) return input.interval * kShortestMonth > FixedLength(output);
  if (months_out) return FixedLength(input) > output.interval * kLongestMonth;
  return FixedNeverMeet(output, input);
}

}  // namespace weir::check
