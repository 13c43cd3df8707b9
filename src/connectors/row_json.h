#pragma once

#include <vector>

#include "base/json.h"
#include "formats/batch_stream.h"

namespace arrow {
class Array;
}  // namespace arrow

namespace weir::connectors {

/// One cell as JSON, the way ADF prints rows: integers and reals as numbers, a decimal as the
/// number with its digits ("1.10"), a DateTime or Date as "2020-01-31T00:00:00Z", a DateTimeOffset
/// as "2020-01-31T00:00:00+00:00", a TimeSpan as "[d.]hh:mm:ss[.ffffff]", bytes as base64, lists
/// and structs as arrays and objects, null as null. Source: lookup activity's output as published.
Json CellJson(const arrow::Array& column, int64_t row);

/// Append the batch's rows as objects column → value until `rows` holds `rows_max`. Texts of
/// weir.type=Decimal are numbers.
void AppendRows(const arrow::RecordBatch& batch, int64_t rows_max, std::vector<Json>& rows);

}  // namespace weir::connectors
