#include "compute/ml/prediction_columns.h"

#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/type.h>

#include <cmath>

#include "formats/batch_stream.h"

namespace weir::compute::ml {
namespace {

constexpr const char* kPrediction = "prediction";
constexpr const char* kTypeChanged = "PredictionTypeChanged";

using TypePtr = std::shared_ptr<arrow::DataType>;

TypePtr TypeOf(const Json& value) {
  if (value.is_bool()) return arrow::boolean();
  if (value.is_int()) return arrow::int64();
  if (value.is_number()) return arrow::float64();
  return arrow::utf8();
}

/// The type of both; null is the type of nothing yet.
TypePtr Joined(const TypePtr& known, const Json& value) {
  if (value.is_null()) return known;
  const TypePtr type = TypeOf(value);
  if (known == nullptr || known->Equals(*type)) return type;
  const bool numbers =
      known->id() != arrow::Type::BOOL && known->id() != arrow::Type::STRING && value.is_number();
  return numbers ? arrow::float64() : arrow::utf8();
}

bool IsWhole(const Json& value) {
  return value.is_int() ||
         (value.is_number() && std::floor(value.as_double()) == value.as_double() &&
          std::abs(value.as_double()) < 9e15);
}

bool Fits(const arrow::DataType& type, const Json& value) {
  if (value.is_null() || type.id() == arrow::Type::STRING) return true;
  if (type.id() == arrow::Type::BOOL) return value.is_bool();
  return type.id() == arrow::Type::INT64 ? IsWhole(value) : value.is_number();
}

arrow::Status Append(arrow::ArrayBuilder& builder, const Json& value) {
  if (value.is_null()) return builder.AppendNull();
  switch (builder.type()->id()) {
    case arrow::Type::BOOL:
      return static_cast<arrow::BooleanBuilder&>(builder).Append(value.as_bool());
    case arrow::Type::INT64:
      return static_cast<arrow::Int64Builder&>(builder).Append(
          value.is_int() ? value.as_int() : static_cast<int64_t>(value.as_double()));
    case arrow::Type::DOUBLE:
      return static_cast<arrow::DoubleBuilder&>(builder).Append(
          value.is_int() ? static_cast<double>(value.as_int()) : value.as_double());
    default:  // Of Arrow's types, For chooses no others.
      return static_cast<arrow::StringBuilder&>(builder).Append(
          value.is_string() ? value.as_string() : DumpJson(value));
  }
}

}  // namespace

Result<PredictionColumns> PredictionColumns::For(const std::vector<Json>& predictions) {
  PredictionColumns out;
  const Json first = predictions.empty() ? Json() : predictions.front();
  if (first.is_object()) {
    out.shape_ = Shape::kObject;
    for (const Json::Member& one : first.members()) out.columns_.push_back({one.name, nullptr});
  } else if (first.is_array()) {
    out.shape_ = Shape::kList;
    for (size_t i = 0; i < first.size(); ++i) {
      out.columns_.push_back({std::string(kPrediction) + "_" + std::to_string(i), nullptr});
    }
  } else {
    out.columns_.push_back({kPrediction, nullptr});
  }
  for (size_t i = 0; i < out.columns_.size(); ++i) {
    Column& column = out.columns_[i];
    for (const Json& prediction : predictions) {
      WEIR_ASSIGN(const Json* cell, out.CellOf(prediction, i));
      column.type = Joined(column.type, *cell);
    }
    if (column.type == nullptr) column.type = arrow::utf8();
  }
  return out;
}

Result<std::shared_ptr<arrow::Schema>> PredictionColumns::AddTo(const arrow::Schema& schema) const {
  arrow::FieldVector fields = schema.fields();
  for (const Column& column : columns_) {
    if (schema.GetFieldIndex(column.name) >= 0) {
      return Fail(ErrorKind::kInvalid, "PredictionColumnExists",
                  "the rows have a column '" + column.name +
                      "' already, as the predictions do: rename it, in the query of a table or in "
                      "the file");
    }
    fields.push_back(arrow::field(column.name, column.type));
  }
  return arrow::schema(std::move(fields));
}

Result<const Json*> PredictionColumns::CellOf(const Json& prediction, size_t column) const {
  const bool fits = shape_ == Shape::kObject ? prediction.is_object()
                    : shape_ == Shape::kList
                        ? prediction.is_array() && prediction.size() == columns_.size()
                        : !prediction.is_object() && !prediction.is_array();
  if (!fits) {
    return Fail(ErrorKind::kInvalid, kTypeChanged,
                "all predictions must look like the first ones (" +
                    std::to_string(columns_.size()) + " of " + columns_.front().name + "), got " +
                    DumpJson(prediction).substr(0, 200));
  }
  if (shape_ == Shape::kObject) return &prediction[columns_[column].name];
  return shape_ == Shape::kList ? &prediction[column] : &prediction;
}

Result<std::vector<std::shared_ptr<arrow::Array>>> PredictionColumns::Build(
    const std::vector<Json>& predictions) const {
  std::vector<std::shared_ptr<arrow::Array>> arrays;
  for (size_t i = 0; i < columns_.size(); ++i) {
    const Column& column = columns_[i];
    WEIR_ARROW_ASSIGN(const std::unique_ptr<arrow::ArrayBuilder> builder,
                      arrow::MakeBuilder(column.type), kTypeChanged);
    for (const Json& prediction : predictions) {
      WEIR_ASSIGN(const Json* cell, CellOf(prediction, i));
      if (!Fits(*column.type, *cell)) {
        return Fail(ErrorKind::kInvalid, kTypeChanged,
                    "'" + column.name + "' was " + column.type->ToString() +
                        " in the first predictions, got " + DumpJson(*cell).substr(0, 200));
      }
      WEIR_ARROW_TRY(Append(*builder, *cell), kTypeChanged);
    }
    WEIR_ARROW_ASSIGN(std::shared_ptr<arrow::Array> array, builder->Finish(), kTypeChanged);
    arrays.push_back(std::move(array));
  }
  return arrays;
}

}  // namespace weir::compute::ml
