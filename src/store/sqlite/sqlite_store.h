#pragma once

#include <functional>
#include <memory>
#include <string>

#include "store/store.h"

namespace weir::store {

/// Open the store in a file, making it and its folder if absent, and bring an older schema forward.
/// ":memory:" keeps it in memory. `tell` hears of each step that a large store takes. A newer
/// schema is refused: kConflict StoreTooNew.
Result<std::unique_ptr<Store>> OpenSqliteStore(
    const std::string& path, const std::function<void(const std::string& message)>& tell = {});

/// The version of the schema that this program writes; older ones are brought forward.
int64_t SqliteSchemaVersion();

}  // namespace weir::store
