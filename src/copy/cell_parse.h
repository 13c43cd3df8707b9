#pragma once

#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>

#include "formats/civil.h"

namespace weir::copy {

// Texts of cells to values, without allocation: false if the text is not of that form. Blanks
// around a value are borne, as .NET's NumberStyles does; cultures are en-US or invariant.

__extension__ typedef __int128 Int128;

inline std::string_view TrimBlanks(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

/// A whole number within the range of `Integer`, with an optional sign.
template <typename Integer>
bool ParseWhole(std::string_view text, Integer* out) {
  text = TrimBlanks(text);
  if (!text.empty() && text.front() == '+') {
    text.remove_prefix(1);
    if (!text.empty() && text.front() == '-') return false;
  }
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, *out);
  return error == std::errc() && stopped == end;
}

/// A number, "1,234.5e6", "NaN", "Infinity".
bool ParseReal(std::string_view text, double* out);

/// A number as whole units of 10^-scale. Digits beyond the scale are rounded away from zero at
/// half, or refused when `exact`. False too if it has more than `precision` digits.
bool ParseDecimal(std::string_view text, int precision, int scale, bool exact, Int128* out);

/// "true" or "false" in any case, "1" or "0".
bool ParseBoolean(std::string_view text, bool* out);

/// A GUID in any of .NET's forms N, D, B, P; `out` (36 bytes) gets the lower-case form D.
bool ParseGuid(std::string_view text, char* out);

/// "[-][d.]hh:mm[:ss[.fffffff]]" or a whole number of days, in microseconds.
bool ParseDuration(std::string_view text, int64_t* micros);

/// A moment as .NET's DateTime.Parse reads it for en-US: ISO 8601, "2018-03-15 13:00[:00[.123]]",
/// "3/15/2018 1:00:00 PM", "15 Mar 2018", "Thu, 15 Mar 2018 13:00:00 GMT".
struct ParsedTime {
  int64_t micros = 0;          ///< Of the clock face, as written, since 1970.
  bool has_offset = false;     ///< A zone was written.
  int32_t offset_minutes = 0;  ///< East of UTC.
};
bool ParseTime(std::string_view text, ParsedTime* out);

/// True if the calendar has this day, within .NET's years 1 to 9999.
constexpr bool IsDate(int64_t year, unsigned month, unsigned day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  return day <= formats::DaysInMonth(year, month);
}

inline constexpr int64_t kMicrosPerSecond = 1'000'000;
inline constexpr int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

}  // namespace weir::copy
