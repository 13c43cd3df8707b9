#include <algorithm>
#include <limits>

#include "base/names.h"
#include "expr/arguments.h"
#include "expr/date_arguments.h"
#include "expr/failure.h"
#include "expr/locale.h"

namespace weir::expr {
namespace {

constexpr std::string_view kTimeString =
    "its first parameter to be a string that contains the time";
constexpr std::string_view kTimestamp =
    "its first parameter to be a string that represents a timestamp";
constexpr std::string_view kOnlyTimestamp =
    "its parameter to be a string that represents a timestamp";

Error Unrepresentable(const Call& call, int64_t value) {
  return call.Failure(Glue("second parameter '", std::to_string(value),
                           "' is not valid. The added or subtracted value results in an "
                           "unrepresentable DateTime."));
}

/// addDays() and its like: the second argument counts `unit_ticks`.
Result<Json> AddUnits(const Call& call, Arguments args, int64_t unit_ticks) {
  WEIR_ASSIGN(const Json text, TextArgument(call, args[0], kTimeString));
  WEIR_ASSIGN(const int64_t count,
              IntegerArgument(call, args[1], "its second parameter to be an integer"));
  WEIR_ASSIGN(const Timestamp time, TimeOf(call, text));
  WEIR_TRY(CheckFormatType(call, args, 2, kFormatType));
  const std::optional<Timestamp> moved = AddTicks(time, count, unit_ticks);
  if (!moved) return Unrepresentable(call, count);
  return FormatTime(call, args, 2, *moved);
}

Result<Json> AddDays(const Call& call, Arguments args) {
  return AddUnits(call, args, kTicksPerDay);
}
Result<Json> AddHours(const Call& call, Arguments args) {
  return AddUnits(call, args, kTicksPerHour);
}
Result<Json> AddMinutes(const Call& call, Arguments args) {
  return AddUnits(call, args, kTicksPerMinute);
}
Result<Json> AddSeconds(const Call& call, Arguments args) {
  return AddUnits(call, args, kTicksPerSecond);
}

/// How far to move: an interval and its unit, args[first] and args[first + 1].
struct Step {
  int64_t interval = 0;
  std::string unit;
};

/// Errors: the types of both, and of the format behind them, before anything else is looked at.
Result<Step> StepArguments(const Call& call, Arguments args, size_t first) {
  Step step;
  WEIR_ASSIGN(step.interval,
              IntegerArgument(call, args[first], Ordinal(first) + " to be an integer"));
  WEIR_ASSIGN(const Json unit,
              TextArgument(call, args[first + 1],
                           Ordinal(first + 1) + " to be a string that contains the time unit"));
  step.unit = unit.as_string();
  WEIR_TRY(CheckFormatType(call, args, first + 2, kDateTimeFormatType));
  return step;
}

/// Move by whole units; nothing if the result is no time.
std::optional<Timestamp> MovedBy(const Timestamp& time, int64_t count, std::string_view unit) {
  if (unit == "month") return AddMonths(time, count);
  if (unit == "year") {
    const bool near = count < 10'000 && count > -10'000;
    return near ? AddMonths(time, count * 12) : std::nullopt;
  }
  const int64_t unit_ticks = unit == "second"   ? kTicksPerSecond
                             : unit == "minute" ? kTicksPerMinute
                             : unit == "hour"   ? kTicksPerHour
                             : unit == "day"    ? kTicksPerDay
                                                : 7 * kTicksPerDay;
  return AddTicks(time, count, unit_ticks);
}

/// Move by a step; backwards if `sign` is -1.
Result<Timestamp> Move(const Call& call, const Step& step, int sign, const Timestamp& time) {
  static const std::vector<std::string> units = {"Second", "Minute", "Hour", "Day",
                                                 "Week",   "Month",  "Year"};
  const bool known = std::any_of(units.begin(), units.end(), [&step](const std::string& unit) {
    return SameName(unit, step.unit);
  });
  if (!known) {
    return call.Failure(EndSentence(
        Glue("expects its second parameter to be a string that represents a valid time unit. The "
             "provided value '",
             step.unit, "' is not a valid time unit"),
        NameKey(step.unit), units));
  }
  const bool turns = step.interval != std::numeric_limits<int64_t>::min();
  const int64_t interval = turns ? step.interval * sign : step.interval;
  std::optional<Timestamp> moved;
  if (turns) moved = MovedBy(time, interval, NameKey(step.unit));
  if (moved) return *moved;
  return call.Failure(Glue("could not create time value with time interval '",
                           std::to_string(interval), "' and time unit '", step.unit,
                           "'. It results in an out of time range value."));
}

Result<Json> MoveTime(const Call& call, Arguments args, int sign) {
  WEIR_ASSIGN(const Json text, TextArgument(call, args[0], kTimeString));
  WEIR_ASSIGN(const Step step, StepArguments(call, args, 1));
  WEIR_ASSIGN(const Timestamp time, TimeOf(call, text));
  WEIR_ASSIGN(const Timestamp moved, Move(call, step, sign, time));
  return FormatTime(call, args, 3, moved);
}

Result<Json> AddToTime(const Call& call, Arguments args) {
  return MoveTime(call, args, 1);
}
Result<Json> SubtractFromTime(const Call& call, Arguments args) {
  return MoveTime(call, args, -1);
}

Result<Json> MoveFromNow(const Call& call, Arguments args, int sign) {
  WEIR_ASSIGN(const Step step, StepArguments(call, args, 0));
  WEIR_ASSIGN(const Timestamp moved, Move(call, step, sign, FromUtcTime(call.scope.Now())));
  return FormatTime(call, args, 2, moved);
}

Result<Json> GetFutureTime(const Call& call, Arguments args) {
  return MoveFromNow(call, args, 1);
}
Result<Json> GetPastTime(const Call& call, Arguments args) {
  return MoveFromNow(call, args, -1);
}

Result<Json> UtcNow(const Call& call, Arguments args) {
  if (!args.empty()) {
    WEIR_TRY(TextArgument(call, args[0], "its parameter to be of type string"));
  }
  return FormatTime(call, args, 0, FromUtcTime(call.scope.Now()));
}

Result<Json> FormatDateTime(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Json text,
              TextArgument(call, args[0], "its first parameter to be of type string"));
  if (args.size() > 2) WEIR_TRY(CheckLocale(call, args[2]));
  WEIR_ASSIGN(const Timestamp time, TimeOf(call, text));
  return FormatTime(call, args, 1, time);
}

Result<Json> DayOfMonth(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Timestamp time, TimeArgument(call, args[0], kOnlyTimestamp));
  return Json(DateOf(time.ticks).day);
}

