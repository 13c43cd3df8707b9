#include "connectors/duckdb/batch_function.h"

#include <arrow/api.h>
#include <arrow/c/bridge.h>

#include <algorithm>
#include <map>
#include <vector>

#include "connectors/duckdb/handles.h"
#include "formats/batch_stream.h"

namespace weir::connectors::duckdb {
namespace {

constexpr const char* kCode = "SqlOperationFailed";

struct Sources {
  std::mutex mutex;
  int64_t last_id = 0;
  std::map<int64_t, BatchSource*> by_id;
};

Sources& AllSources() {
  static Sources sources;
  return sources;
}

Result<ConvertedSchema> Convert(duckdb_connection connection, const arrow::Schema& schema) {
  ArrowSchema exported{};
  WEIR_ARROW_TRY(arrow::ExportSchema(schema, &exported), kCode);
  ConvertedSchema converted;
  duckdb_error_data error = duckdb_schema_from_arrow(connection, &exported, converted.out());
  if (exported.release != nullptr) exported.release(&exported);
  WEIR_TRY(CheckErrorData(error, "reading an Arrow schema"));
  return converted;
}

Result<Chunk> Convert(duckdb_connection connection, const arrow::RecordBatch& batch,
                      duckdb_arrow_converted_schema schema) {
  ArrowArray exported{};
  WEIR_ARROW_TRY(arrow::ExportRecordBatch(batch, &exported), kCode);
  Chunk chunk;
  WEIR_TRY(CheckErrorData(duckdb_data_chunk_from_arrow(connection, &exported, schema, chunk.out()),
                          "reading an Arrow batch"));
  return chunk;
}

}  // namespace

/// One scan of a source: which columns, and how far it is.
struct BatchScan {
  static void Bind(duckdb_bind_info info);
  static void Init(duckdb_init_info info);
  static void Run(duckdb_function_info info, duckdb_data_chunk out);
  static Result<> AddColumns(duckdb_bind_info info, const BatchSource& source);
  static Result<> Start(duckdb_init_info info, BatchScan& scan);
  Result<> Fill(duckdb_data_chunk out);

