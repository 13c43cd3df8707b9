// What the caller may do in a factory: the screen shows no more than that. Not part of Data
// Factory's contract.
#include "api/arm/handlers.h"
#include "api/error_body.h"

namespace weir::api::arm {

Json AllowedIn(const RouteTable& table, std::string_view collection, const std::string& id,
               const Caller& caller) {
  const std::string below = "/" + std::string(collection) + "/{";
  Json allowed = Json::Array();
  for (const Route& route : table.routes()) {
    const bool in_factory = route.path.find(below) != std::string::npos;
    if (in_factory && caller.May(route.action, id)) allowed.Append(route.operation);
  }
  return allowed;
}

Result<http::ServerResponse> ShowPermissions(const Services& /*services*/, const Call& call,
                                             model::ResourceKind /*kind*/) {
  const std::string id = call.FactoryPath().FactoryId();
  Json allowed = AllowedIn(RouteTable::Get(), "factories", id, call.caller());
  const Json own = AllowedIn(RouteTable::Own(), "factories", id, call.caller());
  for (const Json& operation : own.items()) allowed.Append(operation);
  return JsonResponse(Json::Object({{"operations", std::move(allowed)}}));
}

}  // namespace weir::api::arm
