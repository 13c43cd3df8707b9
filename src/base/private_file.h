#pragma once

#include <string>

#include "base/result.h"

namespace weir {

/// Write a file that only its owner reads (mode 0600), whole or not at all.
/// Errors: kInternal FileNotWritten.
Result<> WritePrivateFile(const std::string& path, const std::string& text);

}  // namespace weir
