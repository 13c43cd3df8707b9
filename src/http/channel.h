#pragma once

#include <curl/curl.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/cancel.h"
#include "base/result.h"
#include "http/byte_stream.h"
#include "http/client.h"

namespace weir::http {

/// One conversation at a time over libcurl, and the connections it keeps. One thread at a time.
class Channel {
 public:
  explicit Channel(const ClientOptions& options);
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  /// Start asking. Every Start needs a Stop.
  Result<> Start(Request request, const CancelToken* cancel);
  /// Give the conversation up, or clean up after it.
  void Stop();

  /// Go on until the headers are there.
  Result<> WaitForHeaders();
  /// Go on until at least one byte of the body is there, or its end.
  Result<> WaitForBody();
  /// Move out at most `size` bytes of the body that have come.
  size_t Take(char* out, size_t size);
  /// Take the whole body.
  Result<std::string> TakeAll();

  /// Only connect, TLS too; then bytes go by Write and Read until Stop.
  Result<> Connect(const Endpoint& to, const CancelToken* cancel);
  Result<> Write(std::string_view bytes, std::chrono::milliseconds timeout,
                 const CancelToken* cancel);
  Result<size_t> Read(char* out, size_t size, std::chrono::milliseconds timeout,
                      const CancelToken* cancel);
  /// What is there, without waiting; nothing if nothing is.
  Result<std::optional<size_t>> TryRead(char* out, size_t size);
  /// To be waited on, after Connect.
  int socket() const { return socket_; }

  int status() const { return status_; }
  const std::vector<Header>& headers() const { return headers_; }
  const std::string& url() const { return shown_url_; }
  int64_t content_length() const;

 private:
  using Deadline = std::chrono::steady_clock::time_point;

  static curl_socket_t OpenSocket(void* self, curlsocktype purpose, curl_sockaddr* address);
  static size_t OnHeader(char* data, size_t size, size_t count, void* self);
  static size_t OnBody(char* data, size_t size, size_t count, void* self);
  Result<> SetUp();
  Result<> SetUpMethod();
  Result<> SetUpTls();
  void SetUpCredentials();
  /// False if libcurl will ask again by itself: a redirect, a challenge, an interim answer.
  bool IsLastAnswer() const;
  /// Let libcurl work once: moves what is there, waits a moment if nothing is.
  Result<> Drive();
  void Finished(CURLcode code);
  Error ToError(CURLcode code) const;
  Result<> Late(Deadline deadline, const std::string& what) const;
  Result<> AwaitSocket(int16_t events, Deadline deadline, const CancelToken* cancel) const;

  const ClientOptions& options_;
  CURLM* multi_ = nullptr;
  CURL* easy_ = nullptr;
  Request request_;
  const CancelToken* cancel_ = nullptr;
  curl_slist* header_list_ = nullptr;
  char reason_[CURL_ERROR_SIZE] = {};

  int status_ = 0;
  std::vector<Header> headers_;
  std::string shown_url_;
  bool have_headers_ = false;
  std::string body_;
  size_t taken_ = 0;
  bool whole_ = false;  ///< Send: keep all of the body, up to the request's limit.
  bool too_large_ = false;
  std::optional<Error> refused_;  ///< The address that the policy refused last.
  bool paused_ = false;
  bool raw_ = false;  ///< Connect: no request is sent.
  curl_socket_t socket_ = CURL_SOCKET_BAD;
  bool active_ = false;
  bool finished_ = false;
  Result<> outcome_;
};

}  // namespace weir::http
