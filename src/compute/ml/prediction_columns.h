#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace arrow {
class Array;
class DataType;
class Schema;
}  // namespace arrow

namespace weir::compute::ml {

/// The columns that predictions become.
class PredictionColumns {
 public:
  /// Those of the first predictions: whole numbers int64, numbers double, booleans bool, the rest
  /// texts (lists and objects within as JSON). None: one column of texts.
  static Result<PredictionColumns> For(const std::vector<Json>& predictions);

  /// The schema with these columns at its end. Errors: kInvalid PredictionColumnExists.
  Result<std::shared_ptr<arrow::Schema>> AddTo(const arrow::Schema& schema) const;

  /// The columns of other predictions. Errors: kInvalid PredictionTypeChanged.
  Result<std::vector<std::shared_ptr<arrow::Array>>> Build(
      const std::vector<Json>& predictions) const;

 private:
  struct Column {
    std::string name;
    std::shared_ptr<arrow::DataType> type;
  };
  enum class Shape { kScalar, kObject, kList };

  Result<const Json*> CellOf(const Json& prediction, size_t column) const;

  Shape shape_ = Shape::kScalar;
  std::vector<Column> columns_;
};

}  // namespace weir::compute::ml
