#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "formats/delimited/dialect.h"
#include "formats/text_cells.h"

namespace arrow {
class Array;
class RecordBatch;
class Schema;
}  // namespace arrow

namespace weir::formats::delimited {

/// Text being built: room is made once for many cells, which are then added without a check.
class TextOutput {
 public:
  static constexpr size_t kSlackBytes = 16;  ///< Readable and writable beyond what is reserved.

  void Reserve(size_t bytes);
  char* end() { return bytes_.data() + used_; }
  void set_end(const char* end) { used_ = static_cast<size_t>(end - bytes_.data()); }
  std::string_view text() const { return {bytes_.data(), used_}; }
  void clear() { used_ = 0; }

 private:
  std::vector<char> bytes_;
  size_t used_ = 0;
};

/// Rows of batches as delimited text. One for each thread that prints.
class RowPrinter {
 public:
  RowPrinter(const Options& options, std::string file);

  /// Errors: kUnsupported for a column type that has no text.
  Result<> Open(const arrow::Schema& schema);
  Result<> PrintHeader(const arrow::Schema& schema);
  /// Append rows [begin, end) of `batch`.
  Result<> Print(const arrow::RecordBatch& batch, int64_t begin, int64_t end);
  TextOutput& out() { return text_; }

 private:
  struct Column {
    CellPrinter printer;
    TextCells cells;
    const arrow::Array* array;
    bool plain;  ///< No cell of the tile needs quotes or is null.
  };

  bool HasSpecial(std::string_view text) const;
  size_t PrintColumns(const arrow::RecordBatch& batch, int64_t begin, int64_t rows);
  Result<> PrintTile(const arrow::RecordBatch& batch, int64_t begin, int64_t rows);
  Result<char*> PutCell(char* out, std::string_view text, bool null, bool single) const;
  char* PutQuoted(char* out, std::string_view text) const;
  Result<char*> PutBare(char* out, std::string_view text) const;

  const Options& options_;
  const Dialect& dialect_;
  std::string file_;
  std::array<char, 6> marks_{};  ///< Bytes that call for quotes.
  std::array<bool, 256> special_{};
  bool printed_is_plain_ = true;  ///< No mark can be part of a printed number or time.
  std::vector<Column> columns_;
  TextOutput text_;
};

}  // namespace weir::formats::delimited
