#include <algorithm>
#include <array>
#include <utility>

#include "base/names.h"
#include "schedule/recurrence.h"

namespace weir::schedule {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;

/// The service takes 1000; a longer one runs here.
constexpr int64_t kIntervalMax = 1'000'000;
constexpr int kOccurrenceMax = 5;

enum class Frequency { kMinute, kHour, kDay, kWeek, kMonth, kYear };
constexpr std::array<std::pair<std::string_view, Frequency>, 6> kFrequencies = {
    {{"Minute", Frequency::kMinute},
     {"Hour", Frequency::kHour},
     {"Day", Frequency::kDay},
     {"Week", Frequency::kWeek},
     {"Month", Frequency::kMonth},
     {"Year", Frequency::kYear}}};
constexpr std::array<std::string_view, 7> kWeekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};

Error Wrong(std::string_view property, const std::string& wanted, const Json& found) {
  return Fail(ErrorKind::kInvalid, "InvalidRecurrence",
              "'" + std::string(property) + "' must be " + wanted + ", got " +
                  (found.is_null() ? "none" : DumpJson(found).substr(0, 100)))
      .At(found.position());
}

Result<Frequency> ReadFrequency(const Json& json) {
  for (const auto& [name, frequency] : kFrequencies) {
    if (SameName(name, json.as_string())) return frequency;
  }
  return Wrong("frequency", "Minute, Hour, Day, Week, Month or Year", json);
}

Result<int64_t> ReadInterval(const Json& json) {
  if (json.is_null()) return int64_t{1};
  if (json.is_int() && json.as_int() >= 1 && json.as_int() <= kIntervalMax) return json.as_int();
  return Wrong("interval", "1 … " + std::to_string(kIntervalMax), json);
}

