#include "expr/references.h"

#include <gtest/gtest.h>

#include "testing/json_cases.h"

namespace weir::expr {
namespace {

Json AsJson(const Reference& reference) {
  Json json = Json::Object({{"kind", Json(KindName(reference.kind))}});
  if (!reference.name.empty()) json.Set("name", Json(reference.name));
  for (const std::string& step : reference.path) {
    Json path = json["path"];
    path.Append(Json(step));
    json.Set("path", path);
  }
  if (reference.optional) json.Set("optional", Json(true));
  json.Set("at", Json(reference.position.ToString()));
  return json;
}

void CheckReferences(const Json& one) {
  const Result<Json> document = ParseJson(one["document"].as_string());
  ASSERT_TRUE(document.ok()) << document.error().ToString();
  const Result<Template> compiled = Template::Compile(*document);
  const Json& error = one["error"];
  if (!error.is_null()) {
    ASSERT_FALSE(compiled.ok());
    EXPECT_EQ(compiled.error().code(), error["code"].as_string());
    EXPECT_EQ(compiled.error().position().ToString(), error["at"].as_string());
    return;
  }
  ASSERT_TRUE(compiled.ok()) << compiled.error().ToString();
  Json got = Json::Array();
  for (const Reference& reference : References(*compiled)) got.Append(AsJson(reference));
  EXPECT_EQ(DumpJson(got), DumpJson(one["want"]));
}

const bool kRegistered = testing::RegisterCases("ExpressionReferences",
                                                "src/expr/cases/references.json", CheckReferences);

}  // namespace
}  // namespace weir::expr
