#pragma once

#include <string>
#include <string_view>

namespace weir {

/// SHA-256 of the bytes: 32 bytes.
std::string Sha256(std::string_view bytes);
/// The same as 64 hex digits in lower case.
std::string Sha256Hex(std::string_view bytes);

/// HMAC-SHA256 of the text: 32 bytes.
std::string HmacSha256(std::string_view key, std::string_view text);

}  // namespace weir
