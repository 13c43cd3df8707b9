#pragma once

#include <sqlite3.h>

#include <functional>

#include "store/store.h"

namespace weir::store {

/// Slices, as Store has them. Errors: what SQLite says.
Result<> WriteSlices(sqlite3* database, const TriggerChanges& changes);
Result<> ReadSlices(sqlite3* database, const std::function<void(const SliceRecord&)>& take);

}  // namespace weir::store
