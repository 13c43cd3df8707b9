#include "connectors/postgres/numeric.h"

#include <arrow/util/decimal.h>
#include <endian.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstring>

namespace weir::connectors::postgres {
namespace {

constexpr uint16_t kNegative = 0x4000;
constexpr uint16_t kNaN = 0xC000;
constexpr uint16_t kInfinity = 0xD000;
constexpr uint16_t kNegativeInfinity = 0xF000;
constexpr int kHeaderBytes = 8;
constexpr int kDigitsMax = 131072 / 4 + 16384 / 4;  // The server's own limits.

using UInt128 = unsigned __int128;

uint16_t Load16(const char* bytes) {
  uint16_t value;
  std::memcpy(&value, bytes, 2);
  return be16toh(value);
}

void Put16(std::string& out, uint16_t value) {
  value = htobe16(value);
  out.append(reinterpret_cast<const char*>(&value), 2);
}

void Put32(std::string& out, uint32_t value) {
  value = htobe32(value);
  out.append(reinterpret_cast<const char*>(&value), 4);
}

struct Header {
  int digits;
  int weight;
  uint16_t sign;
  int scale;
};

bool ReadHeader(const char* field, int32_t size, Header* header) {
  if (size < kHeaderBytes) return false;
  *header = {static_cast<int16_t>(Load16(field)), static_cast<int16_t>(Load16(field + 2)),
             Load16(field + 4), static_cast<int16_t>(Load16(field + 6))};
  return header->digits >= 0 && size == kHeaderBytes + 2 * header->digits;
}

constexpr UInt128 PowerOfTen(int exponent) {
  UInt128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

constexpr UInt128 kMax38 = PowerOfTen(38) - 1;

void PutHeader(std::string& out, int digits, int weight, bool negative, int scale) {
  Put32(out, static_cast<uint32_t>(kHeaderBytes + 2 * digits));
  Put16(out, static_cast<uint16_t>(digits));
  Put16(out, static_cast<uint16_t>(weight));
  Put16(out, negative ? kNegative : 0);
  Put16(out, static_cast<uint16_t>(scale));
}

}  // namespace

bool DecodeNumeric(const char* field, int32_t size, int scale, arrow::Decimal128* value) {
  Header header{};
  if (!ReadHeader(field, size, &header)) return false;
  if (header.sign != 0 && header.sign != kNegative) return false;
  static constexpr UInt128 kPowers[] = {1, 10, 100, 1000, 10000};
  UInt128 number = 0;
  int exponent = 0;  // Of ten, by which `number` must still grow to be the value times 10^scale.
  for (int i = 0; i < header.digits; ++i) {
    unsigned digit = Load16(field + kHeaderBytes + 2 * i);
    exponent = 4 * (header.weight - i) + scale;
    const int cut = std::clamp(-exponent, 0, 4);  // Zeros of this digit beyond the scale.
    if (digit % static_cast<unsigned>(kPowers[cut]) != 0) return false;
    digit /= static_cast<unsigned>(kPowers[cut]);
    const UInt128 unit = kPowers[4 - cut];
    if (number > kMax38 / 10000 && number > (kMax38 - digit) / unit) return false;
    number = number * unit + digit;
  }
  for (; exponent > 0 && number != 0; --exponent) {
    if (number > kMax38 / 10) return false;
    number *= 10;
  }
  const auto high = static_cast<int64_t>(number >> 64);
  const auto low = static_cast<uint64_t>(number);
  *value = arrow::Decimal128(high, low);
  if (header.sign == kNegative) value->Negate();
  return true;
}

std::string NumericText(const char* field, int32_t size) {
  Header header{};
  if (!ReadHeader(field, size, &header)) return "?";
  if (header.sign == kNaN) return "NaN";
  if (header.sign == kInfinity) return "Infinity";
  if (header.sign == kNegativeInfinity) return "-Infinity";
  const auto digit = [&](int place) -> int {  // Of weight `place`.
    const int index = header.weight - place;
    return index < 0 || index >= header.digits ? 0 : Load16(field + kHeaderBytes + 2 * index);
  };
  std::string text = header.sign == kNegative ? "-" : "";
  if (header.weight < 0) text += "0";
  char four[8];
  for (int place = header.weight; place >= 0; --place) {
    std::snprintf(four, sizeof(four), place == header.weight ? "%d" : "%04d", digit(place));
    text += four;
  }
  if (header.scale <= 0) return text;
  std::string fraction;
  for (int place = -1; static_cast<int>(fraction.size()) < header.scale; --place) {
    std::snprintf(four, sizeof(four), "%04d", digit(place));
    fraction += four;
  }
  fraction.resize(static_cast<size_t>(header.scale));
  return text + "." + fraction;
}

void EncodeNumeric(const arrow::Decimal128& value, int scale, std::string& out) {
  const bool negative = value.IsNegative();
  const arrow::Decimal128 size = negative ? arrow::Decimal128(-value) : value;
  UInt128 number = static_cast<UInt128>(static_cast<uint64_t>(size.high_bits())) << 64 |
                   static_cast<UInt128>(size.low_bits());
  // The point must fall between two digits to the base of 10,000.
  static constexpr int kPadding[] = {1, 1000, 100, 10};
  uint16_t digits[12];
  int count = 0;
  const int places = (scale + 3) / 4;
  if (scale % 4 != 0) {  // Apart, as the padded number may need more than 128 bits.
    const int unit = kPadding[scale % 4];
    const int kept = 10000 / unit;
    digits[count++] =
        static_cast<uint16_t>(static_cast<int>(number % static_cast<UInt128>(kept)) * unit);
    number /= static_cast<UInt128>(kept);
  }
  while (number >> 64 != 0) {
    digits[count++] = static_cast<uint16_t>(number % 10000);
    number /= 10000;
  }
  for (auto small = static_cast<uint64_t>(number); small != 0; small /= 10000) {
    digits[count++] = static_cast<uint16_t>(small % 10000);
  }
  int trailing = 0;
  while (trailing < count && digits[trailing] == 0) ++trailing;
  while (count > trailing && digits[count - 1] == 0) --count;
  const int weight = count > trailing ? count - 1 - places : 0;
  PutHeader(out, count - trailing, weight, negative, scale);
  for (int i = count - 1; i >= trailing; --i) Put16(out, digits[i]);
}

bool EncodeNumericText(std::string_view text, std::string& out) {
  if (text == "NaN" || text == "nan") {
    PutHeader(out, 0, 0, false, 0);
    const uint16_t nan = htobe16(kNaN);
    std::memcpy(out.data() + out.size() - 4, &nan, 2);
    return true;
  }
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  int exponent = 0;
  const size_t e = text.find_first_of("eE");
  if (e != std::string_view::npos) {
    std::string_view power = text.substr(e + 1);
    if (!power.empty() && power[0] == '+') power.remove_prefix(1);
    const auto [end, failed] = std::from_chars(power.data(), power.data() + power.size(), exponent);
    if (failed != std::errc() || end != power.data() + power.size()) return false;
    text = text.substr(0, e);
  }
  if (exponent > 4 * kDigitsMax || exponent < -4 * kDigitsMax) return false;
  const size_t point = text.find('.');
  std::string all(text.substr(0, point));
  int scale = 0;
  if (point != std::string_view::npos) {
    all += text.substr(point + 1);
    scale = static_cast<int>(text.size() - point - 1);
  }
  if (all.empty() || all.find_first_not_of("0123456789") != std::string::npos) return false;
  scale -= exponent;
  if (scale < 0) {
    all.append(static_cast<size_t>(-scale), '0');
    scale = 0;
  }
  // Pad so that digits behind and before the point come in fours.
  const int places = (scale + 3) / 4;
  all.append(static_cast<size_t>(places * 4 - scale), '0');
  if (static_cast<int>(all.size()) < places * 4) {
    all.insert(0, static_cast<size_t>(places * 4) - all.size(), '0');
  }
  all.insert(0, (4 - all.size() % 4) % 4, '0');
  size_t from = 0;
  size_t to = all.size() / 4;
  while (from < to && all.compare(from * 4, 4, "0000") == 0) ++from;
  while (to > from && all.compare((to - 1) * 4, 4, "0000") == 0) --to;
  if (to - from > static_cast<size_t>(kDigitsMax) || scale > 16383) return false;
  const int weight = from < to ? static_cast<int>(all.size() / 4 - from) - 1 - places : 0;
  PutHeader(out, static_cast<int>(to - from), weight, negative && from < to, scale);
  for (size_t i = from; i < to; ++i) {
    int digit = 0;
    std::from_chars(all.data() + i * 4, all.data() + i * 4 + 4, digit);
    Put16(out, static_cast<uint16_t>(digit));
  }
  return true;
}

}  // namespace weir::connectors::postgres
