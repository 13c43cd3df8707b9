#include "connectors/postgres/value_text.h"

#include <endian.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>

#include "base/names.h"
#include "connectors/postgres/numeric.h"
#include "connectors/postgres/types.h"

namespace weir::connectors::postgres {
namespace {

constexpr int64_t kMicrosPerSecond = 1000000;
constexpr int64_t kMicrosPerDay = 86400 * kMicrosPerSecond;

template <typename Wire, typename T>
void PutFixed(T value, std::string& out) {
  struct __attribute__((packed)) Field {
    uint32_t size;
    Wire value;
  } field{htobe32(sizeof(Wire)), static_cast<Wire>(value)};
  if constexpr (sizeof(Wire) == 2) field.value = htobe16(field.value);
  if constexpr (sizeof(Wire) == 4) field.value = htobe32(field.value);
  if constexpr (sizeof(Wire) == 8) field.value = htobe64(field.value);
  out.append(reinterpret_cast<const char*>(&field), sizeof(field));
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool ParseInt(std::string_view text, int64_t* value) {
  if (!text.empty() && text[0] == '+') text.remove_prefix(1);
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), *value);
  return failed == std::errc() && end == text.data() + text.size();
}

bool ParseBool(std::string_view text, bool* value) {
  for (const std::string_view yes : {"true", "t", "yes", "y", "on", "1"}) {
    if (SameName(text, yes)) return *value = true, true;
  }
  for (const std::string_view no : {"false", "f", "no", "n", "off", "0"}) {
    if (SameName(text, no)) return *value = false, true;
  }
  return false;
}

bool ParseDouble(std::string_view text, double* value) {
  if (!text.empty() && text[0] == '+') text.remove_prefix(1);
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), *value);
  return failed == std::errc() && end == text.data() + text.size();
}

/// Reads digits and marks off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}
  bool done() const { return text_.empty(); }
  char next() const { return text_.empty() ? '\0' : text_.front(); }
  bool Take(char c) {
    if (next() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  // A number of `least` to `most` digits.
  bool Digits(size_t least, size_t most, int64_t* value) {
    size_t count = 0;
    *value = 0;
    while (count < most && count < text_.size() && text_[count] >= '0' && text_[count] <= '9') {
      *value = *value * 10 + (text_[count++] - '0');
    }
    text_.remove_prefix(count);
    return count >= least;
  }
  // Digits behind the point as microseconds; more than six are cut.
  bool Fraction(int64_t* micros) {
    *micros = 0;
    int64_t unit = kMicrosPerSecond / 10;
    if (next() < '0' || next() > '9') return false;
    for (; next() >= '0' && next() <= '9'; text_.remove_prefix(1), unit /= 10) {
      *micros += (next() - '0') * unit;
    }
    return true;
  }

 private:
  std::string_view text_;
};

bool ScanDate(Scanner& scan, int64_t* days) {
  int64_t year = 0;
  int64_t month = 0;
  int64_t day = 0;
  if (!scan.Digits(4, 4, &year) || !scan.Take('-') || !scan.Digits(1, 2, &month) ||
      !scan.Take('-') || !scan.Digits(1, 2, &day)) {
    return false;
  }
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || year == 0) return false;
  *days = std::chrono::sys_days(date).time_since_epoch().count();
  return true;
}

// hh:mm[:ss[.f]]
bool ScanTime(Scanner& scan, int64_t* micros) {
  int64_t hours = 0;
  int64_t minutes = 0;
  int64_t seconds = 0;
  int64_t fraction = 0;
  if (!scan.Digits(1, 2, &hours) || !scan.Take(':') || !scan.Digits(2, 2, &minutes)) return false;
  if (scan.Take(':')) {
    if (!scan.Digits(2, 2, &seconds)) return false;
    if (scan.Take('.') && !scan.Fraction(&fraction)) return false;
  }
  if (hours > 23 || minutes > 59 || seconds > 59) return false;
  *micros = ((hours * 60 + minutes) * 60 + seconds) * kMicrosPerSecond + fraction;
  return true;
}

// "Z", "+01", "+01:30", "+0130", or nothing.
bool ScanZone(Scanner& scan, int64_t* offset_micros) {
  *offset_micros = 0;
  scan.Take(' ');
  if (scan.done() || scan.Take('Z') || scan.Take('z')) return scan.done();
  const bool west = scan.next() == '-';
  int64_t hours = 0;
  int64_t minutes = 0;
  if (!scan.Take('-') && !scan.Take('+')) return false;
  if (!scan.Digits(2, 2, &hours)) return false;
  scan.Take(':');
  if (!scan.done() && !scan.Digits(2, 2, &minutes)) return false;
  *offset_micros = (hours * 60 + minutes) * 60 * kMicrosPerSecond * (west ? -1 : 1);
  return scan.done();
}

// Microseconds since 1970. For a type without a zone the offset is dropped, as the server does.
bool ParseTimestamp(std::string_view text, bool zoned, int64_t* micros) {
  Scanner scan(text);
  int64_t days = 0;
  int64_t time = 0;
  int64_t offset = 0;
  if (!ScanDate(scan, &days)) return false;
  if (!scan.done()) {
    if (!scan.Take('T') && !scan.Take(' ')) return false;
    if (!ScanTime(scan, &time) || !ScanZone(scan, &offset)) return false;
  }
  *micros = days * kMicrosPerDay + time - (zoned ? offset : 0);
  return true;
}

bool ParseDate(std::string_view text, int64_t* days) {
  int64_t micros = 0;
  if (!ParseTimestamp(text, false, &micros)) return false;
  Scanner scan(text);
  return ScanDate(scan, days);
}

