#include "expr/kinds.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "expr/context_scope.h"
#include "expr/template.h"

namespace weir::expr {
namespace {

using Kind = Json::Kind;

/// A value of each kind, as an expression and as a literal of the language where there is one.
const std::vector<std::pair<Kind, std::string>>& Values() {
  static const std::vector<std::pair<Kind, std::string>> values{
      {Kind::kNull, "null"},
      {Kind::kBool, "true"},
      {Kind::kInt, "1"},
      {Kind::kFloat, "1.5"},
      {Kind::kString, "'1'"},
      {Kind::kArray, "createArray(1)"},
      {Kind::kObject, "json('{\"a\": 1}')"}};
  return values;
}

/// The arguments of `f(a, g(b), 'c,d')`, as written.
std::vector<std::string> ArgumentsIn(std::string_view call) {
  std::vector<std::string> arguments;
  std::string one;
  int depth = 0;
  bool quoted = false;
  for (const char c : call.substr(call.find('(') + 1)) {
    if (c == '\'') quoted = !quoted;
    if (!quoted && c == ')' && depth-- == 0) break;
    if (!quoted && c == '(') ++depth;
    if (!quoted && depth == 0 && c == ',') {
      arguments.push_back(std::move(one));
      one.clear();
      continue;
    }
    one += c;
  }
  if (!one.empty()) arguments.push_back(std::move(one));
  return arguments;
}

Result<Json> Evaluate(const std::string& expression) {
  const Result<ContextScope> scope = ContextScope::Make(Json::Object(), {}, 1);
  const Result<Template> compiled = Template::Compile(Json("@" + expression));
  if (!compiled) return compiled.error();
  return compiled->Evaluate(*scope);
}

std::string CallOf(const FunctionSpec& spec, const std::vector<std::string>& arguments) {
  std::string call = std::string(spec.name) + "(";
  for (size_t i = 0; i < arguments.size(); ++i) call += (i > 0 ? ", " : "") + arguments[i];
  return call + ")";
}

/// A kind that the spec does not take must fail, or the checker would raise a false alarm.
void CheckParameters(const FunctionSpec& spec, const std::vector<std::string>& good) {
  const std::vector<ParameterKinds> parameters = ParametersOf(spec);
  for (size_t i = 0; i < good.size(); ++i) {
    const ParameterKinds& parameter = parameters[std::min(i, parameters.size() - 1)];
    for (const auto& [kind, value] : Values()) {
      if (parameter.kinds.Has(kind)) continue;
      std::vector<std::string> arguments = good;
      arguments[i] = value;
      EXPECT_FALSE(Evaluate(CallOf(spec, arguments)).ok()) << CallOf(spec, arguments);
    }
  }
}

TEST(Kinds, ArgumentsOutsideTheSpecFailAndAnswersAreWithinIt) {
  size_t checked = 0;
  for (const FunctionSpec& spec : AllFunctions()) {
    for (const FunctionExample& example : spec.examples) {
      const Result<Json> answer = Evaluate(std::string(example.expr));
      if (!answer || !example.expr.starts_with(spec.name)) continue;
      const std::vector<std::string> arguments = ArgumentsIn(example.expr);
      if (!example.expr.ends_with(')') ||
          Evaluate(CallOf(spec, arguments)).ok() == !example.error.empty()) {
        continue;
      }
      EXPECT_TRUE(ReturnsOf(spec).Has(answer->kind())) << example.expr;
      // Lazy functions look at what they need only.
      if (spec.eval != nullptr) CheckParameters(spec, arguments);
      ++checked;
    }
  }
  EXPECT_GT(checked, 84U);
}

TEST(Kinds, ReadsTheWordsOfASpec) {
  const std::vector<ParameterKinds> parameters = ParametersOf(*FindFunction("skip"));
  ASSERT_EQ(parameters.size(), 2U);
  EXPECT_EQ(parameters[0].name, "collection");
  EXPECT_EQ(parameters[0].kinds.ToString(), "String or Array");
  EXPECT_TRUE(parameters[0].content);
  EXPECT_EQ(parameters[1].kinds.ToString(), "Integer");
  EXPECT_TRUE(ParametersOf(*FindFunction("concat"))[0].repeated);
  EXPECT_EQ(ReturnsOf(*FindFunction("add")).ToString(), "Integer or Float");
  EXPECT_TRUE(ReturnsOf(*FindFunction("item")).any());
  EXPECT_EQ(ParametersOf(*FindFunction("substring"))[2].name, "length");
}

TEST(Kinds, SetsOfKinds) {
  const KindSet number = KindSet::Number();
  EXPECT_TRUE(number.Has(Kind::kNumberText));
  EXPECT_FALSE(number.Has(Kind::kString));
  EXPECT_TRUE(KindSet(Kind::kInt).Within(number));
  EXPECT_FALSE(number.Within(Kind::kInt));
  EXPECT_TRUE((number & KindSet(Kind::kString)).empty());
  EXPECT_EQ((number | Kind::kNull).WithoutNull(), number);
  EXPECT_EQ(KindSet::Any().ToString(), "anything");
  EXPECT_FALSE(KindSet(Kind::kObject).Has(Kind::kArray));
}

}  // namespace
}  // namespace weir::expr
