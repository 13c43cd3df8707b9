#include <algorithm>

#include "api/arm/handlers.h"
#include "api/arm/resource_document.h"
#include "api/error_body.h"
#include "base/names.h"

namespace weir::api::arm {
namespace {

using http::ServerResponse;
using model::ResourceKind;

constexpr size_t kPageMax = 100;

Json Print(const Services& services, const ResourcePath& path, const Kept& kept) {
  Json printed = PrintResource(path.kind, kept);
  if (path.kind == ResourceKind::kTrigger) {
    ShowRuntimeState(services, {path.FactoryKey(), NameKey(kept.name)}, &printed);
  }
  return printed;
}

ServerResponse ResourceResponse(const Services& services, const ResourcePath& path,
                                const Kept& kept) {
  ServerResponse response = JsonResponse(Print(services, path, kept));
  response.headers.push_back({"ETag", "\"" + kept.etag + "\""});
  return response;
}

ServerResponse ListResponse(const Services& services, const Call& call, ResourceKind kind,
                            const KeptPage& page) {
  ResourcePath path = call.FactoryPath();
  path.kind = kind;
  Json value = Json::Array();
  for (const Kept& kept : page.items) value.Append(Print(services, path, kept));
  Json list = Json::Object({{"value", std::move(value)}});
  if (!page.next.empty()) list.AppendMember("nextLink", call.NextLink(page.next));
  return JsonResponse(list);
}

}  // namespace

Result<ServerResponse> PutResource(const Services& services, const Call& call, ResourceKind kind) {
  const ResourcePath path = call.PathOf(kind);
  WEIR_TRY(CheckName(path));
  WEIR_ASSIGN(const Json body, call.Body());
  if (kind == ResourceKind::kManagedPrivateEndpoint) {
    ResourcePath network = path;
    network.kind = ResourceKind::kManagedVirtualNetwork;
    network.name = std::exchange(network.parent, "");
    WEIR_ASSIGN(const Kept found, services.factories->Get(network));
    (void)found;  // A network that is not there is an error.
  }
  std::unique_lock<std::mutex> changing;
  if (kind == ResourceKind::kTrigger) {
    changing = std::unique_lock(services.changing_triggers);
    WEIR_TRY(services.triggers->MayChange(TriggerKey(path), body["properties"]));
  }
  WEIR_ASSIGN(const Kept kept,
              services.factories->Put(path, call.preconditions(), [&](const Kept* old) {
                return ReadDocument(path, body, old);
              }));
  return ResourceResponse(services, path, kept);
}

Result<ServerResponse> GetResource(const Services& services, const Call& call, ResourceKind kind) {
  const ResourcePath path = call.PathOf(kind);
  WEIR_ASSIGN(const Kept kept, services.factories->Get(path));
  const Preconditions conditions = call.preconditions();
  if (!conditions.if_match.empty() && !NamesEtag(conditions.if_match, kept.etag)) {
    return Fail(ErrorKind::kConflict, "PreconditionFailed",
                "the condition on the etag does not hold: the resource has '" + kept.etag + "'");
  }
  ServerResponse response = ResourceResponse(services, path, kept);
  // Clients fail on a 304 where the contract has none.
  const std::vector<std::string>& statuses = call.route().statuses;
  const bool may_be_unchanged =
      std::find(statuses.begin(), statuses.end(), "304") != statuses.end();
  if (may_be_unchanged && !conditions.if_none_match.empty() &&
      NamesEtag(conditions.if_none_match, kept.etag)) {
    response.status = 304;
    response.body.clear();
  }
  return response;
}

Result<ServerResponse> DeleteResource(const Services& services, const Call& call,
                                      ResourceKind kind) {
  const ResourcePath path = call.PathOf(kind);
  std::unique_lock<std::mutex> changing;
  if (kind == ResourceKind::kTrigger || kind == ResourceKind::kFactory) {
    changing = std::unique_lock(services.changing_triggers);
  }
  if (kind == ResourceKind::kTrigger && services.triggers->started(TriggerKey(path))) {
    return Fail(ErrorKind::kInvalid, "TriggerEnabledCannotUpdate",
                "Cannot delete enabled Trigger; the trigger needs to be disabled first.")
        .At(path.Id());
  }
  WEIR_ASSIGN(const bool was_there, services.factories->Remove(path, call.preconditions()));
  if (kind == ResourceKind::kTrigger) WEIR_TRY(services.triggers->Forget(TriggerKey(path)));
  if (kind == ResourceKind::kFactory) {
    WEIR_TRY(services.triggers->ForgetFactory(path.FactoryKey()));
  }
  return ServerResponse{was_there ? 200 : 204, {}, {}};
}

Result<ServerResponse> ListResources(const Services& services, const Call& call,
                                     ResourceKind kind) {
  WEIR_ASSIGN(const KeptPage page,
              services.factories->List(call.PathOf(kind), call.QueryValue("$skipToken"), kPageMax));
  return ListResponse(services, call, kind, page);
}

Result<ServerResponse> ListFactories(const Services& services, const Call& call,
                                     ResourceKind kind) {
  const auto shown = [&](const std::string& id) {
    return call.caller().May("Microsoft.DataFactory/factories/read", id);
  };
  return ListResponse(services, call, kind,
                      services.factories->ListFactories(
                          call.FactoryPath(), call.QueryValue("$skipToken"), kPageMax, shown));
}

/// Tags, identity and publicNetworkAccess; the rest stays.
Result<ServerResponse> PatchFactory(const Services& services, const Call& call, ResourceKind kind) {
  const ResourcePath path = call.PathOf(kind);
  WEIR_ASSIGN(const Json body, call.Body());
  WEIR_ASSIGN(const auto known, services.factories->Find(path));
  (void)known;  // A factory that is not there is an error, not made.
  WEIR_ASSIGN(const Kept kept,
              services.factories->Put(path, {"*", ""}, [&](const Kept* old) -> Result<Json> {
                Json document = old->document;
                for (const char* member : {"tags", "identity"}) {
                  if (const Json* value = body.Find(member)) document.Set(member, *value);
                }
                const Json* access = body["properties"].Find("publicNetworkAccess");
                if (access != nullptr && !access->is_string()) {
                  return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
                              "'publicNetworkAccess' must be a text")
                      .At(access->position());
                }
                if (access != nullptr) {
                  Json properties = document["properties"];
                  properties.Set("publicNetworkAccess", *access);
                  document.Set("properties", std::move(properties));
                }
                WEIR_TRY(CheckFactoryMembers(document));
                return document;
              }));
  return ResourceResponse(services, path, kept);
}

}  // namespace weir::api::arm