Result<Json> WeekDay(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Timestamp time, TimeArgument(call, args[0], kOnlyTimestamp));
  return Json(DayOfWeek(time.ticks));
}

Result<Json> YearDay(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Timestamp time, TimeArgument(call, args[0], kOnlyTimestamp));
  return Json(DayOfYear(time.ticks));
}

Result<Json> Ticks(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Timestamp time, TimeArgument(call, args[0], kOnlyTimestamp));
  return Json(time.ticks);
}

Result<Json> Truncate(const Call& call, Arguments args, int64_t unit_ticks) {
  WEIR_ASSIGN(Timestamp time, TimeArgument(call, args[0], kTimestamp));
  time.ticks -= time.ticks % unit_ticks;
  return FormatTime(call, args, 1, time);
}

Result<Json> StartOfDay(const Call& call, Arguments args) {
  return Truncate(call, args, kTicksPerDay);
}
Result<Json> StartOfHour(const Call& call, Arguments args) {
  return Truncate(call, args, kTicksPerHour);
}
Result<Json> StartOfMonth(const Call& call, Arguments args) {
  WEIR_ASSIGN(Timestamp time, TimeArgument(call, args[0], kTimestamp));
  const CalendarDate date = DateOf(time.ticks);
  time.ticks -= time.ticks % kTicksPerDay + (date.day - 1) * kTicksPerDay;
  return FormatTime(call, args, 1, time);
}

FunctionSpec Adder(std::string_view name, std::string_view source, std::string_view args,
                   FunctionExample example, Result<Json> (*eval)(const Call&, Arguments)) {
  return {.name = name,
          .args = args,
          .returns = "string",
          .source = source,
          .examples = {example, {"addDays('bad', 1)", "", "must match ISO 8601 format"}},
          .args_min = 2,
          .args_max = 3,
          .expects =
              "expects a timestamp as the first parameter, the number of units to add as the "
              "second parameter, and an optional format string as the third parameter",
          .eval = eval,
          .format_arg = 2,
          .scoped = true};
}

FunctionSpec Part(std::string_view name, std::string_view source, FunctionExample example,
                  Result<Json> (*eval)(const Call&, Arguments)) {
  return {.name = name,
          .args = "timestamp: string",
          .returns = "int",
          .source = source,
          .examples = {example},
          .args_min = 1,
          .args_max = 1,
          .expects = "expects one parameter: the timestamp",
          .eval = eval};
}

FunctionSpec Start(std::string_view name, std::string_view source, FunctionExample example,
                   Result<Json> (*eval)(const Call&, Arguments)) {
  return {.name = name,
          .args = "timestamp: string, format?: string",
          .returns = "string",
          .source = source,
          .examples = {example},
          .args_min = 1,
          .args_max = 2,
          .expects =
              "expects a timestamp as the first parameter and an optional format string as the "
              "second parameter",
          .eval = eval,
          .format_arg = 1};
}

FunctionSpec Mover(std::string_view name, std::string_view source, FunctionExample example,
                   Result<Json> (*eval)(const Call&, Arguments)) {
  return {.name = name,
          .args = "timestamp: string, interval: int, unit: string, format?: string",
          .returns = "string",
          .source = source,
          .examples = {example},
          .args_min = 3,
          .args_max = 4,
          .expects =
              "expects a timestamp as the first parameter, an interval as the second parameter, "
              "a time unit as the third parameter, and an optional format string as the fourth "
              "parameter",
          .eval = eval,
          .format_arg = 3};
}

