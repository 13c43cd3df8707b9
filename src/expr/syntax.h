#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "expr/date_format.h"
#include "expr/function.h"

namespace weir::expr {

struct Accessor;

/// A literal or a call, and what is selected from it. Offsets count bytes of the expression's text.
struct Expression {
  size_t offset = 0;
  const FunctionSpec* function = nullptr;  ///< Null for a literal.
  Json literal;
  std::vector<Expression> arguments;
  /// The call's date format argument, where it is a literal that parses.
  std::shared_ptr<const DateFormat> format;
  std::vector<Accessor> accessors;

  bool is_literal() const { return function == nullptr && accessors.empty(); }
};

/// `.name`, `['name']`, `[index]`, each with or without `?` before it.
struct Accessor {
  size_t offset = 0;
  bool optional = false;
  std::string name;               ///< Used if `index` is empty.
  std::vector<Expression> index;  ///< One expression, or none.

  bool named() const { return index.empty(); }
};

}  // namespace weir::expr
