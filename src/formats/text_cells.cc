#include "formats/text_cells.h"

#include <arrow/array.h>
#include <arrow/buffer.h>
#include <arrow/type.h>
#include <arrow/util/decimal.h>

#include <cstring>

#include "formats/batch_stream.h"
#include "formats/print_value.h"

namespace weir::formats {

/// The ways to print a column; apart so that the header needs no Arrow types.
struct CellPrinting {
  using PrintRows = CellPrinter::PrintRows;

  /// Print each row by `print(array, row, out)`, which needs at most kPrintedBytesMax.
  template <typename ArrayType, typename PrintOne>
  static void Each(const arrow::Array& any, int64_t begin, int64_t rows, TextCells& out,
                   const PrintOne& print) {
    const auto& array = static_cast<const ArrayType&>(any);
    out.own_data_.resize(static_cast<size_t>(rows * kPrintedBytesMax));
    out.own_offsets_.resize(static_cast<size_t>(rows + 1));
    char* at = out.own_data_.data();
    out.own_offsets_[0] = 0;
    for (int64_t row = 0; row < rows; ++row) {
      if (array.IsValid(begin + row)) at = print(array, begin + row, at);
      out.own_offsets_[static_cast<size_t>(row + 1)] =
          static_cast<int32_t>(at - out.own_data_.data());
    }
    Own(out, rows);
  }
  static void Own(TextCells& out, int64_t rows) {
    out.data_ = out.own_data_.data();
    out.readable_end_ = out.data_ + out.own_data_.size();
    out.offsets_ = out.own_offsets_.data();
    out.rows_ = rows;
  }

