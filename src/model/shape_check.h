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

/// The catalogue's base or model of a kind's `properties`; null for kinds whose shape is unchecked.
const char* BaseOf(ResourceKind kind);

/// The property that tells the models of a base apart: usually "type"; a web linked service is told
/// by its "authenticationType".
std::string DiscriminatorOf(const std::string& base);

/// Check one value by itself against a base of the catalogue ("CopySource", "DatasetLocation" …) or
/// a plain model. Findings stand in `file`.
void CheckShapeOf(const Json& value, const std::string& base, const std::string& file,
                  std::vector<Finding>* findings);

}  // namespace weir::model
