#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace weir::expr {

/// Base64 with padding, RFC 4648 section 4.
std::string EncodeBase64(std::string_view bytes);
/// Blanks are passed over; nothing if a character or the padding is wrong.
std::optional<std::string> DecodeBase64(std::string_view text);

/// Percent-encode everything but A-Z a-z 0-9 - _ . ~ (RFC 3986, unreserved), upper-case hex.
std::string EncodePercent(std::string_view text);
/// What `+` stands for: a blank in a form, itself in a data URI.
enum class PlusSign { kBlank, kPlus };
/// Decode `%xx`; a wrong sequence stays as it is.
std::string DecodePercent(std::string_view text, PlusSign plus);

/// `data:[type][;base64],data` taken apart.
struct DataUri {
  std::string type;
  std::string bytes;
};
/// Nothing if it is not a data URI or its base64 is broken.
std::optional<DataUri> ParseDataUri(std::string_view text);

}  // namespace weir::expr
