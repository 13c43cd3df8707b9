#include "model/validate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "model/load.h"
#include "model/rules.h"
#include "testing/json_cases.h"

namespace weir::model {
namespace {

/// The files of a case as a factory; `activities` and `variables` make the one pipeline P.
Factory FactoryOf(const Json& one) {
  Factory factory("f");
  Json files = one["files"];
  if (!one["activities"].is_null()) {
    Json properties = Json::Object({{"activities", one["activities"]}});
    if (!one["variables"].is_null()) properties.Set("variables", one["variables"]);
    files.Set("pipeline/P.json", Json::Object({{"name", "P"}, {"properties", properties}}));
  }
  for (const Json::Member& file : files.members()) {
    const size_t slash = file.name.find('/');
    const std::optional<ResourceKind> kind = KindOfFolder(file.name.substr(0, slash));
    const std::string text =
        file.value.is_string() ? file.value.as_string() : PrettyJson(file.value);
    const Result<Json> document = ParseJson(text);
    if (!kind || !document) {
      ADD_FAILURE() << file.name;
      continue;
    }
    const std::string stem = file.name.substr(slash + 1, file.name.rfind('.') - slash - 1);
    factory.Add(MakeResource(*kind, stem, file.name, *document));
  }
  return factory;
}

/// Every code is explained, with the severity it comes with.
void ExpectInTable(const Finding& finding) {
  const Rule* rule = FindRule(finding.code);
  ASSERT_NE(rule, nullptr) << finding.code << " is not in src/model/data/rules.json";
  EXPECT_NE(std::find(rule->severities.begin(), rule->severities.end(), finding.severity),
            rule->severities.end())
      << finding.ToString() << " has a severity that the table does not name";
}

/// {files | activities, variables; azure, pipeline; findings: [whole text] or codes: ["Code:
/// message"]}.
void CheckValidate(const Json& one) {
  ValidateOptions options;
  options.azure = one["azure"].as_bool();
  options.pipeline = one["pipeline"].as_string();
  const bool whole = !one["findings"].is_null();
  Json got = Json::Array();
  for (const Finding& finding : Validate(FactoryOf(one), options)) {
    got.Append(whole ? finding.ToString() : finding.code + ": " + finding.message);
    EXPECT_TRUE(finding.position.known()) << finding.ToString();
    ExpectInTable(finding);
  }
  std::vector<std::string> sorted_got;
  std::vector<std::string> sorted_want;
  for (const Json& item : got.items()) sorted_got.push_back(item.as_string());
  for (const Json& item : one[whole ? "findings" : "codes"].items()) {
    sorted_want.push_back(item.as_string());
  }
  if (!whole) {
    std::sort(sorted_got.begin(), sorted_got.end());
    std::sort(sorted_want.begin(), sorted_want.end());
  }
  EXPECT_EQ(sorted_got, sorted_want);
}

const bool registered =
    testing::RegisterCases("validate", "src/model/cases/validate.json", CheckValidate) &&
    testing::RegisterCases("azure", "src/model/cases/azure.json", CheckValidate);

TEST(Validate, FactoriesOfOneTemplateDoNotClash) {
  const Result<Json> document = ParseJson(R"({"name": "P", "properties": {"activities": []}})");
  ASSERT_TRUE(document.ok());
  Factory factory;
  for (const char* owner : {"one", "two"}) {
    Resource resource = MakeResource(ResourceKind::kPipeline, "P", "t.json", *document);
    resource.owner = owner;
    factory.Add(std::move(resource));
  }
  const std::vector<Finding> findings = Validate(factory, {.azure = false});
  ASSERT_EQ(findings.size(), 1U);
  ExpectInTable(findings[0]);
  EXPECT_EQ(findings[0].ToString(),
            "t.json:1:10: warning: the template deploys several factories; the pipeline 'P' of "
            "'two' is not used, since 'one' has one of that name [SeveralFactories]");
}

}  // namespace
}  // namespace weir::model
