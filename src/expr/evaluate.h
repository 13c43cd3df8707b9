#pragma once

#include <string_view>

#include "expr/syntax.h"

namespace weir::expr {

/// What an expression is evaluated with: the scope, its text (for messages), and where that stands:
/// `start` bytes into the text value `origin`.
struct Evaluation {
  const Scope& scope;
  std::string_view text;
  const Json& origin;
  size_t start = 0;
};

/// The place in the file of byte `offset` of a text value; unknown if the value's own is.
///
/// The text is taken to be written with JSON's short escapes, so that a `\u0041` before the place
/// moves it a little.
Position PlaceIn(const Json& text, size_t offset);

/// Evaluate; errors carry ADF's sentence and the place of the call or accessor at fault.
Result<Json> Evaluate(const Expression& expression, const Evaluation& evaluation);

}  // namespace weir::expr
