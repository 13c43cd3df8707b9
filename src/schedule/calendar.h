#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace weir::schedule {

/// Which days of the calendar a schedule names. What is empty does not restrict; what is given must
/// hold all at once.
struct DayFilter {
  struct Occurrence {
    unsigned weekday = 0;  ///< 0 is Sunday.
    int occurrence = 0;    ///< 1 is the first of the month, -1 the last; 0 is each.
  };
  uint8_t week_days = 0;        ///< A bit for each weekday, Sunday the lowest.
  std::vector<int> month_days;  ///< 1 … 31, or -1 … -31 from the end.
  std::vector<Occurrence> occurrences;

  bool empty() const { return week_days == 0 && !by_month(); }
  bool by_month() const { return !month_days.empty() || !occurrences.empty(); }
  bool Matches(std::chrono::sys_days day) const;
};

/// A period of the calendar, counted from a first day.
enum class Period { kDay, kWeek, kMonth };

/// Every `interval`th day, week or month from `first` on, and which days of it.
///
/// Weeks begin on Monday. Without a filter it is the day in the period that `first` is; a month
/// that lacks it is skipped.
class DayRule {
 public:
  DayRule(Period period, int64_t interval, std::chrono::sys_days first, DayFilter filter);

  /// The first day that matches, not before `from`; nothing up to the end of the year 9999, or if
  /// no day of the calendar's cycle of 400 years matches.
  std::optional<std::chrono::sys_days> FirstFrom(std::chrono::sys_days from) const;

 private:
  std::chrono::sys_days StartOf(int64_t index) const;
  int64_t IndexOf(std::chrono::sys_days day) const;
  std::optional<std::chrono::sys_days> FirstIn(int64_t index, std::chrono::sys_days from) const;

  Period period_;
  int64_t interval_;
  std::chrono::sys_days first_;
  DayFilter filter_;
};

}  // namespace weir::schedule
