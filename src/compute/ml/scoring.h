#pragma once

#include <memory>

#include "compute/tools.h"

namespace weir::compute::ml {

/// The executor of AzureMLBatchExecution: where its linked service is a `ScoringEndpoint`, rows are
/// read, scored in parallel batches and written, from the dataset in `inputs` to the one in
/// `outputs`, or from the file of `webServiceInputs` to that of `webServiceOutputs`; else `job`
/// does it.
///
/// Output: a copy's, with rowsScored, rowsFailed, requests. Errors: kInvalid 2103, 2110,
/// InvalidScoring, those of ScoringEndpoint, Scored and copy::RunCopy.
std::shared_ptr<engine::ActivityExecutor> MakeScoring(
    const ComputeTools& tools, std::shared_ptr<engine::ActivityExecutor> job);

}  // namespace weir::compute::ml
