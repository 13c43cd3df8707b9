#include <unicode/coll.h>
#include <unicode/stringpiece.h>

#include <memory>

#include "expr/arguments.h"
#include "expr/failure.h"
#include "expr/utf16.h"

namespace weir::expr {
namespace {

/// Evaluate booleans until one is `decisive`.
Result<Json> UntilDecided(const Call& call, const LazyArguments& args, bool decisive) {
  for (size_t i = 0; i < args.size(); ++i) {
    WEIR_ASSIGN(const Json value, args.Evaluate(i));
    if (!value.is_bool()) {
      return call.Failure(
          Glue("expects all of its parameters to be booleans. Found invalid parameter types: '",
               KindName(value.kind()), "'."));
    }
    if (value.as_bool() == decisive) return Json(decisive);
  }
  return Json(!decisive);
}

Result<Json> And(const Call& call, const LazyArguments& args) {
  return UntilDecided(call, args, false);
}

Result<Json> Or(const Call& call, const LazyArguments& args) {
  return UntilDecided(call, args, true);
}

Result<Json> Not(const Call& call, Arguments args) {
  if (!args[0].is_bool()) return call.WrongType("its parameter to be a boolean", args[0]);
  return Json(!args[0].as_bool());
}

Result<Json> If(const Call& call, const LazyArguments& args) {
  WEIR_ASSIGN(const Json condition, args.Evaluate(0));
  if (!condition.is_bool()) {
    return call.WrongType("its first parameter to be of type boolean", condition);
  }
  return args.Evaluate(condition.as_bool() ? 1 : 2);
}

bool AreEqual(const Json& left, const Json& right) {
  if (left.is_number() && right.is_number() && left.is_int() != right.is_int()) {
    return left.as_double() == right.as_double();
  }
  return left == right;
}

/// Usually of two; of more, all must equal the first, as the engine has it.
Result<Json> Equals(const Call&, Arguments args) {
  return Json(std::all_of(args.begin() + 1, args.end(),
                          [&args](const Json& one) { return AreEqual(args[0], one); }));
}

/// Culture rules of en-US that ignore case, as .NET compares on ICU.
const icu::Collator* Culture() {
  static const std::unique_ptr<const icu::Collator> collator = [] {
    UErrorCode failed = U_ZERO_ERROR;
    std::unique_ptr<icu::Collator> made(
        icu::Collator::createInstance(icu::Locale::getUS(), failed));
    if (U_FAILURE(failed) != 0) return std::unique_ptr<icu::Collator>();
    made->setStrength(icu::Collator::SECONDARY);
    return made;
  }();
  return collator.get();
}

/// Negative, zero or positive.
int CompareTexts(std::string_view left, std::string_view right) {
  const icu::Collator* culture = Culture();
  if (culture == nullptr) return ToUpper(left).compare(ToUpper(right));
  UErrorCode failed = U_ZERO_ERROR;
  const auto piece = [](std::string_view text) {
    return icu::StringPiece(text.data(), static_cast<int32_t>(text.size()));
  };
  return culture->compareUTF8(piece(left), piece(right), failed);
}

template <typename Number>
int CompareNumbers(Number left, Number right) {
  return left < right ? -1 : left > right ? 1 : 0;
}

Result<int> Compare(const Call& call, Arguments args) {
  const Json& left = args[0];
  const Json& right = args[1];
  if (left.is_int() && right.is_int()) return CompareNumbers(left.as_int(), right.as_int());
  if (left.is_number() && right.is_number()) {
    return CompareNumbers(left.as_double(), right.as_double());
  }
  if (left.is_string() && right.is_string()) {
    return CompareTexts(left.as_string(), right.as_string());
  }
  const auto comparable = [](const Json& value) { return value.is_number() || value.is_string(); };
  if (left.is_string() || right.is_string()) {
    return call.Failure(Glue(
        "expects two parameter of matching types. The function was invoked with values of type '",
        KindName(left.kind()), "' and '", KindName(right.kind()), "' that do not match."));
  }
  std::vector<Json> invalid;
  for (const Json& arg : args) {
    if (!comparable(arg)) invalid.push_back(arg);
  }
  return call.Failure(
      Glue("expects all of its parameters to be either integer or decimal numbers. Found invalid "
           "parameter types: '",
           KindList(invalid), "'."));
}

Result<Json> Greater(const Call& call, Arguments args) {
  WEIR_ASSIGN(const int order, Compare(call, args));
  return Json(order > 0);
}
Result<Json> GreaterOrEquals(const Call& call, Arguments args) {
  WEIR_ASSIGN(const int order, Compare(call, args));
  return Json(order >= 0);
}
Result<Json> Less(const Call& call, Arguments args) {
  WEIR_ASSIGN(const int order, Compare(call, args));
  return Json(order < 0);
}
Result<Json> LessOrEquals(const Call& call, Arguments args) {
  WEIR_ASSIGN(const int order, Compare(call, args));
  return Json(order <= 0);
}

FunctionSpec Comparison(std::string_view name, std::string_view source, FunctionExample example,
                        Result<Json> (*eval)(const Call&, Arguments)) {
  return {.name = name,
          .args = "left: number|string, right: number|string",
          .returns = "bool",
          .source = source,
          .examples = {example},
          .args_min = 2,
          .args_max = 2,
          .expects = "expects two parameters: the values to compare, both numbers or both strings",
          .eval = eval};
}

std::vector<FunctionSpec> Comparisons() {
  return {
      Comparison("greater", "#greater", {"greater(5, 4.9)", "true"}, Greater),
      Comparison("greaterOrEquals", "#greaterorequals", {"greaterOrEquals('a', 'A')", "true"},
                 GreaterOrEquals),
      Comparison("less", "#less", {"less(1, '2')", "", "that do not match."}, Less),
      Comparison("lessOrEquals", "#lessorequals", {"lessOrEquals(10, 10)", "true"}, LessOrEquals),
  };
}

}  // namespace

std::vector<FunctionSpec> LogicalFunctions() {
  std::vector<FunctionSpec> specs = {
      {.name = "and",
       .args = "values: bool...",
       .returns = "bool",
       .source = "#and",
       .examples = {{"and(false, div(1, 0))", "false"}, {"and(true, 1)", "", "to be booleans"}},
       .args_min = 1,
       .args_max = kUnbounded,
       .expects = "expects two parameters: the boolean values to combine",
       .lazy = And},
      {.name = "or",
       .args = "values: bool...",
       .returns = "bool",
       .source = "#or",
       .examples = {{"or(true, div(1, 0))", "true"}},
       .args_min = 1,
       .args_max = kUnbounded,
       .expects = "expects two parameters: the boolean values to combine",
       .lazy = Or},
      {.name = "not",
       .args = "value: bool",
       .returns = "bool",
       .source = "#not",
       .examples = {{"not(false)", "true"}, {"not(1)", "", "to be a boolean"}},
       .args_min = 1,
       .args_max = 1,
       .expects = "expects one parameter: the boolean value to invert",
       .eval = Not},
      {.name = "if",
       .args = "condition: bool, when_true: any, when_false: any",
       .returns = "any",
       .source = "#if",
       .examples = {{"if(true, 1, div(1, 0))", "1"}, {"if('true', 1, 2)", "", "of type boolean"}},
       .args_min = 3,
       .args_max = 3,
       .expects =
           "expects three parameters: the condition as the first parameter, the value if it "
           "is true as the second parameter, the value if it is false as the third parameter",
       .lazy = If},
      {.name = "equals",
       .args = "left: any, right: any, others?: any...",
       .returns = "bool",
       .source = "#equals",
       .examples = {{"equals('a', 'A')", "false"},
                    {"equals(1, 1.0)", "true"},
                    {"equals(createArray(1), createArray(1.0))", "false"}},
       .args_min = 2,
       .args_max = kUnbounded,
       .expects = "expects two parameters: the values to test for deep equality",
       .eval = Equals},
  };
  for (FunctionSpec& spec : Comparisons()) specs.push_back(std::move(spec));
  return specs;
}

}  // namespace weir::expr
