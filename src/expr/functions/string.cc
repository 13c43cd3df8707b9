#include <algorithm>
#include <array>
#include <cstdio>

#include "expr/arguments.h"
#include "expr/failure.h"
#include "expr/utf16.h"
#include "expr/value.h"

namespace weir::expr {
namespace {

Result<Json> Concat(const Call& call, Arguments args) {
  std::string text;
  size_t size = 0;
  for (const Json& arg : args) size += arg.as_string().size();
  text.reserve(size);
  for (const Json& arg : args) AppendText(text, arg);
  WEIR_TRY(CheckTextSize(call, text.size()));
  return Json(std::move(text));
}

/// The two texts of a search, folded so that case does not matter.
struct Search {
  std::string text;
  std::string sought;
};

Result<Search> SearchArguments(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Json text,
              TextArgument(call, args[0], "its first parameter to be of type string"));
  WEIR_ASSIGN(const Json sought,
              TextArgument(call, args[1], "its second parameter to be of type string"));
  return Search{ToUpper(text.as_string()), ToUpper(sought.as_string())};
}

Result<Json> EndsWith(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Search search, SearchArguments(call, args));
  return Json(search.text.ends_with(search.sought));
}

Result<Json> StartsWith(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Search search, SearchArguments(call, args));
  return Json(search.text.starts_with(search.sought));
}

Json PlaceOf(const Search& search, size_t at) {
  return at == std::string::npos ? Json(-1) : Json(Utf16Length(search.text, at));
}

Result<Json> IndexOf(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Search search, SearchArguments(call, args));
  return PlaceOf(search, search.text.find(search.sought));
}

Result<Json> LastIndexOf(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Search search, SearchArguments(call, args));
  return PlaceOf(search, search.text.rfind(search.sought));
}

Result<Json> Guid(const Call& call, Arguments args) {
  std::string format = "D";
  if (!args.empty()) {
    WEIR_ASSIGN(const Json given,
                TextArgument(call, args[0], "its parameter to be of type string"));
    format = ToUpper(given.as_string());
    if (format.size() != 1 || std::string_view("NDBPX").find(format) == std::string_view::npos) {
      return call.Failure(Glue("format parameter '", given.as_string(),
                               "' is not supported. The supported formats are: 'N, D, B, P, X'."));
    }
  }
  constexpr uint64_t kVersion4 = 0x4000;
  constexpr uint64_t kVariant1 = 0x8000000000000000;
  const uint64_t high = (call.scope.Random().Next() & ~0xF000ULL) | kVersion4;
  const uint64_t low = (call.scope.Random().Next() & 0x3FFFFFFFFFFFFFFF) | kVariant1;
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%08llx-%04llx-%04llx-%04llx-%012llx",
                static_cast<unsigned long long>(high >> 32),           // NOLINT(google-runtime-int)
                static_cast<unsigned long long>(high >> 16 & 0xFFFF),  // NOLINT(google-runtime-int)
                static_cast<unsigned long long>(high & 0xFFFF),        // NOLINT(google-runtime-int)
                static_cast<unsigned long long>(low >> 48),            // NOLINT(google-runtime-int)
                static_cast<unsigned long long>(low & 0xFFFFFFFFFFFF));  // NOLINT
  std::string guid = buffer.data();
  if (format == "D") return Json(std::move(guid));
  if (format == "B") return Json("{" + guid + "}");
  if (format == "P") return Json("(" + guid + ")");
  std::erase(guid, '-');
  if (format == "N") return Json(std::move(guid));
  std::string text =
      Glue("{0x", guid.substr(0, 8), ",0x", guid.substr(8, 4), ",0x", guid.substr(12, 4), ",{");
  for (size_t i = 16; i < guid.size(); i += 2) {
    text += Glue(i == 16 ? "0x" : ",0x", guid.substr(i, 2));
  }
  return Json(text + "}}");
}

