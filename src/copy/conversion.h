#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace arrow {
class Array;
class Field;
}  // namespace arrow

namespace weir::copy {

/// How values change type: `typeConversionSettings`, or one column's own `format` and `culture`.
struct ConversionSettings {
  bool allow_truncation = true;  ///< 1.5 → 1, DateTimeOffset → DateTime.
  bool boolean_as_number = false;
  std::string datetime_format;  ///< .NET patterns; empty: .NET's default reading.
  std::string datetimeoffset_format;
  std::string timespan_format;
  std::string culture;  ///< "" is en-us.
};

/// Read `typeConversionSettings`. Errors: kUnsupported UnsupportedCulture, UnsupportedTimeFormat.
Result<ConversionSettings> ReadConversionSettings(const Json& settings);

/// A cell that does not fit: its row in the batch, its text.
struct CellFault {
  int64_t row = 0;
  std::string value;
};

/// Turns a column of n rows into one of n rows of another type, nulls kept. Cells that do not fit
/// become null and are added to the faults in order of row.
using ColumnConversion = std::function<Result<std::shared_ptr<arrow::Array>>(
    const std::shared_ptr<arrow::Array>&, std::vector<CellFault>&)>;

/// The conversion from one field's type to another's; an empty function if the values fit as they
/// are. Errors: kUnsupported TypeConversionNotSupported naming the column and both types.
/// Source: copy activity schema and type mapping, "data type conversion".
Result<ColumnConversion> PlanConversion(const arrow::Field& from, const arrow::Field& to,
                                        const ConversionSettings& settings);

/// UserErrorInvalidDataValue in ADF's words.
Error CellError(const std::string& column, const std::string& value, const std::string& type);

}  // namespace weir::copy
