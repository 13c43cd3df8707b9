#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/sqlite/statement.h"
#include "store/store.h"

namespace weir::store {

/// Write within the transaction that is open.
Result<> WriteTriggers(sqlite3* database, const TriggerChanges& changes);
/// A row of kTriggerRunColumns.
TriggerRunRecord ReadTriggerRun(const Statement& row);
Result<std::vector<TriggerRecord>> ReadTriggers(sqlite3* database);
Result<std::optional<TriggerRunRecord>> ReadTriggerRun(sqlite3* database, const std::string& id);

}  // namespace weir::store
