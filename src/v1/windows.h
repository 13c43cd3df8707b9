#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "model/v1/factory.h"
#include "v1/linked_service.h"

namespace weir::v1 {

/// The boundary of a calendar at or before `time`; with `after`, the first at or behind it.
UtcTime BoundaryAt(const model::V1Availability& calendar, UtcTime time, bool after);

/// Frequency and interval of a tumbling window trigger that has the calendar's slices.
struct WindowFrequency {
  const char* frequency;
  int64_t interval;
};
WindowFrequency FrequencyOf(const model::V1Availability& calendar);

/// The period of an input against the window that waits for it, for a dependency of a trigger.
struct DependencyPeriod {
  std::chrono::seconds offset{0};
  /// Nothing: as long as the window.
  std::optional<std::chrono::seconds> size;
};

/// The period of an input, if it lies at the same distance from each of the calendar's windows;
/// nothing if it depends on the date, or cannot be evaluated.
std::optional<DependencyPeriod> PeriodOf(const model::V1Input& input,
                                         const model::V1Availability& calendar);

/// "[-][d.]hh:mm:ss".
std::string SpanText(std::chrono::seconds span);
/// "2016-07-12T00:00:00Z".
std::string TimeText(UtcTime time);

}  // namespace weir::v1
