#include "http/server/server.h"

#include <array>
#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <thread>

#include "http/server/session.h"

namespace weir::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds kHandshakeMax{10};
constexpr std::chrono::milliseconds kAcceptAgain{50};

/// A connection over any stream of Asio's.
template <typename Stream>
class StreamConnection final : public Connection {
 public:
  template <typename... Arguments>
  StreamConnection(std::string remote, bool secure, tcp::socket socket, Arguments&... arguments)
      : stream_(std::move(socket), arguments...),
        timer_(stream_.get_executor()),
        remote_(std::move(remote)),
        secure_(secure) {}

  asio::awaitable<size_t> Read(char* out, size_t size) override {
    const auto [error, count] =
        co_await stream_.async_read_some(asio::mutable_buffer(out, size), kToken);
    co_return error ? 0 : count;
  }
  asio::awaitable<bool> Write(std::string_view head, std::string_view body) override {
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(body)};
    const auto [error, count] = co_await asio::async_write(stream_, parts, kToken);
    co_return !error;
  }
  void Deadline(std::chrono::steady_clock::duration time) override {
    timer_.expires_after(time);
    // The wait may have ended, and its handler be in line, when the connection goes.
    timer_.async_wait(
        [this, alive = std::weak_ptr(alive_)](const boost::system::error_code& error) {
          boost::system::error_code ignored;
          if (!error && !alive.expired()) stream_.lowest_layer().close(ignored);
        });
  }
  void ClearDeadline() override { timer_.cancel(); }
  void CloseSoon() override {
    asio::post(stream_.get_executor(), [this, alive = std::weak_ptr(alive_)] {
      boost::system::error_code ignored;
      if (!alive.expired()) stream_.lowest_layer().close(ignored);
    });
  }
  bool secure() const override { return secure_; }
  const std::string& remote() const override { return remote_; }

  Stream& stream() { return stream_; }

 private:
  Stream stream_;
  asio::steady_timer timer_;
  std::string remote_;
  bool secure_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

using TlsStream = asio::ssl::stream<tcp::socket>;

/// Adds one while it lives.
class Counted {
 public:
  explicit Counted(std::atomic<size_t>& count) : count_(count) { ++count_; }
  ~Counted() { --count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  std::atomic<size_t>& count_;
};

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options, Handler handler)
      : options_(std::move(options)),
        handler_(std::move(handler)),
        io_(2),
        workers_(ThreadsOf(options_)),
        acceptor_(io_) {}
  ~Impl() {
    io_.stop();
    workers_.stop();
    io_.join();
    workers_.join();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Result<> Open() {
    WEIR_TRY(LoadCertificate());
    boost::system::error_code error;
    const auto address = asio::ip::make_address(options_.address, error);
    if (error) {
      return Fail(ErrorKind::kInvalid, "InvalidListenAddress",
                  "'" + options_.address + "' is no address to listen on");
    }
    const tcp::endpoint endpoint(address, options_.port);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
      return Fail(ErrorKind::kConflict, "AddressInUse",
                  "cannot listen on " + options_.address + ":" + std::to_string(options_.port) +
                      ": " + error.message());
    }
    asio::co_spawn(io_, Accept(), asio::detached);
    return {};
  }

  uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  static unsigned ThreadsOf(const ServerOptions& options) {
    if (options.threads != 0) return options.threads;
    return std::max(8U, 2 * std::thread::hardware_concurrency());
  }

  Result<> LoadCertificate() {
    if (options_.certificate_file.empty()) return {};
    tls_.emplace(asio::ssl::context::tls_server);
    tls_->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    boost::system::error_code error;
    tls_->use_certificate_chain_file(options_.certificate_file, error);
    if (!error) tls_->use_private_key_file(options_.key_file, asio::ssl::context::pem, error);
    if (!error) return {};
    return Fail(ErrorKind::kInvalid, "InvalidCertificate",
                "the certificate or its key cannot be used: " + error.message())
        .At(options_.certificate_file);
  }

  asio::awaitable<void> Accept() {
    asio::steady_timer timer(io_);
    while (true) {
      while (connections_ >= options_.connections_max && !load_.CloseOldest()) {
        timer.expires_after(kAcceptAgain);
        co_await timer.async_wait(kToken);
      }
      auto [error, socket] = co_await acceptor_.async_accept(asio::make_strand(io_), kToken);
      if (error) {
        if (error == asio::error::operation_aborted) co_return;
        load_.CloseOldest();  // Out of files.
        timer.expires_after(kAcceptAgain);
        co_await timer.async_wait(kToken);
        continue;
      }
      const auto executor = socket.get_executor();
      asio::co_spawn(executor, Serve(std::move(socket)), asio::detached);
    }
  }

  asio::awaitable<void> Serve(tcp::socket socket) {
    const Counted counted(connections_);
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    const tcp::endpoint endpoint = socket.remote_endpoint(ignored);
    std::string remote = endpoint.address().to_string();
    if (!tls_) {
      auto plain = std::make_unique<StreamConnection<tcp::socket>>(std::move(remote), false,
                                                                   std::move(socket));
      load_.AddIdle(plain.get());
      co_return co_await ServeConnection(std::move(plain), options_, handler_, load_,
                                         workers_.get_executor());
    }
    auto secure = std::make_unique<StreamConnection<TlsStream>>(std::move(remote), true,
                                                                std::move(socket), *tls_);
    secure->Deadline(kHandshakeMax);
    load_.AddIdle(secure.get());
    const auto [error] =
        co_await secure->stream().async_handshake(asio::ssl::stream_base::server, kToken);
    if (error) {
      load_.RemoveIdle(secure.get());
      co_return;
    }
    co_await ServeConnection(std::move(secure), options_, handler_, load_, workers_.get_executor());
  }

  ServerOptions options_;
  Handler handler_;
  std::optional<asio::ssl::context> tls_;
  std::atomic<size_t> connections_{0};
  ServerLoad load_;
  asio::thread_pool io_;
  asio::thread_pool workers_;
  tcp::acceptor acceptor_;
};

std::string_view ServerRequest::path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

std::string_view ServerRequest::query() const {
  const size_t mark = target.find('?');
  return mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark + 1);
}

std::string_view ServerRequest::header(std::string_view name) const {
  const std::string* value = FindHeader(headers, name);
  return value == nullptr ? std::string_view() : *value;
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

uint16_t Server::port() const {
  return impl_->port();
}

Result<std::unique_ptr<Server>> Server::Start(ServerOptions options, Handler handler) {
  auto impl = std::make_unique<Impl>(std::move(options), std::move(handler));
  WEIR_TRY(impl->Open());
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

}  // namespace weir::http
