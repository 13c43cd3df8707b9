#include "http/server/session.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

#include "base/names.h"
#include "http/server/request_parser.h"
#include "http/server/socket_session.h"

namespace weir::http {
namespace {

namespace asio = boost::asio;
constexpr size_t kReadBytes = size_t{16} << 10U;
/// How long a stream is silent before it is asked again.
constexpr std::chrono::seconds kAskAgain{15};

std::string_view Reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 426:
      return "Upgrade Required";
    case 413:
      return "Payload Too Large";
    case 415:
      return "Unsupported Media Type";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    default:
      return "Status";
  }
}

std::string HeadOf(const ServerResponse& response, bool keep_alive) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head += Reason(response.status);
  head += "\r\n";
  for (const Header& header : response.headers) {
    head += header.name + ": " + header.value + "\r\n";
  }
  const bool bodiless = response.status == 204 || response.status == 304;
  if (!bodiless && response.stream == nullptr)
    head += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  if (!keep_alive) head += "Connection: close\r\n";
  head += "\r\n";
  return head;
}

ServerResponse Call(const Handler& handler, const ServerRequest& request) {
  try {
    return handler(request);
  } catch (const std::exception&) {
    return {500, {}, {}};  // Only a lack of memory throws here; it may have passed.
  }
}

/// Has a stream wake a timer while it lives.
class Woken {
 public:
  Woken(BodyStream& stream, std::shared_ptr<asio::steady_timer> timer) : stream_(stream) {
    stream_.OnMore([timer = std::move(timer)] {
      asio::post(timer->get_executor(), [timer] { timer->cancel(); });
    });
  }
  ~Woken() { stream_.OnMore(nullptr); }
  Woken(const Woken&) = delete;
  Woken& operator=(const Woken&) = delete;

 private:
  BodyStream& stream_;
};

/// One client.
class Session {
 public:
  Session(Connection& connection, const ServerOptions& options, ServerLoad& load)
      : connection_(connection),
        options_(options),
        load_(load),
        parser_(options.header_max, options.body_max) {}
  ~Session() {
    load_.RemoveIdle(&connection_);
    Release();
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Read until a request is whole; false if the client went or did not speak HTTP.
  asio::awaitable<bool> ReadRequest() {
    bool timed = false;
    connection_.Deadline(first_ ? std::min(options_.first_max, options_.idle_max)
                                : options_.idle_max);
    first_ = false;
    if (bytes_.empty()) load_.AddIdle(&connection_);
    while (true) {
      const RequestParser::State state = parser_.Feed(bytes_);
      if (state == RequestParser::State::kDone) break;
      if (state == RequestParser::State::kFailed) {
        // Named: g++ 12 destroys an aggregate among the arguments of co_await twice.
        const ServerResponse refusal{parser_.failure(), {}, {}};
        co_await Answer(refusal, false, false);
        co_return false;
      }
      if (parser_.WantsContinue()) {
        co_await connection_.Write("HTTP/1.1 100 Continue\r\n\r\n", {});
      }
      if (!timed && parser_.begun()) {
        timed = true;
        connection_.Deadline(options_.request_max);
      }
      const size_t count = co_await connection_.Read(buffer_, sizeof buffer_);
      load_.RemoveIdle(&connection_);
      if (count == 0) co_return false;
      bytes_.append(buffer_, count);
      held_ += count;
      const size_t all = load_.request_bytes() += count;
      if (all > options_.requests_bytes_max) {
        const ServerResponse full{503, {{"Retry-After", "5"}}, {}};
        co_await Answer(full, false, false);
        co_return false;
      }
    }
    connection_.ClearDeadline();
    co_return true;
  }

  /// Send what the stream gives until it ends, or the client goes or does not take it in time.
  asio::awaitable<void> SendStream(const ServerResponse& response) {
    const auto more = std::make_shared<asio::steady_timer>(co_await asio::this_coro::executor);
    const Woken woken(*response.stream, more);
    std::string part = HeadOf(response, false);
    Release();
    while (true) {
      connection_.Deadline(options_.request_max);
      if (!part.empty() && !co_await connection_.Write(part, {})) co_return;
      connection_.ClearDeadline();
      // Armed before it asks: what comes in between wakes it.
      more->expires_after(kAskAgain);
      std::optional<std::string> next = response.stream->Take();
      if (!next) co_return;
      if (next->empty()) co_await more->async_wait(asio::as_tuple(asio::use_awaitable));
      part = *std::move(next);
    }
  }

  RequestParser::Parsed Take() { return parser_.Take(); }
  /// What came behind the request, when it is the last one.
  std::string TakeRest() {
    Release();
    return std::move(bytes_);
  }

  asio::awaitable<bool> Answer(const ServerResponse& response, bool keep_alive, bool head_only) {
    connection_.Deadline(options_.request_max);
    Release();  // Before the client can send more because of the answer.
    const std::string_view body = head_only ? std::string_view() : response.body;
    const std::string head = HeadOf(response, keep_alive);
    const bool written = co_await connection_.Write(head, body);
    co_return written&& keep_alive;
  }

 private:
  /// The request was answered: what was read of it no longer counts.
  void Release() { load_.request_bytes() -= std::exchange(held_, 0); }

  Connection& connection_;
  const ServerOptions& options_;
  ServerLoad& load_;
  bool first_ = true;
  size_t held_ = 0;
  RequestParser parser_;
  std::string bytes_;
  char buffer_[kReadBytes];
};

}  // namespace

asio::awaitable<void> ServeConnection(std::unique_ptr<Connection> connection,
                                      const ServerOptions& options, const Handler& handler,
                                      ServerLoad& load, asio::any_io_executor workers) {
  const auto session = std::make_unique<Session>(*connection, options, load);
  while (co_await session->ReadRequest()) {
    RequestParser::Parsed parsed = session->Take();
    parsed.request.remote = connection->remote();
    parsed.request.secure = connection->secure();
    const auto call = [&]() -> asio::awaitable<ServerResponse> {
      co_return Call(handler, parsed.request);
    };
    const ServerResponse response = co_await asio::co_spawn(workers, call, asio::use_awaitable);
    if (response.socket != nullptr) {
      co_await ServeSocket(*connection, options, parsed.request, response.socket,
                           session->TakeRest());
      co_return;
    }
    const bool head_only = parsed.request.method == "HEAD";
    if (response.stream != nullptr && !head_only) {
      co_await session->SendStream(response);
      co_return;
    }
    if (!co_await session->Answer(response, parsed.keep_alive, head_only)) co_return;
  }
}

}  // namespace weir::http
