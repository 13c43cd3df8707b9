#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/type.h>
#include <arrow/util/base64.h>
#include <arrow/util/decimal.h>

#include <charconv>

#include "base/json.h"
#include "copy/cell_parse.h"
#include "copy/cell_text.h"
#include "copy/column_builder.h"
#include "copy/conversion_parts.h"
#include "copy/interim_types.h"
#include "copy/time_pattern.h"

namespace weir::copy {
namespace {

using arrow::Array;
using arrow::Type;
using ArrayPtr = std::shared_ptr<Array>;

/// Appends the text of one cell that is not null.
using CellPrinter = std::function<void(const Array&, int64_t, std::string&)>;

template <typename ArrayType>
void PrintWhole(const Array& in, int64_t row, std::string& out) {
  char buffer[24];
  const auto [end, error] =
      std::to_chars(buffer, buffer + sizeof(buffer), static_cast<const ArrayType&>(in).Value(row));
  if (error == std::errc()) out.append(buffer, end);
}

/// The shortest text that reads back as the same value.
template <typename ArrayType>
void PrintReal(const Array& in, int64_t row, std::string& out) {
  const auto value = static_cast<const ArrayType&>(in).Value(row);
  if constexpr (std::is_same_v<ArrayType, arrow::DoubleArray>) {
    out += FormatDouble(value);
  } else {
    char buffer[32];
    const auto [end, error] = std::to_chars(buffer, buffer + sizeof(buffer), value);
    if (error == std::errc()) out.append(buffer, end);
  }
}

CellPrinter TimePrinter(const arrow::DataType& type, const TimePattern& pattern) {
  if (type.id() == Type::DATE32) {
    return [pattern](const Array& in, int64_t row, std::string& out) {
      pattern.Format(static_cast<const arrow::Date32Array&>(in).Value(row) * kMicrosPerDay, 0, out);
    };
  }
  return [pattern](const Array& in, int64_t row, std::string& out) {
    pattern.Format(static_cast<const arrow::TimestampArray&>(in).Value(row), 0, out);
  };
}

void PrintOther(const Array& in, int64_t row, std::string& out) {
  const auto scalar = in.GetScalar(row);
  if (scalar.ok()) out += (*scalar)->ToString();
}

Result<CellPrinter> TimePrinterFor(const arrow::DataType& type,
                                   const ConversionSettings& settings) {
  const bool with_zone = type.id() == Type::TIMESTAMP &&
                         !static_cast<const arrow::TimestampType&>(type).timezone().empty();
  std::string format = with_zone ? settings.datetimeoffset_format : settings.datetime_format;
  if (format.empty()) {
    format = type.id() == Type::DATE32 ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.fffffff";
    if (with_zone) format += " zzz";
  }
  WEIR_ASSIGN(const TimePattern pattern, TimePattern::Compile(format));
  return TimePrinter(type, pattern);
}

Result<CellPrinter> PrinterFor(const arrow::DataType& type, const ConversionSettings& settings) {
  switch (type.id()) {
    case Type::BOOL:
      return CellPrinter(
          [numeric = settings.boolean_as_number](const Array& in, int64_t row, std::string& out) {
            const bool value = static_cast<const arrow::BooleanArray&>(in).Value(row);
            out += numeric ? (value ? "1" : "0") : (value ? "True" : "False");
          });
    case Type::INT8:
      return CellPrinter(PrintWhole<arrow::Int8Array>);
    case Type::INT16:
      return CellPrinter(PrintWhole<arrow::Int16Array>);
    case Type::INT32:
      return CellPrinter(PrintWhole<arrow::Int32Array>);
    case Type::INT64:
      return CellPrinter(PrintWhole<arrow::Int64Array>);
    case Type::UINT8:
      return CellPrinter(PrintWhole<arrow::UInt8Array>);
    case Type::UINT16:
      return CellPrinter(PrintWhole<arrow::UInt16Array>);
    case Type::UINT32:
      return CellPrinter(PrintWhole<arrow::UInt32Array>);
    case Type::UINT64:
      return CellPrinter(PrintWhole<arrow::UInt64Array>);
    case Type::FLOAT:
      return CellPrinter(PrintReal<arrow::FloatArray>);
    case Type::DOUBLE:
      return CellPrinter(PrintReal<arrow::DoubleArray>);
    case Type::DECIMAL128:
      return CellPrinter([](const Array& in, int64_t row, std::string& out) {
        out += static_cast<const arrow::Decimal128Array&>(in).FormatValue(row);
      });
    case Type::TIMESTAMP:
    case Type::DATE32:
      return TimePrinterFor(type, settings);
    case Type::DURATION:
      return CellPrinter([](const Array& in, int64_t row, std::string& out) {
        AppendDuration(static_cast<const arrow::DurationArray&>(in).Value(row), out);
      });
    case Type::BINARY:
      return CellPrinter([](const Array& in, int64_t row, std::string& out) {
        out += arrow::util::base64_encode(static_cast<const arrow::BinaryArray&>(in).GetView(row));
      });
    case Type::STRING:
      return CellPrinter([](const Array& in, int64_t row, std::string& out) {
        out += static_cast<const arrow::StringArray&>(in).GetView(row);
      });
    default:  // Arrow's types are open-ended; the rest prints as Arrow does.
      return CellPrinter(PrintOther);
  }
}

}  // namespace

void AppendDuration(int64_t micros, std::string& out) {
  if (micros < 0) out += '-';
  const uint64_t rest =
      micros < 0 ? 0 - static_cast<uint64_t>(micros) : static_cast<uint64_t>(micros);
  const uint64_t day = static_cast<uint64_t>(kMicrosPerDay);
  if (rest >= day) out += std::to_string(rest / day) + ".";
  const uint64_t seconds = rest % day / 1'000'000;
  char buffer[16];
  std::snprintf(buffer, sizeof(buffer), "%02u:%02u:%02u", static_cast<unsigned>(seconds / 3600),
                static_cast<unsigned>(seconds / 60 % 60), static_cast<unsigned>(seconds % 60));
  out += buffer;
  const uint64_t fraction = rest % 1'000'000;
  if (fraction == 0) return;
  std::snprintf(buffer, sizeof(buffer), ".%07u", static_cast<unsigned>(fraction * 10));
  out += buffer;
}

std::string CellText(const Array& array, int64_t row) {
  if (array.IsNull(row)) return {};
  std::string text;
  const Result<CellPrinter> printer = PrinterFor(*array.type(), ConversionSettings());
  if (printer) (*printer)(array, row, text);
  return text;
}

Result<ColumnConversion> PlanToText(const arrow::Field& from, const ConversionSettings& settings) {
  WEIR_ASSIGN(CellPrinter printer, PrinterFor(*from.type(), settings));
  return ColumnConversion([printer = std::move(printer)](
                              const ArrayPtr& in, std::vector<CellFault>&) -> Result<ArrayPtr> {
    arrow::StringBuilder builder;
    WEIR_ARROW_TRY(builder.Reserve(in->length()), kConversionFailed);
    std::string text;
    for (int64_t row = 0; row < in->length(); ++row) {
      if (in->IsNull(row)) {
        builder.UnsafeAppendNull();
        continue;
      }
      text.clear();
      printer(*in, row, text);
      WEIR_ARROW_TRY(builder.Append(text), kConversionFailed);
    }
    ArrayPtr out;
    WEIR_ARROW_TRY(builder.Finish(&out), kConversionFailed);
    return out;
  });
}

}  // namespace weir::copy
