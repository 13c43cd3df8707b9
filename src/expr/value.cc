#include "expr/value.h"

#include <algorithm>
#include <charconv>
#include <functional>

#include "base/ids.h"
#include "expr/encoding.h"
#include "expr/utf16.h"

namespace weir::expr {
namespace {

constexpr std::string_view kContentType = "$content-type";
constexpr std::string_view kContent = "$content";

bool IsWholeText(std::string_view text) {
  return text.find_first_of(".eE") == std::string_view::npos;
}

bool HasNumberText(const Json& value) {
  if (value.kind() == Json::Kind::kNumberText) return true;
  const auto items = value.items();
  const auto members = value.members();
  return std::any_of(items.begin(), items.end(), HasNumberText) ||
         std::any_of(members.begin(), members.end(),
                     [](const Json::Member& member) { return HasNumberText(member.value); });
}

Json PlainNumbers(const Json& value) {
  if (value.kind() == Json::Kind::kNumberText) {
    return IsWholeText(value.as_string()) ? value : Json(value.as_double());
  }
  Json copy = value;
  if (value.is_array()) {
    for (Json& item : copy.MutableItems()) item = PlainNumbers(item);
  }
  if (value.is_object()) {
    for (Json::Member& member : copy.MutableMembers()) member.value = PlainNumbers(member.value);
  }
  return copy;
}

}  // namespace

void AppendText(std::string& out, const Json& value) {
  switch (value.kind()) {
    case Json::Kind::kNull:
      return;
    case Json::Kind::kBool:
      out += value.as_bool() ? "True" : "False";
      return;
    case Json::Kind::kInt: {
      char digits[24];
      const auto end = std::to_chars(digits, digits + sizeof(digits), value.as_int());
      out.append(digits, end.ptr);
      return;
    }
    case Json::Kind::kFloat:
      out += FormatDouble(value.as_double());
      return;
    case Json::Kind::kNumberText:
      out += IsWholeText(value.as_string()) ? value.as_string() : FormatDouble(value.as_double());
      return;
    case Json::Kind::kString:
      out += value.as_string();
      return;
    case Json::Kind::kArray:
      out += CompactJson(value);
      return;
    case Json::Kind::kObject:
      if (std::optional<std::string> bytes = ContentBytes(value)) {
        out += ValidUtf8(*std::move(bytes));
      } else {
        out += CompactJson(value);
      }
      return;
  }
}

std::string TextOf(const Json& value) {
  std::string text;
  AppendText(text, value);
  return text;
}

std::string_view TextView(const Json& value, std::string& buffer) {
  if (value.is_string()) return value.as_string();
  AppendText(buffer, value);
  return buffer;
}

std::string CompactJson(const Json& value) {
  return DumpJson(WithPlainNumbers(value));
}

Json WithPlainNumbers(const Json& value) {
  return HasNumberText(value) ? PlainNumbers(value) : value;
}

Json MakeContent(std::string_view type, std::string_view bytes) {
  return Json::Object({{kContentType, Json(type)}, {kContent, Json(EncodeBase64(bytes))}});
}

bool IsContent(const Json& value) {
  return value.size() == 2 && value[kContentType].is_string() && value[kContent].is_string();
}

bool IsXmlContent(const Json& value) {
  if (!IsContent(value)) return false;
  const std::string type = ToLower(value[kContentType].as_string());
  return type.starts_with("application/xml") || type.starts_with("text/xml");
}

std::optional<std::string> ContentBytes(const Json& value) {
  if (!IsContent(value)) return std::nullopt;
  return DecodeBase64(value[kContent].as_string());
}

bool IsDeeperThan(const Json& value, int levels) {
  if (levels < 0) return true;
  const auto items = value.items();
  const auto members = value.members();
  const auto deeper = [&](const Json& part) { return IsDeeperThan(part, levels - 1); };
  return std::any_of(items.begin(), items.end(), deeper) ||
         std::any_of(members.begin(), members.end(),
                     [&](const Json::Member& member) { return deeper(member.value); });
}

bool SameByValue(const Json& left, const Json& right) {
  if (left.is_int() && right.is_int()) return left.as_int() == right.as_int();
  if (left.is_number() && right.is_number()) return left.as_double() == right.as_double();
  if (left.is_array() && right.is_array()) {
    return std::equal(left.items().begin(), left.items().end(), right.items().begin(),
                      right.items().end(), SameByValue);
  }
  if (!left.is_object() || !right.is_object()) return left == right;
  const auto members = left.members();
  return left.size() == right.size() &&
         std::all_of(members.begin(), members.end(), [&](const Json::Member& member) {
           const Json::Member* other = right.FindMember(member.name);
           return other != nullptr && other->name == member.name &&
                  SameByValue(member.value, other->value);
         });
}

size_t HashOf(const Json& value) {
  const auto kind = static_cast<size_t>(value.kind());
  switch (value.kind()) {
    case Json::Kind::kNull:
      return kind;
    case Json::Kind::kBool:
      return kind * 31 + (value.as_bool() ? 1 : 0);
    case Json::Kind::kInt:
      return std::hash<int64_t>()(value.as_int()) * 31 + kind;
    case Json::Kind::kFloat:
    case Json::Kind::kNumberText:
      return std::hash<double>()(value.as_double());
    case Json::Kind::kString:
      return StableHash(value.as_string());
    case Json::Kind::kArray: {
      size_t hash = kind;
      for (const Json& item : value.items()) hash = hash * 1099511628211ULL + HashOf(item);
      return hash;
    }
    case Json::Kind::kObject: {
      size_t hash = kind;
      for (const Json::Member& member : value.members()) {
        hash += StableHash(member.name) * 1099511628211ULL ^ HashOf(member.value);
      }
      return hash;
    }
  }
  return kind;
}

}  // namespace weir::expr
