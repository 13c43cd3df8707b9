#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace weir {

/// Base64 for addresses and tokens, without padding: RFC 4648 section 5.
std::string EncodeBase64Url(std::string_view bytes);
/// Nothing if a character is wrong or padding is there.
std::optional<std::string> DecodeBase64Url(std::string_view text);

}  // namespace weir
