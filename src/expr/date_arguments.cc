#include "expr/date_arguments.h"

#include "expr/arguments.h"
#include "expr/failure.h"

namespace weir::expr {

Result<Timestamp> TimeArgument(const Call& call, const Json& value, std::string_view expected) {
  WEIR_ASSIGN(const Json text, TextArgument(call, value, expected));
  return TimeOf(call, text);
}

Result<Timestamp> TimeOf(const Call& call, const Json& text) {
  const std::optional<Timestamp> time = ParseTimestamp(text.as_string());
  if (time) return *time;
  return InvalidTemplate(Glue("In function '", call.spec.name,
                              "', the value provided for date time string '", text.as_string(),
                              "' was not valid. The datetime string must match ISO 8601 format."));
}

Result<> CheckFormatType(const Call& call, Arguments args, size_t format_at,
                         std::string_view expected) {
  if (format_at >= args.size()) return {};
  WEIR_TRY(TextArgument(call, args[format_at], Ordinal(format_at) + std::string(expected)));
  return {};
}

Result<Json> FormatTime(const Call& call, Arguments args, size_t format_at, const Timestamp& time) {
  std::string out;
  constexpr size_t kTypicalSize = 28;
  out.reserve(kTypicalSize);
  if (call.format != nullptr) {
    call.format->Append(out, time);
    return Json(std::move(out));
  }
  if (format_at >= args.size()) {
    DateFormat::RoundTrip().Append(out, time);
    return Json(std::move(out));
  }
  WEIR_ASSIGN(const Json text,
              TextArgument(call, args[format_at], Ordinal(format_at) + std::string(kFormatType)));
  const std::optional<DateFormat> format = DateFormat::Parse(text.as_string());
  if (!format) {
    return call.Failure(Glue(
        "format parameter '", text.as_string(),
        "' is not supported. The format must be a valid single format specifier character (such "
        "as 'd' or 'g') or a valid custom format pattern (such as 'MMMM dd, yyyy' or "
        "'hh:mm:ss.ff'). For details please review the Standard Date and Time Format Strings and "
        "the Custom Date and Time Format Strings of the .Net framework."));
  }
  format->Append(out, time);
  return Json(std::move(out));
}

}  // namespace weir::expr
