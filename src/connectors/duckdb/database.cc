#include "connectors/duckdb/database.h"

#include <arrow/api.h>

#include <fstream>
#include <sstream>

#include "base/names.h"
#include "connectors/cancel_watch.h"
#include "connectors/duckdb/table_writer.h"
#include "connectors/duckdb/translate.h"
#include "connectors/output_parameters.h"
#include "connectors/row_json.h"
#include "connectors/sql_text.h"

namespace weir::connectors::duckdb {
namespace {

constexpr int64_t kBatchRows = 64 << 10;

class QueryStream final : public formats::BatchStream {
 public:
  QueryStream(std::unique_ptr<ResultReader> reader, std::shared_ptr<Connection> connection,
              const CancelToken* cancel)
      : connection_(std::move(connection)),
        reader_(std::move(reader)),
        cancel_(cancel),
        watch_(cancel, [this] { duckdb_interrupt(connection_->get()); }) {}

  std::shared_ptr<arrow::Schema> schema() const override { return reader_->schema(); }
  Result<std::shared_ptr<arrow::RecordBatch>> Next() override {
    if (cancel_ != nullptr) WEIR_TRY(cancel_->Check());
    auto batch = reader_->Next(kBatchRows);
    if (!batch && cancel_ != nullptr) WEIR_TRY(cancel_->Check());
    return batch;
  }

