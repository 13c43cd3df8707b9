#include "connectors/duckdb/table_writer.h"

#include <arrow/api.h>

#include <algorithm>
#include <optional>

#include "base/names.h"
#include "connectors/column_match.h"
#include "connectors/duckdb/batch_function.h"
#include "connectors/duckdb/database.h"
#include "connectors/duckdb/translate.h"
#include "connectors/duckdb/types.h"

namespace weir::connectors::duckdb {
namespace {

constexpr const char* kStage = "temp.main.weir_stage";

std::string QuoteTable(const TableName& table) {
  return table.schema.empty() ? QuoteName(table.table)
                              : QuoteName(table.schema) + "." + QuoteName(table.table);
}

std::string Join(const std::vector<std::string>& parts, const char* between = ", ") {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : between) + part;
  return out;
}

bool IsText(const arrow::DataType& type) {
  return type.id() == arrow::Type::STRING || type.id() == arrow::Type::LARGE_STRING;
}

// The SQL that turns column `from` of a batch into a value of the store's type; `cast` is CAST or
// TRY_CAST.
std::string Convert(const std::string& from, const arrow::DataType& type, const std::string& to,
                    const std::string& cast) {
  const auto as = [&cast](const std::string& value, const std::string& target) {
    return cast + "(" + value + " AS " + target + ")";
  };
  if (IsText(type)) {
    if (to == "BLOB") return "encode(" + from + ")";
    const bool nested = to.starts_with("STRUCT") || to.starts_with("MAP") || to.ends_with("]");
    if (nested) return as(as(from, "JSON"), to);
  }
  if (type.id() == arrow::Type::DURATION && to == "TIME") {
    return as("(TIME '00:00:00' + " + from + ")", to);
  }
  return as(from, to);
}

class Writer final : public TableWriter {
 public:
  Writer(std::shared_ptr<Connection> connection, TableWriteOptions options,
         std::shared_ptr<arrow::Schema> schema)
      : connection_(std::move(connection)),
        options_(std::move(options)),
        schema_(std::move(schema)) {}
  ~Writer() override { Abort(); }

  Result<> Start();
  Result<> Write(const std::shared_ptr<arrow::RecordBatch>& batch) override;
  Result<> Commit() override;

 private:
  Result<> Prepare();
  Result<> CreateTable();
  Result<> MatchColumns();
  Result<> ChooseKeys();
  Result<> Insert(const std::shared_ptr<arrow::RecordBatch>& batch);
  Result<> Flush();
  Error Explain(const Error& error);
  std::optional<Error> FindBadValue();
  std::string MergeSql() const;
  std::string Deduplicated() const;
  void Abort();

  bool upsert() const { return options_.behavior == WriteBehavior::kUpsert; }

