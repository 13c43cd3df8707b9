#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "connectors/database.h"
#include "connectors/duckdb/instance.h"
#include "connectors/duckdb/result_reader.h"

namespace weir::connectors::duckdb {

/// A DuckDB file or in-memory database, which also stands in for any other SQL store: statements
/// pass through TranslateSql first.
class DuckDatabase final : public Database {
 public:
  /// `procedures` is the folder of the procedures' bodies, one NAME.sql each; may be missing.
  DuckDatabase(std::shared_ptr<Connection> connection, std::filesystem::path procedures)
      : connection_(std::move(connection)), procedures_(std::move(procedures)) {}

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
  std::string Quote(const std::string& name) const override;

 private:
  Result<std::unique_ptr<formats::BatchStream>> Stream(const std::string& sql,
                                                       const std::vector<Binding>& bindings,
                                                       const CancelToken* cancel);
  Result<ResultHandle> RunOrMakeSchema(const std::string& sql, const std::vector<Binding>& bindings,
                                       bool streaming, const CancelToken* cancel);
  Result<> RunOne(const std::string& sql, const std::vector<Binding>& bindings, int64_t rows_max,
                  const CancelToken* cancel, ScriptResult& out);
  Result<std::string> ProcedureBody(const std::string& procedure) const;

  std::shared_ptr<Connection> connection_;
  std::filesystem::path procedures_;
};

/// A table as it stands in the catalogue.
struct TableInfo {
  TableName name;                                     ///< As spelled there.
  std::vector<ColumnInfo> columns;                    ///< In order.
  std::vector<std::vector<std::string>> unique_keys;  ///< Column sets with a unique index.
};

/// Errors: kNotFound SqlTableNotFound.
Result<TableInfo> FindTable(const std::shared_ptr<Connection>& connection, const TableName& table);

/// Run a query of ours and give its rows as objects.
Result<std::vector<Json>> FetchRows(const std::shared_ptr<Connection>& connection,
                                    const std::string& sql, const std::vector<Binding>& bindings);

/// "name" with its quotes doubled.
std::string QuoteName(const std::string& name);

}  // namespace weir::connectors::duckdb
