#include "check/v1/validate.h"

#include <gtest/gtest.h>

#include "model/rules.h"
#include "model/v1/read.h"
#include "testing/json_cases.h"

namespace weir::check {
namespace {

/// A document of a case: text as it stands, or JSON printed.
Json DocumentOf(const Json& value) {
  const Result<Json> parsed =
      ParseJson(value.is_string() ? value.as_string() : PrettyJson(value, 1));
  EXPECT_TRUE(parsed.ok());
  return parsed ? *parsed : Json();
}

/// {pipelines, datasets, linkedServices: {name: properties}; azure; codes: ["Code: message"]}; a
/// linked service S is always there.
void CheckValidate(const Json& one) {
  model::V1Factory factory;
  std::vector<model::Finding> read;
  Json services = one["linkedServices"];
  services.Set("S", Json::Object({{"type", "AzureStorage"}}));
  for (const Json::Member& member : services.members()) {
    factory.Put(model::ReadV1LinkedService(DocumentOf(member.value),
                                           {member.name, member.name + ".json"}, &read));
  }
  for (const Json::Member& member : one["datasets"].members()) {
    Json properties = member.value;
    if (properties["linkedServiceName"].is_null()) properties.Set("linkedServiceName", "S");
    if (properties["type"].is_null()) properties.Set("type", "AzureBlob");
    factory.Put(
        model::ReadV1Dataset(DocumentOf(properties), {member.name, member.name + ".json"}, &read));
  }
  for (const Json::Member& member : one["pipelines"].members()) {
    Json properties = member.value;
    if (properties["inactive"].is_null() && properties["pipelineMode"].is_null()) {
      properties.Set("start", "2016-01-01");
      properties.Set("end", "9999-09-09");
    }
    factory.Put(
        model::ReadV1Pipeline(DocumentOf(properties), {member.name, member.name + ".json"}, &read));
  }
  ASSERT_TRUE(read.empty()) << read.front().ToString();
  Json got = Json::Array();
  for (const model::Finding& finding : ValidateV1(factory, one["azure"].as_bool())) {
    const model::Rule* rule = model::FindRule(finding.code);
    ASSERT_NE(rule, nullptr) << finding.code;
    EXPECT_EQ(rule->severities.front(), finding.severity);
    EXPECT_TRUE(finding.position.known()) << finding.ToString();
    got.Append(finding.code + ": " + finding.message);
  }
  EXPECT_EQ(PrettyJson(got), PrettyJson(one["codes"]));
}

const bool registered =
    testing::RegisterCases("v1_validate", "src/check/v1/cases/validate.json", CheckValidate);

}  // namespace
}  // namespace weir::check
