#include "trigger/time_text.h"

#include <fmt/format.h>

#include <cstdio>

namespace weir::trigger {

std::string TimeText(UtcTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  const auto hour = clock.hours().count();
  return fmt::format("{}/{}/{} {}:{:02}:{:02} {}", static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), static_cast<int>(date.year()),
                     hour % 12 == 0 ? 12 : hour % 12, clock.minutes().count(),
                     clock.seconds().count(), hour < 12 ? "AM" : "PM");
}

Result<UtcTime> ParseTimeText(const std::string& text) {
  unsigned month = 0;
  unsigned day = 0;
  int year = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  char half = 0;
  const int read = std::sscanf(text.c_str(), "%2u/%2u/%4d %2d:%2d:%2d %c", &month, &day, &year,
                               &hour, &minute, &second, &half);
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (read != 7 || !date.ok() || hour < 1 || hour > 12) {
    return Fail(ErrorKind::kInvalid, "InvalidTime",
                "expected a time like '1/31/2026 8:00:00 AM', got '" + text.substr(0, 100) + "'");
  }
  return std::chrono::sys_days(date) + std::chrono::hours(hour % 12 + (half == 'P' ? 12 : 0)) +
         std::chrono::minutes(minute) + std::chrono::seconds(second);
}

}  // namespace weir::trigger