Result<Json> Replace(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Json text_json,
              TextArgument(call, args[0], "its first parameter 'string' to be a string"));
  WEIR_ASSIGN(const Json old_json,
              TextArgument(call, args[1], "its second parameter 'old string' to be a string"));
  WEIR_ASSIGN(const Json new_json,
              TextArgument(call, args[2], "its third parameter 'new string' to be a string"));
  const std::string& text = text_json.as_string();
  const std::string& sought = old_json.as_string();
  if (text.empty()) return Json("");
  if (sought.empty()) {
    return call.Failure(
        "expects its second parameter 'old string' to be a string that is not empty.");
  }
  std::string out;
  size_t at = 0;
  for (size_t found = text.find(sought); found != std::string::npos;
       found = text.find(sought, at)) {
    out.append(text, at, found - at).append(new_json.as_string());
    at = found + sought.size();
    WEIR_TRY(CheckTextSize(call, out.size()));
  }
  out.append(text, at);
  return Json(std::move(out));
}

Result<Json> Split(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Json text_json,
              TextArgument(call, args[0], "its first parameter to be of type string"));
  WEIR_ASSIGN(const Json delimiter_json,
              TextArgument(call, args[1], "its second parameter to be of type string"));
  const std::string& text = text_json.as_string();
  const std::string& delimiter = delimiter_json.as_string();
  if (delimiter.empty()) return Json::Array({text_json});
  std::vector<Json> parts;
  size_t at = 0;
  for (size_t found = text.find(delimiter); found != std::string::npos;
       found = text.find(delimiter, at)) {
    parts.emplace_back(text.substr(at, found - at));
    at = found + delimiter.size();
  }
  parts.emplace_back(text.substr(at));
  return Json::Array(std::move(parts));
}

Result<Json> Substring(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Json text,
              TextArgument(call, args[0], "its first parameter 'string' to be a string"));
  WEIR_ASSIGN(
      const int64_t start,
      IntegerArgument(call, args[1], "its second parameter 'start index' to be an integer"));
  const int64_t size = Utf16Length(text.as_string());
  if (start < 0 || start >= size) {
    return call.Failure(
        "parameter is out of range: 'start index' must be non-negative integer and should be less "
        "than the length of the string.");
  }
  int64_t length = size - start;
  if (args.size() > 2) {
    WEIR_ASSIGN(length,
                IntegerArgument(call, args[2], "its third parameter 'length' to be an integer"));
    if (length < 0 || length > size - start) {
      return call.Failure(
          "parameters are out of range: 'start index' and 'length' must be non-negative integers "
          "and their sum must be no larger than the length of the string.");
    }
  }
  return Json(Utf16Substring(text.as_string(), start, length));
}

Result<Json> Lower(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Json text, TextArgument(call, args[0], "its parameter to be a string"));
  return Json(ToLower(text.as_string()));
}

Result<Json> Upper(const Call& call, Arguments args) {
  WEIR_ASSIGN(const Json text, TextArgument(call, args[0], "its parameter to be a string"));
  return Json(ToUpper(text.as_string()));
}

Result<Json> TrimText(const Call& call, Arguments args) {
  const Result<Json> text = TextArgument(call, args[0], "its parameter to be a string");
  if (!text) {
    return InvalidTemplate("The provided parameters for function 'trim' are not valid.");
  }
  return Json(Trim(text->as_string()));
}

constexpr std::string_view kTwoTexts =
    "expects two parameters: the string to search as the first parameter, the string to find as "
    "the "
    "second parameter";
constexpr std::string_view kOneText = "expects one parameter: the string to convert";

std::vector<FunctionSpec> SearchFunctions() {
  return {
      {.name = "endsWith",
       .args = "text: string, search: string",
       .returns = "bool",
       .source = "#endswith",
       .examples = {{"endsWith('hello world', 'WORLD')", "true"},
                    {"endsWith(1, 'a')", "", "to be of type string"}},
       .args_min = 2,
       .args_max = 2,
       .expects = kTwoTexts,
       .eval = EndsWith},
      {.name = "startsWith",
       .args = "text: string, search: string",
       .returns = "bool",
       .source = "#startswith",
       .examples = {{"startsWith('hello world', 'HELLO')", "true"}},
       .args_min = 2,
       .args_max = 2,
       .expects = kTwoTexts,
       .eval = StartsWith},
      {.name = "indexOf",
       .args = "text: string, search: string",
       .returns = "int",
       .source = "#indexof",
       .examples = {{"indexOf('Hello', 'L')", "2"}, {"indexOf('😀b', 'B')", "2"}},
       .args_min = 2,
       .args_max = 2,
       .expects = kTwoTexts,
       .eval = IndexOf},
      {.name = "lastIndexOf",
       .args = "text: string, search: string",
       .returns = "int",
       .source = "#lastindexof",
       .examples = {{"lastIndexOf('hello', 'L')", "3"}},
       .args_min = 2,
       .args_max = 2,
       .expects = kTwoTexts,
       .eval = LastIndexOf},
  };
}

