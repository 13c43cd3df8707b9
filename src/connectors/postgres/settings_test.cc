#include "connectors/postgres/settings.h"

#include <gtest/gtest.h>

#include "testing/json_cases.h"

namespace weir::connectors::postgres {
namespace {

void CheckCase(const Json& test) {
  const auto settings = ReadSettings(test["typeProperties"]);
  if (!test["error"].is_null()) {
    ASSERT_FALSE(settings.ok());
    EXPECT_EQ(settings.error().code(), test["error"]["code"].as_string());
    const std::string text = settings.error().ToString();
    EXPECT_NE(text.find(test["error"]["says"].as_string()), std::string::npos) << text;
    const std::string& never = test["error"]["never"].as_string();
    if (!never.empty()) {
      EXPECT_EQ(text.find(never), std::string::npos) << text;
    }
    return;
  }
  ASSERT_TRUE(settings.ok()) << settings.error().ToString();
  Json got = Json::Object();
  for (const auto& [keyword, value] : settings->keywords) got.Set(keyword, value);
  if (settings->connect_timeout_s != 15) {
    got.Set("connect_timeout", std::to_string(settings->connect_timeout_s));
  }
  if (settings->statement_timeout_s != 0) {
    got.Set("statement_timeout", std::to_string(settings->statement_timeout_s));
  }
  if (settings->time_zone != "UTC") got.Set("time_zone", settings->time_zone);
  if (!settings->search_path.empty()) got.Set("search_path", settings->search_path);
  EXPECT_EQ(got, test["want"]) << DumpJson(got);
}

[[maybe_unused]] const bool registered = weir::testing::RegisterCases(
    "PostgresSettings", "src/connectors/postgres/cases/settings.json", CheckCase);

}  // namespace
}  // namespace weir::connectors::postgres
