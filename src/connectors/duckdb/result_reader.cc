#include "connectors/duckdb/result_reader.h"

#include <arrow/api.h>
#include <arrow/c/bridge.h>
#include <arrow/table.h>
#include <arrow/util/byte_size.h>

#include "connectors/duckdb/types.h"

namespace weir::connectors::duckdb {
namespace {

constexpr const char* kCode = "SqlOperationFailed";
constexpr int64_t kBatchBytesMax = 16 << 20;

}  // namespace

Result<std::unique_ptr<ResultReader>> ResultReader::Open(std::shared_ptr<Connection> connection,
                                                         ResultHandle result, std::string sql) {
  auto reader = std::make_unique<ResultReader>();
  reader->connection_ = std::move(connection);
  reader->result_ = std::move(result);
  reader->sql_ = std::move(sql);
  duckdb_result* raw = reader->result_.get();
  const idx_t count = duckdb_column_count(raw);
  std::vector<LogicalType> types;
  std::vector<duckdb_logical_type> raw_types;
  std::vector<const char*> names;
  for (idx_t i = 0; i < count; ++i) {
    types.emplace_back(duckdb_column_logical_type(raw, i));
    raw_types.push_back(types.back().get());
    names.push_back(duckdb_column_name(raw, i));
  }
  reader->options_ = ArrowOptions(duckdb_result_get_arrow_options(raw));
  ArrowSchema exported{};
  WEIR_TRY(CheckErrorData(duckdb_to_arrow_schema(reader->options_.get(), raw_types.data(),
                                                 names.data(), count, &exported),
                          "reading the result's columns"));
  WEIR_ARROW_ASSIGN(reader->exported_, arrow::ImportSchema(&exported), kCode);
  arrow::FieldVector fields;
  for (int i = 0; i < reader->exported_->num_fields(); ++i) {
    const duckdb_type type = duckdb_get_type_id(raw_types[static_cast<size_t>(i)]);
    WEIR_ASSIGN(auto field, InterimField(*reader->exported_->field(i), type));
    fields.push_back(std::move(field));
  }
  reader->schema_ = arrow::schema(std::move(fields));
  return reader;
}

Result<Chunk> ResultReader::FetchChunk() {
  if (done_) return Chunk();  // DuckDB refuses to be asked again.
  Chunk chunk(duckdb_fetch_chunk(*result_.get()));
  if (!chunk) {
    done_ = true;
    const char* message = duckdb_result_error(result_.get());
    if (message != nullptr && *message != '\0') return FromResult(result_.get(), sql_);
  }
  return chunk;
}

Result<std::shared_ptr<arrow::RecordBatch>> ResultReader::ToBatch(duckdb_data_chunk chunk) {
  ArrowArray array{};
  WEIR_TRY(CheckErrorData(duckdb_data_chunk_to_arrow(options_.get(), chunk, &array),
                          "reading the result's rows"));
  WEIR_ARROW_ASSIGN(auto batch, arrow::ImportRecordBatch(&array, exported_), kCode);
  return batch;
}

Result<std::shared_ptr<arrow::RecordBatch>> ResultReader::Finish(
    const std::vector<std::shared_ptr<arrow::RecordBatch>>& parts) {
  std::shared_ptr<arrow::RecordBatch> whole = parts.front();
  if (parts.size() > 1) {
    WEIR_ARROW_ASSIGN(whole, arrow::ConcatenateRecordBatches(parts), kCode);
  }
  arrow::ArrayVector columns;
  for (int i = 0; i < whole->num_columns(); ++i) {
    WEIR_ASSIGN(auto column, ToInterim(whole->column(i), *schema_->field(i)));
    columns.push_back(std::move(column));
  }
  return arrow::RecordBatch::Make(schema_, whole->num_rows(), std::move(columns));
}

Result<std::shared_ptr<arrow::RecordBatch>> ResultReader::Next(int64_t rows_min) {
  std::vector<std::shared_ptr<arrow::RecordBatch>> parts;
  int64_t rows = 0;
  int64_t bytes = 0;
  while (rows < rows_min && bytes < kBatchBytesMax) {
    WEIR_ASSIGN(const Chunk chunk, FetchChunk());
    if (!chunk) break;
    if (duckdb_data_chunk_get_size(chunk.get()) == 0) continue;
    WEIR_ASSIGN(auto batch, ToBatch(chunk.get()));
    rows += batch->num_rows();
    bytes += arrow::util::TotalBufferSize(*batch);
    parts.push_back(std::move(batch));
  }
  if (parts.empty()) return std::shared_ptr<arrow::RecordBatch>();
  return Finish(parts);
}

Result<int64_t> ResultReader::CountRest() {
  int64_t rows = 0;
  while (true) {
    WEIR_ASSIGN(const Chunk chunk, FetchChunk());
    if (!chunk) return rows;
    rows += static_cast<int64_t>(duckdb_data_chunk_get_size(chunk.get()));
  }
}

}  // namespace weir::connectors::duckdb
