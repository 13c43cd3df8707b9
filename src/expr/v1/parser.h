#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "expr/v1/expression.h"

namespace weir::expr {

/// Parse the text of an expression; see V1Expression::Parse.
Result<V1Node> ParseV1(const Json& text, const std::vector<std::string>& variables);

}  // namespace weir::expr