// [-][d.]hh:mm:ss[.f], .NET's TimeSpan.
bool ParseSpan(std::string_view text, int64_t* micros) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  int64_t days = 0;
  const size_t point = text.find('.');
  if (point != std::string_view::npos && point < text.find(':')) {
    if (!ParseInt(text.substr(0, point), &days) || days < 0 || days > 10675199) return false;
    text.remove_prefix(point + 1);
  }
  Scanner scan(text);
  int64_t time = 0;
  if (!ScanTime(scan, &time) || !scan.done()) return false;
  *micros = (days * kMicrosPerDay + time) * (negative ? -1 : 1);
  return true;
}

bool PutUuid(std::string_view text, std::string& out) {
  if (text.size() >= 2 && text.front() == '{' && text.back() == '}') {
    text = text.substr(1, text.size() - 2);
  }
  char bytes[16] = {};
  size_t nibbles = 0;
  for (const char c : text) {
    if (c == '-') continue;
    const int value = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (value < 0 || nibbles == 32) return false;
    bytes[nibbles / 2] = static_cast<char>(bytes[nibbles / 2] * 16 + value);
    ++nibbles;
  }
  if (nibbles != 32) return false;
  PutLength(16, out);
  out.append(bytes, 16);
  return true;
}

bool PutTime(std::string_view text, Oid type, std::string& out) {
  int64_t value = 0;
  switch (type) {
    case kDate:
      if (!ParseDate(text, &value)) return false;
      PutInt32(static_cast<int32_t>(value - kEpochDays), out);
      return true;
    case kTime:
      if (!ParseSpan(text, &value) || value < 0 || value > kMicrosPerDay) return false;
      PutInt64(value, out);
      return true;
    case kInterval:
      if (!ParseSpan(text, &value)) return false;
      PutLength(16, out);
      value = static_cast<int64_t>(htobe64(static_cast<uint64_t>(value)));
      out.append(reinterpret_cast<const char*>(&value), 8);
      out.append(8, '\0');
      return true;
    default:  // The two timestamps.
      if (!ParseTimestamp(text, type == kTimestamptz, &value)) return false;
      PutInt64(value - kEpochMicros, out);
      return true;
  }
}

bool PutInteger(std::string_view text, Oid type, std::string& out) {
  int64_t value = 0;
  if (!ParseInt(text, &value)) return false;
  if (type == kInt8) return PutInt64(value, out), true;
  if (type == kOid) {
    if (value < 0 || value > std::numeric_limits<uint32_t>::max()) return false;
    return PutInt32(static_cast<int32_t>(static_cast<uint32_t>(value)), out), true;
  }
  if (type == kInt4) {
    if (value != static_cast<int32_t>(value)) return false;
    return PutInt32(static_cast<int32_t>(value), out), true;
  }
  if (value != static_cast<int16_t>(value)) return false;
  return PutInt16(static_cast<int16_t>(value), out), true;
}

bool PutReal(std::string_view text, Oid type, std::string& out) {
  double value = 0;
  if (!ParseDouble(text, &value)) return false;
  if (type == kFloat8) return PutInt64(std::bit_cast<int64_t>(value), out), true;
  const auto small = static_cast<float>(value);
  if (std::isinf(small) && !std::isinf(value)) return false;
  return PutInt32(std::bit_cast<int32_t>(small), out), true;
}

}  // namespace

void PutLength(size_t size, std::string& out) {
  const uint32_t length = htobe32(static_cast<uint32_t>(size));
  out.append(reinterpret_cast<const char*>(&length), 4);
}
void PutInt16(int16_t value, std::string& out) {
  PutFixed<uint16_t>(value, out);
}
void PutInt32(int32_t value, std::string& out) {
  PutFixed<uint32_t>(value, out);
}
void PutInt64(int64_t value, std::string& out) {
  PutFixed<uint64_t>(value, out);
}

bool PutText(std::string_view text, PgColumn target, std::string& out) {
  const bool limited = target.modifier >= 4 && (target.type == kVarchar || target.type == kBpchar);
  const auto most = static_cast<size_t>(target.modifier - 4);
  if (limited && text.size() > most) {
    size_t characters = 0;
    for (size_t i = 0; i < text.size(); ++i) {
      if ((text[i] & 0xC0) == 0x80 || ++characters <= most) continue;
      if (text.find_first_not_of(' ', i) != std::string_view::npos) return false;
      text = text.substr(0, i);
      break;
    }
  }
  PutLength(text.size(), out);
  out.append(text);
  return true;
}

bool PutParsed(std::string_view text, PgColumn target, std::string& out) {
  switch (target.type) {
    case kBool: {
      bool value = false;
      if (!ParseBool(Trim(text), &value)) return false;
      PutLength(1, out);
      out += value ? '\1' : '\0';
      return true;
    }
    case kInt2:
    case kInt4:
    case kInt8:
    case kOid:
      return PutInteger(Trim(text), target.type, out);
    case kFloat4:
    case kFloat8:
      return PutReal(Trim(text), target.type, out);
    case kNumeric:
      return EncodeNumericText(Trim(text), out);
    case kDate:
    case kTime:
    case kTimestamp:
    case kTimestamptz:
    case kInterval:
      return PutTime(Trim(text), target.type, out);
    case kUuid:
      return PutUuid(Trim(text), out);
    case kJsonb:
      PutLength(text.size() + 1, out);
      out += '\1';
      out.append(text);
      return true;
    default:  // Text, bytes, and the server's open list of types.
      return PutText(text, target, out);
  }
}

}  // namespace weir::connectors::postgres
