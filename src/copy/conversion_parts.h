#pragma once

#include "copy/conversion.h"

namespace weir::copy {

// The three families of conversions that PlanConversion chooses from. Both fields' groups are
// known to convert; times are in microseconds.

/// From utf8 to anything.
Result<ColumnConversion> PlanFromText(const arrow::Field& to, const ConversionSettings& settings);

/// From anything but utf8 to utf8.
Result<ColumnConversion> PlanToText(const arrow::Field& from, const ConversionSettings& settings);

/// Between Boolean, integers, floats and decimals, and between kinds of time.
Result<ColumnConversion> PlanBetweenValues(const arrow::Field& from, const arrow::Field& to,
                                           const ConversionSettings& settings);

}  // namespace weir::copy
