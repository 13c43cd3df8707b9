#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "http/server/connection.h"
#include "http/server/server.h"
#include "http/server/server_load.h"

namespace weir::http {

/// Serve one client until it goes: read a request, have `workers` call the handler, answer.
/// The connection is idle in `load` when it begins, and is taken off it in the end.
boost::asio::awaitable<void> ServeConnection(std::unique_ptr<Connection> connection,
                                             const ServerOptions& options, const Handler& handler,
                                             ServerLoad& load,
                                             boost::asio::any_io_executor workers);

}  // namespace weir::http
