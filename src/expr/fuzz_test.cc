#include <gtest/gtest.h>

#include "base/ids.h"
#include "expr/context_scope.h"
#include "expr/references.h"
#include "expr/template.h"
#include "testing/json_cases.h"

namespace weir::expr {
namespace {

constexpr uint64_t kSeed = 20180415;
constexpr int kMutationsPerCase = 40;
constexpr std::string_view kPieces[] = {
    "'",    "''",   "(",       ")",     "[",          "]",     ",",  ".",
    "?",    "@",    "@{",      "}",     "@@",         "-1",    "0",  "1.5",
    "null", "true", "item()",  "\"",    "9999999999", "1e308", "\n", "é",
    "😀",   "\xFF", "concat(", "json(", "xml(",       "-",     "$",  "createArray(",
    "'%'",
};

std::string Mutate(std::string text, const std::vector<std::string>& pool, SeededRandom& random) {
  const uint64_t edits = 1 + random.Below(3);
  for (uint64_t i = 0; i < edits; ++i) {
    const size_t at = random.Below(text.size() + 1);
    switch (random.Below(5)) {
      case 0:
        text.insert(at, kPieces[random.Below(std::size(kPieces))]);
        break;
      case 1:
        text.erase(at, 1 + random.Below(6));
        break;
      case 2:
        if (at < text.size()) text[at] = static_cast<char>(random.Below(256));
        break;
      case 3: {  // The tail of another expression.
        const std::string& other = pool[random.Below(pool.size())];
        text = text.substr(0, at) + other.substr(random.Below(other.size() + 1));
        break;
      }
      default: {  // Another expression inside.
        const std::string& other = pool[random.Below(pool.size())];
        text.insert(at, other, other.empty() ? 0 : 1, std::string::npos);
        break;
      }
    }
  }
  return text;
}

/// Whatever comes, it answers a value or InvalidTemplate.
void Try(const std::string& text, const Scope& scope, const Json& file) {
  SCOPED_TRACE(text);
  Json value(text);
  value.set_position(file.position());
  const Result<Template> compiled = Template::Compile(value);
  if (!compiled) {
    EXPECT_EQ(compiled.error().code(), "InvalidTemplate");
    EXPECT_TRUE(compiled.error().position().known()) << compiled.error().ToString();
    return;
  }
  References(*compiled);
  const Result<Json> got = compiled->Evaluate(scope);
  if (!got) {
    EXPECT_EQ(got.error().code(), "InvalidTemplate");
    return;
  }
  DumpJson(*got);
}

TEST(Fuzz, MutatedCasesNeverCrash) {
  std::vector<Json> cases;
  std::vector<std::string> pool;
  for (const testing::JsonCase& one : testing::LoadCases("src/expr/cases/expression-cases.jsonl")) {
    cases.push_back(one.json);
    pool.push_back(one.json["expr"].as_string());
  }
  ASSERT_FALSE(cases.empty());
  SeededRandom random(kSeed);
  for (const Json& one : cases) {
    const Result<ContextScope> scope = ContextScope::Make(one["context"], {}, kSeed);
    ASSERT_TRUE(scope.ok()) << scope.error().ToString();
    for (int i = 0; i < kMutationsPerCase; ++i) {
      Try(Mutate(one["expr"].as_string(), pool, random), *scope, one);
    }
  }
}

TEST(Fuzz, DeepNestingIsRefused) {
  const Result<ContextScope> scope = ContextScope::Make(Json(), {}, kSeed);
  ASSERT_TRUE(scope.ok());
  constexpr size_t kLevels = 100'000;
  std::string calls = "@";
  for (size_t i = 0; i < kLevels; ++i) calls += "array(";
  const Result<Template> compiled = Template::Compile(Json(calls));
  ASSERT_FALSE(compiled.ok());
  EXPECT_NE(compiled.error().message().find("nested more than 400 levels"), std::string::npos);

  const std::string deep = "@json('" + std::string(kLevels, '[') + "')";
  const Result<Template> json = Template::Compile(Json(deep));
  ASSERT_TRUE(json.ok());
  EXPECT_FALSE(json->Evaluate(*scope).ok());

  std::string open;
  for (size_t i = 0; i < kLevels; ++i) open += "<a>";
  for (size_t i = 0; i < kLevels; ++i) open += "</a>";
  const Result<Template> xml = Template::Compile(Json("@json(xml('" + open + "'))"));
  ASSERT_TRUE(xml.ok());
  EXPECT_FALSE(xml->Evaluate(*scope).ok());
}

TEST(Fuzz, ValuesCannotGrowDeepRoundByRound) {
  const Result<ContextScope> none = ContextScope::Make(Json(), {}, kSeed);
  ASSERT_TRUE(none.ok());
  Json value;
  for (int round = 0; round < 2000; ++round) {
    const Json context = Json::Object({{"variables", Json::Object({{"x", value}})}});
    const Result<ContextScope> scope = ContextScope::Make(context, {}, kSeed);
    const Result<Template> wrap =
        Template::Compile(round % 2 == 0 ? Json("@createArray(variables('x'))")
                                         : Json::Array({Json("@variables('x')")}));
    ASSERT_TRUE(scope.ok() && wrap.ok());
    const Result<Json> next = wrap->Evaluate(*scope);
    if (!next) {
      EXPECT_EQ(round, 1000);
      EXPECT_NE(next.error().message().find("more than 1000 levels deep"), std::string::npos);
      return;
    }
    value = *next;
  }
  FAIL() << "nothing stopped it";
}

}  // namespace
}  // namespace weir::expr
