#pragma once

#include <string>
#include <string_view>

namespace weir::cli {

/// What to do about a failed activity, in one sentence; empty if there is nothing to add. `code` is
/// its errorCode; a copy's message names the code behind it ("ErrorCode=…").
std::string Advice(std::string_view code, std::string_view message);

}  // namespace weir::cli
