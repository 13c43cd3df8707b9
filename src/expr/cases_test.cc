#include <gmock/gmock.h>

#include <set>

#include "expr/context_scope.h"
#include "expr/template.h"
#include "expr/value.h"
#include "testing/json_cases.h"

namespace weir::expr {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr uint64_t kSeed = 7;
const UtcTime kNow = FromMicros(1523797200000000);  // 2018-04-15T13:00:00Z

Result<Json> EvaluateIn(const Json& value, const Json& context) {
  WEIR_ASSIGN(const ContextScope scope, ContextScope::Make(context, kNow, kSeed));
  WEIR_ASSIGN(const Template compiled, Template::Compile(value));
  return compiled.Evaluate(scope);
}

std::string Replaced(std::string text, std::string_view old, std::string_view with) {
  for (size_t at = text.find(old); at != std::string::npos; at = text.find(old, at)) {
    text.replace(at, old.size(), with);
  }
  return text;
}

/// The sentence of the engine in the form ADF shows it: without "template language", without the
/// link, and without the full stop, as ours may go on with the nearest names.
std::string InFormOfAdf(std::string text) {
  const size_t link = text.find(" Please see https://");
  if (link != std::string::npos) text.resize(link);
  text = Replaced(std::move(text), "Template language function", "Function");
  text = Replaced(std::move(text), "Template language expression", "Expression");
  text = Replaced(std::move(text), "template language ", "");
  if (text.ends_with('.')) text.pop_back();
  return text;
}

/// Cases whose words differ on purpose.
const std::set<std::string>& OwnWords() {
  static const std::set<std::string> ids = {
      "E0650",  // Our JSON reader says what it expected.
      "E0779",  // We name the zone as it was given; the engine says 'GMT'.
  };
  return ids;
}

void CheckExpression(const Json& one) {
  const Result<Json> got = EvaluateIn(one["expr"], one["context"]);
  if (!one["error"].as_bool()) {
    ASSERT_TRUE(got.ok()) << got.error().ToString();
    EXPECT_TRUE(SameByValue(*got, one["expected"])) << "got " << DumpJson(*got);
    return;
  }
  ASSERT_FALSE(got.ok()) << "got " << DumpJson(*got);
  EXPECT_EQ(got.error().code(), "InvalidTemplate");
  if (!OwnWords().contains(one["id"].as_string())) {
    EXPECT_THAT(got.error().message(), StartsWith(InFormOfAdf(one["errorText"].as_string())));
  }
}

void CheckJson(const Json& one) {
  const Result<Json> got = EvaluateIn(one["json"], one["context"]);
  ASSERT_TRUE(got.ok()) << got.error().ToString();
  EXPECT_TRUE(SameByValue(*got, one["expected"])) << "got " << DumpJson(*got);
}

/// Our own cases: `expr` or a whole `document` as text (which has positions); `want`, or `error`
/// with `code`, `says` and `at`.
void CheckOwn(const Json& one) {
  Json value = one["expr"];
  if (value.is_null()) {
    const Result<Json> parsed = ParseJson(one["document"].as_string());
    ASSERT_TRUE(parsed.ok()) << parsed.error().ToString();
    value = *parsed;
  }
  const Result<Json> got = EvaluateIn(value, one["context"]);
  const Json& error = one["error"];
  if (error.is_null()) {
    ASSERT_TRUE(got.ok()) << got.error().ToString();
    EXPECT_EQ(DumpJson(*got), DumpJson(one["want"]));
    return;
  }
  ASSERT_FALSE(got.ok()) << "got " << DumpJson(*got);
  EXPECT_EQ(got.error().code(), error["code"].as_string());
  EXPECT_THAT(got.error().message(), HasSubstr(error["says"].as_string()));
  if (error.Find("at") != nullptr) {
    EXPECT_EQ(got.error().position().ToString(), error["at"].as_string());
  }
}

const bool kExpressions = testing::RegisterCases(
    "ExpressionCases", "src/expr/cases/expression-cases.jsonl", CheckExpression);
const bool kJson = testing::RegisterCases("ExpressionJsonCases",
                                          "src/expr/cases/expression-json-cases.jsonl", CheckJson);
const bool kErrors =
    testing::RegisterCases("ExpressionErrors", "src/expr/cases/errors.json", CheckOwn);
const bool kOwn = testing::RegisterCases("ExpressionOwn", "src/expr/cases/values.json", CheckOwn);

}  // namespace
}  // namespace weir::expr
