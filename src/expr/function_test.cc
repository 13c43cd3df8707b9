#include "expr/function.h"

#include <gmock/gmock.h>

#include <set>

#include "base/names.h"
#include "expr/context_scope.h"
#include "expr/template.h"

namespace weir::expr {
namespace {

using ::testing::HasSubstr;

constexpr const char* kContext = R"({
  "pipeline": {"RunId": "r1", "parameters": {"folder": "in"}, "globalParameters": {}},
  "activities": {"Look up": {"output": {"firstRow": {"Id": 7}}, "status": "Succeeded"}},
  "variables": {"count": 3},
  "item": {"name": "a.csv"},
  "dataset": {"path": "out"},
  "linkedService": {"DBName": "sales"},
  "trigger": {"startTime": "2021-03-03T04:38:00Z", "outputs": {"body": {"fileName": "f.csv"}}},
  "now": "2018-04-15T13:00:00Z"})";

void CheckExample(const Scope& scope, const FunctionExample& example) {
  SCOPED_TRACE(example.expr);
  const Result<Template> compiled = Template::Compile(Json("@" + std::string(example.expr)));
  const Result<Json> got = compiled ? compiled->Evaluate(scope) : Result<Json>(compiled.error());
  if (!example.error.empty()) {
    ASSERT_FALSE(got.ok()) << DumpJson(*got);
    EXPECT_THAT(got.error().message(), HasSubstr(std::string(example.error)));
    return;
  }
  ASSERT_TRUE(got.ok()) << got.error().ToString();
  const Result<Json> want = ParseJson(example.want);
  ASSERT_TRUE(want.ok()) << want.error().ToString();
  EXPECT_EQ(DumpJson(*got), DumpJson(*want));
}

TEST(Functions, ExamplesHold) {
  const Result<Json> context = ParseJson(kContext);
  ASSERT_TRUE(context.ok());
  const Result<ContextScope> scope = ContextScope::Make(*context, {}, 1);
  ASSERT_TRUE(scope.ok());
  for (const FunctionSpec& spec : AllFunctions()) {
    SCOPED_TRACE(spec.name);
    EXPECT_FALSE(spec.examples.empty());
    for (const FunctionExample& example : spec.examples) CheckExample(*scope, example);
  }
}

/// The counts that the words of `args` stand for.
std::pair<int, int> CountsIn(std::string_view args) {
  if (args.empty()) return {0, 0};
  int least = args.starts_with("collections") ? 1 : 0;
  int most = 0;
  for (size_t at = 0; at != std::string_view::npos; ++most) {
    const size_t end = args.find(", ", at);
    const std::string_view one = args.substr(at, end - at);
    if (one.find("?:") == std::string_view::npos) ++least;
    at = end == std::string_view::npos ? end : end + 2;
  }
  return {least, args.ends_with("...") ? kUnbounded : most};
}

TEST(Functions, SpecsAreWhole) {
  std::set<std::string> names;
  for (const FunctionSpec& spec : AllFunctions()) {
    SCOPED_TRACE(spec.name);
    EXPECT_TRUE(names.insert(NameKey(spec.name)).second) << "two functions of one name";
    EXPECT_FALSE(spec.returns.empty());
    EXPECT_FALSE(spec.source.empty());
    EXPECT_FALSE(spec.expects.empty());
    EXPECT_NE(spec.eval == nullptr, spec.lazy == nullptr);
    EXPECT_EQ(CountsIn(spec.args), std::make_pair(spec.args_min, spec.args_max));
    EXPECT_LT(spec.format_arg, spec.args_max == kUnbounded ? 0 : spec.args_max);
    if (spec.format_arg >= 0) {
      EXPECT_THAT(std::string(spec.args), HasSubstr("format?"));
    }
  }
  constexpr size_t kFunctions = 84;
  constexpr size_t kAccessors = 8;
  EXPECT_EQ(AllFunctions().size(), kFunctions + kAccessors);
}

TEST(Functions, AreFoundIgnoringCase) {
  ASSERT_NE(FindFunction("FORMATDATETIME"), nullptr);
  EXPECT_EQ(FindFunction("FORMATDATETIME")->name, "formatDateTime");
  EXPECT_EQ(FindFunction("formatNumber"), nullptr);
}

}  // namespace
}  // namespace weir::expr
