// What the arguments of an ARM template's functions must be.
#include <algorithm>
#include <array>
#include <string>

#include "base/check.h"
#include "model/arm_functions.h"

namespace weir::model {
namespace {

/// What a word of `takes` stands for.
struct ArgumentKind {
  std::string_view word;
  std::string_view shown;
  bool (*holds)(const Json& value);
};
constexpr std::array kArgumentKinds = {
    ArgumentKind{"any", "any value", [](const Json&) { return true; }},
    ArgumentKind{"text", "a string", [](const Json& value) { return value.is_string(); }},
    ArgumentKind{"int", "an integer", [](const Json& value) { return value.is_int(); }},
    ArgumentKind{"number", "a number", [](const Json& value) { return value.is_number(); }},
    ArgumentKind{"bool", "a boolean", [](const Json& value) { return value.is_bool(); }},
    ArgumentKind{"list", "an array", [](const Json& value) { return value.is_array(); }},
    ArgumentKind{"object", "an object", [](const Json& value) { return value.is_object(); }},
    ArgumentKind{"null", "null", [](const Json& value) { return value.is_null(); }},
};

/// `words` are kinds with bars between them: "list|text".
Result<> CheckKind(std::string_view words, const Json& value) {
  std::string shown;
  while (true) {
    const size_t bar = words.find('|');
    const auto kind = std::find_if(
        kArgumentKinds.begin(), kArgumentKinds.end(),
        [word = words.substr(0, bar)](const ArgumentKind& one) { return one.word == word; });
    WEIR_CHECK(kind != kArgumentKinds.end(), "a function's entry names kinds that there are");
    if (kind->holds(value)) return {};
    shown += std::string(shown.empty() ? "" : " or ") + std::string(kind->shown);
    if (bar == std::string_view::npos) return WrongArgument(shown, value);
    words.remove_prefix(bar + 1);
  }
}

}  // namespace

Error WrongArgument(std::string_view expected, const Json& value) {
  return Fail(ErrorKind::kInvalid, "InvalidArmExpression",
              "expected " + std::string(expected) + ", got " + DumpJson(value).substr(0, 100));
}

Result<Json> CallArmFunction(const ArmFunction& function, std::span<const Json> args) {
  if (args.size() < function.args_min || args.size() > function.args_max) {
    return Fail(ErrorKind::kInvalid, "InvalidArmExpression", "wrong number of arguments");
  }
  std::string_view takes = function.takes;
  for (const Json& arg : args) {
    const size_t comma = takes.find(", ");
    WEIR_TRY(CheckKind(takes.substr(0, comma), arg));
    if (comma != std::string_view::npos) takes.remove_prefix(comma + 2);
  }
  return function.call(args);
}

}  // namespace weir::model
