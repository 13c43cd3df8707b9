#pragma once

#include <string>

#include "base/error.h"

namespace weir::formats::json {

/// "Error occurred when deserializing source JSON file …", with what was wrong and where.
/// Source: ADF's own message (code JsonInvalidDataFormat).
Error InvalidJson(const std::string& file, const std::string& detail, Position position);

}  // namespace weir::formats::json
