#include "model/document.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/names.h"
#include "model/activities.h"
#include "model/catalogue.h"

namespace weir::model {
namespace {

bool HasAnyType(std::string_view base, const std::string& type) {
  return !type.empty() && Catalogue::Get().FindKind(base, type) != nullptr;
}

/// "factory/Load" → "Load", where the document's type says that it is an ARM resource.
std::string OwnName(const std::string& name, const Json& type) {
  if (!KindOfArmType(type.as_string()) || IsTemplateExpression(Json(name))) return name;
  return name.substr(name.rfind('/') + 1);
}

/// The request body of a REST example and the name that its path holds.
struct Example {
  ResourceKind kind;
  const Json* body;
  std::string name;
};

std::optional<Example> ExampleIn(const Json& document) {
  const Json& parameters = document["parameters"];
  if (!parameters.is_object() || document.Find("properties") != nullptr) return std::nullopt;
  if (!document["responses"].is_object() && parameters["factoryName"].is_null()) {
    return std::nullopt;
  }
  for (const Json::Member& member : parameters.members()) {
    const std::optional<ResourceKind> kind = KindOfFolder(member.name);
    if (!kind || !member.value.is_object()) continue;
    return Example{*kind, &member.value, parameters[member.name + "Name"].as_string()};
  }
  return std::nullopt;
}

/// The documents of an array or a list answer; null if it is neither.
const Json* ListIn(const Json& document, const DocumentOrigin& origin) {
  if (document.is_array()) return &document;
  const bool plain = document.Find("properties") == nullptr && document.Find("type") == nullptr;
  const bool globals = origin.kind == ResourceKind::kGlobalParameters;
  return plain && !globals && document["value"].is_array() ? &document["value"] : nullptr;
}

std::vector<Resource> ResourcesOf(const Json& list, const DocumentOrigin& origin) {
  std::vector<Resource> resources;
  int unnamed = 0;
  for (const Json& item : list.items()) {
    if (!item.is_object()) continue;
    DocumentOrigin part = origin;
    if (item["name"].as_string().empty()) part.stem += "_" + std::to_string(++unnamed);
    for (Resource& resource : ResourcesIn(item, part)) resources.push_back(std::move(resource));
  }
  return resources;
}

}  // namespace

Resource MakeResource(ResourceKind kind, std::string name, std::string file, Json document) {
  Resource resource{kind, std::move(name), std::move(file), Json(), false};
  const std::string& inner_name = document["name"].as_string();
  const bool wrapped =
      document["properties"].is_object() ||
      (!inner_name.empty() && document["type"].as_string().find('/') != std::string::npos);
  const bool empty_wrapper = document.size() <= 1 && !inner_name.empty();
  if (wrapped || empty_wrapper) {
    if (!inner_name.empty()) resource.name = OwnName(inner_name, document["type"]);
    resource.document = std::move(document);
    return resource;
  }
  resource.bare = true;
  const Position position = document.position();
  resource.document = Json::Object({{"name", resource.name}, {"properties", std::move(document)}});
  resource.document.set_position(position);
  return resource;
}

std::optional<ResourceKind> GuessKind(const Json& document) {
  if (const auto kind = KindOfArmType(document["type"].as_string())) return kind;
  const Json& properties = document["properties"].is_object() ? document["properties"] : document;
  if (properties["activities"].is_array()) return ResourceKind::kPipeline;
  const std::string& type = properties["type"].as_string();
  if (properties["linkedServiceName"].is_object()) return ResourceKind::kDataset;
  if (HasAnyType("Trigger", type)) return ResourceKind::kTrigger;
  if (HasAnyType("LinkedService", type)) return ResourceKind::kLinkedService;
  if (HasAnyType("Dataset", type)) return ResourceKind::kDataset;
  if (HasAnyType("DataFlow", type)) return ResourceKind::kDataFlow;
  if (HasAnyType("IntegrationRuntime", type)) return ResourceKind::kIntegrationRuntime;
  if (HasAnyType("Credential", type)) return ResourceKind::kCredential;
  if (properties["globalParameters"].is_object()) return ResourceKind::kFactory;
  return std::nullopt;
}

std::vector<Resource> ResourcesIn(Json document, const DocumentOrigin& origin) {
  if (const Json* list = ListIn(document, origin)) return ResourcesOf(*list, origin);
  std::vector<Resource> resources;
  if (!document.is_object()) return resources;
  if (const std::optional<Example> example = ExampleIn(document)) {
    const std::string& name = example->name.empty() ? origin.stem : example->name;
    resources.push_back(MakeResource(example->kind, name, origin.file, *example->body));
    return resources;
  }
  // What a document says of itself counts more than where it lies.
  std::optional<ResourceKind> kind = KindOfArmType(document["type"].as_string());
  if (!kind) kind = origin.kind ? origin.kind : GuessKind(document);
  if (kind) {
    resources.push_back(MakeResource(*kind, origin.stem, origin.file, std::move(document)));
  }
  return resources;
}

bool IsOtherDocument(std::string_view file_name, const Json& document) {
  static constexpr std::array kNames = {"arm-template-parameters-definition.json",
                                        "publish_config.json",
                                        "package.json",
                                        "package-lock.json",
                                        "appsettings.json",
                                        "host.json",
                                        "local.settings.json",
                                        "weir.local.json",
                                        "launch.json",
                                        "settings.json",
                                        "tasks.json",
                                        "extensions.json",
                                        "global.json",
                                        "nuget.config.json",
                                        ".eslintrc.json",
                                        ".prettierrc.json",
                                        ".markdownlint.json"};
  const std::string name = NameKey(file_name);
  if (std::find(kNames.begin(), kNames.end(), name) != kNames.end()) return true;
  if ((name.starts_with("tsconfig") || name.starts_with("appsettings.")) &&
      name.ends_with(".json")) {
    return true;
  }
  const std::string schema = NameKey(document["$schema"].as_string());
  return schema.find("deploymentparameters") != std::string::npos ||
         schema.find("json-schema.org") != std::string::npos ||
         schema.find("schemastore") != std::string::npos;
}

}  // namespace weir::model
