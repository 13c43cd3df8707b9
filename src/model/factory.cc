#include "model/factory.h"

#include <algorithm>
#include <array>

#include "base/check.h"
#include "base/names.h"

namespace weir::model {
namespace {

constexpr std::array<ResourceKindInfo, 13> kKinds{{
    {ResourceKind::kFactory, "factory", "factories", "factory", ""},
    {ResourceKind::kGlobalParameters, "globalParameters", "globalParameters", "global parameters",
     ""},
    {ResourceKind::kManagedVirtualNetwork, "managedVirtualNetwork", "managedVirtualNetworks",
     "managed virtual network", "ManagedVirtualNetworkReference"},
    {ResourceKind::kManagedPrivateEndpoint, "managedPrivateEndpoint", "managedPrivateEndpoints",
     "managed private endpoint", ""},
    {ResourceKind::kIntegrationRuntime, "integrationRuntime", "integrationRuntimes",
     "integration runtime", "IntegrationRuntimeReference"},
    {ResourceKind::kCredential, "credential", "credentials", "credential", "CredentialReference"},
    {ResourceKind::kLinkedService, "linkedService", "linkedservices", "linked service",
     "LinkedServiceReference"},
    {ResourceKind::kDataset, "dataset", "datasets", "dataset", "DatasetReference"},
    {ResourceKind::kDataFlow, "dataflow", "dataflows", "data flow", "DataFlowReference"},
    {ResourceKind::kPipeline, "pipeline", "pipelines", "pipeline", "PipelineReference"},
    {ResourceKind::kTrigger, "trigger", "triggers", "trigger", "TriggerReference"},
    {ResourceKind::kChangeDataCapture, "adfcdc", "adfcdcs", "change data capture", ""},
    {ResourceKind::kAlert, "alert", "alerts", "alert", ""},
}};

void MergeGlobals(const Json& globals, Json* out) {
  for (const Json::Member& member : globals.members()) {
    if (member.value["value"].is_null() && member.value.FindMember("value") == nullptr) continue;
    const Json::Member* known = out->FindMember(member.name);
    out->Set(known == nullptr ? member.name : known->name, member.value);
  }
}

}  // namespace

std::span<const ResourceKindInfo> ResourceKinds() {
  return kKinds;
}

const ResourceKindInfo& InfoOf(ResourceKind kind) {
  const auto* found = std::find_if(kKinds.begin(), kKinds.end(),
                                   [kind](const auto& info) { return info.kind == kind; });
  WEIR_CHECK(found != kKinds.end(), "the table has a row for every kind");
  return *found;
}

std::optional<ResourceKind> KindOfFolder(std::string_view folder) {
  for (const ResourceKindInfo& info : kKinds) {
    if (SameName(folder, info.folder) || SameName(folder, info.collection) ||
        SameName(folder, std::string(info.folder) + "s")) {
      return info.kind;
    }
  }
  return SameName(folder, "changeDataCapture") ? std::optional(ResourceKind::kChangeDataCapture)
                                               : std::nullopt;
}

std::string_view WorkspaceOnly(std::string_view folder) {
  static constexpr std::pair<std::string_view, std::string_view> kFolders[] = {
      {"notebook", "notebook"},
      {"sqlscript", "SQL script"},
      {"kqlscript", "KQL script"},
      {"sparkJobDefinition", "Spark job definition"},
      {"sparkConfiguration", "Spark configuration"},
      {"bigDataPool", "Spark pool"},
      {"sqlPool", "SQL pool"},
      {"kustoPool", "Data Explorer pool"},
      {"kqlDatabase", "Data Explorer database"},
      {"database", "lake database"},
      {"library", "library"},
      {"linkConnection", "link connection"},
      {"metastore", "lake database"},
  };
  for (const auto& [name, what] : kFolders) {
    const bool plural = name.ends_with('y')
                            ? SameName(folder, std::string(name.substr(0, name.size() - 1)) + "ies")
                            : SameName(folder, std::string(name) + "s");
    if (plural || SameName(folder, name)) return what;
  }
  return {};
}

std::optional<ResourceKind> KindOfArmType(std::string_view type) {
  for (const std::string_view provider :
       {"Microsoft.DataFactory/factories", "Microsoft.Synapse/workspaces"}) {
    if (type.size() < provider.size() || !SameName(type.substr(0, provider.size()), provider)) {
      continue;
    }
    if (type.size() == provider.size()) return ResourceKind::kFactory;
    const std::string_view last = type.substr(type.rfind('/') + 1);
    for (const ResourceKindInfo& info : kKinds) {
      if (info.kind != ResourceKind::kFactory && SameName(last, info.collection)) return info.kind;
    }
  }
  return std::nullopt;
}

std::optional<ResourceKind> KindOfReference(std::string_view reference_type) {
  for (const ResourceKindInfo& info : kKinds) {
    if (!info.reference.empty() && SameName(reference_type, info.reference)) return info.kind;
  }
  return std::nullopt;
}

std::string PrintResource(const Resource& resource) {
  return PrettyJson(resource.bare ? resource.properties() : resource.document) + "\n";
}

bool Factory::Add(Resource resource) {
  const Key key{resource.kind, NameKey(resource.name)};
  resources_.push_back(std::move(resource));
  return index_.emplace(key, resources_.size() - 1).second;
}

void Factory::Put(Resource resource) {
  const auto found = index_.find({resource.kind, NameKey(resource.name)});
  if (found == index_.end()) {
    Add(std::move(resource));
  } else {
    resources_[found->second] = std::move(resource);
  }
}

bool Factory::Remove(ResourceKind kind, std::string_view name) {
  const auto found = index_.find({kind, NameKey(name)});
  if (found == index_.end()) return false;
  resources_.erase(resources_.begin() + static_cast<std::ptrdiff_t>(found->second));
  Reindex();
  return true;
}

void Factory::Reindex() {
  index_.clear();
  for (size_t i = 0; i < resources_.size(); ++i) {
    index_.emplace(Key{resources_[i].kind, NameKey(resources_[i].name)}, i);
  }
}

const Resource* Factory::Find(ResourceKind kind, std::string_view name) const {
  const auto found = index_.find({kind, NameKey(name)});
  return found == index_.end() ? nullptr : &resources_[found->second];
}

std::vector<const Resource*> Factory::List(ResourceKind kind) const {
  std::vector<const Resource*> list;
  for (const Resource& resource : resources_) {
    if (resource.kind == kind) list.push_back(&resource);
  }
  return list;
}

std::vector<std::string> Factory::Names(ResourceKind kind) const {
  std::vector<std::string> names;
  for (const Resource& resource : resources_) {
    if (resource.kind == kind) names.push_back(resource.name);
  }
  return names;
}

Json Factory::GlobalParameters() const {
  Json merged = Json::Object();
  for (const Resource* factory : List(ResourceKind::kFactory)) {
    MergeGlobals(factory->properties()["globalParameters"], &merged);
  }
  for (const Resource* globals : List(ResourceKind::kGlobalParameters)) {
    MergeGlobals(globals->properties(), &merged);
  }
  return merged;
}

Json Factory::GlobalParameterValues() const {
  Json values = Json::Object();
  const Json globals = GlobalParameters();
  for (const Json::Member& member : globals.members()) {
    values.Set(member.name, member.value["value"]);
  }
  return values;
}

}  // namespace weir::model
