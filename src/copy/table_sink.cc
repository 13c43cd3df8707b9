#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <arrow/util/byte_size.h>

#include "base/names.h"
#include "copy/copy_types.h"
#include "copy/location.h"
#include "copy/row_sink.h"
#include "copy/settings.h"
#include "copy/table_name.h"

namespace weir::copy {
namespace {

/// All units go into one table, through one writer, and stay when the last row is in.
class TableSink final : public RowSink {
 public:
  TableSink(std::unique_ptr<connectors::Database> database, connectors::TableWriteOptions options,
            std::shared_ptr<arrow::Schema> shape, Counters* counters)
      : database_(std::move(database)),
        options_(std::move(options)),
        shape_(std::move(shape)),
        counters_(counters) {}

  SinkShape shape() const override { return {shape_, settled_, true}; }
  void Settle(const std::shared_ptr<arrow::Schema>& schema) override {
    if (schema->num_fields() == 0) return;  // A file of no bytes decides nothing.
    shape_ = schema;
    settled_ = true;
  }
  bool parallel() const override { return false; }

  Result<std::unique_ptr<SinkUnit>> Open(const std::string&,
                                         std::shared_ptr<arrow::Schema> schema) override {
    // A file of no bytes has no columns: there is nothing to write, and no table to make of it.
    if (schema->num_fields() == 0) {
      return std::unique_ptr<SinkUnit>(std::make_unique<Unit>(nullptr, counters_));
    }
    if (writer_ == nullptr) {
      WEIR_ASSIGN(writer_, database_->OpenWriter(options_, std::move(schema)));
    }
    return std::unique_ptr<SinkUnit>(std::make_unique<Unit>(writer_.get(), counters_));
  }
  Result<> Finish() override {
    if (writer_ != nullptr) return writer_->Commit();
    if (options_.pre_copy_script.empty()) return {};
    // No rows came; the script is part of the copy all the same.
    Result<connectors::ScriptResult> ran =
        database_->Execute(options_.pre_copy_script, {}, 0, options_.cancel);
    return ran ? Result<>() : Result<>(std::move(ran).error());
  }

 private:
  class Unit final : public SinkUnit {
   public:
    /// Without a writer it takes batches of no columns, and does nothing.
    Unit(connectors::TableWriter* writer, Counters* counters)
        : writer_(writer), counters_(counters) {}
    Result<> Write(const std::shared_ptr<arrow::RecordBatch>& batch) override {
      if (writer_ == nullptr) return {};
      WEIR_TRY(writer_->Write(batch));
      counters_->bytes_written += arrow::util::TotalBufferSize(*batch);
      return {};
    }
    Result<> Close() override { return {}; }

   private:
    connectors::TableWriter* writer_;
    Counters* counters_;
  };

  std::unique_ptr<connectors::Database> database_;
  connectors::TableWriteOptions options_;
  std::shared_ptr<arrow::Schema> shape_;
  bool settled_ = false;
  std::unique_ptr<connectors::TableWriter> writer_;
  Counters* counters_;
};

Result<> RefuseProcedureSink(const Json& sink) {
  for (const std::string_view name : {"sqlWriterStoredProcedureName", "sqlWriterTableType",
                                      "storedProcedureTableTypeParameterName"}) {
    WEIR_TRY(RefuseSetting(sink, "sink", name));
  }
  return {};
}

Result<connectors::TableWriteOptions> ReadWriteOptions(const SinkRequest& request) {
  const Json& sink = request.sink;
  WEIR_TRY(RefuseProcedureSink(sink));
  connectors::TableWriteOptions options;
  options.table = TableOf(request.dataset);
  options.cancel = request.cancel;
  if (options.table.table.empty()) {
    return Fail(ErrorKind::kInvalid, "InvalidProperty",
                "sink dataset '" + request.dataset.name + "' names no table");
  }
  WEIR_ASSIGN(options.pre_copy_script, ReadText(sink, "preCopyScript"));
  WEIR_ASSIGN(options.batch_rows, ReadWhole(sink, "writeBatchSize", 0));
  WEIR_ASSIGN(const std::string table_option, ReadText(sink, "tableOption"));
  options.auto_create = SameName(table_option, "autoCreate");
  if (!options.auto_create && !table_option.empty() && !SameName(table_option, "none")) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedProperty",
                "'sink.tableOption' must be none or autoCreate, got '" + table_option + "'");
  }
  WEIR_ASSIGN(const std::string behavior, ReadText(sink, "writeBehavior"));
  WEIR_ASSIGN(const std::string method, ReadText(sink, "writeMethod"));
  if (SameName(behavior, "upsert") || SameName(method, "Upsert")) {
    options.behavior = connectors::WriteBehavior::kUpsert;
  } else if (!behavior.empty() && !SameName(behavior, "insert")) {
    return Fail(ErrorKind::kUnsupported, "UnsupportedProperty",
                "'sink.writeBehavior' must be insert or upsert, got '" + behavior + "'");
  }
  for (const Json& key : sink["upsertSettings"]["keys"].items()) {
    options.keys.push_back(key.as_string());
  }
  return options;
}

/// The table's columns with their types, or null if it is to be made (by the copy or its script).
Result<std::shared_ptr<arrow::Schema>> DescribeTable(connectors::Database& database,
                                                     const connectors::TableWriteOptions& options) {
  const Result<std::vector<connectors::ColumnInfo>> columns = database.Describe(options.table);
  if (!columns) {
    const bool made_later = options.auto_create || !options.pre_copy_script.empty();
    if (columns.error().kind() == ErrorKind::kNotFound && made_later) {
      return std::shared_ptr<arrow::Schema>();
    }
    return columns.error();
  }
  WEIR_ASSIGN(const std::unique_ptr<formats::BatchStream> none,
              database.Query("SELECT * FROM " + database.QuoteTable(options.table) + " WHERE 1 = 0",
                             options.cancel));
  return none->schema();
}

}  // namespace

Result<std::unique_ptr<RowSink>> OpenTableSink(const SinkRequest& request) {
  WEIR_TRY(CheckSinkType(request.dataset, request.sink, request.services));
  WEIR_ASSIGN(connectors::TableWriteOptions options, ReadWriteOptions(request));
  WEIR_ASSIGN(std::unique_ptr<connectors::Database> database,
              OpenDatabase(request.services, request.dataset.linked_service));
  WEIR_ASSIGN(std::shared_ptr<arrow::Schema> shape, DescribeTable(*database, options));
  return std::unique_ptr<RowSink>(std::make_unique<TableSink>(
      std::move(database), std::move(options), std::move(shape), request.counters));
}

Result<std::unique_ptr<RowSink>> OpenRowSink(const SinkRequest& request) {
  if (IsFileDataset(request.dataset)) return OpenFileSink(request);
  return OpenTableSink(request);
}

}  // namespace weir::copy
