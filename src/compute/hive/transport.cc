#include "compute/hive/transport.h"

#include <algorithm>
#include <cstring>

namespace weir::compute::hive {
namespace {

// Messages of SASL's negotiation, as Thrift has them.
constexpr char kStart = 1;
constexpr char kOk = 2;
constexpr char kComplete = 5;

constexpr size_t kFrameBytesMax = size_t{256} << 20;
constexpr size_t kReadBytes = size_t{64} << 10;

std::string BigEndian(size_t value) {
  std::string bytes(4, '\0');
  for (size_t i = 0; i < 4; ++i) bytes[i] = static_cast<char>(value >> (24U - 8U * i) & 0xFFU);
  return bytes;
}

size_t FromBigEndian(const char* bytes) {
  size_t value = 0;
  for (size_t i = 0; i < 4; ++i) value = value << 8U | static_cast<unsigned char>(bytes[i]);
  return value;
}

std::string Negotiation(char status, const std::string& payload) {
  return std::string(1, status) + BigEndian(payload.size()) + payload;
}

}  // namespace

Result<> Transport::Connect(const CancelToken* cancel) {
  if (address_.http) return {};
  cancel_ = cancel;
  const http::Endpoint to{address_.host, address_.port, address_.tls, address_.verify_tls};
  WEIR_ASSIGN(stream_, connector_->Connect(to, cancel));
  return address_.sasl ? SignIn() : Result<>();
}

Result<> Transport::SignIn() {
  // A server that asks for no password still wants to know who asks.
  const std::string user = address_.user.empty() ? "anonymous" : address_.user;
  const std::string password = address_.password.empty() ? "anonymous" : address_.password;
  const std::string identity = std::string(1, '\0') + user + std::string(1, '\0') + password;
  WEIR_TRY(
      stream_->Write(Negotiation(kStart, "PLAIN") + Negotiation(kOk, identity), timeout_, cancel_));
  while (true) {
    char head[5];
    WEIR_TRY(ReadExactly(head, sizeof head));
    const size_t size = FromBigEndian(head + 1);
    if (size > kReadBytes) {
      return Fail(ErrorKind::kInvalid, "HiveError",
                  "'" + address_.Shown() + "' does not speak Thrift with SASL; is it auth=noSasl?");
    }
    std::string payload(size, '\0');
    WEIR_TRY(ReadExactly(payload.data(), size));
    if (head[0] == kComplete) return {};
    if (head[0] != kOk) {
      return Fail(ErrorKind::kDenied, "HiveDenied",
                  "'" + address_.Shown() + "' did not let user '" + user + "' in" +
                      (payload.empty() ? "" : ": " + payload));
    }
  }
}

Result<> Transport::ReadExactly(char* out, size_t size) {
  while (size > 0) {
    WEIR_ASSIGN(const size_t got, stream_->Read(out, size, timeout_, cancel_));
    if (got == 0) {
      return Fail(ErrorKind::kUnavailable, "ServiceNotReached",
                  "'" + address_.Shown() + "' closed the connection");
    }
    out += got;
    size -= got;
  }
  return {};
}

Result<> Transport::Fill() {
  in_.clear();
  taken_ = 0;
  if (address_.http) {
    return Fail(ErrorKind::kUnavailable, "ServiceNotReached",
                "'" + address_.Shown() + "' sent half an answer");
  }
  if (!address_.sasl) {
    in_.resize(kReadBytes);
    WEIR_ASSIGN(const size_t got, stream_->Read(in_.data(), in_.size(), timeout_, cancel_));
    in_.resize(got);
    if (got > 0) return {};
    return Fail(ErrorKind::kUnavailable, "ServiceNotReached",
                "'" + address_.Shown() + "' closed the connection");
  }
  char head[4];
  WEIR_TRY(ReadExactly(head, sizeof head));
  const size_t size = FromBigEndian(head);
  if (size > kFrameBytesMax) {
    return Fail(ErrorKind::kInvalid, "HiveError",
                "'" + address_.Shown() + "' sent what is no Thrift message");
  }
  in_.resize(size);
  return ReadExactly(in_.data(), size);
}

Result<> Transport::Post(std::string message) {
  http::Request request;
  request.method = "POST";
  request.url = std::string(address_.tls ? "https" : "http") + "://" + address_.host + ":" +
                std::to_string(address_.port) + "/" + address_.http_path;
  request.headers = {{"Content-Type", "application/x-thrift"}, {"Accept", "application/x-thrift"}};
  request.body = std::move(message);
  request.credentials = {http::Authentication::kBasic,
                         address_.user.empty() ? "anonymous" : address_.user,
                         address_.password.empty() ? "anonymous" : address_.password,
                         {},
                         {}};
  request.timeout = timeout_;
  request.verify_tls = address_.verify_tls;
  request.body_bytes_max = kFrameBytesMax;
  WEIR_ASSIGN(http::Response response, connector_->Send(std::move(request), cancel_));
  if (response.status == 401 || response.status == 403) {
    return Fail(ErrorKind::kDenied, "HiveDenied",
                "'" + address_.Shown() + "' did not let user '" + address_.user + "' in");
  }
  if (response.status != 200) {
    return Fail(
        ErrorKind::kUnavailable, "ServiceNotReached",
        "'" + address_.Shown() + "' answered with status " + std::to_string(response.status));
  }
  in_ = std::move(response.body);
  taken_ = 0;
  return {};
}

Result<> Transport::Send(std::string message) {
  in_.clear();
  taken_ = 0;
  if (address_.http) return Post(std::move(message));
  if (address_.sasl) message.insert(0, BigEndian(message.size()));
  return stream_->Write(message, timeout_, cancel_);
}

Result<> Transport::Read(char* out, size_t size) {
  while (size > 0) {
    if (taken_ == in_.size()) WEIR_TRY(Fill());
    const size_t given = std::min(size, in_.size() - taken_);
    std::memcpy(out, in_.data() + taken_, given);
    taken_ += given;
    out += given;
    size -= given;
  }
  return {};
}

}  // namespace weir::compute::hive
