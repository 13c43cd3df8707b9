#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/delimited/dialect.h"

namespace weir::formats::delimited {

/// Bytes that must be readable behind a text that is scanned; what they hold does not matter.
constexpr size_t kSlackBytes = 64;

/// One cell of a text: where it begins and how long it is, with two flags in the length.
struct Cell {
  /// The cell holds escapes or text behind its closing quote: see Decode. A quoted one begins
  /// behind its opening quote.
  static constexpr uint32_t kRaw = 1U << 31U;
  static constexpr uint32_t kMissing = 1U << 30U;  ///< The row was too short.
  static constexpr uint32_t kLengthMask = kMissing - 1;

  uint32_t begin = 0;
  uint32_t length = 0;
};

/// A row that is no row of the table, by its place in the text.
struct OddRow {
  int64_t row = 0;  ///< Counted from 0 over all non-empty rows that a Tile has seen.
  uint32_t begin = 0;
  uint32_t end = 0;
  size_t cells = 0;
  bool unclosed = false;  ///< A quoted cell has no end; otherwise the row has too many cells.
};

/// Cells of up to `rows_max` rows, row after row.
struct Tile {
  Tile(size_t column_count, size_t row_limit)
      : columns(column_count), rows_max(row_limit), cells(column_count * row_limit) {}

  size_t columns;
  size_t rows_max;
  std::vector<Cell> cells;
  size_t rows = 0;           ///< Good rows in `cells`.
  int64_t rows_seen = 0;     ///< Non-empty rows since the text began, good and odd.
  std::vector<OddRow> odd;   ///< Since the text began.
  bool stop_at_odd = false;  ///< Stop behind the first odd row.
};

/// The bytes a scan looks for, taken from a dialect.
struct Marks {
  explicit Marks(const Dialect& dialect);

  std::string column;  ///< Empty: none.
  std::string row;     ///< Empty: \r or \n.
  char column_first;
  char row_first;
  char row_other;
  char quote;
  char quote_escape;  ///< Escape inside quotes; the quote itself if there is none.
  char bare_escape;   ///< Escape where there is no quoting; 0 if none.
  bool multiline;
  bool general;  ///< Delimiters of several bytes, escapes without quotes, or single-line quotes.
};

/// Which instructions to scan with.
enum class SimdLevel { kScalar, kSse2, kAvx2 };
SimdLevel BestSimdLevel();

/// Cuts texts into cells.
class Scanner {
 public:
  explicit Scanner(const Dialect& dialect, SimdLevel level = BestSimdLevel());

  /// Index rows of `text` from `begin` until the tile is full or the text ends; returns where it
  /// stopped. The text begins and ends with a row, is followed by kSlackBytes, and is shorter than
  /// 1 GiB. Empty rows are skipped.
  size_t Index(std::string_view text, size_t begin, Tile& tile) const {
    return index_(marks_, text.data(), begin, text.size(), tile);
  }
  /// Where the last complete row of `text` ends, 0 if none does. The text begins with a row and is
  /// followed by kSlackBytes.
  size_t LastRowEnd(std::string_view text) const {
    return last_row_end_(marks_, text.data(), text.size());
  }

 private:
  Marks marks_;
  size_t (*index_)(const Marks&, const char*, size_t, size_t, Tile&);
  size_t (*last_row_end_)(const Marks&, const char*, size_t);
};

/// Write a kRaw cell without its escapes and quotes to `out`, which has room for `raw`; returns how
/// many bytes it wrote.
size_t Decode(const Dialect& dialect, std::string_view raw, char* out);

}  // namespace weir::formats::delimited
