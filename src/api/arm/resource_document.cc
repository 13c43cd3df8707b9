#include "api/arm/resource_document.h"

#include <algorithm>

#include "alert/rule.h"
#include "base/names.h"
#include "engine/secrets.h"
#include "model/azure_check.h"
#include "model/catalogue.h"
#include "model/contract_scalars.h"
#include "model/load.h"
#include "model/shape_check.h"

namespace weir::api::arm {
namespace {

using model::ResourceKind;

/// Types of the contract that only group others. Clients that lose the type of an activity or a
/// trigger send these. Source: azure-mgmt-datafactory 10.0.0, seen on the wire.
constexpr std::string_view kAbstractTypes[] = {"Container", "Execution", "MultiplePipelineTrigger"};

bool IsSecureString(const Json& json) {
  return SameName(json["type"].as_string(), "SecureString");
}

/// The place of a secret in a SecureString, or in a parameter of that type; null if it has none.
Json* SecretIn(Json* json) {
  if (!IsSecureString(*json)) return nullptr;
  for (Json::Member& member : json->MutableMembers()) {
    if (SameName(member.name, "value") || SameName(member.name, "defaultValue")) {
      return &member.value;
    }
  }
  return nullptr;
}

void Hide(Json* json) {
  if (json->is_array()) {
    for (Json& item : json->MutableItems()) Hide(&item);
  }
  if (!json->is_object()) return;
  if (Json* secret = SecretIn(json)) *secret = std::string(kHidden);
  for (Json::Member& member : json->MutableMembers()) Hide(&member.value);
}

/// Passwords of connection strings, and texts where the contract has a secret.
void HideConnection(const Kept& kept, Json* properties) {
  const std::string& type = (*properties)["type"].as_string();
  const model::Model* service = model::Catalogue::Get().FindKind("LinkedService", type);
  Masker masker;
  engine::LearnSecrets({kept.name, type, kept.document["properties"]}, masker);
  for (Json::Member& member : properties->MutableMembers()) {
    if (!SameName(member.name, "typeProperties") || !member.value.is_object()) continue;
    const model::Field* field = service == nullptr ? nullptr : service->Find("typeProperties");
    const model::Model* settings =
        field == nullptr ? nullptr : model::Catalogue::Get().FindModel(field->type.name);
    for (Json::Member& setting : member.value.MutableMembers()) {
      if (!setting.value.is_string()) continue;
      const model::Field* known = settings == nullptr ? nullptr : settings->Find(setting.name);
      if (known != nullptr && known->type.name == "SecretBase") {
        setting.value = std::string(kHidden);
      } else {
        setting.value = masker.Mask(setting.value);
      }
    }
  }
}

/// Passwords and addresses of webhooks that stand there in clear.
void HideOfAlert(Json* properties) {
  for (Json::Member& member : properties->MutableMembers()) {
    if (!SameName(member.name, "actions") || !member.value.is_array()) continue;
    for (Json& action : member.value.MutableItems()) {
      if (!action.is_object()) continue;
      for (Json::Member& setting : action.MutableMembers()) {
        if (!setting.value.is_string()) continue;
        if (SameName(setting.name, "password")) setting.value = std::string(kHidden);
        if (SameName(setting.name, "url")) {
          setting.value = alert::OriginOf(setting.value.as_string());
        }
      }
    }
  }
}

/// Properties as clients see them.
Json Shown(ResourceKind kind, const Kept& kept) {
  Json properties = kept.document["properties"];
  if (kind == ResourceKind::kLinkedService) HideConnection(kept, &properties);
  if (kind == ResourceKind::kAlert && properties.is_object()) HideOfAlert(&properties);
  Hide(&properties);
  return properties;
}

/// Put the old text where the new document has what was shown for it.
void Unhide(Json* json, const Json& shown, const Json& old) {
  if (json->is_array()) {
    std::vector<Json>& items = json->MutableItems();
    for (size_t i = 0; i < items.size(); ++i) {
      // What is as it was, wherever it is now; else what was at its place.
      const auto as_was = std::find(shown.items().begin(), shown.items().end(), items[i]);
      const bool moved = !(items[i] == shown[i]) && as_was != shown.items().end();
      const size_t from = moved ? static_cast<size_t>(as_was - shown.items().begin()) : i;
      Unhide(&items[i], shown[from], old[from]);
    }
  } else if (json->is_object()) {
    for (Json::Member& member : json->MutableMembers()) {
      Unhide(&member.value, shown[member.name], old[member.name]);
    }
  } else if (json->is_string() && shown.is_string() && *json == shown) {
    *json = old;
  }
}

/// An activity or a trigger whose type only groups others.
const Json* FindAbstract(const Json& json) {
  const Json& type = json["type"];
  if (type.is_string() && json["referenceName"].is_null()) {
    for (const std::string_view abstract : kAbstractTypes) {
      if (SameName(type.as_string(), abstract)) return &json;
    }
  }
  for (const char* list :
       {"activities", "ifTrueActivities", "ifFalseActivities", "defaultActivities", "cases"}) {
    for (const Json& one : json[list].items()) {
      if (const Json* found = FindAbstract(one)) return found;
    }
  }
  return json["typeProperties"].is_object() ? FindAbstract(json["typeProperties"]) : nullptr;
}

/// A secret whose value is elsewhere: on this machine, which is not its author's. Null if there is
/// none.
const Json* FindSecretElsewhere(const Json& json) {
  const bool elsewhere =
      IsSecureString(json) && (!json["environment"].is_null() || !json["file"].is_null());
  if (elsewhere) return &json;
  for (const Json& item : json.items()) {
    if (const Json* found = FindSecretElsewhere(item)) return found;
  }
  for (const Json::Member& member : json.members()) {
    if (const Json* found = FindSecretElsewhere(member.value)) return found;
  }
  return nullptr;
}

/// A secret of an alert that is still as it was shown: nothing was kept in its place.
const Json* FindStillHidden(const Json& json) {
  const std::string& text = json.as_string();
  if (text == kHidden || (text.starts_with("http") && text.ends_with("/…"))) return &json;
  for (const Json& item : json.items()) {
    if (const Json* found = FindStillHidden(item)) return found;
  }
  for (const Json::Member& member : json.members()) {
    if (const Json* found = FindStillHidden(member.value)) return found;
  }
  return nullptr;
}

Result<> CheckAlert(const ResourcePath& path, const Json& properties) {
  if (const Json* found = FindStillHidden(properties)) {
    return Fail(ErrorKind::kInvalid, "InvalidAlertRule",
                "a secret is hidden, and there is none that it could stay: give its 'value'")
        .At(found->position());
  }
  if (const Json* found = FindSecretElsewhere(properties)) {
    return Fail(ErrorKind::kInvalid, "InvalidAlertRule",
                "a secret must have its 'value' here; weir apply puts it in place of "
                "'environment' and 'file'")
        .At(found->position());
  }
  return alert::CheckRule(path.name, properties);
}

Result<> CheckDocument(const ResourcePath& path, const Json& document) {
  if (path.kind == ResourceKind::kAlert) return CheckAlert(path, document["properties"]);
  if (const Json* found = FindAbstract(document["properties"])) {
    const std::string& name = (*found)["name"].as_string();
    return Fail(ErrorKind::kInvalid, "BadRequest",
                (name.empty() ? std::string() : "activity '" + name + "': ") + "the type '" +
                    (*found)["type"].as_string() +
                    "' is abstract: expected the type of what it is, such as 'Wait'")
        .At((*found)["type"].position());
  }
  std::vector<model::Finding> findings;
  model::CheckShape(model::MakeResource(path.kind, path.name, path.Id(), document), &findings);
  std::erase_if(findings, [](const model::Finding& finding) {
    return finding.severity != model::Severity::kError;
  });
  if (findings.empty()) return {};
  constexpr size_t kShownMax = 5;
  std::string text;
  for (size_t i = 0; i < std::min(findings.size(), kShownMax); ++i) {
    text += (i == 0 ? "" : "; ") + findings[i].message;
  }
  if (findings.size() > kShownMax) {
    text += "; and " + std::to_string(findings.size() - kShownMax) + " more";
  }
  return Fail(ErrorKind::kInvalid, "BadRequest", text).At(findings.front().position);
}

/// What nobody authors by hand is shown as it came, so its shape must be the contract's. Elsewhere
/// numbers and booleans are taken for texts, and what misses is told by validation.
Result<> CheckExactly(const Json& value, const model::FieldType& type, const std::string& name) {
  using Kind = model::FieldType::Kind;
  const auto refuse = [&](const char* expected) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                "'" + name + "' must be " + expected + ", got " +
                    std::string(KindName(value.kind())))
        .At(value.position());
  };
  switch (type.kind) {
    case Kind::kAny:
    case Kind::kLiteral:
      return {};
    case Kind::kText:
    case Kind::kTime:
    case Kind::kEnum:
      if (!value.is_string()) return refuse("a text");
      return {};
    case Kind::kInteger:
      if (!value.is_int()) return refuse("an integer");
      return {};
    case Kind::kNumber:
      if (!value.is_number()) return refuse("a number");
      return {};
    case Kind::kBoolean:
      if (!value.is_bool()) return refuse("true or false");
      return {};
    case Kind::kList:
      if (!value.is_array()) return refuse("an array");
      for (const Json& item : value.items()) WEIR_TRY(CheckExactly(item, *type.element, name));
      return {};
    case Kind::kMap:
      if (!value.is_object()) return refuse("an object");
      for (const Json::Member& member : value.members()) {
        WEIR_TRY(CheckExactly(member.value, *type.element, member.name));
      }
      return {};
    case Kind::kModel:
      break;
  }
  if (!value.is_object()) return refuse("an object");
  if (model::Catalogue::Get().IsKind(type.name)) {
    if (!value["type"].is_string()) return refuse("an object with a text 'type'");
    return {};
  }
  const model::Model* model = model::Catalogue::Get().FindModel(type.name);
  if (model == nullptr) return {};
  for (const model::Field& field : model->fields) {
    const Json& member = value[field.name];
    if (!member.is_null()) {
      WEIR_TRY(CheckExactly(member, field.type, field.name));
    } else if (field.required && !field.soft) {
      return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                  "'" + name + "' needs '" + field.name + "'")
          .At(value.position());
    }
  }
  return {};
}

