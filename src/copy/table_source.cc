#include <arrow/record_batch.h>
#include <arrow/util/byte_size.h>

#include "base/names.h"
#include "copy/added_columns.h"
#include "copy/copy_types.h"
#include "copy/location.h"
#include "copy/row_source.h"
#include "copy/settings.h"
#include "copy/sql_parameters.h"
#include "copy/table_name.h"

namespace weir::copy {
namespace {

using arrow::RecordBatch;

/// Counts the bytes of batches as they lie in memory: databases do not tell theirs.
class CountingStream final : public formats::BatchStream {
 public:
  CountingStream(std::unique_ptr<formats::BatchStream> rows, Counters* counters)
      : rows_(std::move(rows)), counters_(counters) {}
  std::shared_ptr<arrow::Schema> schema() const override { return rows_->schema(); }
  Result<std::shared_ptr<RecordBatch>> Next() override {
    WEIR_ASSIGN(std::shared_ptr<RecordBatch> batch, rows_->Next());
    if (batch != nullptr) counters_->bytes_read += arrow::util::TotalBufferSize(*batch);
    return batch;
  }

 private:
  std::unique_ptr<formats::BatchStream> rows_;
  Counters* counters_;
};

/// What to ask a database for.
struct TableQuery {
  std::string sql;  // Empty if a procedure is called.
  std::string procedure;
  std::vector<connectors::SqlParameter> parameters;
  std::string name;  // Of the unit: the table, or "".
};

struct TableSourceState {
  std::unique_ptr<connectors::Database> database;
  TableQuery query;
  std::string described;
  std::vector<AddedColumn> added;
  Counters* counters = nullptr;
  const CancelToken* cancel = nullptr;
};

class TablePart final : public SourcePart {
 public:
  explicit TablePart(std::shared_ptr<TableSourceState> state) : state_(std::move(state)) {}

  Result<std::optional<SourceUnit>> Next() override {
    if (done_) return std::optional<SourceUnit>();
    done_ = true;
    const TableQuery& query = state_->query;
    connectors::Database& database = *state_->database;
    Result<std::unique_ptr<formats::BatchStream>> rows =
        query.procedure.empty()
            ? database.Query(query.sql, state_->cancel)
            : database.QueryProcedure(query.procedure, query.parameters, state_->cancel);
    if (!rows) return std::move(rows).error();
    auto counted = std::make_unique<CountingStream>(*std::move(rows), state_->counters);
    WEIR_ASSIGN(std::unique_ptr<formats::BatchStream> widened,
                AddColumns(std::move(counted), state_->added, {}, query.name));
    return std::optional<SourceUnit>(SourceUnit{state_->described, query.name, std::move(widened)});
  }

 private:
  std::shared_ptr<TableSourceState> state_;
  bool done_ = false;
};

class TableSource final : public RowSource {
 public:
  explicit TableSource(std::shared_ptr<TableSourceState> state) : state_(std::move(state)) {}
  size_t parts() const override { return 1; }
  bool is_files() const override { return false; }
  Result<std::unique_ptr<SourcePart>> OpenPart(size_t) override {
    return std::unique_ptr<SourcePart>(std::make_unique<TablePart>(state_));
  }

 private:
  std::shared_ptr<TableSourceState> state_;
};

/// The query of a source, whatever its connector calls it; "" if it has none.
Result<std::string> QueryText(const Json& source) {
  for (const std::string_view name : {"sqlReaderQuery", "query", "oracleReaderQuery"}) {
    WEIR_ASSIGN(std::string text, ReadText(source, name));
    if (!text.empty()) return text;
  }
  return std::string();
}

Result<TableQuery> PlanQuery(const SourceRequest& request, const connectors::Database& database) {
  TableQuery query;
  WEIR_ASSIGN(query.sql, QueryText(request.source));
  WEIR_ASSIGN(query.procedure, ReadText(request.source, "sqlReaderStoredProcedureName"));
  if (!query.sql.empty() && !query.procedure.empty()) {
    return Fail(ErrorKind::kInvalid, "InvalidProperty",
                "'sqlReaderQuery' and 'sqlReaderStoredProcedureName' cannot be used together")
        .At(request.source.position());
  }
  if (!query.procedure.empty()) {
    WEIR_ASSIGN(query.parameters, ReadSqlParameters(request.source["storedProcedureParameters"]));
    return query;
  }
  if (!query.sql.empty()) return query;
  const connectors::TableName table = TableOf(request.dataset);
  if (table.table.empty()) {
    return Fail(ErrorKind::kInvalid, "InvalidProperty",
                "dataset '" + request.dataset.name +
                    "' names no table and the source has no query, expected one of them");
  }
  query.sql = "SELECT * FROM " + database.QuoteTable(table);
  query.name = table.ToString();
  return query;
}

/// Partitions only say how the cloud reads at once; the rows are the same when one query reads all
/// of them. Placeholders for a condition become one that always holds; those for a partition's name
/// or bounds have no such value.
Result<> ReadAsOnePartition(const Json& source, TableQuery& query) {
  WEIR_ASSIGN(const std::string option, ReadText(source, "partitionOption"));
  for (const std::string_view known : {"", "None", "DynamicRange", "PhysicalPartitionsOfTable"}) {
    if (!SameName(option, known)) continue;
    for (const std::string_view placeholder :
         {"?AdfDynamicRangePartitionCondition", "?DfDynamicRangePartitionCondition"}) {
      for (size_t at = query.sql.find(placeholder); at != std::string::npos;
           at = query.sql.find(placeholder, at)) {
        query.sql.replace(at, placeholder.size(), "1 = 1");
      }
    }
    for (const std::string_view placeholder : {"?AdfRangePartition", "?AdfTabularPartition"}) {
      if (query.sql.find(placeholder) == std::string::npos) continue;
      return Fail(ErrorKind::kUnsupported, "UnsupportedProperty",
                  "a query with the placeholder '" + std::string(placeholder) +
                      "…' is not supported here; use ?DfDynamicRangePartitionCondition");
    }
    return {};
  }
  return Fail(ErrorKind::kUnsupported, "UnsupportedProperty",
              "'source.partitionOption' must be None, DynamicRange or PhysicalPartitionsOfTable, "
              "got '" +
                  option + "'")
      .At(source["partitionOption"].position());
}

}  // namespace

Result<std::unique_ptr<RowSource>> OpenTableSource(const SourceRequest& request) {
  WEIR_TRY(CheckSourceType(request.dataset, request.source, request.services));
  auto state = std::make_shared<TableSourceState>();
  state->counters = request.counters;
  state->cancel = request.cancel;
  WEIR_ASSIGN(state->added, ReadAddedColumns(request.source["additionalColumns"]));
  WEIR_ASSIGN(state->database, OpenDatabase(request.services, request.dataset.linked_service));
  WEIR_ASSIGN(state->query, PlanQuery(request, *state->database));
  WEIR_TRY(ReadAsOnePartition(request.source, state->query));
  state->described =
      state->query.name.empty() ? "query of dataset " + request.dataset.name : state->query.name;
  return std::unique_ptr<RowSource>(std::make_unique<TableSource>(std::move(state)));
}

Result<std::unique_ptr<RowSource>> OpenRowSource(const SourceRequest& request) {
  if (IsFileDataset(request.dataset)) return OpenFileSource(request);
  return OpenTableSource(request);
}

}  // namespace weir::copy
