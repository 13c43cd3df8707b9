#include "v1/lower.h"

#include <gtest/gtest.h>

#include "model/v1/read.h"
#include "testing/json_cases.h"
#include "v1/translate.h"

namespace weir::v1 {
namespace {

UtcTime At(const Json& text) {
  const Result<UtcTime> time = ParseUtc(text.as_string());
  EXPECT_TRUE(time.ok()) << text.as_string();
  return time ? *time : UtcTime{};
}

/// The factory of a case: {linkedServices, datasets: {name: properties}, activity}.
model::V1Factory FactoryOf(const Json& one) {
  model::V1Factory factory;
  std::vector<model::Finding> findings;
  for (const Json::Member& member : one["linkedServices"].members()) {
    factory.Put(model::ReadV1LinkedService(member.value, {member.name, ""}, &findings));
  }
  for (const Json::Member& member : one["datasets"].members()) {
    Json properties = member.value;
    if (properties["availability"].is_null()) {
      properties.Set("availability", Json::Object({{"frequency", "Hour"}, {"interval", 1}}));
    }
    factory.Put(model::ReadV1Dataset(properties, {member.name, ""}, &findings));
  }
  Json activity = one["activity"];
  if (activity["name"].is_null()) activity.Set("name", "A");
  const Json properties = Json::Object({{"activities", Json::Array({activity})}});
  factory.Put(model::ReadV1Pipeline(properties, {"P", ""}, &findings));
  for (const model::Finding& one_finding : findings) {
    EXPECT_EQ(one_finding.code, "NoOutput") << one_finding.ToString();
  }
  return factory;
}

Json DocumentsOf(const std::vector<Json>& documents) {
  Json all = Json::Object({});
  for (const Json& one : documents) all.Set(one["name"].as_string(), one["properties"]);
  return all;
}

/// {linkedServices, datasets, activity, slice: [start, end] | expressions: true,
/// expected: {activity, datasets?, linkedServices?, remarks?} | error: "Code: message"}.
void CheckLower(const Json& one) {
  const model::V1Factory factory = FactoryOf(one);
  const model::V1Pipeline& pipeline = *factory.FindPipeline("P");
  const ExpressionRewriter expressions;
  expr::V1Variables variables;
  if (!one["expressions"].as_bool()) {
    variables = expr::V1Variables::OfSlice(At(one["slice"][size_t{0}]), At(one["slice"][1]));
  }
  const SliceRewriter values(variables);
  const Rewriter& rewriter =
      one["expressions"].as_bool() ? static_cast<const Rewriter&>(expressions) : values;
  const Result<LoweredActivity> lowered =
      LowerActivity(factory, pipeline, pipeline.activities[0], rewriter);
  if (!one["error"].is_null()) {
    ASSERT_FALSE(lowered.ok()) << PrettyJson(lowered->activity);
    EXPECT_EQ(lowered.error().code() + ": " + lowered.error().message(), one["error"].as_string());
    return;
  }
  ASSERT_TRUE(lowered.ok()) << lowered.error().ToString();
  Json remarks = Json::Array();
  for (const Remark& remark : lowered->remarks) remarks.Append(remark.text);
  const Json got = Json::Object({{"activity", lowered->activity},
                                 {"datasets", DocumentsOf(lowered->datasets)},
                                 {"linkedServices", DocumentsOf(lowered->linked_services)},
                                 {"remarks", remarks}});
  for (const Json::Member& want : one["expected"].members()) {
    EXPECT_EQ(PrettyJson(got[want.name], 1), PrettyJson(want.value, 1)) << want.name;
  }
}

/// {v1, v2 | error}.
void CheckTranslate(const Json& one) {
  const Result<Json> got = TranslateText(one["v1"], kOfPipeline);
  if (!one["error"].is_null()) {
    ASSERT_FALSE(got.ok()) << DumpJson(*got);
    EXPECT_EQ(got.error().message(), one["error"].as_string());
    return;
  }
  ASSERT_TRUE(got.ok()) << got.error().ToString();
  EXPECT_EQ(got->as_string(), one["v2"].as_string());
}

const bool registered =
    testing::RegisterCases("v1_lower", "src/v1/cases/lower.json", CheckLower) &&
    testing::RegisterCases("v1_translate", "src/v1/cases/translate.json", CheckTranslate);

}  // namespace
}  // namespace weir::v1
