#pragma once

#include <string_view>

namespace weir {

/// True if the bytes are UTF-8: no surrogates, nothing overlong, nothing above U+10FFFF.
bool IsUtf8(std::string_view bytes);

}  // namespace weir
