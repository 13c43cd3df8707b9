#pragma once

#include "cli/command.h"

namespace weir::cli {

/// The program `weir-gateway`: what `weir gateway` does, and nothing else. Gives the exit status.
int GatewayMain(int argc, const char* const* argv, const Program& program);

}  // namespace weir::cli
