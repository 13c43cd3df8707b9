#include "connectors/postgres/parallel_query.h"

#include <arrow/record_batch.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/names.h"
#include "connectors/cancel_watch.h"
#include "connectors/postgres/types.h"
#include "connectors/sql_text.h"

namespace weir::connectors::postgres {
namespace {

constexpr int64_t kBatchRows = 64 << 10;
constexpr int64_t kBatchBytesMax = 16 << 20;
constexpr size_t kCopyHeaderBytes = 19;
constexpr int kRowsPerTurn = 256;
constexpr int kServerVersionMin = 140000;  // Ranges of pages are scanned as such since 14.

// Pages, and the name for any session; no row unless all rows of the table lie in it alone.
constexpr const char* kLargeTable = R"(
  SELECT (pg_catalog.pg_relation_size(c.oid) / current_setting('block_size')::int)::text,
    pg_catalog.format('%I.%I', n.nspname, c.relname)
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.oid = pg_catalog.to_regclass($1) AND c.relkind = 'r' AND c.relpersistence <> 't'
    AND NOT c.relhassubclass AND pg_catalog.pg_relation_size(c.oid) >= 33554432)";

/// One session's half of the table.
struct Part {
  std::shared_ptr<Connection> connection;
  bool first = true;
  bool open = false;
};

class ParallelStream final : public formats::BatchStream {
 public:
  ParallelStream(std::array<Part, 2> parts, RowDecoder decoder, std::string sql,
                 const CancelToken* cancel)
      : parts_(std::move(parts)),
        decoder_(std::move(decoder)),
        sql_(std::move(sql)),
        cancel_(cancel),
        watch_(std::in_place, cancel, [this] { Interrupt(); }) {}
  ~ParallelStream() override {
    watch_.reset();
    Interrupt();
    for (const Part& part : parts_) part.connection->Drain();
    // The first session lives on; the snapshot's transaction must not.
    const auto ended = parts_[0].connection->Run("ROLLBACK");
    (void)ended;
  }

  std::shared_ptr<arrow::Schema> schema() const override { return decoder_.schema(); }

  Result<std::shared_ptr<arrow::RecordBatch>> Next() override {
    if (cancel_ != nullptr) WEIR_TRY(cancel_->Check());
    if (failed_) return *failed_;
    const auto filled = Fill();
    if (!filled) {
      failed_ = filled.error();
      if (cancel_ != nullptr) WEIR_TRY(cancel_->Check());
      return *failed_;
    }
    if (decoder_.rows() == 0) return std::shared_ptr<arrow::RecordBatch>();
    return decoder_.TakeBatch();
  }

 private:
  void Interrupt() {
    for (const Part& part : parts_) {
      if (part.open) part.connection->Interrupt();
    }
  }
  bool AnyOpen() const { return parts_[0].open || parts_[1].open; }
  bool Full() const { return decoder_.rows() >= kBatchRows || decoder_.bytes() >= kBatchBytesMax; }

  Result<> Fill() {
    while (AnyOpen() && !Full()) {
      bool progress = false;
      for (Part& part : parts_) {
        WEIR_ASSIGN(const bool read, ReadSome(part));
        progress = progress || read;
      }
      if (!progress) WEIR_TRY(Wait());
    }
    return {};
  }

  // What the session has sent already, at most a turn of it.
  Result<bool> ReadSome(Part& part) {
    bool progress = false;
    for (int i = 0; i < kRowsPerTurn && part.open && !Full(); ++i) {
      char* row = nullptr;
      const int size = PQgetCopyData(part.connection->get(), &row, 1);
      if (size == 0) break;
      if (size == -2) return part.connection->LastError(sql_);
      progress = true;
      if (size == -1) {
        WEIR_TRY(Close(part));
        break;
      }
      const auto added = Add(part, row, static_cast<size_t>(size));
      PQfreemem(row);
      if (!added) return added.error();
    }
    return progress;
  }

  Result<> Add(Part& part, const char* row, size_t size) {
    const size_t skip = part.first ? kCopyHeaderBytes : 0;
    part.first = false;
    // The trailer is a count of -1.
    const bool trailer = size == skip + 2 && row[skip] == '\xff' && row[skip + 1] == '\xff';
    if (size <= skip || trailer) return {};
    return decoder_.AddCopyRow(row + skip, size - skip);
  }

  Result<> Close(Part& part) {
    part.open = false;
    Result<> outcome;
    while (PGresult* raw = PQgetResult(part.connection->get())) {
      const ResultPtr result(raw);
      if (outcome.ok()) outcome = Check(*part.connection, raw, sql_);
    }
    return outcome;
  }

  Result<> Wait() {
    std::array<pollfd, 2> waits{};
    for (size_t i = 0; i < parts_.size(); ++i) {
      waits[i].fd = parts_[i].open ? PQsocket(parts_[i].connection->get()) : -1;
      waits[i].events = POLLIN;
    }
    poll(waits.data(), waits.size(), -1);
    for (size_t i = 0; i < parts_.size(); ++i) {
      if (waits[i].revents == 0 || !parts_[i].open) continue;
      if (PQconsumeInput(parts_[i].connection->get()) != 1) {
        return parts_[i].connection->LastError(sql_);
      }
    }
    return {};
  }

