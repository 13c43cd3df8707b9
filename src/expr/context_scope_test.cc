#include "expr/context_scope.h"

#include <gmock/gmock.h>

#include "expr/template.h"

namespace weir::expr {
namespace {

using ::testing::HasSubstr;

Result<ContextScope> MakeFrom(std::string_view text) {
  WEIR_ASSIGN(const Json context, ParseJson(text));
  return ContextScope::Make(context, {}, 1);
}

TEST(ContextScope, RefusesUnknownKeys) {
  const Result<ContextScope> scope = MakeFrom("{\n \"variable\": {}}");
  ASSERT_FALSE(scope.ok());
  EXPECT_EQ(scope.error().code(), "InvalidContext");
  EXPECT_EQ(scope.error().position().ToString(), "2:2");
  EXPECT_THAT(scope.error().message(), HasSubstr("did you mean 'variables'?"));
}

TEST(ContextScope, RefusesWrongKinds) {
  EXPECT_THAT(MakeFrom("[]").error().message(), HasSubstr("to be an object, got Array"));
  EXPECT_THAT(MakeFrom(R"({"pipeline": 1})").error().message(),
              HasSubstr("expected 'pipeline' to be an object, got Integer"));
  EXPECT_EQ(MakeFrom(R"({"now": "yesterday"})").error().code(), "InvalidTime");
}

TEST(ContextScope, TriggerBodyComesFromTheTrigger) {
  const Result<ContextScope> scope =
      MakeFrom(R"({"trigger": {"outputs": {"body": {"fileName": "f"}}}})");
  ASSERT_TRUE(scope.ok());
  ASSERT_TRUE(scope->TriggerBody().has_value());
  EXPECT_EQ((*scope->TriggerBody())["fileName"].as_string(), "f");
  EXPECT_FALSE(scope->Item().has_value());
}

TEST(Template, KeepsItsSourceAndKnowsConstants) {
  const Result<Json> value = ParseJson(R"({"a": "@@x", "b": [1]})");
  ASSERT_TRUE(value.ok());
  const Result<Template> constant = Template::Compile(*value);
  ASSERT_TRUE(constant.ok());
  EXPECT_TRUE(constant->constant());
  EXPECT_EQ(constant->source(), *value);
  EXPECT_TRUE(Template().constant());
  const Result<Template> varies = Template::Compile(Json("@item()"));
  ASSERT_TRUE(varies.ok());
  EXPECT_FALSE(varies->constant());
}

}  // namespace
}  // namespace weir::expr
