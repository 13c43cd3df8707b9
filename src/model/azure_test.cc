// Limits that need many things or large ones, and files as text.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "model/azure_check.h"
#include "model/load.h"
#include "model/rules.h"
#include "model/validate.h"

namespace weir::model {
namespace {

Json Wait(const std::string& name) {
  return Json::Object({{"name", name},
                       {"type", "Wait"},
                       {"typeProperties", Json::Object({{"waitTimeInSeconds", 1}})}});
}

Resource Pipeline(Json properties) {
  const Result<Json> placed =
      ParseJson(DumpJson(Json::Object({{"name", "P"}, {"properties", std::move(properties)}})));
  return MakeResource(ResourceKind::kPipeline, "P", "pipeline/P.json", *placed);
}

std::vector<std::string> MessagesOf(const Factory& factory) {
  std::vector<std::string> messages;
  for (const Finding& finding : Validate(factory)) {
    EXPECT_EQ(finding.severity, Severity::kAzure) << finding.ToString();
    messages.push_back(finding.code + ": " + finding.message);
  }
  return messages;
}

std::vector<std::string> One(const std::string& message) {
  return {message};
}

TEST(AzureLimits, CountsInnerActivities) {
  for (const int more : {0, 1}) {
    Json inner = Json::Array();
    for (int i = 0; i < 119 + more; ++i) inner.Append(Wait("W" + std::to_string(i)));
    Json each = Json::Object(
        {{"name", "Each"},
         {"type", "ForEach"},
         {"typeProperties",
          Json::Object({{"items", "@createArray(1)"}, {"activities", std::move(inner)}})}});
    Factory factory("f");
    factory.Add(Pipeline(Json::Object({{"activities", Json::Array({std::move(each)})}})));
    EXPECT_EQ(MessagesOf(factory),
              more == 0 ? std::vector<std::string>()
                        : One("TooManyActivities: the pipeline has 121 activities, inner ones "
                              "included; the cloud service takes at most 120 "
                              "(azure-data-factory-limits)"));
  }
}

TEST(AzureLimits, CountsParameters) {
  Json parameters = Json::Object();
  for (int i = 0; i < 51; ++i) {
    parameters.Set("p" + std::to_string(i), Json::Object({{"type", "string"}}));
  }
  Factory factory("f");
  factory.Add(Pipeline(
      Json::Object({{"activities", Json::Array()}, {"parameters", std::move(parameters)}})));
  EXPECT_EQ(MessagesOf(factory),
            One("TooManyParameters: 'parameters' may have at most 50 entries, got 51 "
                "(azure-data-factory-limits)"));
}

TEST(AzureLimits, WeighsDefinitions) {
  Json wait = Wait("W");
  wait.Set("description", std::string(1'000'000, 'x'));
  Factory factory("f");
  factory.Add(Pipeline(Json::Object({{"activities", Json::Array({std::move(wait)})}})));
  Json service = Json::Object(
      {{"name", "L"},
       {"properties",
        Json::Object({{"type", "AzureBlobStorage"},
                      {"description", std::string(110'000, 'x')},
                      {"typeProperties", Json::Object({{"connectionString", "x"}})}})}});
  factory.Add(MakeResource(ResourceKind::kLinkedService, "L", "linkedService/L.json",
                           *ParseJson(DumpJson(service))));
  EXPECT_EQ(MessagesOf(factory),
            (std::vector<std::string>{
                "ObjectTooLarge: the linked service has 110112 bytes as JSON; the cloud service "
                "takes at most 102400 unless the limit was raised (azure-data-factory-limits)",
                "PipelineTooLarge: the pipeline has 1000127 bytes as JSON; the cloud service takes "
                "at most 204800 (azure-data-factory-limits)",
                "PayloadTooLarge: activity 'W': with its datasets and linked services it has "
                "1000084 bytes as JSON; the cloud service takes at most 917504 "
                "(azure-data-factory-limits)"}));
}

TEST(AzureLimits, CountsResources) {
  Factory factory("f");
  for (int i = 0; i < 5001; ++i) {
    const std::string name = "P" + std::to_string(i);
    Resource pipeline = Pipeline(Json::Object({{"activities", Json::Array()}}));
    pipeline.name = name;
    factory.Add(std::move(pipeline));
  }
  EXPECT_EQ(MessagesOf(factory), One("TooManyResources: the factory has 5001 resources; the cloud "
                                     "service takes at most 5000 (azure-data-factory-limits)"));
}

class AzureFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "weir_azure_XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    root_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  void Write(const std::string& name, const std::string& text) const {
    const std::filesystem::path path = root_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
  }
  std::vector<std::string> FindingsOf(const std::string& path) const {
    const Result<LoadedFactory> loaded = LoadFactory(path);
    if (!loaded) return {loaded.error().ToString()};
    std::vector<Finding> findings;
    CheckAzureFiles(path, loaded->factory, &findings);
    std::vector<std::string> texts;
    for (const Finding& finding : findings) texts.push_back(finding.ToString());
    return texts;
  }

  std::filesystem::path root_;
};

TEST_F(AzureFiles, NamesWhatIsNoJson) {
  Write("pipeline/A.json", R"({"name": "A", "properties": {"activities": []}})");
  Write("pipeline/B.json", "\xEF\xBB\xBF{\"name\": \"B\", \"properties\": {\"activities\": []}}");
  Write("pipeline/C.json", "{\"name\": \"C\",\n  \"properties\": {\"activities\": [],}}");
  const std::vector<std::string> findings = FindingsOf(root_.string());
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].substr(0, 29), "pipeline/C.json:2:35: azure: ") << findings[0];
  EXPECT_NE(findings[0].find("[JsonNotStrict]"), std::string::npos);
}

TEST_F(AzureFiles, MeasuresTemplates) {
  Json parameters = Json::Object();
  for (int i = 0; i < 257; ++i) {
    parameters.Set("p" + std::to_string(i), Json::Object({{"type", "string"}}));
  }
  Json resources = Json::Array();
  for (int i = 0; i < 801; ++i) {
    resources.Append(
        Json::Object({{"name", "f/P" + std::to_string(i)},
                      {"type", "Microsoft.DataFactory/factories/pipelines"},
                      {"properties", Json::Object({{"activities", Json::Array()},
                                                   {"description", std::string(6000, 'x')}})}}));
  }
  const Json whole = Json::Object(
      {{"$schema",
        "http://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#"},
       {"parameters", std::move(parameters)},
       {"resources", std::move(resources)}});
  Write("t.json", DumpJson(whole));
  std::vector<std::string> codes;
  for (const std::string& finding : FindingsOf((root_ / "t.json").string())) {
    codes.push_back(finding.substr(finding.rfind('[')));
  }
  EXPECT_EQ(codes, (std::vector<std::string>{"[TemplateTooLarge]", "[TemplateTooManyParameters]",
                                             "[TemplateTooManyResources]"}));
}

}  // namespace
}  // namespace weir::model
