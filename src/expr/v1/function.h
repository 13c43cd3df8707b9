#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "expr/v1/value.h"

namespace weir::expr {

/// A function of version 1 as data.
struct V1Function {
  std::string_view name;
  std::vector<V1Value::Kind> arguments;
  /// More arguments of any kind may follow.
  bool variadic = false;
  V1Value::Kind returns = V1Value::Kind::kDate;
  /// The arguments have the kinds above. Errors: InvalidSliceExpression.
  Result<V1Value> (*evaluate)(std::span<const V1Value> arguments) = nullptr;
  std::string_view title = {};
  /// An expression and its value, both without quotes: run as a test.
  std::string_view example = {};
  std::string_view example_value = {};
};

/// All functions, by topic.
std::span<const V1Function> V1Functions();
/// The function of that name ("Date.AddDays"), whatever the case; null if there is none.
const V1Function* FindV1Function(std::string_view name);

/// The code of every failure of an expression of version 1.
inline constexpr std::string_view kInvalidSliceExpression = "InvalidSliceExpression";

}  // namespace weir::expr
