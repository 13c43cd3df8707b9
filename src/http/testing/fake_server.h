#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http/message.h"

namespace weir::http::testing {

/// What a client asked.
struct FakeRequest {
  std::string method = {};
  std::string target = {};  ///< Path and query as sent.
  std::vector<Header> headers = {};
  std::string body = {};

  const std::string* Find(std::string_view name) const { return FindHeader(headers, name); }
};

/// What to answer.
struct FakeReply {
  int status = 200;
  std::vector<Header> headers = {};  ///< Beside Content-Length or Transfer-Encoding.
  std::string body = {};
  bool chunked = false;
  bool hang_up = false;  ///< Send half of the body, then close.
  std::chrono::milliseconds delay_headers{0};
  std::chrono::milliseconds delay_body{0};
};

/// A web server on a free port of loopback, for tests: one thread for each connection, HTTP/1.1,
/// no TLS. The handler is called from several threads.
class FakeServer {
 public:
  explicit FakeServer(std::function<FakeReply(const FakeRequest&)> handler);
  ~FakeServer();
  FakeServer(const FakeServer&) = delete;
  FakeServer& operator=(const FakeServer&) = delete;

  /// "http://127.0.0.1:port" and `path`.
  std::string Url(const std::string& path = "") const;
  /// Everything asked so far, in order of arrival.
  std::vector<FakeRequest> requests() const;
  /// How many connections clients have made.
  int connections() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace weir::http::testing
