#include "check/expression_check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "model/load.h"
#include "testing/json_cases.h"

namespace weir::check {
namespace {

model::Factory FactoryOf(const Json& one) {
  model::Factory factory("f");
  Json files = one["files"];
  if (!one["activities"].is_null()) {
    Json properties = Json::Object({{"activities", one["activities"]}});
    for (const char* part : {"parameters", "variables"}) {
      if (!one[part].is_null()) properties.Set(part, one[part]);
    }
    files.Set("pipeline/P.json", Json::Object({{"name", "P"}, {"properties", properties}}));
  }
  if (!one["globals"].is_null()) {
    files.Set("factory/f.json",
              Json::Object({{"name", "f"},
                            {"properties", Json::Object({{"globalParameters", one["globals"]}})}}));
  }
  for (const Json::Member& file : files.members()) {
    const size_t slash = file.name.find('/');
    const Result<Json> document = ParseJson(PrettyJson(file.value));
    const auto kind = model::KindOfFolder(file.name.substr(0, slash));
    if (!document || !kind) {
      ADD_FAILURE() << file.name;
      continue;
    }
    factory.Add(model::MakeResource(*kind, "x", file.name, *document));
  }
  return factory;
}

std::vector<std::string> Sorted(const Json& list) {
  std::vector<std::string> texts;
  for (const Json& item : list.items()) texts.push_back(item.as_string());
  std::sort(texts.begin(), texts.end());
  return texts;
}

void ExpectSame(const std::string& what, const Json& got, const Json& want) {
  if (want.is_null()) return;
  EXPECT_EQ(Sorted(got), Sorted(want)) << what;
}

/// {activities, parameters, variables, globals | files; want: ["Code: message"] | codes;
/// severities}.
void CheckExpressions(const Json& one) {
  Json whole = Json::Array();
  Json codes = Json::Array();
  Json severities = Json::Array();
  for (const model::Finding& finding : ValidateAll(FactoryOf(one))) {
    whole.Append(finding.code + ": " + finding.message);
    codes.Append(finding.code);
    severities.Append(model::SeverityName(finding.severity));
    EXPECT_TRUE(finding.position.known()) << finding.ToString();
  }
  ExpectSame("findings", whole, one["want"]);
  ExpectSame("codes of " + DumpJson(whole), codes, one["codes"]);
  ExpectSame("severities", severities, one["severities"]);
}

const bool registered =
    testing::RegisterCases("expressions", "src/check/cases/expressions.json", CheckExpressions);

TEST(ExpressionCheck, PointsAtTheCharacterInTheFile) {
  const Result<Json> document = ParseJson(
      "{\"name\": \"P\", \"properties\": {\"activities\": [\n"
      "  {\"name\": \"A\", \"type\": \"Wait\", \"typeProperties\": {\n"
      "    \"waitTimeInSeconds\": \"@add(1, pipeline().parameters.gone)\"}}]}}");
  ASSERT_TRUE(document.ok());
  model::Factory factory("f");
  factory.Add(
      model::MakeResource(model::ResourceKind::kPipeline, "P", "pipeline/P.json", *document));
  const std::vector<model::Finding> findings = ValidateAll(factory);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].position.line, 3U);
  EXPECT_GT(findings[0].position.column, 26U);
  EXPECT_EQ(findings[0].ToString().substr(0, 18), "pipeline/P.json:3:");
}

}  // namespace
}  // namespace weir::check
