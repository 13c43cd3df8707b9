#include "formats/delimited/parse.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>
#include <cstring>

#include "formats/encoding.h"

namespace weir::formats::delimited {
namespace {

constexpr size_t kTileCells = size_t{16}
                              << 10U;  ///< 128 KiB of cells: they stay in the nearest caches.
constexpr int64_t kBatchRowsMax = int64_t{64} << 10U;
constexpr size_t kBadRowCellsMax = 4096;  ///< Cells of a bad row that are kept for the log.

}  // namespace

void ChunkParser::CheckUtf8(Chunk& chunk) {
  if (IsUtf8(chunk.text())) return;
  const std::string text = ReplaceInvalidUtf8(chunk.text());
  chunk.size = 0;
  chunk.Reserve(text.size());
  std::memcpy(chunk.bytes.get(), text.data(), text.size());
  chunk.size = text.size();
}

std::vector<std::string> ChunkParser::Split(std::string_view row, size_t cells) const {
  Tile tile(cells, 1);
  scanner_.Index(row, 0, tile);
  std::vector<std::string> out;
  const bool unclosed = !tile.odd.empty();
  for (size_t i = 0; i < std::min(cells, kBadRowCellsMax); ++i) {
    const Cell cell = tile.cells[i];
    const uint32_t length = cell.length & Cell::kLengthMask;
    std::string text(row.substr(cell.begin, length));
    if ((cell.length & Cell::kRaw) != 0 && !unclosed) {
      text.resize(Decode(dialect_, row.substr(cell.begin, length), text.data()));
    }
    out.push_back(std::move(text));
  }
  return out;
}

BadRow ChunkParser::Explain(SplitRow odd, int64_t rows_before) const {
  const int64_t row = rows_before + odd.row + 1;
  const std::string number = std::to_string(row);
  Error error = odd.unclosed ? Fail(ErrorKind::kInvalid, "DelimitedTextUnclosedQuote",
                                    "a quoted value that begins in row " + number + " of '" +
                                        file_ + "' has no closing quote")
                             : Fail(ErrorKind::kInvalid, "DelimitedTextMoreColumnsThanDefined",
                                    "Error found when processing 'Csv/Tsv Format Text' source '" +
                                        file_ + "' with row number " + number +
                                        ": found more columns than expected column count: " +
                                        std::to_string(schema_->num_fields()) + ".");
  return BadRow{.file = file_,
                .row = row,
                .column = "",
                .value = "",
                .error = std::move(error).At(file_),
                .cells = std::move(odd.cells)};
}

std::optional<FirstRow> ChunkParser::ReadFirstRow(std::string_view text) const {
  Tile probe(0, 1);
  probe.stop_at_odd = true;
  FirstRow first;
  first.end = scanner_.Index(text, 0, probe);
  if (probe.odd.empty()) return std::nullopt;
  const OddRow& odd = probe.odd.front();
  first.unclosed = odd.unclosed;
  first.cells = Split(text.substr(odd.begin, odd.end - odd.begin), odd.cells);
  first.cells.resize(odd.cells);
  return first;
}

Result<> ChunkParser::Flush(std::vector<TextColumn>& columns, Parsed& parsed) const {
  if (columns.empty() || columns.front().rows() == 0) return {};
  const int64_t rows = columns.front().rows();
  std::vector<std::shared_ptr<arrow::Array>> arrays;
  for (TextColumn& column : columns) {
    WEIR_ASSIGN(std::shared_ptr<arrow::Array> array, column.Finish());
    arrays.push_back(std::move(array));
  }
  parsed.batches.push_back(arrow::RecordBatch::Make(schema_, rows, std::move(arrays)));
  return {};
}

Result<Parsed> ChunkParser::Parse(Chunk& chunk, size_t begin) const {
  const std::string_view text = chunk.text();
  const auto count = static_cast<size_t>(schema_->num_fields());
  std::vector<TextColumn> columns(count);
  Tile tile(count, std::max<size_t>(1, kTileCells / std::max<size_t>(count, 1)));
  const size_t tile_rows = tile.rows_max;
  Parsed parsed;
  size_t at = begin;
  while (at < text.size()) {
    const int64_t room = kBatchRowsMax - (columns.empty() ? 0 : columns.front().rows());
    tile.rows_max = std::min(tile_rows, static_cast<size_t>(room));
    const size_t before = at;
    at = scanner_.Index(text, at, tile);
    const double more = static_cast<double>(text.size() - at) / static_cast<double>(at - before);
    for (size_t i = 0; i < count; ++i) WEIR_TRY(columns[i].Append(dialect_, text, tile, i, more));
    if (!columns.empty() && columns.front().rows() >= kBatchRowsMax) {
      WEIR_TRY(Flush(columns, parsed));
    }
  }
  WEIR_TRY(Flush(columns, parsed));
  parsed.rows_seen = tile.rows_seen;
  for (const OddRow& odd : tile.odd) {
    const std::string_view row = text.substr(odd.begin, odd.end - odd.begin);
    parsed.odd.push_back({odd.row, odd.unclosed, Split(row, odd.cells)});
  }
  return parsed;
}

}  // namespace weir::formats::delimited
