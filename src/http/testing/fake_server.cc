#include "http/testing/fake_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "base/check.h"

namespace weir::http::testing {

struct FakeServer::State {
  std::function<FakeReply(const FakeRequest&)> handler;
  int listener = -1;
  uint16_t port = 0;
  mutable std::mutex mutex;
  std::condition_variable stop_changed;
  bool stopping = false;
  int connections = 0;
  std::vector<FakeRequest> requests;
  std::vector<int> sockets;
  std::vector<std::thread> threads;

  /// Wait, or less if the test ends.
  void Sleep(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex);
    stop_changed.wait_for(lock, time, [this] { return stopping; });
  }
  void Accept();
  void Serve(int socket);
};

namespace {

/// Reads requests off one connection.
class Reader {
 public:
  explicit Reader(int socket) : socket_(socket) {}

  std::optional<FakeRequest> Next() {
    const auto head = Until("\r\n\r\n");
    if (!head) return std::nullopt;
    FakeRequest request;
    size_t at = head->find("\r\n");
    const std::string first = head->substr(0, at);
    request.method = first.substr(0, first.find(' '));
    request.target = first.substr(request.method.size() + 1);
    request.target.resize(request.target.rfind(' '));
    while (at != std::string::npos) {
      const size_t start = at + 2;
      at = head->find("\r\n", start);
      const std::string line = head->substr(start, at - start);
      const size_t colon = line.find(':');
      if (colon == std::string::npos) continue;
      const size_t value = line.find_first_not_of(' ', colon + 1);
      request.headers.push_back(
          {line.substr(0, colon), value == std::string::npos ? "" : line.substr(value)});
    }
    size_t length = 0;
    if (const std::string* text = request.Find("Content-Length")) {
      std::from_chars(text->data(), text->data() + text->size(), length);
    }
    while (buffer_.size() < length) {
      if (!More()) return std::nullopt;
    }
    request.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return request;
  }

 private:
  std::optional<std::string> Until(std::string_view mark) {
    size_t end = 0;
    while ((end = buffer_.find(mark)) == std::string::npos) {
      if (!More() || buffer_[0] < 'A') return std::nullopt;  // Not HTTP: TLS, say.
    }
    std::string head = buffer_.substr(0, end);
    buffer_.erase(0, end + mark.size());
    return head;
  }
  bool More() {
    char piece[16384];
    const ssize_t count = ::recv(socket_, piece, sizeof piece, 0);
    if (count <= 0) return false;
    buffer_.append(piece, static_cast<size_t>(count));
    return true;
  }

  int socket_;
  std::string buffer_;
};

bool SendAll(int socket, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    text.remove_prefix(static_cast<size_t>(count));
  }
  return true;
}

std::string HeadOf(const FakeReply& reply) {
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " Fake\r\n";
  for (const Header& header : reply.headers) head += header.name + ": " + header.value + "\r\n";
  if (reply.chunked) {
    head += "Transfer-Encoding: chunked\r\n";
  } else if (FindHeader(reply.headers, "Content-Length") == nullptr && reply.status != 304) {
    head += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
  }
  return head + "\r\n";
}

std::string Chunked(std::string_view body) {
  constexpr size_t kChunkBytes = 1000;
  std::string out;
  for (size_t at = 0; at < body.size(); at += kChunkBytes) {
    const std::string_view piece = body.substr(at, kChunkBytes);
    char size[20];
    const auto end = std::to_chars(size, size + sizeof size, piece.size(), 16).ptr;
    out.append(size, end).append("\r\n").append(piece).append("\r\n");
  }
  return out + "0\r\n\r\n";
}

}  // namespace

void FakeServer::State::Serve(int socket) {
  Reader reader(socket);
  while (const auto request = reader.Next()) {
    {
      const std::lock_guard lock(mutex);
      requests.push_back(*request);
    }
    const FakeReply reply = handler(*request);
    if (reply.delay_headers.count() > 0) Sleep(reply.delay_headers);
    if (!SendAll(socket, HeadOf(reply))) break;
    if (reply.delay_body.count() > 0) Sleep(reply.delay_body);
    std::string body = reply.chunked ? Chunked(reply.body) : reply.body;
    if (reply.hang_up) body.resize(body.size() / 2);
    if (request->method != "HEAD" && !SendAll(socket, body)) break;
    if (reply.hang_up) break;
  }
  ::shutdown(socket, SHUT_RDWR);
}

void FakeServer::State::Accept() {
  while (true) {
    const int socket = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
    const std::lock_guard lock(mutex);
    const int on = 1;  // The pieces of an answer must not wait for each other.
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (stopping || socket < 0) {
      if (socket >= 0) ::close(socket);
      return;
    }
    ++connections;
    sockets.push_back(socket);
    threads.emplace_back([this, socket] { Serve(socket); });
  }
}

FakeServer::FakeServer(std::function<FakeReply(const FakeRequest&)> handler)
    : state_(std::make_shared<State>()) {
  state_->handler = std::move(handler);
  state_->listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* plain = reinterpret_cast<sockaddr*>(&address);  // NOLINT: the interface of sockets.
  socklen_t size = sizeof address;
  const bool listening = ::bind(state_->listener, plain, size) == 0 &&
                         ::listen(state_->listener, 64) == 0 &&
                         ::getsockname(state_->listener, plain, &size) == 0;
  WEIR_CHECK(listening, "loopback has free ports");
  state_->port = ntohs(address.sin_port);
  const std::lock_guard lock(state_->mutex);
  state_->threads.emplace_back([state = state_.get()] { state->Accept(); });
}

FakeServer::~FakeServer() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
    ::shutdown(state_->listener, SHUT_RDWR);
    for (const int socket : state_->sockets) ::shutdown(socket, SHUT_RDWR);
  }
  state_->stop_changed.notify_all();
  state_->threads.front().join();  // The accepting one: after it no thread is added.
  for (size_t i = 1; i < state_->threads.size(); ++i) state_->threads[i].join();
  for (const int socket : state_->sockets) ::close(socket);
  ::close(state_->listener);
}

std::string FakeServer::Url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(state_->port) + path;
}

std::vector<FakeRequest> FakeServer::requests() const {
  const std::lock_guard lock(state_->mutex);
  return state_->requests;
}

int FakeServer::connections() const {
  const std::lock_guard lock(state_->mutex);
  return state_->connections;
}

}  // namespace weir::http::testing
