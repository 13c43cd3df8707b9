#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace arrow {
class Field;
class Schema;
}  // namespace arrow

namespace weir::formats {

/// What a column is beyond its Arrow type: "Guid", or "Json" for a utf8 column of JSON values that
/// keep their structure (objects and arrays of a document); "" for what the type says.
std::string FieldKind(const arrow::Field& field);

/// The field with that kind in its metadata (`weir.type`).
std::shared_ptr<arrow::Field> WithKind(const std::shared_ptr<arrow::Field>& field,
                                       const std::string& kind);

/// Refuse columns of JSON values in a format of flat tables.
/// Errors: kInvalid ComplexValueInTextColumn, naming the column and what to set.
Result<> RefuseJsonColumns(const arrow::Schema& schema);

}  // namespace weir::formats
