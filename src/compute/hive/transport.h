#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "compute/hive/address.h"
#include "compute/hive/thrift.h"
#include "http/client.h"

namespace weir::compute::hive {

/// Carries Thrift messages: as they are or in SASL frames over TCP, or each in an HTTP request.
class Transport final : public ThriftSource {
 public:
  /// `address` must outlive this.
  Transport(const Address& address, std::shared_ptr<http::Client> connector)
      : address_(address), connector_(std::move(connector)) {}

  /// Connect and sign in. Errors: as http::Client::Connect; kDenied HiveDenied.
  Result<> Connect(const CancelToken* cancel);
  /// What the next message heeds; `cancel` must outlive it.
  void Limit(std::chrono::milliseconds timeout, const CancelToken* cancel) {
    timeout_ = timeout;
    cancel_ = cancel;
  }
  /// Send a whole message; the answer is read then.
  Result<> Send(std::string message);
  Result<> Read(char* out, size_t size) override;

 private:
  Result<> SignIn();
  Result<> ReadExactly(char* out, size_t size);
  Result<> Fill();
  Result<> Post(std::string message);

  const Address& address_;
  const std::shared_ptr<http::Client> connector_;
  std::unique_ptr<http::ByteStream> stream_;
  std::chrono::milliseconds timeout_{60'000};
  const CancelToken* cancel_ = nullptr;
  std::string in_;
  size_t taken_ = 0;
};

}  // namespace weir::compute::hive
