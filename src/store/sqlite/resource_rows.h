#pragma once

#include <sqlite3.h>

#include <vector>

#include "store/store.h"

namespace weir::store {

/// Inside a transaction of the caller.
Result<> WriteResources(sqlite3* database, const ResourceChanges& changes);
/// By factory, kind and name.
Result<std::vector<ResourceRecord>> ReadResources(sqlite3* database);

}  // namespace weir::store
