#pragma once

#include <span>
#include <string>

#include "check/value_type.h"
#include "expr/function.h"

namespace weir::check {

/// What a call answers, more exactly than the function's spec says: `skip` of an array is that
/// array, an integer plus an integer is one.
ValueType ResultOf(const expr::FunctionSpec& spec, std::span<const ValueType> arguments);

/// Why the arguments do not go together, each of them being fine alone: "compares Integer with
/// String"; empty if they may.
std::string Mismatch(const expr::FunctionSpec& spec, std::span<const ValueType> arguments);

/// Why equals() can never be true: "Boolean is never equal to String 'true'"; empty if it may be.
std::string NeverEqual(const expr::FunctionSpec& spec, std::span<const ValueType> arguments);

}  // namespace weir::check
