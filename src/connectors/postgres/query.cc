#include <arrow/record_batch.h>

#include <algorithm>
#include <array>
#include <optional>

#include "connectors/cancel_watch.h"
#include "connectors/postgres/database.h"
#include "connectors/postgres/parallel_query.h"
#include "connectors/postgres/types.h"
#include "connectors/sql_text.h"

namespace weir::connectors::postgres {
namespace {

constexpr int64_t kBatchRows = 64 << 10;
constexpr int64_t kBatchBytesMax = 16 << 20;
constexpr size_t kCopyHeaderBytes = 19;

Error NoResultSet(const std::string& sql) {
  return Fail(ErrorKind::kInvalid, "SqlInvalidDbQueryString",
              "The specified SQL Query is not valid. It could be caused by that the query doesn't "
              "return any data. Invalid query: '" +
                  sql + "'");
}

/// What both ways of reading share: cancelling, batch sizes, leaving the session usable.
class ServerStream : public formats::BatchStream {
 public:
  ServerStream(std::shared_ptr<Connection> connection, RowDecoder decoder, std::string sql,
               const CancelToken* cancel)
      : connection_(std::move(connection)),
        decoder_(std::move(decoder)),
        sql_(std::move(sql)),
        cancel_(cancel),
        watch_(std::in_place, cancel, [this] { connection_->Interrupt(); }) {}
  ~ServerStream() override {
    watch_.reset();
    if (open_) {
      connection_->Interrupt();
      connection_->Drain();
    }
  }
  std::shared_ptr<arrow::Schema> schema() const override { return decoder_.schema(); }

  Result<std::shared_ptr<arrow::RecordBatch>> Next() final {
    if (cancel_ != nullptr) WEIR_TRY(cancel_->Check());
    if (failed_) return *failed_;
    while (open_ && decoder_.rows() < kBatchRows && decoder_.bytes() < kBatchBytesMax) {
      auto read = ReadRow();
      if (read) continue;
      failed_ = read.error();
      if (cancel_ != nullptr) WEIR_TRY(cancel_->Check());
      return *failed_;
    }
    if (decoder_.rows() == 0) return std::shared_ptr<arrow::RecordBatch>();
    return decoder_.TakeBatch();
  }

 protected:
  /// Add a row to the decoder, or close the stream at its end.
  virtual Result<> ReadRow() = 0;
  Result<> Close() {
    open_ = false;
    Result<> outcome;
    while (PGresult* raw = PQgetResult(connection_->get())) {
      const ResultPtr result(raw);
      if (outcome.ok()) outcome = Check(*connection_, result.get(), sql_);
    }
    return outcome;
  }

  std::shared_ptr<Connection> connection_;
  RowDecoder decoder_;
  std::string sql_;

 private:
  const CancelToken* cancel_;
  std::optional<CancelWatch> watch_;
  std::optional<Error> failed_;
  bool open_ = true;
};

/// COPY … TO STDOUT (FORMAT binary).
class CopyStream final : public ServerStream {
 public:
  using ServerStream::ServerStream;

 protected:
  Result<> ReadRow() override {
    char* row = nullptr;
    const int size = PQgetCopyData(connection_->get(), &row, 0);
    if (size == -1) return Close();
    if (size < 0) return connection_->LastError(sql_);
    size_t skip = first_ ? kCopyHeaderBytes : 0;
    first_ = false;
    const auto length = static_cast<size_t>(size);
    // The trailer is a count of -1.
    const bool trailer = length == skip + 2 && row[skip] == '\xff' && row[skip + 1] == '\xff';
    Result<> added;
    if (length > skip && !trailer) added = decoder_.AddCopyRow(row + skip, length - skip);
    PQfreemem(row);
    return added;
  }

 private:
  bool first_ = true;
};

/// A statement that COPY does not take, row by row.
class RowStream final : public ServerStream {
 public:
  using ServerStream::ServerStream;

