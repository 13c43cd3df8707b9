#include "watch/scanner.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace weir::watch {
namespace {

using connectors::FileEntry;

/// Files with stamps; pages of two.
class ListedStore final : public connectors::FileStore {
 public:
  std::map<std::string, std::string> files;

  Result<connectors::FilePage> ListAll(const std::string& prefix,
                                       const std::string& from) override {
    connectors::FilePage page;
    for (auto at = files.upper_bound(from); at != files.end(); ++at) {
      if (!at->first.starts_with(prefix)) continue;
      if (page.files.size() == 2) {
        page.next = page.files.back().path;
        break;
      }
      page.files.push_back(EntryOf(at->first, at->second));
    }
    return page;
  }
  Result<FileEntry> Stat(const std::string& path) override {
    const auto found = files.find(path);
    if (found == files.end()) return Fail(ErrorKind::kNotFound, "PathNotFound", "none").At(path);
    return EntryOf(path, found->second);
  }
  Result<std::vector<FileEntry>> List(const std::string& folder) override {
    const std::string prefix = folder.empty() ? "" : folder + "/";
    std::map<std::string, FileEntry> entries;
    for (const auto& [path, stamp] : files) {
      if (!path.starts_with(prefix)) continue;
      const size_t slash = path.find('/', prefix.size());
      FileEntry entry = EntryOf(path.substr(0, slash), stamp);
      entry.is_folder = slash != std::string::npos;
      entries.emplace(entry.path, std::move(entry));
    }
    if (entries.empty()) return Fail(ErrorKind::kNotFound, "PathNotFound", "none").At(folder);
    std::vector<FileEntry> list;
    for (auto& [path, entry] : entries) list.push_back(std::move(entry));
    return list;
  }
  Result<std::shared_ptr<arrow::io::InputStream>> OpenInput(const std::string& path) override {
    return Refuse(path);
  }
  Result<std::shared_ptr<arrow::io::RandomAccessFile>> OpenRandom(
      const std::string& path) override {
    return Refuse(path);
  }
  Result<std::unique_ptr<connectors::FileOutput>> OpenOutput(const std::string& path) override {
    return Refuse(path);
  }
  Result<> DeleteFile(const std::string& path) override { return Refuse(path); }
  Result<> DeleteFolder(const std::string& path) override { return Refuse(path); }
  std::string Describe(const std::string& path) const override { return path; }

 private:
  static FileEntry EntryOf(const std::string& path, const std::string& stamp) {
    FileEntry entry;
    entry.path = path;
    entry.size_bytes = 1;
    entry.stamp = stamp;
    return entry;
  }
  static Error Refuse(const std::string& path) {
    return Fail(ErrorKind::kUnsupported, "NotInTests", "files are only listed").At(path);
  }
};

/// What is known, in memory; a report may be refused, as by a service that stops.
class MemoryLedger final : public Ledger {
 public:
  std::map<std::string, std::string> known;
  std::vector<std::string> events;
  int reports_before_fault = -1;
  bool complete = false;

  Result<std::map<std::string, std::string>> Stamps(
      const std::vector<std::string>& paths) override {
    std::map<std::string, std::string> stamps;
    for (const std::string& path : paths) {
      if (known.contains(path)) stamps[path] = known[path];
    }
    return stamps;
  }
  Result<std::vector<store::WatchedFile>> Files(const std::string& prefix, const std::string& after,
                                                int64_t limit) override {
    std::vector<store::WatchedFile> files;
    for (auto at = known.upper_bound(after); at != known.end(); ++at) {
      if (!at->first.starts_with(prefix)) continue;
      files.push_back({"w", at->first, at->second});
      if (static_cast<int64_t>(files.size()) == limit) break;
    }
    return files;
  }
  Result<> Report(const trigger::FileReport& report) override {
    if (reports_before_fault-- == 0) {
      return Fail(ErrorKind::kUnavailable, "ServiceStopping", "the service is stopping");
    }
    for (const store::WatchedFile& file : report.files) {
      if (file.stamp.empty()) {
        known.erase(file.path);
      } else {
        known[file.path] = file.stamp;
      }
    }
    for (const Json& event : report.events) {
      const std::string& type = event["eventType"].as_string();
      const std::string& subject = event["subject"].as_string();
      events.push_back((type.ends_with("Deleted") ? "-" : "+") +
                       subject.substr(subject.find("/blobs/") + 7));
    }
    complete = complete || report.complete;
    return {};
  }
};

trigger::WatchOrder OrderOf(const std::string& begins, bool complete = true) {
  const Json settings = Json::Object({{"scope", "/s"},
                                      {"blobPathBeginsWith", begins},
                                      {"events", Json::Array({"Microsoft.Storage.BlobCreated"})}});
  Result<schedule::BlobEventFilter> filter = schedule::BlobEventFilter::Parse(settings);
  EXPECT_TRUE(filter.ok());
  return {*std::move(filter), "w", "store", complete};
}

class ScannerTest : public ::testing::Test {
 protected:
  Scanner Make(bool complete = true, Scanner::Unfinished unfinished = nullptr) {
    return {store_, ledger_, clock_, OrderOf("/in/", complete), std::move(unfinished)};
  }
  std::vector<std::string> TakeEvents() { return std::exchange(ledger_.events, {}); }

