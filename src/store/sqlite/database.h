#pragma once

#include <sqlite3.h>

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "base/result.h"

namespace weir::store {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using DatabaseHandle = std::unique_ptr<sqlite3, CloseDatabase>;

/// Takes what people should know while they wait.
using Tell = std::function<void(const std::string& message)>;

/// Open a database that only its owner reads, made with its folder if it is not there (":memory:"
/// for one in memory), and bring its schema to the newest version: each of `schemas` brings it one
/// forward; the version is in `PRAGMA user_version`. `pragmas` are set first. `tell` hears of each
/// step that a large database takes.
/// Errors: kConflict StoreTooNew, kInternal StoreFailed.
Result<DatabaseHandle> OpenDatabase(const std::string& path, const char* pragmas,
                                    std::span<const char* const> schemas, const Tell& tell = {});

/// Open a database that is there, as it is; `flags` are sqlite3_open_v2's.
/// Errors: kInternal StoreFailed.
Result<DatabaseHandle> OpenExisting(const std::string& path, int flags);

Result<> Execute(sqlite3* database, const char* sql);

/// All that `write` does, or nothing.
template <typename Write>
Result<> InTransaction(sqlite3* database, const Write& write) {
  WEIR_TRY(Execute(database, "BEGIN IMMEDIATE"));
  Result<> written = write();
  if (written) written = Execute(database, "COMMIT");
  if (!written) sqlite3_exec(database, "ROLLBACK", nullptr, nullptr, nullptr);
  return written;
}

}  // namespace weir::store
