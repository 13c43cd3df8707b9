#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/json.h"

namespace weir::schedule {

/// A stretch of time [start, end).
struct Window {
  UtcTime start;
  UtcTime end;
  friend bool operator==(const Window&, const Window&) = default;
};

/// What a window waits for: all windows of a trigger that overlap a range must have succeeded.
struct WindowDependency {
  std::string trigger;  ///< Empty: the trigger itself, its earlier windows.
  std::chrono::seconds offset{0};
  /// Nothing: as long as the waiting window.
  std::optional<std::chrono::seconds> size;

  bool on_itself() const { return trigger.empty(); }
  Window RangeFor(const Window& waiting) const;
};

/// What a TumblingWindowTrigger says: its windows, when they are due, what they wait for.
///
/// Windows are contiguous, counted from 0 at `start`; Month counts calendar months from it, of a
/// day that a month lacks its last. A window that `end` would cut is not one of them.
/// Source: v2-semantics 8.3; the cut window: our choice.
struct TumblingSettings {
  enum class Frequency { kMinute, kHour, kMonth };
  Frequency frequency = Frequency::kHour;
  int64_t interval = 1;
  UtcTime start;
  std::optional<UtcTime> end;
  std::chrono::seconds delay{0};
  int64_t max_concurrency = 1;
  int64_t retry_count = 0;
  std::chrono::seconds retry_interval{30};
  std::vector<WindowDependency> dependencies;

  /// Read the typeProperties of a TumblingWindowTrigger.
  /// Errors: kInvalid InvalidTumblingWindow with the place, naming what was expected and what came.
  static Result<TumblingSettings> Parse(const Json& type_properties);

  Window WindowAt(int64_t index) const;
  /// The window in which `time` lies, as if they had no end; negative before the first.
  int64_t IndexAt(UtcTime time) const;
  /// How many windows there are; nothing if there is no end.
  std::optional<int64_t> Count() const;
  /// When a window is due: at its end, plus the delay.
  UtcTime DueAt(int64_t index) const { return WindowAt(index).end + delay; }
  /// How many windows are due at `now`.
  int64_t CountDue(UtcTime now) const;
  /// First and last window that overlap `range`; first > last if none does.
  std::pair<int64_t, int64_t> Overlapping(const Window& range) const;
  bool depends_on_itself() const;
};

/// What may change in a trigger that has run: all but frequency, interval and start.
/// Errors: kConflict TumblingWindowFixed naming the property.
Result<> CheckRedefinition(const TumblingSettings& old, const TumblingSettings& changed);

}  // namespace weir::schedule
