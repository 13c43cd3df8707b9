#include "copy/time_pattern.h"

#include <array>

#include "base/date_pattern.h"
#include "base/names.h"

namespace weir::copy {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 7> kWeekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};

bool IsPatternLetter(char c) {
  return std::string_view("dfFgHhKmMstyz").find(c) != std::string_view::npos;
}

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

void AppendNumber(std::string& out, int64_t value, int width) {
  const std::string digits = std::to_string(value);
  if (static_cast<int>(digits.size()) < width)
    out.append(static_cast<size_t>(width) - digits.size(), '0');
  out += digits;
}

/// The moment taken apart, for printing; and put together, for reading.
struct Parts {
  int64_t year = 1;
  unsigned month = 1;
  unsigned day = 1;
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
  int64_t ticks = 0;  // Of 100 ns within the second.
  unsigned weekday = 0;
  int half = -1;  // 0 AM, 1 PM.
};

Parts TakeApart(int64_t micros) {
  int64_t days = micros / kMicrosPerDay;
  int64_t rest = micros % kMicrosPerDay;
  if (rest < 0) {
    rest += kMicrosPerDay;
    --days;
  }
  const formats::CivilDay date = formats::ToCivil(days);
  Parts parts;
  parts.year = date.year;
  parts.month = date.month;
  parts.day = date.day;
  const auto seconds = static_cast<unsigned>(rest / kMicrosPerSecond);
  parts.hour = seconds / 3600;
  parts.minute = seconds / 60 % 60;
  parts.second = seconds % 60;
  parts.ticks = rest % kMicrosPerSecond * 10;
  parts.weekday = static_cast<unsigned>(((days + 4) % 7 + 7) % 7);
  return parts;
}

void AppendFraction(std::string& out, const TimePattern::Token& token, int64_t ticks) {
  int64_t value = ticks;
  for (int i = token.count; i < 7; ++i) value /= 10;
  std::string digits;
  AppendNumber(digits, value, token.count);
  if (token.letter == 'F') {
    while (!digits.empty() && digits.back() == '0') digits.pop_back();
    if (digits.empty() && !out.empty() && out.back() == '.') out.pop_back();
  }
  out += digits;
}

void AppendZone(std::string& out, int count, int32_t offset) {
  out += offset < 0 ? '-' : '+';
  const int32_t minutes = offset < 0 ? -offset : offset;
  AppendNumber(out, minutes / 60, count == 1 ? 1 : 2);
  if (count < 3) return;
  out += ':';
  AppendNumber(out, minutes % 60, 2);
}

void AppendDatePart(std::string& out, const TimePattern::Token& token, const Parts& parts) {
  if (token.letter == 'y') {
    if (token.count <= 2) {
      AppendNumber(out, parts.year % 100, token.count);
    } else {
      AppendNumber(out, parts.year, token.count);
    }
  } else if (token.letter == 'M') {
    if (token.count <= 2) {
      AppendNumber(out, parts.month, token.count);
    } else {
      out += kMonths[parts.month - 1].substr(0, token.count == 3 ? 3 : std::string_view::npos);
    }
  } else if (token.count <= 2) {
    AppendNumber(out, parts.day, token.count);
  } else {
    out += kWeekdays[parts.weekday].substr(0, token.count == 3 ? 3 : std::string_view::npos);
  }
}

void AppendToken(std::string& out, const TimePattern::Token& token, const Parts& parts,
                 int32_t offset) {
  const int width = token.count >= 2 ? 2 : 1;
  switch (token.letter) {
    case 0:
      out += token.text;
      break;
    case 'H':
      AppendNumber(out, parts.hour, width);
      break;
    case 'h':
      AppendNumber(out, parts.hour % 12 == 0 ? 12 : parts.hour % 12, width);
      break;
    case 'm':
      AppendNumber(out, parts.minute, width);
      break;
    case 's':
      AppendNumber(out, parts.second, width);
      break;
    case 'f':
    case 'F':
      AppendFraction(out, token, parts.ticks);
      break;
    case 't':
      out += parts.hour < 12 ? 'A' : 'P';
      if (token.count >= 2) out += 'M';
      break;
    case 'z':
      AppendZone(out, token.count, offset);
      break;
    case 'K':
      if (offset == 0) {
        out += 'Z';
      } else {
        AppendZone(out, 3, offset);
      }
      break;
    case 'g':
      out += "A.D.";
      break;
    default:
      AppendDatePart(out, token, parts);
  }
}

