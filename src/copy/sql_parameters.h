#pragma once

#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "connectors/database.h"

namespace weir::copy {

/// Read `storedProcedureParameters`: an object name → {value, type}, or name → value.
/// Errors: kInvalid InvalidProperty.
Result<std::vector<connectors::SqlParameter>> ReadSqlParameters(const Json& parameters);

}  // namespace weir::copy
