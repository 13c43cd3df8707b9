#pragma once

#include <sqlite3.h>

#include <memory>
#include <mutex>
#include <string>

#include "store/store.h"

namespace weir::store {

/// As Store::Prune, of a database whose connection `mutex` guards; both outlive the result.
std::unique_ptr<Pruning> PruneSqlite(sqlite3* database, std::mutex& mutex, UtcTime ended_before);

/// Have the file of a store give its free pages back to the disk from here on, when it is pruned.
/// Written anew once if it did not; true then. Errors: as Store.
Result<bool> LetSqliteShrink(const std::string& path);

}  // namespace weir::store
