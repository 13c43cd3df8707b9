// What is asked of factories beside keeping them, and of what no factory here has.
#include <set>

#include "api/access/authority.h"
#include "api/arm/handlers.h"
#include "api/arm/resource_document.h"
#include "api/error_body.h"
#include "base/ids.h"
#include "base/names.h"

namespace weir::api::arm {
namespace {

using http::ServerResponse;
using model::ResourceKind;

/// Errors: kNotFound ResourceNotFound.
Result<> NeedFactory(const Services& services, const Call& call) {
  WEIR_ASSIGN(const auto known, services.factories->Find(call.FactoryPath()));
  (void)known;
  return {};
}

/// "/subscriptions/s/resourceGroups/g/providers/Microsoft.DataFactory/factories/f"
Result<ResourcePath> ReadFactoryId(const Json& id) {
  const std::string& text = id.as_string();
  const Result<RouteTable::Match> match = RouteTable::Get().Find("GET", text);
  if (match.ok() && match->route->operation == "factories_get") {
    ResourcePath path;
    path.subscription = match->values[0].second;
    path.group = match->values[1].second;
    path.factory = match->values[2].second;
    return path;
  }
  return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
              "'factoryResourceId' must be the id of a factory, got '" + text + "'")
      .At(id.position());
}

/// Features of Azure's own portal, none of which is here.
Json FeatureValue(const Json& request) {
  return Json::Object({{"featureName", request["featureName"]}, {"value", "False"}});
}

Result<> CheckFeature(const Json& request) {
  const Json& name = request["featureName"];
  if (request.is_object() && name.is_string()) return {};
  return Fail(ErrorKind::kInvalid, "InvalidRequestContent", "'featureName' must be a text")
      .At(request.position());
}

}  // namespace

Result<ServerResponse> ListOperations(const Services& /*services*/, const Call& /*call*/,
                                      ResourceKind /*kind*/) {
  Json value = Json::Array();
  std::set<std::string, std::less<>> seen;
  for (const Route& route : RouteTable::Get().routes()) {
    if (!seen.insert(route.action).second) continue;
    const std::string_view action = route.action;
    const size_t provider = action.find('/');
    const size_t verb = action.rfind('/');
    value.Append(Json::Object(
        {{"name", route.action},
         {"display", Json::Object({{"provider", action.substr(0, provider)},
                                   {"resource", action.substr(provider + 1, verb - provider - 1)},
                                   {"operation", route.operation}})}}));
  }
  return JsonResponse(Json::Object({{"value", std::move(value)}}));
}

/// The factory's `repoConfiguration`; nothing is fetched from the repository it names.
Result<ServerResponse> ConfigureRepository(const Services& services, const Call& call,
                                           ResourceKind kind) {
  WEIR_ASSIGN(const Json body, call.Body());
  WEIR_ASSIGN(const ResourcePath path, ReadFactoryId(body["factoryResourceId"]));
  if (!SameName(path.subscription, call.PathValue("subscriptionId"))) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                "'factoryResourceId' is of another subscription than the address")
        .At(body["factoryResourceId"].position());
  }
  const Json& configuration = body["repoConfiguration"];
  if (!configuration.is_object()) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                "'repoConfiguration' must be an object")
        .At(configuration.position());
  }
  WEIR_TRY(NeedRole(call.caller(), "Microsoft.DataFactory/factories/write", path.FactoryId()));
  WEIR_ASSIGN(const auto known, services.factories->Find(path));
  (void)known;  // A factory that is not there is an error, not made.
  WEIR_ASSIGN(const Kept kept,
              services.factories->Put(path, {"*", ""}, [&](const Kept* old) -> Result<Json> {
                Json document = PrintResource(kind, *old);
                Json properties = old->document["properties"];
                properties.Set("repoConfiguration", configuration);
                document.Set("properties", std::move(properties));
                return ReadDocument(path, document, old);
              }));
  return JsonResponse(PrintResource(kind, kept));
}

/// A token that may look at the factory and its runs. Source: contract ("Currently only 'r' is
/// supported", at most eight hours).
Result<ServerResponse> GetDataPlaneAccess(const Services& services, const Call& call,
                                          ResourceKind /*kind*/) {
  WEIR_TRY(NeedFactory(services, call));
  WEIR_ASSIGN(const Json body, call.Body());
  const Json& permissions = body["permissions"];
  if (!permissions.is_null() && permissions.as_string() != "r") {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent", "'permissions' must be 'r'")
        .At(permissions.position());
  }
  constexpr std::chrono::hours kLifetimeMax{8};
  const UtcTime now = services.clock->Now();
  UtcTime expires = now + kLifetimeMax;
  if (const Json* asked = body.Find("expireTime")) {
    WEIR_ASSIGN(expires, ParseUtc(asked->as_string()));
    if (expires <= now || expires > now + kLifetimeMax) {
      return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                  "'expireTime' must be within the next eight hours")
          .At(asked->position());
    }
  }
  const std::string scope = call.FactoryPath().FactoryId();
  const auto lifetime = std::chrono::duration_cast<std::chrono::seconds>(expires - now);
  WEIR_ASSIGN(const std::string token,
              services.principals->Issue(call.caller(), BaseUrl(call.request()), lifetime,
                                         {{"Monitoring Reader", scope}}));
  Json policy = body;
  policy.Set("permissions", "r");
  policy.Set("expireTime", FormatUtc(expires));
  return JsonResponse(Json::Object({{"policy", std::move(policy)},
                                    {"accessToken", token},
                                    {"dataPlaneUrl", BaseUrl(call.request())}}));
}

