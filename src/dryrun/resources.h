#pragma once

#include "base/json.h"
#include "base/result.h"
#include "engine/definitions.h"
#include "model/factory.h"

namespace weir::dryrun {

/// Evaluate the datasets and linked services that an evaluated activity names, with the parameters
/// it passes; those that the factory does not hold are left out. Errors: kInvalid InvalidTemplate,
/// MissingParameter.
Result<> EvaluateResources(engine::Definitions& definitions, const model::Factory& factory,
                           const Json& activity, UtcTime now);

}  // namespace weir::dryrun
