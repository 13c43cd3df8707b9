// Sizes of definitions, as JSON without blanks.
#include <map>
#include <string>

#include "base/names.h"
#include "model/activities.h"
#include "model/azure_parts.h"
#include "model/references.h"

namespace weir::model {
namespace {

int64_t BytesOf(const Json& json) {
  return static_cast<int64_t>(DumpJson(json).size());
}

/// What goes to the runtime with an activity: itself, its datasets, and the linked services of
/// both. Inner activities go on their own.
int64_t PayloadOf(const AzureScope& scope, const Json& activity) {
  int64_t bytes = BytesOf(activity);
  const auto add = [&](const Reference& reference, const auto& deeper) -> void {
    if (!reference.fixed()) return;
    if (reference.kind != ResourceKind::kDataset &&
        reference.kind != ResourceKind::kLinkedService) {
      return;
    }
    const Resource* target = scope.factory.Find(reference.kind, reference.name->as_string());
    if (target == nullptr) return;
    bytes += BytesOf(target->document);
    if (reference.kind != ResourceKind::kDataset) return;
    ForEachReference(target->properties(),
                     [&deeper](const Reference& inner) { deeper(inner, deeper); });
  };
  ForEachReference(activity, [&add](const Reference& reference) { add(reference, add); });
  return bytes;
}

}  // namespace

void CheckAzureSizes(const AzureScope& scope) {
  const Resource& resource = scope.resource;
  const Json& name = resource.document["name"];
  const Position position =
      name.position().known() ? name.position() : resource.document.position();
  if (resource.kind == ResourceKind::kDataset || resource.kind == ResourceKind::kLinkedService) {
    scope.report.CheckLimit("ObjectTooLarge", position, BytesOf(resource.document),
                            {{"kind", std::string(InfoOf(resource.kind).title)}});
  }
  if (resource.kind != ResourceKind::kPipeline) return;
  scope.report.CheckLimit("PipelineTooLarge", position, BytesOf(resource.document));
  for (const ActivityPlace& place : AllActivities(resource.properties())) {
    if (IsSkipped(place) || !InnerActivities(*place.activity).empty()) continue;
    scope.report.CheckLimit("PayloadTooLarge", place.activity->position(),
                            PayloadOf(scope, *place.activity), {}, place.activity);
  }
}

}  // namespace weir::model