std::vector<FunctionSpec> CutFunctions() {
  return {
      {.name = "replace",
       .args = "text: string, old: string, new: string",
       .returns = "string",
       .source = "#replace",
       .examples = {{"replace('aAa', 'A', 'b')", "\"aba\""},
                    {"replace('a', '', 'b')", "", "a string that is not empty"}},
       .args_min = 3,
       .args_max = 3,
       .expects = "expects three parameters: the string to search as the first parameter, the "
                  "string to find as the second parameter, and a replacement string as the third "
                  "parameter",
       .eval = Replace},
      {.name = "split",
       .args = "text: string, delimiter: string",
       .returns = "array",
       .source = "#split",
       .examples = {{"split('a,,b', ',')", R"(["a", "", "b"])"},
                    {"split('a,b;c', ',;')", R"(["a,b;c"])"}},
       .args_min = 2,
       .args_max = 2,
       .expects = "expects two parameters: the string to split as the first parameter, the "
                  "separator as the second parameter",
       .eval = Split},
      {.name = "substring",
       .args = "text: string, start: int, length?: int",
       .returns = "string",
       .source = "#substring",
       .examples = {{"substring('hello', 1, 3)", "\"ell\""},
                    {"substring('hello', 3)", "\"lo\""},
                    {"substring('hello', 1, 10)", "", "their sum must be no larger"}},
       .args_min = 2,
       .args_max = 3,
       .expects = "expects three parameters: the string as the first parameter, the start index as "
                  "the second parameter, and the length as the third parameter",
       .eval = Substring},
  };
}

}  // namespace

std::vector<FunctionSpec> StringFunctions() {
  std::vector<FunctionSpec> specs = {
      {.name = "concat",
       .args = "values: any...",
       .returns = "string",
       .source = "#concat",
       .examples = {{"concat('a', 1, true, null)", "\"a1True\""},
                    {"concat('x', createArray(1, 2))", "\"x[1,2]\""}},
       .args_min = 1,
       .args_max = kUnbounded,
       .expects = "expects a comma separated list of string and integer parameters",
       .eval = Concat},
      {.name = "guid",
       .args = "format?: string",
       .returns = "string",
       .source = "#guid",
       .examples = {{"length(guid('N'))", "32"},
                    {"length(guid('X'))", "68"},
                    {"guid('q')", "", "The supported formats are: 'N, D, B, P, X'."}},
       .args_max = 1,
       .expects = "expects zero or one parameter: the format of the GUID",
       .eval = Guid,
       .scoped = true},
      {.name = "toLower",
       .args = "text: string",
       .returns = "string",
       .source = "#tolower",
       .examples = {{"toLower('ABC')", "\"abc\""}, {"toLower(1)", "", "to be a string"}},
       .args_min = 1,
       .args_max = 1,
       .expects = kOneText,
       .eval = Lower},
      {.name = "toUpper",
       .args = "text: string",
       .returns = "string",
       .source = "#toupper",
       .examples = {{"toUpper('straße')", "\"STRAßE\""}},
       .args_min = 1,
       .args_max = 1,
       .expects = kOneText,
       .eval = Upper},
      {.name = "trim",
       .args = "text: string",
       .returns = "string",
       .source = "#trim",
       .examples = {{"trim('  a b  ')", "\"a b\""}, {"trim(null)", "", "are not valid"}},
       .args_min = 1,
       .args_max = 1,
       .expects = "expects one parameter: the string to trim",
       .eval = TrimText},
  };
  for (auto* more : {SearchFunctions, CutFunctions}) {
    for (FunctionSpec& spec : more()) specs.push_back(std::move(spec));
  }
  return specs;
}

}  // namespace weir::expr
