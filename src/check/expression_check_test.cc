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
    files.Set("factory/fab.json",
              Json::Object({{"name", "fab"},
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

/// The pipeline of cases/environment.json with one more activity, that depends on all others and
/// whose body is `expr`; inside a ForEach over `items` if those are given. Returns its text.
Json AddProbe(const Json& one, Json* files) {
  Json probe = Json::Object(
      {{"name", "Probe"},
       {"type", "WebActivity"},
       {"typeProperties", Json::Object({{"url", "https://x.example"},
                                        {"method", "POST"},
                                        {"body", Json::Object({{"probe", one["expr"]}})}})}});
  if (!one["items"].is_null()) {
    probe = Json::Object(
        {{"name", "Each"},
         {"type", "ForEach"},
         {"typeProperties", Json::Object({{"items", one["items"]},
                                          {"activities", Json::Array({std::move(probe)})}})}});
  }
  Json pipeline = (*files)["pipeline/P.json"];
  Json properties = pipeline["properties"];
  Json activities = properties["activities"];
  Json depends = Json::Array();
  for (const Json& activity : activities.items()) {
    depends.Append(Json::Object({{"activity", activity["name"]},
                                 {"dependencyConditions", Json::Array({Json("Completed")})}}));
  }
  probe.Set("dependsOn", std::move(depends));
  activities.Append(std::move(probe));
  properties.Set("activities", std::move(activities));
  pipeline.Set("properties", std::move(properties));
  files->Set("pipeline/P.json", std::move(pipeline));
  return Json::Object({{"files", *files}});
}

/// Where the text of the probe begins.
Position PlaceOfProbe(const Json& value) {
  if (const Json* probe = value.Find("probe")) return probe->position();
  for (const Json& item : value.items()) {
    if (const Position found = PlaceOfProbe(item); found.known()) return found;
  }
  for (const Json::Member& member : value.members()) {
    if (const Position found = PlaceOfProbe(member.value); found.known()) return found;
  }
  return {};
}

/// {expr, items?; want: ["column severity Code: message"] | codes | says}. The first character of
/// the expression is column 1.
void CheckTypes(const Json& one) {
  Result<Json> files = ParseJson(testing::ReadFile("src/check/cases/environment.json"));
  ASSERT_TRUE(files.ok());
  const model::Factory factory = FactoryOf(AddProbe(one, &*files));
  const Position start = PlaceOfProbe(factory.Find(model::ResourceKind::kPipeline, "P")->document);
  Json whole = Json::Array();
  Json codes = Json::Array();
  for (const model::Finding& finding : ValidateAll(factory, false)) {
    EXPECT_EQ(finding.position.line, start.line) << finding.ToString();
    const std::string within = "activity 'Probe': ";
    ASSERT_EQ(finding.message.substr(0, within.size()), within) << finding.ToString();
    whole.Append(std::to_string(finding.position.column - start.column) + " " +
                 std::string(model::SeverityName(finding.severity)) + " " + finding.code + ": " +
                 finding.message.substr(within.size()));
    codes.Append(finding.code);
  }
  ExpectSame("findings", whole, one["want"]);
  ExpectSame("codes of " + DumpJson(whole), codes, one["codes"]);
  if (one["says"].is_string()) {
    EXPECT_NE(DumpJson(whole).find(one["says"].as_string()), std::string::npos) << DumpJson(whole);
  }
}

const bool registered =
    testing::RegisterCases("expressions", "src/check/cases/expressions.json", CheckExpressions) &&
    testing::RegisterCases("settings", "src/check/cases/settings.json", CheckExpressions) &&
    testing::RegisterCases("types", "src/check/cases/types.json", CheckTypes);

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

TEST(ExpressionCheck, CountsCharactersNotBytes) {
  constexpr size_t kMax = 8192;
  for (const size_t more : {size_t{0}, size_t{1}}) {
    const std::string frame = "@concat('')";
    std::string text = "@concat('";
    for (size_t i = frame.size(); i < kMax + more; ++i) text += "\u00e9";
    text += "')";
    const Json one = Json::Object(
        {{"activities",
          Json::Array({Json::Object(
              {{"name", "A"},
               {"type", "Fail"},
               {"typeProperties", Json::Object({{"message", text}, {"errorCode", "1"}})}})})}});
    std::vector<std::string> got;
    for (const model::Finding& finding : ValidateAll(FactoryOf(one))) {
      got.push_back(finding.code + ": " + finding.message);
    }
    EXPECT_EQ(got, more == 0 ? std::vector<std::string>()
                             : std::vector<std::string>{
                                   "ExpressionTooLong: activity 'A': the expression has 8193 "
                                   "characters; the cloud service takes at most 8192 "
                                   "(azure-data-factory-limits)"});
  }
}

}  // namespace
}  // namespace weir::check
