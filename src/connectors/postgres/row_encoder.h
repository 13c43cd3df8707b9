#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "connectors/postgres/database.h"

namespace arrow {
class Array;
class Field;
class RecordBatch;
class Schema;
}  // namespace arrow

namespace weir::connectors::postgres {

class ColumnEncoder;

/// Turns record batches into rows of COPY's binary form.
class RowEncoder {
 public:
  /// `targets[i]` is what column i of the schema is written to. Types that are not known
  /// (types.h) are written as text.
  RowEncoder(const arrow::Schema& schema, const std::vector<PgColumn>& targets);
  RowEncoder(RowEncoder&&) noexcept;
  RowEncoder& operator=(RowEncoder&&) noexcept;
  ~RowEncoder();

  /// What comes before the first row and after the last.
  static std::string Header();
  static std::string Trailer();

  void Show(const arrow::RecordBatch& batch);
  /// Append row `row` of the batch shown; -1, or the column whose value does not fit.
  int Append(int64_t row, std::string& out);

 private:
  std::vector<std::unique_ptr<ColumnEncoder>> columns_;
};

/// A cell as text, as it is written into a text column; null is empty.
std::string CellText(const arrow::Array& column, int64_t row);

}  // namespace weir::connectors::postgres
