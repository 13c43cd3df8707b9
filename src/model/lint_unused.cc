// Resources that nothing in the factory names, and pipelines that nothing starts.
#include <set>
#include <string>

#include "base/names.h"
#include "model/activities.h"
#include "model/lint_parts.h"
#include "model/references.h"

namespace weir::model {
namespace {

/// Every text of the factory that could be a name, names of the things themselves left out: a
/// reference written in some older or computed way must not make its target look unused.
void CollectTexts(const Json& value, std::set<std::string>* texts) {
  constexpr size_t kNameMax = 260;
  if (value.is_string() && value.as_string().size() <= kNameMax) {
    texts->insert(NameKey(value.as_string()));
  }
  for (const Json& item : value.items()) CollectTexts(item, texts);
  for (const Json::Member& member : value.members()) {
    if (SameName(member.name, "name") || SameName(member.name, "description") ||
        SameName(member.name, "folder")) {
      continue;
    }
    CollectTexts(member.value, texts);
  }
}

/// Kinds of which some reference is picked by an expression: any of them may be meant.
std::set<ResourceKind> PickedKinds(const Factory& factory) {
  std::set<ResourceKind> kinds;
  for (const Resource& resource : factory.resources()) {
    ForEachReference(resource.properties(), [&kinds](const Reference& reference) {
      const bool cut = reference.name->is_string() && IsTemplateExpression(*reference.name);
      if (!reference.fixed() || cut) kinds.insert(reference.kind);
    });
  }
  return kinds;
}

bool StartsPipelines(const Factory& factory) {
  for (const Resource* trigger : factory.List(ResourceKind::kTrigger)) {
    if (!trigger->properties()["pipelines"].empty() || !trigger->properties()["pipeline"].empty()) {
      return true;
    }
  }
  return false;
}

const char* CodeFor(const Factory& factory, ResourceKind kind) {
  switch (kind) {
    case ResourceKind::kDataset:
    case ResourceKind::kLinkedService:
    case ResourceKind::kDataFlow:
    case ResourceKind::kCredential:
      // A folder without pipelines is a part of something larger.
      return factory.List(ResourceKind::kPipeline).empty() ? nullptr : "UnusedResource";
    case ResourceKind::kPipeline:
      return StartsPipelines(factory) ? "PipelineNotStarted" : nullptr;
    case ResourceKind::kTrigger:
    case ResourceKind::kIntegrationRuntime:
    case ResourceKind::kFactory:
    case ResourceKind::kGlobalParameters:
    case ResourceKind::kManagedVirtualNetwork:
    case ResourceKind::kManagedPrivateEndpoint:
    case ResourceKind::kChangeDataCapture:
    case ResourceKind::kAlert:
      return nullptr;
  }
  return nullptr;
}

}  // namespace

void LintUnusedResources(const Factory& factory, std::vector<Finding>* findings) {
  std::set<std::string> texts;
  for (const Resource& resource : factory.resources()) CollectTexts(resource.properties(), &texts);
  const std::set<ResourceKind> picked = PickedKinds(factory);
  for (const ResourceKindInfo& info : ResourceKinds()) {
    const char* code = CodeFor(factory, info.kind);
    if (code == nullptr || picked.contains(info.kind)) continue;
    for (const Resource* resource : factory.List(info.kind)) {
      if (texts.contains(NameKey(resource->name)) || IsTemplateExpression(resource->name)) continue;
      const Json& name = resource->document["name"];
      RuleReporter(resource->file, findings)
          .Report(code, name.position().known() ? name.position() : resource->document.position(),
                  {{"kind", std::string(info.title)}, {"found", resource->name}});
    }
  }
}

}  // namespace weir::model
