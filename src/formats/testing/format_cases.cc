#include "formats/testing/format_cases.h"

#include <arrow/array.h>
#include <arrow/io/memory.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <arrow/type.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "formats/testing/tables.h"

namespace weir::formats::testing {
namespace {

std::string FromHex(const std::string& hex) {
  std::string out;
  std::string digits;
  for (const char c : hex) {
    if (c == ' ') continue;
    digits += c;
    if (digits.size() < 2) continue;
    out += static_cast<char>(std::stoi(digits, nullptr, 16));
    digits.clear();
  }
  return out;
}

std::string BytesOf(const Json& json) {
  return json["hex"].is_string() ? FromHex(json["hex"].as_string()) : json["text"].as_string();
}

void ExpectError(const Json& want, const Error& error) {
  ASSERT_FALSE(want.is_null()) << "failed: " << error.ToString();
  EXPECT_EQ(want["code"].as_string(), error.code()) << error.ToString();
  EXPECT_THAT(error.ToString(), ::testing::HasSubstr(want["says"].as_string()));
}

void ExpectBadRow(const Json& want, const BadRow& bad) {
  EXPECT_EQ(want["row"].as_int(), bad.row);
  if (!want["code"].is_null()) {
    EXPECT_EQ(want["code"].as_string(), bad.error.code());
  }
  if (!want["says"].is_null()) {
    EXPECT_THAT(bad.error.message(), ::testing::HasSubstr(want["says"].as_string()));
  }
  if (!want["column"].is_null()) {
    EXPECT_EQ(want["column"].as_string(), bad.column);
  }
  if (!want["value"].is_null()) {
    EXPECT_EQ(want["value"].as_string(), bad.value);
  }
  if (want["cells"].is_null()) return;
  Json cells = Json::Array();
  for (const std::string& cell : bad.cells) cells.Append(cell);
  EXPECT_EQ(DumpJson(want["cells"]), DumpJson(cells));
}

void CheckRead(const FormatSpec& spec, const Json& json) {
  std::vector<BadRow> bad_rows;
  ReadOptions options;
  options.settings = json["settings"];
  options.format_settings = json["format_settings"];
  options.file = json["file"].is_null() ? "in/file" : json["file"].as_string();
  options.collection = json["collection"].as_string();
  options.complex_as_text = json["complex_as_text"].as_bool();
  for (const Json::Member& path : json["paths"].members()) {
    options.paths.push_back({path.name, path.value.as_string()});
  }
  if (!json["skipped"].is_null()) {
    options.on_bad_row = [&](const BadRow& bad) -> Result<> {
      bad_rows.push_back(bad);
      return {};
    };
  }
  auto read = ReadToJson(spec, BytesOf(json), options);
  if (!read) return ExpectError(json["error"], read.error());
  ASSERT_TRUE(json["error"].is_null()) << "no error but " << DumpJson(*read);
  for (const char* part : {"columns", "types", "rows"}) {
    if (!json[part].is_null()) {
      EXPECT_EQ(DumpJson(json[part]), DumpJson((*read)[part])) << part;
    }
  }
  ASSERT_EQ(json["skipped"].size(), bad_rows.size());
  for (size_t i = 0; i < bad_rows.size(); ++i) ExpectBadRow(json["skipped"][i], bad_rows[i]);
}

void CheckWrite(const FormatSpec& spec, const Json& json) {
  auto batch = BatchFromJson(json["write"]["columns"], json["write"]["rows"]);
  ASSERT_TRUE(batch.ok()) << batch.error().ToString();
  WriteOptions options;
  options.settings = json["settings"];
  options.format_settings = json["format_settings"];
  options.file = "out/file";
  for (const Json::Member& nested : json["nested"].members()) {
    for (const Json& part : nested.value.items()) {
      options.nested[nested.name].push_back(part.as_string());
    }
  }
  auto bytes = WriteToBytes(spec, (*batch)->schema(), {*batch}, options);
  if (!bytes) return ExpectError(json["error"], bytes.error());
  ASSERT_TRUE(json["error"].is_null()) << "no error but " << *bytes;
  EXPECT_EQ(BytesOf(json), *bytes);
}

}  // namespace

void CheckFormatCase(const FormatSpec& spec, const Json& json) {
  if (json["write"].is_null()) {
    CheckRead(spec, json);
  } else {
    CheckWrite(spec, json);
  }
}

FormatSpec SpecOf(Result<> (*register_format)(FormatRegistry&)) {
  FormatRegistry registry;
  const auto registered = register_format(registry);
  EXPECT_TRUE(registered.ok());
  return registry.all().at(0);
}

Result<std::vector<std::shared_ptr<arrow::RecordBatch>>> ReadBatches(const FormatSpec& spec,
                                                                     const std::string& bytes,
                                                                     const ReadOptions& options) {
  WEIR_ASSIGN(auto stream, spec.open_reader(arrow::io::BufferReader::FromString(bytes), options));
  std::vector<std::shared_ptr<arrow::RecordBatch>> batches;
  while (true) {
    WEIR_ASSIGN(auto batch, stream->Next());
    if (batch == nullptr) return batches;
    EXPECT_TRUE(batch->ValidateFull().ok()) << batch->ValidateFull().ToString();
    EXPECT_TRUE(batch->schema()->Equals(*stream->schema()));
    batches.push_back(std::move(batch));
  }
}

Result<Json> ReadToJson(const FormatSpec& spec, const std::string& bytes,
                        const ReadOptions& options) {
  WEIR_ASSIGN(auto stream, spec.open_reader(arrow::io::BufferReader::FromString(bytes), options));
  Json out = Json::Object();
  Json& columns = out.Set("columns", Json::Array());
  for (const auto& field : stream->schema()->fields()) columns.Append(field->name());
  Json& types = out.Set("types", Json::Array());
  for (const auto& field : stream->schema()->fields()) types.Append(field->type()->ToString());
  WEIR_ASSIGN(auto batches, ReadBatches(spec, bytes, options));
  out.Set("rows", RowsToJson(batches));
  return out;
}

Result<std::string> WriteToBytes(const FormatSpec& spec,
                                 const std::shared_ptr<arrow::Schema>& schema,
                                 const std::vector<std::shared_ptr<arrow::RecordBatch>>& batches,
                                 const WriteOptions& options) {
  WEIR_ARROW_ASSIGN(auto sink, arrow::io::BufferOutputStream::Create(), "Test");
  WEIR_ASSIGN(auto writer, spec.open_writer(sink, schema, options));
  for (const auto& batch : batches) WEIR_TRY(writer->Write(*batch));
  WEIR_TRY(writer->Finish());
  EXPECT_FALSE(sink->closed()) << "the caller closes the stream";
  WEIR_ARROW_ASSIGN(auto buffer, sink->Finish(), "Test");
  return buffer->ToString();
}

std::string Mutate(SeededRandom& random, std::string bytes) {
  for (uint64_t changes = 1 + random.Below(4); changes > 0; --changes) {
    const size_t at = random.Below(bytes.size() + 1);
    switch (random.Below(5)) {
      case 0:
        if (at < bytes.size()) bytes[at] = static_cast<char>(random.Next());
        break;
      case 1:
        bytes.erase(at, random.Below(8));
        break;
      case 2:
        bytes.insert(at, 1, "\"\\,\n\r{}[]:'\0\xFF"[random.Below(13)]);
        break;
      case 3:
        bytes.insert(at, bytes.substr(random.Below(bytes.size() + 1), random.Below(32)));
        break;
      default:
        if (random.Below(4) == 0) bytes.resize(at);
        break;
    }
  }
  return bytes;
}

}  // namespace weir::formats::testing
