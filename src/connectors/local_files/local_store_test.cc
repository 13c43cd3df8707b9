#include "connectors/local_files/local_store.h"

#include <arrow/io/interfaces.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "base/ids.h"
#include "connectors/connector.h"
#include "connectors/testing/file_store_suite.h"
#include "formats/batch_stream.h"
#include "testing/json_cases.h"

namespace weir::connectors::local_files {
Result<> Register(ConnectorRegistry& registry);
Result<std::string> RootOfHost(const std::string& host);

namespace {

using connectors::testing::CodeOf;
using connectors::testing::FileStoreSuite;
using connectors::testing::KindOf;
using connectors::testing::ReadText;
using connectors::testing::SampleBytes;
using connectors::testing::Says;
using connectors::testing::WriteText;
using ::testing::HasSubstr;

namespace fs = std::filesystem;

/// A folder that goes with its owner.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_(fs::temp_directory_path() / ("weir-test-" + NewGuid())) {
    fs::create_directories(path_);
  }
  ~TemporaryFolder() { fs::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// Keeps its folder alive as long as the store.
class OwningStore final : public TemporaryFolder {
 public:
  std::shared_ptr<LocalStore> store = std::make_shared<LocalStore>(path().string());
};

INSTANTIATE_TEST_SUITE_P(Local, FileStoreSuite,
                         ::testing::Values([]() -> connectors::testing::StoreUnderTest {
                           auto owner = std::make_shared<OwningStore>();
                           return {std::shared_ptr<FileStore>(owner, owner->store.get()),
                                   "landing"};
                         }));

class LocalStoreTest : public ::testing::Test {
 protected:
  fs::path root() const { return folder_.path(); }
  LocalStore& store() { return *store_; }
  size_t CountFiles() const {
    size_t count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(root())) {
      static_cast<void>(entry);
      ++count;
    }
    return count;
  }

 private:
  TemporaryFolder folder_;
  std::shared_ptr<LocalStore> store_ = std::make_shared<LocalStore>(folder_.path().string());
};

TEST_F(LocalStoreTest, AbortRemovesTheTemporaryFileAndNewFolders) {
  {
    auto output = store().OpenOutput("a/b/c.csv");
    ASSERT_EQ(Says(output), "");
    ASSERT_TRUE((*output)->stream()->Write("abc", 3).ok());
    EXPECT_EQ(CountFiles(), 3U);
    EXPECT_EQ(store().List("a/b")->size(), 0U) << "a file in the making is not listed";
  }
  EXPECT_EQ(CountFiles(), 0U);
}

TEST_F(LocalStoreTest, WhatAKilledAttemptLeftIsWrittenOver) {
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto output = store().OpenOutput("a/b.csv");
    const bool written = output.ok() && (*output)->stream()->Write("half a file", 11).ok() &&
                         (*output)->stream()->Flush().ok();
    ::_exit(written ? 0 : 1);
  }
  int status = 1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);
  EXPECT_EQ(CountFiles(), 2U);
  EXPECT_EQ(store().List("a")->size(), 0U);
  ASSERT_EQ(Says(WriteText(store(), "a/b.csv", "all")), "");
  EXPECT_EQ(CountFiles(), 2U) << "the folder and the file";
  EXPECT_EQ(*ReadText(store(), "a/b.csv"), "all");
}

TEST_F(LocalStoreTest, TwoThatWriteOneFileDoNotMix) {
  auto first = store().OpenOutput("a.csv");
  auto second = store().OpenOutput("a.csv");
  ASSERT_EQ(Says(first), "");
  ASSERT_EQ(Says(second), "");
  ASSERT_TRUE((*first)->stream()->Write("one", 3).ok());
  ASSERT_TRUE((*second)->stream()->Write("other", 5).ok());
  ASSERT_EQ(Says((*first)->Commit()), "");
  auto third = store().OpenOutput("a.csv");  // The first still holds what is the file by now.
  ASSERT_EQ(Says(third), "");
  EXPECT_EQ(*ReadText(store(), "a.csv"), "one");
  ASSERT_EQ(Says((*second)->Commit()), "");
  EXPECT_EQ(*ReadText(store(), "a.csv"), "other");
  ASSERT_EQ(Says((*third)->Commit()), "");
  EXPECT_EQ(*ReadText(store(), "a.csv"), "");
  first->reset();
  second->reset();
  third->reset();
  EXPECT_EQ(CountFiles(), 1U);
}

