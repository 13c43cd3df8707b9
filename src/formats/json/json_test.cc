#include <arrow/array.h>
#include <arrow/io/memory.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <gtest/gtest.h>

#include "formats/field_kind.h"
#include "formats/json/reader.h"
#include "formats/testing/format_cases.h"
#include "testing/json_cases.h"

namespace weir::formats::json {

Result<> Register(FormatRegistry& registry);

namespace {

FormatSpec Spec() {
  return testing::SpecOf(Register);
}

const bool read_cases =
    weir::testing::RegisterCases("JsonRead", "src/formats/json/cases/read.json",
                                 [](const Json& json) { testing::CheckFormatCase(Spec(), json); });
const bool write_cases =
    weir::testing::RegisterCases("JsonWrite", "src/formats/json/cases/write.json",
                                 [](const Json& json) { testing::CheckFormatCase(Spec(), json); });

FormatSpec Tuned(size_t block_bytes) {
  FormatSpec spec = Spec();
  spec.open_reader = [block_bytes](auto in, const auto& options) {
    return OpenReader(std::move(in), options, {block_bytes});
  };
  return spec;
}

TEST(JsonReader, WhatDoesNotFitAnymoreIsABadRow) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "{\"a\":" + std::to_string(i) + ",\"b\":\"x\"}\n";
  text += R"({"a":1.5,"b":"y"})"
          "\n"
          R"({"a":7,"b":[1]})"
          "\n"
          R"({"a":101,"b":12})"
          "\n";
  std::vector<BadRow> bad;
  ReadOptions options;
  options.file = "f";
  options.on_bad_row = [&](const BadRow& row) -> Result<> {
    bad.push_back(row);
    return {};
  };
  auto read = testing::ReadToJson(Tuned(500), text, options);
  ASSERT_TRUE(read.ok()) << read.error().ToString();
  ASSERT_EQ(101U, (*read)["rows"].size());
  EXPECT_EQ(R"([101,"12"])", DumpJson((*read)["rows"][100]));
  ASSERT_EQ(2U, bad.size());
  EXPECT_EQ(101, bad[0].row);
  EXPECT_EQ("a", bad[0].column);
  EXPECT_EQ("1.5", bad[0].value);
  EXPECT_EQ("Column 'a' contains an invalid value '1.5'. Cannot convert '1.5' to type 'Int64'.",
            bad[0].error.message());
  EXPECT_EQ("101:1", bad[0].error.position().ToString());
  EXPECT_EQ("[1]", bad[1].value);
}

TEST(JsonReader, ComplexColumnsSaySo) {
  auto stream =
      Spec().open_reader(arrow::io::BufferReader::FromString(R"({"a":{"b":1},"c":"x"})"), {});
  ASSERT_TRUE(stream.ok());
  EXPECT_EQ("Json", FieldKind(*(*stream)->schema()->field(0)));
  EXPECT_EQ("", FieldKind(*(*stream)->schema()->field(1)));
}

/// Blocks may not change what is read, however they cut documents, strings and escapes.
TEST(JsonReader, BlocksChangeNothing) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    SeededRandom random(seed);
    const auto batch = testing::RandomTexts(random, 3, 30);
    WriteOptions write;
    write.format_settings =
        Json::Object({{"filePattern", random.Below(2) == 0 ? "arrayOfObjects" : "setOfObjects"}});
    auto bytes = testing::WriteToBytes(Spec(), batch->schema(), {batch, batch}, write);
    ASSERT_TRUE(bytes.ok());
    auto read = testing::ReadToJson(Tuned(1 + random.Below(400)), *bytes, {});
    ASSERT_TRUE(read.ok()) << "seed " << seed << " " << read.error().ToString();
    EXPECT_EQ(DumpJson(testing::RowsToJson({batch, batch})), DumpJson((*read)["rows"]))
        << "seed " << seed;
  }
}

TEST(JsonReader, BrokenFilesNeverCrash) {
  SeededRandom random(9);
  const auto batch = testing::RandomOfEveryType(random, 20);
  auto bytes = testing::WriteToBytes(Spec(), batch->schema(), {batch}, {});
  ASSERT_TRUE(bytes.ok());
  ReadOptions options;
  options.paths = {{"a", "$['c_Int6415']"}, {"b", "$.c_Double10.x[0]"}, {"c", "y"}};
  for (int i = 0; i < 600; ++i) {
    options.collection = i % 3 == 0 ? "$.c_String12" : "";
    options.on_bad_row = [&](const BadRow& bad) -> Result<> {
      EXPECT_FALSE(bad.error.message().empty());
      return {};
    };
    auto read = testing::ReadBatches(Tuned(1 + random.Below(2000)), testing::Mutate(random, *bytes),
                                     options);
    if (!read.ok()) {
      EXPECT_EQ("JsonInvalidDataFormat", read.error().code());
    }
  }
}

TEST(JsonLimits, ALineOf100MegabytesIsRead) {
  std::string text = "[";
  while (text.size() < 100'000'000) {
    text += text.size() == 1 ? "" : ",";
    text += R"({"a":1,"b":")" + std::string(900, 'x') + "\"}";
  }
  const auto rows = static_cast<int64_t>(text.size() / 915);
  auto batches = testing::ReadBatches(Spec(), text + "]", {});
  ASSERT_TRUE(batches.ok()) << batches.error().ToString();
  int64_t count = 0;
  for (const auto& batch : *batches) {
    EXPECT_LE(batch->num_rows(), 64 * 1024);
    count += batch->num_rows();
  }
  EXPECT_NEAR(static_cast<double>(rows), static_cast<double>(count), 200);
}

TEST(JsonLimits, AValueOf100MegabytesIsReadAndAnEndlessOneRefused) {
  const std::string value(100'000'000, 'x');
  auto batches = testing::ReadBatches(Spec(), "{\"a\":\"" + value + "\"}", {});
  ASSERT_TRUE(batches.ok()) << batches.error().ToString();
  ASSERT_EQ(1U, batches->size());
  auto endless = testing::ReadBatches(Spec(), "{\"a\":\"" + value + value, {});
  ASSERT_FALSE(endless.ok());
  EXPECT_NE(std::string::npos, endless.error().message().find("more than 128 MiB"));
}

TEST(JsonLimits, DeepDocumentsAreReadOrRefused) {
  const std::string deep = "{\"a\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
  auto read = testing::ReadToJson(Spec(), deep + "{\"a\":1}", {});
  if (!read.ok()) {
    EXPECT_EQ("JsonInvalidDataFormat", read.error().code());
  }
}

}  // namespace
}  // namespace weir::formats::json
