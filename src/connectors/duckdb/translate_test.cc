#include "connectors/duckdb/translate.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "testing/json_cases.h"

namespace weir::connectors::duckdb {
namespace {

void CheckCase(const Json& test) {
  const auto statements = TranslateSql(test["sql"].as_string());
  if (!test["error"].is_null()) {
    ASSERT_FALSE(statements.ok());
    EXPECT_EQ(statements.error().code(), test["error"]["code"].as_string());
    EXPECT_NE(statements.error().message().find(test["error"]["says"].as_string()),
              std::string::npos)
        << statements.error().ToString();
    return;
  }
  ASSERT_TRUE(statements.ok()) << statements.error().ToString();
  std::vector<std::string> want;
  for (const Json& one : test["want"].items()) want.push_back(one.as_string());
  EXPECT_EQ(*statements, want);
}

[[maybe_unused]] const bool registered = weir::testing::RegisterCases(
    "DuckDbTranslate", "src/connectors/duckdb/cases/translate.json", CheckCase);

}  // namespace
}  // namespace weir::connectors::duckdb
