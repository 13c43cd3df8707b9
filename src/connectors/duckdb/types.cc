#include "connectors/duckdb/types.h"

#include <arrow/api.h>
#include <arrow/compute/cast.h>
#include <arrow/util/checked_cast.h>
#include <arrow/util/key_value_metadata.h>

#include "connectors/row_json.h"
#include "formats/batch_stream.h"

namespace weir::connectors::duckdb {
namespace {

using arrow::internal::checked_cast;

constexpr int64_t kMicrosPerDay = 86400LL * 1000000;

bool IsNested(const arrow::DataType& type) {
  return arrow::is_nested(type.id());
}

std::shared_ptr<arrow::DataType> InterimType(const std::shared_ptr<arrow::DataType>& type) {
  switch (type->id()) {
    case arrow::Type::TIMESTAMP: {
      const auto& stamp = checked_cast<const arrow::TimestampType&>(*type);
      return stamp.timezone().empty() ? arrow::timestamp(arrow::TimeUnit::MICRO)
                                      : arrow::timestamp(arrow::TimeUnit::MICRO, "UTC");
    }
    case arrow::Type::TIME32:
    case arrow::Type::TIME64:
    case arrow::Type::DURATION:
    case arrow::Type::INTERVAL_MONTH_DAY_NANO:
      return arrow::duration(arrow::TimeUnit::MICRO);
    case arrow::Type::DECIMAL32:
    case arrow::Type::DECIMAL64: {
      const auto& decimal = checked_cast<const arrow::DecimalType&>(*type);
      return arrow::decimal128(decimal.precision(), decimal.scale());
    }
    case arrow::Type::LARGE_STRING:
    case arrow::Type::STRING_VIEW:
    case arrow::Type::DICTIONARY:
    case arrow::Type::NA:
      return arrow::utf8();
    case arrow::Type::LARGE_BINARY:
    case arrow::Type::BINARY_VIEW:
    case arrow::Type::FIXED_SIZE_BINARY:
      return arrow::binary();
    case arrow::Type::EXTENSION:
      return InterimType(checked_cast<const arrow::ExtensionType&>(*type).storage_type());
    default:  // Arrow's enum is open.
      return IsNested(*type) ? arrow::utf8() : type;
  }
}

Result<std::shared_ptr<arrow::Array>> NestedToText(const arrow::Array& column) {
  arrow::StringBuilder texts;
  for (int64_t row = 0; row < column.length(); ++row) {
    const arrow::Status status =
        column.IsNull(row) ? texts.AppendNull() : texts.Append(DumpJson(CellJson(column, row)));
    WEIR_ARROW_TRY(status, "SqlOperationFailed");
  }
  WEIR_ARROW_ASSIGN(std::shared_ptr<arrow::Array> out, texts.Finish(), "SqlOperationFailed");
  return out;
}

Result<std::shared_ptr<arrow::Array>> IntervalToDuration(const arrow::Array& column,
                                                         const arrow::Field& field) {
  const auto& intervals = checked_cast<const arrow::MonthDayNanoIntervalArray&>(column);
  arrow::DurationBuilder spans(field.type(), arrow::default_memory_pool());
  WEIR_ARROW_TRY(spans.Reserve(column.length()), "SqlOperationFailed");
  for (int64_t row = 0; row < column.length(); ++row) {
    if (intervals.IsNull(row)) {
      spans.UnsafeAppendNull();
      continue;
    }
    const auto value = intervals.GetValue(row);
    if (value.months != 0) {
      return Fail(ErrorKind::kInvalid, "UserErrorInvalidDataValue",
                  "column '" + field.name() + "' holds an interval of " +
                      std::to_string(value.months) +
                      " months, which is no time span; cast it to varchar in the query");
    }
    spans.UnsafeAppend(value.days * kMicrosPerDay + value.nanoseconds / 1000);
  }
  WEIR_ARROW_ASSIGN(std::shared_ptr<arrow::Array> out, spans.Finish(), "SqlOperationFailed");
  return out;
}

// DuckDB's bit string: a byte that counts the padding bits, then the bits behind that padding.
Result<std::shared_ptr<arrow::Array>> BitsToText(const arrow::Array& column) {
  const auto& bytes = checked_cast<const arrow::BinaryArray&>(column);
  arrow::StringBuilder texts;
  for (int64_t row = 0; row < column.length(); ++row) {
    if (bytes.IsNull(row)) {
      WEIR_ARROW_TRY(texts.AppendNull(), "SqlOperationFailed");
      continue;
    }
    const std::string_view value = bytes.GetView(row);
    std::string text;
    for (size_t bit = value.empty() ? 0 : static_cast<size_t>(value[0]) + 8; bit < value.size() * 8;
         ++bit) {
      const auto byte = static_cast<unsigned char>(value[bit / 8]);
      text += ((byte >> (7 - bit % 8)) & 1) != 0 ? '1' : '0';
    }
    WEIR_ARROW_TRY(texts.Append(text), "SqlOperationFailed");
  }
  WEIR_ARROW_ASSIGN(std::shared_ptr<arrow::Array> out, texts.Finish(), "SqlOperationFailed");
  return out;
}

// A time of day in any unit; times and durations are laid out alike.
Result<std::shared_ptr<arrow::Array>> TimeToDuration(const std::shared_ptr<arrow::Array>& column,
                                                     const arrow::Field& field) {
  WEIR_ARROW_ASSIGN(const auto micros,
                    arrow::compute::Cast(*column, arrow::time64(arrow::TimeUnit::MICRO),
                                         arrow::compute::CastOptions::Unsafe()),
                    "SqlOperationFailed");
  WEIR_ARROW_ASSIGN(std::shared_ptr<arrow::Array> out, micros->View(field.type()),
                    "SqlOperationFailed");
  return out;
}

}  // namespace

Result<std::shared_ptr<arrow::Field>> InterimField(const arrow::Field& exported, duckdb_type type) {
  if (type == DUCKDB_TYPE_BIGNUM || type == DUCKDB_TYPE_TIME_TZ) {
    return Fail(ErrorKind::kUnsupported, "SqlDataTypeNotSupported",
                "column '" + exported.name() + "' has the type " +
                    (type == DUCKDB_TYPE_BIGNUM ? "BIGNUM" : "TIMETZ") +
                    "; cast it to varchar in the query");
  }
  if (type == DUCKDB_TYPE_BIT) return arrow::field(exported.name(), arrow::utf8());
  auto field = arrow::field(exported.name(), InterimType(exported.type()));
  if (type != DUCKDB_TYPE_UUID) return field;
  return field->WithMetadata(arrow::key_value_metadata({{"weir.type", "Guid"}}));
}

Result<std::shared_ptr<arrow::Array>> ToInterim(const std::shared_ptr<arrow::Array>& column,
                                                const arrow::Field& field) {
  const arrow::DataType& type = *column->type();
  if (type.Equals(*field.type())) return column;
  switch (type.id()) {
    case arrow::Type::EXTENSION:
      return ToInterim(checked_cast<const arrow::ExtensionArray&>(*column).storage(), field);
    case arrow::Type::INTERVAL_MONTH_DAY_NANO:
      return IntervalToDuration(*column, field);
    case arrow::Type::TIME32:
    case arrow::Type::TIME64:
      return TimeToDuration(column, field);
    case arrow::Type::BINARY:  // Only bit strings turn from bytes into text.
      return BitsToText(*column);
    default:  // Arrow's enum is open.
      break;
  }
  if (IsNested(type)) return NestedToText(*column);
  WEIR_ARROW_ASSIGN(
      std::shared_ptr<arrow::Array> out,
      arrow::compute::Cast(*column, field.type(), arrow::compute::CastOptions::Unsafe()),
      "SqlOperationFailed");
  return out;
}

Result<std::string> StoreType(const arrow::Field& field) {
  const arrow::DataType& type = *field.type();
  switch (type.id()) {
    case arrow::Type::BOOL:
      return "BOOLEAN";
    case arrow::Type::INT8:
      return "TINYINT";
    case arrow::Type::INT16:
      return "SMALLINT";
    case arrow::Type::INT32:
      return "INTEGER";
    case arrow::Type::INT64:
      return "BIGINT";
    case arrow::Type::UINT8:
      return "UTINYINT";
    case arrow::Type::UINT16:
      return "USMALLINT";
    case arrow::Type::UINT32:
      return "UINTEGER";
    case arrow::Type::UINT64:
      return "UBIGINT";
    case arrow::Type::FLOAT:
      return "REAL";
    case arrow::Type::DOUBLE:
      return "DOUBLE";
    case arrow::Type::DECIMAL128: {
      const auto& decimal = checked_cast<const arrow::DecimalType&>(type);
      return "DECIMAL(" + std::to_string(decimal.precision()) + "," +
             std::to_string(decimal.scale()) + ")";
    }
    case arrow::Type::STRING:
    case arrow::Type::LARGE_STRING: {
      const std::string special =
          field.metadata() == nullptr ? "" : field.metadata()->Get("weir.type").ValueOr("");
      return special == "Guid" ? "UUID" : special == "Decimal" ? "DECIMAL(38,18)" : "VARCHAR";
    }
    case arrow::Type::BINARY:
    case arrow::Type::LARGE_BINARY:
      return "BLOB";
    case arrow::Type::DATE32:
      return "DATE";
    case arrow::Type::TIMESTAMP:
      return checked_cast<const arrow::TimestampType&>(type).timezone().empty() ? "TIMESTAMP"
                                                                                : "TIMESTAMPTZ";
    case arrow::Type::DURATION:
      return "INTERVAL";
    default:  // Arrow's enum is open.
      return Fail(ErrorKind::kInvalid, "SqlAutoCreateTableTypeMapFailed",
                  "Type '" + type.ToString() +
                      "' in source side cannot be mapped to a type that supported by sink "
                      "side(column name:'" +
                      field.name() + "') in autocreate table.");
  }
}

}  // namespace weir::connectors::duckdb
