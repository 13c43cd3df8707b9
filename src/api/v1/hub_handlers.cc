// Hubs, of which each factory has one without being asked, and sign-ins by a person.
#include "api/error_body.h"
#include "api/v1/handlers.h"
#include "api/v1/resource_document.h"
#include "base/names.h"

namespace weir::api::v1 {
namespace {

using http::ServerResponse;

/// "<factory>_hub". Source: facts of version 1, 1.
Kept OwnHub(const Kept& factory) {
  const std::string name = NameKey(factory.name) + "_hub";
  Json properties =
      Json::Object({{"type", "InternalHub"}, {"hubId", factory.state["dataFactoryId"]}});
  return {factory.id + "/hubs/" + name,
          name,
          factory.etag,
          Json::Object({{"name", name}, {"properties", std::move(properties)}}),
          Json(),
          factory.created,
          factory.changed};
}

}  // namespace

Result<ServerResponse> GetHub(const Services& services, const Call& call, Kind kind) {
  const ResourcePath path = PathOf(call, kind);
  WEIR_ASSIGN(const Kept factory, services.factories->Get(FactoryPathOf(call)));
  const Kept own = OwnHub(factory);
  WEIR_ASSIGN(const auto kept, services.factories->Find(path));
  if (kept || !SameName(path.name, own.name)) return GetResource(services, call, kind);
  return JsonResponse(PrintResource(path, own, {}));
}

Result<ServerResponse> ListHubs(const Services& services, const Call& call, Kind kind) {
  WEIR_ASSIGN(const Kept factory, services.factories->Get(FactoryPathOf(call)));
  const Kept own = OwnHub(factory);
  ResourcePath path = PathOf(call, kind);
  path.name = own.name;
  WEIR_ASSIGN(const auto kept, services.factories->Find(path));
  WEIR_ASSIGN(ServerResponse response, ListResources(services, call, kind));
  if (kept || !call.QueryValue("$skipToken").empty()) return response;
  WEIR_ASSIGN(Json list, ParseJson(response.body));
  Json value = Json::Array({PrintResource(path, own, {})});
  for (const Json& one : list["value"].items()) value.Append(one);
  list.Set("value", std::move(value));
  return JsonResponse(list);
}

Result<ServerResponse> RefuseSignIn(const Services& services, const Call& call, Kind /*kind*/) {
  WEIR_ASSIGN(const Kept factory, services.factories->Get(FactoryPathOf(call)));
  return Fail(ErrorKind::kUnsupported, "OperationNotSupported",
              "a sign-in by a person for '" + call.PathValue("linkedServiceType") +
                  "' is not supported: give the linked service a service principal")
      .At(factory.id);
}

}  // namespace weir::api::v1
