#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/json.h"
#include "schedule/tumbling.h"

namespace weir::schedule {

/// Print a moment as trigger() shows it: "2026-01-31T08:00:00Z", fractions only if there are any.
std::string TriggerTimeText(UtcTime time);

/// What the expressions in a trigger's parameters see when it fires, as a context of
/// expr::ContextScope: {"trigger": {"name", "scheduledTime", "startTime", "outputs"}, …}.
/// Source: v2-semantics 2 (system variables of the trigger scope).
struct FireScope {
  std::string trigger;
  UtcTime scheduled;             ///< When it should fire.
  UtcTime started;               ///< When it does.
  std::optional<Window> window;  ///< outputs.windowStartTime, outputs.windowEndTime.
  Json body;                     ///< triggerBody(), outputs.body; null if no event fired it.

  Json ToContext() const;
};

}  // namespace weir::schedule
