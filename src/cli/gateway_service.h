#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace weir::cli {

/// `weir gateway create, status, drain, limit, share`: what is asked of a service about its
/// gateways. What it gives does the one that was called, or gives -1 if none was.
std::function<int()> DeclareGatewayService(CLI::App& app);

}  // namespace weir::cli