 private:
  std::shared_ptr<Connection> connection_;
  std::unique_ptr<ResultReader> reader_;
  const CancelToken* cancel_;
  CancelWatch watch_;
};

std::vector<Binding> Bindings(const std::vector<SqlParameter>& parameters) {
  std::vector<Binding> bindings;
  for (const SqlParameter& parameter : parameters) {
    bindings.push_back({BareParameterName(parameter.name), parameter.value, parameter.type});
  }
  return bindings;
}

Error NoResultSet(const std::string& sql) {
  return Fail(ErrorKind::kInvalid, "SqlInvalidDbQueryString",
              "The specified SQL Query is not valid. It could be caused by that the query doesn't "
              "return any data. Invalid query: '" +
                  sql + "'");
}

}  // namespace

std::string QuoteName(const std::string& name) {
  std::string quoted = "\"";
  for (const char c : name) {
    quoted += c;
    if (c == '"') quoted += c;
  }
  return quoted + "\"";
}

std::string DuckDatabase::Quote(const std::string& name) const {
  return QuoteName(name);
}

Result<ResultHandle> DuckDatabase::RunOrMakeSchema(const std::string& sql,
                                                   const std::vector<Binding>& bindings,
                                                   bool streaming, const CancelToken* cancel) {
  const CancelWatch watch(cancel, [this] { duckdb_interrupt(connection_->get()); });
  Result<ResultHandle> result = RunStatement(*connection_, sql, bindings, streaming);
  // T-SQL's own schema is there without being asked for.
  if (!result &&
      result.error().message().find("Schema with name dbo does not exist") != std::string::npos) {
    WEIR_TRY(connection_->Run("CREATE SCHEMA IF NOT EXISTS dbo"));
    result = RunStatement(*connection_, sql, bindings, streaming);
  }
  if (!result && cancel != nullptr) WEIR_TRY(cancel->Check());
  return result;
}

Result<> DuckDatabase::RunOne(const std::string& sql, const std::vector<Binding>& bindings,
                              int64_t rows_max, const CancelToken* cancel, ScriptResult& out) {
  WEIR_ASSIGN(ResultHandle result, RunOrMakeSchema(sql, bindings, false, cancel));
  switch (duckdb_result_return_type(*result.get())) {
    case DUCKDB_RESULT_TYPE_CHANGED_ROWS:
      out.records_affected = std::max<int64_t>(out.records_affected, 0) +
                             static_cast<int64_t>(duckdb_rows_changed(result.get()));
      return {};
    case DUCKDB_RESULT_TYPE_QUERY_RESULT:
      break;
    case DUCKDB_RESULT_TYPE_NOTHING:
    case DUCKDB_RESULT_TYPE_INVALID:
      return {};
  }
  ScriptResult::ResultSet set;
  WEIR_ASSIGN(const auto reader, ResultReader::Open(connection_, std::move(result), sql));
  while (static_cast<int64_t>(set.rows.size()) < rows_max) {
    WEIR_ASSIGN(const auto batch, reader->Next(1));
    if (batch == nullptr) break;
    AppendRows(*batch, rows_max, set.rows);
    set.row_count += batch->num_rows();
  }
  WEIR_ASSIGN(const int64_t rest, reader->CountRest());
  set.row_count += rest;
  out.result_sets.push_back(std::move(set));
  return {};
}

Result<ScriptResult> DuckDatabase::Execute(const std::string& sql,
                                           const std::vector<SqlParameter>& parameters,
                                           int64_t rows_max, const CancelToken* cancel) {
  ScriptResult out;
  const std::vector<Binding> bindings = Bindings(parameters);
  WEIR_ASSIGN(const std::vector<std::string> statements, TranslateSql(sql));
  for (const std::string& statement : statements) {
    if (cancel != nullptr) WEIR_TRY(cancel->Check());
    WEIR_TRY(RunOne(statement, bindings, rows_max, cancel, out));
  }
  out.output_parameters = OutputParameters(parameters, out.result_sets);
  return out;
}

Result<std::unique_ptr<formats::BatchStream>> DuckDatabase::Stream(
    const std::string& sql, const std::vector<Binding>& bindings, const CancelToken* cancel) {
  WEIR_ASSIGN(const std::vector<std::string> statements, TranslateSql(sql));
  if (statements.empty()) return NoResultSet(sql);
  for (size_t i = 0; i + 1 < statements.size(); ++i) {
    ScriptResult before;
    WEIR_TRY(RunOne(statements[i], bindings, 0, cancel, before));
    if (!before.result_sets.empty()) {
      return Fail(ErrorKind::kInvalid, "SqlInvalidDbQueryString",
                  "the query gives more than one result set: '" + sql + "'");
    }
  }
  WEIR_ASSIGN(ResultHandle result, RunOrMakeSchema(statements.back(), bindings, true, cancel));
  if (duckdb_result_return_type(*result.get()) != DUCKDB_RESULT_TYPE_QUERY_RESULT) {
    return NoResultSet(sql);
  }
  WEIR_ASSIGN(auto reader, ResultReader::Open(connection_, std::move(result), statements.back()));
  return std::unique_ptr<formats::BatchStream>(
      std::make_unique<QueryStream>(std::move(reader), connection_, cancel));
}

Result<std::unique_ptr<formats::BatchStream>> DuckDatabase::Query(const std::string& sql,
                                                                  const CancelToken* cancel) {
  return Stream(sql, {}, cancel);
}

Result<std::string> DuckDatabase::ProcedureBody(const std::string& procedure) const {
  const std::vector<std::string> parts = SplitName(procedure);
  std::vector<std::string> wanted;
  if (parts.size() > 1) wanted.push_back(parts[parts.size() - 2] + "." + parts.back() + ".sql");
  if (!parts.empty()) wanted.push_back(parts.back() + ".sql");
  std::error_code none;
  for (const std::string& name : wanted) {
    for (const auto& entry : std::filesystem::directory_iterator(procedures_, none)) {
      if (!SameName(entry.path().filename().string(), name)) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      std::ostringstream text;
      text << file.rdbuf();
      return text.str();
    }
  }
  return Fail(ErrorKind::kNotFound, "SqlInvalidDbStoredProcedure",
              "there is no stored procedure '" + procedure +
                  "': DuckDB has none of its own; write "
                  "its statements to '" +
                  (procedures_ / (parts.empty() ? "NAME.sql" : parts.back() + ".sql")).string() +
                  "'");
}

Result<ScriptResult> DuckDatabase::Call(const std::string& procedure,
                                        const std::vector<SqlParameter>& parameters,
                                        int64_t rows_max, const CancelToken* cancel) {
  WEIR_ASSIGN(const std::string body, ProcedureBody(procedure));
  auto result = Execute(body, parameters, rows_max, cancel);
  if (!result) {
    return std::move(std::move(result).error().While("calling procedure '" + procedure + "'"));
  }
  return result;
}

Result<std::unique_ptr<formats::BatchStream>> DuckDatabase::QueryProcedure(
    const std::string& procedure, const std::vector<SqlParameter>& parameters,
    const CancelToken* cancel) {
  WEIR_ASSIGN(const std::string body, ProcedureBody(procedure));
  auto stream = Stream(body, Bindings(parameters), cancel);
  if (!stream) {
    return std::move(std::move(stream).error().While("calling procedure '" + procedure + "'"));
  }
  return stream;
}

Result<std::vector<ColumnInfo>> DuckDatabase::Describe(const TableName& table) {
  WEIR_ASSIGN(TableInfo info, FindTable(connection_, table));
  return std::move(info.columns);
}

Result<std::unique_ptr<TableWriter>> DuckDatabase::OpenWriter(
    const TableWriteOptions& options, std::shared_ptr<arrow::Schema> schema) {
  return OpenTableWriter(connection_, options, std::move(schema));
}

}  // namespace weir::connectors::duckdb
