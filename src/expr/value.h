#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"

namespace weir::expr {

/// Append the text form that string(), concat(), join() and interpolation share: null is empty,
/// `True`/`False`, numbers in .NET's shortest form, compact JSON, the decoded text of content.
void AppendText(std::string& out, const Json& value);
std::string TextOf(const Json& value);
/// The text form without a copy where the value is a text already; `buffer` holds it otherwise.
std::string_view TextView(const Json& value, std::string& buffer);

/// Print as compact JSON with numbers in .NET's form, whatever way they were written.
std::string CompactJson(const Json& value);
/// The value with every decimal number as a double; the value itself if it has no other.
Json WithPlainNumbers(const Json& value);

/// Binary and XML values: `{"$content-type": type, "$content": base64}`.
Json MakeContent(std::string_view type, std::string_view bytes);
bool IsContent(const Json& value);
bool IsXmlContent(const Json& value);
/// The bytes of a content value; nothing if it is none or its base64 is broken.
std::optional<std::string> ContentBytes(const Json& value);

inline constexpr std::string_view kBinaryContent = "application/octet-stream";
inline constexpr std::string_view kXmlContent = "application/xml;charset=utf-8";

/// No value may be nested deeper, as everything that walks one counts on it.
inline constexpr int kDepthMax = 1000;
/// Whether arrays and objects are nested more than `levels` deep.
bool IsDeeperThan(const Json& value, int levels);

/// Deep equality that takes numbers by value: 30 equals 30.0. For the checks of cases.
bool SameByValue(const Json& left, const Json& right);

/// A hash that equal values share (the order of members does not count).
size_t HashOf(const Json& value);

}  // namespace weir::expr
