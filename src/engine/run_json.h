#pragma once

#include <vector>

#include "base/json.h"
#include "store/store.h"

namespace weir::engine {

/// A pipeline run as the REST API prints it: runId, runGroupId, isLatest, pipelineName, parameters
/// (values as text), invokedBy, lastUpdated, runStart, runEnd, durationInMs, status, message.
Json RunToJson(const store::RunRecord& run);

/// An activity run as the REST API prints it; `path` and `parentActivityRunId` are ours.
Json ActivityRunToJson(const store::RunRecord& run, const store::ActivityRunRecord& activity);

}  // namespace weir::engine
