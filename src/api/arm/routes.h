#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace weir::api::arm {

/// One operation of the service: of Data Factory's contract, or of our own.
struct Route {
  std::string operation;  ///< "pipelines_create_run"
  std::string method;
  std::string path;                   ///< "/subscriptions/{subscriptionId}/…"
  std::string action;                 ///< "Microsoft.DataFactory/factories/pipelines/write"
  std::vector<std::string> segments;  ///< Those in braces take any text.
  std::string body;                   ///< Model of the request; empty for none.
  std::string answer;                 ///< Model of the answer, or of the items if it is paged.
  bool paged = false;
  std::vector<std::string> statuses;  ///< Of answers that are no errors.
  std::vector<std::string> query;
  std::vector<std::string> headers;
  Json row;  ///< Of our own: the rest of the row, its parts in the words of OpenAPI.
};

/// What the braces of a path took, by name.
using PathValues = std::vector<std::pair<std::string, std::string>>;

/// Routes, as data: paths are found by them, and /openapi.json is written from them.
class RouteTable {
 public:
  /// The contract's. Source: azure-mgmt-datafactory (MIT), data/routes.json.
  static const RouteTable& Get();
  /// Our own, beside the contract: data/own_routes.json.
  static const RouteTable& Own();
  explicit RouteTable(const Json& rows);

  struct Match {
    const Route* route = nullptr;
    PathValues values;
    /// The id of the resource that it is about: the path up to the last value, without the `/weir`
    /// of our own; "/" for none.
    std::string Scope() const;
  };
  /// The route of a request; literal segments ignore case. `path` is as it came, escaped.
  /// Errors: kInvalid InvalidRequestUri, kNotFound InvalidResourceType if no route has the path,
  /// kInvalid MethodNotAllowed if some have it with other methods.
  Result<Match> Find(std::string_view method, std::string_view path) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
  std::multimap<size_t, const Route*> by_length_;
};

/// The schemas that our own routes name, as OpenAPI has them.
const Json& OwnSchemas();

/// Take %xx apart. Errors: kInvalid InvalidRequestUri.
Result<std::string> DecodePercent(std::string_view text, bool plus_is_blank = false);

}  // namespace weir::api::arm
