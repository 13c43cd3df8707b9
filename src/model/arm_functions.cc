#include "model/arm_functions.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "base/ids.h"
#include "base/names.h"

namespace weir::model {
namespace {

using Args = std::span<const Json>;
constexpr size_t kManyArgs = 1000;
constexpr int64_t kRangeMax = 10000;

std::string TextOf(const Json& value) {
  return value.is_string() ? value.as_string() : DumpJson(value);
}

/// All arguments are arrays, or none is.
Result<Json> Concat(Args args) {
  const auto is_array = [](const Json& part) { return part.is_array(); };
  if (std::any_of(args.begin(), args.end(), is_array)) {
    Json all = Json::Array();
    for (const Json& part : args) {
      if (!part.is_array()) return WrongArgument("arrays alone, or none", part);
      for (const Json& item : part.items()) all.Append(item);
    }
    return all;
  }
  std::string text;
  for (const Json& part : args) text += TextOf(part);
  return Json(text);
}

/// "{0}-{1}" with doubled braces undone; a format after a colon ("{0:D2}") is not applied.
Result<Json> Format(Args args) {
  const std::string& pattern = args[0].as_string();
  std::string text;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if ((c == '{' || c == '}') && i + 1 < pattern.size() && pattern[i + 1] == c) {
      text += c;
      ++i;
    } else if (c == '{') {
      const size_t end = pattern.find('}', i);
      size_t index = 0;
      const char* begin = pattern.data() + i + 1;
      if (end == std::string::npos ||
          std::from_chars(begin, pattern.data() + end, index).ec != std::errc() ||
          index + 1 >= args.size()) {
        return WrongArgument("a format whose places have values", args[0]);
      }
      text += TextOf(args[index + 1]);
      i = end;
    } else {
      text += c;
    }
  }
  return Json(text);
}

/// resourceId([subscription], [group], type, name…): the type's parts and the names alternate.
Result<Json> ResourceId(Args args) {
  size_t at = 0;
  while (at < args.size() && args[at].as_string().find('/') == std::string::npos) ++at;
  if (at == args.size()) return WrongArgument("a resource type such as 'Provider/type'", args[0]);
  const std::string& type = args[at].as_string();
  std::string id = "/subscriptions/" + (at > 1 ? TextOf(args[at - 2]) : "<subscription>") +
                   "/resourceGroups/" + (at > 0 ? TextOf(args[at - 1]) : "<resourceGroup>") +
                   "/providers/";
  size_t from = type.find('/');
  id += type.substr(0, from);
  for (size_t i = at + 1; i < args.size(); ++i) {
    const size_t end = from == std::string::npos ? from : type.find('/', from + 1);
    if (from != std::string::npos) id += type.substr(from, end - from);
    id += "/" + TextOf(args[i]);
    from = end;
  }
  return Json(id);
}

Result<Json> Equals(Args args) {
  if (args[0].is_string() && args[1].is_string()) {
    return Json(args[0].as_string() == args[1].as_string());
  }
  return Json(args[0] == args[1]);
}

Result<Json> Not(Args args) {
  return Json(!args[0].as_bool());
}
Result<Json> And(Args args) {
  return Json(std::all_of(args.begin(), args.end(), [](const Json& one) { return one.as_bool(); }));
}
Result<Json> Or(Args args) {
  return Json(std::any_of(args.begin(), args.end(), [](const Json& one) { return one.as_bool(); }));
}
Result<Json> True(Args) {
  return Json(true);
}
Result<Json> False(Args) {
  return Json(false);
}
Result<Json> Null(Args) {
  return Json();
}

Result<Json> Empty(Args args) {
  if (args[0].is_string()) return Json(args[0].as_string().empty());
  return Json(args[0].empty());
}

Result<Json> Length(Args args) {
  return Json(args[0].is_string() ? args[0].as_string().size() : args[0].size());
}

Result<Json> Contains(Args args) {
  if (args[0].is_string()) {
    return Json(args[0].as_string().find(TextOf(args[1])) != std::string::npos);
  }
  if (args[0].is_object()) {
    if (!args[1].is_string()) return WrongArgument("a name as text", args[1]);
    return Json(args[0].Find(args[1].as_string()) != nullptr);
  }
  const auto items = args[0].items();
  return Json(std::find(items.begin(), items.end(), args[1]) != items.end());
}

Result<Json> ToLower(Args args) {
  return Json(NameKey(TextOf(args[0])));
}
Result<Json> ToUpper(Args args) {
  std::string text = TextOf(args[0]);
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return Json(text);
}

Result<Json> Trim(Args args) {
  const std::string& text = args[0].as_string();
  const size_t from = text.find_first_not_of(" \t\r\n");
  if (from == std::string::npos) return Json("");
  return Json(text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1));
}

