#include "http/websocket_client.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <charconv>

#include "base/names.h"
#include "http/channel.h"
#include "http/websocket.h"

namespace weir::http {
namespace {

constexpr std::chrono::milliseconds kWriteMax{30'000};
constexpr size_t kAnswerMax = size_t{64} << 10U;
constexpr size_t kMessageMax = size_t{64} << 20U;

struct Place {
  Endpoint endpoint;
  std::string host;  ///< As the Host header has it.
  std::string target;
};

Result<Place> PlaceOf(const std::string& url) {
  Place place;
  std::string_view rest = url;
  place.endpoint.tls = rest.starts_with("https://");
  if (!place.endpoint.tls && !rest.starts_with("http://")) {
    return Fail(ErrorKind::kInvalid, "InvalidUrl", "'" + PrintableUrl(url) + "' is no web address");
  }
  rest.remove_prefix(rest.find("://") + 3);
  const size_t slash = std::min(rest.find('/'), rest.size());
  place.host = std::string(rest.substr(0, slash));
  place.target = slash == rest.size() ? "/" : std::string(rest.substr(slash));
  std::string_view host = place.host;
  place.endpoint.port = place.endpoint.tls ? 443 : 80;
  const size_t colon = host.rfind(':');
  if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos) {
    const std::string_view port = host.substr(colon + 1);
    const auto read = std::from_chars(port.data(), port.data() + port.size(), place.endpoint.port);
    if (read.ec != std::errc() || read.ptr != port.data() + port.size()) {
      return Fail(ErrorKind::kInvalid, "InvalidUrl", "'" + place.host + "' has no valid port");
    }
    host = host.substr(0, colon);
  }
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  place.endpoint.host = std::string(host);
  return place;
}

/// The status of an answer's first line; 0 if it is none.
int StatusOf(std::string_view head) {
  int status = 0;
  const size_t blank = head.find(' ');
  if (!head.starts_with("HTTP/1.") || blank == std::string_view::npos) return 0;
  std::from_chars(head.data() + blank + 1, head.data() + head.size(), status);
  return status;
}

std::string_view HeaderOf(std::string_view head, std::string_view name) {
  while (!head.empty()) {
    const size_t end = std::min(head.find("\r\n"), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 2, head.size()));
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos || !SameName(line.substr(0, colon), name)) continue;
    const size_t begin = line.find_first_not_of(' ', colon + 1);
    return begin == std::string_view::npos ? std::string_view() : line.substr(begin);
  }
  return {};
}

Error Refused(int status, std::string_view body) {
  const bool denied = status == 401 || status == 403;
  std::string message = "the server answered " + std::to_string(status);
  if (!body.empty()) message += ": " + std::string(body.substr(0, 500));
  const ErrorKind other = status >= 500 ? ErrorKind::kUnavailable : ErrorKind::kInvalid;
  return Fail(denied ? ErrorKind::kDenied : other, "WebSocketRefused", message);
}

}  // namespace

struct WebSocketClient::Impl {
  explicit Impl(ClientOptions given)
      : options(std::move(given)), channel(options), wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}
  ~Impl() {
    if (started) channel.Stop();
    if (wake >= 0) close(wake);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Result<> Upgrade(const Place& place, const std::vector<Header>& headers,
                   const CancelToken* cancel);

  const ClientOptions options;
  Channel channel;
  const int wake;
  bool started = false;
  SocketReader reader{SocketReader::Side::kClient, kMessageMax};
};

Result<> WebSocketClient::Impl::Upgrade(const Place& place, const std::vector<Header>& headers,
                                        const CancelToken* cancel) {
  const std::string key = NewSocketKey();
  std::string text = "GET " + place.target + " HTTP/1.1\r\nHost: " + place.host +
                     "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13" +
                     "\r\nSec-WebSocket-Key: " + key + "\r\nUser-Agent: " + options.user_agent;
  for (const Header& header : headers) text += "\r\n" + header.name + ": " + header.value;
  WEIR_TRY(channel.Write(text + "\r\n\r\n", kWriteMax, cancel));
  std::string answer;
  size_t end = std::string::npos;
  while ((end = answer.find("\r\n\r\n")) == std::string::npos) {
    char buffer[4096];
    WEIR_ASSIGN(const size_t count, channel.Read(buffer, sizeof buffer, kWriteMax, cancel));
    answer.append(buffer, count);
    if (count == 0 || answer.size() > kAnswerMax) return Refused(StatusOf(answer), {});
  }
  const std::string_view head = std::string_view(answer).substr(0, end);
  const std::string_view rest = std::string_view(answer).substr(end + 4);
  if (StatusOf(head) != 101) return Refused(StatusOf(head), rest);
  if (HeaderOf(head, "Sec-WebSocket-Accept") != SocketAccept(key)) {
    return Fail(ErrorKind::kInvalid, "WebSocketRefused",
                "the answer is not that of a WebSocket server");
  }
  reader.Feed(rest);
  return {};
}

WebSocketClient::WebSocketClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

WebSocketClient::~WebSocketClient() = default;

Result<std::unique_ptr<WebSocketClient>> WebSocketClient::Open(const ClientOptions& options,
                                                               const std::string& url,
                                                               const std::vector<Header>& headers,
                                                               const CancelToken* cancel) {
  WEIR_ASSIGN(const Place place, PlaceOf(url));
  auto impl = std::make_unique<Impl>(options);
  impl->started = true;
  WEIR_TRY(impl->channel.Connect(place.endpoint, cancel));
  WEIR_TRY(impl->Upgrade(place, headers, cancel));
  return std::unique_ptr<WebSocketClient>(new WebSocketClient(std::move(impl)));
}

Result<> WebSocketClient::Send(const std::string& message) {
  return impl_->channel.Write(WriteFrame({SocketFrame::Kind::kMessage, message}, true), kWriteMax,
                              nullptr);
}

Result<std::optional<std::string>> WebSocketClient::Receive(std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  char buffer[size_t{16} << 10U];
  while (true) {
    WEIR_ASSIGN(std::optional<SocketFrame> frame, impl_->reader.Next());
    if (frame && frame->kind == SocketFrame::Kind::kMessage) {
      return std::optional<std::string>(std::move(frame->body));
    }
    if (frame && frame->kind == SocketFrame::Kind::kClose) {
      return Fail(ErrorKind::kUnavailable, "WebSocketClosed", "the server closed the connection");
    }
    if (frame && frame->kind == SocketFrame::Kind::kPing) {
      WEIR_TRY(
          impl_->channel.Write(WriteFrame({SocketFrame::Kind::kPong, std::move(frame->body)}, true),
                               kWriteMax, nullptr));
    }
    if (frame) continue;
    WEIR_ASSIGN(const std::optional<size_t> count, impl_->channel.TryRead(buffer, sizeof buffer));
    if (count == size_t{0}) {
      return Fail(ErrorKind::kUnavailable, "WebSocketClosed", "the server closed the connection");
    }
    if (count) {
      impl_->reader.Feed({buffer, *count});
      continue;
    }
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return std::optional<std::string>();
    pollfd waits[] = {{impl_->channel.socket(), POLLIN, 0}, {impl_->wake, POLLIN, 0}};
    ::poll(waits, 2, static_cast<int>(left.count()));
    uint64_t woken = 0;
    if (::read(impl_->wake, &woken, sizeof woken) > 0) return std::optional<std::string>();
  }
}

void WebSocketClient::Wake() {
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(impl_->wake, &one, sizeof one);
}

}  // namespace weir::http
