#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "model/catalogue.h"
#include "model/factory.h"
#include "model/finding.h"

namespace weir::model {

/// Check a resource against its model in the catalogue: unknown types, missing properties, values
/// of the wrong JSON type. Where a property may hold an expression, one is taken. Settings of
/// inactive activities are passed over, and so are unknown properties.
void CheckShape(const Resource& resource, std::vector<Finding>* findings);

}  // namespace weir::model
