#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace arrow {
class RecordBatch;
class Schema;
}  // namespace arrow

namespace weir::connectors::postgres {

/// A result column as the server describes it.
struct ServerColumn {
  std::string name;
  Oid type = 0;
  int modifier = -1;
};

class ColumnDecoder;

/// Turns rows in the server's binary form into record batches.
class RowDecoder {
 public:
  explicit RowDecoder(std::vector<ServerColumn> columns);
  RowDecoder(RowDecoder&&) noexcept;
  ~RowDecoder();

  const std::shared_ptr<arrow::Schema>& schema() const { return schema_; }
  /// Add a row of COPY's binary form: a count of fields, then each field's length and bytes.
  /// Errors: kInvalid UserErrorInvalidDataValue naming the column, kInternal for broken bytes.
  Result<> AddCopyRow(const char* row, size_t size);
  /// Add a row of a result in binary format.
  Result<> AddResultRow(const PGresult* result, int row);
  /// The rows since the last call.
  Result<std::shared_ptr<arrow::RecordBatch>> TakeBatch();

  int64_t rows() const { return rows_; }
  int64_t bytes() const { return bytes_; }

 private:
  std::vector<std::unique_ptr<ColumnDecoder>> columns_;
  std::shared_ptr<arrow::Schema> schema_;
  int64_t rows_ = 0;
  int64_t bytes_ = 0;
};

}  // namespace weir::connectors::postgres
