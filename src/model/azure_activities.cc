// Settings of activities that the service refuses and that no single limit says.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/names.h"
#include "model/activities.h"
#include "model/azure_parts.h"

namespace weir::model {

const Resource* FirstDataset(const Factory& factory, const Json& list) {
  const Json& name = list.is_array() ? list[0]["referenceName"] : list["referenceName"];
  if (!name.is_string() || IsExpression(name)) return nullptr;
  return factory.Find(ResourceKind::kDataset, name.as_string());
}

namespace {

bool IsBinary(const Resource& dataset) {
  return SameName(dataset.type(), "Binary");
}

void CheckSinkPath(const AzureScope& scope, const Json& activity, const Resource& sink) {
  const Json& location = sink.properties()["typeProperties"]["location"];
  for (const char* property : {"folderPath", "fileName"}) {
    const Json& value = location[property];
    if (!value.is_string() || IsExpression(value)) continue;
    if (value.as_string().find_first_of("*?") == std::string::npos) continue;
    scope.report.Report(
        "WildcardInSinkPath", activity["outputs"].position(),
        {{"dataset", sink.name}, {"property", property}, {"found", value.as_string()}}, &activity);
  }
}

void CheckCopy(const AzureScope& scope, const Json& activity) {
  for (const char* side : {"inputs", "outputs"}) {
    const Json& list = activity[side];
    if (!list.is_array() || list.size() == 1) continue;
    scope.report.Report("CopyDatasetCount", list.position(),
                        {{"property", side}, {"found", std::to_string(list.size())}}, &activity);
  }
  const Resource* source = FirstDataset(scope.factory, activity["inputs"]);
  const Resource* sink = FirstDataset(scope.factory, activity["outputs"]);
  if (sink != nullptr) CheckSinkPath(scope, activity, *sink);
  if (source == nullptr || sink == nullptr || IsBinary(*source) == IsBinary(*sink)) return;
  // Microsoft 365 delivers files whatever its dataset is called.
  if (SameName(source->type(), "Office365Table")) return;
  const bool first = IsBinary(*source);
  scope.report.Report("TabularCopyWithBinary", activity[first ? "inputs" : "outputs"].position(),
                      {{"side", first ? "source" : "sink"},
                       {"found", first ? source->name : sink->name},
                       {"other", first ? sink->type() : source->type()}},
                      &activity);
}

bool IsOneOf(const std::string& text, std::initializer_list<std::string_view> known) {
  return std::any_of(known.begin(), known.end(),
                     [&text](std::string_view one) { return SameName(one, text); });
}

void CheckWeb(const AzureScope& scope, const Json& activity) {
  const Json& method = activity["typeProperties"]["method"];
  if (!method.is_string() || !IsOneOf(method.as_string(), {"POST", "PUT", "PATCH"})) return;
  if (activity["typeProperties"].FindMember("body") != nullptr) return;
  scope.report.Report("WebBodyMissing", method.position(), {{"found", method.as_string()}},
                      &activity);
}

void CheckExecute(const AzureScope& scope, const Json& activity) {
  const Json& name = activity["typeProperties"]["pipeline"]["referenceName"];
  if (!IsExpression(name)) return;
  scope.report.Report("DynamicPipelineReference", name.position(), {}, &activity);
}

struct Check {
  std::string_view type;
  void (*check)(const AzureScope& scope, const Json& activity);
};
constexpr std::array kChecks{
    Check{"Copy", CheckCopy},
    Check{"WebActivity", CheckWeb},
    Check{"ExecutePipeline", CheckExecute},
};

}  // namespace

void CheckAzureActivities(const AzureScope& scope) {
  if (scope.resource.kind != ResourceKind::kPipeline) return;
  for (const ActivityPlace& place : AllActivities(scope.resource.properties())) {
    if (IsSkipped(place)) continue;
    for (const Check& one : kChecks) {
      if (SameName(one.type, (*place.activity)["type"].as_string())) {
        one.check(scope, *place.activity);
      }
    }
  }
}

}  // namespace weir::model
