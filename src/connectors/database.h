#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/cancel.h"
#include "base/json.h"
#include "formats/batch_stream.h"

namespace weir::connectors {

struct TableName {
  std::string schema;  ///< Empty: the connection's default.
  std::string table;
  std::string ToString() const { return schema.empty() ? table : schema + "." + table; }
};

struct ColumnInfo {
  std::string name;
  std::string store_type;  ///< As the store prints it: "numeric(10,2)".
  bool nullable = true;
  bool key = false;  ///< Part of the primary key.
};

/// One parameter of a procedure or a script. `type` is ADF's word ("String", "Int32", …) or empty.
struct SqlParameter {
  std::string name;
  Json value;
  std::string type;
  std::string direction = "Input";  ///< Input, Output, InputOutput.
};

/// What a script block gave back.
struct ScriptResult {
  struct ResultSet {
    std::vector<Json> rows;  ///< Objects column → value, typed.
    int64_t row_count = 0;   ///< Of the whole set, also where `rows` was cut.
  };
  std::vector<ResultSet> result_sets;
  int64_t records_affected = -1;  ///< -1: not a statement that changes rows.
  Json output_parameters;         ///< Object; null if none.
  std::string messages;           ///< Notices, PRINT output.
};

enum class WriteBehavior { kInsert, kUpsert };

/// How to write a table.
struct TableWriteOptions {
  TableName table;
  std::string pre_copy_script;  ///< Run first, inside the same transaction where the store can.
  bool auto_create = false;     ///< tableOption autoCreate: make the table from the first batch.
  WriteBehavior behavior = WriteBehavior::kInsert;
  std::vector<std::string> keys;  ///< Upsert; empty: the table's primary key.
  int64_t batch_rows = 0;         ///< writeBatchSize; 0: all in one transaction.
  const CancelToken* cancel = nullptr;
};

/// Rows going into a table. Without Commit nothing stays (except batches the settings asked for).
class TableWriter {
 public:
  virtual ~TableWriter() = default;
  /// Columns are matched to the table's by name (exact, else ignoring case); one that the table
  /// lacks is kInvalid UserErrorInvalidColumnName. A value that does not fit: kInvalid, naming the
  /// column.
  virtual Result<> Write(const std::shared_ptr<arrow::RecordBatch>& batch) = 0;
  virtual Result<> Commit() = 0;
};

/// One connection to a database. Not thread safe; open several for parallel work.
///
/// Errors: kDenied SqlUnauthorizedAccess for refused credentials, kUnavailable SqlFailedToConnect
/// for a server that is down, kNotFound SqlTableNotFound, kInvalid SqlOperationFailed with the
/// server's words.
class Database {
 public:
  virtual ~Database() = default;
  /// Run a query that gives exactly one result set and stream it.
  virtual Result<std::unique_ptr<formats::BatchStream>> Query(const std::string& sql,
                                                              const CancelToken* cancel) = 0;
  /// Run a script of one or more statements; at most `rows_max` rows of each set are kept.
  virtual Result<ScriptResult> Execute(const std::string& sql,
                                       const std::vector<SqlParameter>& parameters,
                                       int64_t rows_max, const CancelToken* cancel) = 0;
  /// Call a stored procedure (or, where a store has none, its nearest: see the connector's README).
  virtual Result<ScriptResult> Call(const std::string& procedure,
                                    const std::vector<SqlParameter>& parameters, int64_t rows_max,
                                    const CancelToken* cancel) = 0;
  /// Call a stored procedure that gives exactly one result set and stream it.
  /// Errors: kUnsupported StoredProcedureNotSupported where a store has none.
  virtual Result<std::unique_ptr<formats::BatchStream>> QueryProcedure(
      const std::string& procedure, const std::vector<SqlParameter>& parameters,
      const CancelToken* cancel);
  /// The table's columns in order; kNotFound SqlTableNotFound.
  virtual Result<std::vector<ColumnInfo>> Describe(const TableName& table) = 0;
  virtual Result<std::unique_ptr<TableWriter>> OpenWriter(
      const TableWriteOptions& options, std::shared_ptr<arrow::Schema> schema) = 0;
  /// Quote a name in this store's dialect, and a table's two-part name.
  virtual std::string Quote(const std::string& name) const = 0;
  std::string QuoteTable(const TableName& table) const {
    return table.schema.empty() ? Quote(table.table)
                                : Quote(table.schema) + "." + Quote(table.table);
  }
};

}  // namespace weir::connectors
