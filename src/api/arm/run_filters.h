#pragma once

#include "base/json.h"
#include "base/result.h"
#include "store/run_query.h"

namespace weir::api::arm {

/// Which runs are asked for.
enum class RunKind { kPipelineRuns, kActivityRuns, kTriggerRuns };

/// Read the body of queryPipelineRuns, queryActivityruns or queryTriggerRuns: {lastUpdatedAfter,
/// lastUpdatedBefore, filters: [{operand, operator, values}], orderBy: [{orderBy, order}],
/// continuationToken}. Errors: kInvalid InvalidRequestContent, with the names that are known.
/// Source: REST contract (RunFilterParameters).
Result<store::RunQuery> ReadRunQuery(const Json& body, RunKind kind);

}  // namespace weir::api::arm
