#pragma once

#include <memory>
#include <string>

#include "base/cancel.h"
#include "base/result.h"
#include "connectors/duckdb/handles.h"

namespace weir::connectors::duckdb {

/// An open DuckDB database, shared by all connections of this process to the same path.
///
/// A file is held only while an Instance of it lives; `:memory:NAME` lives until the process ends.
class Instance {
 public:
  /// Errors: kUnavailable SqlFailedToConnect (locked by another process, no such folder, not a
  /// database file).
  static Result<std::shared_ptr<Instance>> Open(const std::string& path);
  Instance(DatabaseHandle database, ConnectionHandle conversion)
      : database_(std::move(database)), conversion_(std::move(conversion)) {}

  duckdb_database database() const { return database_.get(); }
  /// A connection that runs no queries: conversions of Arrow data take their settings from it.
  duckdb_connection conversion() const { return conversion_.get(); }

 private:
  DatabaseHandle database_;
  ConnectionHandle conversion_;
};

/// One connection to an Instance. Not thread safe.
class Connection {
 public:
  static Result<std::shared_ptr<Connection>> Open(const std::string& path);
  Connection(std::shared_ptr<Instance> instance, ConnectionHandle handle)
      : instance_(std::move(instance)), handle_(std::move(handle)) {}

  duckdb_connection get() const { return handle_.get(); }
  const std::shared_ptr<Instance>& instance() const { return instance_; }
  /// Run statements of ours; the number of rows the last one changed.
  Result<int64_t> Run(const std::string& sql, const CancelToken* cancel = nullptr);

 private:
  std::shared_ptr<Instance> instance_;
  ConnectionHandle handle_;
};

/// DuckDB's error as ours, with the statement it came from. `type` may be DUCKDB_ERROR_INVALID;
/// then the words decide.
Error FromDuckDB(duckdb_error_type type, const std::string& message, const std::string& sql);
Error FromResult(duckdb_result* result, const std::string& sql);
/// OK if the data holds no error; takes it over.
Result<> CheckErrorData(duckdb_error_data data, const std::string& doing);

}  // namespace weir::connectors::duckdb
