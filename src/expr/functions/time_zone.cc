#include "expr/time_zone.h"

#include "expr/arguments.h"
#include "expr/date_arguments.h"
#include "expr/failure.h"

namespace weir::expr {
namespace {

constexpr std::string_view kTimeString =
    "its first parameter to be a string that contains the time";

Result<TimeZone> ZoneArgument(const Call& call, Arguments args, size_t index) {
  WEIR_ASSIGN(const Json name, TextArgument(call, args[index],
                                            Ordinal(index) + " to be a string that contains a time "
                                                             "zone id"));
  std::optional<TimeZone> zone = TimeZone::Find(name.as_string());
  if (zone) return *std::move(zone);
  return InvalidTemplate(EndSentence(
      Glue("In the function '", call.spec.name, "', the value provided for the time zone id '",
           name.as_string(), "' was not valid"),
      name.as_string(), TimeZone::WindowsNames()));
}

std::string RoundTripText(const Timestamp& time) {
  std::string text;
  DateFormat::RoundTrip().Append(text, time);
  return text;
}

Error Unrepresentable(const Call& call, const Timestamp& time) {
  return call.Failure(Glue("first parameter '", RoundTripText(time),
                           "' is not valid. The converted value results in an unrepresentable "
                           "DateTime."));
}

/// A moment in UTC as the zone's clocks show it; UTC keeps its mark.
Result<Timestamp> ToZone(const Call& call, const Timestamp& utc, const TimeZone& zone) {
  if (zone.is_utc()) return Timestamp{utc.ticks, Timestamp::Kind::kUtc};
  const std::optional<int64_t> local = zone.ToLocal(utc.ticks);
  if (!local) return Unrepresentable(call, utc);
  return Timestamp{*local, Timestamp::Kind::kUnspecified};
}

Error NoSuchTime(const Call& call, const Timestamp& time, std::string_view zone) {
  return call.Failure(Glue("was given a timestamp '", RoundTripText(time),
                           "' that was invalid or ambiguous in the source time zone '", zone,
                           "'."));
}

Result<Json> ConvertFromUtc(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Timestamp time, TimeArgument(call, args[0], kTimeString));
  WEIR_ASSIGN(const TimeZone zone, ZoneArgument(call, args, 1));
  if (time.kind != Timestamp::Kind::kUtc) {
    return call.Failure(Glue(
        "expects its first parameter to be a string that contains a UTC date time. The value was "
        "'",
        RoundTripText(time), "'."));
  }
  WEIR_ASSIGN(const Timestamp local, ToZone(call, time, zone));
  return FormatTime(call, args, 2, local);
}

Result<Json> ConvertToUtc(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Timestamp time, TimeArgument(call, args[0], kTimeString));
  WEIR_ASSIGN(const TimeZone zone, ZoneArgument(call, args, 1));
  if (zone.is_utc()) return FormatTime(call, args, 2, {time.ticks, Timestamp::Kind::kUtc});
  if (time.kind != Timestamp::Kind::kUnspecified) {
    return call.Failure(Glue(
        "expects its first parameter to be a string that contains a date time without a zone, as "
        "the source time zone is not UTC. The value was '",
        RoundTripText(time), "'."));
  }
  // A time that comes twice is taken in standard time, as TimeZoneInfo.ConvertTimeToUtc does.
  const TimeZone::LocalTime found = zone.ToUtc(time.ticks);
  if (found.fold == TimeZone::Fold::kMissing) {
    return NoSuchTime(call, time, args[1].as_string());
  }
  if (!found.utc_ticks) return Unrepresentable(call, time);
  return FormatTime(call, args, 2, {*found.utc_ticks, Timestamp::Kind::kUtc});
}

Result<Json> ConvertTimeZone(const Call& call, Arguments args) {
  WEIR_ASSIGN(Timestamp time, TimeArgument(call, args[0], kTimeString));
  WEIR_ASSIGN(const TimeZone source, ZoneArgument(call, args, 1));
  WEIR_ASSIGN(const TimeZone target, ZoneArgument(call, args, 2));
  // A zone in the text says which moment it is; the source zone is then passed over.
  if (time.kind == Timestamp::Kind::kUnspecified) {
    const TimeZone::LocalTime found = source.ToUtc(time.ticks);
    if (found.fold != TimeZone::Fold::kUnique) return NoSuchTime(call, time, args[1].as_string());
    if (!found.utc_ticks) return Unrepresentable(call, time);
    time.ticks = *found.utc_ticks;
  }
  WEIR_ASSIGN(const Timestamp local, ToZone(call, time, target));
  return FormatTime(call, args, 3, local);
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
