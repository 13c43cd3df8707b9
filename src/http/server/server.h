#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"
#include "http/server/body_stream.h"
#include "http/server/socket_peer.h"

namespace weir::http {

/// A request as it came.
struct ServerRequest {
  std::string method;
  std::string target;  ///< "/a%20b?x=1"
  std::vector<Header> headers;
  std::string body;
  std::string remote;  ///< Address of the client.
  bool secure = false;

  /// The path, still escaped.
  std::string_view path() const;
  /// What follows '?'; empty if nothing does.
  std::string_view query() const;
  /// The first header of that name, ignoring case; empty if there is none.
  std::string_view header(std::string_view name) const;
};

/// An answer. Content-Length is added.
struct ServerResponse {
  int status = 200;
  std::vector<Header> headers;
  std::string body;
  std::shared_ptr<BodyStream> stream = nullptr;  ///< In place of a body, without a length.
  /// In place of all else, for a request that IsUpgrade: the connection becomes a WebSocket.
  std::shared_ptr<SocketPeer> socket = nullptr;
};

/// True if the client asks for a WebSocket.
bool IsUpgrade(const ServerRequest& request);

/// Answers a request. Called from several threads; may take its time: others are served meanwhile.
using Handler = std::function<ServerResponse(const ServerRequest&)>;

struct ServerOptions {
  std::string address = "127.0.0.1";
  uint16_t port = 0;                  ///< 0: any that is free.
  std::string certificate_file = {};  ///< PEM chain; empty: no TLS.
  std::string key_file = {};
  size_t body_max = size_t{64} << 20U;
  size_t header_max = size_t{64} << 10U;
  /// Beyond, the client that has been silent longest is hung up on; if all are being served, new
  /// ones wait in the system's line.
  size_t connections_max = 4096;
  size_t requests_bytes_max = size_t{512} << 20U;  ///< Of all requests under way; beyond, 503.
  unsigned threads = 0;  ///< That call the handler; 0: two for each core, at least eight.
  std::chrono::seconds first_max{10};    ///< From the connection to its first byte.
  std::chrono::seconds idle_max{75};     ///< Between requests.
  std::chrono::seconds request_max{30};  ///< From the first byte of a request to its last.
};

/// An HTTP/1.1 server. What is no HTTP gets 400, too large headers 431, too large bodies 413; who
/// is silent or slow beyond the limits is hung up on; a handler that throws gives 500. Destroying
/// it closes every connection.
class Server {
 public:
  /// Listens when it returns. Errors: kConflict AddressInUse, kInvalid InvalidListenAddress,
  /// InvalidCertificate.
  static Result<std::unique_ptr<Server>> Start(ServerOptions options, Handler handler);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  uint16_t port() const;

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace weir::http
