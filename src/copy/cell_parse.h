#pragma once

#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>

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

/// Days since 1970 of a date of the Gregorian calendar. Source: H. Hinnant, chrono date algorithms.
constexpr int64_t DaysFromCivil(int64_t year, unsigned month, unsigned day) {
  year -= month <= 2 ? 1 : 0;
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(year - era * 400);
  const unsigned day_of_year = (153 * (month + (month > 2 ? -3U : 9U)) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + static_cast<int64_t>(day_of_era) - 719468;
}

struct CivilDate {
  int64_t year;
  unsigned month;
  unsigned day;
};
constexpr CivilDate CivilFromDays(int64_t days) {
  days += 719468;
  const int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto day_of_era = static_cast<unsigned>(days - era * 146097);
  const unsigned year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted = (5 * day_of_year + 2) / 153;
  const unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {static_cast<int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0), month,
          day_of_year - (153 * shifted + 2) / 5 + 1};
}

/// True if the calendar has this day, within .NET's years 1 to 9999.
constexpr bool IsDate(int64_t year, unsigned month, unsigned day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  constexpr unsigned kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= kDays[month - 1] + (month == 2 && leap ? 1U : 0U);
}

inline constexpr int64_t kMicrosPerSecond = 1'000'000;
inline constexpr int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

}  // namespace weir::copy
