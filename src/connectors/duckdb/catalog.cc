#include <arrow/record_batch.h>

#include <algorithm>

#include "connectors/duckdb/database.h"
#include "connectors/row_json.h"

namespace weir::connectors::duckdb {
namespace {

// A name without a schema is looked for where statements would find it.
constexpr const char* kFindTable = R"(
  SELECT DISTINCT schema_name AS schema, table_name AS name, database_name AS database
  FROM duckdb_columns()
  WHERE database_name IN (current_database(), 'temp') AND lower(table_name) = lower($table)
    AND ($schema = '' OR lower(schema_name) = lower($schema))
  ORDER BY database_name <> 'temp', schema_name <> 'main', schema_name <> 'dbo', schema_name)";

constexpr const char* kColumns = R"(
  SELECT column_name AS name, data_type AS type, is_nullable AS nullable
  FROM duckdb_columns()
  WHERE database_name = $database AND schema_name = $schema AND table_name = $table
    AND NOT internal ORDER BY column_index)";

constexpr const char* kKeys = R"(
  SELECT constraint_type AS type, constraint_column_names AS columns
  FROM duckdb_constraints()
  WHERE database_name = $database AND schema_name = $schema AND table_name = $table
    AND constraint_type IN ('PRIMARY KEY', 'UNIQUE'))";

}  // namespace

Result<std::vector<Json>> FetchRows(const std::shared_ptr<Connection>& connection,
                                    const std::string& sql, const std::vector<Binding>& bindings) {
  WEIR_ASSIGN(ResultHandle result, RunStatement(*connection, sql, bindings, false));
  WEIR_ASSIGN(const auto reader, ResultReader::Open(connection, std::move(result), sql));
  std::vector<Json> rows;
  while (true) {
    WEIR_ASSIGN(const auto batch, reader->Next(1));
    if (batch == nullptr) return rows;
    AppendRows(*batch, static_cast<int64_t>(rows.size()) + batch->num_rows(), rows);
  }
}

Result<TableInfo> FindTable(const std::shared_ptr<Connection>& connection, const TableName& table) {
  WEIR_ASSIGN(const std::vector<Json> found,
              FetchRows(connection, kFindTable,
                        {{"table", table.table, ""}, {"schema", table.schema, ""}}));
  if (found.empty()) {
    return Fail(ErrorKind::kNotFound, "SqlTableNotFound",
                "there is no table '" + table.ToString() + "'")
        .At(table.ToString());
  }
  const Json& first = found.front();
  TableInfo info;
  const bool temporary = first["database"].as_string() == "temp";
  info.name = {temporary ? "temp" : first["schema"].as_string(), first["name"].as_string()};
  const std::vector<Binding> which = {{"database", first["database"], ""},
                                      {"schema", first["schema"], ""},
                                      {"table", first["name"], ""}};
  WEIR_ASSIGN(const std::vector<Json> columns, FetchRows(connection, kColumns, which));
  for (const Json& column : columns) {
    info.columns.push_back({column["name"].as_string(), column["type"].as_string(),
                            column["nullable"].as_bool(), false});
  }
  WEIR_ASSIGN(const std::vector<Json> keys, FetchRows(connection, kKeys, which));
  for (const Json& key : keys) {
    WEIR_ASSIGN(const Json names, ParseJson(key["columns"].as_string()));
    std::vector<std::string> set;
    for (const Json& name : names.items()) set.push_back(name.as_string());
    for (ColumnInfo& column : info.columns) {
      const bool in_key = std::find(set.begin(), set.end(), column.name) != set.end();
      if (in_key && key["type"].as_string() == "PRIMARY KEY") column.key = true;
    }
    info.unique_keys.push_back(std::move(set));
  }
  return info;
}

}  // namespace weir::connectors::duckdb
