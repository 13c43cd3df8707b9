#pragma once

#include <arrow/type_fwd.h>

#include <memory>
#include <string>

#include "base/result.h"
#include "formats/json/walk.h"

namespace weir::formats::json {

/// What a column holds, decided by the first documents.
enum class ColumnType {
  kNothing,  ///< Nulls only: read as String.
  kBoolean,
  kInt64,
  kDouble,
  kString,
  kJson,  ///< Objects or arrays among the values: JSON texts.
};

/// The type that holds both what `type` holds and `cell`: Int64 widens to Double, everything else
/// that differs to String, and any object or array to Json.
ColumnType Widen(ColumnType type, const Cell& cell);

/// A cell read as its column's type. Texts are as in the cell, or in `own`.
struct Value {
  bool null = true;
  bool boolean = false;
  int64_t integer = 0;
  double real = 0;
  std::string_view text;
  std::string own;
};

/// Builds one column of a batch.
class JsonColumn {
 public:
  JsonColumn(std::string name, ColumnType type, bool complex_as_text);

  /// Utf8 with kind "Json" for ColumnType::kJson, unless complex values are to be text.
  const std::shared_ptr<arrow::Field>& field() const { return field_; }
  /// The interim type's name, for messages.
  std::string type_name() const;

  /// Read a cell; false if it does not fit the column.
  bool Read(const Cell& cell, Value& value) const;
  Result<> Append(const Value& value);
  Result<std::shared_ptr<arrow::Array>> Finish();

 private:
  std::shared_ptr<arrow::Field> field_;
  ColumnType type_;
  bool complex_as_text_;
  std::shared_ptr<arrow::ArrayBuilder> builder_;
};

}  // namespace weir::formats::json
