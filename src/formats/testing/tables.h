#pragma once

#include <arrow/type_fwd.h>

#include <memory>

#include "base/json.h"
#include "base/result.h"

namespace weir::formats::testing {

/// The Arrow type of an interim type's name. Errors: kInvalid.
Result<std::shared_ptr<arrow::DataType>> TypeFromName(const std::string& name);

/// A batch of `columns` ({name: type}) and `rows` (arrays of values, everything but numbers, truth
/// values and null as Arrow prints it).
Result<std::shared_ptr<arrow::RecordBatch>> BatchFromJson(const Json& columns, const Json& rows);

}  // namespace weir::formats::testing
