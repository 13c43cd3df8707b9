#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <vector>

#include "base/names.h"
#include "expr/calendar_names.h"
#include "expr/timestamp.h"

namespace weir::expr {
namespace {

constexpr int kFractionDigits = 7;
/// Two-digit years reach up to 2049, as .NET has it.
constexpr int kTwoDigitYearMax = 49;

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

struct Number {
  int value = 0;
  int digits = 0;
};

/// Reads one timestamp from left to right: date, time, zone. A method answers whether it went well.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<Timestamp> Read() {
    SkipBlanks();
    if (!ReadDate() || !ReadTime() || !ReadZone()) return std::nullopt;
    SkipBlanks();
    if (at_ != text_.size()) return std::nullopt;
    if (weekday_ >= 0 && weekday_ != DayOfWeek(ticks_)) return std::nullopt;
    ticks_ += time_ticks_ - offset_ticks_;
    if (ticks_ < 0 || ticks_ > kTicksMax) return std::nullopt;
    return Timestamp{ticks_, kind_};
  }

 private:
  char Peek(size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void SkipBlanks() {
    while (std::isspace(static_cast<unsigned char>(Peek())) != 0) ++at_;
  }

  std::optional<Number> ReadNumber(int digits_max) {
    Number number;
    while (IsDigit(Peek())) {
      if (++number.digits > digits_max) return std::nullopt;
      number.value = number.value * 10 + (text_[at_++] - '0');
    }
    if (number.digits == 0) return std::nullopt;
    return number;
  }

  std::string_view ReadWord() {
    const size_t start = at_;
    while (IsLetter(Peek())) ++at_;
    return text_.substr(start, at_ - start);
  }

  /// Numbers and names of the date, in any order .NET knows.
  bool ReadDate() {
    constexpr size_t kPieces = 3;
    while (at_ < text_.size()) {
      const size_t start = at_;
      if (IsDigit(Peek())) {
        const std::optional<Number> number = ReadNumber(4);
        if (!number) return false;
        if (Peek() == ':') {
          at_ = start;
          break;
        }
        pieces_.push_back(*number);
      } else if (!ReadName()) {
        return false;
      }
      if (pieces_.size() + (month_ > 0 ? 1 : 0) == kPieces || !SkipDateSeparator()) break;
    }
    return ResolveDate();
  }

  bool ReadName() {
    const std::string_view word = ReadWord();
    const int month = FindName(kMonthNames, word);
    const int weekday = FindName(kDayNames, word);
    if (month >= 0 && month_ == 0) {
      month_ = month + 1;
      return true;
    }
    if (weekday >= 0 && weekday_ < 0 && pieces_.empty() && month_ == 0) {
      weekday_ = weekday;
      return true;
    }
    return false;
  }

  template <size_t kCount>
  static int FindName(const std::array<std::string_view, kCount>& names, std::string_view word) {
    constexpr size_t kShort = 3;
    for (size_t i = 0; i < kCount; ++i) {
      if (SameName(names[i], word) ||
          (word.size() == kShort && SameName(names[i].substr(0, kShort), word))) {
        return static_cast<int>(i);
      }
    }
    return -1;
  }

  /// False where the time begins.
  bool SkipDateSeparator() {
    if ((Peek() == 'T' || Peek() == 't') && IsDigit(Peek(1))) return false;
    SkipBlanks();
    if (Peek() == '-' || Peek() == '/' || Peek() == '.' || Peek() == ',') {
      ++at_;
      SkipBlanks();
    }
    return true;
  }

  bool ResolveDate() {
    const std::optional<CalendarDate> date = month_ > 0 ? NamedMonthDate() : NumberedDate();
    if (!date) return false;
    const std::optional<int64_t> ticks = TicksOf(*date);
    ticks_ = ticks.value_or(0);
    return ticks.has_value();
  }

  /// "5 March 2018", "March 5, 2018", "2018 March 5", "March 2018".
  std::optional<CalendarDate> NamedMonthDate() const {
    const size_t count = pieces_.size();
    if (count == 0 || count > 2) return std::nullopt;
    const bool year_first = pieces_[0].digits > 2;
    if (count == 1) {
      if (!year_first) return std::nullopt;
      return CalendarDate{YearOf(pieces_[0]), month_, 1};
    }
    return CalendarDate{YearOf(pieces_[year_first ? 0 : 1]), month_,
                        pieces_[year_first ? 1 : 0].value};
  }

  /// "2018-03-05", "3/5/2018", "2018-03".
  std::optional<CalendarDate> NumberedDate() const {
    const size_t count = pieces_.size();
    if (count < 2 || pieces_[1].digits > 2) return std::nullopt;
    if (count == 2) {
      if (pieces_[0].digits != 4) return std::nullopt;
      return CalendarDate{pieces_[0].value, pieces_[1].value, 1};
    }
    if (pieces_[0].digits <= 2) {
      return CalendarDate{YearOf(pieces_[2]), pieces_[0].value, pieces_[1].value};
    }
    if (pieces_[2].digits > 2) return std::nullopt;
    return CalendarDate{YearOf(pieces_[0]), pieces_[1].value, pieces_[2].value};
  }

  static int YearOf(const Number& number) {
    if (number.digits > 2) return number.value;
    return number.value + (number.value <= kTwoDigitYearMax ? 2000 : 1900);
  }

  bool ReadTime() {
    if ((Peek() == 'T' || Peek() == 't') && IsDigit(Peek(1))) ++at_;
    SkipBlanks();
    if (!IsDigit(Peek())) return true;
    std::optional<Number> hour = ReadNumber(2);
    if (!hour) return false;
    Number minute;
    int64_t second_ticks = 0;
    const bool has_minutes = Peek() == ':';
    if (has_minutes && !ReadMinutesAndSeconds(minute, second_ticks)) return false;
    SkipBlanks();
    const bool has_half = IsHalfOfDay();
    if (has_half && !ReadHalfOfDay(*hour)) return false;
    if (!has_minutes && !has_half) return false;
    if (hour->value > 23 || minute.value > 59) return false;
    has_time_ = true;
    time_ticks_ = hour->value * kTicksPerHour + minute.value * kTicksPerMinute + second_ticks;
    return true;
  }

  bool ReadMinutesAndSeconds(Number& minute, int64_t& second_ticks) {
    ++at_;
    const std::optional<Number> minutes = ReadNumber(2);
    if (!minutes) return false;
    minute = *minutes;
    if (Peek() != ':') return true;
    ++at_;
    const std::optional<Number> seconds = ReadNumber(2);
    if (!seconds || seconds->value > 59) return false;
    second_ticks = seconds->value * kTicksPerSecond;
    if (Peek() != '.' || !IsDigit(Peek(1))) return true;
    ++at_;
    second_ticks += ReadFraction();
    return true;
  }

  /// Ticks of the digits after the point; digits beyond the seventh round.
  int64_t ReadFraction() {
    int64_t ticks = 0;
    int digits = 0;
    bool round_up = false;
    for (; IsDigit(Peek()); ++at_, ++digits) {
      if (digits < kFractionDigits) ticks = ticks * 10 + (text_[at_] - '0');
      if (digits == kFractionDigits) round_up = text_[at_] >= '5';
    }
    for (; digits < kFractionDigits; ++digits) ticks *= 10;
    return ticks + (round_up ? 1 : 0);
  }

  bool IsHalfOfDay() const {
    const char c = static_cast<char>(std::toupper(static_cast<unsigned char>(Peek())));
    return c == 'A' || c == 'P';
  }

  bool ReadHalfOfDay(Number& hour) {
    const std::string word = NameKey(ReadWord());
    if (word != "am" && word != "pm" && word != "a" && word != "p") return false;
    if (hour.value > 12) return false;
    hour.value = hour.value % 12 + (word[0] == 'p' ? 12 : 0);
    return true;
  }

  bool ReadZone() {
    SkipBlanks();
    if (at_ == text_.size()) return true;
    if (IsLetter(Peek())) {
      const std::string word = NameKey(ReadWord());
      kind_ = Timestamp::Kind::kUtc;
      return word == "gmt" || (word == "z" && has_time_);
    }
    if (!has_time_ || (Peek() != '+' && Peek() != '-')) return false;
    const int64_t sign = Peek() == '-' ? -1 : 1;
    ++at_;
    std::optional<Number> hours = ReadNumber(4);
    if (!hours || hours->digits == 3) return false;
    Number minutes;
    if (hours->digits == 4) {
      minutes.value = hours->value % 100;
      hours->value /= 100;
    } else if (Peek() == ':') {
      ++at_;
      const std::optional<Number> read = ReadNumber(2);
      if (!read) return false;
      minutes = *read;
    }
    if (hours->value > 14 || minutes.value > 59) return false;
    offset_ticks_ = sign * (hours->value * kTicksPerHour + minutes.value * kTicksPerMinute);
    kind_ = Timestamp::Kind::kLocal;
    return true;
  }

  std::string_view text_;
  size_t at_ = 0;
  std::vector<Number> pieces_;
  int month_ = 0;
  int weekday_ = -1;
  bool has_time_ = false;
  int64_t ticks_ = 0;
  int64_t time_ticks_ = 0;
  int64_t offset_ticks_ = 0;
  Timestamp::Kind kind_ = Timestamp::Kind::kUnspecified;
};

/// The value of `count` digits at `at`; -1 if one is none.
int Digits(std::string_view text, size_t at, size_t count) {
  int value = 0;
  for (size_t i = at; i < at + count; ++i) {
    if (!IsDigit(text[i])) return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

/// The form that runs write themselves, `yyyy-MM-ddTHH:mm:ss[.fffffff]Z`, without the full reader.
std::optional<Timestamp> ReadRoundTrip(std::string_view text) {
  constexpr size_t kSeconds = std::string_view("0000-00-00T00:00:00").size();
  if (text.size() <= kSeconds || text.back() != 'Z' || text[4] != '-' || text[7] != '-' ||
      text[10] != 'T' || text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  const std::optional<int64_t> day =
      TicksOf({Digits(text, 0, 4), Digits(text, 5, 2), Digits(text, 8, 2)});
  const int hour = Digits(text, 11, 2);
  const int minute = Digits(text, 14, 2);
  const int second = Digits(text, 17, 2);
  const bool in_range =
      hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
  if (!day || !in_range) return std::nullopt;
  int64_t fraction = 0;
  const size_t digits = text.size() - kSeconds - 1;
  if (digits > 0) {
    if (text[kSeconds] != '.' || digits < 2 || digits > kFractionDigits + 1) return std::nullopt;
    const int value = Digits(text, kSeconds + 1, digits - 1);
    if (value < 0) return std::nullopt;
    fraction = value;
    for (size_t i = digits - 1; i < kFractionDigits; ++i) fraction *= 10;
  }
  return Timestamp{
      *day + hour * kTicksPerHour + minute * kTicksPerMinute + second * kTicksPerSecond + fraction,
      Timestamp::Kind::kUtc};
}

}  // namespace

std::optional<Timestamp> ParseTimestamp(std::string_view text) {
  if (const std::optional<Timestamp> time = ReadRoundTrip(text)) return time;
  return Reader(text).Read();
}

}  // namespace weir::expr
