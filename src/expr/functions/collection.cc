#include <algorithm>
#include <unordered_map>

#include "expr/arguments.h"
#include "expr/failure.h"
#include "expr/utf16.h"
#include "expr/value.h"

namespace weir::expr {
namespace {

Result<Json> Contains(const Call& call, Arguments args) {
  const Json& in = args[0];
  const Json& sought = args[1];
  if (!in.is_string() && !in.is_array() && !in.is_object()) {
    return call.WrongType(
        "its first argument 'collection' to be a dictionary (object), an array or a string", in);
  }
  if (in.is_array()) {
    const auto items = in.items();
    return Json(std::find(items.begin(), items.end(), sought) != items.end());
  }
  if (!sought.is_string()) {
    return call.Failure(Glue(
        "expects parameters of matching types: a dictionary and a key (string), an array and a "
        "value (object), or a string and a substring. The provided types '",
        KindName(in.kind()), "' and '", KindName(sought.kind()), "' are incompatible."));
  }
  if (in.is_object()) return Json(in.Find(sought.as_string()) != nullptr);
  return Json(in.as_string().find(sought.as_string()) != std::string::npos);
}

Result<Json> Empty(const Call& call, Arguments args) {
  const Json& value = args[0];
  if (value.is_null()) return Json(true);
  if (value.is_string()) return Json(value.as_string().empty());
  if (value.is_array() || value.is_object()) return Json(value.empty());
  return call.WrongType("its parameter to be an object, an array or a string", value);
}

Result<Json> First(const Call& call, Arguments args) {
  const Json& value = args[0];
  if (value.is_array()) return value[0];
  if (!value.is_string()) return call.WrongType("its parameter be an array or a string", value);
  if (value.as_string().empty()) return value;
  return Json(Utf16Substring(value.as_string(), 0, 1));
}

Result<Json> Last(const Call& call, Arguments args) {
  const Json& value = args[0];
  if (value.is_array()) return value.empty() ? Json() : value[value.size() - 1];
  if (!value.is_string()) return call.WrongType("its parameter be an array or a string", value);
  if (value.as_string().empty()) return value;
  return Json(Utf16Substring(value.as_string(), Utf16Length(value.as_string()) - 1, 1));
}

Result<Json> Length(const Call& call, Arguments args) {
  const Json& value = args[0];
  if (value.is_array()) return Json(value.size());
  if (value.is_string()) return Json(Utf16Length(value.as_string()));
  return call.WrongType("its parameter to be an array or a string", value);
}

Result<Json> Join(const Call& call, Arguments args) {
  if (!args[0].is_array()) {
    return call.WrongType("its first parameter to be an array", args[0]);
  }
  WEIR_ASSIGN(const Json delimiter,
              TextArgument(call, args[1], "its second parameter to be of type string"));
  std::string text;
  bool first = true;
  for (const Json& item : args[0].items()) {
    if (!first) text += delimiter.as_string();
    first = false;
    AppendText(text, item);
    WEIR_TRY(CheckTextSize(call, text.size()));
  }
  return Json(std::move(text));
}

/// The count of skip() and take(), cut to the collection's size.
Result<int64_t> CountArgument(const Call& call, Arguments args, int64_t size) {
  WEIR_ASSIGN(const int64_t count,
              IntegerArgument(call, args[1], "its second parameter 'count' to be an integer"));
  if (count < 0) {
    return call.Failure(
        Glue("parameters are out of range: 'count' must be a positive integer. The provided value "
             "is '",
             std::to_string(count), "'."));
  }
  return std::min(count, size);
}

/// Items or units [from, to) of an array or a text.
Json Slice(const Json& value, int64_t from, int64_t to) {
  if (value.is_string()) return Json(Utf16Substring(value.as_string(), from, to - from));
  const auto items =
      value.items().subspan(static_cast<size_t>(from), static_cast<size_t>(to - from));
  return Json::Array({items.begin(), items.end()});
}

Result<int64_t> SizeOf(const Call& call, const Json& value) {
  if (value.is_array()) return static_cast<int64_t>(value.size());
  if (value.is_string()) return Utf16Length(value.as_string());
  return call.WrongType("its first parameter 'collection' to be an array or a string", value);
}

Result<Json> Skip(const Call& call, Arguments args) {
  WEIR_ASSIGN(const int64_t size, SizeOf(call, args[0]));
  WEIR_ASSIGN(const int64_t count, CountArgument(call, args, size));
  return Slice(args[0], count, size);
}

Result<Json> Take(const Call& call, Arguments args) {
  WEIR_ASSIGN(const int64_t size, SizeOf(call, args[0]));
  WEIR_ASSIGN(const int64_t count, CountArgument(call, args, size));
  return Slice(args[0], 0, count);
}

/// Values that were seen, found again in constant time.
class ValueSet {
 public:
  /// False if it was there already.
  bool Add(const Json& value) {
    if (Contains(value)) return false;
    values_.emplace(HashOf(value), value);
    return true;
  }
  bool Contains(const Json& value) const {
    const auto [begin, end] = values_.equal_range(HashOf(value));
    return std::any_of(begin, end, [&](const auto& entry) { return entry.second == value; });
  }

