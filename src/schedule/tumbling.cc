#include "schedule/tumbling.h"

#include <algorithm>

#include "base/names.h"

namespace weir::schedule {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::microseconds;
using std::chrono::months;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int64_t kIntervalMax = 10'000'000;
/// The service takes 50; more run here.
constexpr int64_t kConcurrencyMax = 10'000;
constexpr int64_t kRetriesMax = 1'000'000;

Error Wrong(std::string_view property, const std::string& wanted, const Json& found) {
  return Fail(ErrorKind::kInvalid, "InvalidTumblingWindow",
              "'" + std::string(property) + "' must be " + wanted + ", got " +
                  (found.is_null() ? "none" : DumpJson(found).substr(0, 100)))
      .At(found.position());
}

Result<int64_t> ReadWhole(const Json& json, std::string_view property, int64_t min, int64_t max) {
  if (json.is_int() && json.as_int() >= min && json.as_int() <= max) return json.as_int();
  return Wrong(property, std::to_string(min) + " … " + std::to_string(max), json);
}

/// A time span with an optional minus sign.
Result<seconds> ReadSpan(const Json& json, std::string_view property) {
  const std::string_view text = json.as_string();
  const bool minus = text.starts_with('-');
  const Result<seconds> span = ParseTimeSpan(minus ? text.substr(1) : text);
  if (!span) return Wrong(property, "a time span such as '01:00:00' (d.hh:mm:ss)", json);
  return minus ? -*span : *span;
}

Result<UtcTime> ReadTime(const Json& json, std::string_view property) {
  Result<UtcTime> time = ParseUtc(json.as_string());
  if (!time) return Wrong(property, "a time such as '2026-01-31T08:00:00Z'", json);
  return time;
}

Result<TumblingSettings::Frequency> ReadFrequency(const Json& json) {
  if (SameName(json.as_string(), "Minute")) return TumblingSettings::Frequency::kMinute;
  if (SameName(json.as_string(), "Hour")) return TumblingSettings::Frequency::kHour;
  if (SameName(json.as_string(), "Month")) return TumblingSettings::Frequency::kMonth;
  return Wrong("frequency", "Minute, Hour or Month", json);
}

Result<WindowDependency> ReadDependency(const Json& json) {
  WindowDependency dependency;
  const std::string& type = json["type"].as_string();
  const bool self = SameName(type, "SelfDependencyTumblingWindowTriggerReference");
  if (!self && !SameName(type, "TumblingWindowTriggerDependencyReference")) {
    return Wrong("type",
                 "TumblingWindowTriggerDependencyReference or "
                 "SelfDependencyTumblingWindowTriggerReference",
                 json["type"]);
  }
  const Json& offset = json["offset"];
  if (!offset.is_null()) {
    WEIR_ASSIGN(dependency.offset, ReadSpan(offset, "offset"));
  }
  if (self && dependency.offset >= seconds(0)) {
    return Wrong("offset", "negative where a trigger depends on itself", offset);
  }
  if (!json["size"].is_null()) {
    WEIR_ASSIGN(const seconds size, ReadSpan(json["size"], "size"));
    if (size <= seconds(0)) return Wrong("size", "a positive time span", json["size"]);
    dependency.size = size;
  }
  if (self) return dependency;
  const Json& name = json["referenceTrigger"]["referenceName"];
  if (name.as_string().empty()) return Wrong("referenceName", "a trigger's name", name);
  dependency.trigger = name.as_string();
  return dependency;
}

Result<> ReadRetries(const Json& policy, TumblingSettings* settings) {
  if (!policy["count"].is_null()) {
    WEIR_ASSIGN(settings->retry_count, ReadWhole(policy["count"], "count", 0, kRetriesMax));
  }
  const Json& pause = policy["intervalInSeconds"];
  if (pause.is_null()) return {};
  WEIR_ASSIGN(const int64_t wait, ReadWhole(pause, "intervalInSeconds", 0, kRetriesMax));
  settings->retry_interval = seconds(wait);
  return {};
}

int64_t FloorDivide(int64_t number, int64_t by) {
  return number / by - (number % by < 0 ? 1 : 0);
}

UtcTime AddMonths(UtcTime time, int64_t count) {
  const sys_days day = floor<days>(time);
  const year_month_day date(day);
  year_month_day moved = date + months(count);
  if (!moved.ok()) moved = moved.year() / moved.month() / std::chrono::last;
  return sys_days(moved) + (time - day);
}

}  // namespace

