#pragma once

#include "base/json.h"

namespace weir::model {

/// The document of a resource with its members in the order in which Data Factory's editor writes
/// them, so that two exports of the same resource are the same text: name, properties, then the
/// rest by name; in properties and activities likewise. What is inside typeProperties, parameters
/// and the like keeps its order, but for activities in there.
Json CanonicalDocument(const Json& document);

}  // namespace weir::model