 private:
  std::unordered_multimap<size_t, Json> values_;
};

Result<> CheckSameKind(const Call& call, Arguments args) {
  const auto is_array = [](const Json& arg) { return arg.is_array(); };
  const auto is_object = [](const Json& arg) { return arg.is_object(); };
  if (std::all_of(args.begin(), args.end(), is_array) ||
      std::all_of(args.begin(), args.end(), is_object)) {
    return {};
  }
  const std::string kinds = KindList(args);
  if (kinds.find(',') == std::string::npos) {
    return call.Failure(
        Glue("expects either a comma separated list of arrays or a comma separated list of objects "
             "as its parameters. The function was invoked with parameters of type '",
             kinds, "'."));
  }
  return InvalidTemplate(Glue("Function '", call.spec.name,
                              "' expects parameters of same type, but found '", kinds,
                              "' distinct types."));
}

Result<Json> Union(const Call& call, Arguments args) {
  WEIR_TRY(CheckSameKind(call, args));
  if (args[0].is_array()) {
    std::vector<Json> items;
    ValueSet seen;
    for (const Json& arg : args) {
      for (const Json& item : arg.items()) {
        if (seen.Add(item)) items.push_back(item);
      }
    }
    return Json::Array(std::move(items));
  }
  std::vector<Json::Member> members;
  std::unordered_map<std::string, size_t> places;
  for (const Json& arg : args) {
    for (const Json::Member& member : arg.members()) {
      const auto [place, added] = places.emplace(member.name, members.size());
      if (added) {
        members.push_back(member);
      } else {
        members[place->second].value = member.value;
      }
    }
  }
  return Json::Object(std::move(members));
}

bool HasEqualMember(const Json& object, const Json::Member& member) {
  const Json::Member* other = object.FindMember(member.name);
  return other != nullptr && other->name == member.name && other->value == member.value;
}

Result<Json> Intersection(const Call& call, Arguments args) {
  WEIR_TRY(CheckSameKind(call, args));
  const Arguments others = args.subspan(1);
  if (args[0].is_object()) {
    std::vector<Json::Member> members;
    for (const Json::Member& member : args[0].members()) {
      if (std::all_of(others.begin(), others.end(),
                      [&](const Json& other) { return HasEqualMember(other, member); })) {
        members.push_back(member);
      }
    }
    return Json::Object(std::move(members));
  }
  std::vector<ValueSet> sets(others.size());
  for (size_t i = 0; i < others.size(); ++i) {
    for (const Json& item : others[i].items()) sets[i].Add(item);
  }
  std::vector<Json> items;
  ValueSet seen;
  for (const Json& item : args[0].items()) {
    if (std::all_of(sets.begin(), sets.end(),
                    [&](const ValueSet& set) { return set.Contains(item); }) &&
        seen.Add(item)) {
      items.push_back(item);
    }
  }
  return Json::Array(std::move(items));
}

constexpr std::string_view kOneCollection =
    "expects one parameter: the collection, an array or a string";
constexpr std::string_view kCollectionAndCount =
    "expects two parameters: the collection as the first parameter, the count as the second "
    "parameter";
constexpr std::string_view kLists =
    "expects either a comma separated list of arrays or a comma separated list of objects as its "
    "parameters";

std::vector<FunctionSpec> PartFunctions() {
  return {
      {.name = "first",
       .args = "collection: array|string",
       .returns = "any",
       .source = "#first",
       .examples = {{"first('hello')", "\"h\""}, {"first(json('[]'))", "null"}},
       .args_min = 1,
       .args_max = 1,
       .expects = kOneCollection,
       .eval = First},
      {.name = "last",
       .args = "collection: array|string",
       .returns = "any",
       .source = "#last",
       .examples = {{"last(createArray(0, 1, 2, 3))", "3"}},
       .args_min = 1,
       .args_max = 1,
       .expects = kOneCollection,
       .eval = Last},
      {.name = "skip",
       .args = "collection: array|string, count: int",
       .returns = "array|string",
       .source = "#skip",
       .examples = {{"skip(createArray(0, 1, 2, 3), 1)", "[1, 2, 3]"},
                    {"skip('ab', 5)", "\"\""},
                    {"skip('ab', -1)", "", "The provided value is '-1'."}},
       .args_min = 2,
       .args_max = 2,
       .expects = kCollectionAndCount,
       .eval = Skip},
      {.name = "take",
       .args = "collection: array|string, count: int",
       .returns = "array|string",
       .source = "#take",
       .examples = {{"take('abcde', 3)", "\"abc\""}, {"take('abc', 9)", "\"abc\""}},
       .args_min = 2,
       .args_max = 2,
       .expects = kCollectionAndCount,
       .eval = Take},
  };
}

}  // namespace

std::vector<FunctionSpec> CollectionFunctions() {
  std::vector<FunctionSpec> specs = {
      {.name = "contains",
       .args = "collection: string|array|object, value: any",
       .returns = "bool",
       .source = "#contains",
       .examples = {{"contains('Hello', 'h')", "false"},
                    {"contains(createArray(1, 2), '1')", "false"},
                    {"contains(json('{\"a\":1}'), 'A')", "true"}},
       .args_min = 2,
       .args_max = 2,
       .expects =
           "expects two parameters: the collection as the first parameter, the value to look "
           "for as the second parameter",
       .eval = Contains},
      {.name = "empty",
       .args = "collection: string|array|object|null",
       .returns = "bool",
       .source = "#empty",
       .examples = {{"empty(json('[]'))", "true"}, {"empty(null)", "true"}},
       .args_min = 1,
       .args_max = 1,
       .expects = "expects one parameter: the collection, an object, an array or a string",
       .eval = Empty},
      {.name = "length",
       .args = "collection: array|string",
       .returns = "int",
       .source = "#length",
       .examples = {{"length('abcd')", "4"},
                    {"length('😀')", "2"},
                    {"length(json('{\"a\":1}'))", "", "of type 'Object'"}},
       .args_min = 1,
       .args_max = 1,
       .expects = kOneCollection,
       .eval = Length},
      {.name = "join",
       .args = "collection: array, delimiter: string",
       .returns = "string",
       .source = "#join",
       .examples = {{"join(createArray(1.5, true, null), ',')", "\"1.5,True,\""}},
       .args_min = 2,
       .args_max = 2,
       .expects = "expects two parameters: the array to join as the first parameter, the delimiter "
                  "as the second parameter",
       .eval = Join},
      {.name = "union",
       .args = "collections: array|object...",
       .returns = "array|object",
       .source = "#union",
       .examples = {{"union(createArray(1, 2, 3), createArray(1, 2, 10, 101))",
                     "[1, 2, 3, 10, 101]"},
                    {"union(json('{\"a\":1,\"b\":2}'), json('{\"b\":3}'))", R"({"a": 1, "b": 3})"}},
       .args_min = 2,
       .args_max = kUnbounded,
       .expects = kLists,
       .eval = Union},
      {.name = "intersection",
       .args = "collections: array|object...",
       .returns = "array|object",
       .source = "#intersection",
       .examples = {{"intersection(createArray(1, 2, 3), createArray(101, 2, 1, 10))", "[1, 2]"},
                    {"intersection(json('{\"a\":1,\"b\":2}'), json('{\"b\":3}'))", "{}"}},
       .args_min = 2,
       .args_max = kUnbounded,
       .expects = kLists,
       .eval = Intersection},
  };
  for (FunctionSpec& spec : PartFunctions()) specs.push_back(std::move(spec));
  return specs;
}

}  // namespace weir::expr
