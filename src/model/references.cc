#include "model/references.h"

#include <optional>
#include <utility>
#include <vector>

#include "base/names.h"
#include "model/activities.h"

namespace weir::model {
namespace {

std::optional<ResourceKind> KindOfProperty(std::string_view property) {
  static constexpr std::pair<std::string_view, ResourceKind> kProperties[] = {
      {"linkedServiceName", ResourceKind::kLinkedService},
      {"linkedService", ResourceKind::kLinkedService},
      {"store", ResourceKind::kLinkedService},
      {"dataset", ResourceKind::kDataset},
      {"inputs", ResourceKind::kDataset},
      {"outputs", ResourceKind::kDataset},
      {"pipeline", ResourceKind::kPipeline},
      {"pipelineReference", ResourceKind::kPipeline},
      {"dataflow", ResourceKind::kDataFlow},
      {"connectVia", ResourceKind::kIntegrationRuntime},
      {"credential", ResourceKind::kCredential},
  };
  for (const auto& [name, kind] : kProperties) {
    if (SameName(name, property)) return kind;
  }
  return std::nullopt;
}

void Walk(const Json& value, std::string_view property,
          const std::function<void(const Reference&)>& visit) {
  if (IsInactive(value)) return;
  if (const Json* name = value.Find("referenceName")) {
    const Json& type = value["type"];
    const std::optional<ResourceKind> kind =
        type.is_string() ? KindOfReference(type.as_string()) : KindOfProperty(property);
    if (kind) visit({*kind, &value, name});
  }
  for (const Json& item : value.items()) Walk(item, property, visit);
  for (const Json::Member& member : value.members()) Walk(member.value, member.name, visit);
}

}  // namespace

void ForEachReference(const Json& value, const std::function<void(const Reference&)>& visit) {
  Walk(value, "", visit);
}

namespace {

std::set<const Resource*> ReachableFrom(const Factory& factory, const Resource* start) {
  std::set<const Resource*> wanted;
  std::vector<const Resource*> open;
  const auto want = [&](const Resource* resource) {
    if (resource != nullptr && wanted.insert(resource).second) open.push_back(resource);
  };
  want(start);
  if (wanted.empty()) return wanted;
  for (const ResourceKind kind : {ResourceKind::kFactory, ResourceKind::kGlobalParameters}) {
    for (const Resource* resource : factory.List(kind)) want(resource);
  }
  while (!open.empty()) {
    const Resource* resource = open.back();
    open.pop_back();
    ForEachReference(resource->properties(), [&](const Reference& reference) {
      if (reference.fixed()) want(factory.Find(reference.kind, reference.name->as_string()));
    });
  }
  return wanted;
}

}  // namespace

std::set<const Resource*> Reachable(const Factory& factory, std::string_view pipeline) {
  return ReachableFrom(factory, factory.Find(ResourceKind::kPipeline, pipeline));
}

Factory Closure(const Factory& factory, std::string_view pipeline) {
  return Closure(factory, ResourceKind::kPipeline, pipeline);
}

Factory Closure(const Factory& factory, ResourceKind kind, std::string_view name) {
  Factory closure(factory.name());
  const std::set<const Resource*> wanted = ReachableFrom(factory, factory.Find(kind, name));
  for (const Resource& resource : factory.resources()) {
    if (wanted.contains(&resource)) closure.Add(resource);
  }
  return closure;
}

}  // namespace weir::model
