#include <arrow/io/compressed.h>
#include <arrow/result.h>
#include <arrow/util/compression.h>

#include <cstring>

#include "base/names.h"
#include "formats/compression/archive.h"
#include "formats/compression/streams.h"
#include "formats/format.h"

namespace weir::formats {
namespace {

enum class Codec { kNone, kGzip, kBzip2, kDeflate, kSnappy, kLz4, kZstd, kZip, kTarGzip, kTar };

struct Known {
  const char* name;
  Codec codec;
};
constexpr Known kKnown[] = {
    {"", Codec::kNone},           {"none", Codec::kNone},       {"gzip", Codec::kGzip},
    {"bzip2", Codec::kBzip2},     {"deflate", Codec::kDeflate}, {"snappy", Codec::kSnappy},
    {"lz4", Codec::kLz4},         {"zstd", Codec::kZstd},       {"ZipDeflate", Codec::kZip},
    {"TarGzip", Codec::kTarGzip}, {"Tar", Codec::kTar}};

Result<Codec> CodecOf(const std::string& name) {
  std::vector<std::string> names;
  for (const Known& known : kKnown) {
    if (SameName(known.name, name)) return known.codec;
    names.emplace_back(known.name);
  }
  return Fail(ErrorKind::kUnsupported, "UnsupportedCompression",
              "the compression '" + name + "' is not supported here" + DidYouMean(name, names));
}

/// Passes reads on and remembers a failure, so that a broken connection is not taken for broken
/// data; puts back a first few bytes that were looked at.
class WatchedInput final : public SequentialInput {
 public:
  explicit WatchedInput(std::shared_ptr<arrow::io::InputStream> in) : in_(std::move(in)) {}
  bool failed() const { return failed_; }
  /// The first `count` bytes, or fewer if there are no more, without consuming them.
  arrow::Result<std::string> Peek(size_t count) {
    head_.resize(count);
    ARROW_ASSIGN_OR_RAISE(const int64_t got,
                          ReadFully(*in_, static_cast<int64_t>(count), head_.data()));
    head_.resize(static_cast<size_t>(got));
    return head_;
  }

 private:
  arrow::Result<int64_t> ReadSome(int64_t nbytes, void* out) override {
    if (!head_.empty()) {
      const auto count = std::min(static_cast<size_t>(nbytes), head_.size());
      std::memcpy(out, head_.data(), count);
      head_.erase(0, count);
      return static_cast<int64_t>(count);
    }
    auto read = in_->Read(nbytes, out);
    failed_ |= !read.ok();
    return read;
  }

  std::shared_ptr<arrow::io::InputStream> in_;
  std::string head_;
  bool failed_ = false;
};

/// Gives what the decompressor cannot read our code.
class DecompressedInput final : public SequentialInput {
 public:
  DecompressedInput(std::shared_ptr<WatchedInput> compressed,
                    std::shared_ptr<arrow::io::InputStream> plain, std::string codec)
      : compressed_(std::move(compressed)), plain_(std::move(plain)), codec_(std::move(codec)) {}

 private:
  arrow::Result<int64_t> ReadSome(int64_t nbytes, void* out) override {
    auto read = plain_->Read(nbytes, out);
    if (read.ok() || compressed_->failed()) return read;
    return ToArrow(Fail(ErrorKind::kInvalid, "CorruptCompression",
                        "the file cannot be decompressed as " + codec_ +
                            ": it is cut short or not compressed so (" + read.status().message() +
                            ")"));
  }

  std::shared_ptr<WatchedInput> compressed_;
  std::shared_ptr<arrow::io::InputStream> plain_;
  std::string codec_;
};

/// Passes writes on; closing leaves the stream open.
class BorrowedOutput final : public SequentialOutput {
 public:
  explicit BorrowedOutput(std::shared_ptr<arrow::io::OutputStream> out) : out_(std::move(out)) {}