  std::shared_ptr<Connection> connection_;
  TableWriteOptions options_;
  std::shared_ptr<arrow::Schema> schema_;
  std::shared_ptr<BatchSource> source_;
  TableInfo table_;
  std::vector<const ColumnInfo*> targets_;  // One for each column of the schema.
  std::vector<std::string> columns_;        // Their quoted names.
  std::vector<std::string> keys_;           // Quoted.
  bool keys_indexed_ = false;
  std::string insert_sql_;
  bool open_ = false;
  int64_t rows_ = 0;           // Since the start.
  int64_t rows_in_batch_ = 0;  // Since the last commit.
};

Result<> Writer::Start() {
  WEIR_TRY(connection_->Run("BEGIN TRANSACTION"));
  open_ = true;
  auto prepared = Prepare();
  if (!prepared) Abort();
  return prepared;
}

Result<> Writer::Prepare() {
  if (!options_.pre_copy_script.empty()) {
    WEIR_ASSIGN(const auto statements, TranslateSql(options_.pre_copy_script));
    for (const std::string& statement : statements) {
      auto ran = connection_->Run(statement, options_.cancel);
      if (!ran) return std::move(std::move(ran).error().While("running the pre-copy script"));
    }
  }
  if (options_.auto_create) WEIR_TRY(CreateTable());
  WEIR_ASSIGN(table_, FindTable(connection_, options_.table));
  WEIR_TRY(MatchColumns());
  if (upsert()) WEIR_TRY(ChooseKeys());
  WEIR_ASSIGN(source_, BatchSource::Make(connection_->instance(), schema_));
  std::vector<std::string> values;
  for (int i = 0; i < schema_->num_fields(); ++i) {
    values.push_back(Convert("c" + std::to_string(i), *schema_->field(i)->type(),
                             targets_[static_cast<size_t>(i)]->store_type, "CAST"));
  }
  if (!upsert()) {
    insert_sql_ = "INSERT INTO " + QuoteTable(table_.name) + " (" + Join(columns_) + ") SELECT " +
                  Join(values) + " FROM " + source_->Sql();
    return {};
  }
  insert_sql_ = std::string("INSERT INTO ") + kStage + " SELECT " + Join(values) +
                ", weir_row FROM " + source_->Sql();
  WEIR_TRY(connection_->Run(std::string("CREATE OR REPLACE TEMP TABLE weir_stage AS SELECT ") +
                            Join(columns_) + ", 0::BIGINT AS weir_row FROM " +
                            QuoteTable(table_.name) + " LIMIT 0"));
  return {};
}

Result<> Writer::CreateTable() {
  if (!options_.table.schema.empty()) {
    WEIR_TRY(connection_->Run("CREATE SCHEMA IF NOT EXISTS " + QuoteName(options_.table.schema)));
  }
  std::vector<std::string> columns;
  for (const auto& field : schema_->fields()) {
    WEIR_ASSIGN(const std::string type, StoreType(*field));
    columns.push_back(QuoteName(field->name()) + " " + type);
  }
  WEIR_TRY(connection_->Run("CREATE TABLE IF NOT EXISTS " + QuoteTable(options_.table) + " (" +
                            Join(columns) + ")"));
  return {};
}

Result<> Writer::MatchColumns() {
  for (const auto& field : schema_->fields()) {
    WEIR_ASSIGN(const ColumnInfo* column,
                MatchColumn(table_.columns, field->name(), options_.table));
    targets_.push_back(column);
    columns_.push_back(QuoteName(column->name));
  }
  return {};
}

Result<> Writer::ChooseKeys() {
  WEIR_ASSIGN(std::vector<std::string> keys,
              UpsertKeys(table_.columns, targets_, options_.keys, options_.table));
  std::vector<std::string> sorted = keys;
  std::sort(sorted.begin(), sorted.end());
  for (std::vector<std::string> unique : table_.unique_keys) {
    std::sort(unique.begin(), unique.end());
    if (unique == sorted) keys_indexed_ = true;
  }
  for (const std::string& key : keys) keys_.push_back(QuoteName(key));
  return {};
}

Result<> Writer::Write(const std::shared_ptr<arrow::RecordBatch>& batch) {
  if (!open_) {
    return Fail(ErrorKind::kConflict, "SqlOperationFailed", "the writer is closed or has failed");
  }
  for (int64_t from = 0; from < batch->num_rows();) {
    int64_t count = batch->num_rows() - from;
    if (options_.batch_rows > 0) count = std::min(count, options_.batch_rows - rows_in_batch_);
    const auto part = batch->Slice(from, count);
    WEIR_TRY(Insert(part));
    from += count;
    if (options_.batch_rows > 0 && rows_in_batch_ >= options_.batch_rows) {
      WEIR_TRY(Flush());
      WEIR_TRY(connection_->Run("BEGIN TRANSACTION"));
      open_ = true;
    }
  }
  return {};
}

Result<> Writer::Insert(const std::shared_ptr<arrow::RecordBatch>& batch) {
  if (options_.cancel != nullptr) WEIR_TRY(options_.cancel->Check());
  WEIR_TRY(source_->Show(batch, rows_ + 1));
  auto ran = connection_->Run(insert_sql_, options_.cancel);
  if (!ran) {
    Abort();
    return Explain(ran.error());
  }
  rows_ += batch->num_rows();
  rows_in_batch_ += batch->num_rows();
  return {};
}

std::string Writer::Deduplicated() const {
  std::vector<std::string> nulls;
  for (const std::string& key : keys_) nulls.push_back(key + " IS NULL");
  return "SELECT " + Join(columns_) + " FROM " + kStage +
         " QUALIFY row_number() OVER (PARTITION BY " + Join(keys_) + ", CASE WHEN " +
         Join(nulls, " OR ") + " THEN weir_row END ORDER BY weir_row DESC) = 1";
}

std::string Writer::MergeSql() const {
  std::vector<std::string> updates;
  std::vector<std::string> sources;
  const char* from = keys_indexed_ ? "excluded." : "s.";
  for (const std::string& column : columns_) {
    sources.push_back("s." + column);
    if (std::find(keys_.begin(), keys_.end(), column) == keys_.end()) {
      updates.push_back(column + " = " + from + column);
    }
  }
  const std::string table = QuoteTable(table_.name);
  if (keys_indexed_) {
    return "INSERT INTO " + table + " (" + Join(columns_) + ") " + Deduplicated() +
           " ON CONFLICT (" + Join(keys_) + ") DO " +
           (updates.empty() ? "NOTHING" : "UPDATE SET " + Join(updates));
  }
  std::vector<std::string> matches;
  for (const std::string& key : keys_) matches.push_back("t." + key + " = s." + key);
  return "MERGE INTO " + table + " AS t USING (" + Deduplicated() + ") AS s ON " +
         Join(matches, " AND ") +
         (updates.empty() ? "" : " WHEN MATCHED THEN UPDATE SET " + Join(updates)) +
         " WHEN NOT MATCHED THEN INSERT (" + Join(columns_) + ") VALUES (" + Join(sources) + ")";
}

Result<> Writer::Flush() {
  if (upsert()) {
    WEIR_TRY(connection_->Run(MergeSql(), options_.cancel));
    WEIR_TRY(connection_->Run(std::string("DELETE FROM ") + kStage));
  }
  WEIR_TRY(connection_->Run("COMMIT"));
  open_ = false;
  rows_in_batch_ = 0;
  return {};
}

Result<> Writer::Commit() {
  if (!open_) {
    return Fail(ErrorKind::kConflict, "SqlOperationFailed", "the writer is closed or has failed");
  }
  if (options_.cancel != nullptr) WEIR_TRY(options_.cancel->Check());
  WEIR_TRY(Flush());
  if (upsert()) WEIR_TRY(connection_->Run(std::string("DROP TABLE ") + kStage));
  return {};
}

Error Writer::Explain(const Error& error) {
  if (error.kind() != ErrorKind::kInvalid) return error;
  std::optional<Error> bad = FindBadValue();
  return bad ? *std::move(bad) : Error(error).At(options_.table.ToString());
}

// Ask DuckDB itself which value does not fit: the statement that failed did not say.
std::optional<Error> Writer::FindBadValue() {
  std::optional<Error> first;
  int64_t first_row = 0;
  for (int i = 0; i < schema_->num_fields(); ++i) {
    const std::string column = "c" + std::to_string(i);
    const ColumnInfo& target = *targets_[static_cast<size_t>(i)];
    const std::string tried =
        Convert(column, *schema_->field(i)->type(), target.store_type, "TRY_CAST");
    const auto rows = FetchRows(
        connection_,
        "SELECT weir_row AS row, CAST(" + column + " AS VARCHAR) AS value FROM " + source_->Sql() +
            " WHERE " + column + " IS NOT NULL AND " + tried + " IS NULL ORDER BY 1 LIMIT 1",
        {});
    if (!rows || rows->empty()) continue;
    const int64_t row = rows->front()["row"].as_int();
    if (first && row >= first_row) continue;
    first_row = row;
    first = InvalidValue(target.name, rows->front()["value"].as_string(), target.store_type, row,
                         options_.table);
  }

  return first;
}

void Writer::Abort() {
  if (!open_) return;
  open_ = false;
  // Nothing can be done about a failure: the transaction ends with the connection then.
  const auto undone = connection_->Run("ROLLBACK");
  (void)undone;
}

}  // namespace

Result<std::unique_ptr<TableWriter>> OpenTableWriter(std::shared_ptr<Connection> connection,
                                                     const TableWriteOptions& options,
                                                     std::shared_ptr<arrow::Schema> schema) {
  auto writer = std::make_unique<Writer>(std::move(connection), options, std::move(schema));
  WEIR_TRY(writer->Start());
  return std::unique_ptr<TableWriter>(std::move(writer));
}

}  // namespace weir::connectors::duckdb
