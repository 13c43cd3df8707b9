#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace weir::http {

/// What a WebSocket carried: a whole message, or a control frame.
struct SocketFrame {
  enum class Kind : uint8_t { kMessage, kPing, kPong, kClose };
  Kind kind = Kind::kMessage;
  std::string body = {};
};

/// Reads frames from bytes (RFC 6455, version 13, no extensions). One thread at a time.
class SocketReader {
 public:
  enum class Side : uint8_t { kClient, kServer };
  /// `side`: who reads. What a client sends is masked, what a server sends is not.
  SocketReader(Side side, size_t message_max) : side_(side), message_max_(message_max) {}

  /// What comes from here on may be no larger.
  void set_message_max(size_t message_max) { message_max_ = message_max; }
  /// Add what came.
  void Feed(std::string_view bytes) { bytes_.append(bytes); }
  /// The next frame; nothing: more bytes are needed. Errors: kInvalid WebSocketProtocol: the other
  /// side breaks the rules, or its message is larger than the limit.
  Result<std::optional<SocketFrame>> Next();

 private:
  struct Head;
  Result<std::optional<Head>> ReadHead() const;
  Result<std::optional<SocketFrame>> Put(const Head& head, std::string body);

  const Side side_;
  size_t message_max_;
  std::string bytes_;
  std::string message_;  // What came of it, while it comes in parts.
  bool in_message_ = false;
};

/// The bytes of one frame; `masked`: as clients send them.
std::string WriteFrame(const SocketFrame& frame, bool masked);

/// What a server answers to a client's Sec-WebSocket-Key.
std::string SocketAccept(std::string_view key);
/// A new key of a client: 16 random bytes in base64.
std::string NewSocketKey();

}  // namespace weir::http
