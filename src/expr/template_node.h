#pragma once

#include <memory>
#include <string>
#include <vector>

#include "expr/syntax.h"
#include "expr/template.h"

namespace weir::expr {

/// One piece of an interpolated text: plain text, or an expression and where it begins.
struct Segment {
  std::string text;  ///< The plain text, or the expression's text.
  bool plain = true;
  size_t start = 0;  ///< Of an expression: bytes into the text value.
  Expression expression;
};

/// A part of a compiled value. A constant part is kept whole, so only the path to an expression is
/// rebuilt by an evaluation.
struct Template::Node {
  enum class Kind { kConstant, kExpression, kInterpolation, kContainer };
  /// A child of an array or object that is not constant.
  struct Child {
    size_t index;
    std::shared_ptr<const Node> node;
  };

  Kind kind = Kind::kConstant;
  Json source;                    ///< As it was written.
  Json value;                     ///< Constants resolved; of a container, with holes to fill.
  Json origin;                    ///< The text the segments stand in, with its place.
  std::vector<Segment> segments;  ///< Of an expression exactly one.
  std::vector<Child> children;
};

}  // namespace weir::expr
