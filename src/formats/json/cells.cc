#include "formats/json/cells.h"

#include <arrow/array.h>
#include <arrow/type.h>

#include <cmath>
#include <cstring>

#include "base/json.h"
#include "formats/field_kind.h"
#include "formats/print_value.h"

namespace weir::formats::json {
namespace {

using Print = void (*)(const arrow::Array&, int64_t, std::string&);

constexpr int64_t kTicksPerSecond = 10'000'000;

/// Append what `print(char*)` writes.
template <typename PrintOne>
void AppendPrinted(std::string& out, const PrintOne& print) {
  char text[kPrintedBytesMax];
  out.append(text, static_cast<size_t>(print(text) - text));
}

template <typename ArrayType>
void PrintIntegers(const arrow::Array& any, int64_t row, std::string& out) {
  const auto value = static_cast<const ArrayType&>(any).Value(row);
  AppendPrinted(out, [&](char* at) {
    if constexpr (std::is_same_v<ArrayType, arrow::UInt64Array>) {
      return PrintUnsigned(at, value);
    } else {
      return PrintInteger(at, static_cast<int64_t>(value));
    }
  });
}

void AppendReal(std::string& out, std::string_view printed) {
  if (printed.ends_with('N') || printed.ends_with('y')) {  // NaN, Infinity.
    AppendJsonString(out, printed);
    return;
  }
  out += printed;
  if (printed.find_first_of(".E") == std::string_view::npos) out += ".0";
}

void PrintSingles(const arrow::Array& any, int64_t row, std::string& out) {
  char text[kPrintedBytesMax];
  const char* end = PrintSingle(text, static_cast<const arrow::FloatArray&>(any).Value(row));
  AppendReal(out, {text, static_cast<size_t>(end - text)});
}

void PrintDoubles(const arrow::Array& any, int64_t row, std::string& out) {
  char text[kPrintedBytesMax];
  const char* end = PrintDouble(text, static_cast<const arrow::DoubleArray&>(any).Value(row));
  AppendReal(out, {text, static_cast<size_t>(end - text)});
}

void PrintDecimals(const arrow::Array& any, int64_t row, std::string& out) {
  __int128 value = 0;
  std::memcpy(&value, static_cast<const arrow::Decimal128Array&>(any).GetValue(row), sizeof value);
  const int32_t scale = static_cast<const arrow::Decimal128Type&>(*any.type()).scale();
  AppendPrinted(out, [&](char* at) { return PrintDecimal(at, value, scale); });
}

void PrintBooleans(const arrow::Array& any, int64_t row, std::string& out) {
  out += static_cast<const arrow::BooleanArray&>(any).Value(row) ? "true" : "false";
}

int64_t UnitsPerSecond(arrow::TimeUnit::type unit) {
  switch (unit) {
    case arrow::TimeUnit::SECOND:
      return 1;
    case arrow::TimeUnit::MILLI:
      return 1'000;
    case arrow::TimeUnit::MICRO:
      return 1'000'000;
    case arrow::TimeUnit::NANO:
      return 1'000'000'000;
  }
  return 1;
}

int64_t Ticks(int64_t value, int64_t per_second) {
  return per_second > kTicksPerSecond ? value / (per_second / kTicksPerSecond)
                                      : value * (kTicksPerSecond / per_second);
}

void PrintDateTimes(const arrow::Array& any, int64_t row, std::string& out) {
  const auto& type = static_cast<const arrow::TimestampType&>(*any.type());
  const int64_t per_second = UnitsPerSecond(type.unit());
  const int64_t per_day = 86'400 * per_second;
  const int64_t value = static_cast<const arrow::TimestampArray&>(any).Value(row);
  int64_t days = value / per_day;
  int64_t rest = value % per_day;
  if (rest < 0) {
    rest += per_day;
    --days;
  }
  out += '"';
  AppendPrinted(out, [&](char* at) {
    char* end = PrintDateTime(at, days, Ticks(rest, per_second), 'T');
    while (end[-1] == '0') --end;
    if (end[-1] == '.') return end - 1;
    return end[-1] == ':' ? end + 2 : end;
  });
  out += type.timezone().empty() ? "\"" : "+00:00\"";
}

void PrintDates(const arrow::Array& any, int64_t row, std::string& out) {
  out += '"';
  AppendPrinted(out, [&](char* at) {
    return PrintDate(at, static_cast<const arrow::Date32Array&>(any).Value(row));
  });
  out += '"';
}

void PrintTimeSpans(const arrow::Array& any, int64_t row, std::string& out) {
  const auto& type = static_cast<const arrow::DurationType&>(*any.type());
  const int64_t value = static_cast<const arrow::DurationArray&>(any).Value(row);
  out += '"';
  AppendPrinted(
      out, [&](char* at) { return PrintTimeSpan(at, Ticks(value, UnitsPerSecond(type.unit()))); });
  out += '"';
}

void PrintTexts(const arrow::Array& any, int64_t row, std::string& out) {
  const std::string_view text = static_cast<const arrow::StringArray&>(any).GetView(row);
  bool plain = true;
  for (const char c : text) {
    plain &= static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
  }
  if (!plain) return AppendJsonString(out, text);
  out += '"';
  out += text;
  out += '"';
}

void PrintRaw(const arrow::Array& any, int64_t row, std::string& out) {
  out += static_cast<const arrow::StringArray&>(any).GetView(row);
}

void PrintBytes(const arrow::Array& any, int64_t row, std::string& out) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string_view bytes = static_cast<const arrow::BinaryArray&>(any).GetView(row);
  const auto byte = [&](size_t at) -> uint32_t {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
  };
  out += '"';
  for (size_t at = 0; at < bytes.size(); at += 3) {
    const uint32_t three = byte(at) << 16U | byte(at + 1) << 8U | byte(at + 2);
    out += kDigits[three >> 18U & 63U];
    out += kDigits[three >> 12U & 63U];
    out += at + 1 < bytes.size() ? kDigits[three >> 6U & 63U] : '=';
    out += at + 2 < bytes.size() ? kDigits[three & 63U] : '=';
  }
  out += '"';
}

void PrintNothing(const arrow::Array& /*any*/, int64_t /*row*/, std::string& out) {
  out += "null";
}

Print PrintFor(const arrow::DataType& type) {
  switch (type.id()) {
    case arrow::Type::NA:
      return PrintNothing;
    case arrow::Type::BOOL:
      return PrintBooleans;
    case arrow::Type::INT8:
      return PrintIntegers<arrow::Int8Array>;
    case arrow::Type::INT16:
      return PrintIntegers<arrow::Int16Array>;
    case arrow::Type::INT32:
      return PrintIntegers<arrow::Int32Array>;
    case arrow::Type::INT64:
      return PrintIntegers<arrow::Int64Array>;
    case arrow::Type::UINT8:
      return PrintIntegers<arrow::UInt8Array>;
    case arrow::Type::UINT16:
      return PrintIntegers<arrow::UInt16Array>;
    case arrow::Type::UINT32:
      return PrintIntegers<arrow::UInt32Array>;
    case arrow::Type::UINT64:
      return PrintIntegers<arrow::UInt64Array>;
    case arrow::Type::FLOAT:
      return PrintSingles;
    case arrow::Type::DOUBLE:
      return PrintDoubles;
    case arrow::Type::DECIMAL128:
      return PrintDecimals;
    case arrow::Type::DATE32:
      return PrintDates;
    case arrow::Type::TIMESTAMP:
      return PrintDateTimes;
    case arrow::Type::DURATION:
      return PrintTimeSpans;
    case arrow::Type::STRING:
      return PrintTexts;
    case arrow::Type::BINARY:
      return PrintBytes;
    default:  // Arrow's enum is open, and most of it is not an interim type.
      return nullptr;
  }
}

}  // namespace

Result<JsonPrinter> JsonPrinter::Make(const arrow::Field& field) {
  const bool raw = field.type()->id() == arrow::Type::STRING && FieldKind(field) == "Json";
  const Print print = raw ? PrintRaw : PrintFor(*field.type());
  if (print == nullptr) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedColumnType",
                "column '" + field.name() + "' of type '" + field.type()->ToString() +
                    "' cannot be written to JSON");
  }
  return JsonPrinter(print);
}

}  // namespace weir::formats::json