  template <typename ArrayType>
  static void Integers(const arrow::Array& any, int64_t begin, int64_t rows, TextCells& out) {
    Each<ArrayType>(any, begin, rows, out, [](const ArrayType& array, int64_t row, char* at) {
      return PrintInteger(at, static_cast<int64_t>(array.Value(row)));
    });
  }
  static void UInt64s(const arrow::Array& any, int64_t begin, int64_t rows, TextCells& out) {
    Each<arrow::UInt64Array>(any, begin, rows, out,
                             [](const arrow::UInt64Array& array, int64_t row, char* at) {
                               return PrintUnsigned(at, array.Value(row));
                             });
  }
  static void Booleans(const arrow::Array& any, int64_t begin, int64_t rows, TextCells& out) {
    Each<arrow::BooleanArray>(any, begin, rows, out,
                              [](const arrow::BooleanArray& array, int64_t row, char* at) {
                                const std::string_view text = array.Value(row) ? "True" : "False";
                                std::memcpy(at, text.data(), text.size());
                                return at + text.size();
                              });
  }
  static void Singles(const arrow::Array& any, int64_t begin, int64_t rows, TextCells& out) {
    Each<arrow::FloatArray>(any, begin, rows, out,
                            [](const arrow::FloatArray& array, int64_t row, char* at) {
                              return PrintSingle(at, array.Value(row));
                            });
  }
  static void Doubles(const arrow::Array& any, int64_t begin, int64_t rows, TextCells& out) {
    Each<arrow::DoubleArray>(any, begin, rows, out,
                             [](const arrow::DoubleArray& array, int64_t row, char* at) {
                               return PrintDouble(at, array.Value(row));
                             });
  }
  static void Decimals(const arrow::Array& any, int64_t begin, int64_t rows, TextCells& out) {
    const int32_t scale = static_cast<const arrow::Decimal128Type&>(*any.type()).scale();
    Each<arrow::Decimal128Array>(
        any, begin, rows, out, [scale](const arrow::Decimal128Array& array, int64_t row, char* at) {
          __int128 value = 0;
          std::memcpy(&value, array.GetValue(row), sizeof value);
          return PrintDecimal(at, value, scale);
        });
  }
  static void Dates(const arrow::Array& any, int64_t begin, int64_t rows, TextCells& out) {
    Each<arrow::Date32Array>(any, begin, rows, out,
                             [](const arrow::Date32Array& array, int64_t row, char* at) {
                               return PrintDate(at, array.Value(row));
                             });
  }
  static void DateTimes(const arrow::Array& any, int64_t begin, int64_t rows, TextCells& out) {
    const auto& type = static_cast<const arrow::TimestampType&>(*any.type());
    const int64_t per_second = PerSecond(type.unit());
    const bool zoned = !type.timezone().empty();
    Each<arrow::TimestampArray>(any, begin, rows, out,
                                [=](const arrow::TimestampArray& array, int64_t row, char* at) {
                                  const int64_t value = array.Value(row);
                                  const int64_t per_day = 86'400 * per_second;
                                  int64_t days = value / per_day;
                                  int64_t rest = value % per_day;
                                  if (rest < 0) {
                                    rest += per_day;
                                    --days;
                                  }
                                  at = PrintDateTime(at, days, Ticks(rest, per_second), ' ');
                                  if (!zoned) return at;
                                  std::memcpy(at, " +00:00", 7);
                                  return at + 7;
                                });
  }
  static void TimeSpans(const arrow::Array& any, int64_t begin, int64_t rows, TextCells& out) {
    const int64_t per_second =
        PerSecond(static_cast<const arrow::DurationType&>(*any.type()).unit());
    Each<arrow::DurationArray>(any, begin, rows, out,
                               [=](const arrow::DurationArray& array, int64_t row, char* at) {
                                 return PrintTimeSpan(at, Ticks(array.Value(row), per_second));
                               });
  }
  static int64_t PerSecond(arrow::TimeUnit::type unit) {
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
  static int64_t Ticks(int64_t value, int64_t per_second) {
    constexpr int64_t kTicksPerSecond = 10'000'000;
    return per_second > kTicksPerSecond ? value / (per_second / kTicksPerSecond)
                                        : value * (kTicksPerSecond / per_second);
  }

  static void Texts(const arrow::Array& any, int64_t begin, int64_t rows, TextCells& out) {
    const auto& array = static_cast<const arrow::BinaryArray&>(any);
    out.data_ = reinterpret_cast<const char*>(array.raw_data());
    out.offsets_ = array.raw_value_offsets() + begin;
    const auto& data = array.value_data();
    out.readable_end_ = out.data_ + (data == nullptr ? 0 : data->size());
    out.rows_ = rows;
  }
  static void Nulls(const arrow::Array& /*any*/, int64_t /*begin*/, int64_t rows, TextCells& out) {
    out.own_offsets_.assign(static_cast<size_t>(rows + 1), 0);
    Own(out, rows);
  }
  static void Bytes(const arrow::Array& any, int64_t begin, int64_t rows, TextCells& out) {
    const auto& array = static_cast<const arrow::BinaryArray&>(any);
    out.own_data_.clear();
    out.own_offsets_.assign(1, 0);
    for (int64_t row = begin; row < begin + rows; ++row) {
      for (const char c : array.IsValid(row) ? array.GetView(row) : std::string_view()) {
        const auto byte = static_cast<unsigned char>(c);
        out.own_data_.push_back("0123456789ABCDEF"[byte >> 4U]);
        out.own_data_.push_back("0123456789ABCDEF"[byte & 15U]);
      }
      out.own_offsets_.push_back(static_cast<int32_t>(out.own_data_.size()));
    }
    Own(out, rows);
  }

  static PrintRows For(const arrow::DataType& type) {
    switch (type.id()) {
      case arrow::Type::NA:
        return Nulls;
      case arrow::Type::BOOL:
        return Booleans;
      case arrow::Type::INT8:
        return Integers<arrow::Int8Array>;
      case arrow::Type::INT16:
        return Integers<arrow::Int16Array>;
      case arrow::Type::INT32:
        return Integers<arrow::Int32Array>;
      case arrow::Type::INT64:
        return Integers<arrow::Int64Array>;
      case arrow::Type::UINT8:
        return Integers<arrow::UInt8Array>;
      case arrow::Type::UINT16:
        return Integers<arrow::UInt16Array>;
      case arrow::Type::UINT32:
        return Integers<arrow::UInt32Array>;
      case arrow::Type::UINT64:
        return UInt64s;
      case arrow::Type::FLOAT:
        return Singles;
      case arrow::Type::DOUBLE:
        return Doubles;
      case arrow::Type::DECIMAL128:
        return Decimals;
      case arrow::Type::DATE32:
        return Dates;
      case arrow::Type::TIMESTAMP:
        return DateTimes;
      case arrow::Type::DURATION:
        return TimeSpans;
      case arrow::Type::STRING:
        return Texts;
      case arrow::Type::BINARY:
        return Bytes;
      default:  // Arrow's enum is open, and most of it is not an interim type.
        return nullptr;
    }
  }
};

Result<CellPrinter> CellPrinter::Make(const arrow::DataType& type) {
  const PrintRows print = CellPrinting::For(type);
  if (print == nullptr) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedColumnType",
                "a column of type '" + type.ToString() + "' cannot be written as text");
  }
  return CellPrinter(print);
}

void CellPrinter::Print(const arrow::Array& array, int64_t begin, int64_t rows,
                        TextCells& out) const {
  print_(array, begin, rows, out);
}

}  // namespace weir::formats
