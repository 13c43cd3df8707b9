#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "http/server/body_stream.h"

namespace weir::http {

/// The server's end of a WebSocket: what Take gives are whole text messages to send, its end closes
/// the connection. A client that is silent for 75 s, pings unanswered, is hung up on.
class SocketPeer : public BodyStream {
 public:
  /// A client that sends a larger message is hung up on; asked before each frame. The server's own
  /// limit of bodies holds beside it.
  virtual size_t message_max() const { return SIZE_MAX; }
  /// A message came. Called by one thread at a time, which serves others too: must not wait.
  virtual void OnMessage(std::string message) = 0;
  /// The connection is gone; the last call, beside the destructor.
  virtual void OnClose() = 0;
};

}  // namespace weir::http
