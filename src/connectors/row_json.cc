#include "connectors/row_json.h"

#include <arrow/api.h>
#include <arrow/extension_type.h>
#include <arrow/util/base64.h>
#include <arrow/util/checked_cast.h>
#include <arrow/util/key_value_metadata.h>

#include <cmath>
#include <cstdio>

#include "base/clock.h"

namespace weir::connectors {
namespace {

using arrow::internal::checked_cast;

constexpr int64_t kMicrosPerSecond = 1000000;
constexpr int64_t kSecondsPerDay = 86400;

int64_t UnitPerSecond(arrow::TimeUnit::type unit) {
  switch (unit) {
    case arrow::TimeUnit::SECOND:
      return 1;
    case arrow::TimeUnit::MILLI:
      return 1000;
    case arrow::TimeUnit::MICRO:
      return kMicrosPerSecond;
    case arrow::TimeUnit::NANO:
      return 1000 * kMicrosPerSecond;
  }
  return 1;
}

int64_t ToMicroseconds(int64_t value, arrow::TimeUnit::type unit) {
  const int64_t per_second = UnitPerSecond(unit);
  return per_second <= kMicrosPerSecond ? value * (kMicrosPerSecond / per_second)
                                        : value / (per_second / kMicrosPerSecond);
}

std::string Format(const char* pattern, auto... values) {
  char text[96];
  std::snprintf(text, sizeof(text), pattern, values...);
  return text;
}

std::string DateText(int64_t days) {
  const std::chrono::year_month_day date{
      std::chrono::sys_days(std::chrono::days(static_cast<int>(days)))};
  return Format("%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string FractionText(int64_t micros) {
  if (micros == 0) return "";
  std::string text = Format(".%06lld", static_cast<long long>(micros));
  while (text.back() == '0') text.pop_back();
  return text;
}

std::string TimeText(int64_t micros_of_day) {
  const auto seconds = static_cast<long long>(micros_of_day / kMicrosPerSecond);
  return Format("%02lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60, seconds % 60) +
         FractionText(micros_of_day % kMicrosPerSecond);
}

std::string TimestampText(int64_t micros, bool zoned) {
  constexpr int64_t kMicrosPerDay = kSecondsPerDay * kMicrosPerSecond;
  int64_t days = micros / kMicrosPerDay;
  int64_t rest = micros % kMicrosPerDay;
  if (rest < 0) {
    rest += kMicrosPerDay;
    --days;
  }
  return DateText(days) + "T" + TimeText(rest) + (zoned ? "+00:00" : "Z");
}

// .NET's TimeSpan: [-][d.]hh:mm:ss[.ffffff]
std::string SpanText(int64_t micros) {
  const bool negative = micros < 0;
  const uint64_t size =
      negative ? 0 - static_cast<uint64_t>(micros) : static_cast<uint64_t>(micros);
  constexpr uint64_t kDay = kSecondsPerDay * kMicrosPerSecond;
  const uint64_t days = size / kDay;
  std::string text = negative ? "-" : "";
  if (days != 0) text += std::to_string(days) + ".";
  return text + TimeText(static_cast<int64_t>(size % kDay));
}

Json DecimalJson(const std::string& text) {
  if (text.ends_with("N") || text.ends_with("y")) return Json(text);  // NaN, Infinity
  const bool whole = text.find_first_of(".eE") == std::string::npos;
  if (whole && text.size() <= 18) return Json(static_cast<int64_t>(std::stoll(text)));
  return Json::NumberText(text);
}

bool IsDecimalText(const arrow::Field& field) {
  return field.metadata() != nullptr && field.metadata()->Get("weir.type").ValueOr("") == "Decimal";
}

Json DoubleJson(double value) {
  if (std::isfinite(value)) return Json(value);
  return Json(FormatDouble(value));
}

Json BytesJson(std::string_view bytes) {
  return Json(arrow::util::base64_encode(bytes));
}

Json ListJson(const arrow::Array& values, int64_t from, int64_t count) {
  Json list = Json::Array();
  for (int64_t i = from; i < from + count; ++i) list.Append(CellJson(values, i));
  return list;
}

Json StructJson(const arrow::StructArray& array, int64_t row) {
  Json object = Json::Object();
  for (int i = 0; i < array.num_fields(); ++i) {
    object.AppendMember(array.struct_type()->field(i)->name(), CellJson(*array.field(i), row));
  }
  return object;
}

Json MapJson(const arrow::MapArray& array, int64_t row) {
  Json object = Json::Object();
  for (int64_t i = array.value_offset(row); i < array.value_offset(row + 1); ++i) {
    const Json key = CellJson(*array.keys(), i);
    object.AppendMember(key.is_string() ? key.as_string() : DumpJson(key),
                        CellJson(*array.items(), i));
  }
  return object;
}

template <typename ArrayType>
auto Value(const arrow::Array& column, int64_t row) {
  return checked_cast<const ArrayType&>(column).Value(row);
}

Json TimeJson(const arrow::Array& column, int64_t row) {
  switch (column.type_id()) {
    case arrow::Type::DATE32:
      return Json(DateText(Value<arrow::Date32Array>(column, row)) + "T00:00:00Z");
    case arrow::Type::TIMESTAMP: {
      const auto& type = checked_cast<const arrow::TimestampType&>(*column.type());
      return Json(
          TimestampText(ToMicroseconds(Value<arrow::TimestampArray>(column, row), type.unit()),
                        !type.timezone().empty()));
    }
    case arrow::Type::TIME64: {
      const auto& type = checked_cast<const arrow::Time64Type&>(*column.type());
      return Json(TimeText(ToMicroseconds(Value<arrow::Time64Array>(column, row), type.unit())));
    }
    case arrow::Type::DURATION: {
      const auto& type = checked_cast<const arrow::DurationType&>(*column.type());
      return Json(SpanText(ToMicroseconds(Value<arrow::DurationArray>(column, row), type.unit())));
    }
    default:
      return Json(column.GetScalar(row).ValueOrDie()->ToString());
  }
}

Json NestedJson(const arrow::Array& column, int64_t row) {
  switch (column.type_id()) {
    case arrow::Type::LIST: {
      const auto& list = checked_cast<const arrow::ListArray&>(column);
      return ListJson(*list.values(), list.value_offset(row), list.value_length(row));
    }
    case arrow::Type::FIXED_SIZE_LIST: {
      const auto& list = checked_cast<const arrow::FixedSizeListArray&>(column);
      return ListJson(*list.values(), list.value_offset(row), list.value_length(row));
    }
    case arrow::Type::MAP:
      return MapJson(checked_cast<const arrow::MapArray&>(column), row);
    case arrow::Type::STRUCT:
      return StructJson(checked_cast<const arrow::StructArray&>(column), row);
    case arrow::Type::SPARSE_UNION: {
      const auto& list = checked_cast<const arrow::SparseUnionArray&>(column);
      return CellJson(*list.field(list.child_id(row)), row);
    }
    case arrow::Type::DENSE_UNION: {
      const auto& list = checked_cast<const arrow::DenseUnionArray&>(column);
      return CellJson(*list.field(list.child_id(row)), list.value_offset(row));
    }
    case arrow::Type::DICTIONARY: {
      const auto& list = checked_cast<const arrow::DictionaryArray&>(column);
      return CellJson(*list.dictionary(), list.GetValueIndex(row));
    }
    case arrow::Type::EXTENSION:
      return CellJson(*checked_cast<const arrow::ExtensionArray&>(column).storage(), row);
    default:
      return TimeJson(column, row);
  }
}

}  // namespace

Json CellJson(const arrow::Array& column, int64_t row) {
  if (column.IsNull(row)) return {};
  switch (column.type_id()) {
    case arrow::Type::BOOL:
      return Json(Value<arrow::BooleanArray>(column, row));
    case arrow::Type::INT8:
      return Json(static_cast<int64_t>(Value<arrow::Int8Array>(column, row)));
    case arrow::Type::UINT8:
      return Json(static_cast<int64_t>(Value<arrow::UInt8Array>(column, row)));
    case arrow::Type::INT16:
      return Json(static_cast<int64_t>(Value<arrow::Int16Array>(column, row)));
    case arrow::Type::UINT16:
      return Json(static_cast<int64_t>(Value<arrow::UInt16Array>(column, row)));
    case arrow::Type::INT32:
      return Json(static_cast<int64_t>(Value<arrow::Int32Array>(column, row)));
    case arrow::Type::UINT32:
      return Json(static_cast<int64_t>(Value<arrow::UInt32Array>(column, row)));
    case arrow::Type::INT64:
      return Json(Value<arrow::Int64Array>(column, row));
    case arrow::Type::UINT64:
      return DecimalJson(std::to_string(Value<arrow::UInt64Array>(column, row)));
    case arrow::Type::FLOAT: {
      // The shortest text that reads back as the same float, not the double's long tail.
      const float value = Value<arrow::FloatArray>(column, row);
      if (!std::isfinite(value)) return DoubleJson(static_cast<double>(value));
      for (int digits = 6; digits < 9; ++digits) {
        const double shorter =
            std::strtod(Format("%.*g", digits, static_cast<double>(value)).c_str(), nullptr);
        if (static_cast<float>(shorter) == value) return Json(shorter);
      }
      return Json(std::strtod(Format("%.9g", static_cast<double>(value)).c_str(), nullptr));
    }
    case arrow::Type::DOUBLE:
      return DoubleJson(Value<arrow::DoubleArray>(column, row));
    case arrow::Type::DECIMAL128:
      return DecimalJson(checked_cast<const arrow::Decimal128Array&>(column).FormatValue(row));
    case arrow::Type::STRING:
      return Json(checked_cast<const arrow::StringArray&>(column).GetView(row));
    case arrow::Type::LARGE_STRING:
      return Json(checked_cast<const arrow::LargeStringArray&>(column).GetView(row));
    case arrow::Type::BINARY:
      return BytesJson(checked_cast<const arrow::BinaryArray&>(column).GetView(row));
    case arrow::Type::LARGE_BINARY:
      return BytesJson(checked_cast<const arrow::LargeBinaryArray&>(column).GetView(row));
    default:  // Arrow's enum is open.
      return NestedJson(column, row);
  }
}

void AppendRows(const arrow::RecordBatch& batch, int64_t rows_max, std::vector<Json>& rows) {
  for (int64_t row = 0; row < batch.num_rows(); ++row) {
    if (static_cast<int64_t>(rows.size()) >= rows_max) return;
    Json object = Json::Object();
    for (int column = 0; column < batch.num_columns(); ++column) {
      Json cell = CellJson(*batch.column(column), row);
      if (cell.is_string() && IsDecimalText(*batch.schema()->field(column))) {
        cell = DecimalJson(cell.as_string());
      }
      object.AppendMember(batch.column_name(column), std::move(cell));
    }
    rows.push_back(std::move(object));
  }
}

}  // namespace weir::connectors
