#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace arrow {
class DataType;
class Field;
}  // namespace arrow

namespace weir::copy {

/// Decimals of a mapping that says no precision: what ADF writes to Parquet.
inline constexpr int kDecimalPrecisionDefault = 38;
inline constexpr int kDecimalScaleDefault = 18;

/// The Arrow field of an ADF interim type ("Int32", "Byte[]", "Guid", any case). A precision of 0
/// means unsaid. Errors: kInvalid UnknownInterimType with the nearest names.
/// Source: copy activity schema and type mapping, "supported interim data types"; `Date` is ours.
Result<std::shared_ptr<arrow::Field>> InterimField(const std::string& column,
                                                   const std::string& type, int precision,
                                                   int scale);

/// The interim type's name of a field: "Int64", "String", "Guid", "ByteArray", …; lists and
/// structs are "Array" and "Object".
std::string InterimName(const arrow::Field& field);

/// What decides whether one type converts to another.
enum class TypeGroup {
  kBoolean,
  kByteArray,
  kDateTime,
  kDecimal,
  kFloat,
  kGuid,
  kInteger,
  kString,
  kTimeSpan,
  kNull,
  kNested,
};
TypeGroup GroupOf(const arrow::Field& field);

/// True if `typeConversion` turns values of `from` into `to`.
/// Source: copy activity schema and type mapping, table of supported conversions.
bool CanConvert(TypeGroup from, TypeGroup to);

}  // namespace weir::copy
