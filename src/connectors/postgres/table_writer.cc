#include "connectors/postgres/table_writer.h"

#include <arrow/api.h>

#include <algorithm>
#include <optional>

#include "connectors/cancel_watch.h"
#include "connectors/column_match.h"
#include "connectors/postgres/database.h"
#include "connectors/postgres/row_encoder.h"
#include "connectors/postgres/types.h"

namespace weir::connectors::postgres {
namespace {

constexpr size_t kSendBytes = 256 << 10;
// The server reports a bad row only when a COPY ends, so one does not run for ever.
constexpr int64_t kRowsPerCopy = 512 << 10;
constexpr const char* kStage = "pg_temp.weir_stage";

std::string Join(const std::vector<std::string>& parts, const char* between = ", ") {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : between) + part;
  return out;
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
  Result<> BeginBatch();
  Result<> WriteRows(const arrow::RecordBatch& batch);
  Result<> StartCopy();
  Result<> Send();
  Result<> EndCopy();
  Result<> Flush();
  Error CopyError(const PGresult* result) const;
  std::string Quote(const TableName& table) const;
  std::vector<std::string> CastColumns() const;
  std::string Deduplicated() const;
  Result<> Merge();
  void Abort();

  bool upsert() const { return options_.behavior == WriteBehavior::kUpsert; }

