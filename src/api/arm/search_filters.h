#pragma once

#include "api/arm/run_filters.h"
#include "base/clock.h"
#include "store/run_search.h"

namespace weir::api::arm {

/// Read the body of searchPipelineRuns or searchActivityRuns: {lastUpdatedAfter, lastUpdatedBefore
/// (of activity runs startedAfter, startedBefore), filters: [{operand, operator, name, values}],
/// orderBy: [{orderBy, order}], limit, continuationToken}, all of which may be absent.
/// Errors: kInvalid InvalidRequestContent, with the names that are known.
Result<store::RunSearch> ReadRunSearch(const Json& body, RunKind kind, UtcTime now);

}  // namespace weir::api::arm