Window WindowDependency::RangeFor(const Window& waiting) const {
  const UtcTime start = waiting.start + offset;
  return {start, start + (size ? *size : waiting.end - waiting.start)};
}

Result<TumblingSettings> TumblingSettings::Parse(const Json& json) {
  TumblingSettings made;
  WEIR_ASSIGN(made.frequency, ReadFrequency(json["frequency"]));
  WEIR_ASSIGN(made.interval, ReadWhole(json["interval"], "interval", 1, kIntervalMax));
  WEIR_ASSIGN(made.start, ReadTime(json["startTime"], "startTime"));
  if (!json["endTime"].is_null()) {
    WEIR_ASSIGN(const UtcTime end, ReadTime(json["endTime"], "endTime"));
    made.end = end;
  }
  const Json& delay = json["delay"];
  if (!delay.is_null()) {
    WEIR_ASSIGN(made.delay, ReadSpan(delay, "delay"));
    if (made.delay < seconds(0)) return Wrong("delay", "zero or more", delay);
  }
  WEIR_ASSIGN(made.max_concurrency,
              ReadWhole(json["maxConcurrency"], "maxConcurrency", 1, kConcurrencyMax));
  WEIR_TRY(ReadRetries(json["retryPolicy"], &made));
  for (const Json& one : json["dependsOn"].items()) {
    WEIR_ASSIGN(WindowDependency dependency, ReadDependency(one));
    made.dependencies.push_back(std::move(dependency));
  }
  return made;
}

Window TumblingSettings::WindowAt(int64_t index) const {
  if (frequency == Frequency::kMonth) {
    return {AddMonths(start, index * interval), AddMonths(start, (index + 1) * interval)};
  }
  const seconds size = seconds(frequency == Frequency::kHour ? 3600 : 60) * interval;
  return {start + size * index, start + size * (index + 1)};
}

int64_t TumblingSettings::IndexAt(UtcTime time) const {
  if (frequency != Frequency::kMonth) {
    const microseconds size = seconds(frequency == Frequency::kHour ? 3600 : 60) * interval;
    return FloorDivide((time - start).count(), size.count());
  }
  const year_month_day from(floor<days>(start));
  const year_month_day to(floor<days>(time));
  const int64_t apart =
      (int64_t{static_cast<int>(to.year())} - static_cast<int>(from.year())) * 12 +
      static_cast<unsigned>(to.month()) - static_cast<unsigned>(from.month());
  int64_t index = FloorDivide(apart, interval);
  if (WindowAt(index).start > time) --index;  // Later in its month than `time` is.
  return index;
}

std::optional<int64_t> TumblingSettings::Count() const {
  if (!end) return std::nullopt;
  return std::max<int64_t>(0, IndexAt(*end));
}

int64_t TumblingSettings::CountDue(UtcTime now) const {
  const int64_t ended = std::max<int64_t>(0, IndexAt(now - delay));
  return std::min(ended, Count().value_or(ended));
}

std::pair<int64_t, int64_t> TumblingSettings::Overlapping(const Window& range) const {
  const int64_t first = std::max<int64_t>(0, IndexAt(range.start));
  int64_t last = IndexAt(range.end - microseconds(1));
  if (const auto count = Count()) last = std::min(last, *count - 1);
  return {first, last};
}

bool TumblingSettings::depends_on_itself() const {
  return std::any_of(dependencies.begin(), dependencies.end(),
                     [](const WindowDependency& one) { return one.on_itself(); });
}

Result<> CheckRedefinition(const TumblingSettings& old, const TumblingSettings& changed) {
  const char* property = nullptr;
  if (old.frequency != changed.frequency) property = "frequency";
  if (old.interval != changed.interval) property = "interval";
  if (old.start != changed.start) property = "startTime";
  if (property == nullptr) return {};
  return Fail(
      ErrorKind::kConflict, "TumblingWindowFixed",
      "'" + std::string(property) +
          "' of a tumbling window trigger cannot change once it exists; make a new trigger");
}

}  // namespace weir::schedule
