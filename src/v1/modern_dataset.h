#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "model/v1/factory.h"
#include "v1/linked_service.h"
#include "v1/stores.h"

namespace weir::v1 {

/// A dataset of lower.h in its newest form, as {"name", "properties"}: files as DelimitedText,
/// Json, Avro, Orc, Parquet or Binary with a `location`, tables of the store's own type with schema
/// and table. `dataset` is what it was in version 1. What the newest form cannot say is in
/// `remarks`.
Json ModernDataset(const Json& kept, const model::V1Dataset& dataset, const StoreType& store,
                   std::vector<Remark>* remarks);

/// "DelimitedText" of a kept dataset's TextFormat, "Binary" without a format.
std::string_view FormatOfKept(const Json& kept);

/// The first folder of a path that may be an expression, and what is below it.
struct SplitPath {
  Json first;
  Json rest;
};
SplitPath SplitFirstFolder(const Json& path);

}  // namespace weir::v1
