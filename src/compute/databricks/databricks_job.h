#pragma once

#include "compute/job.h"
#include "compute/tools.h"

namespace weir::compute::databricks {

/// The job of DatabricksNotebook, DatabricksSparkJar, DatabricksSparkPython and DatabricksJob: a
/// run of the Jobs API 2.2, submitted with our name as its idempotency token, so that a second
/// sending makes no second run. Errors: kInvalid 2103, 2104, 2110, 3201, 3202.
Result<std::unique_ptr<Job>> OpenDatabricksJob(engine::ActivityContext& context,
                                               const ComputeTools& tools);

/// What is submitted of an activity with that linked service, but for our name. Errors: the same.
Result<Json> ReadTask(const Json& activity, const Json& service);

}  // namespace weir::compute::databricks
