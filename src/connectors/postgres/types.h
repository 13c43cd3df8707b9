#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>

#include "base/result.h"

namespace arrow {
class Field;
}  // namespace arrow

namespace weir::connectors::postgres {

// Type numbers that never change, from the server's catalogue pg_type.
constexpr Oid kBool = 16;
constexpr Oid kBytea = 17;
constexpr Oid kName = 19;
constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;
constexpr Oid kText = 25;
constexpr Oid kOid = 26;
constexpr Oid kJson = 114;
constexpr Oid kXml = 142;
constexpr Oid kFloat4 = 700;
constexpr Oid kFloat8 = 701;
constexpr Oid kBpchar = 1042;
constexpr Oid kVarchar = 1043;
constexpr Oid kDate = 1082;
constexpr Oid kTime = 1083;
constexpr Oid kTimestamp = 1114;
constexpr Oid kTimestamptz = 1184;
constexpr Oid kInterval = 1186;
constexpr Oid kNumeric = 1700;
constexpr Oid kUuid = 2950;
constexpr Oid kJsonb = 3802;

/// The server counts days and microseconds from 2000-01-01.
constexpr int32_t kEpochDays = 10957;
constexpr int64_t kEpochMicros = int64_t{kEpochDays} * 86400 * 1000000;

/// Whether the binary form of a type is read and written here; all others go through text.
bool IsKnown(Oid type);
/// Whether the binary form is the text itself.
bool IsTextual(Oid type);

/// The interim field for a column of the server's type; utf8 for types that are not known.
///
/// numeric(p,s) with p ≤ 38 is decimal128; any other numeric is utf8 with the metadata
/// weir.type=Decimal, for its digits have no bound.
std::shared_ptr<arrow::Field> InterimField(const std::string& name, Oid type, int modifier);

/// The column type that auto-create gives an interim field.
/// Errors: kInvalid SqlAutoCreateTableTypeMapFailed naming the column.
Result<std::string> StoreType(const arrow::Field& field);

/// The metadata weir.type of a field, or empty.
std::string WeirType(const arrow::Field& field);

}  // namespace weir::connectors::postgres
