#include <cmath>
#include <limits>

#include "expr/arguments.h"
#include "expr/failure.h"

namespace weir::expr {
namespace {

enum class Operation { kAdd, kSub, kMul, kDiv, kMod };

Error Overflow(const Call& call) {
  return InvalidTemplate(Glue("The provided parameters for function '", call.spec.name,
                              "' caused arithmetic overflow."));
}

Result<Json> Integers(const Call& call, Operation operation, int64_t left, int64_t right) {
  int64_t result = 0;
  bool overflow = false;
  switch (operation) {
    case Operation::kAdd:
      overflow = __builtin_add_overflow(left, right, &result);
      break;
    case Operation::kSub:
      overflow = __builtin_sub_overflow(left, right, &result);
      break;
    case Operation::kMul:
      overflow = __builtin_mul_overflow(left, right, &result);
      break;
    case Operation::kDiv:
      overflow = left == std::numeric_limits<int64_t>::min() && right == -1;
      if (!overflow) result = left / right;
      break;
    case Operation::kMod:
      overflow = left == std::numeric_limits<int64_t>::min() && right == -1;
      if (!overflow) result = left % right;
      break;
  }
  if (overflow) return Overflow(call);
  return Json(result);
}

double Reals(Operation operation, double left, double right) {
  switch (operation) {
    case Operation::kAdd:
      return left + right;
    case Operation::kSub:
      return left - right;
    case Operation::kMul:
      return left * right;
    case Operation::kDiv:
      return left / right;
    case Operation::kMod:
      return std::fmod(left, right);
  }
  return 0;
}

Result<Json> Calculate(const Call& call, Operation operation, Arguments args) {
  for (size_t i = 0; i < args.size(); ++i) {
    if (!args[i].is_number()) {
      const bool longer = operation == Operation::kAdd && i == 0;
      return call.WrongType(
          Ordinal(i) + " to be an integer" + (longer ? ", a float" : "") + " or a decimal number",
          args[i]);
    }
  }
  const bool divides = operation == Operation::kDiv || operation == Operation::kMod;
  if (divides && args[1].as_double() == 0) {
    return InvalidTemplate(
        Glue("Attempt to divide an integral or decimal value by zero in function '", call.spec.name,
             "'."));
  }
  if (args[0].is_int() && args[1].is_int()) {
    return Integers(call, operation, args[0].as_int(), args[1].as_int());
  }
  const double result = Reals(operation, args[0].as_double(), args[1].as_double());
  // Our choice: JSON has no infinity, so it fails like the integers do.
  if (!std::isfinite(result)) return Overflow(call);
  return Json(result);
}

Result<Json> Add(const Call& call, Arguments args) {
  return Calculate(call, Operation::kAdd, args);
}
Result<Json> Sub(const Call& call, Arguments args) {
  return Calculate(call, Operation::kSub, args);
}
Result<Json> Mul(const Call& call, Arguments args) {
  return Calculate(call, Operation::kMul, args);
}
Result<Json> Div(const Call& call, Arguments args) {
  return Calculate(call, Operation::kDiv, args);
}
Result<Json> Mod(const Call& call, Arguments args) {
  return Calculate(call, Operation::kMod, args);
}

constexpr std::string_view kNumberLists =
    "expects either an array of numbers or a comma separated list of numbers as its parameters";

/// The largest number if `sign` is 1, the smallest if it is -1; a float if any number is one.
Result<Json> Extreme(const Call& call, Arguments args, int sign) {
  const Arguments values = args.size() == 1 && args[0].is_array() ? args[0].items() : args;
  if (values.empty()) return CheckArgumentCount(call.spec, 0).error();
  std::vector<Json> invalid;
  bool whole = true;
  for (const Json& value : values) {
    if (!value.is_number()) invalid.push_back(value);
    whole = whole && value.is_int();
  }
  if (!invalid.empty()) {
    return call.Failure(
        Glue("expects all of its parameters to be either integer or decimal numbers. Found invalid "
             "parameter types: '",
             KindList(invalid), "'."));
  }
  const Json* best = &values[0];
  for (const Json& value : values) {
    const bool larger =
        whole ? value.as_int() > best->as_int() : value.as_double() > best->as_double();
    const bool smaller =
        whole ? value.as_int() < best->as_int() : value.as_double() < best->as_double();
    if (sign > 0 ? larger : smaller) best = &value;
  }
  return whole ? *best : Json(best->as_double());
}

Result<Json> Max(const Call& call, Arguments args) {
  return Extreme(call, args, 1);
}
Result<Json> Min(const Call& call, Arguments args) {
  return Extreme(call, args, -1);
}

Result<Json> Rand(const Call& call, Arguments args) {
  WEIR_ASSIGN(const int64_t least,
              IntegerArgument(call, args[0], "its first parameter 'minimum' to be an integer"));
  WEIR_ASSIGN(const int64_t bound,
              IntegerArgument(call, args[1], "its second parameter 'maximum' to be an integer"));
  if (least > bound) {
    return call.Failure(Glue("parameters are out of range: the value '", std::to_string(least),
                             "' provided for 'minimum' cannot be greater than the value '",
                             std::to_string(bound), "' provided for 'maximum'."));
  }
  const uint64_t span = static_cast<uint64_t>(bound) - static_cast<uint64_t>(least);
  return Json(static_cast<int64_t>(static_cast<uint64_t>(least) + call.scope.Random().Below(span)));
}

Result<Json> Range(const Call& call, Arguments args) {
  constexpr int64_t kCountMax = 100000;
  constexpr int64_t kLastMax = std::numeric_limits<int32_t>::max();
  WEIR_ASSIGN(const int64_t start,
              IntegerArgument(call, args[0], "its first parameter 'start index' to be an integer"));
  WEIR_ASSIGN(const int64_t count,
              IntegerArgument(call, args[1], "its second parameter 'count' to be an integer"));
  if (count < 0 || count > kCountMax || start > kLastMax - count) {
    return call.Failure(
        "parameters are out of range: 'count' must be a positive integer no larger than '100000' "
        "and "
        "the sum of 'start index' and 'count' must be no larger than 2147483647.");
  }
  std::vector<Json> items;
  items.reserve(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) items.emplace_back(start + i);
  return Json::Array(std::move(items));
}

FunctionSpec Binary(std::string_view name, std::string_view source,
                    std::vector<FunctionExample> examples, std::string_view expects,
                    Result<Json> (*eval)(const Call&, Arguments)) {
  return {.name = name,
          .args = "left: number, right: number",
          .returns = "number",
          .source = source,
          .examples = std::move(examples),
          .args_min = 2,
          .args_max = 2,
          .expects = expects,
          .eval = eval};
}

}  // namespace

std::vector<FunctionSpec> MathFunctions() {
  return {
      // "seccond" is how ADF spells it.
      Binary("add", "#add", {{"add(1, 1.5)", "2.5"}, {"add('1', 1)", "", "a decimal number"}},
             "expects two numeric parameters: the first summand as the first parameter and the "
             "seccond summand as the second parameter",
             Add),
      Binary(
          "sub", "#sub", {{"sub(10.5, 0.5)", "10.0"}},
          "expects two numeric parameters: the minuend as the first parameter and the subtrahend "
          "as the second parameter",
          Sub),
      Binary("mul", "#mul", {{"mul(1.5, 2)", "3.0"}},
             "expects two numeric parameters: the multiplicand as the first parameter and the "
             "multiplicator as the second parameter",
             Mul),
      Binary(
          "div", "#div",
          {{"div(-11, 5)", "-2"}, {"div(11.0, 5)", "2.2"}, {"div(1, 0)", "", "by zero"}},
          "expects two numeric parameters: the dividend as the first parameter and the divisor as "
          "the second parameter",
          Div),
      Binary(
          "mod", "#mod", {{"mod(-3, 2)", "-1"}},
          "expects two numeric parameters: the dividend as the first parameter and the divisor as "
          "the second parameter",
          Mod),
      {.name = "max",
       .args = "numbers: number|array...",
       .returns = "number",
       .source = "#max",
       .examples = {{"max(1, 2.5)", "2.5"}, {"max()", "", "invoked with no parameters"}},
       .args_min = 1,
       .args_max = kUnbounded,
       .expects = kNumberLists,
       .eval = Max},
      {.name = "min",
       .args = "numbers: number|array...",
       .returns = "number",
       .source = "#min",
       .examples = {{"min(createArray(1, 2, 3))", "1"}, {"min(1.5, 1)", "1.0"}},
       .args_min = 1,
       .args_max = kUnbounded,
       .expects = kNumberLists,
       .eval = Min},
      {.name = "rand",
       .args = "minimum: int, maximum: int",
       .returns = "int",
       .source = "#rand",
       .examples = {{"rand(1, 2)", "1"}, {"rand(5, 1)", "", "cannot be greater than"}},
       .args_min = 2,
       .args_max = 2,
       .expects = "expects two integer parameters: the minimum as the first parameter and the "
                  "maximum as the second parameter",
       .eval = Rand,
       .scoped = true},
      {.name = "range",
       .args = "start: int, count: int",
       .returns = "array",
       .source = "#range",
       .examples = {{"range(1, 4)", "[1, 2, 3, 4]"}, {"range(1, -1)", "", "out of range"}},
       .args_min = 2,
       .args_max = 2,
       .expects = "expects two integer parameters: the start index as the first parameter and the "
                  "count as the second parameter",
       .eval = Range},
  };
}

}  // namespace weir::expr
