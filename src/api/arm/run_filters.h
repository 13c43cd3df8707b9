#pragma once

#include "base/json.h"
#include "base/result.h"
#include "store/run_query.h"

namespace weir::api::arm {

/// Which runs are asked for.
enum class RunKind { kPipelineRuns, kActivityRuns };

/// Read the body of queryPipelineRuns or queryActivityruns: {lastUpdatedAfter, lastUpdatedBefore,
/// filters: [{operand, operator, values}], orderBy: [{orderBy, order}], continuationToken}.
/// Errors: kInvalid InvalidRequestContent, with the names that are known.
/// Source: REST contract (RunFilterParameters).
Result<store::RunQuery> ReadRunQuery(const Json& body, RunKind kind);

}  // namespace weir::api::arm
