#include "base/time_zone.h"

#include <date/tz.h>

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

#include "base/json.h"
#include "base/names.h"

extern "C" const char weir_windows_timezones[];
extern "C" const char weir_windows_timezones_end[];

namespace weir {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year;
using std::chrono::year_month_day;

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

constexpr year kYearMax{2037};
/// No zone is further from UTC, nor moved its clocks further, counted together.
constexpr std::chrono::hours kReach{40};

/// A piece of a year after those that the files know: January and February, or the rest of it.
/// Rules of daylight saving name days of the week, so it is read as the same piece of the last
/// known year in which it begins on the same day of the week. Eleven years hold all seven.
struct Piece {
  sys_days begin;
  sys_days end;
  seconds back{0};  ///< From here to the piece that it is read as.
};

Piece PieceOf(sys_seconds time) {
  const year_month_day date(std::chrono::floor<days>(time));
  const year wanted = date.year();
  const sys_days march(wanted / std::chrono::March / 1);
  const bool early = sys_days(date) < march;
  const std::chrono::month first = early ? std::chrono::January : std::chrono::March;
  const sys_days begin(wanted / first / 1);
  year same = kYearMax;
  while (std::chrono::weekday(sys_days(same / first / 1)) != std::chrono::weekday(begin)) --same;
  return {begin, early ? march : sys_days((wanted + std::chrono::years(1)) / 1 / 1),
          begin - sys_days(same / first / 1)};
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

TimeZone::Span TimeZone::SpanAt(sys_seconds utc) const {
  constexpr sys_seconds kUnknown = sys_days((kYearMax + std::chrono::years(1)) / 1 / 1);
  if (utc < kUnknown) {
    const date::sys_info info = zone_->get_info(utc);
    return {info.begin, std::min<sys_seconds>(info.end, kUnknown), info.offset};
  }
  const Piece piece = PieceOf(utc);
  const date::sys_info info = zone_->get_info(utc - piece.back);
  return {std::max<sys_seconds>(info.begin + piece.back, piece.begin),
          std::min<sys_seconds>(info.end + piece.back, piece.end), info.offset};
}

TimeZone::LocalInfo TimeZone::AtLocal(sys_seconds local) const {
  Span span = SpanAt(local - kReach);
  while (true) {
    const seconds offset = span.offset;
    if (local < span.end + offset && local + kReach < span.end) {
      return {Fold::kUnique, offset, offset};
    }
    const Span next = SpanAt(span.end);
    const bool here = local < span.end + offset;
    const bool there = local >= next.begin + next.offset;
    if (here && there && offset != next.offset) return {Fold::kAmbiguous, offset, next.offset};
    if (here) return {Fold::kUnique, offset, offset};
    if (!there) return {Fold::kMissing, offset, next.offset};
    span = next;
  }
}

}  // namespace weir
