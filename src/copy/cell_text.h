#pragma once

#include <cstdint>
#include <string>

namespace arrow {
class Array;
}  // namespace arrow

namespace weir::copy {

/// One cell as text, as logs show it; "" for null.
std::string CellText(const arrow::Array& array, int64_t row);

/// Append a time span as .NET's constant form: "[-][d.]hh:mm:ss[.fffffff]".
void AppendDuration(int64_t micros, std::string& out);

}  // namespace weir::copy