/// The model of a managed network or an endpoint in it, which validation does not look at; null
/// for other kinds.
const char* NetworkModelOf(ResourceKind kind) {
  if (kind == ResourceKind::kManagedVirtualNetwork) return "ManagedVirtualNetwork";
  return kind == ResourceKind::kManagedPrivateEndpoint ? "ManagedPrivateEndpoint" : nullptr;
}

/// What is shown as it came.
Result<> CheckAsShown(ResourceKind kind, const Json& properties) {
  model::FieldType type;
  type.kind = model::FieldType::Kind::kModel;
  if (const char* network = NetworkModelOf(kind)) {
    type.name = network;
  } else if (kind == ResourceKind::kFactory || kind == ResourceKind::kChangeDataCapture) {
    type.name = model::BaseOf(kind);
  } else if (kind == ResourceKind::kGlobalParameters) {
    type.name = "GlobalParameterSpecification";
    for (const Json::Member& one : properties.members()) {
      WEIR_TRY(CheckExactly(one.value, type, one.name));
    }
    return {};
  } else {
    return {};
  }
  return CheckExactly(properties, type, "properties");
}

/// Without what only the service writes.
void DropReadOnly(ResourceKind kind, Json* properties) {
  const char* network = NetworkModelOf(kind);
  const char* base = network != nullptr ? network : model::BaseOf(kind);
  if (base == nullptr) return;
  const model::Model* model =
      model::Catalogue::Get().FindKind(base, (*properties)["type"].as_string());
  if (model == nullptr) model = model::Catalogue::Get().FindModel(base);
  if (model == nullptr) return;
  std::erase_if(properties->MutableMembers(), [&](const Json::Member& member) {
    const model::Field* field = model->Find(member.name);
    return field != nullptr && field->readonly;
  });
}

}  // namespace

