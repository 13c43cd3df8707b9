#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "http/server/connection.h"
#include "http/server/server.h"

namespace weir::http {

/// Answer the upgrade and carry messages until one side has enough. `bytes`: what the client sent
/// behind its request.
boost::asio::awaitable<void> ServeSocket(Connection& connection, const ServerOptions& options,
                                         const ServerRequest& request,
                                         std::shared_ptr<SocketPeer> peer, std::string bytes);

}  // namespace weir::http
