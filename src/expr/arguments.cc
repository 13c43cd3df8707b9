#include "expr/arguments.h"

#include <array>
#include <charconv>
#include <cmath>

#include "expr/failure.h"
#include "expr/utf16.h"
#include "expr/value.h"

namespace weir::expr {
namespace {

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

/// The number without blanks, plus sign and thousands commas; nothing if a character is out of
/// place. Commas may stand anywhere behind the first digit and before the point.
std::optional<std::string> PlainNumber(std::string_view text) {
  text = Trim(text);
  std::string plain;
  if (!text.empty() && (text[0] == '+' || text[0] == '-')) {
    if (text[0] == '-') plain += '-';
    text.remove_prefix(1);
  }
  bool digit_seen = false;
  bool whole = true;
  for (const char c : text) {
    if (c == ',' && digit_seen && whole) continue;
    if (c == '.' || c == 'e' || c == 'E') whole = false;
    digit_seen = digit_seen || IsDigit(c);
    plain += c;
  }
  if (!digit_seen) return std::nullopt;
  return plain;
}

}  // namespace

Result<Json> TextArgument(const Call& call, const Json& value, std::string_view expected) {
  if (value.is_string()) return value;
  if (std::optional<std::string> bytes = ContentBytes(value)) {
    return Json(ValidUtf8(*std::move(bytes)));
  }
  return call.WrongType(expected, value);
}

Result<int64_t> IntegerArgument(const Call& call, const Json& value, std::string_view expected) {
  if (value.is_int()) return value.as_int();
  return call.WrongType(expected, value);
}

std::string Ordinal(size_t index) {
  static constexpr std::array<std::string_view, 4> kWords = {"first", "second", "third", "fourth"};
  if (index >= kWords.size()) return Glue("its parameter ", std::to_string(index + 1));
  return Glue("its ", kWords[index], " parameter");
}

Result<> CheckTextSize(const Call& call, size_t bytes) {
  if (bytes <= kTextBytesMax) return {};
  return call.Failure(Glue("makes a text of more than ", std::to_string(kTextBytesMax), " bytes."));
}

Result<> CheckDepth(const Call& call, Arguments values) {
  for (const Json& value : values) {
    if (!IsDeeperThan(value, kDepthMax - 1)) continue;
    return call.Failure(Glue("makes a value that is nested more than ", std::to_string(kDepthMax),
                             " levels deep."));
  }
  return {};
}

std::string KindList(Arguments values) {
  std::string kinds;
  std::vector<std::string_view> seen;
  for (const Json& value : values) {
    const std::string_view kind = KindName(value.kind());
    bool known = false;
    for (const std::string_view one : seen) known = known || one == kind;
    if (known) continue;
    if (!seen.empty()) kinds += ',';
    kinds += kind;
    seen.push_back(kind);
  }
  return kinds;
}

std::optional<double> ParseFloat(std::string_view text) {
  const std::optional<std::string> plain = PlainNumber(text);
  if (!plain) return std::nullopt;
  double value = 0;
  const char* end = plain->data() + plain->size();
  const auto read = std::from_chars(plain->data(), end, value);
  if (read.ptr != end) return std::nullopt;
  // Beyond the range .NET answers infinity or zero, which JSON cannot say or the author not want.
  if (read.ec != std::errc() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::optional<int64_t> ParseInteger(std::string_view text) {
  const std::optional<std::string> plain = PlainNumber(text);
  if (!plain) return std::nullopt;
  if (plain->find_first_of("eE") != std::string::npos) {
    constexpr double kLimit = 9223372036854775808.0;
    const double real = ParseFloat(*plain).value_or(0.5);
    if (std::trunc(real) != real || real < -kLimit || real >= kLimit) return std::nullopt;
    return static_cast<int64_t>(real);
  }
  std::string_view digits = *plain;
  const size_t point = digits.find('.');
  if (point != std::string_view::npos) {
    if (digits.find_first_not_of('0', point + 1) != std::string_view::npos) return std::nullopt;
    digits = digits.substr(0, point);
  }
  int64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return std::nullopt;
  return value;
}

}  // namespace weir::expr
