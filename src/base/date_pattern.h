#pragma once

#include <string_view>

namespace weir {

/// The custom pattern behind a one-letter .NET date format in en-US ('d' → "M/d/yyyy"); empty if no
/// format has that letter. Source: facts of the pipeline expressions, section 7.2.
std::string_view StandardDatePattern(char letter);

}  // namespace weir
