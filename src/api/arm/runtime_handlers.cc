// What is asked of integration runtimes beside keeping them.
//
// A Managed runtime is this service itself: it is always online. A SelfHosted one has keys,
// settings and nodes. Source: our choice, states as documented (concepts-integration-runtime).
#include "api/arm/handlers.h"
#include "api/arm/runtime_nodes.h"
#include "api/error_body.h"
#include "base/ids.h"
#include "base/names.h"
#include "base/secret.h"

namespace weir::api::arm {
namespace {

using http::ServerResponse;
using model::ResourceKind;

const Json& SettingsOf(const Kept& runtime) {
  return runtime.document["properties"]["typeProperties"];
}

bool IsSsis(const Kept& runtime) {
  return SettingsOf(runtime)["ssisProperties"].is_object();
}

Error NoNodes(const Kept& runtime, std::string_view act) {
  return Fail(ErrorKind::kConflict, "IntegrationRuntimeHasNoNodes",
              "the integration runtime '" + runtime.name + "' has no node to " + std::string(act))
      .At(runtime.id);
}

/// Opaque to clients. Source: documented form, "IR@<guid>@<tag>@<tag>@<base64>".
std::string NewKey(const ResourcePath& path) {
  return "IR@" + NewGuid() + "@" + path.factory + "@weir@" + NewToken() + "=";
}

constexpr std::string_view kKeyNames[] = {"authKey1", "authKey2"};

ServerResponse KeysResponse(const Kept& runtime) {
  Json keys = Json::Object();
  for (const std::string_view name : kKeyNames) keys.Set(name, runtime.state[name]);
  return JsonResponse(keys);
}

/// The runtime whose nodes do what is asked of this one: itself, or the one that is shared with it.
Kept SharedOf(const Services& services, const Kept& runtime) {
  if (services.gateway == nullptr || !IsSelfHosted(runtime)) return runtime;
  const Result<std::string> id = services.gateway->Resolve(NameKey(runtime.id));
  if (!id || *id == NameKey(runtime.id)) return runtime;
  for (Kept& one : services.factories->Runtimes()) {
    if (NameKey(one.id) == *id) return std::move(one);
  }
  return runtime;
}

/// Which factories share it; the keys of factories are ours.
Json LinksJson(const Kept& runtime) {
  Json links = Json::Array();
  for (Json link : runtime.state["links"].items()) {
    link.Remove("factory");
    links.Append(std::move(link));
  }
  return links;
}

/// "Initial" of Azure-SSIS: it was never started. Source: documented states.
std::string_view StateOf(const Services& services, const Kept& runtime) {
  if (IsSelfHosted(runtime)) {
    const bool denied =
        services.gateway != nullptr && !services.gateway->Resolve(NameKey(runtime.id));
    return denied ? "AccessDenied" : RuntimeState(services.gateway, SharedOf(services, runtime));
  }
  return IsSsis(runtime) ? "Initial" : "Online";
}

Result<Json> ReadText(const Json& body, std::string_view name,
                      std::initializer_list<std::string_view> allowed) {
  const Json& value = body[name];
  std::string list;
  for (const std::string_view one : allowed) {
    if (value.is_string() && SameName(value.as_string(), one)) return Json(one);
    list += (list.empty() ? "" : " or ") + std::string(one);
  }
  return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
              "'" + std::string(name) + "' must be " + list + ", got " +
                  (value.is_string() ? "'" + value.as_string() + "'"
                                     : std::string(KindName(value.kind()))))
      .At(value.position());
}

Error SsisUnsupported(const Kept& runtime, std::string_view what) {
  return Fail(ErrorKind::kUnsupported, "SsisNotSupported",
              "Azure-SSIS is not supported: " + std::string(what))
      .At(runtime.id);
}

}  // namespace

Result<ServerResponse> GetRuntimeStatus(const Services& services, const Call& call,
                                        ResourceKind /*kind*/) {
  const ResourcePath path = RuntimePath(call);
  WEIR_ASSIGN(const Kept runtime, services.factories->Get(path));
  const Kept shown = SharedOf(services, runtime);
  Json details = Json::Object(
      {{"createTime", FormatUtc(runtime.created)}, {"nodes", NodesJson(services.gateway, shown)}});
  if (IsSelfHosted(runtime)) {
    const Json& automatic = runtime.state["autoUpdate"];
    details.AppendMember("internalChannelEncryption", "NotSet");
    details.AppendMember("autoUpdate", automatic.is_null() ? Json("Off") : automatic);
    details.AppendMember("updateDelayOffset", runtime.state["updateDelayOffset"]);
    ShowRuntime(services.gateway, shown, &details);
    details.AppendMember("links", LinksJson(runtime));
  } else {
    details.AppendMember("otherErrors", Json::Array());
  }
  Json properties = Json::Object({{"type", TypeOf(runtime)},
                                  {"dataFactoryName", path.factory},
                                  {"state", StateOf(services, runtime)},
                                  {"typeProperties", std::move(details)}});
  return JsonResponse(
      Json::Object({{"name", runtime.name}, {"properties", std::move(properties)}}));
}

