#include "expr/v1/text_format.h"

#include <algorithm>
#include <charconv>

#include "expr/date_format.h"
#include "expr/failure.h"
#include "expr/timestamp.h"
#include "expr/utf16.h"
#include "expr/v1/function.h"

namespace weir::expr {
namespace {

constexpr int64_t kPlacesMax = 1'000'000;  // .NET's own limit of an index and a width.

Error Bad(std::string message) {
  return Fail(ErrorKind::kInvalid, std::string(kInvalidSliceExpression), std::move(message));
}

bool ReadWhole(std::string_view text, int64_t* number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number);
  return !text.empty() && error == std::errc() && end == text.data() + text.size();
}

std::string_view TrimBlanks(std::string_view text) {
  const size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

/// "index[,width][:format]" between braces.
Result<V1TextFormat::Part> PlaceOf(std::string_view inner) {
  V1TextFormat::Part part;
  part.is_place = true;
  const size_t colon = inner.find(':');
  if (colon != std::string_view::npos) part.format = std::string(inner.substr(colon + 1));
  const std::string_view head = inner.substr(0, colon);
  const size_t comma = head.find(',');
  const bool good = ReadWhole(TrimBlanks(head.substr(0, comma)), &part.argument) &&
                    part.argument >= 0 && part.argument < kPlacesMax &&
                    (comma == std::string_view::npos ||
                     (ReadWhole(TrimBlanks(head.substr(comma + 1)), &part.width) &&
                      part.width < kPlacesMax && part.width > -kPlacesMax));
  if (good) return part;
  return Bad(Glue("'{", inner,
                  "}' must be the number of an argument and may have a format, such "
                  "as '{0:yyyy-MM-dd}'"));
}

/// Digits of a number with at least `width` of them.
std::string Padded(int64_t number, size_t width) {
  const bool negative = number < 0;
  std::string digits = std::to_string(number);
  if (negative) digits.erase(0, 1);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return negative ? "-" + digits : digits;
}

Result<std::string> FormatInteger(int64_t number, std::string_view format) {
  constexpr int64_t kDigitsMax = 99;
  if (format.empty() || format == "G" || format == "g") return std::to_string(number);
  int64_t width = 0;
  const bool standard = format[0] == 'D' || format[0] == 'd';
  if (standard && (format.size() == 1 || ReadWhole(format.substr(1), &width)) && width >= 0 &&
      width <= kDigitsMax) {
    return Padded(number, static_cast<size_t>(width));
  }
  if (format.find_first_not_of('0') == std::string_view::npos && format.size() <= kDigitsMax) {
    return Padded(number, format.size());
  }
  return Bad(Glue("the format '", format, "' of a number is not known; expected D, D2 or 00"));
}

Result<std::string> FormatDate(int64_t ticks, std::string_view format) {
  std::string text;
  const std::optional<std::string> pattern = V1DatePattern(format);
  const std::optional<DateFormat> parsed = pattern ? DateFormat::Parse(*pattern) : std::nullopt;
  if (!parsed) return Bad(Glue("'", format, "' is no format of a date"));
  parsed->Append(text, {ticks, Timestamp::Kind::kUtc});
  return text;
}

Result<std::string> FormatValue(const V1Value& value, const std::string& format) {
  switch (value.kind) {
    case V1Value::Kind::kText:
      return value.text;  // .NET passes a format of a text over.
    case V1Value::Kind::kInteger:
      return FormatInteger(value.number, format);
    case V1Value::Kind::kDate:
      return FormatDate(value.number, format);
    case V1Value::Kind::kWeekday:
      if (format == "D" || format == "d") return std::to_string(value.number);
      return std::string(V1WeekdayName(value.number));
  }
  return std::string();
}

void AppendAligned(std::string& out, std::string_view text, int64_t width) {
  const int64_t missing = std::abs(width) - Utf16Length(text);
  const auto blanks = static_cast<size_t>(std::max<int64_t>(missing, 0));
  if (width > 0) out.append(blanks, ' ');
  out += text;
  if (width < 0) out.append(blanks, ' ');
}

}  // namespace

std::optional<std::string> V1DatePattern(std::string_view format) {
  if (format.empty()) return "MM/dd/yyyy HH:mm:ss";
  if (format.size() > 1) return std::string(format);
  switch (format[0]) {
    case 'd':
      return "MM/dd/yyyy";
    case 'D':
      return "dddd, dd MMMM yyyy";
    case 'f':
      return "dddd, dd MMMM yyyy HH:mm";
    case 'F':
    case 'U':
      return "dddd, dd MMMM yyyy HH:mm:ss";
    case 'g':
      return "MM/dd/yyyy HH:mm";
    case 'G':
      return "MM/dd/yyyy HH:mm:ss";
    case 'm':
    case 'M':
      return "MMMM dd";
    case 't':
      return "HH:mm";
    case 'T':
      return "HH:mm:ss";
    case 'y':
    case 'Y':
      return "yyyy MMMM";
    case 'o':
    case 'O':
    case 'r':
    case 'R':
    case 's':
    case 'u':
      return std::string(format);  // The same in every culture.
    default:
      return std::nullopt;
  }
}

Result<V1TextFormat> V1TextFormat::Parse(std::string_view text) {
  V1TextFormat format;
  std::string literal;
  const auto flush = [&] {
    if (!literal.empty()) format.parts_.push_back({std::move(literal)});
    literal.clear();
  };
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    const bool doubled = at + 1 < text.size() && text[at + 1] == c;
    if (c != '{' && c != '}') {
      literal += c;
      ++at;
    } else if (doubled) {
      literal += c;
      at += 2;
    } else {
      const size_t end = c == '{' ? text.find('}', at) : std::string_view::npos;
      if (end == std::string_view::npos) {
        return Bad(Glue("the brace '", text.substr(at, 1), "' stands alone; two stand for one"));
      }
      WEIR_ASSIGN(Part part, PlaceOf(text.substr(at + 1, end - at - 1)));
      part.offset = at;
      flush();
      format.parts_.push_back(std::move(part));
      at = end + 1;
    }
  }
  flush();
  return format;
}

Result<std::string> V1TextFormat::Fill(std::span<const V1Value> values) const {
  constexpr size_t kSizeMax = 10'000'000;
  std::string out;
  for (const Part& part : parts_) {
    if (!part.is_place) {
      out += part.text;
      continue;
    }
    if (part.argument >= static_cast<int64_t>(values.size())) {
      return Bad("'{" + std::to_string(part.argument) + "}' asks for more values than the " +
                 std::to_string(values.size()) + " given");
    }
    WEIR_ASSIGN(const std::string text,
                FormatValue(values[static_cast<size_t>(part.argument)], part.format));
    AppendAligned(out, text, part.width);
    if (out.size() > kSizeMax) return Bad("the text is longer than 10 MB");
  }
  return out;
}

int64_t V1TextFormat::argument_max() const {
  int64_t found = -1;
  for (const Part& part : parts_) {
    if (part.is_place) found = std::max(found, part.argument);
  }
  return found;
}

}  // namespace weir::expr
