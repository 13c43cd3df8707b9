#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "base/cancel.h"
#include "base/result.h"
#include "http/client.h"

namespace weir::http {

/// A WebSocket to a server: whole text messages both ways, over one connection that is made from
/// here, through the proxies that the options or the environment name. Pings are answered.
///
/// Receive and Send belong to one thread; Wake to any.
class WebSocketClient {
 public:
  /// Connect and upgrade. `url`: "https://host:8642/path" or "http://…". Errors: as Client; kDenied
  /// or kInvalid WebSocketRefused, with what the server said.
  static Result<std::unique_ptr<WebSocketClient>> Open(const ClientOptions& options,
                                                       const std::string& url,
                                                       const std::vector<Header>& headers = {},
                                                       const CancelToken* cancel = nullptr);
  ~WebSocketClient();
  WebSocketClient(const WebSocketClient&) = delete;
  WebSocketClient& operator=(const WebSocketClient&) = delete;

  /// Send a message. Errors: kUnavailable HttpConnectionBroken, HttpTimeout.
  Result<> Send(const std::string& message);
  /// The next message; nothing if the time is up or somebody called Wake. Errors: kUnavailable
  /// WebSocketClosed; as Send; kInvalid WebSocketProtocol.
  Result<std::optional<std::string>> Receive(std::chrono::milliseconds timeout);
  /// Have Receive return soon.
  void Wake();

 private:
  struct Impl;
  explicit WebSocketClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace weir::http
