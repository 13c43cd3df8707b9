#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/cancel.h"
#include "base/result.h"
#include "http/address_policy.h"
#include "http/byte_stream.h"
#include "http/message.h"

namespace weir::http {

/// How a client reaches the world.
struct ClientOptions {
  /// A PEM file of trusted authorities; empty: the file named by the environment's SSL_CERT_FILE,
  /// else the system's.
  std::string ca_file = {};
  /// "http://host:port"; empty: what the environment names (http_proxy, https_proxy, no_proxy), as
  /// other programs of the machine do. This machine itself is always asked directly.
  std::string proxy = {};
  std::string user_agent = "weir";
  std::chrono::milliseconds connect_timeout{30'000};
  /// Where it may connect to; null: anywhere. Each address is looked at when it is connected to, so
  /// names and redirects cannot get around it. While the policy is guarded the environment's
  /// proxies are not used: they would look names up themselves.
  std::shared_ptr<const AddressPolicy> addresses = nullptr;
};

/// An answer whose body is read piece by piece. Nothing is read ahead but what the network layer
/// holds and about 1 MiB, so a slow reader slows the sender down. One thread at a time.
class ResponseStream {
 public:
  virtual ~ResponseStream() = default;
  virtual int status() const = 0;
  virtual const std::vector<Header>& headers() const = 0;
  /// Bytes of the whole body; -1 if the server did not say.
  virtual int64_t content_length() const = 0;
  virtual const std::string& url() const = 0;
  /// At least one byte and at most `size`; 0 at the end. A body that breaks off is an error.
  virtual Result<size_t> Read(char* out, size_t size) = 0;
};

/// Asks web servers. Connections are kept and used again. Thread safe.
///
/// Errors, which never show a query, a password or a header's value: kUnavailable HttpHostNotFound,
/// HttpConnectFailed, HttpTimeout, HttpConnectionBroken, HttpTlsFailed; kDenied
/// HttpCertificateRefused for a server that is not who it should be, AddressRefused; kInvalid
/// InvalidUrl, InvalidHttpMethod, InvalidHttpHeader, InvalidClientCertificate,
/// HttpTooManyRedirects, HttpResponseTooLarge; kCancelled.
class Client {
 public:
  explicit Client(ClientOptions options = {});
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// Ask and take the whole answer.
  Result<Response> Send(Request request, const CancelToken* cancel = nullptr);
  /// Ask, and return when the answer's headers are there. `cancel` must outlive the stream.
  Result<std::unique_ptr<ResponseStream>> Open(Request request,
                                               const CancelToken* cancel = nullptr);
  /// Connect for another protocol than HTTP, with the same certificates, proxies and policy. Errors
  /// name "host:port".
  Result<std::unique_ptr<ByteStream>> Connect(const Endpoint& to,
                                              const CancelToken* cancel = nullptr);

 private:
  struct Pool;
  std::shared_ptr<Pool> pool_;
};

}  // namespace weir::http
