#include "base/json.h"

#include <gtest/gtest.h>

#include <limits>

namespace weir {
namespace {

TEST(Json, KeepsOrderNumbersAndPlaces) {
  const Result<Json> json =
      ParseJson("{\n  \"b\": 1.10, // why\n  \"a\": [1, 12345678901234567890,],\n}");
  ASSERT_TRUE(json) << json.error().ToString();
  EXPECT_EQ(DumpJson(*json), R"({"b":1.10,"a":[1,12345678901234567890]})");
  EXPECT_EQ((*json)["a"][1].position().ToString(), "3:12");
  EXPECT_EQ(json->FindMember("a")->name_position.ToString(), "3:3");
  EXPECT_DOUBLE_EQ((*json)["b"].as_double(), 1.1);
}

TEST(Json, SaysWhatIsWrongAndWhere) {
  const Result<Json> json = ParseJson("{\"a\": 1\n \"b\": 2}");
  ASSERT_FALSE(json);
  EXPECT_EQ(json.error().message(), "expected ',' or '}', got '\"'");
  EXPECT_EQ(json.error().position().ToString(), "2:2");
}

TEST(Json, RefusesWhatIsCutShortAtEveryByte) {
  const std::string text = R"({"a":[1,2.5,"x\u00e9\n",true,null,{"b":{}}]})";
  ASSERT_TRUE(ParseJson(text));
  for (size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(ParseJson(text.substr(0, size))) << text.substr(0, size);
  }
}

TEST(Json, ReadsUtf16AndSurrogates) {
  const Result<Json> wide = ParseJson(std::string_view("\xFF\xFE[\0\"\0\xE9\0\"\0]\0", 12));
  ASSERT_TRUE(wide);
  EXPECT_EQ((*wide)[0].as_string(), "\xC3\xA9");
  const Result<Json> pair = ParseJson(R"(["\ud83d\ude00"])");
  ASSERT_TRUE(pair);
  EXPECT_EQ((*pair)[0].as_string(), "\xF0\x9F\x98\x80");
}

TEST(Json, RefusesNestingBeyondTheLimit) {
  const std::string deep(5000, '[');
  EXPECT_EQ(ParseJson(deep).error().code(), "InvalidJson");
}

TEST(Json, LastOfEqualNamesWins) {
  std::string text = "{";
  for (int i = 0; i < 40; ++i)
    text += "\"k" + std::to_string(i % 20) + "\":" + std::to_string(i) + ",";
  const Result<Json> json = ParseJson(text + "\"k0\":7}");
  ASSERT_TRUE(json);
  EXPECT_EQ(json->size(), 20U);
  EXPECT_EQ((*json)["k0"].as_int(), 7);
  EXPECT_EQ((*json)["k3"].as_int(), 23);
}

TEST(Json, TakesLooseQuotesOnlyWhenAsked) {
  const char* text = R"({'a': 'it"s', b_1: 1})";
  EXPECT_EQ(ParseJson(text).error().position().ToString(), "1:2");
  const Result<Json> loose = ParseJson(text, {.loose_quotes = true});
  ASSERT_TRUE(loose.ok()) << loose.error().ToString();
  EXPECT_EQ(DumpJson(*loose), R"({"a":"it\"s","b_1":1})");
  EXPECT_FALSE(ParseJson("{a b: 1}", {.loose_quotes = true}).ok());
  EXPECT_FALSE(ParseJson("{'a\": 1}", {.loose_quotes = true}).ok());
}

TEST(Json, CopiesAreApart) {
  Json first = Json::Object({{"a", Json::Array({1, 2})}});
  Json second = first;
  second.Set("a", 5);
  EXPECT_EQ(DumpJson(first), R"({"a":[1,2]})");
  EXPECT_EQ(DumpJson(second), R"({"a":5})");
}

TEST(Json, FindsNamesInAnyCaseButPrefersTheExactOne) {
  const Json json = Json::Object({{"Name", 1}, {"name", 2}});
  EXPECT_EQ(json["name"].as_int(), 2);
  EXPECT_EQ(json["NAME"].as_int(), 1);
  EXPECT_TRUE(json["other"].is_null());
}

TEST(FormatDouble, PrintsAsDotNet) {
  EXPECT_EQ(FormatDouble(1.0), "1");
  EXPECT_EQ(FormatDouble(1.1), "1.1");
  EXPECT_EQ(FormatDouble(-120.5), "-120.5");
  EXPECT_EQ(FormatDouble(0.0001), "0.0001");
  EXPECT_EQ(FormatDouble(0.00001), "1E-05");
  EXPECT_EQ(FormatDouble(1e20), "1E+20");
  EXPECT_EQ(FormatDouble(100000000000000), "100000000000000");
  EXPECT_EQ(DumpJson(Json(2.0)), "2.0");
  EXPECT_EQ(FormatDouble(std::numeric_limits<double>::infinity()), "Infinity");
}

}  // namespace
}  // namespace weir
