// Gateways of version 1: their keys. Machines register with them as nodes of a self-hosted runtime.
#include "api/error_body.h"
#include "api/v1/handlers.h"
#include "api/v1/resource_document.h"
#include "base/ids.h"
#include "base/names.h"
#include "base/secret.h"

namespace weir::api::v1 {
namespace {

using http::ServerResponse;

constexpr std::string_view kKeyNames[] = {"key1", "key2"};

/// Opaque to clients. Source: form of 2017, facts of version 1, 8.
std::string NewKey(const ResourcePath& path) {
  return "DMG@" + NewGuid() + "@" + path.subscription + "@weir@" + NewToken() + "=";
}

/// The gateway with its keys; those that `renewed` names, and those that it lacks, are made.
Result<Kept> WithKeys(const Services& services, const ResourcePath& path,
                      const std::function<bool(std::string_view key)>& renewed) {
  return services.factories->SetState(path, [&](const Kept& kept) -> Result<Json> {
    Json state = kept.state;
    for (const std::string_view name : kKeyNames) {
      if (state[name].is_null() || renewed(name)) state.Set(name, NewKey(path));
    }
    return state;
  });
}

constexpr auto kNone = [](std::string_view) { return false; };

}  // namespace

/// PUT and PATCH: the answer alone shows the keys, to who may write.
Result<ServerResponse> PutGateway(const Services& services, const Call& call, Kind kind) {
  const ResourcePath path = PathOf(call, kind);
  WEIR_TRY(CheckName(path));
  WEIR_ASSIGN(const Json body, call.Body());
  Preconditions conditions = call.preconditions();
  if (call.route().method == "PATCH") {
    WEIR_ASSIGN(const Kept known, services.factories->Get(path));
    (void)known;  // One that is not there is an error, not made.
    if (conditions.if_match.empty()) conditions.if_match = "*";
  }
  WEIR_ASSIGN(const FactoryBook::PutResult put,
              services.factories->Put(path, conditions, [&](const Kept* old) {
                return ReadDocument(path, body, old);
              }));
  WEIR_ASSIGN(const Kept gateway, WithKeys(services, path, kNone));
  ServerResponse response =
      JsonResponse(PrintResource(path, gateway, {.keys = true, .hub = services.gateway}));
  response.headers.push_back({"ETag", "\"" + put.kept.etag + "\""});
  return response;
}

Result<ServerResponse> ListGatewayKeys(const Services& services, const Call& call, Kind kind) {
  WEIR_ASSIGN(const Kept gateway, WithKeys(services, PathOf(call, kind), kNone));
  Json keys = Json::Object();
  for (const std::string_view name : kKeyNames) keys.Set(name, gateway.state[name]);
  return JsonResponse(keys);
}

/// Both keys, or the one that `keyname` says.
Result<ServerResponse> NewGatewayKey(const Services& services, const Call& call, Kind kind) {
  const ResourcePath path = PathOf(call, kind);
  if (call.route().operation == "v1_gateways_regenerate_key") {
    WEIR_ASSIGN(const Kept gateway,
                WithKeys(services, path, [](std::string_view) { return true; }));
    return JsonResponse(Json::Object({{"key", gateway.state[kKeyNames[0]]}}));
  }
  WEIR_ASSIGN(const Json body, call.Body());
  const Json& wanted = body["keyname"];
  for (const std::string_view name : kKeyNames) {
    if (!SameName(wanted.as_string(), name)) continue;
    WEIR_ASSIGN(const Kept gateway,
                WithKeys(services, path, [&](std::string_view one) { return one == name; }));
    return JsonResponse(Json::Object({{name, gateway.state[name]}}));
  }
  return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
              "'keyname' must be key1 or key2, got " + (wanted.is_string()
                                                            ? "'" + wanted.as_string() + "'"
                                                            : std::string(KindName(wanted.kind()))))
      .At(wanted.position());
}

Result<ServerResponse> GetConnectionInfo(const Services& services, const Call& call, Kind kind) {
  WEIR_ASSIGN(const Kept gateway, services.factories->Get(PathOf(call, kind)));
  return Fail(ErrorKind::kConflict, "GatewayNotRegistered",
              "no machine has registered with the gateway '" + gateway.name + "'")
      .At(gateway.id);
}

}  // namespace weir::api::v1
