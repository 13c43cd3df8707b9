#include "expr/v1/value.h"

#include "base/names.h"
#include "expr/date_format.h"
#include "expr/timestamp.h"

namespace weir::expr {
namespace {

Json PrintDate(int64_t ticks) {
  static const auto seconds = DateFormat::Parse("yyyy-MM-ddTHH:mm:ssZ");
  std::string text;
  const Timestamp time{ticks, Timestamp::Kind::kUtc};
  if (ticks % kTicksPerSecond == 0 && seconds) {
    seconds->Append(text, time);
  } else {
    DateFormat::RoundTrip().Append(text, time);
  }
  return text;
}

}  // namespace

std::string_view V1WeekdayName(int64_t day) {
  static constexpr std::string_view kNames[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                "Thursday", "Friday", "Saturday"};
  return day >= 0 && day < 7 ? kNames[day] : "";
}

std::string_view V1KindName(V1Value::Kind kind) {
  switch (kind) {
    case V1Value::Kind::kText:
      return "Text";
    case V1Value::Kind::kInteger:
      return "Integer";
    case V1Value::Kind::kDate:
      return "Date";
    case V1Value::Kind::kWeekday:
      return "Weekday";
  }
  return "";
}

Json V1Value::ToJson() const {
  switch (kind) {
    case Kind::kText:
      return text;
    case Kind::kInteger:
      return number;
    case Kind::kDate:
      return PrintDate(number);
    case Kind::kWeekday:
      return V1WeekdayName(number);
  }
  return {};
}

V1Variables V1Variables::OfSlice(UtcTime start, UtcTime end) {
  V1Variables variables;
  variables.Set("SliceStart", start);
  variables.Set("SliceEnd", end);
  variables.Set("WindowStart", start);
  variables.Set("WindowEnd", end);
  return variables;
}

void V1Variables::Set(std::string name, UtcTime time) {
  ticks_.emplace_back(std::move(name), FromUtcTime(time).ticks);
}

const int64_t* V1Variables::Find(std::string_view name) const {
  for (const auto& [known, ticks] : ticks_) {
    if (SameName(known, name)) return &ticks;
  }
  return nullptr;
}

const std::vector<std::string>& V1VariableNames() {
  static const std::vector<std::string> names = {"SliceStart", "SliceEnd", "WindowStart",
                                                 "WindowEnd"};
  return names;
}

}  // namespace weir::expr