FunctionSpec NowMover(std::string_view name, std::string_view source, FunctionExample example,
                      Result<Json> (*eval)(const Call&, Arguments)) {
  return {.name = name,
          .args = "interval: int, unit: string, format?: string",
          .returns = "string",
          .source = source,
          .examples = {example},
          .args_min = 2,
          .args_max = 3,
          .expects =
              "expects an interval as the first parameter, a time unit as the second parameter, "
              "and an optional format string as the third parameter",
          .eval = eval,
          .format_arg = 2,
          .scoped = true};
}

}  // namespace

// The scope of the examples has the moment 2018-04-15T13:00:00Z.
std::vector<FunctionSpec> DateFunctions() {
  return {
      Adder("addDays", "#adddays", "timestamp: string, days: int, format?: string",
            {"addDays('2018-03-15T00:00:00Z', -5)", "\"2018-03-10T00:00:00.0000000Z\""}, AddDays),
      Adder("addHours", "#addhours", "timestamp: string, hours: int, format?: string",
            {"addHours('2018-03-15T00:00:00Z', 10)", "\"2018-03-15T10:00:00.0000000Z\""}, AddHours),
      Adder("addMinutes", "#addminutes", "timestamp: string, minutes: int, format?: string",
            {"addMinutes('2018-03-15T00:10:00Z', 10, 'HH:mm')", "\"00:20\""}, AddMinutes),
      Adder("addSeconds", "#addseconds", "timestamp: string, seconds: int, format?: string",
            {"addSeconds('2018-03-15T00:00:00Z', 10)", "\"2018-03-15T00:00:10.0000000Z\""},
            AddSeconds),
      Mover("addToTime", "#addtotime",
            {"addToTime('2018-01-31T00:00:00Z', 1, 'Month')", "\"2018-02-28T00:00:00.0000000Z\""},
            AddToTime),
      Mover("subtractFromTime", "#subtractfromtime",
            {"subtractFromTime('2018-01-02T00:00:00Z', 1, 'Days')", "", "did you mean 'Day'?"},
            SubtractFromTime),
      NowMover("getFutureTime", "#getfuturetime", {"getFutureTime(1, 'Day', 'd')", "\"4/16/2018\""},
               GetFutureTime),
      NowMover("getPastTime", "#getpasttime", {"getPastTime(1, 'Year', 'yyyy')", "\"2017\""},
               GetPastTime),
      {.name = "utcNow",
       .args = "format?: string",
       .returns = "string",
       .source = "#utcnow",
       .examples = {{"utcNow()", "\"2018-04-15T13:00:00.0000000Z\""},
                    {"utcnow('yyyy')", "\"2018\""}},
       .args_max = 1,
       .expects = "expects an optional format string as its parameter",
       .eval = UtcNow,
       .format_arg = 0,
       .scoped = true},
      {.name = "formatDateTime",
       .args = "timestamp: string, format?: string, locale?: string",
       .returns = "string",
       .source = "#formatdatetime",
       .examples = {{"formatDateTime('03/15/2018 12:00:00', 'yyyy-MM-ddTHH:mm:ss')",
                     "\"2018-03-15T12:00:00\""},
                    {"formatDateTime('2018-03-15', 'Q')", "",
                     "format parameter 'Q' is not supported"},
                    {"formatDateTime('2018-03-15', 'D', 'de-DE')", "",
                     "'en-US' only, got 'de-DE'"}},
       .args_min = 1,
       .args_max = 3,
       .expects = "expects a timestamp as the first parameter and an optional format string as the "
                  "second parameter",
       .eval = FormatDateTime,
       .format_arg = 1},
      Part("dayOfMonth", "#dayofmonth", {"dayOfMonth('2018-03-15T13:27:36Z')", "15"}, DayOfMonth),
      Part("dayOfWeek", "#dayofweek", {"dayOfWeek('2018-03-18')", "0"}, WeekDay),
      Part("dayOfYear", "#dayofyear", {"dayOfYear('2018-03-15T13:27:36Z')", "74"}, YearDay),
      Part("ticks", "#ticks", {"ticks('2018-01-01T00:00:00Z')", "636503616000000000"}, Ticks),
      Start("startOfDay", "#startofday",
            {"startOfDay('2018-03-15T13:30:30Z')", "\"2018-03-15T00:00:00.0000000Z\""}, StartOfDay),
      Start("startOfHour", "#startofhour",
            {"startOfHour('2018-03-15T13:30:30Z')", "\"2018-03-15T13:00:00.0000000Z\""},
            StartOfHour),
      Start("startOfMonth", "#startofmonth",
            {"startOfMonth('2018-03-15T13:30:30Z')", "\"2018-03-01T00:00:00.0000000Z\""},
            StartOfMonth),
  };
}

}  // namespace weir::expr
