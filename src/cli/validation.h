#pragma once

#include <string>

#include "cli/session.h"

namespace weir::cli {

/// Check what a pipeline can reach before it runs; errors are printed to stderr. False if there are
/// any.
bool CheckPipeline(const LocalFactory& factory, const std::string& pipeline);

}  // namespace weir::cli