  BatchSource* source = nullptr;
  std::shared_ptr<arrow::RecordBatch> rows;  // The wanted columns only.
  std::vector<idx_t> places;                 // Where each of them goes in the output.
  ConvertedSchema converted;
  std::atomic<int64_t> next{0};
};

Result<> BatchScan::AddColumns(duckdb_bind_info info, const BatchSource& source) {
  duckdb_connection connection = source.instance_->conversion();
  WEIR_ASSIGN(const ConvertedSchema converted, Convert(connection, *source.schema_));
  WEIR_ARROW_ASSIGN(const auto none, arrow::RecordBatch::MakeEmpty(source.schema_), kCode);
  WEIR_ASSIGN(const Chunk chunk, Convert(connection, *none, converted.get()));
  const int last = source.schema_->num_fields() - 1;
  for (int i = 0; i <= last; ++i) {
    const LogicalType type(duckdb_vector_get_column_type(
        duckdb_data_chunk_get_vector(chunk.get(), static_cast<idx_t>(i))));
    const std::string name = i == last ? "weir_row" : "c" + std::to_string(i);
    duckdb_bind_add_result_column(info, name.c_str(), type.get());
  }
  return {};
}

void BatchScan::Bind(duckdb_bind_info info) {
  const DuckValue parameter(duckdb_bind_get_parameter(info, 0));
  const int64_t id = duckdb_get_int64(parameter.get());
  BatchSource* source = nullptr;
  {
    Sources& sources = AllSources();
    const std::lock_guard lock(sources.mutex);
    const auto found = sources.by_id.find(id);
    if (found != sources.by_id.end()) source = found->second;
  }
  if (source == nullptr) {
    duckdb_bind_set_error(info, "weir_rows is for Weirworks itself");
    return;
  }
  const Result<> added = AddColumns(info, *source);
  if (!added) {
    duckdb_bind_set_error(info, added.error().ToString().c_str());
    return;
  }
  duckdb_bind_set_cardinality(
      info, static_cast<idx_t>(source->batch_ ? source->batch_->num_rows() : 0), true);
  duckdb_bind_set_bind_data(info, source, nullptr);
}

Result<> BatchScan::Start(duckdb_init_info info, BatchScan& scan) {
  const int fields = scan.source->schema_->num_fields();
  std::vector<int> columns;
  for (idx_t place = 0; place < duckdb_init_get_column_count(info); ++place) {
    const idx_t column = duckdb_init_get_column_index(info, place);
    if (column >= static_cast<idx_t>(fields)) continue;  // DuckDB's own row id, for count(*).
    columns.push_back(static_cast<int>(column));
    scan.places.push_back(place);
  }
  WEIR_ARROW_ASSIGN(scan.rows, scan.source->batch_->SelectColumns(columns), kCode);
  if (!columns.empty()) {
    WEIR_ASSIGN(scan.converted,
                Convert(scan.source->instance_->conversion(), *scan.rows->schema()));
  }
  return {};
}

void BatchScan::Init(duckdb_init_info info) {
  auto scan = std::make_unique<BatchScan>();
  scan->source = static_cast<BatchSource*>(duckdb_init_get_bind_data(info));
  const Result<> started = Start(info, *scan);
  if (!started) {
    duckdb_init_set_error(info, started.error().ToString().c_str());
    return;
  }
  duckdb_init_set_max_threads(info, 16);
  duckdb_init_set_init_data(info, scan.release(),
                            [](void* data) { delete static_cast<BatchScan*>(data); });
}

Result<> BatchScan::Fill(duckdb_data_chunk out) {
  const auto step = static_cast<int64_t>(duckdb_vector_size());
  const int64_t from = next.fetch_add(step);
  const int64_t count = std::clamp<int64_t>(rows->num_rows() - from, 0, step);
  if (count > 0 && !places.empty()) {
    WEIR_ASSIGN(const Chunk chunk, Convert(source->instance_->conversion(),
                                           *rows->Slice(from, count), converted.get()));
    for (size_t i = 0; i < places.size(); ++i) {
      duckdb_vector_reference_vector(duckdb_data_chunk_get_vector(out, places[i]),
                                     duckdb_data_chunk_get_vector(chunk.get(), i));
    }
  }
  duckdb_data_chunk_set_size(out, static_cast<idx_t>(count));
  return {};
}

void BatchScan::Run(duckdb_function_info info, duckdb_data_chunk out) {
  auto* scan = static_cast<BatchScan*>(duckdb_function_get_init_data(info));
  const Result<> filled = scan->Fill(out);
  if (!filled) duckdb_function_set_error(info, filled.error().ToString().c_str());
}

BatchSource::BatchSource(std::shared_ptr<Instance> instance, std::shared_ptr<arrow::Schema> schema)
    : instance_(std::move(instance)), schema_(std::move(schema)) {
  Sources& sources = AllSources();
  const std::lock_guard lock(sources.mutex);
  id_ = ++sources.last_id;
  sources.by_id[id_] = this;
}

BatchSource::~BatchSource() {
  Sources& sources = AllSources();
  const std::lock_guard lock(sources.mutex);
  sources.by_id.erase(id_);
}

Result<std::shared_ptr<BatchSource>> BatchSource::Make(
    std::shared_ptr<Instance> instance, const std::shared_ptr<arrow::Schema>& schema) {
  std::vector<std::shared_ptr<arrow::Field>> fields;
  // Metadata stays behind: DuckDB would take some of it for extension types.
  for (const auto& field : schema->fields()) fields.push_back(field->RemoveMetadata());
  fields.push_back(arrow::field("weir_row", arrow::int64()));
  auto source = std::make_shared<BatchSource>(std::move(instance), arrow::schema(fields));
  WEIR_ARROW_ASSIGN(source->batch_, arrow::RecordBatch::MakeEmpty(source->schema_), kCode);
  return source;
}

Result<> BatchSource::Show(const std::shared_ptr<arrow::RecordBatch>& batch, int64_t first_row) {
  arrow::Int64Builder rows;
  WEIR_ARROW_TRY(rows.Reserve(batch->num_rows()), kCode);
  for (int64_t i = 0; i < batch->num_rows(); ++i) rows.UnsafeAppend(first_row + i);
  std::shared_ptr<arrow::Array> numbers;
  WEIR_ARROW_TRY(rows.Finish(&numbers), kCode);
  arrow::ArrayVector columns = batch->columns();
  columns.push_back(std::move(numbers));
  batch_ = arrow::RecordBatch::Make(schema_, batch->num_rows(), std::move(columns));
  return {};
}

Result<> RegisterBatchFunction(duckdb_connection connection) {
  TableFunction function(duckdb_create_table_function());
  duckdb_table_function_set_name(function.get(), "weir_rows");
  const LogicalType bigint(duckdb_create_logical_type(DUCKDB_TYPE_BIGINT));
  duckdb_table_function_add_parameter(function.get(), bigint.get());
  duckdb_table_function_set_bind(function.get(), BatchScan::Bind);
  duckdb_table_function_set_init(function.get(), BatchScan::Init);
  duckdb_table_function_set_function(function.get(), BatchScan::Run);
  duckdb_table_function_supports_projection_pushdown(function.get(), true);
  if (duckdb_register_table_function(connection, function.get()) != DuckDBSuccess) {
    return Fail(ErrorKind::kInternal, kCode, "cannot register weir_rows");
  }
  return {};
}

}  // namespace weir::connectors::duckdb
