#include "pipeline/events.h"

namespace weir::pipeline {

Event ReleasedEvent(WorkId work, bool step, UtcTime now) {
  return {Event::Kind::kReleased, now, work, Json::Object({{"step", step}}), std::nullopt, false};
}

Json ToJson(const Event& event) {
  Json json =
      Json::Object({{"kind", static_cast<int>(event.kind)}, {"time", ToMicros(event.time)}});
  if (event.work != 0) json.AppendMember("work", event.work);
  if (!event.output.is_null()) json.AppendMember("output", event.output);
  if (event.error) json.AppendMember("error", event.error->ToJson(""));
  if (event.cancelled) json.AppendMember("cancelled", true);
  return json;
}

Event EventFromJson(const Json& json) {
  Event event;
  event.kind = static_cast<Event::Kind>(json["kind"].as_int());
  event.time = FromMicros(json["time"].as_int());
  event.work = static_cast<WorkId>(json["work"].as_int());
  event.output = json["output"];
  if (json["error"].is_object()) event.error = ActivityError::FromJson(json["error"]);
  event.cancelled = json["cancelled"].as_bool();
  return event;
}

}  // namespace weir::pipeline
