#include <gtest/gtest.h>

#include "connectors/testing/memory_file_store.h"
#include "copy/copy.h"
#include "formats/format.h"

// What goes wrong outside: full disks, refused files, connections that break off.

namespace weir::copy {
namespace {

using connectors::testing::MemoryFileStore;

class FaultTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(connectors_.Add({.name = "memory",
                                 .linked_services = {"FileServer"},
                                 .datasets = {},
                                 .copy_sources = {},
                                 .copy_sinks = {},
                                 .open_files = [this](const model::LinkedServiceInstance&)
                                     -> Result<std::shared_ptr<connectors::FileStore>> {
                                   return std::shared_ptr<connectors::FileStore>(store_);
                                 },
                                 .open_database = nullptr}));
    ASSERT_TRUE(formats::RegisterFormats(formats_));
  }

  static model::DatasetInstance Dataset(const std::string& type, const std::string& folder,
                                        const std::string& file) {
    Json location = Json::Object({{"type", "FileServerLocation"}, {"folderPath", folder}});
    if (!file.empty()) location.Set("fileName", file);
    Json properties = Json::Object(
        {{"type", type},
         {"typeProperties", Json::Object({{"location", location}, {"firstRowAsHeader", true}})}});
    model::DatasetInstance dataset;
    dataset.name = folder;
    dataset.type = type;
    dataset.properties = properties;
    dataset.linked_service = {"Memory", "FileServer", Json::Object({{"type", "FileServer"}})};
    return dataset;
  }

  Result<Json> Copy(const std::string& type, Json settings, const std::string& from = "",
                    const std::string& to = "") {
    settings.Set("source", Json::Object({{"type", type + "Source"}}));
    settings.Set("sink", Json::Object({{"type", type + "Sink"}}));
    const Services services{connectors_, formats_};
    const model::DatasetInstance source = Dataset(type, "in", from);
    const model::DatasetInstance sink = Dataset(type, "out", to);
    const SystemClock clock;
    return RunCopy({services,
                    "C",
                    "run",
                    settings,
                    source,
                    sink,
                    [&](const Json&) { return source.linked_service; },
                    cancel_,
                    clock,
                    {}});
  }

  std::shared_ptr<MemoryFileStore> store_ = std::make_shared<MemoryFileStore>();
  connectors::ConnectorRegistry connectors_;
  formats::FormatRegistry formats_;
  CancelToken cancel_;
};

std::string Rows(int count) {
  std::string text = "x,y\n";
  for (int i = 0; i < count; ++i) text += std::to_string(i) + ",some text\n";
  return text;
}

TEST_F(FaultTest, AFullDiskLeavesNoHalfFile) {
  store_->Put("in/a.csv", Rows(100000));
  store_->LimitSpace(2'000'000);
  const Result<Json> output = Copy("DelimitedText", Json::Object({}));
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().code(), "2200");
  EXPECT_NE(output.error().message().find("Failure happened on 'Sink' side."), std::string::npos);
  EXPECT_NE(output.error().message().find("no space left on device"), std::string::npos);
  EXPECT_EQ(store_->Paths(), std::vector<std::string>{"in/a.csv"});
}

TEST_F(FaultTest, AFullDiskWhileMovingBytes) {
  store_->Put("in/a.bin", std::string(5'000'000, 'x'));
  store_->LimitSpace(6'000'000);
  const Result<Json> output = Copy("Binary", Json::Object({}));
  ASSERT_FALSE(output);
  EXPECT_NE(output.error().message().find("'Sink' side"), std::string::npos);
  EXPECT_EQ(store_->Paths(), std::vector<std::string>{"in/a.bin"});
}

TEST_F(FaultTest, ASourceThatBreaksOffLeavesNoHalfFile) {
  store_->Put("in/a.bin", std::string(1000, 'x'));
  store_->BreakOff("in/a.bin", 500);
  const Result<Json> output = Copy("Binary", Json::Object({}));
  ASSERT_FALSE(output);
  EXPECT_NE(output.error().message().find("Failure happened on 'Source' side."), std::string::npos);
  EXPECT_NE(output.error().message().find("the connection was lost"), std::string::npos);
  EXPECT_EQ(store_->Paths(), std::vector<std::string>{"in/a.bin"});
}

TEST_F(FaultTest, RefusedFilesAreSkippedWhenAsked) {
  store_->Put("in/a.bin", "a");
  store_->Put("in/b.bin", "b");
  store_->Deny("in/a.bin");
  const Json skip = Json::Object({{"skipErrorFile", Json::Object({{"fileForbidden", true}})}});
  const Result<Json> output = Copy("Binary", skip);
  ASSERT_TRUE(output) << output.error().ToString();
  EXPECT_EQ((*output)["filesSkipped"].as_int(), 1);
  EXPECT_EQ((*output)["filesWritten"].as_int(), 1);
  EXPECT_NE(store_->Find("out/b.bin"), nullptr);
}

TEST_F(FaultTest, ARefusedFileStopsACopyThatDoesNotSkipIt) {
  store_->Put("in/a.bin", "a");
  store_->Deny("in/a.bin");
  const Json skip = Json::Object({{"skipErrorFile", Json::Object({{"fileMissing", true}})}});
  const Result<Json> output = Copy("Binary", skip);
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind(), ErrorKind::kDenied);
}

TEST_F(FaultTest, ManyFilesAtOnceArriveWhole) {
  for (int i = 0; i < 200; ++i) {
    store_->Put("in/" + std::to_string(i) + ".csv", Rows(i));
  }
  Json settings = Json::Object({{"parallelCopies", 8}});
  const Result<Json> output = Copy("DelimitedText", settings);
  ASSERT_TRUE(output) << output.error().ToString();
  EXPECT_EQ((*output)["filesWritten"].as_int(), 200);
  EXPECT_EQ((*output)["rowsCopied"].as_int(), 200 * 199 / 2);
  EXPECT_EQ(store_->Paths().size(), 400U);
}

TEST_F(FaultTest, MergedBytesOfABrokenSourceDoNotAppear) {
  store_->Put("in/a.csv", Rows(10));
  store_->Put("in/b.csv", Rows(100000));
  store_->BreakOff("in/b.csv", 500'000);
  const Result<Json> output = Copy("DelimitedText", Json::Object({}), "", "all.csv");
  ASSERT_FALSE(output);
  EXPECT_EQ(store_->Find("out/all.csv"), nullptr);
}

}  // namespace
}  // namespace weir::copy
