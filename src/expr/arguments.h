#pragma once

#include <optional>

#include "expr/function.h"

namespace weir::expr {

/// No text that a function makes may be longer. Fuzzing has less time for each input.
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
inline constexpr size_t kTextBytesMax = size_t{1} << 20;
#else
inline constexpr size_t kTextBytesMax = size_t{100} << 20;
#endif

/// The argument as a text: a text as it is, a binary or XML value decoded.
/// Errors: "expects <expected>. The provided value is of type …".
Result<Json> TextArgument(const Call& call, const Json& value, std::string_view expected);
/// The argument as a 64-bit integer; a float is none.
Result<int64_t> IntegerArgument(const Call& call, const Json& value, std::string_view expected);

/// "its first parameter", "its second parameter", …
std::string Ordinal(size_t index);

/// Errors: InvalidTemplate if a text of that size is beyond kTextBytesMax.
Result<> CheckTextSize(const Call& call, size_t bytes);

/// Errors: InvalidTemplate if a value put into an array would be nested deeper than kDepthMax.
Result<> CheckDepth(const Call& call, Arguments values);

/// The kinds in the order they came, each once: "Null,Array".
std::string KindList(Arguments values);

/// A number as text reads, by .NET's rules for en-US: blanks around, a sign, thousands commas.
std::optional<double> ParseFloat(std::string_view text);
/// Refuses a fraction other than zero; 1.5e1 is 15.
std::optional<int64_t> ParseInteger(std::string_view text);

}  // namespace weir::expr
