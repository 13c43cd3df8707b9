#include "expr/v1/function.h"

#include <algorithm>

#include "base/names.h"
#include "expr/failure.h"
#include "expr/timestamp.h"
#include "expr/v1/text_format.h"

namespace weir::expr {
namespace {

using Kind = V1Value::Kind;
using Arguments = std::span<const V1Value>;

V1Value Date(int64_t ticks) {
  return {Kind::kDate, ticks};
}
V1Value Integer(int64_t number) {
  return {Kind::kInteger, number};
}

Result<V1Value> Moved(const std::optional<Timestamp>& time) {
  if (time) return Date(time->ticks);
  return Fail(ErrorKind::kInvalid, std::string(kInvalidSliceExpression),
              "the date lies outside of the years 1 to 9999");
}

template <int64_t kUnit>
Result<V1Value> Add(Arguments arguments) {
  return Moved(AddTicks({arguments[0].number}, arguments[1].number, kUnit));
}

template <int64_t kMonths>
Result<V1Value> AddCalendar(Arguments arguments) {
  constexpr int64_t kMonthsMax = 120'000;  // All there are.
  const int64_t count = arguments[1].number;
  if (count > kMonthsMax || count < -kMonthsMax) return Moved(std::nullopt);
  return Moved(AddMonths({arguments[0].number}, count * kMonths));
}

template <int64_t kUnit>
Result<V1Value> StartOf(Arguments arguments) {
  return Date(arguments[0].number - arguments[0].number % kUnit);
}

int64_t DaysInMonth(int64_t ticks) {
  CalendarDate date = DateOf(ticks);
  for (date.day = 31; date.day > 28; --date.day) {
    if (TicksOf(date)) break;
  }
  return date.day;
}

/// The last whole second of the day. Source: the documented examples, which print no fraction.
int64_t EndOfDay(int64_t ticks) {
  return ticks - ticks % kTicksPerDay + kTicksPerDay - kTicksPerSecond;
}

Result<V1Value> DateEndOfDay(Arguments arguments) {
  return Date(EndOfDay(arguments[0].number));
}

Result<V1Value> DateEndOfMonth(Arguments arguments) {
  const int64_t ticks = arguments[0].number;
  return Date(EndOfDay(ticks + (DaysInMonth(ticks) - DateOf(ticks).day) * kTicksPerDay));
}

Result<V1Value> DateDay(Arguments arguments) {
  return Integer(DateOf(arguments[0].number).day);
}

Result<V1Value> DateDayOfWeek(Arguments arguments) {
  return V1Value{Kind::kWeekday, DayOfWeek(arguments[0].number)};
}

Result<V1Value> DateDayOfYear(Arguments arguments) {
  return Integer(DayOfYear(arguments[0].number));
}

Result<V1Value> DateDaysInMonth(Arguments arguments) {
  return Integer(DaysInMonth(arguments[0].number));
}

Result<V1Value> DateTimeFrom(Arguments arguments) {
  const std::optional<Timestamp> time = ParseTimestamp(arguments[0].text);
  if (time) return Date(time->ticks);
  return Fail(ErrorKind::kInvalid, std::string(kInvalidSliceExpression),
              Glue("'", arguments[0].text, "' is no date"));
}

Result<V1Value> DateTimeTicks(Arguments arguments) {
  return Integer(arguments[0].number);
}

Result<V1Value> TextFormat(Arguments arguments) {
  WEIR_ASSIGN(const V1TextFormat format, V1TextFormat::Parse(arguments[0].text));
  WEIR_ASSIGN(std::string text, format.Fill(arguments.subspan(1)));
  return V1Value{Kind::kText, 0, std::move(text)};
}

const std::vector<V1Function>& Table() {
  constexpr Kind kD = Kind::kDate;
  constexpr Kind kI = Kind::kInteger;
  constexpr Kind kT = Kind::kText;
  static const std::vector<V1Function> table = {
      {"Time.AddHours",
       {kD, kI},
       false,
       kD,
       Add<kTicksPerHour>,
       "Hours added to a date",
       "Time.AddHours(DateTime.From('2013-09-05T12:00:00Z'), 2)",
       "2013-09-05T14:00:00Z"},
      {"Time.AddMinutes",
       {kD, kI},
       false,
       kD,
       Add<kTicksPerMinute>,
       "Minutes added to a date",
       "Time.AddMinutes(DateTime.From('2013-09-15T12:00:00Z'), 15)",
       "2013-09-15T12:15:00Z"},
      {"Time.StartOfHour",
       {kD},
       false,
       kD,
       StartOf<kTicksPerHour>,
       "The start of the hour",
       "Time.StartOfHour(DateTime.From('2013-09-15T17:10:23Z'))",
       "2013-09-15T17:00:00Z"},
      {"Date.AddDays",
       {kD, kI},
       false,
       kD,
       Add<kTicksPerDay>,
       "Days added to a date",
       "Date.AddDays(DateTime.From('2013-09-15T12:00:00Z'), 2)",
       "2013-09-17T12:00:00Z"},
      {"Date.AddWeeks",
       {kD, kI},
       false,
       kD,
       Add<7 * kTicksPerDay>,
       "Weeks added to a date",
       "Date.AddWeeks(DateTime.From('2013-09-15T12:00:00Z'), 1)",
       "2013-09-22T12:00:00Z"},
      {"Date.AddMonths",
       {kD, kI},
       false,
       kD,
       AddCalendar<1>,
       "Months added to a date; of a day that the month lacks, its last",
       "Date.AddMonths(DateTime.From('2013-01-31T12:00:00Z'), 1)",
       "2013-02-28T12:00:00Z"},
      {"Date.AddQuarters",
       {kD, kI},
       false,
       kD,
       AddCalendar<3>,
       "Three months, so many times",
       "Date.AddQuarters(DateTime.From('2013-09-15T12:00:00Z'), 1)",
       "2013-12-15T12:00:00Z"},
      {"Date.AddYears",
       {kD, kI},
       false,
       kD,
       AddCalendar<12>,
       "Years added to a date",
       "Date.AddYears(DateTime.From('2013-09-15T12:00:00Z'), 1)",
       "2014-09-15T12:00:00Z"},
      {"Date.Day",
       {kD},
       false,
       kI,
       DateDay,
       "The day of the month",
       "Date.Day(DateTime.From('2013-09-15T12:00:00Z'))",
       "15"},
      {"Date.DayOfWeek",
       {kD},
       false,
       Kind::kWeekday,
       DateDayOfWeek,
       "The day of the week; as a number, Sunday is 0",
       "Date.DayOfWeek(DateTime.From('2013-09-15T12:00:00Z'))",
       "Sunday"},
      {"Date.DayOfYear",
       {kD},
       false,
       kI,
       DateDayOfYear,
       "The day of the year, from 1",
       "Date.DayOfYear(DateTime.From('2016-12-31T00:00:00Z'))",
       "366"},
      {"Date.DaysInMonth",
       {kD},
       false,
       kI,
       DateDaysInMonth,
       "How many days the month has",
       "Date.DaysInMonth(DateTime.From('2013-09-15T00:00:00Z'))",
       "30"},
      {"Date.StartOfDay",
       {kD},
       false,
       kD,
       StartOf<kTicksPerDay>,
       "The start of the day",
       "Date.StartOfDay(DateTime.From('2013-09-15T17:10:23Z'))",
       "2013-09-15T00:00:00Z"},
      {"Date.EndOfDay",
       {kD},
       false,
       kD,
       DateEndOfDay,
       "The last second of the day",
       "Date.EndOfDay(DateTime.From('2013-09-15T17:10:23Z'))",
       "2013-09-15T23:59:59Z"},
      {"Date.EndOfMonth",
       {kD},
       false,
       kD,
       DateEndOfMonth,
       "The last second of the month",
       "Date.EndOfMonth(DateTime.From('2013-09-15T17:10:23Z'))",
       "2013-09-30T23:59:59Z"},
      {"DateTime.From",
       {kT},
       false,
       kD,
       DateTimeFrom,
       "The date that a text says",
       "DateTime.From('2016-07-12T00:00:00Z')",
       "2016-07-12T00:00:00Z"},
      {"DateTime.Ticks",
       {kD},
       false,
       kI,
       DateTimeTicks,
       "Steps of 100 ns since 0001-01-01",
       "DateTime.Ticks(DateTime.From('2000-01-01T00:00:00Z'))",
       "630822816000000000"},
      {"Text.Format",
       {kT},
       true,
       kT,
       TextFormat,
       "A text with values put in, as .NET formats them",
       "Text.Format('{0:yyyy}/{0:%M}', DateTime.From('2013-09-15T17:10:23Z'))",
       "2013/9"},
  };
  return table;
}

}  // namespace

std::span<const V1Function> V1Functions() {
  return Table();
}

const V1Function* FindV1Function(std::string_view name) {
  const std::span<const V1Function> all = V1Functions();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const V1Function& one) { return SameName(one.name, name); });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace weir::expr
