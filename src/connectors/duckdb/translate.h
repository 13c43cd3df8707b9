#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace weir::connectors::duckdb {

/// Cut a script into statements and turn what pipelines commonly say in other stores' SQL,
/// T-SQL's above all, into DuckDB's. Never looks into string literals.
///
/// Rewritten: [name] and `name`; TOP n; GO; @name parameters; N'text'; types in CREATE TABLE, ALTER
/// TABLE, CAST and CONVERT; the functions of the table in translate.cc; #temp tables; WITH (NOLOCK)
/// and its like; SET NOCOUNT ON and its like. Everything else is left as it is, so DuckDB's own
/// SQL passes unchanged.
/// Errors: kUnsupported SqlNotSupported for a CONVERT style that has no counterpart.
Result<std::vector<std::string>> TranslateSql(std::string_view sql);

}  // namespace weir::connectors::duckdb