/// Take 1 (or, for doubled letters, exactly the two) to `most` digits.
bool TakeNumber(std::string_view& text, int least, int most, int64_t* out) {
  int count = 0;
  *out = 0;
  while (count < most && !text.empty() && IsDigit(text.front())) {
    *out = *out * 10 + (text.front() - '0');
    text.remove_prefix(1);
    ++count;
  }
  return count >= least;
}

template <typename Names>
bool TakeName(std::string_view& text, const Names& names, bool brief, unsigned* index) {
  for (unsigned i = 0; i < names.size(); ++i) {
    const std::string_view name = brief ? names[i].substr(0, 3) : names[i];
    if (text.size() < name.size() || !SameName(text.substr(0, name.size()), name)) continue;
    text.remove_prefix(name.size());
    *index = i;
    return true;
  }
  return false;
}

bool TakeFraction(std::string_view& text, const TimePattern::Token& token, int64_t* ticks) {
  int64_t value = 0;
  int count = 0;
  while (count < token.count && !text.empty() && IsDigit(text.front())) {
    value = value * 10 + (text.front() - '0');
    text.remove_prefix(1);
    ++count;
  }
  if (token.letter == 'f' && count < token.count) return false;
  for (int i = count; i < 7; ++i) value *= 10;
  *ticks = value;
  return true;
}

bool TakeZone(std::string_view& text, ParsedTime* out) {
  if (!text.empty() && (text.front() == 'Z' || text.front() == 'z')) {
    text.remove_prefix(1);
    out->has_offset = true;
    return true;
  }
  if (text.empty() || (text.front() != '+' && text.front() != '-')) return false;
  const bool west = text.front() == '-';
  text.remove_prefix(1);
  int64_t hours = 0;
  int64_t minutes = 0;
  if (!TakeNumber(text, 1, 2, &hours)) return false;
  if (!text.empty() && text.front() == ':') {
    text.remove_prefix(1);
    if (!TakeNumber(text, 2, 2, &minutes)) return false;
  }
  if (hours > 14 || minutes > 59) return false;
  out->has_offset = true;
  out->offset_minutes = static_cast<int32_t>((west ? -1 : 1) * (hours * 60 + minutes));
  return true;
}

bool TakeYear(std::string_view& text, int count, Parts& parts) {
  const int most = count <= 2 ? 2 : count;
  if (!TakeNumber(text, count <= 1 ? 1 : count, most, &parts.year)) return false;
  if (count <= 2) parts.year += parts.year < 50 ? 2000 : 1900;
  return true;
}

bool TakeDatePart(std::string_view& text, const TimePattern::Token& token, Parts& parts) {
  if (token.letter == 'y') return TakeYear(text, token.count, parts);
  int64_t number = 0;
  if (token.count <= 2) {
    if (!TakeNumber(text, token.count, 2, &number)) return false;
    (token.letter == 'M' ? parts.month : parts.day) = static_cast<unsigned>(number);
    return true;
  }
  unsigned index = 0;
  if (token.letter == 'd') return TakeName(text, kWeekdays, token.count == 3, &index);
  if (!TakeName(text, kMonths, token.count == 3, &index)) return false;
  parts.month = index + 1;
  return true;
}

bool TakeClockPart(std::string_view& text, const TimePattern::Token& token, Parts& parts) {
  int64_t number = 0;
  if (!TakeNumber(text, token.count >= 2 ? 2 : 1, 2, &number)) return false;
  const auto value = static_cast<unsigned>(number);
  if (token.letter == 'm') {
    parts.minute = value;
  } else if (token.letter == 's') {
    parts.second = value;
  } else {
    parts.hour = value;
    if (token.letter == 'h' && (value < 1 || value > 12)) return false;
  }
  return true;
}

bool TakeHalf(std::string_view& text, Parts& parts) {
  if (text.empty()) return false;
  const char first = static_cast<char>(text.front() | 0x20);
  if (first != 'a' && first != 'p') return false;
  parts.half = first == 'p' ? 1 : 0;
  text.remove_prefix(1);
  if (!text.empty() && (text.front() | 0x20) == 'm') text.remove_prefix(1);
  return true;
}

