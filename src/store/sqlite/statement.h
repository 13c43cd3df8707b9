#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace weir::store {

/// SQLite's last error as ours.
Error SqliteError(sqlite3* database, std::string_view doing);

/// A prepared statement: bind from 1, step, read columns from 0. Texts bound must outlive the step.
class Statement {
 public:
  static Result<Statement> Prepare(sqlite3* database, const char* sql);

  void Bind(int index, std::string_view text);
  void BindBlob(int index, std::string_view bytes);
  void Bind(int index, int64_t number);
  void Bind(int index, std::optional<int64_t> number);

  /// True if there is a row.
  Result<bool> Step();
  /// Step a statement that gives no rows, and make it ready for the next use.
  Result<> Run();
  void Reset();

  bool IsInt(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_INTEGER;
  }
  int64_t Int(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  std::optional<int64_t> OptionalInt(int column) const;
  std::string Text(int column) const;
  /// Of a text that holds JSON; null if it holds none.
  Json JsonOf(int column) const;
  /// Until the next step.
  std::string_view Blob(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  Statement(sqlite3* database, sqlite3_stmt* statement)
      : database_(database), statement_(statement) {}

  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace weir::store
