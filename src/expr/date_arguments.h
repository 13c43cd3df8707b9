#pragma once

#include "expr/date_format.h"
#include "expr/function.h"
#include "expr/timestamp.h"

namespace weir::expr {

/// A timestamp argument. Errors: InvalidTemplate if it is no text ("expects <expected>") or no
/// date.
Result<Timestamp> TimeArgument(const Call& call, const Json& value, std::string_view expected);

/// Print with the format at args[format_at], or in the round-trip form if there is none.
/// Errors: InvalidTemplate if .NET would refuse the format.
Result<Json> FormatTime(const Call& call, Arguments args, size_t format_at, const Timestamp& time);

}  // namespace weir::expr
