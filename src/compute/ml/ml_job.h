#pragma once

#include "compute/job.h"
#include "compute/tools.h"

namespace weir::compute::ml {

/// The job of AzureMLExecutePipeline: a run of a published pipeline, or of a pipeline endpoint, of
/// an Azure Machine Learning workspace. The workspace's region is asked of Azure unless the linked
/// service's `apiEndpoint` (ours) says where its services answer.
/// Errors: kInvalid 2103, 2104, 2110, 4101; kUnsupported for `version`.
Result<std::unique_ptr<Job>> OpenPipelineJob(engine::ActivityContext& context,
                                             const ComputeTools& tools);

/// The job of AzureMLBatchExecution: a batch job of a web service of Machine Learning Studio, or of
/// what answers as one: made, started, looked at. Its files lie in accounts with a key.
/// Errors: kInvalid 2103, 2106, 2110.
Result<std::unique_ptr<Job>> OpenBatchExecutionJob(engine::ActivityContext& context,
                                                   const ComputeTools& tools);

/// The job of AzureMLUpdateResource: a file of a storage account with a key becomes the trained
/// model of a web service, classic or of Azure Resource Manager (by `updateResourceEndpoint`).
/// Errors: kInvalid 2103, 2110; kUnsupported CannotShareFiles for other stores.
Result<std::unique_ptr<Job>> OpenUpdateResourceJob(engine::ActivityContext& context,
                                                   const ComputeTools& tools);

}  // namespace weir::compute::ml
