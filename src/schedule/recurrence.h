#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/time_zone.h"
#include "schedule/calendar.h"

namespace weir::schedule {

/// One moment at which a schedule fires.
struct FireTime {
  UtcTime utc;
  /// What local clocks show then, counted as if it were UTC.
  std::chrono::sys_seconds local;
  std::chrono::seconds offset{0};  ///< Local time is UTC plus this.
};

/// When a ScheduleTrigger fires: its `recurrence`, ready to be asked. Immutable; may be read by
/// many threads.
///
/// Rules: docs/internals/schedules.md. In short: Minute and Hour count elapsed time; Day, Week,
/// Month and Year count days of the local calendar, a local time that clocks skip is moved on by
/// as much as they skip, and one that they show twice fires the first time. Source: v2-semantics
/// 8.2; RFC 5545 section 3.3.5 where that says nothing.
class Recurrence {
 public:
  /// Read `typeProperties.recurrence`.
  /// Errors: kInvalid InvalidRecurrence with the place, naming what was expected and what came.
  static Result<Recurrence> Parse(const Json& recurrence);

  /// The first firing strictly after `after`; nothing once it has ended. A recurrence that matches
  /// no day of the calendar never fires. Cost: microseconds, however far off the answer is.
  std::optional<FireTime> Next(UtcTime after) const;

  const TimeZone& zone() const { return zone_; }
  /// The name as it was written.
  const std::string& zone_name() const { return zone_name_; }
  UtcTime start() const { return start_; }

 private:
  using Seconds = std::chrono::sys_seconds;

  Recurrence() = default;
  friend class RecurrenceReader;

  /// A firing on a day of the calendar; `shifted` if clocks skip its local time.
  struct Found {
    Seconds at;
    bool shifted = false;
  };

  std::chrono::seconds OffsetAt(Seconds utc) const;
  /// The moment that a local time stands for.
  Seconds Moment(Seconds local) const;

  // Day and above.
  std::optional<Seconds> NextOnCalendar(Seconds from) const;
  std::optional<Found> FirstOnDay(std::chrono::sys_days day, Seconds from) const;
  Seconds EarliestOf(std::chrono::sys_days day) const;

  // Minute and Hour.
  int64_t StepsTo(Seconds at) const;
  std::optional<Seconds> NextElapsed(Seconds from) const;
  std::optional<Seconds> NextFiltered(Seconds from) const;
  std::optional<Seconds> FirstInStep(Seconds step, Seconds from) const;
  bool Matches(Seconds utc) const;
  /// The first local time, not before this one, whose day and hour are named.
  std::optional<Seconds> SkipTo(Seconds local) const;

  TimeZone zone_;
  std::string zone_name_;
  Seconds start_;
  std::optional<Seconds> end_;

  /// Day and above: which days, and at which seconds of the day (ascending). Else nothing.
  std::optional<DayRule> calendar_;
  std::vector<int32_t> times_;

  /// Minute and Hour: elapsed time between two steps, counted from the anchor.
  std::chrono::seconds step_{0};
  Seconds anchor_;
  bool filtered_ = false;
  uint32_t hours_ = 0;                    ///< A bit for each hour; all if none was named.
  uint64_t minutes_ = 0;                  ///< A bit for each minute; all if none was named.
  std::vector<int32_t> minutes_in_hour_;  ///< Hour with `minutes`: each step is a whole hour.
  std::optional<DayRule> days_;           ///< Nothing: every day.
};

}  // namespace weir::schedule
