#pragma once

#include <sqlite3.h>

#include <map>
#include <string>
#include <vector>

#include "store/store.h"

namespace weir::store {

/// The files of watches, as Store has them. Errors: what SQLite says.
Result<> WriteWatched(sqlite3* database, const TriggerChanges& changes);
Result<std::map<std::string, std::string>> ReadStamps(sqlite3* database, const std::string& watch,
                                                      const std::vector<std::string>& paths);
Result<std::vector<WatchedFile>> ReadWatched(sqlite3* database, const std::string& watch,
                                             const std::string& prefix, const std::string& after,
                                             int64_t limit);

}  // namespace weir::store
