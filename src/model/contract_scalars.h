#pragma once

#include "base/json.h"
#include "base/result.h"
#include "model/catalogue.h"

namespace weir::model {

/// Give scalars the types that the contract says, as the service reads them: `false` and 5 where a
/// text belongs become "False" and "5", "5" and "true" where a number or a boolean belongs become
/// such. Expressions, and what cannot be read, stay as they are. Errors: kInvalid WrongType where
/// an object, a list or a scalar stands in the place of another of them. Source: observed; the
/// service reads documents with Newtonsoft.Json.
Result<> ReadScalars(Json* value, const FieldType& type);

}  // namespace weir::model
