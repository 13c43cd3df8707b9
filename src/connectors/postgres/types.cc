#include "connectors/postgres/types.h"

#include <arrow/api.h>
#include <arrow/util/checked_cast.h>
#include <arrow/util/key_value_metadata.h>

#include <algorithm>

namespace weir::connectors::postgres {
namespace {

using arrow::internal::checked_cast;

std::shared_ptr<arrow::Field> Marked(const std::string& name, const char* type) {
  return arrow::field(name, arrow::utf8(), true, arrow::key_value_metadata({{"weir.type", type}}));
}

// A modifier packs precision and scale (11 bits, signed); -1 is none.
std::shared_ptr<arrow::Field> NumericField(const std::string& name, int modifier) {
  if (modifier < 4) return Marked(name, "Decimal");
  int precision = ((modifier - 4) >> 16) & 0xffff;
  int scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  if (scale < 0) {
    precision -= scale;
    scale = 0;
  }
  if (precision > 38 || scale > precision) return Marked(name, "Decimal");
  return arrow::field(name, arrow::decimal128(precision, scale));
}

}  // namespace

bool IsTextual(Oid type) {
  return type == kText || type == kVarchar || type == kBpchar || type == kName || type == kJson ||
         type == kXml;
}

bool IsKnown(Oid type) {
  static constexpr Oid kTypes[] = {kBool,      kBytea,       kInt8,     kInt2, kInt4,    kOid,
                                   kFloat4,    kFloat8,      kDate,     kTime, kNumeric, kUuid,
                                   kTimestamp, kTimestamptz, kInterval, kJsonb};
  return IsTextual(type) ||
         std::find(std::begin(kTypes), std::end(kTypes), type) != std::end(kTypes);
}

std::shared_ptr<arrow::Field> InterimField(const std::string& name, Oid type, int modifier) {
  const auto micro = arrow::TimeUnit::MICRO;
  switch (type) {
    case kBool:
      return arrow::field(name, arrow::boolean());
    case kInt2:
      return arrow::field(name, arrow::int16());
    case kInt4:
      return arrow::field(name, arrow::int32());
    case kInt8:
      return arrow::field(name, arrow::int64());
    case kOid:
      return arrow::field(name, arrow::uint32());
    case kFloat4:
      return arrow::field(name, arrow::float32());
    case kFloat8:
      return arrow::field(name, arrow::float64());
    case kNumeric:
      return NumericField(name, modifier);
    case kDate:
      return arrow::field(name, arrow::date32());
    case kTime:
    case kInterval:
      return arrow::field(name, arrow::duration(micro));
    case kTimestamp:
      return arrow::field(name, arrow::timestamp(micro));
    case kTimestamptz:
      return arrow::field(name, arrow::timestamp(micro, "UTC"));
    case kBytea:
      return arrow::field(name, arrow::binary());
    case kUuid:
      return Marked(name, "Guid");
    default:  // The server's types are open.
      return arrow::field(name, arrow::utf8());
  }
}

std::string WeirType(const arrow::Field& field) {
  return field.metadata() == nullptr ? "" : field.metadata()->Get("weir.type").ValueOr("");
}

Result<std::string> StoreType(const arrow::Field& field) {
  const arrow::DataType& type = *field.type();
  switch (type.id()) {
    case arrow::Type::BOOL:
      return "boolean";
    case arrow::Type::INT8:
    case arrow::Type::UINT8:
    case arrow::Type::INT16:
      return "smallint";
    case arrow::Type::UINT16:
    case arrow::Type::INT32:
      return "integer";
    case arrow::Type::UINT32:
    case arrow::Type::INT64:
      return "bigint";
    case arrow::Type::UINT64:
      return "numeric(20,0)";
    case arrow::Type::FLOAT:
      return "real";
    case arrow::Type::DOUBLE:
      return "double precision";
    case arrow::Type::DECIMAL128: {
      const auto& decimal = checked_cast<const arrow::DecimalType&>(type);
      return "numeric(" + std::to_string(decimal.precision()) + "," +
             std::to_string(decimal.scale()) + ")";
    }
    case arrow::Type::STRING: {
      const std::string special = WeirType(field);
      return special == "Guid" ? "uuid" : special == "Decimal" ? "numeric" : "text";
    }
    case arrow::Type::BINARY:
      return "bytea";
    case arrow::Type::DATE32:
      return "date";
    case arrow::Type::TIMESTAMP:
      return checked_cast<const arrow::TimestampType&>(type).timezone().empty() ? "timestamp"
                                                                                : "timestamptz";
    case arrow::Type::DURATION:
      return "interval";
    default:  // Arrow's enum is open.
      return Fail(ErrorKind::kInvalid, "SqlAutoCreateTableTypeMapFailed",
                  "Type '" + type.ToString() +
                      "' in source side cannot be mapped to a type that supported by sink "
                      "side(column name:'" +
                      field.name() + "') in autocreate table.");
  }
}

}  // namespace weir::connectors::postgres
