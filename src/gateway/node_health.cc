#include "gateway/node_health.h"

namespace weir::gateway {

Result<std::unique_ptr<http::Server>> ServeHealth(const Node& node, const std::string& address,
                                                  uint16_t port) {
  const bool loopback = address == "localhost" || address == "::1" || address.starts_with("127.");
  if (!loopback) {
    return Fail(ErrorKind::kInvalid, "HealthAddressNotLoopback",
                "the health page of a node is for its own machine: expected 127.0.0.1:PORT, got '" +
                    address + "'");
  }
  http::ServerOptions options;
  options.address = address == "localhost" ? "127.0.0.1" : address;
  options.port = port;
  options.threads = 1;
  options.connections_max = 64;
  options.body_max = 1;
  return http::Server::Start(options, [&node](const http::ServerRequest& request) {
    http::ServerResponse response;
    if (request.path() != "/healthz" || request.method != "GET") {
      response.status = 404;
      return response;
    }
    const Json state = node.State();
    response.status = state["status"].as_string() == "disconnected" ? 503 : 200;
    response.headers.push_back({"Content-Type", "application/json; charset=utf-8"});
    response.body = PrettyJson(state, 2) + "\n";
    return response;
  });
}

}  // namespace weir::gateway
