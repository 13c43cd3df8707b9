#include "dryrun/resources.h"

#include "base/names.h"

namespace weir::dryrun {
namespace {

using model::ResourceKind;

Result<> EvaluateOne(engine::Definitions& definitions, const model::Factory& factory,
                     const Json& reference, UtcTime now) {
  const std::string& name = reference["referenceName"].as_string();
  const std::string& type = reference["type"].as_string();
  if (SameName(type, "LinkedServiceReference")) {
    if (factory.Find(ResourceKind::kLinkedService, name) == nullptr) return {};
    WEIR_TRY(definitions.LinkedService(reference, now));
    return {};
  }
  if (!SameName(type, "DatasetReference")) return {};
  const model::Resource* dataset = factory.Find(ResourceKind::kDataset, name);
  if (dataset == nullptr) return {};
  const Json& service = dataset->properties()["linkedServiceName"]["referenceName"];
  if (factory.Find(ResourceKind::kLinkedService, service.as_string()) == nullptr) return {};
  WEIR_TRY(definitions.Dataset(reference, now));
  return {};
}

}  // namespace

Result<> EvaluateResources(engine::Definitions& definitions, const model::Factory& factory,
                           const Json& activity, UtcTime now) {
  if (activity.is_array()) {
    for (const Json& item : activity.items()) {
      WEIR_TRY(EvaluateResources(definitions, factory, item, now));
    }
    return {};
  }
  if (activity["referenceName"].is_string()) {
    WEIR_TRY(EvaluateOne(definitions, factory, activity, now));
  }
  for (const Json::Member& member : activity.members()) {
    WEIR_TRY(EvaluateResources(definitions, factory, member.value, now));
  }
  return {};
}

}  // namespace weir::dryrun
