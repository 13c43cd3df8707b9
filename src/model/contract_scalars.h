#pragma once

#include "base/json.h"
#include "model/catalogue.h"

namespace weir::model {

/// Give scalars the types that the contract says, as the service reads them: `false` and 5 where a
/// text belongs become "False" and "5", "5" and "true" where a number or a boolean belongs become
/// such. Expressions, and what cannot be read, stay as they are.
/// Source: observed; the service reads documents with Newtonsoft.Json.
void ReadScalars(Json* value, const FieldType& type);

}  // namespace weir::model
