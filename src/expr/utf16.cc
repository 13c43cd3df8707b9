#include "expr/utf16.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace weir::expr {
namespace {

constexpr uint32_t kReplacement = 0xFFFD;
constexpr uint32_t kPairsFrom = 0x10000;

/// Invariant casing leaves these alone: their other case depends on the language.
bool HasInvariantCase(uint32_t code) {
  return code != 0x130 && code != 0x131;
}

template <typename AsciiMap, typename Map>
std::string MapCase(std::string_view text, AsciiMap ascii, Map map) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (static_cast<unsigned char>(c) < 0x80) {
      out += ascii(c);
      ++at;
      continue;
    }
    const CodePoint point = DecodeUtf8(text, at);
    at += point.size;
    const uint32_t code = point.code;
    AppendUtf8(out, HasInvariantCase(code) ? static_cast<uint32_t>(map(static_cast<UChar32>(code)))
                                           : code);
  }
  return out;
}

}  // namespace

CodePoint DecodeUtf8(std::string_view text, size_t at) {
  auto next = static_cast<int32_t>(at);
  const auto size = static_cast<int32_t>(text.size());
  UChar32 code = 0;
  // NOLINTNEXTLINE(bugprone-inc-dec-in-conditions)
  U8_NEXT(reinterpret_cast<const uint8_t*>(text.data()), next, size, code);
  if (code < 0) return {};
  return {static_cast<uint32_t>(code), static_cast<size_t>(next) - at};
}

void AppendUtf8(std::string& out, uint32_t code) {
  uint8_t bytes[U8_MAX_LENGTH];
  int32_t size = 0;
  UBool failed = 0;
  U8_APPEND(bytes, size, U8_MAX_LENGTH, static_cast<UChar32>(code), failed);
  if (failed != 0) return AppendUtf8(out, kReplacement);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<signed char>(c) >= 0; });
}

std::string ValidUtf8(std::string text) {
  if (IsAscii(text)) return text;
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeUtf8(text, at);
    AppendUtf8(out, point.code);
    at += point.size;
  }
  return out;
}

int64_t Utf16Length(std::string_view text) {
  if (IsAscii(text)) return static_cast<int64_t>(text.size());
  int64_t units = 0;
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeUtf8(text, at);
    units += point.code >= kPairsFrom ? 2 : 1;
    at += point.size;
  }
  return units;
}

int64_t Utf16Length(std::string_view text, size_t bytes) {
  return Utf16Length(text.substr(0, bytes));
}

std::string Utf16Substring(std::string_view text, int64_t start, int64_t length) {
  if (IsAscii(text)) {
    return std::string(text.substr(static_cast<size_t>(start), static_cast<size_t>(length)));
  }
  std::string out;
  const int64_t end = start + length;
  int64_t unit = 0;
  for (size_t at = 0; at < text.size() && unit < end;) {
    const CodePoint point = DecodeUtf8(text, at);
    at += point.size;
    const int64_t units = point.code >= kPairsFrom ? 2 : 1;
    const bool whole = unit >= start && unit + units <= end;
    const bool half = !whole && unit + units > start;
    if (whole) AppendUtf8(out, point.code);
    if (half) AppendUtf8(out, kReplacement);
    unit += units;
  }
  return out;
}

std::string ToLower(std::string_view text) {
  return MapCase(
      text, [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }, u_tolower);
}

std::string ToUpper(std::string_view text) {
  return MapCase(
      text, [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }, u_toupper);
}

std::string_view Trim(std::string_view text) {
  size_t start = text.size();
  size_t end = 0;
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeUtf8(text, at);
    if (u_isUWhiteSpace(static_cast<UChar32>(point.code)) == 0) {
      start = std::min(start, at);
      end = at + point.size;
    }
    at += point.size;
  }
  return start < end ? text.substr(start, end - start) : std::string_view();
}

}  // namespace weir::expr