Result<Json> Replace(Args args) {
  std::string text = TextOf(args[0]);
  const std::string& from = args[1].as_string();
  const std::string to = TextOf(args[2]);
  if (from.empty()) return Json(text);
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return Json(text);
}

Result<Json> Split(Args args) {
  const std::string& text = args[0].as_string();
  std::vector<std::string> marks;
  if (args[1].is_string()) marks.push_back(args[1].as_string());
  for (const Json& mark : args[1].items()) marks.push_back(mark.as_string());
  Json parts = Json::Array();
  std::string part;
  for (size_t i = 0; i < text.size();) {
    const auto mark = std::find_if(marks.begin(), marks.end(), [&](const std::string& one) {
      return !one.empty() && text.compare(i, one.size(), one) == 0;
    });
    if (mark == marks.end()) {
      part += text[i++];
    } else {
      parts.Append(std::exchange(part, {}));
      i += mark->size();
    }
  }
  parts.Append(part);
  return parts;
}

Result<Json> Join(Args args) {
  std::string text;
  bool first = true;
  for (const Json& item : args[0].items()) {
    if (!first) text += args[1].as_string();
    first = false;
    text += TextOf(item);
  }
  return Json(text);
}

/// The part [from, from + count) of a text or an array, cut to what is there.
Result<Json> Part(const Json& value, int64_t from, int64_t count) {
  const auto size =
      static_cast<int64_t>(value.is_string() ? value.as_string().size() : value.size());
  from = std::clamp<int64_t>(from, 0, size);
  count = std::clamp<int64_t>(count, 0, size - from);
  if (value.is_string()) {
    return Json(value.as_string().substr(static_cast<size_t>(from), static_cast<size_t>(count)));
  }
  const auto items = value.items().subspan(static_cast<size_t>(from), static_cast<size_t>(count));
  return Json::Array({items.begin(), items.end()});
}

constexpr int64_t kToTheEnd = INT64_MAX;
Result<Json> Substring(Args args) {
  return Part(args[0], args.size() > 1 ? args[1].as_int() : 0,
              args.size() > 2 ? args[2].as_int() : kToTheEnd);
}
Result<Json> Take(Args args) {
  return Part(args[0], 0, args[1].as_int());
}
Result<Json> Skip(Args args) {
  return Part(args[0], args[1].as_int(), kToTheEnd);
}

Result<Json> EndOf(const Json& value, bool first) {
  if (value.is_string()) {
    const std::string& text = value.as_string();
    return Json(text.empty() ? text : std::string(1, first ? text.front() : text.back()));
  }
  if (value.empty()) return Json();
  return first ? value.items().front() : value.items().back();
}
Result<Json> First(Args args) {
  return EndOf(args[0], true);
}
Result<Json> Last(Args args) {
  return EndOf(args[0], false);
}

Result<Json> Union(Args args) {
  const Json::Kind kind = args[0].kind();
  Json all = args[0].is_object() ? Json::Object() : Json::Array();
  for (const Json& part : args) {
    if (part.kind() != kind || (!part.is_object() && !part.is_array())) {
      return WrongArgument("arrays or objects, all of one kind", part);
    }
    for (const Json::Member& member : part.members()) all.Set(member.name, member.value);
    for (const Json& item : part.items()) {
      const auto known = all.items();
      if (std::find(known.begin(), known.end(), item) == known.end()) all.Append(item);
    }
  }
  return all;
}

Result<Json> CreateObject(Args args) {
  Json object = Json::Object();
  if (args.size() % 2 != 0) return WrongArgument("a value behind each name", args.back());
  for (size_t i = 0; i < args.size(); i += 2) {
    if (!args[i].is_string()) return WrongArgument("a name as text", args[i]);
    object.Set(args[i].as_string(), args[i + 1]);
  }
  return object;
}
Result<Json> CreateArray(Args args) {
  return Json::Array({args.begin(), args.end()});
}
Result<Json> Array(Args args) {
  return args[0].is_array() ? args[0] : Json::Array({args.begin(), args.end()});
}

