#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/delimited/chunks.h"
#include "formats/delimited/column.h"

namespace weir::formats::delimited {

/// A row that is no row of the table, with its cells.
struct SplitRow {
  int64_t row = 0;  ///< Counted from 0 over the chunk's non-empty rows.
  bool unclosed = false;
  std::vector<std::string> cells;
};

/// What a chunk's rows have become.
struct Parsed {
  std::vector<std::shared_ptr<arrow::RecordBatch>> batches;
  std::vector<SplitRow> odd;
  int64_t rows_seen = 0;  ///< Non-empty rows, good and bad.
};

/// The first non-empty row of a text: names of columns, or how many there are.
struct FirstRow {
  std::vector<std::string> cells;
  size_t end = 0;  ///< Where the next row begins.
  bool unclosed = false;
};

/// Turns chunks into batches. Holds nothing that changes: many threads may share it.
class ChunkParser {
 public:
  ChunkParser(Dialect dialect, Scanner scanner, std::string file)
      : dialect_(std::move(dialect)), scanner_(std::move(scanner)), file_(std::move(file)) {}

  void set_schema(std::shared_ptr<arrow::Schema> schema) { schema_ = std::move(schema); }
  const Dialect& dialect() const { return dialect_; }

  /// None if all rows are empty.
  std::optional<FirstRow> ReadFirstRow(std::string_view text) const;
  /// Parse the rows of `chunk` from `begin` on.
  Result<Parsed> Parse(Chunk& chunk, size_t begin) const;
  /// Say what is wrong with a row of a chunk that `rows_before` data rows come before.
  BadRow Explain(SplitRow odd, int64_t rows_before) const;
  /// Replace what is not UTF-8.
  static void CheckUtf8(Chunk& chunk);

 private:
  std::vector<std::string> Split(std::string_view row, size_t cells) const;
  Result<> Flush(std::vector<TextColumn>& columns, Parsed& parsed) const;

  Dialect dialect_;
  Scanner scanner_;
  std::string file_;
  std::shared_ptr<arrow::Schema> schema_;
};

}  // namespace weir::formats::delimited
