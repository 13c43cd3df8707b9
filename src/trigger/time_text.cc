#include "trigger/time_text.h"

#include <fmt/format.h>

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

}  // namespace weir::trigger
