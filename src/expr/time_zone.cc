#include "expr/time_zone.h"

#include <date/tz.h>

#include <stdexcept>
#include <unordered_map>

#include "base/json.h"
#include "base/names.h"

extern "C" const char weir_windows_timezones[];
extern "C" const char weir_windows_timezones_end[];

namespace weir::expr {
namespace {

struct WindowsZones {
  std::unordered_map<std::string, std::string> iana_by_name;
  std::vector<std::string> names;
};

const WindowsZones& Zones() {
  static const WindowsZones zones = [] {
    WindowsZones read;
    const Result<Json> table =
        ParseJson({weir_windows_timezones,
                   static_cast<size_t>(weir_windows_timezones_end - weir_windows_timezones)});
    if (!table) return read;
    for (const Json& zone : table->items()) {
      const std::string& name = zone["windows"].as_string();
      read.iana_by_name.emplace(NameKey(name), zone["iana"].as_string());
      read.names.push_back(name);
    }
    return read;
  }();
  return zones;
}

const date::time_zone* Locate(const std::string& name) {
  try {
    const date::time_zone* zone = date::locate_zone(name);
    zone->get_info(date::sys_seconds{});  // Reads the zone's file, which may be broken.
    return zone;
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

/// The zone files reach to 2037; a later year is read as the last one before it with the same days
/// of the week, which keeps "second Sunday in March" true.
constexpr int kYearMax = 2037;
constexpr int64_t kUnixSecondsPerDay = 86400;

bool IsLeap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int64_t YearStart(int year) {
  return TicksOf({year, 1, 1}).value_or(0);
}

/// Seconds since 1970 of a time in ticks, moved into the years the files know.
int64_t KnownSeconds(int64_t ticks) {
  const int64_t seconds = (ticks - ticks % kTicksPerSecond - kTicksAtUnixEpoch) / kTicksPerSecond;
  const int year = DateOf(ticks).year;
  if (year <= kYearMax) return seconds;
  const int64_t start = YearStart(year);
  int same = kYearMax;
  while (IsLeap(same) != IsLeap(year) || DayOfWeek(YearStart(same)) != DayOfWeek(start)) --same;
  return seconds - (start - YearStart(same)) / kTicksPerDay * kUnixSecondsPerDay;
}

std::optional<int64_t> Shift(int64_t ticks, std::chrono::seconds by) {
  const int64_t moved = ticks + by.count() * kTicksPerSecond;
  if (moved < 0 || moved > kTicksMax) return std::nullopt;
  return moved;
}

}  // namespace

std::optional<TimeZone> TimeZone::Find(std::string_view name) {
  const auto& by_name = Zones().iana_by_name;
  const auto found = by_name.find(NameKey(name));
  TimeZone zone;
  zone.iana_name_ = found == by_name.end() ? std::string(name) : found->second;
  zone.zone_ = Locate(zone.iana_name_);
  if (zone.zone_ == nullptr) return std::nullopt;
  zone.utc_ = zone.iana_name_ == "UTC" || zone.iana_name_ == "Etc/UTC";
  return zone;
}

const std::vector<std::string>& TimeZone::WindowsNames() {
  return Zones().names;
}

std::optional<int64_t> TimeZone::ToLocal(int64_t utc_ticks) const {
  const date::sys_seconds moment{std::chrono::seconds(KnownSeconds(utc_ticks))};
  return Shift(utc_ticks, zone_->get_info(moment).offset);
}

TimeZone::LocalTime TimeZone::ToUtc(int64_t local_ticks) const {
  const date::local_seconds local{std::chrono::seconds(KnownSeconds(local_ticks))};
  const date::local_info info = zone_->get_info(local);
  if (info.result == date::local_info::nonexistent) return {Fold::kMissing, std::nullopt};
  if (info.result == date::local_info::unique) {
    return {Fold::kUnique, Shift(local_ticks, -info.first.offset)};
  }
  const bool first_is_standard = info.first.offset < info.second.offset;
  return {Fold::kAmbiguous,
          Shift(local_ticks, -(first_is_standard ? info.first.offset : info.second.offset))};
}

}  // namespace weir::expr
