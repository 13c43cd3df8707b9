#include "formats/delimited/column.h"

#include <arrow/array/array_binary.h>
#include <arrow/buffer.h>
#include <arrow/util/bit_util.h>

#include <algorithm>
#include <cstring>

#include "formats/batch_memory.h"

namespace weir::formats::delimited {
namespace {

constexpr int64_t kRowsMin = 1024;
constexpr int64_t kBatchRowsMax = int64_t{64} << 10U;
constexpr int64_t kCopyBytes = 16;  ///< Short cells are copied in steps of this, beyond their end.

Result<> Grow(std::shared_ptr<arrow::ResizableBuffer>& buffer, int64_t bytes) {
  if (buffer == nullptr) {
    WEIR_ARROW_ASSIGN(buffer, arrow::AllocateResizableBuffer(bytes, BatchMemory()), "OutOfMemory");
    return {};
  }
  if (buffer->size() >= bytes) return {};
  WEIR_ARROW_TRY(buffer->Resize(std::max(bytes, 2 * buffer->size()), false), "OutOfMemory");
  return {};
}

inline void CopyShort(char* out, const char* in, int64_t length) {
  for (int64_t at = 0; at < length; at += kCopyBytes) std::memcpy(out + at, in + at, kCopyBytes);
}

}  // namespace

Result<> TextColumn::Reserve(int64_t rows, int64_t bytes) {
  const bool fresh = offsets_ == nullptr;
  WEIR_TRY(Grow(offsets_, (std::max(rows_ + rows, kRowsMin) + 1) * 4));
  if (fresh) reinterpret_cast<int32_t*>(offsets_->mutable_data())[0] = 0;
  WEIR_TRY(Grow(data_, bytes_ + bytes + kCopyBytes));
  if (validity_ == nullptr) return {};
  const int64_t before = validity_->size();
  WEIR_TRY(Grow(validity_, arrow::bit_util::BytesForBits(rows_ + rows)));
  std::memset(validity_->mutable_data() + before, 0xFF,
              static_cast<size_t>(validity_->size() - before));
  return {};
}

void TextColumn::SetNull(int64_t row) {
  arrow::bit_util::ClearBit(validity_->mutable_data(), row);
  ++nulls_;
}

void TextColumn::AppendCell(const Dialect& dialect, std::string_view text, Cell cell) {
  char* out = reinterpret_cast<char*>(data_->mutable_data()) + bytes_;
  const uint32_t length = cell.length & Cell::kLengthMask;
  size_t written = length;
  if ((cell.length & Cell::kRaw) != 0) {
    written = Decode(dialect, text.substr(cell.begin, length), out);
  } else if (length != 0) {
    std::memcpy(out, text.data() + cell.begin, length);
  }
  if ((cell.length & Cell::kMissing) != 0 || dialect.is_null({out, written})) {
    written = 0;
    SetNull(rows_);
  }
  bytes_ += static_cast<int64_t>(written);
}

Result<> TextColumn::Append(const Dialect& dialect, std::string_view text, const Tile& tile,
                            size_t column, double more) {
  const auto rows = static_cast<int64_t>(tile.rows);
  const Cell* cell = tile.cells.data() + column;
  int64_t bytes = 0;
  uint64_t null_lengths = 0;  // Bit n: some null text has n bytes (n < 64).
  bool long_null = false;
  for (const std::string& null : dialect.nulls) {
    if (null.size() < 64) null_lengths |= uint64_t{1} << null.size();
    long_null |= null.size() >= 64;
  }
  bool maybe_null = false;
  for (int64_t row = 0; row < rows; ++row, cell += tile.columns) {
    const uint32_t length = cell->length & Cell::kLengthMask;
    bytes += length;
    maybe_null |= (cell->length & ~Cell::kLengthMask) != 0 ||
                  (length < 64 ? (null_lengths >> length & 1U) != 0 : long_null);
  }
  if (maybe_null && validity_ == nullptr) {
    const int64_t size = arrow::bit_util::BytesForBits(std::max(rows_ + rows, kRowsMin));
    WEIR_TRY(Grow(validity_, size));
    std::memset(validity_->mutable_data(), 0xFF, static_cast<size_t>(size));
  }
  if (data_ == nullptr) {
    const auto expected = [more](int64_t count) {
      return static_cast<int64_t>(static_cast<double>(count) * more * 1.02);
    };
    WEIR_TRY(Grow(data_, bytes + expected(bytes) + kCopyBytes));
    WEIR_TRY(Reserve(std::min(rows + expected(rows), kBatchRowsMax), 0));
  }
  WEIR_TRY(Reserve(rows, bytes));
  auto* offsets = reinterpret_cast<int32_t*>(offsets_->mutable_data()) + rows_ + 1;
  cell = tile.cells.data() + column;
  char* data = reinterpret_cast<char*>(data_->mutable_data());
  if (!maybe_null) {
    for (int64_t row = 0; row < rows; ++row, cell += tile.columns) {
      CopyShort(data + bytes_, text.data() + cell->begin, cell->length);
      bytes_ += cell->length;
      offsets[row] = static_cast<int32_t>(bytes_);
    }
    rows_ += rows;
    return {};
  }
  for (int64_t row = 0; row < rows; ++row, ++rows_, cell += tile.columns) {
    AppendCell(dialect, text, *cell);
    offsets[row] = static_cast<int32_t>(bytes_);
  }
  return {};
}

Result<std::shared_ptr<arrow::Array>> TextColumn::Finish() {
  WEIR_TRY(Reserve(0, 0));
  WEIR_ARROW_TRY(offsets_->Resize((rows_ + 1) * 4, false), "OutOfMemory");
  WEIR_ARROW_TRY(data_->Resize(bytes_, false), "OutOfMemory");
  auto array =
      std::make_shared<arrow::StringArray>(rows_, std::move(offsets_), std::move(data_),
                                           nulls_ == 0 ? nullptr : std::move(validity_), nulls_);
  offsets_.reset();
  data_.reset();
  validity_.reset();
  rows_ = bytes_ = nulls_ = 0;
  return array;
}

}  // namespace weir::formats::delimited
