#include "base/clock.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace weir {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::seconds;

/// Reads fixed shapes out of a text from the left; any miss makes it bad for good.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  int Number(size_t digits_min, size_t digits_max) {
    size_t count = 0;
    while (count < digits_max && at_ + count < text_.size() && IsDigit(text_[at_ + count])) ++count;
    int value = 0;
    if (count < digits_min) good_ = false;
    std::from_chars(text_.data() + at_, text_.data() + at_ + count, value);
    at_ += count;
    return value;
  }
  bool Take(char c) {
    if (at_ < text_.size() && text_[at_] == c) {
      ++at_;
      return true;
    }
    return false;
  }
  void Expect(char c) { good_ = Take(c) && good_; }
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool done() const { return good_ && at_ == text_.size(); }
  void Skip() { ++at_; }
  static bool IsDigit(char c) { return c >= '0' && c <= '9'; }

 private:
  std::string_view text_;
  size_t at_ = 0;
  bool good_ = true;
};

microseconds ReadFraction(Scanner& scan) {
  int64_t micros = 0;
  int64_t unit = 100'000;
  while (Scanner::IsDigit(scan.Peek())) {
    micros += (scan.Peek() - '0') * unit;
    unit /= 10;
    scan.Skip();
  }
  return microseconds(micros);
}

minutes ReadOffset(Scanner& scan) {
  if (scan.Take('Z') || scan.Take('z')) return minutes(0);
  const bool minus = scan.Peek() == '-';
  if (!minus && scan.Peek() != '+') return minutes(0);
  scan.Skip();
  const minutes offset = hours(scan.Number(2, 2));
  scan.Take(':');
  const minutes total = offset + minutes(scan.Number(2, 2));
  return minus ? -total : total;
}

}  // namespace

UtcTime SystemClock::Now() const {
  return std::chrono::time_point_cast<microseconds>(std::chrono::system_clock::now());
}

std::string FormatUtc(UtcTime time) {
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::array<char, 48> out{};
  const int size = std::snprintf(
      out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%06d0Z", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return std::string(out.data(), static_cast<size_t>(size));
}

Result<UtcTime> ParseUtc(std::string_view text) {
  Scanner scan(text);
  const int year = scan.Number(4, 4);
  scan.Expect('-');
  const int month = scan.Number(2, 2);
  scan.Expect('-');
  const int day = scan.Number(2, 2);
  UtcTime time = {};
  const std::chrono::year_month_day date(std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  const Error bad =
      Fail(ErrorKind::kInvalid, "InvalidTime",
           "expected a time such as '2026-01-31T08:00:00Z', got '" + std::string(text) + "'");
  if (!date.ok()) return bad;
  time = std::chrono::sys_days(date);
  if (scan.Take('T') || scan.Take(' ')) {
    const int hour = scan.Number(2, 2);
    scan.Expect(':');
    const int minute = scan.Number(2, 2);
    const int second = scan.Take(':') ? scan.Number(2, 2) : 0;
    if (hour > 23 || minute > 59 || second > 59) return bad;
    time += hours(hour) + minutes(minute) + seconds(second);
    if (scan.Take('.')) time += ReadFraction(scan);
    time -= ReadOffset(scan);
  }
  if (!scan.done()) return bad;
  return time;
}

Result<seconds> ParseTimeSpan(std::string_view text) {
  Scanner scan(text);
  int first = scan.Number(1, 8);
  int day = 0;
  if (scan.Take('.')) {
    day = first;
    first = scan.Number(1, 2);
  }
  scan.Expect(':');
  const int minute = scan.Number(1, 2);
  const int second = scan.Take(':') ? scan.Number(1, 2) : 0;
  if (scan.Take('.')) ReadFraction(scan);
  if (!scan.done() || first > 24 || minute > 60 || second > 60) {
    return Fail(
        ErrorKind::kInvalid, "InvalidTimeSpan",
        "expected a time span such as '0.12:00:00' (d.hh:mm:ss), got '" + std::string(text) + "'");
  }
  return seconds(hours(24) * day) + hours(first) + minutes(minute) + seconds(second);
}

}  // namespace weir
