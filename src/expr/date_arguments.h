#pragma once

#include "expr/date_format.h"
#include "expr/function.h"
#include "expr/timestamp.h"

namespace weir::expr {

/// A timestamp argument. Errors: InvalidTemplate if it is no text ("expects <expected>") or no
/// date.
Result<Timestamp> TimeArgument(const Call& call, const Json& value, std::string_view expected);

/// The time that a text says. Errors: InvalidTemplate if it is no date.
Result<Timestamp> TimeOf(const Call& call, const Json& text);

/// What most functions say of a format that is no text, and what those say that move or convert.
inline constexpr std::string_view kFormatType = " to be of type string";
inline constexpr std::string_view kDateTimeFormatType =
    " to be a string that contains a date time format";
/// Errors: InvalidTemplate, "its third parameter<expected>", if there is a format and it is no
/// text.
Result<> CheckFormatType(const Call& call, Arguments args, size_t format_at,
                         std::string_view expected);

/// Print with the format at args[format_at], or in the round-trip form if there is none.
/// Errors: InvalidTemplate if .NET would refuse the format.
Result<Json> FormatTime(const Call& call, Arguments args, size_t format_at, const Timestamp& time);

}  // namespace weir::expr
