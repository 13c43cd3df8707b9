#include "model/load.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/ids.h"
#include "testing/json_cases.h"

namespace weir::model {
namespace {

namespace fs = std::filesystem;

/// A folder that lives as long as the test.
class TempFolder {
 public:
  TempFolder() : path_(fs::temp_directory_path() / ("weir-model-" + NewGuid())) {
    fs::create_directories(path_);
  }
  ~TempFolder() { fs::remove_all(path_); }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  void Write(const std::string& file, const std::string& text) const {
    fs::create_directories((path_ / file).parent_path());
    std::ofstream(path_ / file, std::ios::binary) << text;
  }
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

void CheckFindings(const Json& one, const std::vector<Finding>& findings) {
  std::string said;
  Json got = Json::Array();
  for (const Finding& finding : findings) {
    said += finding.ToString() + "\n";
    got.Append(finding.ToString());
  }
  for (const Json& part : one["findings_like"].items()) {
    EXPECT_NE(said.find(part.as_string()), std::string::npos) << part.as_string() << " in " << said;
  }
  if (one["findings_like"].is_null()) {
    const Json want = one["findings"].is_null() ? Json::Array() : one["findings"];
    EXPECT_EQ(PrettyJson(got), PrettyJson(want));
  }
}

void CheckFactory(const Json& one, const Factory& factory) {
  if (!one["factory"].is_null()) {
    EXPECT_EQ(factory.name(), one["factory"].as_string());
  }
  if (!one["globals"].is_null()) {
    EXPECT_EQ(factory.GlobalParameterValues(), one["globals"]);
  }
  for (const ResourceKindInfo& info : ResourceKinds()) {
    const Json* want = one["resources"].Find(info.folder);
    if (want == nullptr) continue;
    Json names = Json::Array();
    for (const std::string& name : factory.Names(info.kind)) names.Append(name);
    EXPECT_EQ(DumpJson(names), DumpJson(*want)) << info.folder;
  }
  for (const Json::Member& print : one["prints"].members()) {
    const Resource* resource = factory.Find(ResourceKind::kPipeline, print.name);
    ASSERT_NE(resource, nullptr);
    EXPECT_EQ(PrintResource(*resource), print.value.as_string());
  }
}

/// Each case: {files: {path: text or JSON}, path?, findings: [text], resources: {kind: [name]},
/// skipped: [text], error: {code, says}}.
void CheckLoad(const Json& one) {
  const TempFolder folder;
  for (const Json::Member& file : one["files"].members()) {
    folder.Write(file.name,
                 file.value.is_string() ? file.value.as_string() : PrettyJson(file.value));
  }
  const Result<LoadedFactory> loaded = LoadFactory(folder.path() + "/" + one["path"].as_string());
  if (one["error"].is_null()) {
    ASSERT_TRUE(loaded.ok()) << loaded.error().ToString();
    CheckFindings(one, loaded->findings);
    CheckFactory(one, loaded->factory);
    Json skipped = Json::Array();
    for (const SkippedFile& file : loaded->skipped) skipped.Append(file.file + ": " + file.what);
    const Json none = Json::Array();
    EXPECT_EQ(PrettyJson(skipped), PrettyJson(one["skipped"].is_null() ? none : one["skipped"]));
    return;
  }
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().code(), one["error"]["code"].as_string());
  const std::string text = loaded.error().ToString();
  EXPECT_NE(text.find(one["error"]["says"].as_string()), std::string::npos) << text;
}

const bool registered = testing::RegisterCases("load", "src/model/cases/load.json", CheckLoad);

TEST(Load, BearsUtf16) {
  const TempFolder folder;
  std::string text = "\xFF\xFE";
  for (const char c : std::string(R"({"name": "p", "properties": {"activities": []}})")) {
    text += c;
    text += '\0';
  }
  folder.Write("pipeline/p.json", text);
  const Result<LoadedFactory> loaded = LoadFactory(folder.path());
  ASSERT_TRUE(loaded.ok()) << loaded.error().ToString();
  EXPECT_TRUE(loaded->findings.empty());
  EXPECT_NE(loaded->factory.Find(ResourceKind::kPipeline, "P"), nullptr);
}

TEST(Load, DoesNotFollowLinksThatGoInCircles) {
  const TempFolder folder;
  folder.Write("adf/pipeline/p.json", R"({"name": "p", "properties": {"activities": []}})");
  fs::create_directory_symlink(".", fs::path(folder.path()) / "adf/pipeline/loop");
  fs::create_directory_symlink("..", fs::path(folder.path()) / "adf/up");
  const Result<LoadedFactory> loaded = LoadFactory(folder.path());
  ASSERT_TRUE(loaded.ok()) << loaded.error().ToString();
  EXPECT_TRUE(loaded->findings.empty());
  EXPECT_EQ(loaded->factory.resources().size(), 1U);
}

TEST(Load, BearsAHundredMegabytesOnOneLine) {
  const TempFolder folder;
  std::string text = R"({"name": "p", "properties": {"activities": [], "annotations": [)";
  const std::string item =
      R"({"key": ")" + std::string(500, 'x') + R"(", "value": [1, 2.5, null]},)";
  while (text.size() < 100'000'000) text += item;
  text += R"(""]}})";
  folder.Write("pipeline/p.json", text);
  const Result<LoadedFactory> loaded = LoadFactory(folder.path());
  ASSERT_TRUE(loaded.ok()) << loaded.error().ToString();
  EXPECT_TRUE(loaded->findings.empty());
  const Resource* pipeline = loaded->factory.Find(ResourceKind::kPipeline, "p");
  ASSERT_NE(pipeline, nullptr);
  EXPECT_GT(pipeline->properties()["annotations"].size(), 100'000U);
}

}  // namespace
}  // namespace weir::model
