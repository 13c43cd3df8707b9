#pragma once

#include <arrow/array.h>
#include <arrow/buffer.h>
#include <arrow/type.h>
#include <arrow/util/bit_util.h>
#include <arrow/util/bitmap_ops.h>

#include <memory>
#include <string_view>
#include <vector>

#include "copy/conversion.h"
#include "formats/batch_stream.h"

namespace weir::copy {

inline constexpr const char* kConversionFailed = "TypeConversionFailure";

/// The validity bits of `in`, from bit 0, with the rows of `faults` cleared; null if all are valid.
Result<std::shared_ptr<arrow::Buffer>> ValidityOf(const arrow::Array& in,
                                                  const std::vector<CellFault>& faults,
                                                  size_t first_fault);

/// Fill a column of fixed-width values: `convert(row, &value)` gives false for a cell that does not
/// fit. One pass, one allocation, null rows untouched (zero).
template <typename Value, typename Convert, typename Print>
Result<std::shared_ptr<arrow::Array>> FillColumn(const arrow::Array& in,
                                                 const std::shared_ptr<arrow::DataType>& type,
                                                 std::vector<CellFault>& faults, Convert convert,
                                                 Print print) {
  const int64_t rows = in.length();
  WEIR_ARROW_ASSIGN(std::shared_ptr<arrow::Buffer> buffer,
                    arrow::AllocateBuffer(rows * static_cast<int64_t>(sizeof(Value))),
                    kConversionFailed);
  auto* values = reinterpret_cast<Value*>(buffer->mutable_data());
  const size_t first_fault = faults.size();
  const bool has_nulls = in.null_count() > 0;
  for (int64_t row = 0; row < rows; ++row) {
    if (has_nulls && in.IsNull(row)) {
      values[row] = Value{};
      continue;
    }
    if (!convert(row, &values[row])) {
      values[row] = Value{};
      faults.push_back({row, print(row)});
    }
  }
  WEIR_ASSIGN(std::shared_ptr<arrow::Buffer> valid, ValidityOf(in, faults, first_fault));
  return arrow::MakeArray(arrow::ArrayData::Make(type, rows, {std::move(valid), std::move(buffer)},
                                                 arrow::kUnknownNullCount));
}

/// As FillColumn, for bits.
template <typename Convert, typename Print>
Result<std::shared_ptr<arrow::Array>> FillBits(const arrow::Array& in,
                                               std::vector<CellFault>& faults, Convert convert,
                                               Print print) {
  const int64_t rows = in.length();
  WEIR_ARROW_ASSIGN(std::shared_ptr<arrow::Buffer> buffer,
                    arrow::AllocateEmptyBitmap(rows, arrow::default_memory_pool()),
                    kConversionFailed);
  uint8_t* bits = buffer->mutable_data();
  const size_t first_fault = faults.size();
  for (int64_t row = 0; row < rows; ++row) {
    if (in.IsNull(row)) continue;
    bool value = false;
    if (!convert(row, &value)) {
      faults.push_back({row, print(row)});
    } else if (value) {
      arrow::bit_util::SetBit(bits, row);
    }
  }
  WEIR_ASSIGN(std::shared_ptr<arrow::Buffer> valid, ValidityOf(in, faults, first_fault));
  return arrow::MakeArray(arrow::ArrayData::Make(
      arrow::boolean(), rows, {std::move(valid), std::move(buffer)}, arrow::kUnknownNullCount));
}

}  // namespace weir::copy
