#include "formats/print_value.h"

#include <charconv>
#include <cstring>
#include <string>

#include "base/json.h"
#include "formats/civil.h"

namespace weir::formats {
namespace {

constexpr int64_t kTicksPerSecond = 10'000'000;
constexpr char kPairs[] =
    "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546"
    "4748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293"
    "949596979899";

inline char* PrintPair(char* out, uint64_t value) {
  std::memcpy(out, kPairs + 2 * value, 2);
  return out + 2;
}

char* PrintTime(char* out, int64_t seconds) {
  out = PrintPair(out, static_cast<uint64_t>(seconds / 3600));
  *out++ = ':';
  out = PrintPair(out, static_cast<uint64_t>(seconds / 60 % 60));
  *out++ = ':';
  return PrintPair(out, static_cast<uint64_t>(seconds % 60));
}

char* PrintFraction(char* out, int64_t ticks) {
  *out++ = '.';
  *out++ = static_cast<char>('0' + ticks / 1'000'000);
  out = PrintPair(out, static_cast<uint64_t>(ticks / 10'000 % 100));
  out = PrintPair(out, static_cast<uint64_t>(ticks / 100 % 100));
  return PrintPair(out, static_cast<uint64_t>(ticks % 100));
}

char* PrintWide(char* out, unsigned __int128 value) {
  constexpr uint64_t kPart = 1'000'000'000'000'000'000ULL;
  if (value < kPart) return PrintUnsigned(out, static_cast<uint64_t>(value));
  out = PrintWide(out, value / kPart);
  const auto low = static_cast<uint64_t>(value % kPart);
  char digits[20];
  const char* end = PrintUnsigned(digits, low + kPart);  // A leading 1 keeps the zeros.
  std::memcpy(out, digits + 1, static_cast<size_t>(end - digits - 1));
  return out + (end - digits - 1);
}

}  // namespace

char* PrintInteger(char* out, int64_t value) {
  return std::to_chars(out, out + kPrintedBytesMax, value).ptr;
}

char* PrintUnsigned(char* out, uint64_t value) {
  return std::to_chars(out, out + 20, value).ptr;
}

char* PrintDecimal(char* out, __int128 value, int32_t scale) {
  auto rest = static_cast<unsigned __int128>(value);
  if (value < 0) {
    *out++ = '-';
    rest = -rest;
  }
  char digits[48];
  const char* end = PrintWide(digits, rest);
  const auto count = static_cast<int32_t>(end - digits);
  if (scale <= 0) {
    std::memcpy(out, digits, static_cast<size_t>(count));
    if (rest == 0) return out + count;
    std::memset(out + count, '0', static_cast<size_t>(-scale));
    return out + count - scale;
  }
  const int32_t whole = count - scale;
  if (whole > 0) {
    std::memcpy(out, digits, static_cast<size_t>(whole));
    out += whole;
  } else {
    *out++ = '0';
  }
  *out++ = '.';
  for (int32_t i = whole; i < 0; ++i) *out++ = '0';
  const char* fraction = digits + (whole > 0 ? whole : 0);
  std::memcpy(out, fraction, static_cast<size_t>(end - fraction));
  return out + (end - fraction);
}

char* PrintDouble(char* out, double value) {
  // Integers, which are frequent, need no shortest form.
  if (value > -1e15 && value < 1e15 && value == static_cast<double>(static_cast<int64_t>(value)) &&
      value != 0) {
    return PrintInteger(out, static_cast<int64_t>(value));
  }
  if ((value >= 1e-4 && value < 1e15) || (value <= -1e-4 && value > -1e15)) {
    return std::to_chars(out, out + kPrintedBytesMax, value, std::chars_format::fixed).ptr;
  }
  const std::string text = FormatDouble(value);
  std::memcpy(out, text.data(), text.size());
  return out + text.size();
}

char* PrintSingle(char* out, float value) {
  if ((value >= 1e-4F && value < 1e7F) || (value <= -1e-4F && value > -1e7F)) {
    return std::to_chars(out, out + kPrintedBytesMax, value, std::chars_format::fixed).ptr;
  }
  // The shortest digits of the float, read as a double, print as .NET prints them.
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value);
  double wide = value;
  std::from_chars(digits, end.ptr, wide);
  return PrintDouble(out, wide);
}

char* PrintDate(char* out, int64_t days) {
  const CivilDay day = ToCivil(days);
  if (day.year >= 0 && day.year <= 9999) {
    out = PrintPair(out, static_cast<uint64_t>(day.year / 100));
    out = PrintPair(out, static_cast<uint64_t>(day.year % 100));
  } else {
    out = PrintInteger(out, day.year);
  }
  *out++ = '-';
  out = PrintPair(out, day.month);
  *out++ = '-';
  return PrintPair(out, day.day);
}

char* PrintDateTime(char* out, int64_t days, int64_t ticks_of_day, char between) {
  out = PrintDate(out, days);
  *out++ = between;
  out = PrintTime(out, ticks_of_day / kTicksPerSecond);
  return PrintFraction(out, ticks_of_day % kTicksPerSecond);
}

char* PrintTimeSpan(char* out, int64_t ticks) {
  auto rest = static_cast<uint64_t>(ticks);
  if (ticks < 0) {
    *out++ = '-';
    rest = -rest;
  }
  constexpr uint64_t kTicksPerDay = 86'400ULL * kTicksPerSecond;
  if (rest >= kTicksPerDay) {
    out = PrintUnsigned(out, rest / kTicksPerDay);
    *out++ = '.';
  }
  const auto of_day = static_cast<int64_t>(rest % kTicksPerDay);
  out = PrintTime(out, of_day / kTicksPerSecond);
  return of_day % kTicksPerSecond == 0 ? out : PrintFraction(out, of_day % kTicksPerSecond);
}

}  // namespace weir::formats
