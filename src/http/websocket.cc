#include "http/websocket.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>

namespace weir::http {
namespace {

constexpr unsigned kFinal = 0x80;
constexpr unsigned kReserved = 0x70;
constexpr unsigned kMaskBit = 0x80;
constexpr unsigned kContinuation = 0x0;
constexpr unsigned kText = 0x1;
constexpr unsigned kBinary = 0x2;
constexpr unsigned kClose = 0x8;
constexpr unsigned kPing = 0x9;
constexpr unsigned kPong = 0xA;
constexpr size_t kShortMax = 125;
constexpr size_t kMaskBytes = 4;

unsigned CodeOf(SocketFrame::Kind kind) {
  switch (kind) {
    case SocketFrame::Kind::kMessage:
      return kText;
    case SocketFrame::Kind::kPing:
      return kPing;
    case SocketFrame::Kind::kPong:
      return kPong;
    case SocketFrame::Kind::kClose:
      return kClose;
  }
  return kClose;
}

Error Broken(const std::string& what) {
  return Fail(ErrorKind::kInvalid, "WebSocketProtocol", "the other side " + what);
}

void Mask(std::string& body, std::string_view mask) {
  for (size_t i = 0; i < body.size(); ++i) {
    body[i] = static_cast<char>(body[i] ^ mask[i % kMaskBytes]);
  }
}

std::string Base64(const unsigned char* bytes, size_t size) {
  std::string text((size + 2) / 3 * 4 + 1, '\0');
  const int count =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes, static_cast<int>(size));
  text.resize(static_cast<size_t>(count));
  return text;
}

unsigned ByteAt(std::string_view bytes, size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

}  // namespace

struct SocketReader::Head {
  bool final = false;
  unsigned code = 0;
  size_t head_size = 0;
  size_t body_size = 0;
  std::string mask = {};
};

Result<std::optional<SocketReader::Head>> SocketReader::ReadHead() const {
  const std::optional<Head> more;
  if (bytes_.size() < 2) return more;
  const unsigned first = ByteAt(bytes_, 0);
  const unsigned second = ByteAt(bytes_, 1);
  if ((first & kReserved) != 0) return Broken("used an extension that was not agreed on");
  Head head{(first & kFinal) != 0, first & 0xFU, 2, second & 0x7FU};
  const bool masked = (second & kMaskBit) != 0;
  if (masked != (side_ == Side::kServer)) {
    return Broken(masked ? "masked a frame of a server" : "did not mask a frame of a client");
  }
  const bool control = head.code >= kClose;
  if (control && (head.body_size > kShortMax || !head.final)) {
    return Broken("sent a control frame that is too large");
  }
  const size_t extra = head.body_size == 126 ? 2 : head.body_size == 127 ? 8 : 0;
  if (extra != 0) {
    if (bytes_.size() < 2 + extra) return more;
    uint64_t size = 0;
    for (size_t i = 0; i < extra; ++i) size = size << 8U | ByteAt(bytes_, 2 + i);
    head.body_size = static_cast<size_t>(size);
    head.head_size += extra;
  }
  if (head.body_size > message_max_ || message_.size() > message_max_ - head.body_size) {
    return Broken("sent a message larger than " + std::to_string(message_max_) + " bytes");
  }
  if (masked) {
    if (bytes_.size() < head.head_size + kMaskBytes) return more;
    head.mask = bytes_.substr(head.head_size, kMaskBytes);
    head.head_size += kMaskBytes;
  }
  return std::optional<Head>(std::move(head));
}

Result<std::optional<SocketFrame>> SocketReader::Put(const Head& head, std::string body) {
  switch (head.code) {
    case kPing:
      return std::optional(SocketFrame{SocketFrame::Kind::kPing, std::move(body)});
    case kPong:
      return std::optional(SocketFrame{SocketFrame::Kind::kPong, std::move(body)});
    case kClose:
      return std::optional(SocketFrame{SocketFrame::Kind::kClose, std::move(body)});
    case kText:
    case kBinary:
    case kContinuation:
      break;
    default:
      return Broken("sent a frame of an unknown kind");
  }
  if ((head.code == kContinuation) != in_message_) {
    return Broken("mixed up the parts of its messages");
  }
  message_ += body;
  in_message_ = !head.final;
  if (in_message_) return std::optional<SocketFrame>();
  return std::optional(
      SocketFrame{SocketFrame::Kind::kMessage, std::exchange(message_, std::string())});
}

Result<std::optional<SocketFrame>> SocketReader::Next() {
  while (true) {
    WEIR_ASSIGN(const std::optional<Head> head, ReadHead());
    if (!head || bytes_.size() < head->head_size + head->body_size) {
      return std::optional<SocketFrame>();
    }
    std::string body = bytes_.substr(head->head_size, head->body_size);
    bytes_.erase(0, head->head_size + head->body_size);
    if (!head->mask.empty()) Mask(body, head->mask);
    WEIR_ASSIGN(std::optional<SocketFrame> frame, Put(*head, std::move(body)));
    if (frame) return frame;
  }
}

std::string WriteFrame(const SocketFrame& frame, bool masked) {
  const size_t size = frame.body.size();
  std::string out;
  out.reserve(size + 14);
  out += static_cast<char>(kFinal | CodeOf(frame.kind));
  const unsigned bit = masked ? kMaskBit : 0;
  const size_t extra = size <= kShortMax ? 0 : size <= 0xFFFF ? 2 : 8;
  const unsigned length = extra == 0 ? static_cast<unsigned>(size) : extra == 2 ? 126U : 127U;
  out += static_cast<char>(bit | length);
  for (size_t i = extra; i > 0; --i) {
    out += static_cast<char>(static_cast<uint64_t>(size) >> (8 * (i - 1)));
  }
  if (!masked) return out += frame.body;
  std::array<unsigned char, kMaskBytes> mask{};
  RAND_bytes(mask.data(), kMaskBytes);
  const std::string key(mask.begin(), mask.end());
  std::string body = frame.body;
  Mask(body, key);
  return out += key + body;
}

std::string SocketAccept(std::string_view key) {
  const std::string text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  return Base64(digest.data(), size);
}

std::string NewSocketKey() {
  std::array<unsigned char, 16> bytes{};
  RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
  return Base64(bytes.data(), bytes.size());
}

}  // namespace weir::http
