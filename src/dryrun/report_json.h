#pragma once

#include <limits>

#include "base/json.h"
#include "dryrun/dry_run.h"

namespace weir::dryrun {

/// A dry run for machines: {pipelineName, status, message, returnValue, parameters, variables,
/// durationInMs, activities: […], assumed: […]}; at most so many activities, those that began
/// first.
Json ToJson(const DryReport& report, size_t activities_max = std::numeric_limits<size_t>::max());

}  // namespace weir::dryrun
