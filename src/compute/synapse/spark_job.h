#pragma once

#include "compute/job.h"
#include "compute/tools.h"

namespace weir::compute::synapse {

/// The job of SparkJob: a Spark job definition of a Synapse workspace, as a Livy batch of a Spark
/// pool. What the activity says takes the place of what the definition says.
/// Errors: kInvalid 2103, 2104, 2110; kUnsupported for `scanFolder`, `targetSparkConfiguration`.
Result<std::unique_ptr<Job>> OpenSparkJob(engine::ActivityContext& context,
                                          const ComputeTools& tools);

}  // namespace weir::compute::synapse
