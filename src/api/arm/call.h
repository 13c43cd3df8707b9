#pragma once

#include <span>
#include <string>
#include <string_view>

#include "api/access/roles.h"
#include "api/arm/routes.h"
#include "base/json.h"
#include "http/server/server.h"
#include "model/factory.h"

namespace weir::api::arm {

/// The conditions of a request, as its headers say them; empty for none.
struct Preconditions {
  std::string if_match = {};
  std::string if_none_match = {};
};

/// Where a resource is. For a factory, `name` is empty and the kind kFactory.
struct ResourcePath {
  model::ResourceKind kind = model::ResourceKind::kFactory;
  std::string subscription;
  std::string group;
  std::string factory;
  std::string name;    ///< As the path spells it.
  std::string parent;  ///< The managed network of a private endpoint; else empty.

  /// The factory's resource id in lower case: its key everywhere.
  std::string FactoryKey() const;
  std::string FactoryId() const;
  /// The resource's own id.
  std::string Id() const;
  /// The name as it is kept: "network/endpoint" for private endpoints.
  std::string KeptName() const;
};

/// The first value of that name in a query, ignoring case; empty if there is none.
/// Errors: kInvalid InvalidRequestUri.
Result<std::string> QueryValueOf(std::string_view query, std::string_view name);

/// The versions of the contract.
inline constexpr std::string_view kApiVersions[] = {"2018-06-01"};

/// A request whose route is known.
class Call {
 public:
  /// `versions`: those that are taken, newest first.
  /// Errors: kInvalid InvalidRequestUri, MissingApiVersionParameter, InvalidApiVersionParameter.
  static Result<Call> Read(const http::ServerRequest& request, RouteTable::Match match,
                           const Caller& caller,
                           std::span<const std::string_view> versions = kApiVersions);

  const http::ServerRequest& request() const { return *request_; }
  /// Who asks.
  const Caller& caller() const { return *caller_; }
  const Route& route() const { return *match_.route; }
  /// What the path has for `{name}`; empty if it has none.
  const std::string& PathValue(std::string_view name) const;
  /// The first query parameter of that name, ignoring case; empty if there is none.
  const std::string& QueryValue(std::string_view name) const;
  Preconditions preconditions() const;
  /// The factory of the path.
  ResourcePath FactoryPath() const;
  /// The resource of the path: the last of its values names it.
  ResourcePath PathOf(model::ResourceKind kind) const;
  /// The body as an object; an empty one if there is none and `optional` is set.
  /// Errors: kInvalid InvalidRequestContent.
  Result<Json> Body(bool optional = false) const;
  /// The address of the same list, behind `token`; absolute if the client named its host.
  std::string NextLink(std::string_view token) const;

 private:
  Call(const http::ServerRequest& request, RouteTable::Match match, const Caller& caller)
      : request_(&request), match_(std::move(match)), caller_(&caller) {}

  const http::ServerRequest* request_;
  RouteTable::Match match_;
  const Caller* caller_;
  PathValues query_;
};

}  // namespace weir::api::arm
