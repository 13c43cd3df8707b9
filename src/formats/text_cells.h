#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace arrow {
class Array;
class DataType;
}  // namespace arrow

namespace weir::formats {

/// The texts of some rows of a column. Null rows are empty here; ask the array.
class TextCells {
 public:
  std::string_view operator[](int64_t row) const {
    return {data_ + offsets_[row], static_cast<size_t>(offsets_[row + 1] - offsets_[row])};
  }
  /// All texts in a row, for a look at them at once.
  std::string_view all() const {
    return {data_ + offsets_[0], static_cast<size_t>(offsets_[rows_] - offsets_[0])};
  }
  int64_t rows() const { return rows_; }
  /// The texts were printed from numbers, times and the like: ASCII letters, digits and " +-.:".
  bool printed() const { return data_ == own_data_.data(); }
  /// Bytes up to here may be read: a copy of a cell may go beyond its end.
  const char* readable_end() const { return readable_end_; }

 private:
  friend struct CellPrinting;
  const char* data_ = nullptr;
  const int32_t* offsets_ = nullptr;
  const char* readable_end_ = nullptr;
  int64_t rows_ = 0;
  std::vector<char> own_data_;
  std::vector<int32_t> own_offsets_;
};

/// Prints any interim type as text, as ADF does into text sinks.
///
/// Boolean True/False; integers plain; Single and Double in .NET's shortest form (1E+20); Decimal
/// with all digits of its scale; DateTime `yyyy-MM-dd HH:mm:ss.fffffff`; DateTimeOffset the same
/// and ` +00:00`; Date `yyyy-MM-dd`; TimeSpan `[-][d.]hh:mm:ss[.fffffff]`; ByteArray as upper-case
/// hexadecimal digits; String and Guid as they are, without a copy.
/// Source: copy-activity-log sample for dates; hexadecimal bytes and Date are our choice.
class CellPrinter {
 public:
  /// Errors: kUnsupported UnsupportedColumnType for lists, structs and the like.
  static Result<CellPrinter> Make(const arrow::DataType& type);
  /// Print rows [begin, begin + rows) of an array of that type; `out` is valid as long as the array
  /// lives and until the next call.
  void Print(const arrow::Array& array, int64_t begin, int64_t rows, TextCells& out) const;

 private:
  using PrintRows = void (*)(const arrow::Array&, int64_t, int64_t, TextCells&);
  friend struct CellPrinting;
  explicit CellPrinter(PrintRows print) : print_(print) {}
  PrintRows print_;
};

}  // namespace weir::formats
