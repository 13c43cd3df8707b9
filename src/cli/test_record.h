#pragma once

#include <string>

#include "base/json.h"
#include "store/store.h"

namespace weir::cli {

/// A test case made of a past run: its parameters, what its activities and those of its children
/// answered, and that the same happens again. `run_id` may be the beginning of one. Secrets are
/// masked in it, as they are in the history. Errors: kNotFound PipelineRunNotFound.
Result<Json> RecordCase(store::Store& store, const std::string& run_id);

}  // namespace weir::cli
