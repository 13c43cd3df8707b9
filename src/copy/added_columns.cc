#include "copy/added_columns.h"

#include <arrow/array.h>
#include <arrow/array/util.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <arrow/type.h>

#include "copy/settings.h"

namespace weir::copy {
namespace {

using arrow::RecordBatch;

struct BoundColumn {
  int repeats = -1;  // Index of the column to repeat.
  std::shared_ptr<arrow::Scalar> text;
};

class AddingStream final : public formats::BatchStream {
 public:
  AddingStream(std::unique_ptr<formats::BatchStream> rows, std::vector<BoundColumn> columns,
               std::shared_ptr<arrow::Schema> schema)
      : rows_(std::move(rows)), columns_(std::move(columns)), schema_(std::move(schema)) {}

  std::shared_ptr<arrow::Schema> schema() const override { return schema_; }

  Result<std::shared_ptr<RecordBatch>> Next() override {
    WEIR_ASSIGN(const std::shared_ptr<RecordBatch> batch, rows_->Next());
    if (batch == nullptr) return batch;
    std::vector<std::shared_ptr<arrow::Array>> arrays = batch->columns();
    for (const BoundColumn& column : columns_) {
      if (column.repeats >= 0) {
        arrays.push_back(batch->column(column.repeats));
        continue;
      }
      WEIR_ARROW_ASSIGN(std::shared_ptr<arrow::Array> texts,
                        arrow::MakeArrayFromScalar(*column.text, batch->num_rows()),
                        "TypeConversionFailure");
      arrays.push_back(std::move(texts));
    }
    return RecordBatch::Make(schema_, batch->num_rows(), std::move(arrays));
  }

 private:
  std::unique_ptr<formats::BatchStream> rows_;
  std::vector<BoundColumn> columns_;
  std::shared_ptr<arrow::Schema> schema_;
};

}  // namespace

Result<std::vector<AddedColumn>> ReadAddedColumns(const Json& columns) {
  std::vector<AddedColumn> out;
  if (columns.is_null()) return out;
  if (!columns.is_array()) {
    return Fail(
               ErrorKind::kInvalid, "InvalidAdditionalColumns",
               "'additionalColumns' must be an Array, got " + std::string(KindName(columns.kind())))
        .At(columns.position());
  }
  for (const Json& json : columns.items()) {
    AddedColumn column;
    WEIR_ASSIGN(column.name, ReadText(json, "name"));
    WEIR_ASSIGN(column.text, ReadText(json, "value"));
    if (column.name.empty()) {
      return Fail(ErrorKind::kInvalid, "InvalidAdditionalColumns",
                  "an additional column must have a name")
          .At(json.position());
    }
    const std::string repeat = "$$COLUMN:";
    if (column.text == "$$FILEPATH") {
      column.is_path = true;
    } else if (column.text.starts_with(repeat)) {
      column.column = column.text.substr(repeat.size());
    } else if (column.text.starts_with("$$")) {
      return Fail(ErrorKind::kUnsupported, "UnsupportedProperty",
                  "the additional column '" + column.name + "' has the unknown value '" +
                      column.text + "', expected $$FILEPATH or $$COLUMN:<name>")
          .At(json.position());
    }
    out.push_back(std::move(column));
  }
  return out;
}

Result<std::unique_ptr<formats::BatchStream>> AddColumns(
    std::unique_ptr<formats::BatchStream> rows, const std::vector<AddedColumn>& added,
    const std::vector<std::pair<std::string, std::string>>& partitions, const std::string& path) {
  if (added.empty() && partitions.empty()) return rows;
  const std::shared_ptr<arrow::Schema> schema = rows->schema();
  std::vector<std::shared_ptr<arrow::Field>> fields = schema->fields();
  std::vector<BoundColumn> columns;
  for (const AddedColumn& column : added) {
    BoundColumn bound;
    if (!column.column.empty()) {
      bound.repeats = schema->GetFieldIndex(column.column);
      if (bound.repeats < 0) {
        return Fail(ErrorKind::kInvalid, "UserErrorInvalidColumnMappingColumnNotFound",
                    "Column '" + column.column +
                        "' specified in additional column cannot be found in source data.");
      }
      fields.push_back(schema->field(bound.repeats)->WithName(column.name));
    } else {
      bound.text = arrow::MakeScalar(column.is_path ? path : column.text);
      fields.push_back(arrow::field(column.name, arrow::utf8()));
    }
    columns.push_back(std::move(bound));
  }
  for (const auto& [name, value] : partitions) {
    columns.push_back({-1, arrow::MakeScalar(value)});
    fields.push_back(arrow::field(name, arrow::utf8()));
  }
  return std::unique_ptr<formats::BatchStream>(std::make_unique<AddingStream>(
      std::move(rows), std::move(columns), arrow::schema(std::move(fields))));
}

}  // namespace weir::copy
