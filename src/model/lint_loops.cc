// Loops: variables shared by parallel iterations, timeouts, containers without activities.
#include <algorithm>
#include <string>

#include "base/names.h"
#include "model/activities.h"
#include "model/lint_parts.h"

namespace weir::model {
namespace {

bool IsType(const Json& activity, std::string_view type) {
  return SameName(activity["type"].as_string(), type);
}

bool IsTrue(const Json& value) {
  return value.as_bool() || SameName(value.as_string(), "true");
}

bool IsOne(const Json& value) {
  return (value.is_int() && value.as_int() == 1) || value.as_string() == "1";
}

/// The innermost parallel ForEach around the place; null if there is none.
const Json* ParallelLoop(const ActivityPlace& place) {
  const Json* loop = nullptr;
  for (const Json* container : place.containers) {
    const Json& settings = (*container)["typeProperties"];
    if (!IsType(*container, "ForEach") || IsOne(settings["batchCount"])) continue;
    if (IsTrue(settings["isSequential"]) || IsExpression(settings["isSequential"])) continue;
    loop = container;
  }
  return loop;
}

void LintVariable(const LintScope& scope, const ActivityPlace& place) {
  const Json& activity = *place.activity;
  const bool append = IsType(activity, "AppendVariable");
  if (!append && !IsType(activity, "SetVariable")) return;
  const Json* loop = ParallelLoop(place);
  if (loop == nullptr) return;
  const Json& settings = activity["typeProperties"];
  // A flag that every iteration sets alike is no race; a system variable has its own rule.
  if (!append && !IsExpression(settings["value"])) return;
  if (IsTrue(settings["setSystemVariable"])) return;
  scope.report.Report(
      append ? "AppendOrder" : "VariableRace", activity.position(),
      {{"variable", settings["variableName"].as_string()}, {"loop", (*loop)["name"].as_string()}},
      &activity);
}

void LintLoop(const LintScope& scope, const Json& activity) {
  const Json& settings = activity["typeProperties"];
  if (IsType(activity, "Until") && settings["timeout"].is_null()) {
    scope.report.Report("UntilWithoutTimeout", activity.position(), {}, &activity);
  }
  if (IsType(activity, "ForEach") && IsOne(settings["batchCount"]) &&
      !IsTrue(settings["isSequential"]) && !IsExpression(settings["isSequential"])) {
    scope.report.Report("ParallelLoopOfOne", settings["batchCount"].position(), {}, &activity);
  }
}

void LintEmpty(const LintScope& scope, const Json& activity) {
  const bool branch = IsType(activity, "IfCondition") || IsType(activity, "Switch");
  const std::vector<ActivityList> lists = InnerActivities(activity);
  // A loop without a list lacks a required property, which is said elsewhere.
  if (lists.empty() && !branch) return;
  const bool empty = std::all_of(lists.begin(), lists.end(),
                                 [](const ActivityList& one) { return one.items->empty(); });
  if (!empty || !activity["typeProperties"].is_object()) return;
  scope.report.Report("EmptyContainer", activity.position(),
                      {{"type", activity["type"].as_string()}}, &activity);
}

}  // namespace

void LintLoops(const LintScope& scope) {
  if (scope.resource.kind != ResourceKind::kPipeline) return;
  for (const ActivityPlace& place : AllActivities(scope.resource.properties())) {
    if (IsSkipped(place)) continue;
    LintVariable(scope, place);
    LintLoop(scope, *place.activity);
    LintEmpty(scope, *place.activity);
  }
}

}  // namespace weir::model
