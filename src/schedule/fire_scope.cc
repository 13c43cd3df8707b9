#include "schedule/fire_scope.h"

#include <utility>

namespace weir::schedule {

std::string TriggerTimeText(UtcTime time) {
  const std::string text = FormatUtc(time);
  const bool whole = time == std::chrono::floor<std::chrono::seconds>(time);
  return whole ? text.substr(0, 19) + "Z" : text;
}

Json FireScope::ToContext() const {
  Json outputs = Json::Object();
  if (window) {
    outputs.Set("windowStartTime", TriggerTimeText(window->start));
    outputs.Set("windowEndTime", TriggerTimeText(window->end));
  }
  if (!body.is_null()) outputs.Set("body", body);
  Json shown = Json::Object({{"name", trigger},
                             {"scheduledTime", TriggerTimeText(scheduled)},
                             {"startTime", TriggerTimeText(started)},
                             {"outputs", std::move(outputs)}});
  Json context = Json::Object({{"trigger", std::move(shown)}});
  if (!body.is_null()) context.Set("triggerBody", body);
  return context;
}

}  // namespace weir::schedule
