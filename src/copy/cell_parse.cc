#include "copy/cell_parse.h"

#include <array>
#include <cmath>
#include <string>

#include "base/names.h"

namespace weir::copy {
namespace {

constexpr size_t kRealLengthMax = 512;

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

/// Take thousands separators out; false if the text is too long to be a number.
bool StripThousands(std::string_view text, std::array<char, kRealLengthMax>& buffer,
                    std::string_view* out) {
  if (text.size() > buffer.size()) return false;
  size_t size = 0;
  bool fraction = false;
  for (const char c : text) {
    if (c == '.' || c == 'e' || c == 'E') fraction = true;
    if (c == ',' && !fraction) continue;
    buffer[size++] = c;
  }
  *out = std::string_view(buffer.data(), size);
  return true;
}

/// A cursor over a text that is taken piece by piece.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool done() const { return text_.empty(); }
  char peek() const { return text_.empty() ? '\0' : text_.front(); }
  std::string_view rest() const { return text_; }
  bool Take(char c) {
    if (peek() != c || text_.empty()) return false;
    text_.remove_prefix(1);
    return true;
  }
  void SkipBlanks() {
    while (peek() == ' ') text_.remove_prefix(1);
  }
  /// 1 to `digits_max` digits; returns how many.
  int Number(int digits_max, unsigned* out) {
    int count = 0;
    *out = 0;
    while (count < digits_max && IsDigit(peek())) {
      *out = *out * 10 + static_cast<unsigned>(text_.front() - '0');
      text_.remove_prefix(1);
      ++count;
    }
    return count;
  }
  /// A word of letters.
  std::string_view Word() {
    size_t size = 0;
    while (size < text_.size() && ((text_[size] | 0x20) >= 'a') && ((text_[size] | 0x20) <= 'z')) {
      ++size;
    }
    const std::string_view word = text_.substr(0, size);
    text_.remove_prefix(size);
    return word;
  }

 private:
  std::string_view text_;
};

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};

/// 1 to 12, or 0 if the word is no month ("Mar", "March").
unsigned MonthOf(std::string_view word) {
  for (unsigned i = 0; i < kMonths.size(); ++i) {
    if (SameName(word, kMonths[i]) || SameName(word, kMonths[i].substr(0, 3))) return i + 1;
  }
  return 0;
}

bool IsWeekday(std::string_view word) {
  for (const std::string_view day : kWeekdays) {
    if (SameName(word, day) || SameName(word, day.substr(0, 3))) return true;
  }
  return false;
}

/// Fraction of a second after its point, in microseconds; digits beyond are dropped.
bool TakeFraction(Cursor& cursor, int64_t* micros) {
  int64_t value = 0;
  int count = 0;
  unsigned digit = 0;
  while (cursor.Number(1, &digit) == 1) {
    if (count < 6) value = value * 10 + digit;
    ++count;
  }
  for (int i = count; i < 6; ++i) value *= 10;
  *micros = value;
  return count > 0;
}

/// "Z", "GMT", "+hh:mm", "+hhmm", "+hh".
bool TakeZone(Cursor& cursor, ParsedTime* out) {
  if (cursor.peek() == '+' || cursor.peek() == '-') {
    const bool west = cursor.peek() == '-';
    cursor.Take(cursor.peek());
    unsigned hours = 0;
    unsigned minutes = 0;
    const int digits = cursor.Number(4, &hours);
    if (digits == 4) {
      minutes = hours % 100;
      hours /= 100;
    } else if (digits == 0 || digits == 3) {
      return false;
    } else if (cursor.Take(':') && cursor.Number(2, &minutes) != 2) {
      return false;
    }
    if (hours > 14 || minutes > 59) return false;
    const auto offset = static_cast<int32_t>(hours * 60 + minutes);
    out->offset_minutes = west ? -offset : offset;
    out->has_offset = true;
    return true;
  }
  const std::string_view word = cursor.Word();
  if (word.empty()) return true;
  out->has_offset = true;
  return SameName(word, "Z") || SameName(word, "GMT") || SameName(word, "UTC");
}

bool TakeHalfOfDay(Cursor& cursor, unsigned* hours) {
  const char first = static_cast<char>(cursor.peek() | 0x20);
  if (first != 'a' && first != 'p') return true;
  const std::string_view word = cursor.Word();
  const bool afternoon = SameName(word, "PM") || SameName(word, "P");
  if (!afternoon && !SameName(word, "AM") && !SameName(word, "A")) return false;
  if (*hours < 1 || *hours > 12) return false;
  *hours = *hours % 12 + (afternoon ? 12 : 0);
  return true;
}

