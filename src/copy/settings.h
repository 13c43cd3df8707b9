#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace weir::copy {

// Settings of activities: expressions may have made texts of numbers and flags, so both are taken.
// Errors of all: kInvalid InvalidProperty naming the property, what was expected and what came.

/// True or "true"; `otherwise` if absent or null.
Result<bool> ReadFlag(const Json& settings, std::string_view name, bool otherwise);

/// A whole number or its text; `otherwise` if absent, null or "".
Result<int64_t> ReadWhole(const Json& settings, std::string_view name, int64_t otherwise);

/// A text; "" if absent or null. Numbers and flags give their JSON text.
Result<std::string> ReadText(const Json& settings, std::string_view name);

/// kUnsupported naming `<owner>.<name>` if the property is given (neither null, "", false nor []).
Result<> RefuseSetting(const Json& settings, std::string_view owner, std::string_view name);

}  // namespace weir::copy
