#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "connectors/duckdb/instance.h"
#include "formats/batch_stream.h"

namespace weir::connectors::duckdb {

/// Reads a DuckDB result as batches of interim types.
class ResultReader {
 public:
  /// Take over a result that has columns. `sql` is for messages.
  static Result<std::unique_ptr<ResultReader>> Open(std::shared_ptr<Connection> connection,
                                                    ResultHandle result, std::string sql);
  const std::shared_ptr<arrow::Schema>& schema() const { return schema_; }
  /// The next batch of at least `rows_min` rows unless the end is near; null at the end.
  Result<std::shared_ptr<arrow::RecordBatch>> Next(int64_t rows_min);
  /// Count what is left without converting it.
  Result<int64_t> CountRest();

 private:
  Result<Chunk> FetchChunk();
  Result<std::shared_ptr<arrow::RecordBatch>> ToBatch(duckdb_data_chunk chunk);
  Result<std::shared_ptr<arrow::RecordBatch>> Finish(
      const std::vector<std::shared_ptr<arrow::RecordBatch>>& parts);

  std::shared_ptr<Connection> connection_;  // Outlives the result.
  ResultHandle result_;
  ArrowOptions options_;
  std::string sql_;
  std::shared_ptr<arrow::Schema> exported_;
  std::shared_ptr<arrow::Schema> schema_;
  bool done_ = false;
};

/// Named values for a statement's parameters.
struct Binding {
  std::string name;  ///< Without '@', ':' or '$'.
  Json value;
  std::string type;  ///< ADF's word, or empty.
};

/// Prepare the statement, bind and run it; `streaming` leaves the rows in the engine.
/// Errors: kInvalid SqlParameterMissing for a parameter without a value.
Result<ResultHandle> RunStatement(Connection& connection, const std::string& sql,
                                  const std::vector<Binding>& bindings, bool streaming);

}  // namespace weir::connectors::duckdb
