#pragma once

#include <cstdint>

namespace weir::formats {

/// Room that any of these needs.
constexpr int64_t kPrintedBytesMax = 64;

// Each prints one value at `out` and returns the end of it.

char* PrintInteger(char* out, int64_t value);
char* PrintUnsigned(char* out, uint64_t value);
/// With all digits of `scale`: 1.50 for 150 and scale 2. `scale` is at most 38.
char* PrintDecimal(char* out, __int128 value, int32_t scale);
/// As .NET's shortest form: 1, 1.1, 1E+20, NaN, Infinity.
char* PrintDouble(char* out, double value);
char* PrintSingle(char* out, float value);
/// `yyyy-MM-dd`; years beyond 9999 or before 0 with all their digits.
char* PrintDate(char* out, int64_t days);
/// `yyyy-MM-dd HH:mm:ss.fffffff`, `between` standing between date and time; `ticks` are 100 ns.
char* PrintDateTime(char* out, int64_t days, int64_t ticks_of_day, char between);
/// `[-][d.]hh:mm:ss[.fffffff]`.
char* PrintTimeSpan(char* out, int64_t ticks);

}  // namespace weir::formats
