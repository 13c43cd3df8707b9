#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace weir {

/// Compare without regard to ASCII case, as ADF does with names.
bool SameName(std::string_view left, std::string_view right);

/// Lower-case ASCII letters; everything else stays. The key under which names are kept.
std::string NameKey(std::string_view name);

/// The known names nearest to `name` (edit distance, ignoring case), best first, at most three and
/// none that is far off.
std::vector<std::string> NearestNames(std::string_view name, const std::vector<std::string>& known);

/// "; did you mean 'a' or 'b'?", or empty if nothing is near. For the end of a message.
std::string DidYouMean(std::string_view name, const std::vector<std::string>& known);

}  // namespace weir