Result<std::vector<int32_t>> ReadNumbers(const Json& schedule, std::string_view property, int min,
                                         int max) {
  std::vector<int32_t> numbers;
  const Json& list = schedule[property];
  if (!list.is_null() && !list.is_array()) return Wrong(property, "an array", list);
  for (const Json& one : list.items()) {
    const int64_t number = one.as_int();
    if (!one.is_int() || number < min || number > max || (min < 0 && number == 0)) {
      return Wrong(property,
                   "a list of " + std::to_string(min) + " … " + std::to_string(max) +
                       (min < 0 ? " without 0" : ""),
                   one);
    }
    numbers.push_back(static_cast<int32_t>(number));
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

Result<unsigned> ReadWeekday(std::string_view property, const Json& json) {
  for (unsigned i = 0; i < kWeekdays.size(); ++i) {
    if (SameName(kWeekdays[i], json.as_string())) return i;
  }
  return Wrong(property, "a day of the week such as Monday", json);
}

Result<DayFilter> ReadDays(const Json& schedule) {
  DayFilter filter;
  for (const Json& day : schedule["weekDays"].items()) {
    WEIR_ASSIGN(const unsigned weekday, ReadWeekday("weekDays", day));
    filter.week_days = static_cast<uint8_t>(filter.week_days | 1U << weekday);
  }
  WEIR_ASSIGN(filter.month_days, ReadNumbers(schedule, "monthDays", -31, 31));
  for (const Json& one : schedule["monthlyOccurrences"].items()) {
    WEIR_ASSIGN(const unsigned weekday, ReadWeekday("day", one["day"]));
    const Json& occurrence = one["occurrence"];
    const int64_t number = occurrence.as_int();
    if (!occurrence.is_null() && (!occurrence.is_int() || number == 0 || number < -kOccurrenceMax ||
                                  number > kOccurrenceMax)) {
      return Wrong("occurrence", "1 … 5, or -1 … -5 from the end", occurrence);
    }
    filter.occurrences.push_back({weekday, static_cast<int>(number)});
  }
  return filter;
}

uint64_t BitsOf(const std::vector<int32_t>& numbers) {
  uint64_t bits = 0;
  for (const int32_t number : numbers) bits |= uint64_t{1} << number;
  return numbers.empty() ? ~uint64_t{0} : bits;
}

std::vector<int32_t> AllHours() {
  std::vector<int32_t> all(24);
  for (int32_t i = 0; i < 24; ++i) all[static_cast<size_t>(i)] = i;
  return all;
}

/// The seconds of the day at which a Day, Week, Month or Year recurrence fires.
std::vector<int32_t> TimesOfDay(const std::vector<int32_t>& named_hours,
                                const std::vector<int32_t>& named_minutes, seconds start) {
  if (named_hours.empty() && named_minutes.empty()) return {static_cast<int32_t>(start.count())};
  const seconds past_hour = start % hours(1);
  std::vector<int32_t> times;
  for (const int32_t hour : named_hours.empty() ? AllHours() : named_hours) {
    if (named_minutes.empty()) {
      times.push_back(static_cast<int32_t>((hours(hour) + past_hour).count()));
    }
    for (const int32_t minute : named_minutes) {
      times.push_back(static_cast<int32_t>(seconds(hours(hour) + minutes(minute)).count()));
    }
  }
  return times;
}

/// True if the text says where it stands to UTC.
bool HasZone(std::string_view text) {
  const size_t clock = text.find_first_of("Tt ");
  return clock != std::string_view::npos &&
         text.find_first_of("Zz+-", clock) != std::string_view::npos;
}

}  // namespace

/// Builds a Recurrence out of its JSON.
class RecurrenceReader {
 public:
  explicit RecurrenceReader(const Json& json) : json_(json), schedule_(json["schedule"]) {}

  Result<Recurrence> Read() {
    if (!json_.is_object()) return Wrong("recurrence", "an object", json_);
    WEIR_ASSIGN(const Frequency frequency, ReadFrequency(json_["frequency"]));
    WEIR_ASSIGN(interval_, ReadInterval(json_["interval"]));
    WEIR_TRY(ReadZone());
    WEIR_ASSIGN(made_.start_, ReadTime("startTime"));
    if (!json_["endTime"].is_null()) {
      WEIR_ASSIGN(const sys_seconds end, ReadTime("endTime"));
      made_.end_ = end;
    }
    WEIR_ASSIGN(hours_, ReadNumbers(schedule_, "hours", 0, 23));
    WEIR_ASSIGN(minutes_, ReadNumbers(schedule_, "minutes", 0, 59));
    WEIR_ASSIGN(days_, ReadDays(schedule_));
    switch (frequency) {
      case Frequency::kMinute:
        ByElapsedTime(minutes(interval_), false);
        break;
      case Frequency::kHour:
        ByElapsedTime(hours(interval_), true);
        break;
      case Frequency::kDay:
        OnCalendar(Period::kDay, interval_);
        break;
      case Frequency::kWeek:
        OnCalendar(Period::kWeek, interval_);
        break;
      case Frequency::kMonth:
        OnCalendar(Period::kMonth, interval_);
        break;
      case Frequency::kYear:
        OnCalendar(Period::kMonth, interval_ * 12);
        break;
    }
    return std::move(made_);
  }

 private:
  Result<> ReadZone() {
    const Json& name = json_["timeZone"];
    made_.zone_name_ = name.is_null() ? "UTC" : name.as_string();
    std::optional<TimeZone> zone = TimeZone::Find(made_.zone_name_);
    if (!zone) {
      return Fail(ErrorKind::kInvalid, "InvalidRecurrence",
                  "'timeZone' must be a Windows or IANA time zone, got " + DumpJson(name) +
                      DidYouMean(name.as_string(), TimeZone::WindowsNames()))
          .At(name.position());
    }
    made_.zone_ = *std::move(zone);
    return {};
  }

  /// A text with Z or an offset is that moment; without, it is a local time of the zone.
  Result<sys_seconds> ReadTime(std::string_view property) {
    const Json& json = json_[property];
    const Result<UtcTime> time = ParseUtc(json.as_string());
    if (!time) return Wrong(property, "a time such as '2026-01-31T08:00:00'", json);
    const auto whole = floor<seconds>(*time);
    return HasZone(json.as_string()) ? whole : made_.Moment(whole);
  }

  void ByElapsedTime(seconds step, bool hourly) {
    const sys_seconds local = made_.start_ + made_.OffsetAt(made_.start_);
    made_.step_ = step;
    made_.anchor_ = made_.start_;
    if (hourly && !minutes_.empty()) {
      made_.anchor_ -= local - floor<hours>(local);
      made_.minutes_in_hour_ = minutes_;
    }
    made_.hours_ = static_cast<uint32_t>(BitsOf(hours_));
    made_.minutes_ = BitsOf(minutes_);
    if (!days_.empty()) made_.days_.emplace(Period::kDay, 1, floor<days>(local), days_);
    made_.filtered_ = !hours_.empty() || !minutes_.empty() || !days_.empty();
  }

  void OnCalendar(Period period, int64_t interval) {
    const sys_seconds local = made_.start_ + made_.OffsetAt(made_.start_);
    const sys_days first = floor<days>(local);
    made_.times_ = TimesOfDay(hours_, minutes_, local - first);
    made_.calendar_.emplace(period, interval, first, days_);
  }

  const Json& json_;
  const Json& schedule_;
  Recurrence made_;
  int64_t interval_ = 1;
  std::vector<int32_t> hours_;
  std::vector<int32_t> minutes_;
  DayFilter days_;
};

Result<Recurrence> Recurrence::Parse(const Json& recurrence) {
  return RecurrenceReader(recurrence).Read();
}

}  // namespace weir::schedule