 protected:
  Result<> ReadRow() override {
    const ResultPtr result(PQgetResult(connection_->get()));
    if (result == nullptr) return Close();
    WEIR_TRY(Check(*connection_, result.get(), sql_));
    for (int row = 0; row < PQntuples(result.get()); ++row) {
      WEIR_TRY(decoder_.AddResultRow(result.get(), row));
    }
    return {};
  }
};

std::vector<ServerColumn> Columns(const PGresult* described) {
  std::vector<ServerColumn> columns;
  for (int i = 0; i < PQnfields(described); ++i) {
    columns.push_back({PQfname(described, i), PQftype(described, i), PQfmod(described, i)});
  }
  return columns;
}

bool CopyTakes(const std::string& word) {
  static constexpr std::array<std::string_view, 7> kWords = {"SELECT", "WITH",   "VALUES", "TABLE",
                                                             "INSERT", "UPDATE", "DELETE"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

// Types that are not known here are cast to text by the server, by position: names may repeat.
std::string CopySql(const std::string& sql, const std::vector<ServerColumn>& columns) {
  std::string names;
  std::string values;
  bool cast = false;
  for (size_t i = 0; i < columns.size(); ++i) {
    const std::string name = "c" + std::to_string(i);
    names += (i == 0 ? "" : ", ") + name;
    values += (i == 0 ? "" : ", ") + name + (IsKnown(columns[i].type) ? "" : "::text");
    cast = cast || !IsKnown(columns[i].type);
  }
  const std::string inner =
      cast ? "SELECT " + values + " FROM (" + sql + "\n) AS weir_query(" + names + ")" : sql;
  return "COPY (" + inner + "\n) TO STDOUT (FORMAT binary)";
}

Result<std::unique_ptr<formats::BatchStream>> OpenCopy(std::shared_ptr<Connection> connection,
                                                       const std::string& sql,
                                                       std::vector<ServerColumn> columns,
                                                       const CancelToken* cancel) {
  const std::string copy = CopySql(sql, columns);
  {
    const CancelWatch watch(cancel, [&] { connection->Interrupt(); });
    const ResultPtr started(PQexec(connection->get(), copy.c_str()));
    if (PQresultStatus(started.get()) != PGRES_COPY_OUT) {
      if (cancel != nullptr) WEIR_TRY(cancel->Check());
      return connection->FromResult(started.get(), sql);
    }
  }
  return std::unique_ptr<formats::BatchStream>(std::make_unique<CopyStream>(
      std::move(connection), RowDecoder(std::move(columns)), sql, cancel));
}

Result<std::unique_ptr<formats::BatchStream>> OpenRows(std::shared_ptr<Connection> connection,
                                                       const std::string& sql,
                                                       std::vector<ServerColumn> columns,
                                                       const CancelToken* cancel) {
  for (const ServerColumn& column : columns) {
    if (IsKnown(column.type)) continue;
    return Fail(ErrorKind::kUnsupported, "SqlDataTypeNotSupported",
                "column '" + column.name +
                    "' has a type that this kind of statement cannot give; use a SELECT that casts "
                    "it to text");
  }
  if (PQsendQueryParams(connection->get(), sql.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1) !=
          1 ||
      PQsetSingleRowMode(connection->get()) != 1) {
    return connection->LastError(sql);
  }
  return std::unique_ptr<formats::BatchStream>(std::make_unique<RowStream>(
      std::move(connection), RowDecoder(std::move(columns)), sql, cancel));
}

}  // namespace

Result<std::unique_ptr<formats::BatchStream>> OpenQuery(std::shared_ptr<Connection> connection,
                                                        const std::string& sql,
                                                        const CancelToken* cancel) {
  std::vector<std::string> statements = SplitStatements(sql, {.dollar_strings = true});
  if (statements.empty()) return NoResultSet(sql);
  const std::string last = std::move(statements.back());
  statements.pop_back();
  for (const std::string& statement : statements) {
    WEIR_ASSIGN(const ScriptResult before, RunScript(*connection, statement, {}, 0, cancel));
    if (!before.result_sets.empty()) {
      return Fail(ErrorKind::kInvalid, "SqlInvalidDbQueryString",
                  "the query gives more than one result set: '" + sql + "'");
    }
  }
  PGconn* handle = connection->get();
  const ResultPtr prepared(PQprepare(handle, "", last.c_str(), 0, nullptr));
  WEIR_TRY(Check(*connection, prepared.get(), last));
  const ResultPtr described(PQdescribePrepared(handle, ""));
  WEIR_TRY(Check(*connection, described.get(), last));
  std::vector<ServerColumn> columns = Columns(described.get());
  if (columns.empty()) return NoResultSet(sql);
  if (statements.empty()) {
    WEIR_ASSIGN(auto parallel, OpenParallel(connection, last, columns, cancel));
    if (parallel != nullptr) return parallel;
  }
  return CopyTakes(FirstWord(last))
             ? OpenCopy(std::move(connection), last, std::move(columns), cancel)
             : OpenRows(std::move(connection), last, std::move(columns), cancel);
}

}  // namespace weir::connectors::postgres
