#pragma once

#include <duckdb.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "connectors/duckdb/instance.h"

namespace arrow {
class RecordBatch;
class Schema;
}  // namespace arrow

namespace weir::connectors::duckdb {

/// Arrow rows that SQL can read, as `weir_rows(id)`.
///
/// Shows one batch at a time, zero-copy, in parallel and with projection pushdown. Columns are
/// named c0, c1, …; a last one, `weir_row`, counts the rows from the `first_row` of Show.
/// Show must not be called while a statement that reads it runs.
class BatchSource {
 public:
  static Result<std::shared_ptr<BatchSource>> Make(std::shared_ptr<Instance> instance,
                                                   const std::shared_ptr<arrow::Schema>& schema);
  BatchSource(std::shared_ptr<Instance> instance, std::shared_ptr<arrow::Schema> schema);
  ~BatchSource();

  Result<> Show(const std::shared_ptr<arrow::RecordBatch>& batch, int64_t first_row);
  /// The call to write into a FROM clause.
  std::string Sql() const { return "weir_rows(" + std::to_string(id_) + ")"; }

 private:
  friend struct BatchScan;
  std::shared_ptr<Instance> instance_;
  std::shared_ptr<arrow::Schema> schema_;  // With weir_row.
  std::shared_ptr<arrow::RecordBatch> batch_;
  int64_t id_ = 0;
};

/// Make `weir_rows` known to the database. Once for each instance.
Result<> RegisterBatchFunction(duckdb_connection connection);

}  // namespace weir::connectors::duckdb
