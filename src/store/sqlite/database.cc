#include "store/sqlite/database.h"

#include <filesystem>

#include "store/sqlite/statement.h"

namespace weir::store {
namespace {

namespace fs = std::filesystem;
constexpr int kBusyTimeoutMs = 5000;

/// From here on bringing a schema forward takes seconds, and somebody may wait for it.
constexpr uintmax_t kLargeBytes = uintmax_t{64} << 20;

Result<> Migrate(sqlite3* database, std::span<const char* const> schemas, const Tell& tell) {
  WEIR_ASSIGN(Statement read, Statement::Prepare(database, "PRAGMA user_version"));
  WEIR_ASSIGN([[maybe_unused]] const bool row, read.Step());
  const auto version = static_cast<size_t>(read.Int(0));
  read.Reset();
  if (version > schemas.size()) {
    return Fail(ErrorKind::kConflict, "StoreTooNew",
                "the store has schema version " + std::to_string(version) +
                    ", this program knows up to " + std::to_string(schemas.size()) +
                    "; use a newer program");
  }
  for (size_t next = version; next < schemas.size(); ++next) {
    if (version > 0 && tell) {
      tell("schema version " + std::to_string(next) + " becomes " + std::to_string(next + 1) +
           " of " + std::to_string(schemas.size()));
    }
    WEIR_TRY(Execute(database, schemas[next]));
  }
  const std::string done = "PRAGMA user_version = " + std::to_string(schemas.size());
  return Execute(database, done.c_str());
}

Result<> MakeFolder(const std::string& path) {
  std::error_code failed;
  fs::create_directories(fs::path(path).parent_path(), failed);
  if (!failed) return {};
  return Fail(ErrorKind::kInternal, "StoreFailed",
              "the store's folder could not be made: " + failed.message())
      .At(path);
}

}  // namespace

Result<> Execute(sqlite3* database, const char* sql) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return SqliteError(database, "a statement");
}

Result<DatabaseHandle> OpenExisting(const std::string& path, int flags) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  DatabaseHandle database(opened);
  if (code != SQLITE_OK) return SqliteError(opened, "opening the store").At(path);
  sqlite3_busy_timeout(opened, kBusyTimeoutMs);
  return database;
}

Result<DatabaseHandle> OpenDatabase(const std::string& path, const char* pragmas,
                                    std::span<const char* const> schemas, const Tell& tell) {
  if (path != ":memory:") WEIR_TRY(MakeFolder(path));
  WEIR_ASSIGN(DatabaseHandle database,
              OpenExisting(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE));
  sqlite3* opened = database.get();
  // Before anything else is in the file: other people on the machine must not read it.
  std::error_code ignored;
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write, ignored);
  Result<> ready = Execute(opened, pragmas);
  const uintmax_t bytes = path == ":memory:" ? 0 : fs::file_size(path, ignored);
  const auto told = [&](const std::string& message) {
    tell("the store '" + path + "' (" + std::to_string(bytes >> 20U) + " MB): " + message);
  };
  const bool large = tell && !ignored && bytes >= kLargeBytes;
  if (ready) {
    ready = InTransaction(opened,
                          [&] { return Migrate(opened, schemas, large ? Tell(told) : Tell()); });
  }
  if (!ready) return std::move(ready).error().At(path);
  return database;
}

}  // namespace weir::store
