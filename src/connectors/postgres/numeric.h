#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace arrow {
class Decimal128;
}  // namespace arrow

namespace weir::connectors::postgres {

// The binary form of the server's numeric: counts of digits, weight of the first one, sign and
// display scale (int16 each, big-endian), then digits to the base of 10,000.

/// Read a numeric as a decimal of that scale; false if it is not finite, needs more digits behind
/// the point or does not fit 128 bits.
bool DecodeNumeric(const char* field, int32_t size, int scale, arrow::Decimal128* value);

/// The number as the server prints it: "-0.50", "NaN", "Infinity".
std::string NumericText(const char* field, int32_t size);

/// Append `value` · 10^-scale with its length in front.
void EncodeNumeric(const arrow::Decimal128& value, int scale, std::string& out);

/// Append a number from its text ("1.50", "-1e3", "NaN") with its length in front; false if it is
/// none.
bool EncodeNumericText(std::string_view text, std::string& out);

}  // namespace weir::connectors::postgres
