#include "copy/testing/store_fixture.h"

#include <arrow/util/base64.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/ids.h"
#include "copy/location.h"

namespace weir::copy::testing {
namespace {

namespace fs = std::filesystem;

std::string FileContent(const Json& json) {
  if (json.is_string()) return json.as_string();
  if (json["base64"].is_string()) {
    return arrow::util::base64_decode(json["base64"].as_string()).ValueOr("");
  }
  std::string text;
  for (int64_t i = 0; i < json["times"].as_int(); ++i) text += json["repeat"].as_string();
  return text;
}

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

int64_t FilesIn(const fs::path& folder) {
  int64_t count = 0;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    if (entry.is_regular_file()) ++count;
  }
  return count;
}

}  // namespace

StoreFixture::StoreFixture()
    : root_(fs::temp_directory_path() / ("weir-copy-" + NewGuid())),
      database_(":memory:" + NewGuid()) {
  fs::create_directories(root_);
  const Result<> connectors = connectors::RegisterConnectors(connectors_);
  EXPECT_TRUE(connectors) << connectors.error().ToString();
  const Result<> formats = formats::RegisterFormats(formats_);
  EXPECT_TRUE(formats) << formats.error().ToString();
}

StoreFixture::~StoreFixture() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

void StoreFixture::Prepare(const Json& test_case) {
  for (const Json& folder : test_case["folders"].items()) {
    fs::create_directories(root_ / folder.as_string());
  }
  for (const Json::Member& file : test_case["files"].members()) {
    const fs::path path = root_ / file.name;
    fs::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary);
    out << FileContent(file.value);
  }
  if (test_case["setup"].empty()) return;
  auto database = OpenDatabase(services(), LinkedService(Json::Object({{"referenceName", "db"}})));
  ASSERT_TRUE(database) << database.error().ToString();
  for (const Json& statement : test_case["setup"].items()) {
    const auto ran = (*database)->Execute(statement.as_string(), {}, 0, nullptr);
    ASSERT_TRUE(ran) << statement.as_string() << ": " << ran.error().ToString();
  }
}

model::LinkedServiceInstance StoreFixture::LinkedService(const Json& reference) const {
  const std::string& name = reference["referenceName"].as_string();
  model::LinkedServiceInstance out;
  out.name = name.empty() ? "files" : name;
  const bool database = name == "db";
  out.type = database ? "DuckDB" : "FileServer";
  out.properties = Json::Object(
      {{"type", out.type},
       {"typeProperties", database ? Json::Object({{"path", database_},
                                                   {"procedures", (root_ / "procedures").string()}})
                                   : Json::Object({{"host", root_.string()}})}});
  return out;
}

model::DatasetInstance StoreFixture::Dataset(const Json& properties,
                                             const std::string& name) const {
  model::DatasetInstance dataset;
  dataset.name = name;
  dataset.type = properties["type"].as_string();
  dataset.properties = properties;
  const Json& other = properties["linkedService"];
  if (other.is_object()) {
    dataset.linked_service = {"other", other["type"].as_string(), other};
  } else {
    const bool files = IsFileDataset(dataset);
    dataset.linked_service =
        LinkedService(Json::Object({{"referenceName", files ? "files" : "db"}}));
  }
  return dataset;
}

void StoreFixture::Check(const Json& want) const {
  for (const Json::Member& file : want["files"].members()) {
    const fs::path path = root_ / file.name;
    if (file.value.is_null()) {
      EXPECT_FALSE(fs::exists(path)) << file.name;
      continue;
    }
    ASSERT_TRUE(fs::exists(path)) << file.name;
    EXPECT_EQ(ReadAll(path), FileContent(file.value)) << file.name;
  }
  for (const Json::Member& folder : want["counts"].members()) {
    EXPECT_EQ(FilesIn(root_ / folder.name), folder.value.as_int()) << folder.name;
  }
  if (want["rows"].empty()) return;
  auto database = OpenDatabase(services(), LinkedService(Json::Object({{"referenceName", "db"}})));
  ASSERT_TRUE(database) << database.error().ToString();
  for (const Json::Member& query : want["rows"].members()) {
    const auto got = (*database)->Execute(query.name, {}, 1000, nullptr);
    ASSERT_TRUE(got) << query.name << ": " << got.error().ToString();
    ASSERT_EQ(got->result_sets.size(), 1U) << query.name;
    EXPECT_EQ(DumpJson(Json::Array(got->result_sets[0].rows)), DumpJson(query.value)) << query.name;
  }
}

void ExpectMembers(const Json& want, const Json& got, const std::string& where) {
  for (const Json::Member& member : want.members()) {
    const Json& value = got[member.name];
    const std::string path = where + "." + member.name;
    if (member.value.is_object()) {
      ExpectMembers(member.value, value, path);
    } else if (member.value.is_string() && member.value.as_string() == "*") {
      EXPECT_FALSE(value.is_null()) << path;
    } else {
      EXPECT_EQ(DumpJson(value), DumpJson(member.value)) << path;
    }
  }
}

void ExpectError(const Json& want, const Error& error) {
  EXPECT_EQ(error.code(), want["code"].as_string()) << error.ToString();
  EXPECT_NE(error.message().find(want["says"].as_string()), std::string::npos)
      << error.ToString() << "\nshould say: " << want["says"].as_string();
}

}  // namespace weir::copy::testing
