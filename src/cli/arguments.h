#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"

namespace weir::cli {

/// Parameter values: those of `first`, in their place the members of the JSON file `file` (none if
/// it is empty), in theirs the `pairs` NAME=VALUE, whose values stay text: the pipeline's parameter
/// decides the type. Errors: kInvalid InvalidArgument, what reading the file says.
Result<Json> ReadArguments(const Json& first, const std::string& file,
                           const std::vector<std::string>& pairs);

/// A moment, as the option `name` has it. Errors: kInvalid InvalidTime naming the option.
Result<UtcTime> ReadTime(const std::string& text, std::string_view name);

}  // namespace weir::cli
