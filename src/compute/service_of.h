#pragma once

#include "engine/activity.h"

namespace weir::compute {

/// The activity's linked service, which must be of the type.
/// Errors: kInvalid 2103 if none is named, 2110 if it is of another type; what finding it says.
Result<model::LinkedServiceInstance> ServiceOf(engine::ActivityContext& context, const char* type);

}  // namespace weir::compute
