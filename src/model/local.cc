#include "model/local.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/check.h"
#include "base/names.h"
#include "model/local_secrets.h"

extern "C" {
extern const char weir_model_stand_ins[];
extern const char weir_model_stand_ins_end[];
}

namespace weir::model {
namespace {

/// data/stand_ins.json: which types are stores of files or tables, and what stands in for them.
const Json& StandIns() {
  static const Json json = [] {
    Result<Json> parsed = ParseJson(
        std::string_view(weir_model_stand_ins,
                         static_cast<size_t>(weir_model_stand_ins_end - weir_model_stand_ins)));
    WEIR_CHECK(parsed.ok(), "the stand-ins are compiled in and tested");
    return *std::move(parsed);
  }();
  return json;
}

const Json& StandInFor(StoreShape shape) {
  return StandIns()[shape == StoreShape::kFiles ? "files" : "tables"]["standIn"];
}

bool IsAbsolute(const std::string& path) {
  return path.starts_with('/') || path.starts_with('@') || path.starts_with("\\\\") ||
         path.starts_with(':') || path.find("://") != std::string::npos ||
         (path.size() > 1 && path[1] == ':');
}

/// Make the paths of a stand-in absolute.
void ResolvePaths(const std::string& folder, Json* properties) {
  std::error_code error;
  const auto base = std::filesystem::absolute(folder.empty() ? "." : folder, error);
  for (const StoreShape shape : {StoreShape::kFiles, StoreShape::kTables}) {
    const Json& stand_in = StandInFor(shape);
    if (!SameName((*properties)["type"].as_string(), stand_in["type"].as_string())) continue;
    Json settings = (*properties)["typeProperties"];
    for (const Json& name : stand_in["paths"].items()) {
      const Json::Member* path = settings.FindMember(name.as_string());
      if (path == nullptr || !path->value.is_string() || IsAbsolute(path->value.as_string())) {
        continue;
      }
      const std::string resolved = (base / path->value.as_string()).lexically_normal().string();
      settings.Set(std::string(path->name), resolved);
    }
    properties->Set("typeProperties", settings);
  }
}

/// The original's properties with the replacement over them.
Json Overlay(const Json& original, const Json& replacement) {
  Json properties = original;
  if (replacement["type"].is_string()) {
    properties.Remove("typeProperties");
    properties.Remove("connectVia");
    properties.Remove("version");
    for (const Json::Member& member : replacement.members()) {
      properties.Set(member.name, member.value);
    }
    return properties;
  }
  Json type_properties = original["typeProperties"];
  for (const Json::Member& member : replacement["typeProperties"].members()) {
    type_properties.Set(member.name, member.value);
  }
  for (const Json::Member& member : replacement.members()) {
    properties.Set(member.name, member.value);
  }
  if (!type_properties.is_null()) properties.Set("typeProperties", type_properties);
  return properties;
}

void OverlayLinkedServices(const Json& replacements, const std::string& folder,
                           const std::string& file, Factory* factory,
                           std::vector<Finding>* findings) {
  for (const Json::Member& member : replacements.members()) {
    const Resource* original = factory->Find(ResourceKind::kLinkedService, member.name);
    if (original == nullptr) {
      findings->push_back(
          {Severity::kWarning, file, member.name_position, "UnknownLinkedService",
           "the factory has no linked service '" + member.name + "'" +
               DidYouMean(member.name, factory->Names(ResourceKind::kLinkedService))});
      continue;
    }
    Resource changed = *original;
    std::vector<std::string> problems;
    Json properties =
        Overlay(original->properties(), WithLocalSecrets(member.value, folder, &problems));
    for (const std::string& problem : problems) {
      findings->push_back({Severity::kWarning, file, member.name_position, "SecretUnavailable",
                           "linked service '" + member.name + "': " + problem});
    }
    ResolvePaths(folder, &properties);
    changed.document.Set("properties", std::move(properties));
    factory->Put(std::move(changed));
  }
}

std::string_view GlobalType(const Json& value) {
  if (value.is_bool()) return "bool";
  if (value.is_int()) return "int";
  if (value.is_float()) return "float";
  if (value.is_array()) return "array";
  return value.is_object() ? "object" : "string";
}

void OverlayGlobals(const Json& values, Factory* factory) {
  if (values.empty()) return;
  Json properties = Json::Object();
  const Json known = factory->GlobalParameters();
  for (const Json::Member& member : values.members()) {
    const Json* declared = known.Find(member.name);
    const Json type = declared == nullptr ? Json(GlobalType(member.value)) : (*declared)["type"];
    properties.Set(member.name, Json::Object({{"type", type}, {"value", member.value}}));
  }
  // Added last, so that it wins in the merge.
  factory->Add(Resource{ResourceKind::kGlobalParameters, "local", std::string(kLocalFileName),
                        Json::Object({{"name", "local"}, {"properties", properties}}), false});
}

std::string Replaced(std::string text, const std::string& name) {
  constexpr std::string_view kMark = "{name}";
  return text.replace(text.find(kMark), kMark.size(), name);
}

}  // namespace

StoreShape ShapeOf(std::string_view linked_service_type) {
  const auto holds = [&](std::string_view list) {
    const auto types = StandIns()[list]["types"].items();
    return std::any_of(types.begin(), types.end(), [&](const Json& type) {
      return SameName(type.as_string(), linked_service_type);
    });
  };
  if (holds("files")) return StoreShape::kFiles;
  return holds("tables") ? StoreShape::kTables : StoreShape::kOther;
}

std::string LocalSettings::StorageOf(std::string_view account) const {
  for (const Json::Member& member : storage_accounts_.members()) {
    if (SameName(member.name, account)) return member.value.as_string();
  }
  return {};
}

Json LocalSettings::ParametersOf(std::string_view pipeline) const {
  Json values = Json::Object();
  for (const Json::Member& member : parameters_["all"].members()) {
    values.Set(member.name, member.value);
  }
  for (const Json::Member& member : parameters_["pipelines"][pipeline].members()) {
    const Json::Member* known = values.FindMember(member.name);
    values.Set(known == nullptr ? member.name : known->name, member.value);
  }
  return values;
}

const Json* LocalSettings::FakeOf(std::string_view pipeline, std::string_view activity) const {
  const std::string whole = std::string(pipeline) + "/" + std::string(activity);
  const Json* own = activities_.Find(whole);
  return own != nullptr ? own : activities_.Find(activity);
}

LocalSettings ApplyLocal(const Json& local, const std::string& folder, const std::string& file,
                         Factory* factory, std::vector<Finding>* findings) {
  static const std::vector<std::string> kSections{
      "linkedServices", "parameters", "globalParameters", "activities", "storageAccounts"};
  for (const Json::Member& member : local.members()) {
    if (std::none_of(kSections.begin(), kSections.end(),
                     [&](const std::string& section) { return SameName(section, member.name); })) {
      findings->push_back(
          {Severity::kWarning, file, member.name_position, "UnknownSection",
           "'" + member.name + "' is not read" + DidYouMean(member.name, kSections)});
    }
  }
  OverlayLinkedServices(local["linkedServices"], folder, file, factory, findings);
  OverlayGlobals(local["globalParameters"], factory);
  Json all = Json::Object();
  Json pipelines = Json::Object();
  for (const Json::Member& member : local["parameters"].members()) {
    const bool own =
        member.value.is_object() && factory->Find(ResourceKind::kPipeline, member.name) != nullptr;
    (own ? pipelines : all).Set(member.name, member.value);
  }
  LocalSettings settings(Json::Object({{"all", all}, {"pipelines", pipelines}}),
                         local["activities"]);
  settings.set_storage_accounts(local["storageAccounts"]);
  return settings;
}

LocalDraft WriteLocal(const Factory& factory) {
  LocalDraft draft;
  Json services = Json::Object();
  for (const Resource* service : factory.List(ResourceKind::kLinkedService)) {
    const StoreShape shape = ShapeOf(service->type());
    if (shape == StoreShape::kOther) {
      draft.notes.push_back("'" + service->name + "' (" + service->type() +
                            ") is left as it is: neither folder nor database can stand in for it");
      continue;
    }
    const Json& stand_in = StandInFor(shape);
    const std::string place = Replaced(stand_in["place"].as_string(), service->name);
    services.Set(
        service->name,
        Json::Object({{"type", stand_in["type"]},
                      {"typeProperties",
                       Json::Object({{stand_in["paths"][size_t{0}].as_string(), Json(place)}})}}));
  }
  draft.document = Json::Object({{"linkedServices", services},
                                 {"parameters", Json::Object()},
                                 {"globalParameters", Json::Object()},
                                 {"activities", Json::Object()}});
  return draft;
}

}  // namespace weir::model
