#pragma once

#include <string_view>

#include "expr/syntax.h"

namespace weir::expr {

/// The deepest nesting of calls and brackets that is read.
inline constexpr int kNestingMax = 400;

/// Parse one expression, the text behind `@` or inside `@{…}`: functions are looked up, arguments
/// counted, literal date formats prepared.
/// Errors: InvalidTemplate with ADF's sentence; `*fault` is then the offset of what is at fault.
Result<Expression> ParseExpression(std::string_view text, size_t* fault);

}  // namespace weir::expr
