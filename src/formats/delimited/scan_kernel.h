#pragma once

#include <bit>
#include <cstring>

#include "formats/delimited/scan.h"

namespace weir::formats::delimited {

/// The scan itself, over 64 bytes at a time. `Block` loads them and compares each with a byte:
/// `Block(const char*)`, `uint64_t Eq(char) const`. Included once per instruction set.
///
/// Delimiters and quotes become bit masks; a cell costs a few operations on them. Quotes are looked
/// at only where a cell begins, so a quote inside an unquoted cell costs nothing.
template <typename Block, bool kGeneral>
class Kernel {
 public:
  Kernel(const Marks& marks, const char* data, size_t end)
      : marks_(marks), data_(data), end_(end) {}

  size_t Index(size_t begin, Tile& tile) {
    size_t at = begin;
    Load(at & ~size_t{63});
    tile.rows = 0;
    Cell* cells = tile.cells.data();
    while (at < end_ && tile.rows < tile.rows_max) {
      const size_t empty = RowEndLength(at);
      if (empty != 0) {
        at += empty;
        continue;
      }
      at = IndexRow(at, cells, tile);
      if (tile.stop_at_odd && !tile.odd.empty()) break;
    }
    return at;
  }

  size_t LastRowEnd() {
    if (marks_.quote == 0 || !marks_.multiline) return LastPlainRowEnd();
    size_t last = 0;
    size_t at = 0;
    bool inside = false;
    for (size_t base = 0; base < end_; base += 64) {
      Load(base);
      if (!ScanBlock(at, inside, last)) break;
    }
    return last;
  }

 private:
  void Load(size_t base) {
    base_ = base;
    const Block block(data_ + base);
    rows_ = block.Eq(marks_.row_first) | block.Eq(marks_.row_other);
    structural_ = rows_ | block.Eq(marks_.column_first);
    quotes_ = block.Eq(marks_.quote) | block.Eq(marks_.quote_escape);
    if constexpr (kGeneral) {
      if (marks_.bare_escape != 0) structural_ |= block.Eq(marks_.bare_escape);
    }
  }

  /// The mask without the bits before `from`, which lies in this block or behind it.
  uint64_t From(uint64_t mask, size_t from) const {
    if (from <= base_) return mask;
    return from - base_ >= 64 ? 0 : mask & (~uint64_t{0} << ((from - base_) & 63U));
  }

  size_t NextStructural(size_t from) {
    if (from - base_ >= 64) Load(from & ~size_t{63});
    uint64_t mask = structural_ & (~uint64_t{0} << ((from - base_) & 63U));
    while (mask == 0) {
      if (base_ + 64 >= end_) return end_;
      Load(base_ + 64);
      mask = structural_;
    }
    const size_t at = base_ + static_cast<size_t>(std::countr_zero(mask));
    return at < end_ ? at : end_;
  }

  size_t NextQuote(size_t from) {
    if (from - base_ >= 64) Load(from & ~size_t{63});
    uint64_t mask = quotes_ & (~uint64_t{0} << ((from - base_) & 63U));
    while (mask == 0) {
      if (base_ + 64 >= end_) return end_;
      Load(base_ + 64);
      mask = quotes_;
    }
    const size_t at = base_ + static_cast<size_t>(std::countr_zero(mask));
    return at < end_ ? at : end_;
  }

  /// Length of the row delimiter that stands at `at`; 0 if none does.
  size_t RowEndLength(size_t at) const {
    const char c = data_[at];
    if (c != marks_.row_first && c != marks_.row_other) return 0;
    if constexpr (kGeneral) {
      if (marks_.row.size() > 1) return StandsAt(marks_.row, at) ? marks_.row.size() : 0;
    }
    return 1;
  }
  size_t ColumnEndLength(size_t at) const {
    if (data_[at] != marks_.column_first) return 0;
    if constexpr (kGeneral) {
      if (marks_.column.empty()) return 0;
      if (marks_.column.size() > 1) return StandsAt(marks_.column, at) ? marks_.column.size() : 0;
    }
    return 1;
  }
  bool StandsAt(const std::string& mark, size_t at) const {
    return at + mark.size() <= end_ && std::memcmp(data_ + at, mark.data(), mark.size()) == 0;
  }

