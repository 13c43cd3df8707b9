#include "copy/interim_types.h"

#include <arrow/type.h>
#include <arrow/type_traits.h>
#include <arrow/util/key_value_metadata.h>

#include <functional>
#include <vector>

#include "base/names.h"

namespace weir::copy {
namespace {

using arrow::Type;

constexpr const char* kTypeKey = "weir.type";

struct NamedType {
  const char* name;
  std::shared_ptr<arrow::DataType> (*make)();
};

std::shared_ptr<arrow::DataType> Timestamp() {
  return arrow::timestamp(arrow::TimeUnit::MICRO);
}
std::shared_ptr<arrow::DataType> TimestampUtc() {
  return arrow::timestamp(arrow::TimeUnit::MICRO, "UTC");
}
std::shared_ptr<arrow::DataType> Duration() {
  return arrow::duration(arrow::TimeUnit::MICRO);
}
template <const std::shared_ptr<arrow::DataType>& (*Make)()>
std::shared_ptr<arrow::DataType> Plain() {
  return Make();
}

/// The documented name first, then other spellings that real files hold.
const std::vector<NamedType>& NamedTypes() {
  static const std::vector<NamedType> types = {
      {"Boolean", Plain<arrow::boolean>},
      {"Byte", Plain<arrow::uint8>},
      {"SByte", Plain<arrow::int8>},
      {"Int16", Plain<arrow::int16>},
      {"Int32", Plain<arrow::int32>},
      {"Int64", Plain<arrow::int64>},
      {"UInt16", Plain<arrow::uint16>},
      {"UInt32", Plain<arrow::uint32>},
      {"UInt64", Plain<arrow::uint64>},
      {"Single", Plain<arrow::float32>},
      {"Double", Plain<arrow::float64>},
      {"String", Plain<arrow::utf8>},
      {"Guid", Plain<arrow::utf8>},
      {"ByteArray", Plain<arrow::binary>},
      {"DateTime", Timestamp},
      {"DateTimeOffset", TimestampUtc},
      {"TimeSpan", Duration},
      {"Date", Plain<arrow::date32>},
      {"Bool", Plain<arrow::boolean>},
      {"Byte[]", Plain<arrow::binary>},
      {"Int", Plain<arrow::int32>},
      {"Integer", Plain<arrow::int32>},
      {"Long", Plain<arrow::int64>},
      {"Short", Plain<arrow::int16>},
      {"Float", Plain<arrow::float64>},
      {"Char", Plain<arrow::utf8>},
      {"Object", Plain<arrow::utf8>},
  };
  return types;
}

bool IsGuid(const arrow::Field& field) {
  const auto& metadata = field.metadata();
  return metadata != nullptr && metadata->Contains(kTypeKey) &&
         metadata->Get(kTypeKey).ValueOr("") == "Guid";
}

}  // namespace

Result<std::shared_ptr<arrow::Field>> InterimField(const std::string& column,
                                                   const std::string& type, int precision,
                                                   int scale) {
  if (SameName(type, "Decimal")) {
    const int digits = precision > 0 ? precision : kDecimalPrecisionDefault;
    const int fraction = precision > 0 ? scale : kDecimalScaleDefault;
    if (digits > 38 || fraction < 0 || fraction > digits) {
      return Fail(ErrorKind::kInvalid, "InvalidDecimalPrecisionScale",
                  "column '" + column + "' has precision " + std::to_string(precision) +
                      " and scale " + std::to_string(scale) +
                      ", expected a precision of 1 to 38 and a scale within it");
    }
    return arrow::field(column, arrow::decimal128(digits, fraction));
  }
  std::vector<std::string> known = {"Decimal"};
  for (const NamedType& named : NamedTypes()) {
    if (!SameName(named.name, type)) {
      known.emplace_back(named.name);
      continue;
    }
    if (!SameName(type, "Guid")) return arrow::field(column, named.make());
    return arrow::field(column, arrow::utf8(), true,
                        arrow::key_value_metadata({kTypeKey}, {"Guid"}));
  }
  return Fail(
      ErrorKind::kInvalid, "UnknownInterimType",
      "column '" + column + "' has the unknown type '" + type + "'" + DidYouMean(type, known));
}

std::string InterimName(const arrow::Field& field) {
  switch (field.type()->id()) {
    case Type::BOOL:
      return "Boolean";
    case Type::UINT8:
      return "Byte";
    case Type::INT8:
      return "SByte";
    case Type::INT16:
      return "Int16";
    case Type::INT32:
      return "Int32";
    case Type::INT64:
      return "Int64";
    case Type::UINT16:
      return "UInt16";
    case Type::UINT32:
      return "UInt32";
    case Type::UINT64:
      return "UInt64";
    case Type::HALF_FLOAT:
    case Type::FLOAT:
      return "Single";
    case Type::DOUBLE:
      return "Double";
    case Type::DECIMAL128:
    case Type::DECIMAL256:
      return "Decimal";
    case Type::BINARY:
    case Type::LARGE_BINARY:
    case Type::FIXED_SIZE_BINARY:
      return "ByteArray";
    case Type::DATE32:
    case Type::DATE64:
      return "DateTime";
    case Type::TIMESTAMP:
      return static_cast<const arrow::TimestampType&>(*field.type()).timezone().empty()
                 ? "DateTime"
                 : "DateTimeOffset";
    case Type::TIME32:
    case Type::TIME64:
    case Type::DURATION:
      return "TimeSpan";
    case Type::LIST:
    case Type::LARGE_LIST:
    case Type::FIXED_SIZE_LIST:
      return "Array";
    case Type::STRUCT:
    case Type::MAP:
      return "Object";
    default:  // Arrow's types are open-ended; the rest has no interim type of its own.
      return IsGuid(field) ? "Guid" : "String";
  }
}

TypeGroup GroupOf(const arrow::Field& field) {
  const Type::type id = field.type()->id();
  if (arrow::is_integer(id)) return TypeGroup::kInteger;
  if (arrow::is_floating(id)) return TypeGroup::kFloat;
  if (arrow::is_decimal(id)) return TypeGroup::kDecimal;
  if (arrow::is_nested(id)) return TypeGroup::kNested;
  if (id == Type::BOOL) return TypeGroup::kBoolean;
  if (id == Type::NA) return TypeGroup::kNull;
  if (id == Type::TIMESTAMP || arrow::is_date(id)) return TypeGroup::kDateTime;
  if (id == Type::DURATION || arrow::is_time(id)) return TypeGroup::kTimeSpan;
  if (id == Type::BINARY || id == Type::LARGE_BINARY || id == Type::FIXED_SIZE_BINARY) {
    return TypeGroup::kByteArray;
  }
  return IsGuid(field) ? TypeGroup::kGuid : TypeGroup::kString;
}

bool CanConvert(TypeGroup from, TypeGroup to) {
  if (from == to || from == TypeGroup::kString || from == TypeGroup::kNull) return true;
  const auto is_number = [](TypeGroup group) {
    return group == TypeGroup::kBoolean || group == TypeGroup::kDecimal ||
           group == TypeGroup::kFloat || group == TypeGroup::kInteger;
  };
  if (to == TypeGroup::kString) return true;
  return is_number(from) && is_number(to);
}

}  // namespace weir::copy