Result<Json> Range(Args args) {
  if (args[1].as_int() < 0 || args[1].as_int() > kRangeMax)
    return WrongArgument("a range of at most 10000", args[1]);
  if (args[0].as_int() > INT64_MAX - kRangeMax) return WrongArgument("a smaller start", args[0]);
  Json items = Json::Array();
  for (int64_t i = 0; i < args[1].as_int(); ++i) items.Append(args[0].as_int() + i);
  return items;
}

Result<Json> StartsWith(Args args) {
  return Json(NameKey(args[0].as_string()).starts_with(NameKey(args[1].as_string())));
}
Result<Json> EndsWith(Args args) {
  return Json(NameKey(args[0].as_string()).ends_with(NameKey(args[1].as_string())));
}
Result<Json> IndexOf(Args args) {
  const size_t at = NameKey(args[0].as_string()).find(NameKey(args[1].as_string()));
  return Json(at == std::string::npos ? int64_t{-1} : static_cast<int64_t>(at));
}

Result<Json> String(Args args) {
  return Json(TextOf(args[0]));
}
Result<Json> ParseText(Args args) {
  return ParseJson(args[0].as_string());
}
bool IsWithin64Bits(double value) {
  constexpr double kLimit = 9223372036854775808.0;
  return value >= -kLimit && value <= kLimit;  // The largest integers round up to the limit.
}
Result<Json> Int(Args args) {
  if (args[0].is_number()) {
    if (!IsWithin64Bits(args[0].as_double())) return WrongArgument("a number of 64 bits", args[0]);
    return Json(args[0].as_int());
  }
  const std::string& text = args[0].as_string();
  int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) {
    return WrongArgument("an integer", args[0]);
  }
  return Json(value);
}
Result<Json> Bool(Args args) {
  if (args[0].is_bool()) return args[0];
  return Json(SameName(args[0].as_string(), "true") || (args[0].is_int() && args[0].as_int() != 0));
}

Result<Json> Coalesce(Args args) {
  const auto found =
      std::find_if(args.begin(), args.end(), [](const Json& one) { return !one.is_null(); });
  return found == args.end() ? Json() : *found;
}

Error Overflow(const Json& value) {
  return WrongArgument("numbers whose result has 64 bits", value);
}

Result<Json> Add(Args args) {
  int64_t result = 0;
  if (__builtin_add_overflow(args[0].as_int(), args[1].as_int(), &result)) return Overflow(args[0]);
  return Json(result);
}
Result<Json> Sub(Args args) {
  int64_t result = 0;
  if (__builtin_sub_overflow(args[0].as_int(), args[1].as_int(), &result)) return Overflow(args[0]);
  return Json(result);
}
Result<Json> Mul(Args args) {
  int64_t result = 0;
  if (__builtin_mul_overflow(args[0].as_int(), args[1].as_int(), &result)) return Overflow(args[0]);
  return Json(result);
}
Result<Json> Div(Args args) {
  if (args[1].as_int() == 0) return WrongArgument("a divisor other than 0", args[1]);
  if (args[1].as_int() == -1 && args[0].as_int() == INT64_MIN) return Overflow(args[0]);
  return Json(args[0].as_int() / args[1].as_int());
}
Result<Json> Mod(Args args) {
  if (args[1].as_int() == 0) return WrongArgument("a divisor other than 0", args[1]);
  if (args[1].as_int() == -1) return Json(0);
  return Json(args[0].as_int() % args[1].as_int());
}

/// Below 0, 0 or above: of two texts by bytes, of two integers.
Result<int> Order(Args args) {
  if (args[0].kind() != args[1].kind()) return WrongArgument("two values of one kind", args[1]);
  if (args[0].is_string()) return args[0].as_string().compare(args[1].as_string());
  const int64_t left = args[0].as_int();
  const int64_t right = args[1].as_int();
  return left < right ? -1 : (left > right ? 1 : 0);
}
Result<Json> Greater(Args args) {
  WEIR_ASSIGN(const int order, Order(args));
  return Json(order > 0);
}
Result<Json> GreaterOrEquals(Args args) {
  WEIR_ASSIGN(const int order, Order(args));
  return Json(order >= 0);
}
Result<Json> Less(Args args) {
  WEIR_ASSIGN(const int order, Order(args));
  return Json(order < 0);
}
Result<Json> LessOrEquals(Args args) {
  WEIR_ASSIGN(const int order, Order(args));
  return Json(order <= 0);
}