 private:
  arrow::Status WriteAll(const void* data, int64_t nbytes) override {
    return out_->Write(data, nbytes);
  }
  arrow::Status Finish() override { return arrow::Status::OK(); }
  std::shared_ptr<arrow::io::OutputStream> out_;
};

arrow::Compression::type ArrowCodec(Codec codec) {
  switch (codec) {
    case Codec::kGzip:
    case Codec::kDeflate:
      return arrow::Compression::GZIP;
    case Codec::kBzip2:
      return arrow::Compression::BZ2;
    case Codec::kLz4:
      return arrow::Compression::LZ4_FRAME;
    case Codec::kZstd:
      return arrow::Compression::ZSTD;
    case Codec::kNone:
    case Codec::kSnappy:
    case Codec::kZip:
    case Codec::kTarGzip:
    case Codec::kTar:
      break;
  }
  return arrow::Compression::UNCOMPRESSED;
}

arrow::Result<std::unique_ptr<arrow::util::Codec>> MakeCodec(Codec codec, int level,
                                                             arrow::util::GZipFormat format) {
  if (codec != Codec::kGzip && codec != Codec::kDeflate) {
    return arrow::util::Codec::Create(ArrowCodec(codec), level);
  }
  arrow::util::GZipCodecOptions options;
  options.gzip_format = format;
  options.compression_level = level;
  return arrow::util::Codec::Create(arrow::Compression::GZIP, options);
}

/// Level of a codec for "Fastest" and for all else.
int LevelOf(Codec codec, const std::string& level) {
  const bool fastest = SameName(level, "Fastest");
  switch (codec) {
    case Codec::kGzip:
    case Codec::kDeflate:
      return fastest ? 1 : 6;
    case Codec::kBzip2:
      return fastest ? 1 : 9;
    case Codec::kZstd:
      return fastest ? 1 : 3;
    case Codec::kLz4:
    case Codec::kNone:
    case Codec::kSnappy:
    case Codec::kZip:
    case Codec::kTarGzip:
    case Codec::kTar:
      break;
  }
  return arrow::util::kUseDefaultCompressionLevel;
}

/// Whether a deflate stream has the two bytes of zlib before it. Raw deflate begins so only if an
/// encoder set the padding bits of a stored block, which none does.
bool HasZlibHeader(std::string_view head) {
  if (head.size() < 2 || head[0] != '\x78') return false;
  return (0x78 * 256 + static_cast<unsigned char>(head[1])) % 31 == 0;
}

Error IsArchiveError(const std::string& name) {
  return Fail(ErrorKind::kInvalid, "UnsupportedCompression",
              "'" + name + "' is an archive of files, not a compressed file");
}

}  // namespace

bool IsArchive(const std::string& codec) {
  const auto known = CodecOf(codec);
  return known.ok() &&
         (*known == Codec::kZip || *known == Codec::kTarGzip || *known == Codec::kTar);
}

Result<std::shared_ptr<arrow::io::InputStream>> Decompress(
    std::shared_ptr<arrow::io::InputStream> in, const std::string& codec) {
  WEIR_ASSIGN(const Codec known, CodecOf(codec));
  if (known == Codec::kNone) return in;
  if (IsArchive(codec)) return IsArchiveError(codec);
  auto watched = std::make_shared<WatchedInput>(std::move(in));
  std::shared_ptr<arrow::io::InputStream> plain;
  if (known == Codec::kSnappy) {
    plain = ReadSnappy(watched);
  } else {
    auto format = arrow::util::GZipFormat::GZIP;
    if (known == Codec::kDeflate) {
      WEIR_ARROW_ASSIGN(const std::string head, watched->Peek(2), "FileReadFailed");
      format =
          HasZlibHeader(head) ? arrow::util::GZipFormat::ZLIB : arrow::util::GZipFormat::DEFLATE;
    }
    WEIR_ARROW_ASSIGN(std::unique_ptr<arrow::util::Codec> made,
                      MakeCodec(known, arrow::util::kUseDefaultCompressionLevel, format),
                      "CorruptCompression");
    // The stream keeps a decompressor, not the codec.
    WEIR_ARROW_ASSIGN(plain, arrow::io::CompressedInputStream::Make(made.get(), watched),
                      "CorruptCompression");
  }
  return std::make_shared<DecompressedInput>(std::move(watched), std::move(plain), codec);
}

Result<std::shared_ptr<arrow::io::OutputStream>> Compress(
    std::shared_ptr<arrow::io::OutputStream> out, const std::string& codec,
    const std::string& level, const std::string& entry_name) {
  WEIR_ASSIGN(const Codec known, CodecOf(codec));
  switch (known) {
    case Codec::kNone:
      return std::make_shared<BorrowedOutput>(std::move(out));
    case Codec::kSnappy:
      return WriteSnappy(std::move(out));
    case Codec::kZip:
      return WriteArchive(std::move(out), ArchiveKind::kZip, level, entry_name);
    case Codec::kTarGzip:
      return WriteArchive(std::move(out), ArchiveKind::kTarGzip, level, entry_name);
    case Codec::kTar:
      return WriteArchive(std::move(out), ArchiveKind::kTar, level, entry_name);
    case Codec::kGzip:
    case Codec::kBzip2:
    case Codec::kDeflate:
    case Codec::kLz4:
    case Codec::kZstd:
      break;
  }
  const auto format =
      known == Codec::kDeflate ? arrow::util::GZipFormat::DEFLATE : arrow::util::GZipFormat::GZIP;
  WEIR_ARROW_ASSIGN(std::unique_ptr<arrow::util::Codec> made,
                    MakeCodec(known, LevelOf(known, level), format), "UnsupportedCompression");
  auto borrowed = std::make_shared<BorrowedOutput>(std::move(out));
  WEIR_ARROW_ASSIGN(std::shared_ptr<arrow::io::OutputStream> compressed,
                    arrow::io::CompressedOutputStream::Make(made.get(), std::move(borrowed)),
                    "FileWriteFailed");
  return compressed;
}

Result<std::unique_ptr<ArchiveReader>> OpenArchive(std::shared_ptr<arrow::io::InputStream> in,
                                                   const std::string& codec) {
  WEIR_ASSIGN(const Codec known, CodecOf(codec));
  switch (known) {
    case Codec::kZip:
      return ReadArchive(std::move(in), ArchiveKind::kZip);
    case Codec::kTarGzip:
      return ReadArchive(std::move(in), ArchiveKind::kTarGzip);
    case Codec::kTar:
      return ReadArchive(std::move(in), ArchiveKind::kTar);
    case Codec::kNone:
    case Codec::kGzip:
    case Codec::kBzip2:
    case Codec::kDeflate:
    case Codec::kSnappy:
    case Codec::kLz4:
    case Codec::kZstd:
      break;
  }
  return Fail(ErrorKind::kInvalid, "UnsupportedCompression", "'" + codec + "' is not an archive");
}

}  // namespace weir::formats
