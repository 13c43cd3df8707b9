#include "model/v1/load.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/ids.h"
#include "model/load.h"
#include "model/rules.h"
#include "model/v1/time_span.h"
#include "testing/json_cases.h"

namespace weir::model {
namespace {

namespace fs = std::filesystem;

Json SecondsOf(std::chrono::seconds span) {
  return span.count();
}

std::string PrintCalendar(const V1Availability& one) {
  return std::string(V1FrequencyName(one.frequency)) + "/" + std::to_string(one.interval) +
         " from " + FormatUtc(one.anchor) + " offset " + std::to_string(one.offset.count()) +
         (one.start_of_interval ? " at start" : "");
}

Json Print(const V1Dataset& one) {
  Json json = Json::Object({{"name", one.name}, {"type", one.type}, {"external", one.external}});
  if (one.availability) json.Set("availability", PrintCalendar(*one.availability));
  if (one.has_external_policy) {
    const V1ExternalPolicy& policy = one.external_policy;
    json.Set("externalData",
             Json::Array({SecondsOf(policy.data_delay), SecondsOf(policy.retry_interval),
                          SecondsOf(policy.retry_timeout), policy.maximum_retry}));
  }
  if (one.validation.minimum_rows) {
    json.Set("validation",
             Json::Array({*one.validation.minimum_size_mb, *one.validation.minimum_rows}));
  }
  return json;
}

Json Print(const V1Activity& one) {
  Json inputs = Json::Array();
  for (const V1Input& input : one.inputs) {
    inputs.Append(Json::Array({input.dataset, input.start_time, input.end_time,
                               input.length ? SecondsOf(*input.length) : Json()}));
  }
  Json outputs = Json::Array();
  for (const V1Output& output : one.outputs) outputs.Append(output.dataset);
  const V1ActivityPolicy& policy = one.policy;
  Json json = Json::Object({{"name", one.name},
                            {"type", one.type},
                            {"linkedService", one.linked_service},
                            {"inputs", inputs},
                            {"outputs", outputs}});
  json.Set("policy", Json::Array({policy.concurrency, policy.newest_first, policy.retry,
                                  SecondsOf(policy.delay), SecondsOf(policy.timeout),
                                  policy.long_retry, SecondsOf(policy.long_retry_interval)}));
  if (one.scheduler) json.Set("scheduler", PrintCalendar(*one.scheduler));
  return json;
}

Json Print(const V1Pipeline& one) {
  Json json = Json::Object({{"name", one.name},
                            {"start", one.start ? Json(FormatUtc(*one.start)) : Json()},
                            {"end", one.end ? Json(FormatUtc(*one.end)) : Json()},
                            {"paused", one.paused},
                            {"oneTime", one.one_time}});
  if (one.expiration) json.Set("expiration", SecondsOf(*one.expiration));
  Json datasets = Json::Array();
  for (const V1Dataset& dataset : one.datasets) datasets.Append(dataset.name);
  if (!datasets.empty()) json.Set("datasets", datasets);
  Json activities = Json::Array();
  for (const V1Activity& activity : one.activities) activities.Append(Print(activity));
  json.Set("activities", activities);
  return json;
}

Json Print(const V1Factory& factory) {
  Json services = Json::Array();
  Json datasets = Json::Array();
  Json pipelines = Json::Array();
  for (const V1LinkedService* one : factory.linked_services()) {
    services.Append(Json::Object({{"name", one->name}, {"type", one->type}}));
  }
  for (const V1Dataset* one : factory.datasets()) datasets.Append(Print(*one));
  for (const V1Pipeline* one : factory.pipelines()) pipelines.Append(Print(*one));
  return Json::Object(
      {{"linkedServices", services}, {"datasets", datasets}, {"pipelines", pipelines}});
}

/// {files: {path: text or JSON}, config: path?, parameters: path?, findings: [whole text],
/// expected: the factory | error: code, recognised: true if it is of version 1 all the same}.
void CheckLoad(const Json& one) {
  const fs::path folder = fs::temp_directory_path() / ("weir-v1-" + NewGuid());
  for (const Json::Member& file : one["files"].members()) {
    fs::create_directories((folder / file.name).parent_path());
    std::ofstream(folder / file.name, std::ios::binary)
        << (file.value.is_string() ? file.value.as_string() : PrettyJson(file.value));
  }
  V1LoadOptions options;
  if (one["config"].is_string()) options.config = (folder / one["config"].as_string()).string();
  if (one["parameters"].is_string()) {
    options.arm_parameters = (folder / one["parameters"].as_string()).string();
  }
  const Result<LoadedV1> loaded = LoadV1Factory(folder.string(), options);
  const bool recognised = IsV1Factory(folder.string());
  fs::remove_all(folder);
  EXPECT_EQ(recognised, one["error"].is_null() || one["recognised"].as_bool());
  if (!one["error"].is_null()) {
    ASSERT_FALSE(loaded.ok());
    EXPECT_EQ(loaded.error().code(), one["error"].as_string());
    return;
  }
  ASSERT_TRUE(loaded.ok()) << loaded.error().ToString();
  Json findings = Json::Array();
  for (const Finding& finding : loaded->findings) {
    EXPECT_NE(FindRule(finding.code), nullptr) << finding.code;
    EXPECT_TRUE(finding.position.known()) << finding.ToString();
    findings.Append(finding.ToString());
  }
  EXPECT_EQ(PrettyJson(findings), PrettyJson(one["findings"]));
  if (one["expected"].is_null()) return;
  EXPECT_EQ(Print(loaded->factory), one["expected"]) << PrettyJson(Print(loaded->factory));
}

const bool registered =
    testing::RegisterCases("v1_load", "src/model/v1/cases/load.json", CheckLoad);

TEST(V1TimeSpan, ReadsWhatDotNetReads) {
  const std::pair<std::string_view, int64_t> cases[] = {
      {"00:10:00", 600},        {"1.00:00:00", 86400},           {"3.08:00:00", 288000},
      {"24:00:00", 24 * 86400}, {"60:00:00", 60 * 86400},        {"1:04:00:00", 100800},
      {"-06:00:00", -21600},    {"00:00:01.5000000", 1},         {"2", 172800},
      {"06:30", 23400},         {"25:10:05", 25 * 86400 + 36300}};
  for (const auto& [text, seconds] : cases) {
    const Result<std::chrono::seconds> span = ParseV1TimeSpan(text);
    ASSERT_TRUE(span.ok()) << text;
    EXPECT_EQ(span->count(), seconds) << text;
  }
  for (const std::string_view text : {"", "-", "1:60:00", "1.24:00:00", "a", "00:00:00:00:00",
                                      "1.:00:00", "+01:00:00", "123456789:00:00"}) {
    EXPECT_FALSE(ParseV1TimeSpan(text).ok()) << text;
  }
}

TEST(V1Factory, AnswersByNameWhateverTheCase) {
  V1Factory factory;
  V1Dataset dataset;
  dataset.name = "Rows";
  EXPECT_TRUE(factory.Put(dataset));
  dataset.name = "ROWS";
  EXPECT_FALSE(factory.Put(dataset));
  ASSERT_NE(factory.FindDataset("rows"), nullptr);
  EXPECT_EQ(factory.FindDataset("rows")->name, "ROWS");
  V1Pipeline pipeline;
  pipeline.name = "P";
  V1Activity activity;
  activity.name = "A";
  activity.outputs.push_back({"rows", {}});
  pipeline.activities.push_back(activity);
  factory.Put(pipeline);
  ASSERT_EQ(factory.ProducersOf(*factory.FindDataset("Rows")).size(), 1U);
  V1Dataset own;
  own.name = "Rows";
  own.pipeline = "P";
  pipeline.datasets.push_back(own);
  factory.Put(pipeline);
  EXPECT_EQ(factory.ProducersOf(*factory.FindDataset("Rows")).size(), 0U);
  EXPECT_EQ(factory.ProducersOf(own).size(), 1U);
  EXPECT_TRUE(factory.RemoveDataset("rows"));
  EXPECT_FALSE(factory.RemoveDataset("rows"));
}

}  // namespace
}  // namespace weir::model
