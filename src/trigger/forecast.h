#pragma once

#include <functional>

#include "model/factory.h"
#include "schedule/preview.h"

namespace weir::trigger {

/// True if the trigger counts as started, by its key's name.
using IsStarted = std::function<bool(const model::Resource& trigger)>;

/// What the triggers of a factory would start, and when:
/// `{"from", "to", "firings": [{"time", "localTime", "timeZone", "trigger", "type", "started",
///   "window": {"start", "end"}, "pipelines": [{"name", "parameters", "followedBy", "error"}]}],
///   "more", "otherTriggers": [{"trigger", "type", "started", "pipelines"}], "problems"}`,
/// with at most `limit` firings; parameters are evaluated. Errors: as schedule::Preview::Make.
Result<Json> ForecastOf(const model::Factory& factory, const schedule::Preview::Options& options,
                        size_t limit, const IsStarted& started);

/// A trigger started by its own document (`runtimeState`).
bool SaysStarted(const model::Resource& trigger);

}  // namespace weir::trigger
