#pragma once

#include "base/json.h"
#include "model/v1/factory.h"

namespace weir::v1 {

/// The Validation of version 2 that waits for an external dataset of files as its policy says:
/// `reference` is to the dataset, which names one file or a folder. It looks for as long as all
/// checks of version 1 could take.
Json ValidationOf(const model::V1Dataset& dataset, const Json& reference, bool one_file);

}  // namespace weir::v1
