#pragma once

namespace weir::copy {

/// The integration runtime that outputs name: this process.
inline constexpr const char* kRuntimeName = "AutoResolveIntegrationRuntime (Local)";

}  // namespace weir::copy