/// "hh:mm[:ss[.f]][ AM][zone]" to the end of the text.
bool TakeClock(Cursor& cursor, ParsedTime* out) {
  unsigned hours = 0;
  unsigned minutes = 0;
  unsigned seconds = 0;
  int64_t micros = 0;
  if (cursor.Number(2, &hours) == 0) return false;
  const bool has_minutes = cursor.Take(':');
  if (has_minutes && cursor.Number(2, &minutes) == 0) return false;
  if (has_minutes && cursor.Take(':')) {
    if (cursor.Number(2, &seconds) == 0) return false;
    if (cursor.Take('.') && !TakeFraction(cursor, &micros)) return false;
  }
  cursor.SkipBlanks();
  const std::string_view before = cursor.rest();
  if (!TakeHalfOfDay(cursor, &hours)) return false;
  if (!has_minutes && before == cursor.rest()) return false;
  if (hours > 23 || minutes > 59 || seconds > 59) return false;
  out->micros +=
      (static_cast<int64_t>(hours) * 3600 + minutes * 60 + seconds) * kMicrosPerSecond + micros;
  cursor.SkipBlanks();
  if (!TakeZone(cursor, out)) return false;
  cursor.SkipBlanks();
  return cursor.done();
}

struct DateParts {
  unsigned year = 0;
  unsigned month = 0;
  unsigned day = 0;
};

unsigned FullYear(unsigned year, int digits) {
  if (digits > 2) return year;
  return year + (year < 50 ? 2000U : 1900U);  // .NET's two-digit pivot, 2049.
}

/// "2018-03-15", "2018/3/15", "3/15/2018", "3-15-2018".
bool TakeNumericDate(Cursor& cursor, DateParts* date) {
  unsigned parts[3] = {0, 0, 0};
  int digits[3] = {0, 0, 0};
  digits[0] = cursor.Number(4, &parts[0]);
  const char separator = cursor.peek();
  if (separator != '-' && separator != '/' && separator != '.') return false;
  for (int i = 1; i < 3; ++i) {
    if (!cursor.Take(separator)) return false;
    digits[i] = cursor.Number(4, &parts[i]);
    if (digits[i] == 0) return false;
  }
  if (digits[0] >= 3) {
    *date = {parts[0], parts[1], parts[2]};
    return digits[1] <= 2 && digits[2] <= 2;
  }
  *date = {FullYear(parts[2], digits[2]), parts[0], parts[1]};
  return digits[0] <= 2 && digits[1] <= 2;
}

/// "15 Mar 2018", "15-Mar-18", "March 15, 2018", each with an optional weekday before it.
bool TakeNamedDate(Cursor& cursor, DateParts* date) {
  const auto skip = [&cursor] {
    while (cursor.peek() == ' ' || cursor.peek() == ',' || cursor.peek() == '-') {
      cursor.Take(cursor.peek());
    }
  };
  if (IsDigit(cursor.peek())) {
    if (cursor.Number(2, &date->day) == 0) return false;
    skip();
    date->month = MonthOf(cursor.Word());
  } else {
    std::string_view word = cursor.Word();
    if (IsWeekday(word)) {
      skip();
      if (IsDigit(cursor.peek())) return TakeNamedDate(cursor, date);
      word = cursor.Word();
    }
    date->month = MonthOf(word);
    skip();
    if (cursor.Number(2, &date->day) == 0) return false;
  }
  if (date->month == 0) return false;
  skip();
  const int digits = cursor.Number(4, &date->year);
  date->year = FullYear(date->year, digits);
  return digits == 2 || digits == 4;
}

/// The commonest form, "2018-03-15", by position.
bool TakeIsoDate(std::string_view text, DateParts* date) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return false;
  for (const size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    if (!IsDigit(text[i])) return false;
  }
  const auto digit = [&text](size_t i) { return static_cast<unsigned>(text[i] - '0'); };
  date->year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3);
  date->month = digit(5) * 10 + digit(6);
  date->day = digit(8) * 10 + digit(9);
  return text.size() == 10 || text[10] == ' ' || text[10] == 'T' || text[10] == 't';
}

int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

struct DecimalDigits {
  Int128 value = 0;
  int digits = 0;    // Significant digits taken into value.
  int fraction = 0;  // Of them, behind the point.
  bool round_up = false;
  bool lost = false;  // A digit other than 0 was dropped.
};

