#pragma once

#include <string>
#include <string_view>

namespace weir::copy {

/// True if `text` holds a `*` or `?` that no `^` escapes.
bool HasWildcard(std::string_view text);

/// Match one path segment: `*` is zero or more characters, `?` zero or one, `^` escapes a wildcard
/// or itself. Case counts. Cost: O(pattern × name).
/// Source: copy activity, "wildcard file filters".
bool MatchWildcard(std::string_view pattern, std::string_view name);

/// The text that a pattern without wildcards stands for: "a^*b" is "a*b".
std::string UnescapeWildcard(std::string_view pattern);

}  // namespace weir::copy