  /// Where the unquoted text from `from` on ends: at a delimiter or the end.
  size_t CellEnd(size_t from, bool& raw) {
    if constexpr (!kGeneral) return NextStructural(from);
    while (true) {
      const size_t at = NextStructural(from);
      if (at == end_) return at;
      if (ColumnEndLength(at) != 0 || RowEndLength(at) != 0) return at;
      from = at + 1;
      if (data_[at] == marks_.bare_escape && marks_.bare_escape != 0 && from < end_) {
        const size_t kept = data_[from] == marks_.bare_escape ? 1 : ColumnEndLength(from);
        raw |= kept != 0;
        from += kept;
      }
    }
  }

  /// The closing quote of a cell that begins at `from`; `limit` if there is none.
  size_t ClosingQuote(size_t from, size_t limit, bool& raw) {
    while (true) {
      const size_t at = NextQuote(from);
      if (at >= limit) return limit;
      const char next = at + 1 < limit ? data_[at + 1] : '\0';
      const bool pair = at + 1 < limit &&
                        (next == marks_.quote || (data_[at] != marks_.quote && next == data_[at]));
      if (pair) {
        raw = true;
        from = at + 2;
        if (from >= limit) return limit;
      } else if (data_[at] == marks_.quote) {
        return at;
      } else {
        from = at + 1;
        if (from >= limit) return limit;
      }
    }
  }

  size_t LineEnd(size_t from) {
    size_t at = from;
    while (at < end_ && RowEndLength(at) == 0) ++at;
    return at;
  }

  /// The quoted cell whose opening quote is at `open`; returns where it ends.
  size_t QuotedCell(size_t open, Cell& cell, bool& unclosed) {
    size_t limit = end_;
    if constexpr (kGeneral) {
      if (!marks_.multiline) limit = LineEnd(open + 1);
    }
    bool raw = false;
    const size_t close = open + 1 < limit ? ClosingQuote(open + 1, limit, raw) : limit;
    if (close == limit) {
      unclosed = limit == end_ && marks_.multiline;
      cell = {static_cast<uint32_t>(open + 1),
              static_cast<uint32_t>(limit - open - 1) | Cell::kRaw};
      return limit;
    }
    size_t end = close + 1;
    if (end < end_) end = CellEnd(end, raw);
    if (raw || end != close + 1) {
      cell = {static_cast<uint32_t>(open + 1), static_cast<uint32_t>(end - open - 1) | Cell::kRaw};
    } else {
      cell = {static_cast<uint32_t>(open + 1), static_cast<uint32_t>(close - open - 1)};
    }
    return end;
  }

  /// Index the row at `begin` behind `cells`, which moves on if the row is good; returns where the
  /// next row begins.
  size_t IndexRow(size_t begin, Cell*& cells, Tile& tile) {
    size_t at = begin;
    size_t column = 0;
    bool unclosed = false;
    while (true) {
      Cell cell;
      size_t end = 0;
      if (at < end_ && data_[at] == marks_.quote && marks_.quote != 0) {
        end = QuotedCell(at, cell, unclosed);
      } else {
        bool raw = false;
        end = at < end_ ? CellEnd(at, raw) : end_;
        cell = {static_cast<uint32_t>(at),
                static_cast<uint32_t>(end - at) | (kGeneral && raw ? Cell::kRaw : 0)};
      }
      if (column < tile.columns) cells[column] = cell;
      ++column;
      at = end;
      if (at >= end_) break;
      const size_t delimiter = ColumnEndLength(at);
      if (delimiter == 0) {
        at += RowEndLength(at);
        break;
      }
      at += delimiter;
    }
    if (column > tile.columns || unclosed) {
      tile.odd.push_back({tile.rows_seen, static_cast<uint32_t>(begin), static_cast<uint32_t>(at),
                          column, unclosed});
    } else {
      for (; column < tile.columns; ++column) cells[column] = {0, Cell::kMissing};
      cells += tile.columns;
      ++tile.rows;
    }
    ++tile.rows_seen;
    return at;
  }

