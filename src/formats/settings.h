#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace weir::formats {

/// A text of a format's settings; `fallback` if it is absent or null.
/// Errors: kInvalid InvalidFormatSetting, naming the setting and what came.
Result<std::string> TextSetting(const Json& settings, std::string_view name, std::string fallback);

/// A truth value: true, false, or their texts in any case.
Result<bool> BoolSetting(const Json& settings, std::string_view name, bool fallback);

/// A whole number of at least zero, or its text.
Result<int64_t> CountSetting(const Json& settings, std::string_view name, int64_t fallback);

}  // namespace weir::formats
