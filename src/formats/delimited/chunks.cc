#include "formats/delimited/chunks.h"

#include <arrow/io/interfaces.h>
#include <arrow/result.h>

#include <algorithm>
#include <cstring>

namespace weir::formats::delimited {
namespace {

constexpr size_t kRowBytesMax = size_t{128} << 20U;
constexpr size_t kFreeChunksMax = 4;

}  // namespace

void Chunk::Reserve(size_t wanted) {
  if (capacity >= wanted + kSlackBytes) return;
  capacity = wanted + kSlackBytes;
  std::unique_ptr<char[]> grown(new char[capacity]);
  if (size != 0) std::memcpy(grown.get(), bytes.get(), size);
  bytes = std::move(grown);
}

ChunkSource::ChunkSource(std::shared_ptr<arrow::io::InputStream> in, const Dialect& dialect,
                         Scanner scanner, std::string file, size_t chunk_bytes)
    : in_(std::move(in)),
      dialect_(dialect),
      scanner_(std::move(scanner)),
      file_(std::move(file)),
      chunk_bytes_(chunk_bytes) {}

Result<> ChunkSource::Fill(Chunk& chunk, size_t wanted) {
  while (!ended_ && chunk.size < wanted) {
    auto count =
        in_->Read(static_cast<int64_t>(wanted - chunk.size), chunk.bytes.get() + chunk.size);
    if (!count.ok()) return FromArrow(count.status(), "FileReadFailed").At(file_);
    ended_ = *count == 0;
    chunk.size += static_cast<size_t>(*count);
  }
  return {};
}

Result<> ChunkSource::SkipLines(int64_t rows) {
  Dialect plain = dialect_;
  plain.quote = plain.escape = '\0';
  const Marks marks(plain);
  const auto row_end = [&](std::string_view text, size_t at) -> size_t {
    if (marks.row.size() > 1) return text.substr(at).starts_with(marks.row) ? marks.row.size() : 0;
    return text[at] == marks.row_first || text[at] == marks.row_other ? 1 : 0;
  };
  bool line_open = false;
  while (rows > 0) {
    Chunk chunk = Fresh();
    WEIR_TRY(Fill(chunk, chunk_bytes_));
    const std::string_view text = chunk.text();
    size_t at = 0;
    while (at < text.size() && rows > 0) {
      const size_t length = row_end(text, at);
      if (length != 0 && line_open) --rows;
      line_open = length == 0;
      at += std::max<size_t>(length, 1);
    }
    carry_.assign(text.substr(at));
    if (ended_) break;
    // A row delimiter of two bytes that the chunk cuts in two.
    if (carry_.empty() && rows > 0 && marks.row.size() > 1 && text.back() == marks.row_first) {
      carry_ = text.back();
    }
    Recycle(std::move(chunk));
  }
  return {};
}

Result<Chunk> ChunkSource::Next() {
  Chunk chunk = Fresh();
  size_t wanted = chunk_bytes_;
  while (true) {
    WEIR_TRY(Fill(chunk, wanted));
    if (ended_) {
      chunk.last = true;
      return chunk;
    }
    const size_t cut = scanner_.LastRowEnd(chunk.text());
    if (cut != 0) {
      carry_.assign(chunk.text().substr(cut));
      chunk.size = cut;
      return chunk;
    }
    if (wanted >= kRowBytesMax) {
      return Fail(ErrorKind::kInvalid, "DelimitedTextRowTooLong",
                  "a row of the delimited text has more than 128 MiB; are row delimiter and quote "
                  "character right?")
          .At(file_);
    }
    wanted = std::min(2 * std::max(wanted, chunk.size), kRowBytesMax);
    chunk.Reserve(wanted);
  }
}

Chunk ChunkSource::Fresh() {
  Chunk chunk;
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      chunk = std::move(free_.back());
      free_.pop_back();
    }
  }
  chunk.size = 0;
  chunk.last = false;
  chunk.Reserve(std::max(chunk_bytes_, carry_.size()));
  std::memcpy(chunk.bytes.get(), carry_.data(), carry_.size());
  chunk.size = carry_.size();
  carry_.clear();
  return chunk;
}

void ChunkSource::Recycle(Chunk chunk) {
  if (chunk.bytes == nullptr || chunk.capacity > 2 * (chunk_bytes_ + kSlackBytes)) return;
  const std::lock_guard lock(mutex_);
  if (free_.size() < kFreeChunksMax) free_.push_back(std::move(chunk));
}

}  // namespace weir::formats::delimited
