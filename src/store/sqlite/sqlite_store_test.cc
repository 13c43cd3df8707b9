#include "store/sqlite/sqlite_store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <filesystem>

#include "store/testing/store_suite.h"

extern "C" const char weir_sqlite_v001[];

namespace weir::store {
namespace {

std::unique_ptr<Store> OpenEmpty() {
  auto store = OpenSqliteStore(":memory:");
  return store ? *std::move(store) : nullptr;
}

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreSuite, ::testing::Values(OpenEmpty));

class SqliteFile : public ::testing::Test {
 protected:
  SqliteFile() {
    folder_ = std::filesystem::temp_directory_path() / ("weir-store-" + std::to_string(getpid()));
    path_ = (folder_ / "deep" / "runs.db").string();
  }
  ~SqliteFile() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
  std::string path_;
};

TEST_F(SqliteFile, OnlyItsOwnerReadsIt) {
  ASSERT_TRUE(OpenSqliteStore(path_));
  struct stat status{};
  ASSERT_EQ(stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(SqliteFile, RefusesANewerSchema) {
  ASSERT_TRUE(OpenSqliteStore(path_));
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, "PRAGMA user_version = 99", nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(database);
  const auto store = OpenSqliteStore(path_);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code(), "StoreTooNew");
  EXPECT_EQ(store.error().target(), path_);
}

TEST_F(SqliteFile, BringsAnOlderSchemaForward) {
  std::filesystem::create_directories(folder_ / "deep");
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path_.c_str(), &database), SQLITE_OK);
  const std::string old =
      std::string(weir_sqlite_v001) +
      "PRAGMA user_version = 1; INSERT INTO definitions VALUES ('h', 'd');"
      "INSERT INTO runs VALUES (1, 'r1', 'r1', 1, 'Load', 'InProgress', '', '{}', '{}', '[]', 5, "
      "NULL, 5, '', 'f', 'h', 'start', 'null')";
  ASSERT_EQ(sqlite3_exec(database, old.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(database);
  auto store = OpenSqliteStore(path_);
  ASSERT_TRUE(store) << store.error().ToString();
  EXPECT_EQ((*store)->Unfinished()->size(), 1U);
  EXPECT_EQ((*store)->QueryRuns({"f", FromMicros(0), FromMicros(9)})->records.size(), 1U);
  EXPECT_TRUE((*store)->Resources()->empty());
}

/// Beyond some thousands of runs in its window, a query is answered another way.
TEST_F(SqliteFile, AnswersAWideWindowLikeANarrowOne) {
  auto store = OpenSqliteStore(":memory:");
  ASSERT_TRUE(store);
  constexpr int kRuns = 6000;
  ChangeSet changes;
  changes.definitions["h"] = "d";
  for (int i = 0; i < kRuns; ++i) {
    ChangeSet::NewRun run;
    run.record.run_id = run.record.group_id = std::to_string(i);
    run.record.status = i % 100 == 0 ? "Failed" : "Succeeded";
    run.record.start = run.record.updated = FromMicros(i);
    run.record.factory = "f";
    run.definition = "h";
    changes.new_runs.push_back(std::move(run));
  }
  ASSERT_TRUE((*store)->Commit(changes));
  for (const int64_t after : {int64_t{0}, int64_t{kRuns - 1000}}) {
    RunQuery query{"f", FromMicros(after), FromMicros(kRuns)};
    query.conditions = {{RunField::kStatus, false, {"Failed"}}};
    query.limit = 2;
    auto page = (*store)->QueryRuns(query);
    ASSERT_TRUE(page);
    ASSERT_EQ(page->records.size(), 2U);
    EXPECT_EQ(page->records[1].run_id, "5800");
    query.continuation = page->continuation;
    page = (*store)->QueryRuns(query);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->records.at(0).run_id, "5700");
  }
}

TEST_F(SqliteFile, SaysThatAFileIsNoDatabase) {
  std::filesystem::create_directories(folder_ / "deep");
  FILE* file = std::fopen(path_.c_str(), "w");
  for (int i = 0; i < 1000; ++i) std::fputs("this is no database\n", file);
  std::fclose(file);
  const auto store = OpenSqliteStore(path_);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code(), "StoreFailed");
}

TEST_F(SqliteFile, TwoProcessesMayUseItInTurn) {
  auto one = OpenSqliteStore(path_);
  auto other = OpenSqliteStore(path_);
  ASSERT_TRUE(one);
  ASSERT_TRUE(other);
  ChangeSet changes;
  changes.definitions["h"] = "d";
  ASSERT_TRUE((*one)->Commit(changes));
  changes.definitions["i"] = "d";
  ASSERT_TRUE((*other)->Commit(changes));
}

}  // namespace
}  // namespace weir::store
