#include "expr/date_format.h"

#include <algorithm>
#include <utility>

#include "base/date_pattern.h"
#include "expr/calendar_names.h"
#include "expr/utf16.h"

namespace weir::expr {
namespace {

constexpr int kFractionDigits = 7;

void AppendPadded(std::string& out, int64_t value, int width) {
  char digits[24];
  char* const end = digits + sizeof(digits);
  char* at = end;
  do {
    *--at = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value > 0);
  const auto size = static_cast<int>(end - at);
  if (size < width) out.append(static_cast<size_t>(width - size), '0');
  out.append(at, end);
}

constexpr std::string_view kLetters = "dfFghHKmMstyz";

std::string_view NameOf(std::string_view name, int count) {
  constexpr size_t kShort = 3;
  return count == 3 ? name.substr(0, kShort) : name;
}

}  // namespace

std::optional<DateFormat> DateFormat::Parse(std::string_view format) {
  DateFormat parsed;
  // .NET takes the general form where the format is empty.
  std::string_view pattern = format.empty() ? StandardDatePattern('G') : format;
  if (Utf16Length(format) == 1) {
    pattern = StandardDatePattern(format[0]);
    if (pattern.empty()) return std::nullopt;
  }
  if (!parsed.ParsePattern(pattern)) return std::nullopt;
  return parsed;
}

const DateFormat& DateFormat::RoundTrip() {
  static const DateFormat format = Parse("o").value_or(DateFormat());
  return format;
}

bool DateFormat::AddAlone(std::string_view character) {
  if (character.empty() || std::string_view("%'\"\\").find(character) != std::string_view::npos) {
    return false;
  }
  if (kLetters.find(character) != std::string_view::npos) return AddField(character[0], 1);
  AddLiteral(character);
  return true;
}

bool DateFormat::ParsePattern(std::string_view pattern) {
  for (size_t at = 0; at < pattern.size();) {
    const char c = pattern[at];
    if (kLetters.find(c) != std::string_view::npos) {
      const size_t end = std::min(pattern.find_first_not_of(c, at), pattern.size());
      // Each K stands for itself; the other letters count together.
      const size_t count = c == 'K' ? 1 : end - at;
      if (!AddField(c, static_cast<int>(std::min<size_t>(count, 1000)))) return false;
      at += count;
    } else if (c == '\'' || c == '"') {
      if (!AddQuoted(pattern, &at)) return false;
    } else if (c == '\\') {
      if (at + 1 == pattern.size()) return false;
      AddLiteral(pattern.substr(at + 1, 1));
      at += 2;
    } else if (c == '%') {
      if (!AddAlone(pattern.substr(at + 1, 1))) return false;
      at += 2;
    } else {
      AddLiteral(pattern.substr(at, 1));
      ++at;
    }
  }
  return true;
}

bool DateFormat::AddField(char letter, int count) {
  const auto add = [&](Field field) {
    parts_.push_back({field, count});
    return true;
  };
  switch (letter) {
    case 'd':
      return add(count <= 2 ? Field::kDay : Field::kDayName);
    case 'M':
      return add(count <= 2 ? Field::kMonth : Field::kMonthName);
    case 'f':
      return count <= kFractionDigits && add(Field::kFraction);
    case 'F':
      return count <= kFractionDigits && add(Field::kTrimmedFraction);
    case 'g':
      return add(Field::kEra);
    case 'h':
      return add(Field::kHour12);
    case 'H':
      return add(Field::kHour24);
    case 'K':
      return add(Field::kZone);
    case 'm':
      return add(Field::kMinute);
    case 's':
      return add(Field::kSecond);
    case 't':
      return add(Field::kHalfOfDay);
    case 'y':
      return add(Field::kYear);
    case 'z':
      return add(Field::kOffset);
    default:
      return false;
  }
}

bool DateFormat::AddQuoted(std::string_view pattern, size_t* at) {
  const char quote = pattern[*at];
  for (size_t i = *at + 1; i < pattern.size(); ++i) {
    if (pattern[i] == quote) {
      *at = i + 1;
      return true;
    }
    if (pattern[i] == '\\') ++i;
    if (i == pattern.size()) return false;
    AddLiteral(pattern.substr(i, 1));
  }
  return false;
}

void DateFormat::AddLiteral(std::string_view text) {
  if (parts_.empty() || parts_.back().field != Field::kLiteral) {
    parts_.push_back({Field::kLiteral});
  }
  parts_.back().text += text;
}

void DateFormat::Append(std::string& out, const Timestamp& time) const {
  const CalendarDate date = DateOf(time.ticks);
  for (const Part& part : parts_) AppendPart(out, part, time, date);
}

void DateFormat::AppendFraction(std::string& out, int64_t fraction, const Part& part) {
  int digits = kFractionDigits;
  for (; digits > part.count; --digits) fraction /= 10;
  if (part.field == Field::kTrimmedFraction) {
    for (; digits > 0 && fraction % 10 == 0; --digits) fraction /= 10;
    if (digits == 0) {
      if (out.ends_with('.')) out.pop_back();
      return;
    }
  }
  AppendPadded(out, fraction, digits);
}

void DateFormat::AppendPart(std::string& out, const Part& part, const Timestamp& time,
                            const CalendarDate& date) {
  const int width = std::min(part.count, 2);
  const auto hour = static_cast<int>(time.ticks / kTicksPerHour % 24);
  switch (part.field) {
    case Field::kLiteral:
      out += part.text;
      return;
    case Field::kDay:
      return AppendPadded(out, date.day, width);
    case Field::kDayName:
      out += NameOf(kDayNames[static_cast<size_t>(DayOfWeek(time.ticks))], part.count);
      return;
    case Field::kMonth:
      return AppendPadded(out, date.month, width);
    case Field::kMonthName:
      out += NameOf(kMonthNames[static_cast<size_t>(date.month - 1)], part.count);
      return;
    case Field::kYear:
      return AppendPadded(out, part.count <= 2 ? date.year % 100 : date.year, part.count);
    case Field::kHour12:
      return AppendPadded(out, hour % 12 == 0 ? 12 : hour % 12, width);
    case Field::kHour24:
      return AppendPadded(out, hour, width);
    case Field::kMinute:
      return AppendPadded(out, time.ticks / kTicksPerMinute % 60, width);
    case Field::kSecond:
      return AppendPadded(out, time.ticks / kTicksPerSecond % 60, width);
    case Field::kFraction:
    case Field::kTrimmedFraction:
      return AppendFraction(out, time.ticks % kTicksPerSecond, part);
    case Field::kHalfOfDay:
      out += hour < 12 ? 'A' : 'P';
      if (part.count > 1) out += 'M';
      return;
    case Field::kZone:
      if (time.kind == Timestamp::Kind::kUtc) out += 'Z';
      if (time.kind == Timestamp::Kind::kLocal) out += "+00:00";
      return;
    case Field::kOffset:
      // The host's zone is UTC, whatever was written.
      out += part.count == 1 ? "+0" : part.count == 2 ? "+00" : "+00:00";
      return;
    case Field::kEra:
      out += "AD";
      return;
  }
}

}  // namespace weir::expr
