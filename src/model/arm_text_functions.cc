// Functions of ARM templates on encodings, links, and whole arrays and objects.
#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "base/names.h"
#include "model/arm_functions.h"

namespace weir::model {
namespace {

using Args = std::span<const Json>;
constexpr size_t kManyArgs = 1000;
constexpr size_t kPadMax = 10000;
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr unsigned kSixBits = 0x3F;

std::string Encode(std::string_view bytes) {
  std::string text;
  for (size_t at = 0; at < bytes.size(); at += 3) {
    unsigned group = 0;
    for (size_t i = 0; i < 3; ++i) {
      const unsigned byte = at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U;
      group = group << 8 | byte;
    }
    for (size_t i = 0; i < 4; ++i) {
      text += at + i > bytes.size() ? '=' : kBase64[group >> (18 - 6 * i) & kSixBits];
    }
  }
  return text;
}

Result<std::string> Decode(const Json& value) {
  std::string bytes;
  unsigned group = 0;
  int bits = 0;
  for (const char c : value.as_string()) {
    if (c == '=') break;
    const size_t digit = kBase64.find(c);
    if (digit == std::string_view::npos) return WrongArgument("a text in base64", value);
    group = group << 6 | static_cast<unsigned>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>(group >> bits & 0xFF);
  }
  return bytes;
}

Result<Json> Base64(Args args) {
  return Json(Encode(args[0].as_string()));
}
Result<Json> Base64ToString(Args args) {
  WEIR_ASSIGN(std::string text, Decode(args[0]));
  return Json(std::move(text));
}
Result<Json> Base64ToJson(Args args) {
  WEIR_ASSIGN(const std::string text, Decode(args[0]));
  return ParseJson(text);
}
Result<Json> DataUri(Args args) {
  return Json("data:text/plain;charset=utf8;base64," + Encode(args[0].as_string()));
}
Result<Json> DataUriToString(Args args) {
  const std::string& uri = args[0].as_string();
  const size_t comma = uri.find(',');
  if (comma == std::string::npos) return WrongArgument("a data URI", args[0]);
  if (uri.substr(0, comma).find(";base64") == std::string::npos) return Json(uri.substr(comma + 1));
  WEIR_ASSIGN(std::string text, Decode(Json(uri.substr(comma + 1))));
  return Json(std::move(text));
}

/// The base up to its last slash, then the relative part.
Result<Json> Uri(Args args) {
  const std::string& base = args[0].as_string();
  std::string relative = args[1].as_string();
  const size_t host = base.find("://");
  size_t slash = base.rfind('/');
  if (host != std::string::npos && slash < host + 3) slash = std::string::npos;
  const std::string folder = slash == std::string::npos ? base : base.substr(0, slash);
  while (relative.starts_with('/')) relative.erase(0, 1);
  return Json(folder + "/" + relative);
}

Result<Json> UriComponent(Args args) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (const char c : args[0].as_string()) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-_.~").find(c) != std::string_view::npos;
    const auto byte = static_cast<unsigned char>(c);
    if (plain) {
      text += c;
    } else {
      text += {'%', kDigits[byte >> 4], kDigits[byte & 0xF]};
    }
  }
  return Json(text);
}

Result<Json> UriComponentToString(Args args) {
  const std::string& text = args[0].as_string();
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const char* begin = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(begin, begin + 2, byte, 16).ptr == begin + 2) {
      plain += static_cast<char>(byte);
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return Json(plain);
}

Result<Json> PadLeft(Args args) {
  std::string text = args[0].is_string() ? args[0].as_string() : DumpJson(args[0]);
  const std::string fill = args.size() > 2 ? args[2].as_string() : " ";
  const auto width = static_cast<size_t>(std::max<int64_t>(0, args[1].as_int()));
  if (width > kPadMax) return WrongArgument("a width up to 10000", args[1]);
  if (fill.size() != 1) return WrongArgument("one character to fill with", args[2]);
  if (text.size() < width) text.insert(0, width - text.size(), fill[0]);
  return Json(text);
}

Result<Json> LastIndexOf(Args args) {
  const size_t at = NameKey(args[0].as_string()).rfind(NameKey(args[1].as_string()));
  return Json(at == std::string::npos ? int64_t{-1} : static_cast<int64_t>(at));
}

/// The numbers that min and max compare: the arguments, or the items of the only one.
Result<std::vector<int64_t>> Numbers(Args args) {
  const std::span<const Json> values = args[0].is_array() ? args[0].items() : args;
  std::vector<int64_t> numbers;
  for (const Json& value : values) {
    if (!value.is_int()) return WrongArgument("integers", value);
    numbers.push_back(value.as_int());
  }
  if (numbers.empty()) return WrongArgument("one integer or more", args[0]);
  return numbers;
}
Result<Json> Min(Args args) {
  WEIR_ASSIGN(const std::vector<int64_t> numbers, Numbers(args));
  return Json(*std::min_element(numbers.begin(), numbers.end()));
}
Result<Json> Max(Args args) {
  WEIR_ASSIGN(const std::vector<int64_t> numbers, Numbers(args));
  return Json(*std::max_element(numbers.begin(), numbers.end()));
}