  ListedStore store_;
  MemoryLedger ledger_;
  SystemClock clock_;
  CancelToken cancel_;
};

using Events = std::vector<std::string>;

TEST_F(ScannerTest, WhatIsThereWhenAWatchBeginsIsNoNews) {
  store_.files = {{"in/a", "1"}, {"in/b", "1"}, {"in/c", "1"}, {"out/d", "1"}};
  Scanner scanner = Make(false);
  ASSERT_TRUE(scanner.ListAll(cancel_).ok());
  ASSERT_TRUE(scanner.Complete().ok());
  EXPECT_EQ(TakeEvents(), Events());
  EXPECT_EQ(ledger_.known.size(), 3U);
  EXPECT_TRUE(ledger_.complete);
  store_.files["in/b"] = "2";
  ASSERT_TRUE(scanner.ListAll(cancel_).ok());
  EXPECT_EQ(TakeEvents(), Events({"+b"}));
}

TEST_F(ScannerTest, EveryChangeOnceByPagesAndByFolders) {
  const auto look = [&](bool by_pages) {
    Scanner scanner = Make();
    EXPECT_EQ(scanner.TopFolder(), "in");
    ASSERT_TRUE(by_pages ? scanner.ListAll(cancel_).ok()
                         : scanner.Walk("in", nullptr, cancel_).ok());
  };
  for (const bool by_pages : {true, false}) {
    ledger_.known.clear();
    store_.files = {{"in/a", "1"}, {"in/b/c", "1"}, {"in/d", "1"}};
    look(by_pages);
    EXPECT_EQ(TakeEvents().size(), 3U);
    look(by_pages);
    EXPECT_EQ(TakeEvents(), Events());
    store_.files.erase("in/b/c");
    store_.files["in/a"] = "2";
    store_.files["in/e"] = "1";
    look(by_pages);
    Events events = TakeEvents();
    std::sort(events.begin(), events.end());
    EXPECT_EQ(events, Events({"+a", "+e", "-b/c"}));
    store_.files.clear();
    look(by_pages);
    EXPECT_EQ(TakeEvents(), Events({"-a", "-d", "-e"}));
    EXPECT_TRUE(ledger_.known.empty());
  }
}

TEST_F(ScannerTest, AFaultInBetweenLosesAndRepeatsNothing) {
  for (int i = 0; i < 9; ++i) store_.files["in/" + std::to_string(i)] = "1";
  Events all;
  for (int reports = 0; reports < 12; ++reports) {
    ledger_.reports_before_fault = 1;
    Scanner scanner = Make();
    const Result<> looked = scanner.ListAll(cancel_);
    if (!looked.ok()) {
      EXPECT_EQ(looked.error().code(), "ServiceStopping");
    }
    for (std::string& event : TakeEvents()) all.push_back(std::move(event));
  }
  EXPECT_EQ(all, Events({"+0", "+1", "+2", "+3", "+4", "+5", "+6", "+7", "+8"}));
}

TEST_F(ScannerTest, SingleFilesAreComparedWithWhatIsKnown) {
  Scanner scanner = Make();
  store_.files = {{"in/a", "1"}, {"in/b", "2"}, {"other/c", "1"}};
  ledger_.known = {{"in/b", "1"}, {"in/gone", "1"}};
  const std::map<std::string, bool> paths = {
      {"in/a", false}, {"in/b", true}, {"in/gone", true}, {"in/never", true}, {"other/c", false}};
  ASSERT_TRUE(scanner.LookAt(paths).ok());
  EXPECT_EQ(TakeEvents(), Events({"+a", "-b", "+b", "-gone"}));
  ASSERT_TRUE(scanner.LookAt(paths).ok());
  EXPECT_EQ(TakeEvents(), Events());
}

TEST_F(ScannerTest, AFileThatIsBeingWrittenWaits) {
  bool writing = true;
  store_.files = {{"in/a", "1"}, {"in/b", "1"}};
  Scanner scanner =
      Make(true, [&](const FileEntry& file) { return writing && file.name() == "a"; });
  ASSERT_TRUE(scanner.Walk("", nullptr, cancel_).ok());
  EXPECT_EQ(TakeEvents(), Events({"+b"}));
  auto again = scanner.TakeUnfinished();
  EXPECT_EQ(again, (std::map<std::string, bool>{{"in/a", false}}));
  ASSERT_TRUE(scanner.LookAt(again).ok());
  EXPECT_EQ(TakeEvents(), Events());
  again = scanner.TakeUnfinished();
  writing = false;
  ASSERT_TRUE(scanner.LookAt(again).ok());
  EXPECT_EQ(TakeEvents(), Events({"+a"}));
  EXPECT_TRUE(scanner.TakeUnfinished().empty());
}

TEST_F(ScannerTest, FoldersOutsideThePrefixAreNotEntered) {
  store_.files = {{"in/sub/a", "1"}, {"in/other/b", "1"}, {"out/c", "1"}};
  std::vector<std::string> entered;
  Scanner scanner(store_, ledger_, clock_, OrderOf("/in/blobs/su"));
  EXPECT_EQ(scanner.TopFolder(), "in");
  const auto entering = [&](const std::string& folder) -> Result<> {
    entered.push_back(folder);
    return {};
  };
  ASSERT_TRUE(scanner.Walk("", entering, cancel_).ok());
  EXPECT_EQ(entered, std::vector<std::string>({"", "in", "in/sub"}));
  EXPECT_EQ(TakeEvents(), Events({"+sub/a"}));
}

TEST_F(ScannerTest, StopsWhenAsked) {
  cancel_.Cancel("enough");
  Scanner scanner = Make();
  EXPECT_EQ(scanner.ListAll(cancel_).error().kind(), ErrorKind::kCancelled);
}

}  // namespace
}  // namespace weir::watch
