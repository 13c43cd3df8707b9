#pragma once

#include <map>
#include <string>

#include "base/json.h"
#include "base/result.h"

namespace weir::connectors::postgres {

/// How to reach a server, in libpq's words.
struct ConnectionSettings {
  std::map<std::string, std::string> keywords;  ///< host, port, dbname, user, password, sslmode, …
  std::string time_zone = "UTC";                ///< Of the session.
  std::string search_path;                      ///< As written; empty: the server's.
  int connect_timeout_s = 15;
  int statement_timeout_s = 0;  ///< 0: none.

  std::string Get(const std::string& keyword) const {
    const auto found = keywords.find(keyword);
    return found == keywords.end() ? "" : found->second;
  }
};

/// Read a linked service's typeProperties: either `connectionString` (an ADO.NET or ODBC string
/// with keys in any case and spelling, libpq's own `key=value` form, or a URI) or the typed
/// properties of PostgreSqlV2 and AzurePostgreSql; `password` apart wins over the one in the
/// string.
/// Errors: kInvalid LinkedServiceInvalid naming the key or property, never its value; kUnsupported
/// AuthenticationNotSupported for service principals and managed identities.
Result<ConnectionSettings> ReadSettings(const Json& type_properties);

}  // namespace weir::connectors::postgres
