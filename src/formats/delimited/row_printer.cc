#include "formats/delimited/row_printer.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>
#include <cctype>
#include <cstring>

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

namespace weir::formats::delimited {
namespace {

constexpr int64_t kTileRows = 1024;
constexpr size_t kCopyBytes = TextOutput::kSlackBytes;

/// Copy a cell in steps of 16 bytes, beyond its end; both sides have room for it.
inline char* PutBeyond(char* out, std::string_view text) {
  size_t at = 0;
  do {
    std::memcpy(out + at, text.data() + at, kCopyBytes);
    at += kCopyBytes;
  } while (at < text.size());
  return out + text.size();
}

inline char* Put(char* out, std::string_view text) {
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

}  // namespace

void TextOutput::Reserve(size_t bytes) {
  const size_t wanted = used_ + bytes + kSlackBytes;
  if (bytes_.size() < wanted) bytes_.resize(std::max(wanted, 2 * bytes_.size()));
}

RowPrinter::RowPrinter(const Options& options, std::string file)
    : options_(options), dialect_(options.dialect), file_(std::move(file)) {
  const char delimiter = dialect_.column_delimiter.empty() ? '\r' : dialect_.column_delimiter[0];
  const char row_end = options_.written_row_end[0];
  marks_ = {'\r', '\n', delimiter, row_end, dialect_.quote, dialect_.escape};
  for (char& c : marks_) {
    if (c == '\0') c = '\r';  // A quote or escape that is not set.
    special_[static_cast<unsigned char>(c)] = true;
    const bool printed = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                         std::string_view(" +-.:").find(c) != std::string_view::npos;
    if (printed) printed_is_plain_ = false;
  }
}

bool RowPrinter::HasSpecial(std::string_view text) const {
  size_t at = 0;
#if defined(__x86_64__)
  __m128i found = _mm_setzero_si128();
  for (; at + 16 <= text.size(); at += 16) {
    const __m128i part = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    for (const char c : marks_) {
      found = _mm_or_si128(found, _mm_cmpeq_epi8(part, _mm_set1_epi8(c)));
    }
  }
  if (_mm_movemask_epi8(found) != 0) return true;
#endif
  for (; at < text.size(); ++at) {
    if (special_[static_cast<unsigned char>(text[at])]) return true;
  }
  return false;
}

Result<> RowPrinter::Open(const arrow::Schema& schema) {
  for (const auto& field : schema.fields()) {
    auto printer = CellPrinter::Make(*field->type());
    if (!printer) return std::move(printer).error().At(field->name());
    columns_.push_back({*printer, {}, nullptr, false});
  }
  return {};
}

Result<> RowPrinter::PrintHeader(const arrow::Schema& schema) {
  for (int i = 0; i < schema.num_fields(); ++i) {
    const std::string& name = schema.field(i)->name();
    text_.Reserve(2 * name.size() + 2 * dialect_.column_delimiter.size() + 2);
    if (i > 0) text_.set_end(Put(text_.end(), dialect_.column_delimiter));
    WEIR_ASSIGN(const char* end, PutCell(text_.end(), name, false, false));
    text_.set_end(end);
  }
  text_.Reserve(options_.written_row_end.size());
  text_.set_end(Put(text_.end(), options_.written_row_end));
  return {};
}

Result<> RowPrinter::Print(const arrow::RecordBatch& batch, int64_t begin, int64_t end) {
  for (; begin < end; begin += kTileRows) {
    WEIR_TRY(PrintTile(batch, begin, std::min(kTileRows, end - begin)));
  }
  return {};
}

/// The cells of a tile as text; how many bytes its rows may need.
size_t RowPrinter::PrintColumns(const arrow::RecordBatch& batch, int64_t begin, int64_t rows) {
  size_t bytes = static_cast<size_t>(rows) * options_.written_row_end.size();
  for (size_t i = 0; i < columns_.size(); ++i) {
    Column& column = columns_[i];
    column.array = batch.column(static_cast<int>(i)).get();
    column.printer.Print(*column.array, begin, rows, column.cells);
    const std::string_view all = column.cells.all();
    const bool clean = (printed_is_plain_ && column.cells.printed()) || !HasSpecial(all);
    column.plain = !options_.quote_all && column.array->null_count() == 0 && clean;
    const size_t frame = dialect_.column_delimiter.size() + options_.null_text.size() + 2;
    bytes += (column.plain ? 1 : 2) * all.size() + static_cast<size_t>(rows) * frame;
  }
  return bytes;
}

Result<> RowPrinter::PrintTile(const arrow::RecordBatch& batch, int64_t begin, int64_t rows) {
  text_.Reserve(PrintColumns(batch, begin, rows));
  const bool single = columns_.size() == 1;
  const std::string_view delimiter = dialect_.column_delimiter;
  const bool one_byte = delimiter.size() == 1;
  char* out = text_.end();
  for (int64_t row = 0; row < rows; ++row) {
    for (size_t i = 0; i < columns_.size(); ++i) {
      const Column& column = columns_[i];
      if (i > 0) {
        if (one_byte) {
          *out++ = delimiter[0];
        } else {
          out = Put(out, delimiter);
        }
      }
      const std::string_view cell = column.cells[row];
      if (column.plain && !single) {
        const bool room = column.cells.readable_end() - cell.data() >=
                          static_cast<ptrdiff_t>(cell.size() + kCopyBytes);
        out = room ? PutBeyond(out, cell) : Put(out, cell);
        continue;
      }
      WEIR_ASSIGN(out, PutCell(out, cell, column.array->IsNull(begin + row), single));
    }
    out = Put(out, options_.written_row_end);
  }
  text_.set_end(out);
  return {};
}

Result<char*> RowPrinter::PutCell(char* out, std::string_view text, bool null, bool single) const {
  if (null) text = options_.null_text;
  if (dialect_.quote == 0) return null ? Put(out, text) : PutBare(out, text);
  const bool line_would_be_empty = single && text.empty();
  const bool quoted =
      null ? line_would_be_empty : options_.quote_all || line_would_be_empty || HasSpecial(text);
  return quoted ? PutQuoted(out, text) : Put(out, text);
}

char* RowPrinter::PutQuoted(char* out, std::string_view text) const {
  *out++ = dialect_.quote;
  for (const char c : text) {
    if (c == dialect_.quote || c == dialect_.escape) *out++ = dialect_.escape;
    *out++ = c;
  }
  *out++ = dialect_.quote;
  return out;
}

Result<char*> RowPrinter::PutBare(char* out, std::string_view text) const {
  if (!HasSpecial(text)) return Put(out, text);
  const std::string& delimiter = dialect_.column_delimiter;
  for (size_t at = 0; at < text.size(); ++at) {
    const bool delimits = !delimiter.empty() && text.substr(at).starts_with(delimiter);
    const bool row_end = dialect_.row_delimiter.empty()
                             ? text[at] == '\r' || text[at] == '\n'
                             : text.substr(at).starts_with(dialect_.row_delimiter);
    const bool escape = dialect_.escape != 0 && text[at] == dialect_.escape;
    if (row_end || (delimits && dialect_.escape == 0)) {
      return Fail(ErrorKind::kInvalid, "DelimitedTextUnquotable",
                  "a value with a " + std::string(row_end ? "row" : "column") +
                      " delimiter cannot be written without a quote character: '" +
                      std::string(text.substr(0, 100)) + "'")
          .At(file_);
    }
    if (delimits || escape) *out++ = dialect_.escape;
    *out++ = text[at];
  }
  return out;
}

}  // namespace weir::formats::delimited