  std::shared_ptr<Connection> connection_;
  TableWriteOptions options_;
  std::shared_ptr<arrow::Schema> schema_;
  TableInfo table_;
  std::vector<const ColumnInfo*> targets_;  // One for each column of the schema.
  std::vector<PgColumn> types_;
  std::vector<std::string> columns_;  // Quoted names.
  std::vector<std::string> keys_;     // Quoted.
  bool keys_indexed_ = false;
  bool staged_ = false;
  std::optional<RowEncoder> encoder_;
  std::string buffer_;
  bool open_ = false;  // A transaction is.
  bool copying_ = false;
  bool between_batches_ = false;  // The last one is committed, the next has not begun.
  int64_t rows_ = 0;              // Since the start.
  int64_t rows_in_batch_ = 0;     // Since the last commit.
  int64_t copy_start_ = 0;        // `rows_` when the COPY began.
};

std::string Writer::Quote(const TableName& table) const {
  const std::string name = connection_->QuoteName(table.table);
  return table.schema.empty() ? name : connection_->QuoteName(table.schema) + "." + name;
}

Result<> Writer::Start() {
  WEIR_TRY(connection_->Run("BEGIN"));
  open_ = true;
  auto prepared = Prepare();
  if (!prepared) Abort();
  return prepared;
}

Result<> Writer::Prepare() {
  if (!options_.pre_copy_script.empty()) {
    auto ran = connection_->Run(options_.pre_copy_script, options_.cancel);
    if (!ran) return std::move(std::move(ran).error().While("running the pre-copy script"));
  }
  auto found = FindTable(*connection_, options_.table);
  if (!found && options_.auto_create && found.error().kind() == ErrorKind::kNotFound) {
    WEIR_TRY(CreateTable());
    found = FindTable(*connection_, options_.table);
  }
  WEIR_ASSIGN(table_, std::move(found));
  WEIR_TRY(MatchColumns());
  if (upsert()) WEIR_TRY(ChooseKeys());
  staged_ = upsert() || std::any_of(types_.begin(), types_.end(),
                                    [](const PgColumn& c) { return !IsKnown(c.type); });
  encoder_.emplace(*schema_, types_);
  return BeginBatch();
}

Result<> Writer::CreateTable() {
  const std::string& schema = options_.table.schema;
  if (!schema.empty()) {
    // Asking first: CREATE SCHEMA IF NOT EXISTS needs the right even where it has nothing to do.
    WEIR_ASSIGN(
        const ResultPtr there,
        connection_->Fetch("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1", {schema}));
    if (PQntuples(there.get()) == 0) {
      WEIR_TRY(connection_->Run("CREATE SCHEMA " + connection_->QuoteName(schema)));
    }
  }
  std::vector<std::string> columns;
  for (const auto& field : schema_->fields()) {
    WEIR_ASSIGN(const std::string type, StoreType(*field));
    columns.push_back(connection_->QuoteName(field->name()) + " " + type);
  }
  WEIR_TRY(connection_->Run("CREATE TABLE " + Quote(options_.table) + " (" + Join(columns) + ")"));
  return {};
}

Result<> Writer::MatchColumns() {
  for (const auto& field : schema_->fields()) {
    WEIR_ASSIGN(const ColumnInfo* column,
                MatchColumn(table_.columns, field->name(), options_.table));
    targets_.push_back(column);
    types_.push_back(table_.types[static_cast<size_t>(column - table_.columns.data())]);
    columns_.push_back(connection_->QuoteName(column->name));
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
  for (const std::string& key : keys) keys_.push_back(connection_->QuoteName(key));
  return {};
}

// What each transaction begins with: the staging table lives as long as it does.
Result<> Writer::BeginBatch() {
  if (!open_) {
    WEIR_TRY(connection_->Run("BEGIN"));
    open_ = true;
    between_batches_ = false;
  }
  if (!staged_) return {};
  std::vector<std::string> columns;
  for (size_t i = 0; i < columns_.size(); ++i) {
    columns.push_back(columns_[i] + " " +
                      (IsKnown(types_[i].type) ? targets_[i]->store_type : "text"));
  }
  WEIR_TRY(connection_->Run("CREATE TEMP TABLE weir_stage (" + Join(columns) + ") ON COMMIT DROP"));
  return {};
}

Result<> Writer::Write(const std::shared_ptr<arrow::RecordBatch>& batch) {
  if (options_.cancel != nullptr) WEIR_TRY(options_.cancel->Check());
  const CancelWatch watch(options_.cancel, [this] { connection_->Interrupt(); });
  for (int64_t from = 0; from < batch->num_rows();) {
    if (between_batches_) WEIR_TRY(BeginBatch());
    if (!open_) {
      return Fail(ErrorKind::kConflict, "SqlOperationFailed", "the writer is closed or has failed");
    }
    int64_t count = batch->num_rows() - from;
    if (options_.batch_rows > 0) count = std::min(count, options_.batch_rows - rows_in_batch_);
    auto written = WriteRows(*batch->Slice(from, count));
    if (written && options_.batch_rows > 0 && rows_in_batch_ >= options_.batch_rows) {
      written = Flush();
    }
    if (!written) {
      Abort();
      if (options_.cancel != nullptr) WEIR_TRY(options_.cancel->Check());
      return written;
    }
    from += count;
  }
  return {};
}

Result<> Writer::WriteRows(const arrow::RecordBatch& batch) {
  encoder_->Show(batch);
  for (int64_t row = 0; row < batch.num_rows(); ++row) {
    if (!copying_) WEIR_TRY(StartCopy());
    const int bad = encoder_->Append(row, buffer_);
    if (bad >= 0) {
      const ColumnInfo& column = *targets_[static_cast<size_t>(bad)];
      return InvalidValue(column.name, CellText(*batch.column(bad), row), column.store_type,
                          rows_ + 1, options_.table);
    }
    ++rows_;
    ++rows_in_batch_;
    if (buffer_.size() >= kSendBytes) WEIR_TRY(Send());
    if (rows_ - copy_start_ >= kRowsPerCopy) WEIR_TRY(EndCopy());
  }
  return {};
}

Result<> Writer::StartCopy() {
  const std::string sql = "COPY " + (staged_ ? std::string(kStage) : Quote(table_.name)) + " (" +
                          Join(columns_) + ") FROM STDIN (FORMAT binary)";
  const ResultPtr started(PQexec(connection_->get(), sql.c_str()));
  if (PQresultStatus(started.get()) != PGRES_COPY_IN) {
    return connection_->FromResult(started.get(), sql);
  }
  copying_ = true;
  copy_start_ = rows_;
  buffer_ = RowEncoder::Header();
  return {};
}

Result<> Writer::Send() {
  if (PQputCopyData(connection_->get(), buffer_.data(), static_cast<int>(buffer_.size())) != 1) {
    return connection_->LastError("");
  }
  buffer_.clear();
  return {};
}

Result<> Writer::EndCopy() {
  if (!copying_) return {};
  buffer_ += RowEncoder::Trailer();
  WEIR_TRY(Send());
  copying_ = false;
  if (PQputCopyEnd(connection_->get(), nullptr) != 1) return connection_->LastError("");
  std::optional<Error> error;
  while (PGresult* raw = PQgetResult(connection_->get())) {
    const ResultPtr result(raw);
    if (PQresultStatus(raw) != PGRES_COMMAND_OK && !error) error = CopyError(raw);
  }
  if (error) return *std::move(error);
  return {};
}

// The server names line and column in the context: "COPY t, line 3, column name: …".
Error Writer::CopyError(const PGresult* result) const {
  Error error = connection_->FromResult(result, "");
  const char* raw = PQresultErrorField(result, PG_DIAG_CONTEXT);
  const std::string context = raw == nullptr ? "" : raw;
  const size_t line = context.rfind(", line ");
  if (error.kind() != ErrorKind::kInvalid || line == std::string::npos) {
    return error.At(options_.table.ToString());
  }
  const int64_t row = copy_start_ + std::strtoll(context.c_str() + line + 7, nullptr, 10);
  std::string where = "row " + std::to_string(row);
  const size_t column = context.find(", column ", line);
  if (column != std::string::npos) {
    const size_t end = std::min(context.find(':', column), context.size());
    where = "column '" + context.substr(column + 9, end - column - 9) + "', " + where;
  }
  return Fail(ErrorKind::kInvalid, "UserErrorInvalidDataValue", where + ": " + error.message())
      .At(options_.table.ToString());
}

std::vector<std::string> Writer::CastColumns() const {
  std::vector<std::string> values;
  for (size_t i = 0; i < columns_.size(); ++i) {
    values.push_back(IsKnown(types_[i].type) ? columns_[i]
                                             : columns_[i] + "::" + targets_[i]->store_type);
  }
  return values;
}

// The last row of each key. Rows of a fresh table lie in the order they came in.
std::string Writer::Deduplicated() const {
  std::vector<std::string> nulls;
  for (const std::string& key : keys_) nulls.push_back(key + " IS NULL");
  return "SELECT " + Join(columns_) + " FROM (SELECT *, row_number() OVER (PARTITION BY " +
         Join(keys_) + ", CASE WHEN " + Join(nulls, " OR ") +
         " THEN ctid END ORDER BY ctid DESC) AS weir_n FROM " + kStage + ") d WHERE weir_n = 1";
}

Result<> Writer::Merge() {
  const std::string table = Quote(table_.name);
  const std::vector<std::string> casts = CastColumns();
  const std::string insert = "INSERT INTO " + table + " (" + Join(columns_) +
                             ") OVERRIDING SYSTEM VALUE SELECT " + Join(casts) + " FROM ";
  if (!upsert()) {
    WEIR_TRY(connection_->Run(insert + kStage, options_.cancel));
    return {};
  }
  std::vector<std::string> excluded;
  std::vector<std::string> updates;
  std::vector<std::string> matches;
  for (size_t i = 0; i < columns_.size(); ++i) {
    const bool key = std::find(keys_.begin(), keys_.end(), columns_[i]) != keys_.end();
    if (key) {
      matches.push_back("t." + columns_[i] + " = s." + casts[i]);
    } else {
      excluded.push_back(columns_[i] + " = excluded." + columns_[i]);
      updates.push_back(columns_[i] + " = s." + casts[i]);
    }
  }
  const std::string rows = "(" + Deduplicated() + ") s";
  if (keys_indexed_) {
    WEIR_TRY(connection_->Run(insert + rows + " ON CONFLICT (" + Join(keys_) + ") DO " +
                                  (excluded.empty() ? "NOTHING" : "UPDATE SET " + Join(excluded)),
                              options_.cancel));
    return {};
  }
  const std::string match = Join(matches, " AND ");
  if (!updates.empty()) {
    WEIR_TRY(connection_->Run(
        "UPDATE " + table + " t SET " + Join(updates) + " FROM " + rows + " WHERE " + match,
        options_.cancel));
  }
  WEIR_TRY(connection_->Run(
      insert + rows + " WHERE NOT EXISTS (SELECT 1 FROM " + table + " t WHERE " + match + ")",
      options_.cancel));
  return {};
}

Result<> Writer::Flush() {
  WEIR_TRY(EndCopy());
  if (staged_ && rows_in_batch_ > 0) {
    WEIR_TRY(connection_->Run(std::string("ANALYZE ") + kStage, options_.cancel));
    WEIR_TRY(Merge());
  }
  WEIR_TRY(connection_->Run("COMMIT"));
  open_ = false;
  between_batches_ = true;
  rows_in_batch_ = 0;
  return {};
}

Result<> Writer::Commit() {
  if (std::exchange(between_batches_, false)) return {};  // All is committed.
  if (!open_) {
    return Fail(ErrorKind::kConflict, "SqlOperationFailed", "the writer is closed or has failed");
  }
  if (options_.cancel != nullptr) WEIR_TRY(options_.cancel->Check());
  const CancelWatch watch(options_.cancel, [this] { connection_->Interrupt(); });
  auto flushed = Flush();
  between_batches_ = false;
  if (!flushed) {
    Abort();
    if (options_.cancel != nullptr) WEIR_TRY(options_.cancel->Check());
  }
  return flushed;
}

void Writer::Abort() {
  if (copying_) PQputCopyEnd(connection_->get(), "the copy was given up");
  copying_ = false;
  if (!open_) return;
  open_ = false;
  connection_->Drain();
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

}  // namespace weir::connectors::postgres
