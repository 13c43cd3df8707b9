#include "check/lint.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "model/load.h"
#include "model/rules.h"
#include "testing/json_cases.h"

namespace weir::check {
namespace {

model::Factory FactoryOf(const Json& one) {
  model::Factory factory("fab");
  Json files = one["files"];
  if (!one["activities"].is_null()) {
    Json properties = Json::Object({{"activities", one["activities"]}});
    for (const char* part : {"parameters", "variables"}) {
      if (!one[part].is_null()) properties.Set(part, one[part]);
    }
    files.Set("pipeline/P.json", Json::Object({{"name", "P"}, {"properties", properties}}));
  }
  for (const Json::Member& file : files.members()) {
    const Result<Json> document = ParseJson(PrettyJson(file.value));
    const auto kind = model::KindOfFolder(file.name.substr(0, file.name.find('/')));
    if (!document || !kind) {
      ADD_FAILURE() << file.name;
      continue;
    }
    factory.Add(model::MakeResource(*kind, "x", file.name, *document));
  }
  return factory;
}

/// {activities, parameters, variables | files; want: ["Code: message"]}.
void CheckLints(const Json& one) {
  std::vector<std::string> got;
  for (const model::Finding& finding : Lint(FactoryOf(one))) {
    got.push_back(finding.code + ": " + finding.message);
    EXPECT_TRUE(finding.position.known()) << finding.ToString();
    EXPECT_NE(finding.severity, model::Severity::kError) << finding.ToString();
    EXPECT_EQ(finding.message.find("hunter22"), std::string::npos) << "a secret is printed";
  }
  std::vector<std::string> want;
  for (const Json& item : one["want"].items()) want.push_back(item.as_string());
  std::sort(got.begin(), got.end());
  std::sort(want.begin(), want.end());
  EXPECT_EQ(got, want);
}

const bool registered = testing::RegisterCases("lints", "src/check/cases/lints.json", CheckLints);

/// The words of a rule are filled only when it is reported, so each must be, in some case.
TEST(Lints, EachRuleWithWordsOrALimitIsInACase) {
  std::string cases;
  for (const char* path : {"src/model/cases/azure.json", "src/model/cases/validate.json",
                           "src/check/cases/lints.json", "src/check/cases/expressions.json",
                           "src/model/azure_test.cc", "src/check/expression_check_test.cc"}) {
    cases += testing::ReadFile(path);
  }
  for (const model::Rule& rule : model::AllRules()) {
    if (rule.text.empty() && !rule.target) continue;
    EXPECT_NE(cases.find(rule.code), std::string::npos) << rule.code;
  }
}

}  // namespace
}  // namespace weir::check
