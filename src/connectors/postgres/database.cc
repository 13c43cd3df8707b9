#include "connectors/postgres/database.h"

#include "connectors/output_parameters.h"
#include "connectors/postgres/table_writer.h"

namespace weir::connectors::postgres {

Result<std::unique_ptr<formats::BatchStream>> PostgresDatabase::Query(const std::string& sql,
                                                                      const CancelToken* cancel) {
  return OpenQuery(connection_, sql, cancel);
}

Result<ScriptResult> PostgresDatabase::Execute(const std::string& sql,
                                               const std::vector<SqlParameter>& parameters,
                                               int64_t rows_max, const CancelToken* cancel) {
  WEIR_ASSIGN(ScriptResult result, RunScript(*connection_, sql, parameters, rows_max, cancel));
  result.output_parameters = OutputParameters(parameters, result.result_sets);
  return result;
}

Result<ScriptResult> PostgresDatabase::Call(const std::string& procedure,
                                            const std::vector<SqlParameter>& parameters,
                                            int64_t rows_max, const CancelToken* cancel) {
  WEIR_ASSIGN(const RoutineCall call, FindRoutine(*connection_, procedure, parameters));
  auto result = RunScript(*connection_, call.sql, {}, rows_max, cancel);
  if (!result) {
    return std::move(std::move(result).error().While("calling procedure '" + procedure + "'"));
  }
  result->output_parameters = OutputParameters(parameters, result->result_sets);
  if (!call.gives_rows) result->result_sets.clear();
  return result;
}

Result<std::unique_ptr<formats::BatchStream>> PostgresDatabase::QueryProcedure(
    const std::string& procedure, const std::vector<SqlParameter>& parameters,
    const CancelToken* cancel) {
  WEIR_ASSIGN(const RoutineCall call, FindRoutine(*connection_, procedure, parameters));
  if (!call.gives_rows) {
    return Fail(ErrorKind::kInvalid, "SqlInvalidDbStoredProcedure",
                "'" + procedure + "' gives no rows: only a function can be read from");
  }
  auto stream = OpenQuery(connection_, call.sql, cancel);
  if (!stream) {
    return std::move(std::move(stream).error().While("calling procedure '" + procedure + "'"));
  }
  return stream;
}

Result<std::vector<ColumnInfo>> PostgresDatabase::Describe(const TableName& table) {
  WEIR_ASSIGN(TableInfo info, FindTable(*connection_, table));
  return std::move(info.columns);
}

Result<std::unique_ptr<TableWriter>> PostgresDatabase::OpenWriter(
    const TableWriteOptions& options, std::shared_ptr<arrow::Schema> schema) {
  return OpenTableWriter(connection_, options, std::move(schema));
}

}  // namespace weir::connectors::postgres
