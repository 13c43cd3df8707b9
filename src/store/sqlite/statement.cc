#include "store/sqlite/statement.h"

namespace weir::store {

Error SqliteError(sqlite3* database, std::string_view doing) {
  const int code = sqlite3_errcode(database) & 0xFF;
  const std::string message = std::string(doing) + " failed: " + sqlite3_errmsg(database);
  switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Fail(ErrorKind::kUnavailable, "StoreLocked", message);
    case SQLITE_FULL:
      return Fail(ErrorKind::kUnavailable, "StoreFull", message);
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      return Fail(ErrorKind::kUnavailable, "StoreFailed", message);
    default:
      return Fail(ErrorKind::kInternal, "StoreFailed", message);
  }
}

Result<Statement> Statement::Prepare(sqlite3* database, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) !=
      SQLITE_OK) {
    return SqliteError(database, "preparing a statement");
  }
  return Statement(database, statement);
}

void Statement::Bind(int index, std::string_view text) {
  sqlite3_bind_text(statement_.get(), index, text.data() == nullptr ? "" : text.data(),
                    static_cast<int>(text.size()), SQLITE_STATIC);
}

void Statement::BindBlob(int index, std::string_view bytes) {
  sqlite3_bind_blob64(statement_.get(), index, bytes.data(), bytes.size(), SQLITE_STATIC);
}

void Statement::Bind(int index, int64_t number) {
  sqlite3_bind_int64(statement_.get(), index, number);
}

void Statement::Bind(int index, std::optional<int64_t> number) {
  if (number) {
    sqlite3_bind_int64(statement_.get(), index, *number);
  } else {
    sqlite3_bind_null(statement_.get(), index);
  }
}

Result<bool> Statement::Step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  Error error = SqliteError(database_, "a step");
  Reset();
  return error;
}

Result<> Statement::Run() {
  WEIR_ASSIGN([[maybe_unused]] const bool row, Step());
  Reset();
  return {};
}

void Statement::Reset() {
  sqlite3_reset(statement_.get());
}

std::optional<int64_t> Statement::OptionalInt(int column) const {
  if (sqlite3_column_type(statement_.get(), column) == SQLITE_NULL) return std::nullopt;
  return Int(column);
}

std::string Statement::Text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  return text == nullptr
             ? std::string()
             : std::string(text,
                           static_cast<size_t>(sqlite3_column_bytes(statement_.get(), column)));
}

Json Statement::JsonOf(int column) const {
  Result<Json> json = ParseJson(Text(column));
  return json ? *std::move(json) : Json();
}

std::string_view Statement::Blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

}  // namespace weir::store
