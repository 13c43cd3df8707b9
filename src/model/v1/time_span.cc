#include "model/v1/time_span.h"

#include <charconv>
#include <cstdint>
#include <string>
#include <vector>

namespace weir::model {
namespace {

constexpr int64_t kDaysMax = 10'675'199;  // .NET's largest time span.

/// The whole of `text` as digits; nothing else is taken.
bool ReadNumber(std::string_view text, int64_t* number) {
  if (text.empty() || text.size() > 8 || text[0] == '-' || text[0] == '+') return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number);
  return error == std::errc() && end == text.data() + text.size();
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

struct Parts {
  int64_t days = 0;
  int64_t hours = 0;
  int64_t minutes = 0;
  int64_t seconds = 0;
};

/// "ss" or "ss.fraction".
bool ReadSeconds(std::string_view text, int64_t* seconds) {
  const size_t dot = text.find('.');
  int64_t fraction = 0;
  if (dot != std::string_view::npos && !ReadNumber(text.substr(dot + 1), &fraction)) return false;
  return ReadNumber(text.substr(0, dot), seconds);
}

bool ReadParts(std::string_view text, Parts* parts) {
  std::vector<std::string_view> fields = Split(text, ':');
  if (fields.size() == 1) return ReadNumber(fields[0], &parts->days);
  bool has_days = false;
  if (const size_t dot = fields[0].find('.'); dot != std::string_view::npos) {
    if (!ReadNumber(fields[0].substr(0, dot), &parts->days)) return false;
    fields[0].remove_prefix(dot + 1);
    has_days = true;
  } else if (fields.size() == 4) {  // "1:04:00:00": days before a colon.
    if (!ReadNumber(fields[0], &parts->days)) return false;
    fields.erase(fields.begin());
    has_days = true;
  }
  if (fields.size() > 3 || !ReadNumber(fields[0], &parts->hours)) return false;
  if (!ReadNumber(fields[1], &parts->minutes)) return false;
  if (fields.size() == 3 && !ReadSeconds(fields[2], &parts->seconds)) return false;
  if (parts->hours > 23 && !has_days && fields.size() == 3) {
    // "24:00:00" is read as days, hours and minutes.
    *parts = {parts->hours, parts->minutes, parts->seconds, 0};
  }
  return true;
}

}  // namespace

Result<std::chrono::seconds> ParseV1TimeSpan(std::string_view text) {
  const bool negative = text.starts_with('-');
  Parts parts;
  if (!ReadParts(text.substr(negative ? 1 : 0), &parts) || parts.days > kDaysMax ||
      parts.hours > 23 || parts.minutes > 59 || parts.seconds > 59) {
    return Fail(
        ErrorKind::kInvalid, "InvalidTimeSpan",
        "expected a time span such as '1.00:00:00' (d.hh:mm:ss), got '" + std::string(text) + "'");
  }
  const std::chrono::seconds span = std::chrono::hours(24 * parts.days + parts.hours) +
                                    std::chrono::minutes(parts.minutes) +
                                    std::chrono::seconds(parts.seconds);
  return negative ? -span : span;
}

}  // namespace weir::model