Result<ServerResponse> GetFeature(const Services& services, const Call& call,
                                  ResourceKind /*kind*/) {
  if (!call.PathValue("factoryName").empty()) WEIR_TRY(NeedFactory(services, call));
  WEIR_ASSIGN(const Json body, call.Body());
  WEIR_TRY(CheckFeature(body));
  return JsonResponse(FeatureValue(body));
}

Result<ServerResponse> QueryFeatures(const Services& services, const Call& call,
                                     ResourceKind /*kind*/) {
  WEIR_TRY(NeedFactory(services, call));
  WEIR_ASSIGN(const Json body, call.Body());
  const Json& requests = body["exposureControlRequests"];
  constexpr size_t kRequestsMax = 1000;
  if (!requests.is_array() || requests.size() > kRequestsMax) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                "'exposureControlRequests' must be a list of at most 1000 objects")
        .At(requests.position());
  }
  Json values = Json::Array();
  for (const Json& request : requests.items()) {
    WEIR_TRY(CheckFeature(request));
    values.Append(FeatureValue(request));
  }
  return JsonResponse(Json::Object({{"exposureControlResponses", std::move(values)}}));
}

Result<ServerResponse> RefuseOfFactory(const Services& services, const Call& call,
                                       ResourceKind /*kind*/) {
  WEIR_TRY(NeedFactory(services, call));
  std::string what = "exchanging a code with GitHub for an access token";
  if (call.route().method == "PUT") what = "approving connections of private endpoints";
  return Fail(ErrorKind::kUnsupported, "OperationNotSupported",
              what + " is not supported ('" + call.route().operation + "')");
}

/// No private endpoint or link of Azure's network ends here, so the lists are empty.
Result<ServerResponse> ListNone(const Services& services, const Call& call, ResourceKind /*kind*/) {
  WEIR_TRY(NeedFactory(services, call));
  return JsonResponse(Json::Object({{"value", Json::Array()}}));
}

Result<ServerResponse> FindNone(const Services& services, const Call& call, ResourceKind /*kind*/) {
  WEIR_TRY(NeedFactory(services, call));
  if (call.route().method == "DELETE") return ServerResponse{204, {}, {}};
  return Fail(ErrorKind::kNotFound, "PrivateEndpointConnectionNotFound",
              "the factory has no private endpoint connection '" +
                  call.PathValue("privateEndpointConnectionName") + "'");
}

Result<ServerResponse> ActOnCapture(const Services& services, const Call& call, ResourceKind kind) {
  ResourcePath path = call.FactoryPath();
  path.kind = kind;
  path.name = call.PathValue("changeDataCaptureName");
  WEIR_ASSIGN(const Kept kept, services.factories->Get(path));
  const std::string& operation = call.route().operation;
  if (operation == "change_data_capture_status") return JsonResponse(Json("Stopped"));
  if (operation == "change_data_capture_stop") return ServerResponse{200, {}, {}};
  return Fail(ErrorKind::kUnsupported, "OperationNotSupported",
              "running a change data capture is not supported ('" + operation + "')")
      .At(kept.id);
}

Result<ServerResponse> CreateDebugSession(const Services& services, const Call& call,
                                          ResourceKind /*kind*/) {
  WEIR_TRY(NeedFactory(services, call));
  WEIR_ASSIGN(const Json body, call.Body(true));
  WEIR_ASSIGN(const std::string id,
              services.debug_sessions->Create(call.FactoryPath().FactoryKey(), body));
  return JsonResponse(Json::Object({{"status", "Succeeded"}, {"sessionId", id}}));
}

Result<ServerResponse> ListDebugSessions(const Services& services, const Call& call,
                                         ResourceKind /*kind*/) {
  WEIR_TRY(NeedFactory(services, call));
  Json list = services.debug_sessions->List(call.FactoryPath().FactoryKey());
  return JsonResponse(Json::Object({{"value", std::move(list)}}));
}

Result<ServerResponse> UseDebugSession(const Services& services, const Call& call,
                                       ResourceKind /*kind*/) {
  WEIR_TRY(NeedFactory(services, call));
  WEIR_ASSIGN(const Json body, call.Body());
  const std::string factory = call.FactoryPath().FactoryKey();
  const std::string& id = body["sessionId"].as_string();
  const std::string& operation = call.route().operation;
  if (operation == "data_flow_debug_session_delete") {
    WEIR_TRY(services.debug_sessions->Delete(factory, id));
    return ServerResponse{200, {}, {}};
  }
  if (operation == "data_flow_debug_session_add_data_flow") {
    WEIR_TRY(services.debug_sessions->Add(factory, id, body));
    return JsonResponse(Json::Object({{"jobVersion", NewGuid()}}));
  }
  WEIR_TRY(services.debug_sessions->Touch(factory, id));
  return Fail(ErrorKind::kUnsupported, "DataFlowNotSupported",
              "the command '" + body["command"].as_string() +
                  "' needs the data flow engine, which is not supported");
}

}  // namespace weir::api::arm
