#include "http/byte_stream.h"

#include <poll.h>

#include "http/channel.h"

namespace weir::http {
namespace {

// How long a wait goes on before it looks whether somebody cancelled.
constexpr int kLookMs = 50;

}  // namespace

Result<> Channel::Connect(const Endpoint& to, const CancelToken* cancel) {
  Request request;
  const bool v6 = to.host.find(':') != std::string::npos;
  request.url = std::string(to.tls ? "https" : "http") + "://" + (v6 ? "[" : "") + to.host +
                (v6 ? "]" : "") + ":" + std::to_string(to.port);
  request.verify_tls = to.verify_tls;
  raw_ = true;
  WEIR_TRY(Start(std::move(request), cancel));
  shown_url_ = to.host + ":" + std::to_string(to.port);
  while (!finished_) WEIR_TRY(Drive());
  cancel_ = nullptr;
  WEIR_TRY(outcome_);
  if (curl_easy_getinfo(easy_, CURLINFO_ACTIVESOCKET, &socket_) != CURLE_OK ||
      socket_ == CURL_SOCKET_BAD) {
    return ToError(CURLE_COULDNT_CONNECT);
  }
  return {};
}

Result<> Channel::AwaitSocket(int16_t events, Deadline deadline, const CancelToken* cancel) const {
  while (true) {
    if (cancel != nullptr) WEIR_TRY(cancel->Check());
    WEIR_TRY(Late(deadline, events == POLLIN ? "answer" : "take what was sent"));
    pollfd wait{socket_, events, 0};
    if (::poll(&wait, 1, kLookMs) > 0) return {};
  }
}

Result<> Channel::Write(std::string_view bytes, std::chrono::milliseconds timeout,
                        const CancelToken* cancel) {
  const Deadline deadline = std::chrono::steady_clock::now() + timeout;
  while (!bytes.empty()) {
    size_t sent = 0;
    const CURLcode code = curl_easy_send(easy_, bytes.data(), bytes.size(), &sent);
    bytes.remove_prefix(sent);
    if (code == CURLE_AGAIN) {
      WEIR_TRY(AwaitSocket(POLLOUT, deadline, cancel));
    } else if (code != CURLE_OK) {
      return ToError(code);
    }
  }
  return {};
}

Result<size_t> Channel::Read(char* out, size_t size, std::chrono::milliseconds timeout,
                             const CancelToken* cancel) {
  const Deadline deadline = std::chrono::steady_clock::now() + timeout;
  while (true) {
    size_t got = 0;
    const CURLcode code = curl_easy_recv(easy_, out, size, &got);
    if (code == CURLE_OK) return got;
    if (code != CURLE_AGAIN) return ToError(code);
    WEIR_TRY(AwaitSocket(POLLIN, deadline, cancel));
  }
}

Result<std::optional<size_t>> Channel::TryRead(char* out, size_t size) {
  size_t got = 0;
  const CURLcode code = curl_easy_recv(easy_, out, size, &got);
  if (code == CURLE_AGAIN) return std::optional<size_t>();
  if (code != CURLE_OK) return ToError(code);
  return std::optional(got);
}

}  // namespace weir::http
