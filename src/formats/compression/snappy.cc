#include <arrow/result.h>
#include <arrow/util/compression.h>

#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "formats/compression/streams.h"

namespace weir::formats {
namespace {

constexpr size_t kBlockBytes = size_t{64} << 10U;  // The most that a chunk may hold.
constexpr int64_t kRawBlockBytesMax = int64_t{128} << 20U;
constexpr std::string_view kStreamHeader("\xff\x06\x00\x00sNaPpY", 10);
enum ChunkType : uint8_t {
  kCompressed = 0,
  kUncompressed = 1,
  kFirstSkippable = 0x80,
  kStreamIdentifier = 0xff
};

constexpr std::array<uint32_t, 256> MakeCrcTable() {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0x82F63B78U : 0U);
    table[i] = crc;
  }
  return table;
}
constexpr std::array<uint32_t, 256> kCrcTable = MakeCrcTable();

/// CRC-32C, masked as the framing format wants it.
uint32_t MaskedCrc(std::string_view data) {
  uint32_t crc = 0xFFFFFFFFU;
  for (const char c : data) {
    crc = kCrcTable[(crc ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (crc >> 8U);
  }
  crc = ~crc;
  return ((crc >> 15U) | (crc << 17U)) + 0xA282EAD8U;
}

void PutLittle(std::string& out, uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
}

uint32_t GetLittle(const char* data, int bytes) {
  uint32_t value = 0;
  for (int i = bytes; i-- > 0;) value = value << 8U | static_cast<unsigned char>(data[i]);
  return value;
}

arrow::Status Corrupt(const char* what) {
  return arrow::Status::Invalid("the snappy data is corrupt: ", what);
}

/// The length that a raw block begins with; -1 if there is none.
int64_t RawLength(std::string_view block) {
  int64_t length = 0;
  for (unsigned i = 0; i < 5 && i < block.size(); ++i) {
    const auto byte = static_cast<unsigned char>(block[i]);
    length |= static_cast<int64_t>(byte & 0x7FU) << (7 * i);
    if ((byte & 0x80U) == 0) return length;
  }
  return -1;
}

arrow::Status Uncompress(std::string_view block, int64_t length_max, std::string& out) {
  const int64_t length = RawLength(block);
  if (length < 0 || length > length_max) return Corrupt("a block says it is too long");
  ARROW_ASSIGN_OR_RAISE(auto codec, arrow::util::Codec::Create(arrow::Compression::SNAPPY));
  out.resize(static_cast<size_t>(length));
  if (length == 0) return arrow::Status::OK();
  ARROW_ASSIGN_OR_RAISE(const int64_t got,
                        codec->Decompress(static_cast<int64_t>(block.size()),
                                          reinterpret_cast<const uint8_t*>(block.data()), length,
                                          reinterpret_cast<uint8_t*>(out.data())));
  return got == length ? arrow::Status::OK() : Corrupt("a block is shorter than it says");
}

class SnappyInput final : public SequentialInput {
 public:
  explicit SnappyInput(std::shared_ptr<arrow::io::InputStream> in) : in_(std::move(in)) {}

 private:
  arrow::Result<int64_t> ReadSome(int64_t nbytes, void* out) override {
    while (at_ == ready_.size() && !ended_) ARROW_RETURN_NOT_OK(Refill());
    const auto count = std::min(static_cast<size_t>(nbytes), ready_.size() - at_);
    std::memcpy(out, ready_.data() + at_, count);
    at_ += count;
    return static_cast<int64_t>(count);
  }

  arrow::Status Refill() {
    at_ = 0;
    ready_.clear();
    std::string header(started_ ? 4 : kStreamHeader.size(), '\0');
    ARROW_ASSIGN_OR_RAISE(const int64_t count,
                          ReadFully(*in_, static_cast<int64_t>(header.size()), header.data()));
    if (count == 0) {
      ended_ = true;
      return arrow::Status::OK();
    }
    if (!started_) {
      started_ = true;
      header.resize(static_cast<size_t>(count));
      return header == kStreamHeader ? arrow::Status::OK() : ReadRawBlock(header);
    }
    if (count < 4) return Corrupt("it ends within a chunk");
    return ReadChunk(static_cast<uint8_t>(header[0]), GetLittle(header.data() + 1, 3));
  }

  arrow::Status ReadRawBlock(std::string block) {
    std::string piece(kBlockBytes, '\0');
    while (true) {
      ARROW_ASSIGN_OR_RAISE(const int64_t count, in_->Read(kBlockBytes, piece.data()));
      if (count == 0) break;
      block.append(piece, 0, static_cast<size_t>(count));
      if (static_cast<int64_t>(block.size()) > kRawBlockBytesMax) {
        return Corrupt("a raw block of more than 128 MiB");
      }
    }
    ended_ = true;
    return Uncompress(block, kRawBlockBytesMax, ready_);
  }

  arrow::Status ReadChunk(uint8_t type, uint32_t length) {
    std::string body(length, '\0');
    ARROW_ASSIGN_OR_RAISE(const int64_t count, ReadFully(*in_, length, body.data()));
    if (count < length) return Corrupt("it ends within a chunk");
    if (type == kStreamIdentifier || type >= kFirstSkippable) return arrow::Status::OK();
    if (type > kUncompressed) return Corrupt("a chunk of unknown type");
    if (length < 4) return Corrupt("a chunk without checksum");
    const uint32_t crc = GetLittle(body.data(), 4);
    if (type == kUncompressed) {
      ready_.assign(body, 4);
    } else {
      ARROW_RETURN_NOT_OK(Uncompress(std::string_view(body).substr(4), kBlockBytes, ready_));
    }
    return MaskedCrc(ready_) == crc ? arrow::Status::OK() : Corrupt("a checksum differs");
  }

  std::shared_ptr<arrow::io::InputStream> in_;
  std::string ready_;
  size_t at_ = 0;
  bool started_ = false;
  bool ended_ = false;
};

class SnappyOutput final : public SequentialOutput {
 public:
  explicit SnappyOutput(std::shared_ptr<arrow::io::OutputStream> out) : out_(std::move(out)) {}

 private:
  arrow::Status WriteAll(const void* data, int64_t nbytes) override {
    waiting_.append(static_cast<const char*>(data), static_cast<size_t>(nbytes));
    size_t at = 0;
    for (; waiting_.size() - at >= kBlockBytes; at += kBlockBytes) {
      ARROW_RETURN_NOT_OK(WriteChunk(std::string_view(waiting_).substr(at, kBlockBytes)));
    }
    waiting_.erase(0, at);
    return arrow::Status::OK();
  }
  arrow::Status Finish() override {
    if (!waiting_.empty()) return WriteChunk(waiting_);
    return started_ ? arrow::Status::OK() : WriteHeader();
  }
  arrow::Status WriteHeader() {
    started_ = true;
    return out_->Write(kStreamHeader.data(), static_cast<int64_t>(kStreamHeader.size()));
  }
  arrow::Status WriteChunk(std::string_view block) {
    if (!started_) ARROW_RETURN_NOT_OK(WriteHeader());
    ARROW_ASSIGN_OR_RAISE(auto codec, arrow::util::Codec::Create(arrow::Compression::SNAPPY));
    const auto* data = reinterpret_cast<const uint8_t*>(block.data());
    const auto size = static_cast<int64_t>(block.size());
    const int64_t room = codec->MaxCompressedLen(size, data);
    compressed_.resize(static_cast<size_t>(room));
    ARROW_ASSIGN_OR_RAISE(
        const int64_t length,
        codec->Compress(size, data, room, reinterpret_cast<uint8_t*>(compressed_.data())));
    std::string header(1, static_cast<char>(kCompressed));
    PutLittle(header, static_cast<uint32_t>(length + 4), 3);
    PutLittle(header, MaskedCrc(block), 4);
    ARROW_RETURN_NOT_OK(out_->Write(header.data(), static_cast<int64_t>(header.size())));
    return out_->Write(compressed_.data(), length);
  }

  std::shared_ptr<arrow::io::OutputStream> out_;
  std::string waiting_;
  std::string compressed_;
  bool started_ = false;
};

}  // namespace

std::shared_ptr<arrow::io::InputStream> ReadSnappy(std::shared_ptr<arrow::io::InputStream> in) {
  return std::make_shared<SnappyInput>(std::move(in));
}

std::shared_ptr<arrow::io::OutputStream> WriteSnappy(std::shared_ptr<arrow::io::OutputStream> out) {
  return std::make_shared<SnappyOutput>(std::move(out));
}

}  // namespace weir::formats
