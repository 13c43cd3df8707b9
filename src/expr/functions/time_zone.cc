#include "expr/time_zone.h"

#include "expr/arguments.h"
#include "expr/date_arguments.h"
#include "expr/failure.h"

namespace weir::expr {
namespace {

constexpr std::string_view kTimeString =
    "its first parameter to be a string that contains the time";

/// The arguments of a conversion, their types checked before anything else.
struct Conversion {
  Json time;
  std::vector<std::string> zones;
};

/// `zones` are what the function calls its zone arguments, from the second on.
Result<Conversion> ConversionArguments(const Call& call, Arguments args,
                                       std::initializer_list<std::string_view> zones) {
  Conversion conversion;
  WEIR_ASSIGN(conversion.time, TextArgument(call, args[0], kTimeString));
  for (const std::string_view words : zones) {
    const size_t at = 1 + conversion.zones.size();
    WEIR_ASSIGN(const Json name,
                TextArgument(call, args[at],
                             Ordinal(at) + " to be a string that contains " + std::string(words)));
    conversion.zones.push_back(name.as_string());
  }
  WEIR_TRY(CheckFormatType(call, args, 1 + zones.size(), kDateTimeFormatType));
  return conversion;
}

Result<TimeZone> ZoneNamed(const Call& call, const std::string& name) {
  std::optional<TimeZone> zone = TimeZone::Find(name);
  if (zone) return *std::move(zone);
  return InvalidTemplate(
      EndSentence(Glue("In the function '", call.spec.name,
                       "', the value provided for the time zone id '", name, "' was not valid"),
                  name, TimeZone::WindowsNames()));
}

std::string RoundTripText(const Timestamp& time) {
  std::string text;
  DateFormat::RoundTrip().Append(text, time);
  return text;
}

/// A time beyond the calendar is its first or last one, as TimeZoneInfo has it.
int64_t WithinCalendar(std::optional<int64_t> ticks, int64_t near) {
  return ticks.value_or(near > kTicksMax / 2 ? kTicksMax : 0);
}

/// A moment in UTC as the zone's clocks show it; UTC keeps its mark.
Timestamp ToZone(const Timestamp& utc, const TimeZone& zone) {
  if (zone.is_utc()) return Timestamp{utc.ticks, Timestamp::Kind::kUtc};
  return Timestamp{WithinCalendar(zone.ToLocal(utc.ticks), utc.ticks),
                   Timestamp::Kind::kUnspecified};
}

Error NoSuchTime(const Call& call, const Timestamp& time, std::string_view zone) {
  return call.Failure(Glue("was given a timestamp '", RoundTripText(time),
                           "' that was invalid or ambiguous in the source time zone '", zone,
                           "'."));
}

Result<Json> ConvertFromUtc(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Conversion conversion,
              ConversionArguments(call, args, {"the target time zone"}));
  WEIR_ASSIGN(const Timestamp time, TimeOf(call, conversion.time));
  if (time.kind != Timestamp::Kind::kUtc) {
    return call.Failure(Glue(
        "expects its first parameter to be a string that contains a UTC date time. The value was "
        "'",
        RoundTripText(time), "'."));
  }
  WEIR_ASSIGN(const TimeZone zone, ZoneNamed(call, conversion.zones[0]));
  return FormatTime(call, args, 2, ToZone(time, zone));
}

Result<Json> ConvertToUtc(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Conversion conversion,
              ConversionArguments(call, args, {"the source time zone"}));
  const std::string& name = conversion.zones[0];
  WEIR_ASSIGN(const TimeZone zone, ZoneNamed(call, name));
  WEIR_ASSIGN(const Timestamp time, TimeOf(call, conversion.time));
  const bool marked = time.kind != Timestamp::Kind::kUnspecified;
  if (marked && !(zone.is_utc() && time.kind == Timestamp::Kind::kUtc)) {
    return call.Failure(
        Glue("expects its second parameter to be a time zone matching the time zone indicated by "
             "the timestamp. The provided value '",
             name, "' is not valid or does not match the timestamp '", RoundTripText(time), "'."));
  }
  if (zone.is_utc()) return FormatTime(call, args, 2, {time.ticks, Timestamp::Kind::kUtc});
  const TimeZone::LocalTime found = zone.ToUtc(time.ticks);
  if (found.fold != TimeZone::Fold::kUnique) return NoSuchTime(call, time, name);
  return FormatTime(call, args, 2,
                    {WithinCalendar(found.utc_ticks, time.ticks), Timestamp::Kind::kUtc});
}

