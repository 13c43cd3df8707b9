#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "gateway/node.h"
#include "http/server/server.h"

namespace weir::gateway {

/// A page that says how a node is, for those on its machine: GET /healthz answers what
/// Node::State gives, 200 while it is connected and else 503. It shows no secret and takes none,
/// so it listens on loopback only. Errors: kInvalid HealthAddressNotLoopback, as http::Server.
Result<std::unique_ptr<http::Server>> ServeHealth(const Node& node, const std::string& address,
                                                  uint16_t port);

}  // namespace weir::gateway
