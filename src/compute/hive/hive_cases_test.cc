#include <gtest/gtest.h>

#include "compute/hive/address.h"
#include "compute/hive/log_reader.h"
#include "compute/hive/script.h"
#include "testing/json_cases.h"

namespace weir::compute::hive {
namespace {

void ExpectError(const Json& want, const Error& error) {
  EXPECT_EQ(error.code(), want["code"].as_string());
  EXPECT_NE(error.message().find(want["says"].as_string()), std::string::npos) << error.message();
}

/// {script, statements | error}
void CheckScript(const Json& test_case) {
  const auto statements = SplitStatements(test_case["script"].as_string());
  if (test_case["error"].is_object()) {
    ASSERT_FALSE(statements);
    ExpectError(test_case["error"], statements.error());
    return;
  }
  ASSERT_TRUE(statements) << statements.error().ToString();
  Json list = Json::Array();
  for (const std::string& one : *statements) list.Append(one);
  EXPECT_EQ(DumpJson(list), DumpJson(test_case["statements"]));
}

Json Pairs(const std::map<std::string, std::string>& pairs) {
  Json json = Json::Object();
  for (const auto& [name, value] : pairs) json.Set(name, value);
  return json;
}

/// {url, want: members of Address | error}
void CheckAddress(const Json& test_case) {
  const Result<Address> address = ParseAddress(test_case["url"].as_string());
  if (test_case["error"].is_object()) {
    ASSERT_FALSE(address);
    ExpectError(test_case["error"], address.error());
    return;
  }
  ASSERT_TRUE(address) << address.error().ToString();
  const Json got = Json::Object({{"host", address->host},
                                 {"port", address->port},
                                 {"http", address->http},
                                 {"http_path", address->http_path},
                                 {"tls", address->tls},
                                 {"verify_tls", address->verify_tls},
                                 {"sasl", address->sasl},
                                 {"user", address->user},
                                 {"password", address->password},
                                 {"database", address->database},
                                 {"settings", Pairs(address->settings)},
                                 {"variables", Pairs(address->variables)}});
  for (const Json::Member& want : test_case["want"].members()) {
    EXPECT_EQ(DumpJson(got[want.name]), DumpJson(want.value)) << want.name;
  }
}

/// {lines, partitions, rows}
void CheckLog(const Json& test_case) {
  LogReader reader;
  for (const Json& line : test_case["lines"].items()) reader.Read(line.as_string());
  EXPECT_EQ(reader.rows_modified(), test_case["rows"].as_int());
  Json partitions = Json::Array();
  for (const std::string& one : reader.TakePartitions()) partitions.Append(one);
  EXPECT_EQ(DumpJson(partitions), DumpJson(test_case["partitions"]));
  EXPECT_TRUE(reader.TakePartitions().empty());
}

const bool kScripts =
    weir::testing::RegisterCases("hive_script", "src/compute/cases/hive_script.json", CheckScript);
const bool kAddresses = weir::testing::RegisterCases(
    "hive_address", "src/compute/cases/hive_address.json", CheckAddress);
const bool kLogs =
    weir::testing::RegisterCases("hive_log", "src/compute/cases/hive_log.json", CheckLog);

TEST(HiveScriptTest, KnowsWhatOnlyChangesTheSession) {
  for (const char* one : {"set a=b", "USE x", "add jar y", "create temporary function f as 'x'",
                          "CREATE\n TEMPORARY TABLE t (a int)", "reset"}) {
    EXPECT_TRUE(IsSessionStatement(one)) << one;
  }
  for (const char* one : {"create table t (a int)", "insert into t values (1)", "settle", ""}) {
    EXPECT_FALSE(IsSessionStatement(one)) << one;
  }
}

TEST(HiveScriptTest, ShortensAtCharacters) {
  EXPECT_EQ(Shorten("a\nb"), "a b");
  EXPECT_EQ(Shorten(std::string(59, 'a') + "äb"), std::string(59, 'a') + "…");
  EXPECT_EQ(Shorten(std::string(60, 'a') + "b"), std::string(60, 'a') + "…");
}

}  // namespace
}  // namespace weir::compute::hive
