#include "formats/delimited/writer.h"

#include <arrow/array.h>
#include <arrow/io/interfaces.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>
#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

#include "formats/encoding.h"
#include "formats/field_kind.h"
#include "formats/text_cells.h"

namespace weir::formats::delimited {
namespace {

constexpr int64_t kTileRows = 1024;
constexpr size_t kFlushBytes = 1U << 20U;
constexpr size_t kCopyBytes = 16;

/// Text being built: room is made once for many cells, which are then added without a check.
class Output {
 public:
  void Reserve(size_t bytes) {
    if (bytes_.size() < used_ + bytes + kCopyBytes) {
      bytes_.resize(std::max(used_ + bytes + kCopyBytes, 2 * bytes_.size()));
    }
  }
  char* end() { return bytes_.data() + used_; }
  void set_end(const char* end) { used_ = static_cast<size_t>(end - bytes_.data()); }
  std::string_view text() const { return {bytes_.data(), used_}; }
  void clear() { used_ = 0; }

 private:
  std::vector<char> bytes_;
  size_t used_ = 0;
};

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

class Writer final : public BatchWriter {
 public:
  Writer(Options options, std::shared_ptr<arrow::io::OutputStream> out,
         std::shared_ptr<arrow::Schema> schema, std::string file)
      : options_(std::move(options)),
        dialect_(options_.dialect),
        out_(std::move(out)),
        schema_(std::move(schema)),
        file_(std::move(file)) {
    const char delimiter = dialect_.column_delimiter.empty() ? '\r' : dialect_.column_delimiter[0];
    const char row_end = options_.written_row_end[0];
    marks_ = {'\r', '\n', delimiter, row_end, dialect_.quote, dialect_.escape};
    for (char& c : marks_) {
      if (c == '\0') c = '\r';  // A quote or escape that is not set.
      special_[static_cast<unsigned char>(c)] = true;
    }
  }

  Result<> Open();
  Result<> Write(const arrow::RecordBatch& batch) override;
  Result<> Finish() override;

 private:
  struct Column {
    CellPrinter printer;
    TextCells cells;
    const arrow::Array* array;
    bool plain;  ///< No cell of the tile needs quotes or is null.
  };

  bool HasSpecial(std::string_view text) const;
  Result<> WriteTile(const arrow::RecordBatch& batch, int64_t begin, int64_t rows);
  Result<char*> PutCell(char* out, std::string_view text, bool null, bool single) const;
  char* PutQuoted(char* out, std::string_view text) const;
  Result<char*> PutBare(char* out, std::string_view text) const;
  Result<> Flush();

  Options options_;
  const Dialect& dialect_;
  std::shared_ptr<arrow::io::OutputStream> out_;
  std::shared_ptr<arrow::Schema> schema_;
  std::string file_;
  std::array<char, 6> marks_{};  ///< Bytes that call for quotes.
  std::array<bool, 256> special_{};
  std::vector<Column> columns_;
  Output text_;
};

bool Writer::HasSpecial(std::string_view text) const {
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

Result<> Writer::Open() {
  WEIR_TRY(RefuseJsonColumns(*schema_));
  for (const auto& field : schema_->fields()) {
    auto printer = CellPrinter::Make(*field->type());
    if (!printer) return std::move(printer).error().At(field->name());
    columns_.push_back({*printer, {}, nullptr, false});
  }
  if (!options_.header || schema_->num_fields() == 0) return {};
  for (int i = 0; i < schema_->num_fields(); ++i) {
    const std::string& name = schema_->field(i)->name();
    text_.Reserve(2 * name.size() + 2 * dialect_.column_delimiter.size() + 2);
    if (i > 0) text_.set_end(Put(text_.end(), dialect_.column_delimiter));
    WEIR_ASSIGN(const char* end, PutCell(text_.end(), name, false, false));
    text_.set_end(end);
  }
  text_.Reserve(options_.written_row_end.size());
  text_.set_end(Put(text_.end(), options_.written_row_end));
  return {};
}

Result<> Writer::Write(const arrow::RecordBatch& batch) {
  for (int64_t begin = 0; begin < batch.num_rows(); begin += kTileRows) {
    WEIR_TRY(WriteTile(batch, begin, std::min(kTileRows, batch.num_rows() - begin)));
    if (text_.text().size() >= kFlushBytes) WEIR_TRY(Flush());
  }
  return {};
}

Result<> Writer::WriteTile(const arrow::RecordBatch& batch, int64_t begin, int64_t rows) {
  size_t bytes = 0;
  for (size_t i = 0; i < columns_.size(); ++i) {
    Column& column = columns_[i];
    column.array = batch.column_data(static_cast<int>(i)) == nullptr
                       ? nullptr
                       : batch.column(static_cast<int>(i)).get();
    column.printer.Print(*column.array, begin, rows, column.cells);
    const std::string_view all = column.cells.all();
    column.plain = !options_.quote_all && column.array->null_count() == 0 && !HasSpecial(all);
    const size_t frame = dialect_.column_delimiter.size() + options_.null_text.size() + 2;
    bytes += (column.plain ? 1 : 2) * all.size() + static_cast<size_t>(rows) * frame;
  }
  text_.Reserve(bytes + static_cast<size_t>(rows) * options_.written_row_end.size());
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

Result<char*> Writer::PutCell(char* out, std::string_view text, bool null, bool single) const {
  if (null) text = options_.null_text;
  if (dialect_.quote == 0) return null ? Put(out, text) : PutBare(out, text);
  const bool line_would_be_empty = single && text.empty();
  const bool quoted =
      null ? line_would_be_empty : options_.quote_all || line_would_be_empty || HasSpecial(text);
  return quoted ? PutQuoted(out, text) : Put(out, text);
}

char* Writer::PutQuoted(char* out, std::string_view text) const {
  *out++ = dialect_.quote;
  for (const char c : text) {
    if (c == dialect_.quote || c == dialect_.escape) *out++ = dialect_.escape;
    *out++ = c;
  }
  *out++ = dialect_.quote;
  return out;
}

Result<char*> Writer::PutBare(char* out, std::string_view text) const {
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

Result<> Writer::Flush() {
  const std::string_view text = text_.text();
  WEIR_ARROW_TRY(out_->Write(text.data(), static_cast<int64_t>(text.size())), "FileWriteFailed");
  text_.clear();
  return {};
}

Result<> Writer::Finish() {
  WEIR_TRY(Flush());
  WEIR_ARROW_TRY(out_->Close(), "FileWriteFailed");
  return {};
}

}  // namespace

Result<std::unique_ptr<BatchWriter>> OpenWriter(std::shared_ptr<arrow::io::OutputStream> out,
                                                std::shared_ptr<arrow::Schema> schema,
                                                const WriteOptions& options) {
  WEIR_ASSIGN(Options settings, ReadSettings(options.settings, options.format_settings));
  WEIR_ASSIGN(out, EncodeText(std::move(out), settings.encoding));
  auto writer = std::make_unique<Writer>(std::move(settings), std::move(out), std::move(schema),
                                         options.file);
  WEIR_TRY(writer->Open());
  return writer;
}

}  // namespace weir::formats::delimited