Result<Json> Intersection(Args args) {
  for (const Json& part : args) {
    if (part.kind() != args[0].kind())
      return WrongArgument("arrays or objects, all of one kind", part);
  }
  Json shared = args[0].is_object() ? Json::Object() : Json::Array();
  const auto in_all = [&args](const auto& holds) {
    return std::all_of(args.begin() + 1, args.end(), holds);
  };
  for (const Json& item : args[0].items()) {
    if (in_all([&item](const Json& other) {
          const auto items = other.items();
          return std::find(items.begin(), items.end(), item) != items.end();
        })) {
      shared.Append(item);
    }
  }
  for (const Json::Member& member : args[0].members()) {
    if (in_all([&member](const Json& other) {
          const Json* value = other.Find(member.name);
          return value != nullptr && *value == member.value;
        })) {
      shared.Set(member.name, member.value);
    }
  }
  return shared;
}

/// [{key, value}] by key.
Result<Json> Items(Args args) {
  std::vector<Json> items;
  for (const Json::Member& member : args[0].members()) {
    items.push_back(Json::Object({{"key", member.name}, {"value", member.value}}));
  }
  std::sort(items.begin(), items.end(), [](const Json& left, const Json& right) {
    return left["key"].as_string() < right["key"].as_string();
  });
  return Json::Array(std::move(items));
}
Result<Json> ObjectKeys(Args args) {
  Json keys = Json::Array();
  for (const Json::Member& member : args[0].members()) keys.Append(member.name);
  return keys;
}
Result<Json> ShallowMerge(Args args) {
  Json merged = Json::Object();
  for (const Json& one : args[0].items()) {
    for (const Json::Member& member : one.members()) merged.Set(member.name, member.value);
  }
  return merged;
}
Result<Json> Flatten(Args args) {
  Json flat = Json::Array();
  for (const Json& list : args[0].items()) {
    for (const Json& item : list.items()) flat.Append(item);
  }
  return flat;
}
/// A property or an item, or null where it is not there.
Result<Json> TryGet(Args args) {
  Json value = args[0];
  for (const Json& key : args.subspan(1)) {
    Json next = key.is_int() ? value[static_cast<size_t>(key.as_int())] : value[key.as_string()];
    value = std::move(next);
  }
  return value;
}

/// The type's parts and the names alternate, behind `scope`.
std::string IdBelow(std::string scope, Args args) {
  const std::string& type = args[0].as_string();
  size_t from = type.find('/');
  scope += "/providers/" + type.substr(0, from);
  for (const Json& name : args.subspan(1)) {
    const size_t end = from == std::string::npos ? from : type.find('/', from + 1);
    if (from != std::string::npos) scope += type.substr(from, end - from);
    scope += "/" + name.as_string();
    from = end;
  }
  return scope;
}
Result<Json> SubscriptionResourceId(Args args) {
  const bool given = args[0].as_string().find('/') == std::string::npos;
  const std::string scope = given ? args[0].as_string() : "<subscription>";
  return Json(IdBelow("/subscriptions/" + scope, args.subspan(given ? 1 : 0)));
}
Result<Json> TenantResourceId(Args args) {
  return Json(IdBelow("", args));
}
Result<Json> ExtensionResourceId(Args args) {
  return Json(IdBelow(args[0].as_string(), args.subspan(1)));
}

Result<Json> Float(Args args) {
  if (args[0].is_number()) return args[0];
  const std::string& text = args[0].as_string();
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc()) return WrongArgument("a number", args[0]);
  return Json(value);
}

constexpr std::array kFunctions = {
    ArmFunction{"base64", 1, 1, "text", false, Base64},
    ArmFunction{"base64ToJson", 1, 1, "text", false, Base64ToJson},
    ArmFunction{"base64ToString", 1, 1, "text", false, Base64ToString},
    ArmFunction{"dataUri", 1, 1, "text", false, DataUri},
    ArmFunction{"dataUriToString", 1, 1, "text", false, DataUriToString},
    ArmFunction{"extensionResourceId", 3, kManyArgs, "text", true, ExtensionResourceId},
    ArmFunction{"flatten", 1, 1, "list", false, Flatten},
    ArmFunction{"float", 1, 1, "text|number", false, Float},
    ArmFunction{"intersection", 2, kManyArgs, "list|object", false, Intersection},
    ArmFunction{"items", 1, 1, "object", false, Items},
    ArmFunction{"lastIndexOf", 2, 2, "text", false, LastIndexOf},
    ArmFunction{"max", 1, kManyArgs, "int|list", false, Max},
    ArmFunction{"min", 1, kManyArgs, "int|list", false, Min},
    ArmFunction{"objectKeys", 1, 1, "object", false, ObjectKeys},
    ArmFunction{"padLeft", 2, 3, "text|int, int, text", true, PadLeft},
    ArmFunction{"shallowMerge", 1, 1, "list", false, ShallowMerge},
    ArmFunction{"subscriptionResourceId", 2, kManyArgs, "text", true, SubscriptionResourceId},
    ArmFunction{"tenantResourceId", 2, kManyArgs, "text", true, TenantResourceId},
    ArmFunction{"tryGet", 2, kManyArgs, "any, text|int", false, TryGet},
    ArmFunction{"uri", 2, 2, "text", true, Uri},
    ArmFunction{"uriComponent", 1, 1, "text", false, UriComponent},
    ArmFunction{"uriComponentToString", 1, 1, "text", false, UriComponentToString},
};

}  // namespace

std::span<const ArmFunction> ArmTextFunctions() {
  return kFunctions;
}

}  // namespace weir::model
