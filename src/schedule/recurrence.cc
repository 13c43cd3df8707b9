#include "schedule/recurrence.h"

#include <algorithm>

namespace weir::schedule {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

constexpr seconds kDay = hours(24);
constexpr seconds kHour = hours(1);
/// How far ahead a Minute or Hour recurrence with a schedule is searched for a match.
constexpr seconds kFilterHorizon = hours(24) * 3653;

}  // namespace

seconds Recurrence::OffsetAt(sys_seconds utc) const {
  return zone_.is_utc() ? seconds(0) : zone_.SpanAt(utc).offset;
}

sys_seconds Recurrence::Moment(sys_seconds local) const {
  // With the offset before a change of clocks, a skipped time moves on by what is skipped, and of
  // two times the first is meant.
  return zone_.is_utc() ? local : local - zone_.AtLocal(local).before;
}

std::optional<FireTime> Recurrence::Next(UtcTime after) const {
  const sys_seconds from = std::max(start_, floor<seconds>(after) + seconds(1));
  std::optional<sys_seconds> found;
  if (calendar_) {
    found = NextOnCalendar(from);
  } else {
    found = filtered_ ? NextFiltered(from) : NextElapsed(from);
  }
  if (!found || (end_ && *found > *end_)) return std::nullopt;
  const seconds offset = OffsetAt(*found);
  return FireTime{*found, *found + offset, offset};
}

std::optional<sys_seconds> Recurrence::NextOnCalendar(sys_seconds from) const {
  // A time that clocks skip may be moved into the next day, so the day before is looked at too.
  const sys_days today = floor<days>(from + OffsetAt(from));
  std::optional<sys_seconds> best;
  for (auto day = calendar_->FirstFrom(today - days(1)); day;
       day = calendar_->FirstFrom(*day + days(1))) {
    if (best && EarliestOf(*day) > *best) break;
    const std::optional<Found> found = FirstOnDay(*day, from);
    if (!found) continue;
    if (!best || found->at < *best) best = found->at;
    if (!found->shifted) break;  // Later local times are later moments.
  }
  return best;
}

std::optional<Recurrence::Found> Recurrence::FirstOnDay(sys_days day, sys_seconds from) const {
  const seconds offset = OffsetAt(Moment(day));
  const sys_seconds begin = day - offset;
  bool steady = zone_.is_utc();
  if (!steady) {
    const TimeZone::Span span = zone_.SpanAt(begin);
    steady = span.offset == offset && span.begin + kDay <= begin && begin + 2 * kDay <= span.end;
  }
  if (steady) {
    const auto time = std::lower_bound(times_.begin(), times_.end(), (from - begin).count(),
                                       [](int32_t one, int64_t wanted) { return one < wanted; });
    if (time == times_.end()) return std::nullopt;
    return Found{begin + seconds(*time)};
  }
  std::optional<Found> best;
  for (const int32_t time : times_) {
    const sys_seconds local = day + seconds(time);
    const sys_seconds at = Moment(local);
    if (at < from || (best && best->at <= at)) continue;
    best = Found{at, zone_.AtLocal(local).fold == TimeZone::Fold::kMissing};
  }
  return best;
}

/// No local time of the day stands for an earlier moment.
sys_seconds Recurrence::EarliestOf(sys_days day) const {
  if (zone_.is_utc()) return day;
  const TimeZone::LocalInfo info = zone_.AtLocal(day);
  return day - std::max(info.before, info.after);
}

/// How many steps lie between the anchor and `at`, rounded down.
int64_t Recurrence::StepsTo(sys_seconds at) const {
  return at <= anchor_ ? 0 : (at - anchor_) / step_;
}

std::optional<sys_seconds> Recurrence::NextElapsed(sys_seconds from) const {
  const sys_seconds step = anchor_ + step_ * StepsTo(from);
  return step >= from ? step : step + step_;
}

std::optional<sys_seconds> Recurrence::NextFiltered(sys_seconds from) const {
  sys_seconds step = anchor_ + step_ * StepsTo(from);
  while (step < from + kFilterHorizon) {
    if (const auto found = FirstInStep(step, from)) return found;
    step += step_;
    const std::optional<sys_seconds> skip = SkipTo(step + OffsetAt(step));
    if (!skip) return std::nullopt;
    step = std::max(step, anchor_ + step_ * StepsTo(Moment(*skip)));
  }
  return std::nullopt;
}

/// A step is one moment, or an hour in which minutes are named.
std::optional<sys_seconds> Recurrence::FirstInStep(sys_seconds step, sys_seconds from) const {
  if (minutes_in_hour_.empty()) {
    if (step >= from && Matches(step)) return step;
    return std::nullopt;
  }
  const sys_seconds local = step + OffsetAt(step);
  const seconds past = local - floor<hours>(local);
  std::optional<sys_seconds> best;
  for (const int32_t minute : minutes_in_hour_) {
    const seconds ahead = (std::chrono::minutes(minute) - past + kHour) % kHour;
    const sys_seconds at = step + ahead;
    if (at >= from && (!best || at < *best) && Matches(at)) best = at;
  }
  return best;
}

bool Recurrence::Matches(sys_seconds utc) const {
  const sys_seconds local = utc + OffsetAt(utc);
  const sys_days day = floor<days>(local);
  const int64_t minute = (local - day) / std::chrono::minutes(1);
  if ((hours_ >> (minute / 60) & 1) == 0 || (minutes_ >> (minute % 60) & 1) == 0) return false;
  return !days_ || days_->FirstFrom(day) == day;
}

std::optional<sys_seconds> Recurrence::SkipTo(sys_seconds local) const {
  std::optional<sys_days> day = floor<days>(local);
  int64_t hour = (local - *day) / kHour;
  if (days_) {
    const std::optional<sys_days> named = days_->FirstFrom(*day);
    if (!named) return std::nullopt;
    if (*named > *day) hour = 0;
    day = named;
  }
  const auto first_hour = [&](int64_t from) {
    while (from < 24 && (hours_ >> from & 1) == 0) ++from;
    return from;
  };
  hour = first_hour(hour);
  if (hour == 24) {
    day = days_ ? days_->FirstFrom(*day + days(1)) : *day + days(1);
    if (!day) return std::nullopt;
    hour = first_hour(0);
  }
  return std::max(local, *day + kHour * hour);
}

}  // namespace weir::schedule
