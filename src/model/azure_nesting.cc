// How many activities, and what may stand inside what.
#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "base/names.h"
#include "model/activities.h"
#include "model/azure_parts.h"

namespace weir::model {
namespace {

bool Is(const Json& activity, std::initializer_list<std::string_view> types) {
  return std::any_of(types.begin(), types.end(), [&activity](std::string_view type) {
    return SameName(activity["type"].as_string(), type);
  });
}

void CheckPlace(const AzureScope& scope, const ActivityPlace& place) {
  const Json& activity = *place.activity;
  const bool loop = Is(activity, {"ForEach", "Until"});
  const bool branch = Is(activity, {"IfCondition", "Switch"});
  for (const Json* container : place.containers) {
    const bool in_branch = Is(*container, {"IfCondition", "Switch"});
    if (!loop && !(branch && in_branch) && !Is(activity, {"Validation"})) continue;
    scope.report.Report("NestingNotAllowed", activity.position(),
                        {{"type", activity["type"].as_string()},
                         {"container_type", (*container)["type"].as_string()},
                         {"container", (*container)["name"].as_string()}},
                        &activity);
    return;
  }
}

}  // namespace

void CheckAzureNesting(const AzureScope& scope) {
  if (scope.resource.kind != ResourceKind::kPipeline) return;
  const std::vector<ActivityPlace> places = AllActivities(scope.resource.properties());
  scope.report.CheckLimit("TooManyActivities", scope.resource.properties()["activities"].position(),
                          static_cast<int64_t>(places.size()));
  for (const ActivityPlace& place : places) CheckPlace(scope, place);
}

}  // namespace weir::model
