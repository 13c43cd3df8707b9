#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace weir::api {

/// A role that somebody has on a scope and all below it.
struct Assignment {
  std::string role;   ///< As Azure names it: "Data Factory Contributor".
  std::string scope;  ///< "/", "/subscriptions/s", …, a factory's id. Ignores case.
};

/// Who asks.
struct Caller {
  std::string id;
  std::string name;
  std::vector<Assignment> roles;
  /// As an issuer calls a person, for people to read; it proves nothing. Empty: `name`.
  std::string shown = {};

  /// True if a role allows the action ("Microsoft.DataFactory/factories/pipelines/write") on the
  /// resource with this id.
  bool May(std::string_view action, std::string_view resource_id) const;
  /// True if some scope is at, above or below the resource.
  bool Knows(std::string_view resource_id) const;
};

/// True of actions that change nothing, queries among them.
bool OnlyLooks(std::string_view action);

/// The roles that exist, in the order of what they allow.
std::vector<std::string> RoleNames();

/// An assignment of a role by its name, spelled as Azure spells it; an empty scope is "/".
/// Errors: kInvalid UnknownRole, InvalidScope.
Result<Assignment> MakeAssignment(std::string_view role, std::string_view scope);

/// [{"role", "scope"}], and back; what is no assignment is left out.
Json ToJson(const std::vector<Assignment>& roles);
std::vector<Assignment> ReadAssignments(const Json& roles);

}  // namespace weir::api
