#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weir::expr {

// ADF counts and cuts texts in UTF-16 units; ours are UTF-8. A half of a pair that a cut leaves
// behind, and a byte that is not UTF-8, become U+FFFD, as they do where .NET writes UTF-8.

struct CodePoint {
  uint32_t code = 0xFFFD;
  size_t size = 1;  ///< In bytes.
};

/// The code point at byte `at` (< size); U+FFFD of one byte where the text is not UTF-8.
CodePoint DecodeUtf8(std::string_view text, size_t at);
void AppendUtf8(std::string& out, uint32_t code);
bool IsAscii(std::string_view text);
/// The text itself, with U+FFFD for what is not UTF-8.
std::string ValidUtf8(std::string text);

/// The number of UTF-16 units of the text, or of its first `bytes` bytes.
int64_t Utf16Length(std::string_view text);
int64_t Utf16Length(std::string_view text, size_t bytes);
/// Cut out `length` units from unit `start`; both must lie inside.
std::string Utf16Substring(std::string_view text, int64_t start, int64_t length);

/// Lower or upper case of each code point, by the invariant one-to-one mapping of .NET.
std::string ToLower(std::string_view text);
std::string ToUpper(std::string_view text);
/// Remove white space of Unicode at both ends.
std::string_view Trim(std::string_view text);

}  // namespace weir::expr
