#pragma once

#include <string>

#include "store/sqlite/statement.h"
#include "store/store.h"

namespace weir::store {

/// The run of a row that selects kRunColumns first.
RunRecord ReadRun(const Statement& row);
/// The activity run of a row of `activity_runs`.
ActivityRunRecord ReadActivity(const std::string& run_id, const Statement& row);

}  // namespace weir::store