Result<Json> ConvertTimeZone(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Conversion conversion,
              ConversionArguments(call, args, {"a source time zone", "the target time zone"}));
  WEIR_ASSIGN(Timestamp time, TimeOf(call, conversion.time));
  WEIR_ASSIGN(const TimeZone source, ZoneNamed(call, conversion.zones[0]));
  WEIR_ASSIGN(const TimeZone target, ZoneNamed(call, conversion.zones[1]));
  // A zone in the text says which moment it is; the source zone is then passed over.
  if (time.kind == Timestamp::Kind::kUnspecified) {
    const TimeZone::LocalTime found = source.ToUtc(time.ticks);
    if (found.fold != TimeZone::Fold::kUnique) {
      return NoSuchTime(call, time, conversion.zones[0]);
    }
    time.ticks = WithinCalendar(found.utc_ticks, time.ticks);
  }
  return FormatTime(call, args, 3, ToZone(time, target));
}

}  // namespace

std::vector<FunctionSpec> TimeZoneFunctions() {
  return {
      {.name = "convertFromUtc",
       .args = "timestamp: string, target_zone: string, format?: string",
       .returns = "string",
       .source = "#convertfromutc",
       .examples = {{"convertFromUtc('2018-01-01T08:00:00Z', 'Pacific Standard Time')",
                     "\"2018-01-01T00:00:00.0000000\""},
                    {"convertFromUtc('2018-07-01T08:00:00Z', 'Europe/Berlin', 'HH:mm')",
                     "\"10:00\""},
                    {"convertFromUtc('2018-01-01T08:00:00Z', 'Pacific Standrd Time')", "",
                     "did you mean 'Pacific Standard Time'"}},
       .args_min = 2,
       .args_max = 3,
       .expects = "expects a timestamp as the first parameter, the target time zone as the second "
                  "parameter, and an optional format string as the third parameter",
       .eval = ConvertFromUtc,
       .format_arg = 2},
      {.name = "convertToUtc",
       .args = "timestamp: string, source_zone: string, format?: string",
       .returns = "string",
       .source = "#converttoutc",
       .examples = {{"convertToUtc('01/01/2018 00:00:00', 'Pacific Standard Time')",
                     "\"2018-01-01T08:00:00.0000000Z\""},
                    {"convertToUtc('2050-07-01T00:00:00', 'Pacific Standard Time', 'HH:mm')",
                     "\"07:00\""}},
       .args_min = 2,
       .args_max = 3,
       .expects = "expects a timestamp as the first parameter, the source time zone as the second "
                  "parameter, and an optional format string as the third parameter",
       .eval = ConvertToUtc,
       .format_arg = 2},
      {.name = "convertTimeZone",
       .args = "timestamp: string, source_zone: string, target_zone: string, format?: string",
       .returns = "string",
       .source = "#converttimezone",
       .examples = {{"convertTimeZone('2018-01-01T00:00:00', 'Pacific Standard Time', 'Eastern "
                     "Standard Time')",
                     "\"2018-01-01T03:00:00.0000000\""},
                    {"convertTimeZone('2018-03-11T02:30:00', 'Pacific Standard Time', 'UTC')", "",
                     "invalid or ambiguous"}},
       .args_min = 3,
       .args_max = 4,
       .expects = "expects a timestamp as the first parameter, the source time zone as the second "
                  "parameter, the target time zone as the third parameter, and an optional format "
                  "string as the fourth parameter",
       .eval = ConvertTimeZone,
       .format_arg = 3},
  };
}

}  // namespace weir::expr
