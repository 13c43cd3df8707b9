#include "expr/v1/expression.h"

#include <gtest/gtest.h>

#include "testing/json_cases.h"

namespace weir::expr {
namespace {

UtcTime At(const char* text) {
  const Result<UtcTime> time = ParseUtc(text);
  EXPECT_TRUE(time.ok()) << text;
  return time ? *time : UtcTime{};
}

V1Variables Slice() {
  return V1Variables::OfSlice(At("2016-03-05T14:00:00Z"), At("2016-03-05T15:00:00Z"));
}

Result<Json> EvaluateText(Json text, const V1Variables& variables,
                          const std::vector<std::string>& names) {
  text.set_position({3, 5});
  WEIR_ASSIGN(const V1Expression expression, V1Expression::Parse(text, names));
  WEIR_ASSIGN(const V1Value value, expression.Evaluate(variables));
  return value.ToJson();
}

/// {given: {expression, variables}, expect: {value} | error: "line:column message"}.
void CheckExpression(const Json& one) {
  V1Variables variables = Slice();
  std::vector<std::string> names = V1VariableNames();
  for (const Json::Member& member : one["given"]["variables"].members()) {
    variables.Set(member.name, At(member.value.as_string().c_str()));
    names.push_back(member.name);
  }
  const Result<Json> got = EvaluateText(one["given"]["expression"], variables, names);
  if (one["error"].is_null()) {
    ASSERT_TRUE(got.ok()) << got.error().ToString();
    EXPECT_EQ(*got, one["expect"]["value"]) << DumpJson(*got);
    return;
  }
  ASSERT_FALSE(got.ok()) << DumpJson(*got);
  EXPECT_EQ(got.error().code(), kInvalidSliceExpression);
  const Position at = got.error().position();
  EXPECT_EQ(std::to_string(at.line) + ":" + std::to_string(at.column) + " " + got.error().message(),
            one["error"].as_string());
}

/// {given: {typeProperties}, expect: {value} | error: message}.
void CheckDataset(const Json& one) {
  const Result<Json> got = EvaluateV1Dataset(one["given"]["typeProperties"], Slice());
  if (one["error"].is_null()) {
    ASSERT_TRUE(got.ok()) << got.error().ToString();
    EXPECT_EQ(*got, one["expect"]["value"]) << DumpJson(*got);
    return;
  }
  ASSERT_FALSE(got.ok()) << DumpJson(*got);
  EXPECT_TRUE(got.error().message().starts_with(one["error"].as_string())) << got.error().message();
  EXPECT_TRUE(got.error().position().known());
}

const bool registered =
    testing::RegisterCases("v1_expression", "src/expr/v1/cases/expression.json", CheckExpression) &&
    testing::RegisterCases("v1_dataset", "src/expr/v1/cases/dataset.json", CheckDataset);

TEST(V1Function, ExamplesAreTrue) {
  for (const V1Function& function : V1Functions()) {
    const Result<Json> got =
        EvaluateText(std::string(function.example), Slice(), V1VariableNames());
    ASSERT_TRUE(got.ok()) << function.name << ": " << got.error().ToString();
    EXPECT_EQ(got->is_string() ? got->as_string() : DumpJson(*got), function.example_value)
        << function.name;
    EXPECT_FALSE(function.title.empty());
  }
}

TEST(V1Expression, GivesADateAsATime) {
  const Result<V1Expression> expression = V1Expression::Parse("Date.AddDays(SliceStart, -7)");
  ASSERT_TRUE(expression.ok());
  const Result<UtcTime> time = expression->EvaluateDate(Slice());
  ASSERT_TRUE(time.ok());
  EXPECT_EQ(*time, At("2016-02-27T14:00:00Z"));
  const Result<V1Expression> text = V1Expression::Parse("'x'");
  ASSERT_TRUE(text.ok());
  EXPECT_FALSE(text->EvaluateDate(Slice()).ok());
}

TEST(V1Expression, NestsNoDeeperThanItSays) {
  std::string text(1000, '-');
  EXPECT_FALSE(V1Expression::Parse(text + "1").ok());
}

}  // namespace
}  // namespace weir::expr
