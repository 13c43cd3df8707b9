#include "cli/callback_listener.h"

#include "api/callbacks.h"
#include "api/error_body.h"
#include "cli/address.h"

namespace weir::cli {
namespace {

constexpr std::string_view kScheme = "http://";

http::ServerResponse Answer(engine::Engine& engine, const http::ServerRequest& request) {
  if (api::IsCallback(request)) return api::AnswerCallback(engine, request);
  return api::ErrorResponse(
      Fail(ErrorKind::kNotFound, "NotFound", "only callbacks are answered here"));
}

}  // namespace

Result<std::string> CallbackListener::Open(const std::string& earlier, engine::Engine& engine) {
  const std::lock_guard lock(mutex_);
  if (closed_) return Fail(ErrorKind::kCancelled, "EngineStopped", "the engine stops");
  if (server_ != nullptr) return url_;
  Address address;
  if (!address_.empty()) {
    WEIR_ASSIGN(address, ReadAddress(address_, "--callback-address"));
  } else if (earlier.starts_with(kScheme)) {
    WEIR_ASSIGN(address, ReadAddress(earlier.substr(kScheme.size()), "callback address"));
  }
  http::ServerOptions options;
  options.address = address.host;
  options.port = address.port;
  const auto answer = [&engine](const auto& request) { return Answer(engine, request); };
  auto server = http::Server::Start(options, answer);
  if (!server && address_.empty() && address.port != 0) {  // Somebody else took it meanwhile.
    options.port = 0;
    server = http::Server::Start(options, answer);
  }
  if (!server) return std::move(server).error().While("listening for callbacks");
  server_ = *std::move(server);
  address.port = server_->port();
  url_ = std::string(kScheme) + address.ToString();
  return url_;
}

void CallbackListener::Close() {
  std::unique_ptr<http::Server> server;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    server = std::move(server_);
  }
}

}  // namespace weir::cli
