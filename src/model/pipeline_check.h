#pragma once

#include <vector>

#include "model/factory.h"
#include "model/finding.h"
#include "model/validate.h"

namespace weir::model {

/// Check what the catalogue cannot say about a pipeline: activity names, `dependsOn`, containers,
/// variables, policies; expressions if there is a checker.
void CheckPipeline(const Factory& factory, const Resource& pipeline, const ValidateOptions& options,
                   std::vector<Finding>* findings);

}  // namespace weir::model
