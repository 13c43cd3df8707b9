#include "expr/time_zone.h"

#include <algorithm>

namespace weir::expr {
namespace {

/// Whole seconds since 1970.
std::chrono::sys_seconds SecondsOf(int64_t ticks) {
  return std::chrono::sys_seconds(std::chrono::seconds(
      (ticks - ticks % kTicksPerSecond - kTicksAtUnixEpoch) / kTicksPerSecond));
}

std::optional<int64_t> Shift(int64_t ticks, std::chrono::seconds by) {
  const int64_t moved = ticks + by.count() * kTicksPerSecond;
  if (moved < 0 || moved > kTicksMax) return std::nullopt;
  return moved;
}

}  // namespace

std::optional<TimeZone> TimeZone::Find(std::string_view name) {
  std::optional<weir::TimeZone> zone = weir::TimeZone::Find(name);
  if (!zone) return std::nullopt;
  return TimeZone(*std::move(zone));
}

std::optional<int64_t> TimeZone::ToLocal(int64_t utc_ticks) const {
  return Shift(utc_ticks, zone_.SpanAt(SecondsOf(utc_ticks)).offset);
}

TimeZone::LocalTime TimeZone::ToUtc(int64_t local_ticks) const {
  const weir::TimeZone::LocalInfo info = zone_.AtLocal(SecondsOf(local_ticks));
  if (info.fold == Fold::kMissing) return {Fold::kMissing, std::nullopt};
  // Of two times the one in standard time, which is the lesser offset.
  return {info.fold, Shift(local_ticks, -std::min(info.before, info.after))};
}

}  // namespace weir::expr