  std::array<Part, 2> parts_;
  RowDecoder decoder_;
  std::string sql_;
  const CancelToken* cancel_;
  std::optional<CancelWatch> watch_;
  std::optional<Error> failed_;
};

Result<> StartPart(Part& part, const PlainRead& read, const std::vector<ServerColumn>& columns,
                   const std::string& where) {
  std::string names;
  std::string values;
  for (size_t i = 0; i < columns.size(); ++i) {
    const std::string name = "c" + std::to_string(i);
    names += (i == 0 ? "" : ", ") + name;
    values += (i == 0 ? "" : ", ") + name + (IsKnown(columns[i].type) ? "" : "::text");
  }
  const std::string sql = "COPY (SELECT " + values + " FROM (" + read.select + read.table +
                          " WHERE " + where + ") AS weir_query(" + names +
                          ")) TO STDOUT (FORMAT binary)";
  const ResultPtr started(PQexec(part.connection->get(), sql.c_str()));
  if (PQresultStatus(started.get()) != PGRES_COPY_OUT) {
    return part.connection->FromResult(started.get(), sql);
  }
  part.open = true;
  return {};
}

// Both sessions in one snapshot, each on its half.
Result<> StartParts(std::array<Part, 2>& parts, const PlainRead& read,
                    const std::vector<ServerColumn>& columns, int64_t pages) {
  constexpr const char* kBegin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
  Connection& main = *parts[0].connection;
  WEIR_TRY(main.Run(kBegin));
  WEIR_ASSIGN(const ResultPtr exported, main.Run("SELECT pg_catalog.pg_export_snapshot()"));
  const std::string snapshot = PQgetvalue(exported.get(), 0, 0);
  WEIR_TRY(parts[1].connection->Run(kBegin));
  WEIR_TRY(parts[1].connection->Run("SET TRANSACTION SNAPSHOT " + main.QuoteText(snapshot)));
  const std::string middle = "'(" + std::to_string(pages / 2) + ",0)'::tid";
  WEIR_TRY(StartPart(parts[0], read, columns, "ctid < " + middle));
  return StartPart(parts[1], read, columns, "ctid >= " + middle);
}

}  // namespace

PlainRead ReadPlain(const std::string& sql) {
  std::vector<SqlToken> tokens;
  for (const SqlToken& token : LexSql(sql, {.dollar_strings = true})) {
    if (!token.is_blank()) tokens.push_back(token);
  }
  const auto is = [](const SqlToken& token, std::string_view word) {
    return token.kind == SqlTokenKind::kWord && SameName(token.text, word);
  };
  const auto named = [](const SqlToken& token) {
    return token.kind == SqlTokenKind::kWord || token.kind == SqlTokenKind::kQuotedName;
  };
  if (tokens.size() < 4 || !is(tokens[0], "select") || is(tokens[1], "distinct") ||
      is(tokens[1], "all")) {
    return {};
  }
  size_t from = 1;
  for (; from < tokens.size() && !is(tokens[from], "from"); ++from) {
    const std::string_view text = tokens[from].text;
    if (is(tokens[from], "into")) return {};
    if (!named(tokens[from]) && text != "," && text != "." && text != "*") return {};
  }
  const size_t left = tokens.size() - from;
  const bool one = left == 2 && named(tokens[from + 1]);
  const bool two = left == 4 && named(tokens[from + 1]) && tokens[from + 2].text == "." &&
                   named(tokens[from + 3]);
  if (!one && !two) return {};
  PlainRead read;
  const char* const start = tokens[from].text.data();
  read.select = sql.substr(0, static_cast<size_t>(start - sql.data())) + "FROM ";
  for (size_t i = from + 1; i < tokens.size(); ++i) read.table += tokens[i].text;
  return read;
}

Result<std::unique_ptr<formats::BatchStream>> OpenParallel(
    const std::shared_ptr<Connection>& connection, const std::string& sql,
    const std::vector<ServerColumn>& columns, const CancelToken* cancel) {
  PlainRead read = ReadPlain(sql);
  PGconn* handle = connection->get();
  if (read.table.empty() || PQtransactionStatus(handle) != PQTRANS_IDLE ||
      PQserverVersion(handle) < kServerVersionMin) {
    return std::unique_ptr<formats::BatchStream>();
  }
  WEIR_ASSIGN(const ResultPtr large, connection->Fetch(kLargeTable, {read.table}));
  if (PQntuples(large.get()) == 0) return std::unique_ptr<formats::BatchStream>();
  const int64_t pages = std::strtoll(PQgetvalue(large.get(), 0, 0), nullptr, 10);
  // A column list that names the table keeps its own spelling: only a bare name is replaced.
  if (read.select.find('.') == std::string::npos) read.table = PQgetvalue(large.get(), 0, 1);
  auto second = Connection::Open(connection->settings());
  if (!second) return std::unique_ptr<formats::BatchStream>();  // Too many of them, perhaps.
  std::array<Part, 2> parts{Part{.connection = connection}, Part{.connection = *second}};
  const auto started = StartParts(parts, read, columns, pages);
  if (!started) {
    for (const Part& part : parts) {
      if (part.open) part.connection->Interrupt();
      part.connection->Drain();
    }
    WEIR_TRY(connection->Run("ROLLBACK"));
    return std::unique_ptr<formats::BatchStream>();  // One session will say what is wrong.
  }
  return std::unique_ptr<formats::BatchStream>(
      std::make_unique<ParallelStream>(std::move(parts), RowDecoder(columns), sql, cancel));
}

}  // namespace weir::connectors::postgres
