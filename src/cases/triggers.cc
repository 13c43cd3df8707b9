#include "cases/area.h"
#include "schedule/recurrence.h"

namespace weir::cases {
namespace {

std::string Printed(UtcTime time) {
  return FormatUtc(time).substr(0, 19) + "Z";
}

}  // namespace

/// `{given: {recurrence, first: count, now?}, expect: {fireTimesUtc}}`: without `now` from the
/// beginning.
Verdict CheckRecurrence(const Json& one) {
  const Json& given = one["given"];
  const Result<schedule::Recurrence> recurrence = schedule::Recurrence::Parse(given["recurrence"]);
  if (!recurrence) return Unexpected(one["expect"], recurrence.error());
  UtcTime after = recurrence->start() - std::chrono::microseconds(1);
  if (given["now"].is_string()) {
    const Result<UtcTime> now = ParseUtc(given["now"].as_string());
    if (!now) return Unexpected(one["expect"], now.error());
    after = *now;
  }
  Json times = Json::Array();
  for (int64_t i = 0; i < given["first"].as_int(); ++i) {
    const std::optional<schedule::FireTime> fire = recurrence->Next(after);
    if (!fire) break;
    times.Append(Printed(fire->utc));
    after = fire->utc;
  }
  return Compare(one["expect"], Json::Object({{"fireTimesUtc", std::move(times)}}));
}

}  // namespace weir::cases
