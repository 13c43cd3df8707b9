#include <arrow/array.h>
#include <arrow/io/memory.h>
#include <arrow/record_batch.h>
#include <arrow/table.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "formats/delimited/reader.h"
#include "formats/delimited/writer.h"
#include "formats/testing/format_cases.h"
#include "testing/json_cases.h"

namespace weir::formats::delimited {

Result<> Register(FormatRegistry& registry);

namespace {

using weir::formats::testing::SpecOf;

FormatSpec Spec() {
  return SpecOf(Register);
}

const bool read_cases =
    weir::testing::RegisterCases("DelimitedRead", "src/formats/delimited/cases/read.json",
                                 [](const Json& json) { testing::CheckFormatCase(Spec(), json); });
const bool write_cases =
    weir::testing::RegisterCases("DelimitedWrite", "src/formats/delimited/cases/write.json",
                                 [](const Json& json) { testing::CheckFormatCase(Spec(), json); });

Result<Json> ReadTuned(const std::string& bytes, const Json& settings, const ReaderTuning& tuning,
                       int64_t skip_lines = 0) {
  ReadOptions options;
  options.settings = settings;
  options.format_settings = Json::Object({{"skipLineCount", skip_lines}});
  options.file = "f";
  Json bad = Json::Array();
  options.on_bad_row = [&](const BadRow& row) -> Result<> {
    bad.Append(row.error.message());
    for (const std::string& cell : row.cells) bad.Append(cell);
    return {};
  };
  WEIR_ASSIGN(auto stream, OpenReader(arrow::io::BufferReader::FromString(bytes), options, tuning));
  std::vector<std::shared_ptr<arrow::RecordBatch>> batches;
  while (true) {
    WEIR_ASSIGN(auto batch, stream->Next());
    if (batch == nullptr) break;
    EXPECT_TRUE(batch->ValidateFull().ok()) << batch->ValidateFull().ToString();
    batches.push_back(std::move(batch));
  }
  return Json::Array({testing::RowsToJson(batches), bad});
}

Json RandomSettings(SeededRandom& random) {
  static const std::vector<const char*> kSettings = {
      R"({"firstRowAsHeader":true})",
      R"({"escapeChar":"\""})",
      R"({"firstRowAsHeader":true,"escapeChar":"\"","rowDelimiter":"\n"})",
      R"({"columnDelimiter":";;","rowDelimiter":"\r\n","nullValue":"NULL"})",
      R"({"columnDelimiter":"\t","quoteChar":"'","escapeChar":"#"})",
      R"({"columnDelimiter":"¦","rowDelimiter":"\n","encodingName":"UTF-16"})"};
  return *ParseJson(kSettings[random.Below(kSettings.size())]);
}

ReaderTuning RandomTuning(SeededRandom& random) {
  return {
      .chunk_bytes = 1 + random.Below(300),
      .threads = static_cast<unsigned>(1 + random.Below(4)),
      .simd = static_cast<SimdLevel>(random.Below(BestSimdLevel() == SimdLevel::kAvx2 ? 3 : 2))};
}

TEST(DelimitedProperties, WhatIsWrittenIsRead) {
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    SeededRandom random(seed);
    const auto batch = testing::RandomTexts(random, static_cast<int>(1 + random.Below(6)),
                                            static_cast<int64_t>(random.Below(60)));
    WriteOptions write;
    write.settings = RandomSettings(random);
    write.format_settings = Json::Object({{"quoteAllText", random.Below(3) == 0}});
    auto bytes = testing::WriteToBytes(Spec(), batch->schema(), {batch}, write);
    ASSERT_TRUE(bytes.ok()) << bytes.error().ToString();
    auto read = ReadTuned(*bytes, write.settings, RandomTuning(random));
    ASSERT_TRUE(read.ok()) << "seed " << seed << ": " << read.error().ToString();
    ASSERT_EQ(DumpJson(testing::RowsToJson({batch})), DumpJson((*read)[0]))
        << "seed " << seed << " " << DumpJson(write.settings) << "\n"
        << *bytes;
    ASSERT_EQ("[]", DumpJson((*read)[1])) << "seed " << seed;
  }
}

std::string RandomBytes(SeededRandom& random) {
  static const std::vector<std::string> kPieces = {"a",
                                                   "bcd",
                                                   ",",
                                                   ",",
                                                   "\"",
                                                   "\"",
                                                   "\"\"",
                                                   "\\",
                                                   "\n",
                                                   "\r",
                                                   "\r\n",
                                                   "'",
                                                   ";",
                                                   "\xFF",
                                                   "\xC2",
                                                   "\xA6",
                                                   "long text without marks"};
  std::string text;
  for (uint64_t i = random.Below(400); i > 0; --i) text += kPieces[random.Below(kPieces.size())];
  return text;
}

