// Self-hosted runtimes that several factories share: one has the nodes, the others a runtime that
// leads to it. Source: documented (create-shared-self-hosted-integration-runtime); that a link is
// kept beside the shared runtime, in place of a role of another factory's identity, is our choice.
#include "api/arm/handlers.h"
#include "api/arm/runtime_nodes.h"
#include "api/error_body.h"
#include "base/names.h"

namespace weir::api::arm {
namespace {

using http::ServerResponse;
using model::ResourceKind;

constexpr size_t kLinksMax = 120;  // Source: documented.
constexpr const char* kWriteRuntimes = "Microsoft.DataFactory/factories/integrationRuntimes/write";

Result<std::string> ReadName(const Json& body, std::string_view member) {
  const Json& value = body[member];
  if (value.is_string() && !value.as_string().empty()) return value.as_string();
  return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
              "'" + std::string(member) + "' must be a name, got " +
                  std::string(KindName(value.kind())))
      .At(value.position());
}

/// The factory of that name in a subscription: names of factories are unique there.
Result<ResourcePath> FindFactory(const Services& services, const std::string& subscription,
                                 const std::string& name) {
  ResourcePath all;
  all.subscription = subscription;
  const KeptPage page = services.factories->ListFactories(
      all, "", 1000,
      [&](const std::string& id) { return NameKey(id).ends_with("/" + NameKey(name)); });
  if (page.items.size() != 1) {
    return Fail(ErrorKind::kNotFound, "ResourceNotFound",
                "the subscription '" + subscription + "' has " +
                    (page.items.empty() ? "no factory '" : "more than one factory '") + name + "'");
  }
  constexpr std::string_view kGroup = "/resourcegroups/";
  const std::string& id = page.items.front().id;
  const size_t begin = NameKey(id).find(kGroup) + kGroup.size();
  ResourcePath path;
  path.kind = ResourceKind::kIntegrationRuntime;
  path.subscription = subscription;
  path.group = id.substr(begin, id.find('/', begin) - begin);
  path.factory = page.items.front().name;
  return path;
}

Result<Json> WithLink(const Kept& shared, const ResourcePath& linked, const std::string& location,
                      UtcTime now) {
  WEIR_TRY(NeedSelfHosted(shared));
  Json links = Json::Array();
  for (const Json& one : shared.state["links"].items()) {
    if (one["factory"].as_string() != linked.FactoryKey()) links.Append(one);
  }
  if (links.size() >= kLinksMax) {
    return Fail(ErrorKind::kConflict, "TooManyLinks",
                "the integration runtime '" + shared.name + "' is shared with " +
                    std::to_string(links.size()) + " factories already, the most that it can be")
        .At(shared.id);
  }
  links.Append(Json::Object({{"factory", linked.FactoryKey()},
                             {"name", linked.name},
                             {"subscriptionId", linked.subscription},
                             {"dataFactoryName", linked.factory},
                             {"dataFactoryLocation", location},
                             {"createTime", FormatUtc(now)}}));
  Json state = shared.state;
  state.Set("links", std::move(links));
  return state;
}

}  // namespace

Result<ServerResponse> LinkRuntime(const Services& services, const Call& call, ResourceKind kind) {
  const ResourcePath path = RuntimePath(call);
  WEIR_ASSIGN(const Kept shared, services.factories->Get(path));
  WEIR_TRY(NeedSelfHosted(shared));
  WEIR_ASSIGN(const Json body, call.Body());
  WEIR_ASSIGN(const std::string subscription, ReadName(body, "subscriptionId"));
  WEIR_ASSIGN(const std::string factory, ReadName(body, "dataFactoryName"));
  WEIR_ASSIGN(ResourcePath linked, FindFactory(services, subscription, factory));
  WEIR_ASSIGN(linked.name, ReadName(body, "name"));
  if (linked.FactoryKey() == path.FactoryKey()) {
    return Fail(ErrorKind::kInvalid, "BadRequest",
                "the integration runtime '" + shared.name + "' is the factory's own")
        .At(shared.id);
  }
  WEIR_TRY(NeedRole(call.caller(), kWriteRuntimes, NameKey(linked.Id())));
  WEIR_TRY(services.factories->SetState(path, [&](const Kept& kept) {
    return WithLink(kept, linked, body["dataFactoryLocation"].as_string(), services.clock->Now());
  }));
  const Json info = Json::Object({{"authorizationType", "RBAC"}, {"resourceId", shared.id}});
  WEIR_TRY(services.factories->Put(linked, {}, [&](const Kept* old) -> Result<Json> {
    if (old != nullptr && !IsSelfHosted(*old)) {
      return NotFor(*old, "only a SelfHosted integration runtime can lead to a shared one");
    }
    return Json::Object(
        {{"properties", Json::Object({{"type", "SelfHosted"},
                                      {"typeProperties", Json::Object({{"linkedInfo", info}})}})}});
  }));
  return GetRuntimeStatus(services, call, kind);
}

Result<ServerResponse> UnlinkRuntime(const Services& services, const Call& call,
                                     ResourceKind /*kind*/) {
  const ResourcePath path = RuntimePath(call);
  WEIR_ASSIGN(const Json body, call.Body());
  WEIR_ASSIGN(const std::string factory, ReadName(body, "linkedFactoryName"));
  const auto without = [&](const Kept& kept) -> Result<Json> {
    WEIR_TRY(NeedSelfHosted(kept));
    Json links = Json::Array();
    for (const Json& one : kept.state["links"].items()) {
      if (!SameName(one["dataFactoryName"].as_string(), factory)) links.Append(one);
    }
    Json state = kept.state;
    state.Set("links", std::move(links));
    return state;
  };
  WEIR_TRY(services.factories->SetState(path, without));
  return ServerResponse{200, {}, {}};
}

}  // namespace weir::api::arm
