#include "api/access/roles.h"

#include <algorithm>

#include "base/names.h"

namespace weir::api {
namespace {

struct Role {
  std::string_view name;
  bool runs;    ///< Actions that only look: queries of runs, states.
  bool writes;  ///< Everything in factories.
  bool owns;    ///< Everything.
};
constexpr Role kRoles[] = {{"Reader", false, false, false},
                           {"Monitoring Reader", true, false, false},
                           {"Data Factory Contributor", true, true, false},
                           {"Owner", true, true, true}};

/// What POST asks for without changing anything. Azure's Monitoring Reader lacks these, so that it
/// cannot see runs; ours has them. Source: our choice.
constexpr std::string_view kLooks[] = {
    "queryPipelineRuns",          "queryActivityruns",  "queryTriggerRuns", "querytriggers",
    "queryDataFlowDebugSessions", "queryFeaturesValue", "getFeatureValue",  "getStatus",
    "getEventSubscriptionStatus", "monitoringData"};

bool Ends(std::string_view action, std::string_view verb) {
  return action.size() > verb.size() && SameName(action.substr(action.size() - verb.size()), verb);
}

bool Looks(std::string_view action) {
  return std::any_of(std::begin(kLooks), std::end(kLooks), [&](std::string_view look) {
    return Ends(action, "/" + std::string(look) + "/action");
  });
}

const Role* FindRole(std::string_view name) {
  const auto* found = std::find_if(std::begin(kRoles), std::end(kRoles),
                                   [&](const Role& role) { return SameName(role.name, name); });
  return found == std::end(kRoles) ? nullptr : found;
}

bool Allows(const Role& role, std::string_view action) {
  if (role.owns || Ends(action, "/read")) return true;
  if (role.writes) return SameName(action.substr(0, action.find('/')), "Microsoft.DataFactory");
  return role.runs && Looks(action);
}

/// True if `id` is `scope` or below it; both in lower case.
bool Covers(std::string_view scope, std::string_view id) {
  return scope == "/" || id == scope || (id.starts_with(scope) && id[scope.size()] == '/');
}

}  // namespace

bool OnlyLooks(std::string_view action) {
  return Ends(action, "/read") || Looks(action);
}

bool Caller::May(std::string_view action, std::string_view resource_id) const {
  const std::string key = NameKey(resource_id);
  return std::any_of(roles.begin(), roles.end(), [&](const Assignment& one) {
    const Role* role = FindRole(one.role);
    return role != nullptr && Covers(NameKey(one.scope), key) && Allows(*role, action);
  });
}

bool Caller::Knows(std::string_view resource_id) const {
  const std::string key = NameKey(resource_id);
  return std::any_of(roles.begin(), roles.end(), [&](const Assignment& one) {
    const std::string scope = NameKey(one.scope);
    return Covers(scope, key) || Covers(key, scope);
  });
}

std::vector<std::string> RoleNames() {
  std::vector<std::string> names;
  for (const Role& role : kRoles) names.emplace_back(role.name);
  return names;
}

Result<Assignment> MakeAssignment(std::string_view role, std::string_view scope) {
  const Role* known = FindRole(role);
  if (known == nullptr) {
    std::string list;
    for (const std::string& name : RoleNames()) list += (list.empty() ? "" : ", ") + name;
    return Fail(ErrorKind::kInvalid, "UnknownRole",
                "a role must be one of " + list + ", got '" + std::string(role) + "'" +
                    DidYouMean(role, RoleNames()));
  }
  while (scope.size() > 1 && scope.ends_with('/')) scope.remove_suffix(1);
  if (scope.empty()) scope = "/";
  if (scope != "/" && !NameKey(scope).starts_with("/subscriptions/")) {
    return Fail(ErrorKind::kInvalid, "InvalidScope",
                "a scope must be '/' or the id of a subscription, a resource group or a factory "
                "('/subscriptions/…'), got '" +
                    std::string(scope) + "'");
  }
  return Assignment{std::string(known->name), std::string(scope)};
}

Json ToJson(const std::vector<Assignment>& roles) {
  Json list = Json::Array();
  for (const Assignment& one : roles) {
    list.Append(Json::Object({{"role", one.role}, {"scope", one.scope}}));
  }
  return list;
}

std::vector<Assignment> ReadAssignments(const Json& roles) {
  std::vector<Assignment> read;
  for (const Json& one : roles.items()) {
    Result<Assignment> assignment =
        MakeAssignment(one["role"].as_string(), one["scope"].as_string());
    if (assignment) read.push_back(*std::move(assignment));
  }
  return read;
}

}  // namespace weir::api
