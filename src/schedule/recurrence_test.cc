#include "schedule/recurrence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "testing/json_cases.h"

namespace weir::schedule {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

std::string Printed(UtcTime time) {
  return FormatUtc(time).substr(0, 19);
}

/// {"recurrence", "after" (else the start is included), "want": [UTC], "local": [], "ends",
/// "error"}.
void CheckCase(const Json& one) {
  const Result<Recurrence> recurrence = Recurrence::Parse(one["recurrence"]);
  if (one["error"].is_string()) {
    ASSERT_FALSE(recurrence.ok());
    EXPECT_EQ(recurrence.error().code(), "InvalidRecurrence");
    EXPECT_THAT(recurrence.error().message(), ::testing::HasSubstr(one["error"].as_string()));
    return;
  }
  ASSERT_TRUE(recurrence.ok()) << recurrence.error().ToString();
  UtcTime after = recurrence->start() - std::chrono::microseconds(1);
  if (one["after"].is_string()) after = *ParseUtc(one["after"].as_string());
  for (size_t i = 0; i < one["want"].size(); ++i) {
    const std::optional<FireTime> fire = recurrence->Next(after);
    ASSERT_TRUE(fire.has_value()) << "after " << FormatUtc(after);
    EXPECT_EQ(Printed(fire->utc), one["want"][i].as_string());
    if (i < one["local"].size()) {
      EXPECT_EQ(Printed(fire->local), one["local"][i].as_string());
    }
    after = fire->utc;
  }
  if (one["ends"].as_bool()) {
    EXPECT_FALSE(recurrence->Next(after).has_value());
  }
}

const bool kRegistered =
    testing::RegisterCases("recurrence", "src/schedule/cases/recurrence.json", CheckCase);

/// A change of clocks: the moment and the offsets around it.
struct Change {
  sys_seconds at;
  seconds before{0};
  seconds after{0};
  std::string zone;
};

/// Every change in the Windows zones from 2000 to 2040; one of each kind and moment.
std::vector<Change> AllChanges() {
  std::vector<Change> changes;
  std::set<std::tuple<sys_seconds, int64_t, int64_t>> seen;
  const sys_seconds end = sys_days(std::chrono::year(2041) / 1 / 1);
  for (const std::string& name : TimeZone::WindowsNames()) {
    const TimeZone zone = *TimeZone::Find(name);
    TimeZone::Span span = zone.SpanAt(sys_days(std::chrono::year(2000) / 1 / 1));
    while (span.end < end) {
      const TimeZone::Span next = zone.SpanAt(span.end);
      if (next.offset != span.offset &&
          seen.emplace(span.end, span.offset.count(), next.offset.count()).second) {
        changes.push_back({span.end, span.offset, next.offset, name});
      }
      span = next;
    }
  }
  return changes;
}

/// What the rules ask for, found without Recurrence and without AtLocal: a local time is the first
/// moment at which clocks show it; if they never do, it is read with the offset before.
sys_seconds Expected(const TimeZone& zone, const Change& change, sys_seconds local) {
  for (const seconds offset :
       {std::max(change.before, change.after), std::min(change.before, change.after)}) {
    const sys_seconds at = local - offset;
    if (zone.SpanAt(at).offset == offset) return at;
  }
  return local - change.before;
}

Json DailyAround(const Change& change, sys_days first) {
  return Json::Object({{"frequency", "Day"},
                       {"timeZone", change.zone},
                       {"startTime", Printed(first)},
                       {"schedule", Json::Object({{"hours", Json::Array({0, 1, 2, 3, 22, 23})},
                                                  {"minutes", Json::Array({0, 15, 30})}})}});
}

TEST(RecurrenceProperties, EveryChangeOfClocksFrom2000To2040) {
  const std::vector<Change> changes = AllChanges();
  EXPECT_GT(changes.size(), 1500U);
  for (const Change& change : changes) {
    SCOPED_TRACE(change.zone + " " + FormatUtc(change.at));
    const TimeZone zone = *TimeZone::Find(change.zone);
    const sys_days first = floor<days>(change.at + change.before) - days(1);
    std::set<sys_seconds> want;
    for (int day = 0; day < 3; ++day) {
      for (const int hour : {0, 1, 2, 3, 22, 23}) {
        for (const int minute : {0, 15, 30}) {
          want.insert(Expected(zone, change, first + days(day) + hours(hour) + minutes(minute)));
        }
      }
    }
    const Result<Recurrence> recurrence = Recurrence::Parse(DailyAround(change, first));
    ASSERT_TRUE(recurrence.ok()) << recurrence.error().ToString();
    UtcTime after = recurrence->start() - seconds(1);
    for (const sys_seconds moment : want) {
      const std::optional<FireTime> fire = recurrence->Next(after);
      ASSERT_TRUE(fire.has_value());
      ASSERT_EQ(FormatUtc(fire->utc), FormatUtc(moment));
      ASSERT_GT(fire->utc, after);
      ASSERT_EQ(fire->local - moment, zone.SpanAt(moment).offset);
      after = fire->utc;
    }
  }
}

TEST(RecurrenceProperties, ElapsedTimeIsNeverStretched) {
  for (const Change& change : AllChanges()) {
    const sys_seconds first = floor<hours>(change.at) - hours(5);
    const Result<Recurrence> recurrence = Recurrence::Parse(Json::Object(
        {{"frequency", "Hour"}, {"timeZone", change.zone}, {"startTime", Printed(first) + "Z"}}));
    ASSERT_TRUE(recurrence.ok());
    UtcTime after = first - seconds(1);
    for (int i = 0; i < 10; ++i) {
      const std::optional<FireTime> fire = recurrence->Next(after);
      ASSERT_TRUE(fire.has_value());
      ASSERT_EQ(fire->utc, first + hours(i)) << change.zone;
      after = fire->utc;
    }
  }
}

}  // namespace
}  // namespace weir::schedule
