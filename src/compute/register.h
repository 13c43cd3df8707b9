#pragma once

#include "compute/tools.h"
#include "engine/activity.h"

namespace weir::compute {

/// Add every activity that this folder executes. The registries of `services` must outlive them.
Result<> RegisterCompute(engine::ActivityRegistry& registry, const ComputeTools& tools);

}  // namespace weir::compute
