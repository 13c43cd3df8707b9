#pragma once

#include <duckdb.h>

#include <memory>
#include <string>

#include "base/result.h"

namespace arrow {
class Array;
class DataType;
class Field;
}  // namespace arrow

namespace weir::connectors::duckdb {

/// The interim field for a result column that DuckDB exports as `exported`.
///
/// `type` tells what the exported type does not: UUIDs arrive as text, bit strings as bytes. TIME
/// and INTERVAL become durations; enums, bit strings, lists, structs, maps and unions become text
/// (nested ones as JSON).
/// Errors: kUnsupported SqlDataTypeNotSupported for BIGNUM and TIMETZ, which would lose something.
Result<std::shared_ptr<arrow::Field>> InterimField(const arrow::Field& exported, duckdb_type type);

/// Turn a column as DuckDB exports it into `field`'s type.
/// Errors: kInvalid UserErrorInvalidDataValue for an interval of months, which is no time span.
Result<std::shared_ptr<arrow::Array>> ToInterim(const std::shared_ptr<arrow::Array>& column,
                                                const arrow::Field& field);

/// The column type that auto-create gives an interim field, in DuckDB's SQL.
/// Errors: kInvalid SqlAutoCreateTableTypeMapFailed naming the column.
Result<std::string> StoreType(const arrow::Field& field);

}  // namespace weir::connectors::duckdb
