#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "formats/delimited/scan.h"

namespace arrow::io {
class InputStream;
}

namespace weir::formats::delimited {

/// Whole rows of a text, followed by kSlackBytes.
struct Chunk {
  std::unique_ptr<char[]> bytes;
  size_t capacity = 0;
  size_t size = 0;
  bool last = false;

  std::string_view text() const { return {bytes.get(), size}; }
  /// Make room for `size` bytes and the slack, keeping what is there.
  void Reserve(size_t wanted);
};

/// Cuts a stream into chunks of whole rows. One thread at a time; Recycle may be called by any.
class ChunkSource {
 public:
  ChunkSource(std::shared_ptr<arrow::io::InputStream> in, const Dialect& dialect, Scanner scanner,
              std::string file, size_t chunk_bytes);

  /// Leave out the first `rows` non-empty lines, whatever quotes they hold.
  Result<> SkipLines(int64_t rows);
  /// The next rows; the last chunk says so and may be empty. Not to be called after the last.
  /// Errors: kInvalid DelimitedTextRowTooLong for a row over 128 MiB, or what the stream says.
  Result<Chunk> Next();
  /// Give a chunk's memory back for another one.
  void Recycle(Chunk chunk);

 private:
  Result<> Fill(Chunk& chunk, size_t wanted);
  Chunk Fresh();

  std::shared_ptr<arrow::io::InputStream> in_;
  const Dialect& dialect_;
  Scanner scanner_;
  std::string file_;
  size_t chunk_bytes_;
  std::string carry_;  ///< The begin of a row whose end has not been read.
  bool ended_ = false;
  std::mutex mutex_;
  std::vector<Chunk> free_;
};

}  // namespace weir::formats::delimited