TEST_F(LocalStoreTest, TellsWhenAFileWasMade) {
  ASSERT_EQ(Says(WriteText(store(), "a.csv", "x")), "");
  const auto entry = store().Stat("a.csv");
  ASSERT_EQ(Says(entry), "");
  if (!entry->created) GTEST_SKIP() << "this file system keeps no birth time";
  EXPECT_LE(*entry->created, SystemClock().Now() + std::chrono::seconds(1));
  EXPECT_EQ(entry->content_md5, "");
}

TEST_F(LocalStoreTest, FollowsLinksButNotInCircles) {
  ASSERT_EQ(Says(WriteText(store(), "real/a.csv", "x")), "");
  fs::create_symlink("a.csv", root() / "real/link.csv");
  fs::create_directory_symlink("real", root() / "folder");
  fs::create_directory_symlink("..", root() / "real/up");
  fs::create_directory_symlink(".", root() / "real/self");
  fs::create_symlink("absent", root() / "real/dangling");
  const auto entries = store().List("folder");
  ASSERT_EQ(Says(entries), "");
  std::string names;
  for (const FileEntry& entry : *entries) names += entry.name() + (entry.is_folder ? "/ " : " ");
  EXPECT_EQ(names, "a.csv link.csv ");
  EXPECT_EQ(*ReadText(store(), "folder/link.csv"), "x");
  EXPECT_EQ(KindOf(store().Stat("real/dangling")), "NotFound");
  ASSERT_EQ(Says(store().DeleteFolder("folder")), "");
  EXPECT_EQ(*ReadText(store(), "real/a.csv"), "x") << "deleting a link keeps what it points to";
}

TEST_F(LocalStoreTest, TheChecksumsThatHadoopLeavesAreNotListed) {
  for (const char* name : {"part-0", ".part-0.crc", ".other.crc", ".crc", "a.crc"}) {
    ASSERT_EQ(Says(WriteText(store(), std::string("out/") + name, "x")), "");
  }
  const auto entries = store().List("out");
  ASSERT_EQ(Says(entries), "");
  std::string names;
  for (const FileEntry& entry : *entries) names += entry.name() + " ";
  EXPECT_EQ(names, ".crc .other.crc a.crc part-0 ");
}

