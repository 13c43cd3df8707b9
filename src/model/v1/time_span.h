#pragma once

#include <chrono>
#include <string_view>

#include "base/result.h"

namespace weir::model {

/// Read a time span as version 1 does, .NET's `[-][d.]hh:mm[:ss[.fraction]]`; a fraction of a
/// second is dropped. In a value of three parts a first one above 23 counts days: `24:00:00` is 24
/// days. A number alone counts days.
/// Errors: kInvalid InvalidTimeSpan.
/// Source: facts of version 1, 1.3.
Result<std::chrono::seconds> ParseV1TimeSpan(std::string_view text);

}  // namespace weir::model