/// Digits with a point, at most `scale` of them behind it. False at anything else.
bool TakeDigits(std::string_view text, int scale, DecimalDigits* out) {
  bool point = false;
  bool any = false;
  bool dropped = false;
  for (const char c : text) {
    if (c == '.') {
      if (point) return false;
      point = true;
      continue;
    }
    if (c == ',' && !point) continue;
    if (!IsDigit(c)) return false;
    any = true;
    if (point && out->fraction == scale) {
      if (!dropped) out->round_up = c >= '5';
      dropped = true;
      if (c != '0') out->lost = true;
      continue;
    }
    if (out->digits > 0 || c != '0') ++out->digits;
    if (out->digits > 38) return false;
    out->value = out->value * 10 + (c - '0');
    if (point) ++out->fraction;
  }
  return any;
}

Int128 PowerOfTen(int exponent) {
  Int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

constexpr size_t kWordDigits = 18;  // So many always fit into 64 bits.

constexpr std::array<int64_t, kWordDigits + 1> WordPowers() {
  std::array<int64_t, kWordDigits + 1> powers{1};
  for (size_t i = 1; i < powers.size(); ++i) powers[i] = 10 * powers[i - 1];
  return powers;
}

/// Nearly all decimals: few digits, at most `scale` behind the point, no blank, plus or comma.
/// False says nothing about the text.
bool ParseWordDecimal(std::string_view text, int precision, int scale, Int128* out) {
  static constexpr std::array<int64_t, kWordDigits + 1> kPowers = WordPowers();
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  if (scale < 0 || text.empty() || text.size() > kWordDigits) return false;
  int64_t value = 0;
  size_t point = text.size() - 1;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (IsDigit(c)) {
      value = value * 10 + (c - '0');
    } else if (c == '.' && point == text.size() - 1 && i > 0 && i < point) {
      point = i;
    } else {
      return false;
    }
  }
  const size_t fraction = text.size() - 1 - point;
  const auto wanted = static_cast<size_t>(scale);
  if (fraction > wanted || text.size() + (wanted - fraction) > kWordDigits) return false;
  const size_t missing = wanted - fraction;
  value *= kPowers[missing];
  const auto places = static_cast<size_t>(precision);
  if (places <= kWordDigits && value >= kPowers[places]) return false;
  *out = negative ? -value : value;
  return true;
}

bool ParseExponentDecimal(std::string_view text, size_t e, int precision, int scale, bool exact,
                          Int128* out) {
  int exponent = 0;
  if (!ParseWhole(text.substr(e + 1), &exponent) || exponent < -400 || exponent > 400) return false;
  // Move the point by rewriting the digits; rare, so allocation is borne.
  std::string digits;
  int point = -1;
  for (const char c : text.substr(0, e)) {
    if (c == '.') {
      point = static_cast<int>(digits.size());
    } else {
      digits += c;
    }
  }
  if (point < 0) point = static_cast<int>(digits.size());
  const size_t sign = !digits.empty() && (digits[0] == '-' || digits[0] == '+') ? 1 : 0;
  int at = point + exponent;
  while (at < static_cast<int>(sign)) {
    digits.insert(sign, 1, '0');
    ++at;
  }
  while (at > static_cast<int>(digits.size())) digits += '0';
  digits.insert(static_cast<size_t>(at), 1, '.');
  return ParseDecimal(digits, precision, scale, exact, out);
}

}  // namespace

bool ParseReal(std::string_view text, double* out) {
  text = TrimBlanks(text);
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, *out);
  if (error == std::errc() && stopped == end) return true;
  if (error == std::errc::result_out_of_range && stopped == end) {
    const bool tiny = text.find("e-") != text.npos || text.find("E-") != text.npos;
    *out = tiny ? 0.0 : std::numeric_limits<double>::infinity();
    if (text.front() == '-') *out = -*out;
    return true;
  }
  if (SameName(text, "Infinity") || SameName(text, "-Infinity") || SameName(text, "NaN")) {
    *out = SameName(text, "NaN") ? std::numeric_limits<double>::quiet_NaN()
                                 : std::numeric_limits<double>::infinity();
    if (text.front() == '-') *out = -*out;
    return true;
  }
  std::array<char, kRealLengthMax> buffer;
  std::string_view plain;
  if (text.find(',') == text.npos || !StripThousands(text, buffer, &plain)) return false;
  if (plain.empty() || !(IsDigit(text.back()) || text.back() == '.')) return false;
  const auto [at, failed] = std::from_chars(plain.data(), plain.data() + plain.size(), *out);
  return failed == std::errc() && at == plain.data() + plain.size();
}