TEST_F(LocalStoreTest, ListsNoPipesAndDoesNotHangOnThem) {
  ASSERT_EQ(::mkfifo((root() / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(store().List("")->size(), 0U);
  EXPECT_EQ(CodeOf(store().OpenInput("pipe")), "InvalidPath");
}

TEST_F(LocalStoreTest, TakesBackslashesAsSeparators) {
  ASSERT_EQ(Says(WriteText(store(), "in\\2024\\a.csv", "x")), "");
  EXPECT_EQ(*ReadText(store(), "in/2024/a.csv"), "x");
  EXPECT_EQ(CodeOf(store().OpenInput("in\\..\\..\\etc")), "PathEscapesRoot");
}

TEST_F(LocalStoreTest, RefusesToReplaceAFolderOrToWriteBelowAFile) {
  ASSERT_EQ(Says(WriteText(store(), "a/b.csv", "x")), "");
  EXPECT_EQ(CodeOf(store().OpenOutput("a")), "PathIsFolder");
  const auto below = store().OpenOutput("a/b.csv/c.csv");
  EXPECT_EQ(CodeOf(below), "PathIsNotFolder");
  EXPECT_THAT(Says(below), HasSubstr("b.csv"));
  EXPECT_EQ(CodeOf(store().OpenOutput(std::string(300, 'n'))), "InvalidPath");
  EXPECT_EQ(CodeOf(store().Stat(std::string("a\0b", 3))), "InvalidPath");
  EXPECT_EQ(CountFiles(), 2U);
}

TEST_F(LocalStoreTest, KeepsNoMetadata) {
  const auto other =
      store().WithSettings(*ParseJson(R"({"metadata": [{"name": "a", "value": "b"}]})"), nullptr);
  EXPECT_EQ(CodeOf(other), "UnsupportedMetadata");
  EXPECT_THAT(Says(other), HasSubstr(root().string()));
}

TEST_F(LocalStoreTest, DeletingTheRootKeepsIt) {
  ASSERT_EQ(Says(WriteText(store(), "a/b.csv", "x")), "");
  ASSERT_EQ(Says(store().DeleteFolder("")), "");
  EXPECT_TRUE(fs::exists(root()));
  EXPECT_EQ(CountFiles(), 0U);
}

/// No file may grow beyond a limit while this lives, as on a full disk.
class SizeLimit {
 public:
  explicit SizeLimit(rlim_t bytes) {
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit = {bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~SizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  SizeLimit(const SizeLimit&) = delete;
  SizeLimit& operator=(const SizeLimit&) = delete;

 private:
  rlimit before_ = {};
  void (*handler_)(int) = nullptr;
};

TEST_F(LocalStoreTest, AFullDiskIsAnErrorAndLeavesTheOldFile) {
  ASSERT_EQ(Says(WriteText(store(), "a.csv", "old")), "");
  {
    const SizeLimit limit(1'000'000);
    // Large pieces fail as they are written, the last small one when it is flushed.
    const auto large = WriteText(store(), "a.csv", SampleBytes(2'000'000));
    EXPECT_EQ(CodeOf(large), "DiskFull");
    EXPECT_EQ(KindOf(large), "Internal");
    EXPECT_THAT(Says(large), HasSubstr("a.csv"));
    const SizeLimit smaller(1000);
    EXPECT_EQ(CodeOf(WriteText(store(), "sub/b.csv", SampleBytes(2000))), "DiskFull");
  }
  EXPECT_EQ(*ReadText(store(), "a.csv"), "old");
  EXPECT_EQ(CountFiles(), 1U);
}

TEST_F(LocalStoreTest, OpensFromALinkedService) {
  ConnectorRegistry registry;
  ASSERT_EQ(Says(Register(registry)), "");
  ASSERT_EQ(Says(WriteText(store(), "a.csv", "x")), "");
  for (const char* type : {"FileServer", "OnPremisesFileServer"}) {
    const auto spec = registry.Find(type);
    ASSERT_EQ(Says(spec), "");
    const model::LinkedServiceInstance service = {
        "Files", type,
        Json::Object({{"typeProperties", Json::Object({{"host", root().string()}})}})};
    const auto opened = (*spec)->open_files(service);
    ASSERT_EQ(Says(opened), "");
    EXPECT_EQ(*ReadText(**opened, "a.csv"), "x");
    EXPECT_EQ((*opened)->Describe("a.csv"), root().string() + "/a.csv");
  }
}

const bool registered = weir::testing::RegisterCases(
    "hosts", "src/connectors/local_files/cases/hosts.json", [](const Json& one) {
      const Result<std::string> root = RootOfHost(one["host"].as_string());
      if (one["root"].is_string()) {
        ASSERT_EQ(Says(root), "");
        EXPECT_EQ(*root, one["root"].as_string());
      } else {
        EXPECT_EQ(CodeOf(root), one["error"]["code"].as_string());
        EXPECT_THAT(Says(root), HasSubstr(one["error"]["says"].as_string()));
      }
    });

}  // namespace
}  // namespace weir::connectors::local_files
