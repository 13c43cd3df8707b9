#include "api/v1/resource_document.h"

#include "api/arm/resource_document.h"
#include "api/arm/runtime_nodes.h"
#include "api/v1/secrets.h"
#include "base/names.h"
#include "model/v1/read.h"

namespace weir::api::v1 {
namespace {

/// What only the service writes. Source: facts of version 1, REST 2 to 10.
constexpr std::string_view kReadOnly[] = {"provisioningState", "errorMessage", "createTime",
                                          "runtimeInfo"};
constexpr std::string_view kGatewayReadOnly[] = {"key",
                                                 "version",
                                                 "versionStatus",
                                                 "status",
                                                 "registerTime",
                                                 "lastConnectTime",
                                                 "expiryTime",
                                                 "authenticationKey1",
                                                 "nodes",
                                                 "authenticationKey2",
                                                 "dataFactoryName",
                                                 "multiNodeSupportEnabled",
                                                 "isCredentailSyncFailed"};

Error Refuse(const ResourcePath& path, const Json& at, std::string message) {
  std::string place = path.Place();
  if (at.position().known()) place += ":" + at.position().ToString();
  return Fail(ErrorKind::kInvalid, "InvalidRequestContent", std::move(message))
      .At(std::move(place));
}

bool HasSecrets(Kind kind) {
  return kind == Kind::kLinkedService || kind == Kind::kComputeType;
}

Json Writable(Kind kind, const Json& properties) {
  Json writable = properties;
  for (const std::string_view name : kReadOnly) writable.Remove(name);
  if (kind == Kind::kGateway) {
    for (const std::string_view name : kGatewayReadOnly) writable.Remove(name);
  }
  return writable;
}

/// Compute and activity types, of which only the contract's outline is known.
Result<> CheckRegistration(const ResourcePath& path, const Json& properties) {
  if (path.kind == Kind::kHub) {
    const std::string& type = properties["type"].as_string();
    if (SameName(type, "Hub") || SameName(type, "InternalHub")) return {};
    return Refuse(path, properties["type"], "'type' of a hub must be Hub or InternalHub");
  }
  if (path.kind == Kind::kActivityType) {
    if (properties["scope"].as_string().empty()) {
      return Refuse(path, properties, "an activity type needs a 'scope'");
    }
    if (!properties["schema"].is_object()) {
      return Refuse(path, properties, "an activity type needs a 'schema', a JSON object");
    }
  }
  if (path.kind == Kind::kComputeType && !properties["transport"].is_null()) {
    const Json& transport = properties["transport"]["type"];
    if (SameName(transport.as_string(), "ServiceBus") ||
        SameName(transport.as_string(), "ServiceBusReference")) {
      return {};
    }
    return Refuse(path, transport, "'transport' must be ServiceBus or ServiceBusReference");
  }
  return {};
}

/// What is known of a pipeline without its slices; `pipelineState` comes with them.
Json RuntimeInfo(const Kept& kept) {
  const Json& properties = kept.document["properties"];
  const bool active = properties["start"].is_string() && properties["end"].is_string();
  // As the service prints no active period. Source: facts of version 1, 1.1.
  const Json none = "1601-01-01T00:00:00Z";
  Json periods = Json::Object();
  for (const Json& activity : properties["activities"].items()) {
    periods.Set(activity["name"].as_string(),
                Json::Object({{"start", active ? properties["start"] : none},
                              {"end", active ? properties["end"] : none}}));
  }
  return Json::Object({{"deploymentTime", kept.state["deploymentTime"]},
                       {"activePeriodSetTime", kept.state["activePeriodSetTime"]},
                       {"activityPeriods", std::move(periods)}});
}

/// Source: facts of version 1, REST 9.
void ShowGateway(const ResourcePath& path, const Kept& kept, PrintStyle style, Json* shown) {
  if (style.keys) {
    shown->Set("key", kept.state["key1"]);
    shown->Set("authenticationKey1", kept.state["key1"]);
    shown->Set("authenticationKey2", kept.state["key2"]);
  }
  shown->Set("dataFactoryName", path.factory);
  Json nodes = arm::NodesJson(style.hub, kept);
  const Json first = nodes[0];
  shown->Set("status", arm::RuntimeState(style.hub, kept));
  shown->Set("versionStatus", first.is_object() ? first["versionStatus"] : Json("None"));
  shown->Set("createTime", FormatUtc(kept.created));
  for (const char* name : {"version", "registerTime", "lastConnectTime", "expiryTime"}) {
    shown->Set(name, first[name]);
  }
  shown->Set("multiNodeSupportEnabled", true);
  shown->Set("nodes", std::move(nodes));
  shown->Set("isCredentailSyncFailed", false);
}

Json ShownProperties(const ResourcePath& path, const Kept& kept, PrintStyle style) {
  Json shown = kept.document["properties"];
  if (HasSecrets(path.kind)) shown = HideSecrets(shown);
  if (style.summary && path.kind == Kind::kPipeline) {
    Json activities = Json::Array();
    for (const Json& one : shown["activities"].items()) {
      activities.Append(Json::Object({{"name", one["name"]}, {"type", one["type"]}}));
    }
    shown.Set("activities", std::move(activities));
  }
  if (path.kind == Kind::kDataset) {
    if (shown["published"].is_null()) shown.Set("published", false);
    shown.Set("createTime", FormatUtc(kept.created));
  }
  if (path.kind == Kind::kPipeline) {
    if (shown["isPaused"].is_null()) shown.Set("isPaused", false);
    if (!style.summary) shown.Set("runtimeInfo", RuntimeInfo(kept));
  }
  const bool in_hub = path.kind == Kind::kPipeline || path.kind == Kind::kLinkedService;
  if (in_hub && shown["hubName"].is_null()) {
    shown.Set("hubName", NameKey(path.factory) + "_hub");
  }
  if (path.kind == Kind::kGateway) ShowGateway(path, kept, style, &shown);
  if (path.kind == Kind::kFactory) {
    shown.Set("dataFactoryId", kept.state["dataFactoryId"]);
    shown.Set("error", Json());
  }
  shown.Set("provisioningState", style.pending ? "PendingCreation" : "Succeeded");
  shown.Set("errorMessage", Json());
  return shown;
}

}  // namespace

Error ErrorOf(const std::vector<model::Finding>& findings) {
  constexpr size_t kShownMax = 5;
  std::string text;
  for (size_t i = 0; i < std::min(findings.size(), kShownMax); ++i) {
    const model::Finding& one = findings[i];
    if (i > 0) text += "; " + (one.position.known() ? one.position.ToString() + ": " : "");
    text += one.message + (i > 0 ? " [" + one.code + "]" : "");
  }
  if (findings.size() > kShownMax) {
    text += "; and " + std::to_string(findings.size() - kShownMax) + " more";
  }
  const model::Finding& first = findings.front();
  std::string place = first.file;
  if (first.position.known()) place += ":" + first.position.ToString();
  return Fail(ErrorKind::kInvalid, first.code, std::move(text)).At(std::move(place));
}

Result<Json> ReadDocument(const ResourcePath& path, const Json& body, const Kept* old) {
  const bool factory = path.kind == Kind::kFactory;
  const Json& given = body["properties"];
  if (!given.is_object() && !(given.is_null() && (factory || path.kind == Kind::kGateway))) {
    return Refuse(path, given,
                  "the body must have an object 'properties', got " +
                      (given.is_null() ? "none" : std::string(KindName(given.kind()))));
  }
  Json properties = given.is_null() ? Json::Object() : Writable(path.kind, given);
  if (HasSecrets(path.kind)) {
    properties = WithOldSecrets(properties, old == nullptr ? Json() : old->document["properties"]);
    if (const Json* hidden = FindHidden(properties)) {
      return Refuse(path, *hidden,
                    "a secret is hidden ('**********') that the service does not know: give it");
    }
  }
  WEIR_TRY(CheckRegistration(path, properties));
  Json document = Json::Object({{"name", path.KeptName()}, {"properties", std::move(properties)}});
  document.set_position(body.position());
  if (factory) {
    for (const char* member : {"location", "tags"}) {
      const Json& value = body[member];
      if (!value.is_null()) document.Set(member, value);
    }
    WEIR_TRY(arm::CheckFactoryMembers(document));
    return document;
  }
  std::vector<model::Finding> findings;
  model::V1Factory nothing;
  PutInto(&nothing, path, document, &findings);
  std::erase_if(findings,
                [](const model::Finding& one) { return one.severity != model::Severity::kError; });
  if (!findings.empty()) return ErrorOf(findings);
  return document;
}

void PutInto(model::V1Factory* factory, const ResourcePath& path, const Json& document,
             std::vector<model::Finding>* findings) {
  std::vector<model::Finding> unused;
  if (findings == nullptr) findings = &unused;
  const model::V1Origin origin{path.name, path.Place()};
  switch (path.kind) {
    case Kind::kLinkedService:
      factory->Put(model::ReadV1LinkedService(document, origin, findings));
      return;
    case Kind::kDataset:
      factory->Put(model::ReadV1Dataset(document, origin, findings));
      return;
    case Kind::kPipeline:
      factory->Put(model::ReadV1Pipeline(document, origin, findings));
      return;
    case Kind::kFactory:
    case Kind::kGateway:
    case Kind::kHub:
    case Kind::kComputeType:
    case Kind::kActivityType:
      return;
  }
}

void RemoveFrom(model::V1Factory* factory, const ResourcePath& path) {
  if (path.kind == Kind::kLinkedService) factory->RemoveLinkedService(path.name);
  if (path.kind == Kind::kDataset) factory->RemoveDataset(path.name);
  if (path.kind == Kind::kPipeline) factory->RemovePipeline(path.name);
}

Json PrintResource(const ResourcePath& path, const Kept& kept, PrintStyle style) {
  std::string type = "Microsoft.DataFactory/datafactories";
  if (path.kind != Kind::kFactory) type += "/" + std::string(InfoOf(path.kind).collection);
  Json printed = Json::Object({{"name", kept.name}, {"id", kept.id}, {"type", std::move(type)}});
  for (const Json::Member& member : kept.document.members()) {
    if (member.name == "name") continue;
    printed.AppendMember(member.name, member.name == "properties"
                                          ? ShownProperties(path, kept, style)
                                          : member.value);
  }
  if (path.kind == Kind::kFactory && printed["tags"].is_null()) {
    printed.Set("tags", Json::Object());
  }
  return printed;
}

}  // namespace weir::api::v1