/// Chunks, threads and instruction sets may not change what is read, however broken the text.
TEST(DelimitedProperties, TuningChangesNothing) {
  for (uint64_t seed = 1; seed <= 400; ++seed) {
    SeededRandom random(seed);
    const std::string text = RandomBytes(random);
    const Json settings = RandomSettings(random);
    const auto skip = static_cast<int64_t>(random.Below(3));
    auto whole = ReadTuned(
        text, settings, {.chunk_bytes = 1 << 20, .threads = 1, .simd = SimdLevel::kScalar}, skip);
    for (int i = 0; i < 4; ++i) {
      const ReaderTuning tuning = RandomTuning(random);
      auto read = ReadTuned(text, settings, tuning, skip);
      ASSERT_EQ(whole.ok(), read.ok()) << "seed " << seed;
      if (!whole.ok()) {
        ASSERT_EQ(whole.error().ToString(), read.error().ToString());
        continue;
      }
      ASSERT_EQ(DumpJson(*whole), DumpJson(*read))
          << "seed " << seed << " chunk " << tuning.chunk_bytes << " simd "
          << static_cast<int>(tuning.simd) << " " << DumpJson(settings);
    }
  }
}

TEST(DelimitedProperties, BrokenFilesNeverCrash) {
  SeededRandom random(7);
  const auto batch = testing::RandomTexts(random, 5, 50);
  WriteOptions write;
  auto bytes = testing::WriteToBytes(Spec(), batch->schema(), {batch}, write);
  ASSERT_TRUE(bytes.ok());
  int64_t rows = 0;
  for (int i = 0; i < 500; ++i) {
    auto read =
        ReadTuned(testing::Mutate(random, *bytes), RandomSettings(random), RandomTuning(random));
    if (read.ok()) rows += static_cast<int64_t>((*read)[0].size());
  }
  EXPECT_GT(rows, 0);
}

TEST(DelimitedLimits, ManyRowsComeInOrderAndInSmallBatches) {
  std::string text = "n,s\n";
  for (int i = 0; i < 200'000; ++i) text += std::to_string(i) + ",x\n";
  ReadOptions options;
  options.settings = Json::Object({{"firstRowAsHeader", true}});
  auto batches = testing::ReadBatches(Spec(), text, options);
  ASSERT_TRUE(batches.ok());
  int64_t next = 0;
  for (const auto& batch : *batches) {
    EXPECT_LE(batch->num_rows(), 64 * 1024);
    const auto& column = static_cast<const arrow::StringArray&>(*batch->column(0));
    for (int64_t row = 0; row < batch->num_rows(); ++row) {
      ASSERT_EQ(std::to_string(next++), column.GetView(row));
    }
  }
  EXPECT_EQ(200'000, next);
}

TEST(DelimitedLimits, ARowOf100MegabytesIsRead) {
  const std::string cell(100'000'000, 'x');
  ReadOptions options;
  auto batches = testing::ReadBatches(Spec(), "a,b\n1," + cell + "\n2,3\n", options);
  ASSERT_TRUE(batches.ok()) << batches.error().ToString();
  int64_t rows = 0;
  for (const auto& batch : *batches) rows += batch->num_rows();
  EXPECT_EQ(3, rows);
}

TEST(DelimitedLimits, AnEndlessRowIsRefused) {
  const std::string text = "a,\"b\n" + std::string(140'000'000, 'x');
  auto read = testing::ReadBatches(Spec(), text, {});
  ASSERT_FALSE(read.ok());
  EXPECT_EQ("DelimitedTextRowTooLong", read.error().code());
}

TEST(DelimitedReader, CanBeLeftEarlyAndCancelled) {
  std::string text;
  for (int i = 0; i < 2'000'000; ++i) text += "a,b,c\n";
  CancelToken cancel;
  ReadOptions options;
  options.cancel = &cancel;
  auto stream = OpenReader(arrow::io::BufferReader::FromString(text), options,
                           {.chunk_bytes = 10'000, .threads = 3});
  ASSERT_TRUE(stream.ok());
  ASSERT_TRUE((*stream)->Next().ok());
  cancel.Cancel();
  auto next = (*stream)->Next();
  while (next.ok() && *next != nullptr) next = (*stream)->Next();
  ASSERT_FALSE(next.ok());
  EXPECT_EQ(ErrorKind::kCancelled, next.error().kind());
}

}  // namespace
}  // namespace weir::formats::delimited
