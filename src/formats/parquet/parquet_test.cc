#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/io/memory.h>
#include <arrow/record_batch.h>
#include <arrow/table.h>
#include <gtest/gtest.h>
#include <parquet/arrow/writer.h>
#include <parquet/file_reader.h>
#include <parquet/schema.h>

#include "formats/testing/format_cases.h"
#include "formats/testing/tables.h"
#include "testing/json_cases.h"

namespace weir::formats::parquet {

Result<> Register(FormatRegistry& registry);

namespace {

using weir::formats::testing::ReadBatches;
using weir::formats::testing::WriteToBytes;

FormatSpec Spec() {
  return testing::SpecOf(Register);
}

std::string WithCodec(const std::shared_ptr<arrow::RecordBatch>& batch, const std::string& codec) {
  WriteOptions options;
  if (!codec.empty()) options.settings = Json::Object({{"compressionCodec", codec}});
  auto bytes = WriteToBytes(Spec(), batch->schema(), {batch}, options);
  EXPECT_TRUE(bytes.ok()) << bytes.error().ToString();
  return bytes.ok() ? *bytes : "";
}

std::unique_ptr<::parquet::ParquetFileReader> Inspect(const std::string& bytes) {
  return ::parquet::ParquetFileReader::Open(arrow::io::BufferReader::FromString(bytes));
}

void CheckType(const Json& json) {
  const auto batch =
      *testing::BatchFromJson(Json::Object({{"c", json["interim"]}}),
                              Json::Array({Json::Array({json["value"]}), Json::Array({Json()})}));
  const std::string bytes = WithCodec(batch, "");
  const auto inspected = Inspect(bytes);
  const auto* column = inspected->metadata()->schema()->Column(0);
  EXPECT_EQ(json["physical"].as_string(), ::parquet::TypeToString(column->physical_type()));
  EXPECT_EQ(json["logical"].as_string(), column->logical_type()->ToString());
  auto read = testing::ReadToJson(Spec(), bytes, {});
  ASSERT_TRUE(read.ok()) << read.error().ToString();
  EXPECT_EQ(json["read"].as_string(), (*read)["types"][0].as_string());
  const Json& wanted = json["text"].is_null() ? json["value"] : json["text"];
  const Json& got = (*read)["rows"][0][0];
  EXPECT_EQ(wanted.is_string() ? wanted.as_string() : DumpJson(wanted),
            got.is_string() ? got.as_string() : DumpJson(got));
  EXPECT_TRUE((*read)["rows"][1][0].is_null());
}

const bool type_cases =
    weir::testing::RegisterCases("ParquetTypes", "src/formats/parquet/cases/types.json", CheckType);
const bool error_cases =
    weir::testing::RegisterCases("ParquetErrors", "src/formats/parquet/cases/errors.json",
                                 [](const Json& json) { testing::CheckFormatCase(Spec(), json); });

TEST(Parquet, EveryCodecReadsBack) {
  SeededRandom random(1);
  const auto batch = testing::RandomTexts(random, 3, 200);
  const std::map<std::string, std::string> codecs = {
      {"", "snappy"},   {"snappy", "snappy"}, {"none", "uncompressed"}, {"GZip", "gzip"},
      {"zstd", "zstd"}, {"lz4", "lz4_raw"},   {"brotli", "brotli"}};
  for (const auto& [codec, stored] : codecs) {
    const std::string bytes = WithCodec(batch, codec);
    const auto used = Inspect(bytes)->metadata()->RowGroup(0)->ColumnChunk(0)->compression();
    EXPECT_EQ(stored, arrow::util::Codec::GetCodecAsString(used));
    auto read = ReadBatches(Spec(), bytes, {});
    ASSERT_TRUE(read.ok()) << codec;
    EXPECT_EQ(DumpJson(testing::RowsToJson({batch})), DumpJson(testing::RowsToJson(*read)));
  }
}

TEST(Parquet, RandomTablesOfEveryTypeKeepTheirValues) {
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    SeededRandom random(seed);
    const auto batch = testing::RandomOfEveryType(random, 100);
    ASSERT_NE(nullptr, batch);
    auto once = testing::ReadBatches(Spec(), WithCodec(batch, ""), {});
    ASSERT_TRUE(once.ok()) << once.error().ToString();
    // The types that Parquet lacks have become others; from then on nothing changes.
    auto twice = testing::ReadBatches(Spec(), WithCodec((*once)[0], "gzip"), {});
    ASSERT_TRUE(twice.ok());
    EXPECT_TRUE((*once)[0]->Equals(*(*twice)[0]));
    EXPECT_EQ(batch->column(6)->null_count(), (*once)[0]->column(6)->null_count());
  }
}

TEST(Parquet, OnlyTheWantedColumnsAreRead) {
  SeededRandom random(3);
  ReadOptions options;
  options.columns = {"C2", "C0", "none"};
  auto read =
      testing::ReadToJson(Spec(), WithCodec(testing::RandomTexts(random, 4, 10), ""), options);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(R"(["C0","C2"])", DumpJson((*read)["columns"]));
}

TEST(Parquet, RowGroupsAreBounded) {
  const std::string cell(1000, 'x');
  arrow::StringBuilder builder;
  for (int i = 0; i < 30'000; ++i) ASSERT_TRUE(builder.Append(cell + std::to_string(i)).ok());
  const auto batch = arrow::RecordBatch::Make(arrow::schema({arrow::field("a", arrow::utf8())}),
                                              30'000, arrow::ArrayVector{*builder.Finish()});
  auto bytes = WriteToBytes(Spec(), batch->schema(), {batch, batch, batch, batch}, {});
  ASSERT_TRUE(bytes.ok());
  EXPECT_EQ(2, Inspect(*bytes)->metadata()->num_row_groups());
  auto read = ReadBatches(Spec(), *bytes, {});
  ASSERT_TRUE(read.ok());
  int64_t rows = 0;
  for (const auto& part : *read) {
    EXPECT_LE(part->num_rows(), 30'000);
    rows += part->num_rows();
  }
  EXPECT_EQ(120'000, rows);
}

TEST(Parquet, AnEmptyTableKeepsItsColumns) {
  const auto batch = *testing::BatchFromJson(Json::Object({{"a", "Int64"}}), Json::Array());
  auto read = testing::ReadToJson(Spec(), WithCodec(batch, ""), {});
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(R"({"columns":["a"],"types":["int64"],"rows":[]})", DumpJson(*read));
}

std::string ForeignFile(const arrow::ArrayVector& arrays, const arrow::FieldVector& fields) {
  auto sink = *arrow::io::BufferOutputStream::Create();
  const auto table = arrow::Table::Make(arrow::schema(fields), arrays);
  EXPECT_TRUE(::parquet::arrow::WriteTable(
                  *table, arrow::default_memory_pool(), sink, 1000,
                  ::parquet::default_writer_properties(),
                  ::parquet::ArrowWriterProperties::Builder().store_schema()->build())
                  .ok());
  return (*sink->Finish())->ToString();
}

TEST(Parquet, TypesOfOtherWritersBecomeInterimTypes) {
  const auto one = [](const std::shared_ptr<arrow::DataType>& type, const std::string& text) {
    return *arrow::MakeArrayFromScalar(**arrow::Scalar::Parse(type, text), 1);
  };
  const arrow::ArrayVector arrays = {
      one(arrow::large_utf8(), "x"), one(arrow::timestamp(arrow::TimeUnit::NANO), "2024-01-02"),
      one(arrow::time64(arrow::TimeUnit::MICRO), "01:02:03"),
      one(arrow::fixed_size_binary(2), "ab"), one(arrow::uint16(), "65535")};
  arrow::FieldVector fields;
  for (size_t i = 0; i < arrays.size(); ++i) {
    fields.push_back(arrow::field("c" + std::to_string(i), arrays[i]->type()));
  }
  auto read = testing::ReadToJson(Spec(), ForeignFile(arrays, fields), {});
  ASSERT_TRUE(read.ok()) << read.error().ToString();
  EXPECT_EQ(R"(["string","timestamp[us]","duration[us]","binary","uint16"])",
            DumpJson((*read)["types"]));
  EXPECT_EQ(R"([["x","2024-01-02 00:00:00.0000000","01:02:03","6162","65535"]])",
            DumpJson((*read)["rows"]));
}

TEST(Parquet, NestedColumnsAreRefusedByName) {
  arrow::ListBuilder builder(arrow::default_memory_pool(), std::make_shared<arrow::Int64Builder>());
  ASSERT_TRUE(builder.AppendNull().ok());
  const auto list = *builder.Finish();
  auto read =
      testing::ReadToJson(Spec(), ForeignFile({list}, {arrow::field("tags", list->type())}), {});
  ASSERT_FALSE(read.ok());
  EXPECT_EQ("ParquetNotSupportedType", read.error().code());
  EXPECT_NE(std::string::npos, read.error().message().find("'tags'"));
}

TEST(Parquet, BrokenFilesNeverCrash) {
  SeededRandom random(5);
  const std::string bytes = WithCodec(testing::RandomOfEveryType(random, 50), "");
  int64_t refused = 0;
  for (int i = 0; i < 300; ++i) {
    const std::string broken = testing::Mutate(random, bytes);
    auto stream = Spec().open_reader(arrow::io::BufferReader::FromString(broken), {});
    bool more = stream.ok();
    while (more) {
      auto batch = (*stream)->Next();
      more = batch.ok() && *batch != nullptr;
      if (!batch.ok()) ++refused;
    }
    if (!stream.ok()) ++refused;
  }
  EXPECT_GT(refused, 0);
}

}  // namespace
}  // namespace weir::formats::parquet