Result<Json> ReadDocument(const ResourcePath& path, const Json& body, const Kept* old) {
  const bool factory = path.kind == ResourceKind::kFactory;
  Json document = Json::Object();
  const Json* properties = body.Find("properties");
  if (properties != nullptr && properties->is_object()) {
    document.Set("properties", *properties);
  } else if (factory && properties == nullptr) {
    document.Set("properties", Json::Object());
  } else {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                "the body must have an object 'properties', got " +
                    (properties == nullptr ? "none" : std::string(KindName(properties->kind()))));
  }
  if (factory) {
    for (const char* member : {"location", "tags", "identity"}) {
      if (const Json* value = body.Find(member)) document.Set(member, *value);
    }
  }
  WEIR_TRY(CheckFactoryMembers(document));
  for (Json::Member& member : document.MutableMembers()) {
    if (member.name == "properties") DropReadOnly(path.kind, &member.value);
  }
  if (old != nullptr) {
    for (Json::Member& member : document.MutableMembers()) {
      if (member.name != "properties") continue;
      Unhide(&member.value, Shown(path.kind, *old), old->document["properties"]);
    }
  }
  WEIR_TRY(CheckDocument(path, document));
  WEIR_TRY(CheckAsShown(path.kind, document["properties"]));
  if (const char* base = model::BaseOf(path.kind)) {
    const model::FieldType type{model::FieldType::Kind::kModel, base, nullptr};
    for (Json::Member& member : document.MutableMembers()) {
      if (member.name == "properties") WEIR_TRY(model::ReadScalars(&member.value, type));
    }
  }
  return document;
}