bool TakeToken(std::string_view& text, const TimePattern::Token& token, Parts& parts,
               ParsedTime* out) {
  switch (token.letter) {
    case 0:
      if (text.substr(0, token.text.size()) != token.text) return false;
      text.remove_prefix(token.text.size());
      return true;
    case 'H':
    case 'h':
    case 'm':
    case 's':
      return TakeClockPart(text, token, parts);
    case 'f':
    case 'F':
      return TakeFraction(text, token, &parts.ticks);
    case 't':
      return TakeHalf(text, parts);
    case 'z':
      return TakeZone(text, out);
    case 'K':
      return text.empty() || TakeZone(text, out);
    case 'g':
      if (text.substr(0, 4) != "A.D.") return false;
      text.remove_prefix(4);
      return true;
    default:
      return TakeDatePart(text, token, parts);
  }
}

/// Literal text at `*at`: quoted, escaped or any other character.
Result<std::string> TakeLiteral(std::string_view format, size_t* at) {
  const char c = format[*at];
  if (c == '\'' || c == '"') {
    const size_t end = format.find(c, *at + 1);
    if (end == std::string_view::npos) {
      return Fail(ErrorKind::kInvalid, "InvalidTimeFormat",
                  "the format '" + std::string(format) + "' lacks a closing quote");
    }
    std::string text(format.substr(*at + 1, end - *at - 1));
    *at = end + 1;
    return text;
  }
  if ((c == '\\' || c == '%') && *at + 1 < format.size()) {
    if (c == '%') {
      *at += 1;
      return std::string();
    }
    *at += 2;
    return std::string(1, format[*at - 1]);
  }
  *at += 1;
  return std::string(1, c);
}

}  // namespace

Result<TimePattern> TimePattern::Compile(std::string_view format) {
  if (format.size() == 1) {
    const std::string_view standard = StandardDatePattern(format.front());
    if (standard.empty()) {
      return Fail(ErrorKind::kUnsupported, "UnsupportedTimeFormat",
                  "the format '" + std::string(format) + "' is not a standard format of .NET");
    }
    format = standard;
  }
  TimePattern pattern;
  for (size_t at = 0; at < format.size();) {
    if (IsPatternLetter(format[at])) {
      size_t end = at;
      while (end < format.size() && format[end] == format[at]) ++end;
      const int count = static_cast<int>(end - at);
      if ((format[at] == 'f' || format[at] == 'F') && count > 7) {
        return Fail(ErrorKind::kInvalid, "InvalidTimeFormat",
                    "the format '" + std::string(format) + "' has more than 7 digits of a second");
      }
      pattern.tokens_.push_back({format[at], count, {}});
      at = end;
      continue;
    }
    WEIR_ASSIGN(std::string text, TakeLiteral(format, &at));
    if (!pattern.tokens_.empty() && pattern.tokens_.back().letter == 0) {
      pattern.tokens_.back().text += text;
    } else if (!text.empty()) {
      pattern.tokens_.push_back({0, 0, std::move(text)});
    }
  }
  return pattern;
}

bool TimePattern::Parse(std::string_view text, ParsedTime* out) const {
  *out = {};
  text = TrimBlanks(text);
  Parts parts;
  for (const Token& token : tokens_) {
    if (!TakeToken(text, token, parts, out)) return false;
  }
  if (!text.empty()) return false;
  if (parts.half >= 0) {
    if (parts.hour > 12) return false;
    parts.hour = parts.hour % 12 + (parts.half == 1 ? 12 : 0);
  }
  if (!IsDate(parts.year, parts.month, parts.day) || parts.hour > 23 || parts.minute > 59 ||
      parts.second > 59) {
    return false;
  }
  const int64_t seconds =
      static_cast<int64_t>(parts.hour) * 3600 + parts.minute * 60 + parts.second;
  out->micros = formats::FromCivil(parts.year, parts.month, parts.day) * kMicrosPerDay +
                seconds * kMicrosPerSecond + parts.ticks / 10;
  return true;
}

void TimePattern::Format(int64_t micros, int32_t offset_minutes, std::string& out) const {
  const Parts parts = TakeApart(micros);
  for (const Token& token : tokens_) AppendToken(out, token, parts, offset_minutes);
}

}  // namespace weir::copy
