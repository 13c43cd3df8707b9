#include <algorithm>

#include "api/arm/handlers.h"
#include "api/error_body.h"
#include "base/names.h"

namespace weir::api::arm {
namespace {

/// Shown where there is no factory yet: `az login` refuses a service without any.
/// Source: our choice; every subscription's name is taken.
constexpr const char* kFirstSubscription = "00000000-0000-0000-0000-000000000000";

Json PrintSubscription(const std::string& name, const std::string& tenant) {
  return Json::Object({{"id", "/subscriptions/" + name},
                       {"subscriptionId", name},
                       {"tenantId", tenant},
                       {"displayName", name},
                       {"state", "Enabled"}});
}

/// Those with factories, `others` among them, and those that the caller's roles name.
std::vector<std::string> Subscriptions(const Services& services, const Caller& caller,
                                       const SubscriptionsOf& others) {
  constexpr std::string_view kBefore = "/subscriptions/";
  std::vector<std::string> names;
  const auto add = [&](std::string_view name) {
    const auto same = [&](const std::string& one) { return SameName(one, name); };
    if (std::none_of(names.begin(), names.end(), same)) names.emplace_back(name);
  };
  for (const std::string& name : services.factories->Subscriptions()) {
    if (caller.Knows(std::string(kBefore) + name)) add(name);
  }
  for (const std::string& name : others()) {
    if (caller.Knows(std::string(kBefore) + name)) add(name);
  }
  for (const Assignment& one : caller.roles) {
    if (one.scope.size() <= kBefore.size()) continue;
    const std::string_view rest = std::string_view(one.scope).substr(kBefore.size());
    add(rest.substr(0, rest.find('/')));
  }
  if (names.empty() && !caller.roles.empty()) add(kFirstSubscription);
  return names;
}

}  // namespace

std::optional<http::ServerResponse> AnswerSubscriptions(const Services& services,
                                                        const http::ServerRequest& request,
                                                        const Caller& caller,
                                                        const SubscriptionsOf& others) {
  const std::string path = NameKey(request.path());
  if (request.method != "GET") return std::nullopt;
  const std::string& tenant = services.principals->tenant();
  if (path == "/tenants") {
    Json one = Json::Object({{"id", "/tenants/" + tenant}, {"tenantId", tenant}});
    return JsonResponse(Json::Object({{"value", Json::Array({std::move(one)})}}));
  }
  if (path != "/subscriptions") return std::nullopt;
  Json value = Json::Array();
  for (const std::string& name : Subscriptions(services, caller, others)) {
    value.Append(PrintSubscription(name, tenant));
  }
  return JsonResponse(Json::Object({{"value", std::move(value)}}));
}

}  // namespace weir::api::arm
