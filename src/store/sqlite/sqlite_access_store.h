#pragma once

#include <memory>
#include <string>

#include "store/access_store.h"

namespace weir::store {

/// An access store in one SQLite file, made if it is absent, for its owner only; ":memory:" for
/// tests. Errors: kInternal StoreFailed, kConflict StoreTooNew.
Result<std::unique_ptr<AccessStore>> OpenSqliteAccessStore(const std::string& path);

}  // namespace weir::store
