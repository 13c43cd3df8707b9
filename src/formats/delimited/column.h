#pragma once

#include <arrow/type_fwd.h>

#include <memory>
#include <string_view>

#include "formats/delimited/scan.h"

namespace weir::formats::delimited {

/// Gathers the cells of one column into an Arrow utf8 array.
class TextColumn {
 public:
  /// Add the column's cells of every row of `tile`, whose offsets point into `text`. `more` guesses
  /// how many times as many are to come.
  Result<> Append(const Dialect& dialect, std::string_view text, const Tile& tile, size_t column,
                  double more);
  int64_t rows() const { return rows_; }
  /// The array of all rows since the last call.
  Result<std::shared_ptr<arrow::Array>> Finish();

 private:
  Result<> Reserve(int64_t rows, int64_t bytes);
  void SetNull(int64_t row);
  void AppendCell(const Dialect& dialect, std::string_view text, Cell cell);

  std::shared_ptr<arrow::ResizableBuffer> offsets_;
  std::shared_ptr<arrow::ResizableBuffer> data_;
  std::shared_ptr<arrow::ResizableBuffer> validity_;  ///< Null as long as no cell is null.
  int64_t rows_ = 0;
  int64_t bytes_ = 0;
  int64_t nulls_ = 0;
};

}  // namespace weir::formats::delimited
