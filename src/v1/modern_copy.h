#pragma once

#include <vector>

#include "base/json.h"
#include "model/v1/factory.h"
#include "v1/linked_service.h"
#include "v1/stores.h"

namespace weir::v1 {

/// One side of a Copy: its dataset in kept form and of version 1, and its store.
struct CopySide {
  Json kept;
  const model::V1Dataset* dataset = nullptr;
  const StoreType* store = nullptr;

  bool files() const;
};

/// The typeProperties of a Copy of lower.h in their newest form: source and sink by format or
/// store, store and format settings apart, columns as `mappings`.
Json ModernCopy(const Json& kept, const CopySide& from, const CopySide& to,
                std::vector<Remark>* remarks);

/// True if the columns of the source are known by its structure alone, or mapped by name pairs over
/// it; version 2 says such a mapping by explicit `mappings`.
bool NeedsMappings(const Json& kept, const CopySide& from);
/// Those `mappings`, added columns included.
Json MappingsOf(const Json& kept, const CopySide& from, const CopySide& to);

}  // namespace weir::v1
