#pragma once

#include <vector>

#include "connectors/database.h"

namespace weir::connectors {

/// The values of a script's output parameters, for stores whose scripts cannot set them: each takes
/// the column of its name from the last row of the last result set that has one. Null if there is
/// no such parameter. Source: our choice (one rule for all stores without SQL variables).
Json OutputParameters(const std::vector<SqlParameter>& parameters,
                      const std::vector<ScriptResult::ResultSet>& result_sets);

/// The name without a leading '@', ':' or '$'.
std::string BareParameterName(const std::string& name);

}  // namespace weir::connectors