Result<> CheckFactoryMembers(const Json& document) {
  const auto refuse = [](const Json& at, const std::string& expected) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent", expected).At(at.position());
  };
  const Json& location = document["location"];
  if (!location.is_null() && !location.is_string()) {
    return refuse(location, "'location' must be a text");
  }
  const Json& tags = document["tags"];
  const bool texts = std::all_of(tags.members().begin(), tags.members().end(),
                                 [](const Json::Member& tag) { return tag.value.is_string(); });
  if (!tags.is_null() && (!tags.is_object() || !texts)) {
    return refuse(tags, "'tags' must be an object of texts");
  }
  const Json& identity = document["identity"];
  if (identity.is_null()) return {};
  if (!identity["type"].is_string()) {
    return refuse(identity, "'identity' must be an object with a text 'type'");
  }
  for (const char* member : {"principalId", "tenantId"}) {
    const Json& id = identity[member];
    if (!id.is_null() && !id.is_string()) return refuse(id, "ids of 'identity' must be texts");
  }
  const Json& assigned = identity["userAssignedIdentities"];
  if (assigned.is_null() || assigned.is_object()) return {};
  return refuse(assigned, "'userAssignedIdentities' must be an object");
}

Json PrintResource(ResourceKind kind, const Kept& kept) {
  const bool factory = kind == ResourceKind::kFactory;
  const size_t slash = kept.name.rfind('/');
  Json printed = Json::Object(
      {{"id", kept.id},
       {"name", slash == std::string::npos ? kept.name : kept.name.substr(slash + 1)},
       {"type", "Microsoft.DataFactory/factories" +
                    (factory ? std::string() : "/" + std::string(model::InfoOf(kind).collection))},
       {factory ? "eTag" : "etag", kept.etag}});
  for (const Json::Member& member : kept.document.members()) {
    Json value = member.value;
    if (member.name == "properties") {
      value = Shown(kind, kept);
      if (factory) {
        value.Set("provisioningState", "Succeeded");
        value.Set("createTime", FormatUtc(kept.created));
        value.Set("version", "2018-06-01");
      }
      if (kind == ResourceKind::kTrigger) value.Set("runtimeState", "Stopped");
    }
    printed.AppendMember(member.name, std::move(value));
  }
  return printed;
}

Result<> CheckName(const ResourcePath& path) {
  const std::string name = path.kind == ResourceKind::kFactory ? path.factory : path.name;
  const std::string against = model::AgainstResourceName(path.kind, name);
  if (against.empty()) return {};
  return Fail(ErrorKind::kInvalid, "InvalidResourceName",
              "the name '" + name + "' of the " + std::string(model::InfoOf(path.kind).title) +
                  " is refused: " + against)
      .At(path.Id());
}

}  // namespace weir::api::arm
