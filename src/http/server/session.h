#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "http/server/connection.h"
#include "http/server/server.h"

namespace weir::http {

/// Serve one client until it goes: read a request, have `workers` call the handler, answer.
boost::asio::awaitable<void> ServeConnection(std::unique_ptr<Connection> connection,
                                             const ServerOptions& options, const Handler& handler,
                                             boost::asio::any_io_executor workers);

}  // namespace weir::http
