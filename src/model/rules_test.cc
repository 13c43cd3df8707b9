#include "model/rules.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace weir::model {
namespace {

TEST(Rules, SayAllThatTheReferenceNeeds) {
  std::set<std::string> codes;
  for (const Rule& rule : AllRules()) {
    EXPECT_TRUE(codes.insert(rule.code).second) << rule.code << " stands twice";
    EXPECT_FALSE(rule.severities.empty()) << rule.code;
    EXPECT_FALSE(rule.title.empty()) << rule.code;
    EXPECT_FALSE(rule.mend.empty()) << rule.code;
    EXPECT_FALSE(rule.source.empty()) << rule.code;
    EXPECT_TRUE(!rule.target || rule.min || rule.max) << rule.code << " has no limit";
  }
}

TEST(Rules, AreFoundInAnyCase) {
  ASSERT_NE(FindRule("toomanycases"), nullptr);
  EXPECT_EQ(FindRule("toomanycases")->code, "TooManyCases");
  EXPECT_EQ(FindRule("TooManyWords"), nullptr);
}

TEST(Rules, FillTheirWords) {
  std::vector<Finding> findings;
  const RuleReporter report("pipeline/P.json", &findings);
  report.CheckLimit("TooManyActivities", {2, 3}, 120);
  EXPECT_TRUE(findings.empty());
  report.CheckLimit("TooManyActivities", {2, 3}, 121);
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].ToString(),
            "pipeline/P.json:2:3: azure: the pipeline has 121 activities, inner ones included; the "
            "cloud service takes at most 120 (azure-data-factory-limits) [TooManyActivities]");
}

}  // namespace
}  // namespace weir::model
