#include "store/sqlite/sqlite_access_store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>

namespace weir::store {
namespace {

class AccessFile : public ::testing::Test {
 protected:
  AccessFile()
      : path_((std::filesystem::temp_directory_path() /
               ("weir-access-" + std::to_string(getpid()) + ".db"))
                  .string()) {
    auto opened = OpenSqliteAccessStore(path_);
    EXPECT_TRUE(opened.ok());
    store_ = *std::move(opened);
  }
  ~AccessFile() override {
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + end);
  }
  /// What another program does to the file; its message.
  std::string Tamper(const std::string& sql) {
    sqlite3* database = nullptr;
    sqlite3_open(path_.c_str(), &database);
    char* message = nullptr;
    sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &message);
    std::string text = message == nullptr ? "" : message;
    sqlite3_free(message);
    sqlite3_close(database);
    return text;
  }
  void Log(int count) {
    for (int i = 0; i < count; ++i) {
      AuditRecord record;
      record.time = FromMicros(i);
      record.principal = "somebody";
      record.action = "act " + std::to_string(i);
      ASSERT_TRUE(store_->Append(record));
    }
  }

  std::string path_;
  std::unique_ptr<AccessStore> store_;
};

TEST_F(AccessFile, KeepsPrincipalsByName) {
  PrincipalRecord record{"1", "token", "Ci", "hash", "", "", Json::Array(), FromMicros(5), {}};
  record.roles.Append(Json::Object({{"role", "Reader"}, {"scope", "/"}}));
  ASSERT_TRUE(store_->AddPrincipal(record));
  record.id = "2";
  record.name = "cI";
  EXPECT_EQ(store_->AddPrincipal(record).error().code(), "PrincipalExists");
  const auto kept = store_->Principals();
  ASSERT_EQ(kept->size(), 1U);
  EXPECT_EQ((*kept)[0].name, "Ci");
  EXPECT_EQ((*kept)[0].roles[0]["role"].as_string(), "Reader");
  EXPECT_FALSE((*kept)[0].expires);
  EXPECT_TRUE(*store_->RemovePrincipal("ci"));
  EXPECT_FALSE(*store_->RemovePrincipal("ci"));
}

TEST_F(AccessFile, KeepsTheFirstOfASetting) {
  EXPECT_FALSE(*store_->Setting("tenant"));
  EXPECT_EQ(*store_->KeepSetting("tenant", "a"), "a");
  EXPECT_EQ(*store_->KeepSetting("tenant", "b"), "a");
}

TEST_F(AccessFile, ChainsTheLogOverProcesses) {
  Log(2);
  const auto other = OpenSqliteAccessStore(path_);
  ASSERT_TRUE((*other)->Append({}));
  Log(1);
  const auto head = store_->VerifyAudit();
  ASSERT_TRUE(head.ok()) << head.error().ToString();
  EXPECT_EQ(head->records, 4);
  const auto last = store_->Audit(2);
  ASSERT_EQ(last->size(), 2U);
  EXPECT_EQ((*last)[1].hash, head->hash);
  EXPECT_EQ((*last)[0].sequence, 3);
}

TEST_F(AccessFile, SaysWhichRecordWasChanged) {
  Log(5);
  EXPECT_EQ(Tamper("DELETE FROM audit"), "the audit log is only added to");
  EXPECT_EQ(Tamper("UPDATE audit SET status = 1"), "the audit log is only added to");
  EXPECT_TRUE(store_->VerifyAudit().ok());
  Tamper("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_removed");
  Tamper("UPDATE audit SET principal = 'nobody' WHERE sequence = 3");
  const auto changed = store_->VerifyAudit();
  ASSERT_FALSE(changed.ok());
  EXPECT_EQ(changed.error().code(), "AuditLogDamaged");
  EXPECT_NE(changed.error().message().find("record 3"), std::string::npos);
  Tamper("DELETE FROM audit WHERE sequence = 3");
  EXPECT_NE(store_->VerifyAudit().error().message().find("record 3 is missing"), std::string::npos);
}

}  // namespace
}  // namespace weir::store