  size_t LastPlainRowEnd() const {
    for (size_t at = end_; at-- > 0;) {
      const size_t length = RowEndLength(at);
      if (length != 0) return at + length;
    }
    return 0;
  }

  /// Whether a cell begins at `at`.
  bool CellBegins(size_t at) const {
    if (at == 0) return true;
    if constexpr (!kGeneral) {
      const char before = data_[at - 1];
      return before == marks_.column_first || before == marks_.row_first ||
             before == marks_.row_other;
    } else {
      const size_t row = marks_.row.empty() ? 1 : marks_.row.size();
      const size_t column = marks_.column.size();
      return (at >= row && RowEndLength(at - row) != 0) ||
             (column != 0 && at >= column && ColumnEndLength(at - column) != 0);
    }
  }

  /// Note the last row end of the unquoted stretch [from, to) of this block.
  void NoteRowEnd(size_t from, size_t to, size_t& last) const {
    uint64_t mask = From(rows_, from);
    if (to <= base_) return;
    if (to - base_ < 64) mask &= ~(~uint64_t{0} << ((to - base_) & 63U));
    while (mask != 0) {
      const auto bit = static_cast<size_t>(63 - std::countl_zero(mask));
      const size_t length = base_ + bit < end_ ? RowEndLength(base_ + bit) : 0;
      if (length != 0 && base_ + bit + length <= end_) {
        last = base_ + bit + length;
        return;
      }
      mask &= ~(uint64_t{1} << (bit & 63U));
    }
  }

  enum class Quote { kNone, kFound, kDoubtful };

  /// Go behind the next quote or escape of this block, inside a quoted cell; doubtful if what
  /// follows it is not there yet.
  Quote StepInside(size_t& at, bool& inside) const {
    const uint64_t mask = From(quotes_, at);
    if (mask == 0) return Quote::kNone;
    const size_t quote = base_ + static_cast<size_t>(std::countr_zero(mask));
    if (quote + 1 >= end_) return Quote::kDoubtful;
    const char next = data_[quote + 1];
    const bool pair =
        next == marks_.quote || (data_[quote] != marks_.quote && next == data_[quote]);
    inside = pair || data_[quote] != marks_.quote;
    at = quote + (pair ? 2 : 1);
    return Quote::kFound;
  }

  /// Go behind the next opening quote of this block, and note row ends on the way.
  Quote StepOutside(size_t& at, bool& inside, size_t& last) const {
    size_t open = 0;
    for (uint64_t mask = From(quotes_, at); mask != 0 && !inside; mask &= mask - 1) {
      open = base_ + static_cast<size_t>(std::countr_zero(mask));
      inside = open < end_ && data_[open] == marks_.quote && CellBegins(open);
    }
    const size_t block_end = base_ + 64 < end_ ? base_ + 64 : end_;
    NoteRowEnd(at, inside ? open : block_end, last);
    if (inside) {
      at = open + 1;
    } else if (at < base_ + 64) {
      at = base_ + 64;
    }
    return inside ? Quote::kFound : Quote::kNone;
  }

  /// Follow quotes through this block; `at` is where the open stretch goes on. False if the text
  /// ends in doubt.
  bool ScanBlock(size_t& at, bool& inside, size_t& last) const {
    Quote found = Quote::kFound;
    while (found == Quote::kFound) {
      found = inside ? StepInside(at, inside) : StepOutside(at, inside, last);
    }
    return found == Quote::kNone;
  }

  const Marks& marks_;
  const char* data_;
  size_t end_;
  size_t base_ = 0;
  uint64_t rows_ = 0;
  uint64_t structural_ = 0;
  uint64_t quotes_ = 0;
};

template <typename Block>
size_t IndexWith(const Marks& marks, const char* data, size_t begin, size_t end, Tile& tile) {
  if (marks.general) return Kernel<Block, true>(marks, data, end).Index(begin, tile);
  return Kernel<Block, false>(marks, data, end).Index(begin, tile);
}

template <typename Block>
size_t LastRowEndWith(const Marks& marks, const char* data, size_t end) {
  if (marks.general) return Kernel<Block, true>(marks, data, end).LastRowEnd();
  return Kernel<Block, false>(marks, data, end).LastRowEnd();
}

}  // namespace weir::formats::delimited
