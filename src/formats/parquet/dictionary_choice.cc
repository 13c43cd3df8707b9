#include "formats/parquet/dictionary_choice.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <arrow/util/bit_util.h>

#include <bit>
#include <functional>
#include <string_view>

namespace weir::formats::parquet {
namespace {

constexpr int64_t kRowsToJudge = 2048;
/// If twice the rows have more than this many times the values, most values are new.
constexpr double kGrowthMax = 1.8;

/// Counts different hashes.
class HashSet {
 public:
  explicit HashSet(int64_t most)
      : slots_(std::bit_ceil(static_cast<size_t>(2 * most + 2))), mask_(slots_.size() - 1) {}

  void Add(std::string_view value) {
    const size_t hash = std::hash<std::string_view>()(value) | 1U;  // 0 marks a free slot.
    size_t at = hash >> 7U & mask_;
    while (slots_[at] != 0 && slots_[at] != hash) at = (at + 1) & mask_;
    if (slots_[at] == 0) ++count_;
    slots_[at] = hash;
  }
  int64_t count() const { return count_; }

 private:
  std::vector<size_t> slots_;
  size_t mask_;
  int64_t count_ = 0;
};

/// Bytes of one value; 0 for texts, -1 for what is not looked at.
int WidthOf(const arrow::DataType& type) {
  switch (type.id()) {
    case arrow::Type::STRING:
    case arrow::Type::BINARY:
      return 0;
    case arrow::Type::INT32:
    case arrow::Type::INT64:
    case arrow::Type::DOUBLE:
    case arrow::Type::DECIMAL128:
    case arrow::Type::TIMESTAMP:
      return type.byte_width();
    default:  // Narrow types have few values; the rest is not written.
      return -1;
  }
}

std::string_view ValueOf(const arrow::Array& array, int width, int64_t row) {
  if (width == 0) return static_cast<const arrow::BinaryArray&>(array).GetView(row);
  const auto* values = array.data()->GetValues<char>(1, 0);
  return {values + (array.offset() + row) * width, static_cast<size_t>(width)};
}

}  // namespace

bool DictionaryPays(const std::vector<std::shared_ptr<arrow::RecordBatch>>& batches, int column) {
  int64_t rows = 0;
  for (const auto& batch : batches) rows += batch->num_rows();
  if (rows < kRowsToJudge) return true;
  HashSet seen(rows);
  int64_t values = 0;
  int64_t seen_at_half = 0;
  int64_t row_number = 0;
  for (const auto& batch : batches) {
    const arrow::Array& array = *batch->column(column);
    const int width = WidthOf(*array.type());
    if (width < 0) return true;
    for (int64_t row = 0; row < array.length(); ++row, ++row_number) {
      if (row_number == rows / 2) seen_at_half = seen.count();
      if (array.IsNull(row)) continue;
      ++values;
      seen.Add(ValueOf(array, width, row));
    }
  }
  if (values < kRowsToJudge || seen.count() < kRowsToJudge / 2) return true;
  return static_cast<double>(seen.count()) <= kGrowthMax * static_cast<double>(seen_at_half);
}

}  // namespace weir::formats::parquet
