#pragma once

#include "compute/job.h"
#include "compute/tools.h"

namespace weir::compute::synapse {

/// The job of SynapseNotebook: the notebook of a workspace (or a file of the store
/// `notebookLinkedService`, in `notebookFolder`), its cells one after the other as statements of a
/// session of the Spark pool, or of the Livy server at `livyUri`. The last three are ours.
/// Errors: kInvalid 2103, 2104, 2110; kUnsupported for `targetSparkConfiguration`.
Result<std::unique_ptr<Job>> OpenNotebookJob(engine::ActivityContext& context,
                                             const ComputeTools& tools);

}  // namespace weir::compute::synapse
