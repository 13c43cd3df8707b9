// Triggers: what the service refuses when they are published or started.
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/names.h"
#include "model/activities.h"
#include "model/azure_parts.h"

namespace weir::model {
namespace {

bool IsLiteral(const Json& value) {
  return value.is_string() && !IsExpression(value) && !IsTemplateExpression(value);
}

void CheckSchedule(const AzureScope& scope, const Json& settings) {
  const Json& recurrence = settings["recurrence"];
  const Json& frequency = recurrence["frequency"];
  const Json& schedule = recurrence["schedule"];
  const auto needs = [&](const char* property, const char* wanted) {
    if (schedule[property].empty() || !IsLiteral(frequency)) return;
    if (SameName(frequency.as_string(), wanted)) return;
    scope.report.Report(
        "ScheduleCalendarMismatch", schedule[property].position(),
        {{"property", property}, {"wanted", wanted}, {"found", frequency.as_string()}});
  };
  needs("weekDays", "Week");
  needs("monthDays", "Month");
  needs("monthlyOccurrences", "Month");
  const Json& zone = recurrence["timeZone"];
  if (!IsLiteral(zone) || SameName(zone.as_string(), "UTC")) return;
  for (const char* property : {"startTime", "endTime"}) {
    const Json& time = recurrence[property];
    if (!IsLiteral(time) || !time.as_string().ends_with('Z')) continue;
    scope.report.Report("TimeWithZone", time.position(),
                        {{"property", property}, {"found", zone.as_string()}});
  }
}

void CheckTumbling(const AzureScope& scope, const Json& settings) {
  const Json& frequency = settings["frequency"];
  const Json& interval = settings["interval"];
  if (SameName(frequency.as_string(), "Minute") && interval.is_int()) {
    scope.report.CheckLimit("TumblingIntervalTooShort", interval.position(), interval.as_int());
  }
  for (const Json& dependency : settings["dependsOn"].items()) {
    if (!SameName(dependency["type"].as_string(), "SelfDependencyTumblingWindowTriggerReference")) {
      continue;
    }
    const Json& offset = dependency["offset"];
    if (offset.as_string().starts_with('-') || IsTemplateExpression(offset)) continue;
    scope.report.Report("SelfDependencyOffset",
                        offset.is_null() ? dependency.position() : offset.position(),
                        {{"found", offset.is_null() ? "none" : Shown(offset)}});
  }
}

void CheckBlobEvents(const AzureScope& scope, const Json& settings) {
  const Json& begins = settings["blobPathBeginsWith"];
  const Json& ends = settings["blobPathEndsWith"];
  if (begins.as_string().empty() && ends.as_string().empty()) {
    scope.report.Report("BlobEventPath", settings.position(),
                        {{"rule", "needs 'blobPathBeginsWith' or 'blobPathEndsWith'"}});
  } else if (IsLiteral(begins) && !begins.as_string().empty() &&
             !begins.as_string().starts_with('/')) {
    scope.report.Report(
        "BlobEventPath", begins.position(),
        {{"rule", "'blobPathBeginsWith' must be /container/blobs/…, got " + Shown(begins)}});
  }
}

void CheckEvents(const AzureScope& scope, const Json& settings) {
  const Json& events = settings["events"];
  if (IsTemplateExpression(events) || !events.empty()) return;
  scope.report.Report("EventTriggerWithoutEvents",
                      events.is_null() ? settings.position() : events.position(), {});
}

void CheckStarted(const AzureScope& scope, const Json& properties) {
  const Json& state = properties["runtimeState"];
  if (!SameName(state.as_string(), "Started")) return;
  if (!properties["pipelines"].empty() || !properties["pipeline"].empty()) return;
  if (properties["pipelines"].is_string()) return;  // An ARM template expression.
  scope.report.Report("StartedTriggerWithoutPipeline", state.position(), {});
}

}  // namespace

void CheckAzureTrigger(const AzureScope& scope) {
  if (scope.resource.kind != ResourceKind::kTrigger) return;
  const Json& properties = scope.resource.properties();
  const Json& settings = properties["typeProperties"];
  const std::string& type = scope.resource.type();
  if (!settings.is_object()) return;
  if (SameName(type, "ScheduleTrigger")) CheckSchedule(scope, settings);
  if (SameName(type, "TumblingWindowTrigger")) CheckTumbling(scope, settings);
  if (SameName(type, "BlobEventsTrigger")) CheckBlobEvents(scope, settings);
  if (SameName(type, "BlobEventsTrigger") || SameName(type, "CustomEventsTrigger")) {
    CheckEvents(scope, settings);
  }
  CheckStarted(scope, properties);
}

}  // namespace weir::model