Result<ServerResponse> PatchRuntime(const Services& services, const Call& call,
                                    ResourceKind /*kind*/) {
  const ResourcePath path = RuntimePath(call);
  WEIR_ASSIGN(const Json body, call.Body());
  WEIR_ASSIGN(const Kept changed,
              services.factories->SetState(path, [&](const Kept& runtime) -> Result<Json> {
                WEIR_TRY(NeedSelfHosted(runtime));
                Json state = runtime.state;
                if (body.Find("autoUpdate") != nullptr) {
                  WEIR_ASSIGN(Json value, ReadText(body, "autoUpdate", {"On", "Off"}));
                  state.Set("autoUpdate", std::move(value));
                }
                if (const Json* offset = body.Find("updateDelayOffset")) {
                  state.Set("updateDelayOffset", *offset);
                }
                return state;
              }));
  Json properties = changed.document["properties"];
  return JsonResponse(Json::Object({{"id", changed.id},
                                    {"name", changed.name},
                                    {"type", "Microsoft.DataFactory/factories/integrationRuntimes"},
                                    {"etag", changed.etag},
                                    {"properties", MaskSecureStrings(properties)}}));
}

Result<ServerResponse> ListRuntimeKeys(const Services& services, const Call& call,
                                       ResourceKind /*kind*/) {
  const ResourcePath path = RuntimePath(call);
  WEIR_ASSIGN(Kept runtime, services.factories->Get(path));
  WEIR_TRY(NeedSelfHosted(runtime));
  if (!runtime.state["authKey1"].is_null()) return KeysResponse(runtime);
  WEIR_ASSIGN(runtime, services.factories->SetState(path, [&](const Kept& kept) -> Result<Json> {
    Json state = kept.state;
    if (!state["authKey1"].is_null()) return state;  // Another request was faster.
    for (const std::string_view name : kKeyNames) state.Set(name, NewKey(path));
    return state;
  }));
  return KeysResponse(runtime);
}

Result<ServerResponse> NewRuntimeKey(const Services& services, const Call& call,
                                     ResourceKind /*kind*/) {
  const ResourcePath path = RuntimePath(call);
  WEIR_ASSIGN(const Json body, call.Body());
  WEIR_ASSIGN(const Json name, ReadText(body, "keyName", {kKeyNames[0], kKeyNames[1]}));
  WEIR_ASSIGN(const Kept runtime,
              services.factories->SetState(path, [&](const Kept& kept) -> Result<Json> {
                WEIR_TRY(NeedSelfHosted(kept));
                Json state = kept.state;
                for (const std::string_view one : kKeyNames) {
                  if (state[one].is_null() || name.as_string() == one) state.Set(one, NewKey(path));
                }
                return state;
              }));
  return KeysResponse(runtime);
}

Result<ServerResponse> GetRuntimeMonitoring(const Services& services, const Call& call,
                                            ResourceKind /*kind*/) {
  WEIR_ASSIGN(const Kept runtime, services.factories->Get(RuntimePath(call)));
  Json answer =
      Json::Object({{"name", runtime.name}, {"nodes", NodeLoadsJson(services.gateway, runtime)}});
  if (services.gateway != nullptr && IsSelfHosted(runtime)) {
    answer.AppendMember("queueLength", services.gateway->FiguresOf(runtime.id).waiting);
  }
  return JsonResponse(answer);
}

Result<ServerResponse> GetRuntimeEndpoints(const Services& services, const Call& call,
                                           ResourceKind /*kind*/) {
  WEIR_ASSIGN(const Kept runtime, services.factories->Get(RuntimePath(call)));
  if (IsSelfHosted(runtime)) {
    return NotFor(runtime, "only Managed integration runtimes list what they must reach");
  }
  return JsonResponse(Json::Object({{"value", Json::Array()}}));
}

Result<ServerResponse> StartRuntime(const Services& services, const Call& call,
                                    ResourceKind /*kind*/) {
  WEIR_ASSIGN(const Kept runtime, services.factories->Get(RuntimePath(call)));
  if (IsSsis(runtime)) return SsisUnsupported(runtime, "its packages cannot be run");
  return NotFor(runtime, "only Azure-SSIS integration runtimes are started and stopped");
}

Result<ServerResponse> StopRuntime(const Services& services, const Call& call,
                                   ResourceKind /*kind*/) {
  WEIR_ASSIGN(const Kept runtime, services.factories->Get(RuntimePath(call)));
  if (IsSsis(runtime)) return ServerResponse{200, {}, {}};  // It never runs.
  return NotFor(runtime, "only Azure-SSIS integration runtimes are started and stopped");
}

Result<ServerResponse> UseSsisMetadata(const Services& services, const Call& call,
                                       ResourceKind /*kind*/) {
  WEIR_ASSIGN(const Kept runtime, services.factories->Get(RuntimePath(call)));
  if (IsSsis(runtime)) return SsisUnsupported(runtime, "its catalogue cannot be read");
  return NotFor(runtime, "only Azure-SSIS integration runtimes have a catalogue of packages");
}

Result<ServerResponse> UseRuntimeNodes(const Services& services, const Call& call,
                                       ResourceKind /*kind*/) {
  WEIR_ASSIGN(const Kept runtime, services.factories->Get(RuntimePath(call)));
  WEIR_TRY(NeedSelfHosted(runtime));
  const bool upgrade = call.route().operation == "integration_runtimes_upgrade";
  return NoNodes(runtime, upgrade ? "upgrade" : "bring credentials to");
}

/// What needs a machinery that is not here: says which, once the runtime is known to exist.
Result<ServerResponse> RefuseOfRuntime(const Services& services, const Call& call,
                                       ResourceKind /*kind*/) {
  WEIR_ASSIGN(const Kept runtime, services.factories->Get(RuntimePath(call)));
  const std::string& operation = call.route().operation;
  std::string_view what = "encrypting credentials on a node of a self-hosted integration runtime";
  if (operation.find("interactive_query") != std::string::npos) {
    what = "interactive authoring in a managed virtual network";
  }
  return Fail(ErrorKind::kUnsupported, "OperationNotSupported",
              std::string(what) + " is not supported ('" + operation + "')")
      .At(runtime.id);
}

}  // namespace weir::api::arm