std::string Joined(Args args) {
  std::string text;
  for (const Json& part : args) text += TextOf(part) + "\n";
  return text;
}
Result<Json> Guid(Args args) {
  return Json(DerivedGuid(Joined(args), 0));
}
Result<Json> UniqueString(Args args) {
  constexpr size_t kUniqueSize = 13;
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz234567";
  uint64_t hash = StableHash(Joined(args));
  std::string text;
  for (size_t i = 0; i < kUniqueSize; ++i, hash /= kLetters.size()) {
    text += kLetters[hash % kLetters.size()];
  }
  return Json(text);
}

constexpr std::array kFunctions = {
    ArmFunction{"add", 2, 2, "int", false, Add},
    ArmFunction{"and", 1, kManyArgs, "bool", false, And},
    ArmFunction{"array", 1, 1, "any", true, Array},
    ArmFunction{"bool", 1, 1, "text|int|bool", false, Bool},
    ArmFunction{"coalesce", 1, kManyArgs, "any", true, Coalesce},
    ArmFunction{"concat", 0, kManyArgs, "any", true, Concat},
    ArmFunction{"contains", 2, 2, "text|list|object, any", false, Contains},
    ArmFunction{"createArray", 0, kManyArgs, "any", true, CreateArray},
    ArmFunction{"createObject", 0, kManyArgs, "any", true, CreateObject},
    ArmFunction{"div", 2, 2, "int", false, Div},
    ArmFunction{"empty", 1, 1, "text|list|object|null", false, Empty},
    ArmFunction{"endsWith", 2, 2, "text", false, EndsWith},
    ArmFunction{"equals", 2, 2, "any", false, Equals},
    ArmFunction{"false", 0, 0, "", false, False},
    ArmFunction{"first", 1, 1, "text|list", false, First},
    ArmFunction{"format", 1, kManyArgs, "text, any", true, Format},
    ArmFunction{"greater", 2, 2, "int|text", false, Greater},
    ArmFunction{"greaterOrEquals", 2, 2, "int|text", false, GreaterOrEquals},
    ArmFunction{"guid", 1, kManyArgs, "any", true, Guid},
    ArmFunction{"indexOf", 2, 2, "text", false, IndexOf},
    ArmFunction{"int", 1, 1, "text|number", false, Int},
    ArmFunction{"join", 2, 2, "list, text", true, Join},
    ArmFunction{"json", 1, 1, "text", false, ParseText},
    ArmFunction{"last", 1, 1, "text|list", false, Last},
    ArmFunction{"length", 1, 1, "text|list|object", false, Length},
    ArmFunction{"less", 2, 2, "int|text", false, Less},
    ArmFunction{"lessOrEquals", 2, 2, "int|text", false, LessOrEquals},
    ArmFunction{"mod", 2, 2, "int", false, Mod},
    ArmFunction{"mul", 2, 2, "int", false, Mul},
    ArmFunction{"not", 1, 1, "bool", false, Not},
    ArmFunction{"null", 0, 0, "", false, Null},
    ArmFunction{"or", 1, kManyArgs, "bool", false, Or},
    ArmFunction{"range", 2, 2, "int", false, Range},
    ArmFunction{"replace", 3, 3, "text", true, Replace},
    ArmFunction{"resourceId", 2, kManyArgs, "text", true, ResourceId},
    ArmFunction{"skip", 2, 2, "text|list, int", false, Skip},
    ArmFunction{"split", 2, 2, "text, text|list", false, Split},
    ArmFunction{"startsWith", 2, 2, "text", false, StartsWith},
    ArmFunction{"string", 1, 1, "any", true, String},
    ArmFunction{"sub", 2, 2, "int", false, Sub},
    ArmFunction{"substring", 2, 3, "text, int", false, Substring},
    ArmFunction{"take", 2, 2, "text|list, int", false, Take},
    ArmFunction{"toLower", 1, 1, "text", true, ToLower},
    ArmFunction{"toUpper", 1, 1, "text", true, ToUpper},
    ArmFunction{"trim", 1, 1, "text", true, Trim},
    ArmFunction{"true", 0, 0, "", false, True},
    ArmFunction{"union", 1, kManyArgs, "list|object", false, Union},
    ArmFunction{"uniqueString", 1, kManyArgs, "any", true, UniqueString},
};

}  // namespace

const ArmFunction* FindArmFunction(std::string_view name) {
  for (const std::span<const ArmFunction> list :
       {std::span<const ArmFunction>(kFunctions), ArmTextFunctions()}) {
    const auto found = std::find_if(list.begin(), list.end(), [name](const ArmFunction& one) {
      return SameName(one.name, name);
    });
    if (found != list.end()) return &*found;
  }
  return nullptr;
}

}  // namespace weir::model
