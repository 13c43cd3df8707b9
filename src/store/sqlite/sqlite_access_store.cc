#include "store/sqlite/sqlite_access_store.h"

#include <array>
#include <mutex>

#include "base/digest.h"
#include "store/sqlite/database.h"
#include "store/sqlite/statement.h"

extern "C" const char weir_sqlite_access_v001[];

namespace weir::store {
namespace {

constexpr std::array kSchemas = {weir_sqlite_access_v001};

AuditRecord ReadAudit(const Statement& row) {
  AuditRecord record;
  record.sequence = row.Int(0);
  record.time = FromMicros(row.Int(1));
  record.principal_id = row.Text(2);
  record.principal = row.Text(3);
  record.remote = row.Text(4);
  record.operation = row.Text(5);
  record.action = row.Text(6);
  record.scope = row.Text(7);
  record.status = row.Int(8);
  record.request_id = row.Text(9);
  record.hash = row.Text(10);
  return record;
}

class SqliteAccessStore final : public AccessStore {
 public:
  explicit SqliteAccessStore(DatabaseHandle database) : database_(std::move(database)) {}

  Result<> Prepare() {
    WEIR_ASSIGN(Statement last, Prepared("SELECT sequence, hash FROM audit "
                                         "ORDER BY sequence DESC LIMIT 1"));
    last_ = std::make_unique<Statement>(std::move(last));
    WEIR_ASSIGN(Statement append,
                Prepared("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    append_ = std::make_unique<Statement>(std::move(append));
    return {};
  }

  Result<std::vector<PrincipalRecord>> Principals() override;
  Result<> AddPrincipal(const PrincipalRecord& principal) override;
  Result<bool> RemovePrincipal(const std::string& name) override;
  Result<std::optional<std::string>> Setting(const std::string& name) override;
  Result<std::string> KeepSetting(const std::string& name, const std::string& text) override;
  Result<> Append(const AuditRecord& record) override;
  Result<std::vector<AuditRecord>> Audit(int64_t limit) override;
  Result<AuditHead> VerifyAudit() override;

 private:
  Result<Statement> Prepared(const char* sql) { return Statement::Prepare(database_.get(), sql); }
  Result<> WriteAudit(const AuditRecord& record);
  Result<> ReadLast(AuditHead* head);
  /// One change that is on disk when it returns.
  template <typename Write>
  Result<> Durably(const Write& write) {
    WEIR_TRY(Execute(database_.get(), "PRAGMA synchronous = FULL"));
    Result<> written = InTransaction(database_.get(), write);
    WEIR_TRY(Execute(database_.get(), "PRAGMA synchronous = NORMAL"));
    return written;
  }

  std::mutex mutex_;
  DatabaseHandle database_;
  std::unique_ptr<Statement> last_;
  std::unique_ptr<Statement> append_;
};

Result<std::vector<PrincipalRecord>> SqliteAccessStore::Principals() {
  const std::lock_guard lock(mutex_);
  WEIR_ASSIGN(Statement rows, Prepared("SELECT * FROM principals ORDER BY name"));
  std::vector<PrincipalRecord> records;
  while (true) {
    WEIR_ASSIGN(const bool more, rows.Step());
    if (!more) return records;
    PrincipalRecord record{rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3), rows.Text(4),
                           rows.Text(5), Json(),       UtcTime(),    std::nullopt};
    Result<Json> roles = ParseJson(rows.Text(6));
    if (roles) record.roles = *std::move(roles);
    record.created = FromMicros(rows.Int(7));
    if (const auto expires = rows.OptionalInt(8)) record.expires = FromMicros(*expires);
    records.push_back(std::move(record));
  }
}

Result<> SqliteAccessStore::AddPrincipal(const PrincipalRecord& principal) {
  const std::lock_guard lock(mutex_);
  return Durably([&]() -> Result<> {
    WEIR_ASSIGN(Statement find, Prepared("SELECT 1 FROM principals WHERE name = ?"));
    find.Bind(1, principal.name);
    WEIR_ASSIGN(const bool there, find.Step());
    if (there) {
      return Fail(ErrorKind::kConflict, "PrincipalExists",
                  "there is a '" + principal.name + "' already; revoke it first");
    }
    WEIR_ASSIGN(Statement insert,
                Prepared("INSERT INTO principals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"));
    const std::string roles = DumpJson(principal.roles);
    int at = 0;
    for (const std::string* text :
         {&principal.id, &principal.kind, &principal.name, &principal.secret_hash,
          &principal.issuer, &principal.subject, &roles}) {
      insert.Bind(++at, *text);
    }
    insert.Bind(++at, ToMicros(principal.created));
    insert.Bind(++at, principal.expires ? std::optional(ToMicros(*principal.expires))
                                        : std::optional<int64_t>());
    return insert.Run();
  });
}

Result<bool> SqliteAccessStore::RemovePrincipal(const std::string& name) {
  const std::lock_guard lock(mutex_);
  bool removed = false;
  Result<> written = Durably([&]() -> Result<> {
    WEIR_ASSIGN(Statement remove, Prepared("DELETE FROM principals WHERE name = ?"));
    remove.Bind(1, name);
    WEIR_TRY(remove.Run());
    removed = sqlite3_changes(database_.get()) > 0;
    return {};
  });
  WEIR_TRY(std::move(written));
  return removed;
}

Result<std::optional<std::string>> SqliteAccessStore::Setting(const std::string& name) {
  const std::lock_guard lock(mutex_);
  WEIR_ASSIGN(Statement find, Prepared("SELECT text FROM settings WHERE name = ?"));
  find.Bind(1, name);
  WEIR_ASSIGN(const bool there, find.Step());
  return there ? std::optional(find.Text(0)) : std::optional<std::string>();
}

Result<std::string> SqliteAccessStore::KeepSetting(const std::string& name,
                                                   const std::string& text) {
  {
    const std::lock_guard lock(mutex_);
    Result<> written = Durably([&]() -> Result<> {
      WEIR_ASSIGN(Statement insert, Prepared("INSERT OR IGNORE INTO settings VALUES (?, ?)"));
      insert.Bind(1, name);
      insert.Bind(2, text);
      return insert.Run();
    });
    WEIR_TRY(std::move(written));
  }
  WEIR_ASSIGN(const std::optional<std::string> kept, Setting(name));
  return kept.value_or(text);
}

Result<> SqliteAccessStore::ReadLast(AuditHead* head) {
  last_->Reset();
  WEIR_ASSIGN(const bool any, last_->Step());
  if (any) *head = {last_->Int(0), last_->Text(1)};
  last_->Reset();
  return {};
}

Result<> SqliteAccessStore::WriteAudit(const AuditRecord& record) {
  // Another process may have added some.
  AuditHead head;
  WEIR_TRY(ReadLast(&head));
  AuditRecord next = record;
  next.sequence = head.records + 1;
  next.hash = AuditHash(head.hash, next);
  int at = 0;
  append_->Bind(++at, next.sequence);
  append_->Bind(++at, ToMicros(next.time));
  for (const std::string* text : {&next.principal_id, &next.principal, &next.remote,
                                  &next.operation, &next.action, &next.scope}) {
    append_->Bind(++at, *text);
  }
  append_->Bind(++at, next.status);
  append_->Bind(++at, next.request_id);
  append_->Bind(++at, next.hash);
  return append_->Run();
}

Result<> SqliteAccessStore::Append(const AuditRecord& record) {
  const std::lock_guard lock(mutex_);
  return InTransaction(database_.get(), [&] { return WriteAudit(record); });
}

Result<std::vector<AuditRecord>> SqliteAccessStore::Audit(int64_t limit) {
  const std::lock_guard lock(mutex_);
  WEIR_ASSIGN(Statement rows,
              Prepared("SELECT * FROM (SELECT * FROM audit ORDER BY sequence DESC LIMIT ?) "
                       "ORDER BY sequence"));
  rows.Bind(1, limit);
  std::vector<AuditRecord> records;
  while (true) {
    WEIR_ASSIGN(const bool more, rows.Step());
    if (!more) return records;
    records.push_back(ReadAudit(rows));
  }
}

Result<AuditHead> SqliteAccessStore::VerifyAudit() {
  const std::lock_guard lock(mutex_);
  WEIR_ASSIGN(Statement rows, Prepared("SELECT * FROM audit ORDER BY sequence"));
  AuditHead head;
  while (true) {
    WEIR_ASSIGN(const bool more, rows.Step());
    if (!more) return head;
    const AuditRecord record = ReadAudit(rows);
    const std::string expected = std::to_string(head.records + 1);
    if (record.sequence != head.records + 1) {
      return Fail(
          ErrorKind::kInvalid, "AuditLogDamaged",
          "record " + expected + " is missing: the next one is " + std::to_string(record.sequence));
    }
    if (record.hash != AuditHash(head.hash, record)) {
      return Fail(ErrorKind::kInvalid, "AuditLogDamaged",
                  "record " + expected + " was changed, or the one before it");
    }
    head = {record.sequence, record.hash};
  }
}

}  // namespace

std::string AuditHash(const std::string& previous, const AuditRecord& record) {
  const Json fields =
      Json::Array({previous, record.sequence, ToMicros(record.time), record.principal_id,
                   record.principal, record.remote, record.operation, record.action, record.scope,
                   record.status, record.request_id});
  return Sha256Hex(DumpJson(fields));
}

Result<std::unique_ptr<AccessStore>> OpenSqliteAccessStore(const std::string& path) {
  WEIR_ASSIGN(
      DatabaseHandle database,
      OpenDatabase(path, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", kSchemas));
  auto store = std::make_unique<SqliteAccessStore>(std::move(database));
  WEIR_TRY(store->Prepare());
  return std::unique_ptr<AccessStore>(std::move(store));
}

}  // namespace weir::store
