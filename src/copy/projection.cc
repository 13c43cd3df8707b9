#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include "base/names.h"
#include "copy/column_builder.h"
#include "copy/interim_types.h"
#include "copy/mapping.h"

namespace weir::copy {
namespace {

/// The column of that exact name, else the only one that differs in case; -1 if none.
int FindColumn(const arrow::Schema& schema, const std::string& name) {
  for (int i = 0; i < schema.num_fields(); ++i) {
    if (schema.field(i)->name() == name) return i;
  }
  int found = -1;
  for (int i = 0; i < schema.num_fields(); ++i) {
    if (!SameName(schema.field(i)->name(), name)) continue;
    if (found >= 0) return -1;
    found = i;
  }
  return found;
}

Error SourceColumnMissing(const std::string& name) {
  return Fail(ErrorKind::kInvalid, "UserErrorInvalidColumnMappingColumnNotFound",
              "Column '" + name + "' specified in column mapping cannot be found in source data.");
}

Error SinkColumnMissing(const std::string& name, const SinkShape& shape) {
  std::string columns;
  for (const auto& field : shape.columns->fields()) {
    columns += (columns.empty() ? "'" : ", '") + field->name() + "'";
  }
  return Fail(ErrorKind::kInvalid, "UserErrorInvalidColumnName",
              "Column '" + name + "' does not exist in the " +
                  (shape.is_table ? "table" : "file that the rows are merged into") +
                  ", which has " + columns);
}

Result<int> SourceIndex(const MappedColumn& column, const arrow::Schema& source) {
  if (column.source_ordinal > 0 && column.source_path.empty()) {
    if (column.source_ordinal > source.num_fields()) {
      return SourceColumnMissing(std::to_string(column.source_ordinal));
    }
    return column.source_ordinal - 1;
  }
  // A document reader names columns as the mapping does.
  const std::string& name = column.source_path.empty() ? column.source_name : column.source_path;
  int index = FindColumn(source, name);
  if (index < 0 && !column.source_path.empty()) {
    const std::vector<std::string> steps = SplitPath(name);
    if (steps.size() == 1) index = FindColumn(source, steps.front());
  }
  if (index < 0) return SourceColumnMissing(name);
  return index;
}

/// Lines of a mapping for all columns of the source, by name.
std::vector<MappedColumn> ByName(const arrow::Schema& source) {
  std::vector<MappedColumn> columns;
  for (int i = 0; i < source.num_fields(); ++i) {
    MappedColumn column;
    column.source_ordinal = i + 1;
    column.sink_name = source.field(i)->name();
    columns.push_back(std::move(column));
  }
  return columns;
}

/// The field that a mapping asks for; null if the source's own will do.
Result<std::shared_ptr<arrow::Field>> AskedField(const MappedColumn& column,
                                                 const arrow::Field& source, bool type_conversion) {
  const std::string& type = column.sink_type.empty() ? column.source_type : column.sink_type;
  if (type.empty()) return std::shared_ptr<arrow::Field>();
  WEIR_ASSIGN(std::shared_ptr<arrow::Field> field,
              InterimField(column.sink_name, type, column.precision, column.scale));
  const TypeGroup from = GroupOf(source);
  // Values that have a type of their own keep it unless conversion was asked for.
  if (from != TypeGroup::kString && from != TypeGroup::kNull && !type_conversion) {
    return std::shared_ptr<arrow::Field>();
  }
  // A decimal without precision stays as it is.
  if (field->type()->id() == arrow::Type::DECIMAL128 && from == TypeGroup::kDecimal &&
      column.precision == 0) {
    return std::shared_ptr<arrow::Field>();
  }
  return field;
}

ConversionSettings SettingsOf(const MappedColumn& column, const ConversionSettings& shared) {
  ConversionSettings settings = shared;
  if (!column.format.empty()) {
    settings.datetime_format = column.format;
    settings.datetimeoffset_format = column.format;
  }
  return settings;
}

/// Where a column goes in the shape: exactly by name, or ignoring case for a written mapping.
int ShapeIndex(const arrow::Schema& shape, const MappedColumn& column, bool by_name) {
  return by_name ? shape.GetFieldIndex(column.sink_name) : FindColumn(shape, column.sink_name);
}

}  // namespace

Result<Projection> Projection::Bind(const Translator& translator, const arrow::Schema& source,
                                    const SinkShape& shape) {
  // A file of no bytes has neither columns nor rows: there is nothing to bind.
  const bool by_name = translator.columns.empty() || source.num_fields() == 0;
  const std::vector<MappedColumn> columns = by_name ? ByName(source) : translator.columns;
  Projection out;
  std::vector<std::shared_ptr<arrow::Field>> fields;
  for (const MappedColumn& mapped : columns) {
    WEIR_ASSIGN(const int index, SourceIndex(mapped, source));
    const arrow::Field& from = *source.field(index);
    std::shared_ptr<arrow::Field> to;
    if (shape.columns != nullptr) {
      const int at = ShapeIndex(*shape.columns, mapped, by_name);
      if (at < 0) return SinkColumnMissing(mapped.sink_name, shape);
      to = shape.columns->field(at);
    } else {
      WEIR_ASSIGN(to, AskedField(mapped, from, translator.type_conversion));
      if (to == nullptr) to = source.field(index)->WithName(mapped.sink_name);
    }
    WEIR_ASSIGN(ColumnConversion conversion,
                PlanConversion(from, *to, SettingsOf(mapped, translator.conversion)));
    out.columns_.push_back({index, from.name(), std::move(conversion)});
    fields.push_back(std::move(to));
  }
  if (shape.columns != nullptr && shape.exact) {
    std::vector<Column> ordered(static_cast<size_t>(shape.columns->num_fields()));
    for (size_t i = 0; i < fields.size(); ++i) {
      const int at = shape.columns->GetFieldIndex(fields[i]->name());
      if (at >= 0) ordered[static_cast<size_t>(at)] = out.columns_[i];
    }
    out.columns_ = std::move(ordered);
    fields = shape.columns->fields();
  }
  out.schema_ = arrow::schema(std::move(fields));
  return out;
}

Result<std::shared_ptr<arrow::RecordBatch>> Projection::Apply(const arrow::RecordBatch& in,
                                                              std::vector<Fault>& faults) const {
  std::vector<std::shared_ptr<arrow::Array>> arrays;
  arrays.reserve(columns_.size());
  std::vector<CellFault> cells;
  for (size_t i = 0; i < columns_.size(); ++i) {
    const Column& column = columns_[i];
    if (column.source < 0) {
      WEIR_ARROW_ASSIGN(
          std::shared_ptr<arrow::Array> nulls,
          arrow::MakeArrayOfNull(schema_->field(static_cast<int>(i))->type(), in.num_rows()),
          kConversionFailed);
      arrays.push_back(std::move(nulls));
      continue;
    }
    std::shared_ptr<arrow::Array> array = in.column(column.source);
    if (column.conversion) {
      cells.clear();
      WEIR_ASSIGN(array, column.conversion(array, cells));
      for (CellFault& cell : cells) faults.push_back({cell.row, i, std::move(cell.value)});
    }
    arrays.push_back(std::move(array));
  }
  return arrow::RecordBatch::Make(schema_, in.num_rows(), std::move(arrays));
}

Error Projection::FaultError(const Fault& fault) const {
  return CellError(columns_[fault.column].source_name, fault.value,
                   InterimName(*schema_->field(static_cast<int>(fault.column))));
}

}  // namespace weir::copy
