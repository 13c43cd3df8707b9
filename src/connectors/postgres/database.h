#pragma once

#include <memory>
#include <string>
#include <vector>

#include "connectors/database.h"
#include "connectors/postgres/connection.h"
#include "connectors/postgres/row_decoder.h"

namespace weir::connectors::postgres {

/// A PostgreSQL database. See README.md for how queries, scripts and procedures run.
class PostgresDatabase final : public Database {
 public:
  explicit PostgresDatabase(std::shared_ptr<Connection> connection)
      : connection_(std::move(connection)) {}

  Result<std::unique_ptr<formats::BatchStream>> Query(const std::string& sql,
                                                      const CancelToken* cancel) override;
  Result<ScriptResult> Execute(const std::string& sql, const std::vector<SqlParameter>& parameters,
                               int64_t rows_max, const CancelToken* cancel) override;
  Result<ScriptResult> Call(const std::string& procedure,
                            const std::vector<SqlParameter>& parameters, int64_t rows_max,
                            const CancelToken* cancel) override;
  Result<std::unique_ptr<formats::BatchStream>> QueryProcedure(
      const std::string& procedure, const std::vector<SqlParameter>& parameters,
      const CancelToken* cancel) override;
  Result<std::vector<ColumnInfo>> Describe(const TableName& table) override;
  Result<std::unique_ptr<TableWriter>> OpenWriter(const TableWriteOptions& options,
                                                  std::shared_ptr<arrow::Schema> schema) override;
  std::string Quote(const std::string& name) const override { return connection_->QuoteName(name); }

 private:
  std::shared_ptr<Connection> connection_;
};

/// Stream the last statement of `sql`; those before it must give no result set.
Result<std::unique_ptr<formats::BatchStream>> OpenQuery(std::shared_ptr<Connection> connection,
                                                        const std::string& sql,
                                                        const CancelToken* cancel);

/// Run a script, statement by statement.
Result<ScriptResult> RunScript(Connection& connection, const std::string& sql,
                               const std::vector<SqlParameter>& parameters, int64_t rows_max,
                               const CancelToken* cancel);

/// How to call a procedure or function with these parameters.
struct RoutineCall {
  std::string sql;
  bool is_procedure = false;  ///< CALL: its row holds output parameters.
  bool gives_rows = false;    ///< A function that returns something.
};
/// Errors: kNotFound SqlInvalidDbStoredProcedure; kInvalid SqlParameterMissing.
Result<RoutineCall> FindRoutine(Connection& connection, const std::string& name,
                                const std::vector<SqlParameter>& parameters);

/// A table's column with the type it is written in; for a domain, that of its base.
struct PgColumn {
  Oid type = 0;
  int modifier = -1;
};

/// A table as it stands in the catalogue.
struct TableInfo {
  TableName name;  ///< As spelled there.
  std::vector<ColumnInfo> columns;
  std::vector<PgColumn> types;                        ///< One for each column.
  std::vector<std::vector<std::string>> unique_keys;  ///< Column sets that ON CONFLICT can name.
};
/// Exact names first, then ignoring case. Errors: kNotFound SqlTableNotFound.
Result<TableInfo> FindTable(Connection& connection, const TableName& table);

}  // namespace weir::connectors::postgres
