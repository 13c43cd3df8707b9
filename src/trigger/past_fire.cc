#include "trigger/past_fire.h"

#include "trigger/time_text.h"

namespace weir::trigger {

schedule::FireScope PastFire(const store::TriggerRunRecord& run) {
  schedule::FireScope fire{run.trigger, run.time, run.time, std::nullopt, {}};
  const Json& properties = run.properties;
  const auto scheduled = ParseTimeText(properties["ScheduleTime"].as_string());
  if (scheduled) fire.scheduled = *scheduled;
  const auto start = ParseUtc(properties["windowStartTime"].as_string());
  const auto end = ParseUtc(properties["windowEndTime"].as_string());
  if (start && end) fire.window = schedule::Window{*start, *end};
  Result<Json> body = ParseJson(properties["EventPayload"].as_string());
  if (body) fire.body = *std::move(body);
  return fire;
}

}  // namespace weir::trigger