bool ParseDecimal(std::string_view text, int precision, int scale, bool exact, Int128* out) {
  if (ParseWordDecimal(text, precision, scale, out)) return true;
  text = TrimBlanks(text);
  if (text.empty()) return false;
  const bool negative = text.front() == '-';
  std::string_view magnitude = text;
  if (negative || text.front() == '+') magnitude.remove_prefix(1);
  DecimalDigits taken;
  if (!TakeDigits(magnitude, scale, &taken)) {
    const size_t e = text.find_first_of("eE");
    if (e == text.npos || e == 0) return false;
    return ParseExponentDecimal(text, e, precision, scale, exact, out);
  }
  if (exact && taken.lost) return false;
  Int128 value = taken.value;
  const int missing = scale - taken.fraction;
  if (taken.digits > 0 && taken.digits + missing > 38) return false;
  if (missing > 0) value *= PowerOfTen(missing);
  if (taken.round_up) ++value;
  if (taken.digits + missing >= precision && value >= PowerOfTen(precision)) return false;
  *out = negative ? -value : value;
  return true;
}

bool ParseBoolean(std::string_view text, bool* out) {
  text = TrimBlanks(text);
  if (SameName(text, "true") || text == "1") {
    *out = true;
    return true;
  }
  *out = false;
  return SameName(text, "false") || text == "0";
}

bool ParseGuid(std::string_view text, char* out) {
  text = TrimBlanks(text);
  if (text.size() == 38 && ((text.front() == '{' && text.back() == '}') ||
                            (text.front() == '(' && text.back() == ')'))) {
    text = text.substr(1, 36);
  }
  const bool dashed = text.size() == 36;
  if (!dashed && text.size() != 32) return false;
  size_t in = 0;
  for (size_t i = 0; i < 36; ++i) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (dashed && text[in++] != '-') return false;
      out[i] = '-';
      continue;
    }
    const char c = text[in++];
    if (HexValue(c) < 0) return false;
    out[i] = IsDigit(c) ? c : static_cast<char>(c | 0x20);
  }
  return true;
}

bool ParseDuration(std::string_view text, int64_t* micros) {
  Cursor cursor(TrimBlanks(text));
  const bool negative = cursor.Take('-');
  unsigned first = 0;
  const int digits = cursor.Number(8, &first);
  if (digits == 0) return false;
  int64_t days = 0;
  unsigned hours = first;
  unsigned minutes = 0;
  unsigned seconds = 0;
  int64_t fraction = 0;
  if (cursor.done()) {
    *micros = (negative ? -1 : 1) * static_cast<int64_t>(first) * kMicrosPerDay;
    return true;
  }
  if (cursor.Take('.')) {
    days = first;
    if (cursor.Number(2, &hours) == 0) return false;
  }
  if (!cursor.Take(':') || cursor.Number(2, &minutes) == 0) return false;
  if (cursor.Take(':')) {
    if (cursor.Number(2, &seconds) == 0) return false;
    if (cursor.Take('.') && !TakeFraction(cursor, &fraction)) return false;
  }
  if (!cursor.done() || hours > 23 || minutes > 59 || seconds > 59) return false;
  const int64_t value =
      days * kMicrosPerDay +
      (static_cast<int64_t>(hours) * 3600 + minutes * 60 + seconds) * kMicrosPerSecond + fraction;
  *micros = negative ? -value : value;
  return true;
}

bool ParseTime(std::string_view text, ParsedTime* out) {
  *out = {};
  text = TrimBlanks(text);
  DateParts date;
  Cursor cursor(text);
  if (TakeIsoDate(text, &date)) {
    cursor = Cursor(text.substr(10));
  } else if (!TakeNumericDate(cursor, &date)) {
    date = {};
    cursor = Cursor(text);
    if (!TakeNamedDate(cursor, &date)) return false;
  }
  if (!IsDate(date.year, date.month, date.day)) return false;
  out->micros = formats::FromCivil(date.year, date.month, date.day) * kMicrosPerDay;
  if (cursor.done()) return true;
  if (!cursor.Take('T') && !cursor.Take('t')) cursor.SkipBlanks();
  if (cursor.peek() == 'Z' || cursor.peek() == '+') return TakeZone(cursor, out) && cursor.done();
  return TakeClock(cursor, out);
}

}  // namespace weir::copy
