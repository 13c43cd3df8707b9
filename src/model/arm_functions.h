#pragma once

#include <span>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace weir::model {

/// A function of ARM template expressions that depends on its arguments alone.
struct ArmFunction {
  std::string_view name;
  size_t args_min = 0;
  size_t args_max = 0;
  /// What each argument must be, the last word for all further ones: "list|text, int". The words
  /// are any, text, int, number, bool, list, object and null.
  std::string_view takes;
  /// The result stays readable if an argument is a placeholder text (`concat`, `format` …).
  bool keeps_placeholders = false;
  Result<Json> (*call)(std::span<const Json> args) = nullptr;
};

/// The function of that name, ignoring case; null if it is none of these.
///
/// Source: learn.microsoft.com/azure/azure-resource-manager/templates/template-functions. Those
/// that ask the cloud (reference, listKeys …) are not here; `uniqueString` and `guid` give stable
/// text of their form, not Azure's own value.
const ArmFunction* FindArmFunction(std::string_view name);

/// The failure of a call whose argument is not what was expected.
Error WrongArgument(std::string_view expected, const Json& value);

/// Call it, its arguments checked. Errors: kInvalid InvalidArmExpression that names what is wrong.
Result<Json> CallArmFunction(const ArmFunction& function, std::span<const Json> args);

/// The part of them that works on encodings, links, and whole arrays and objects.
std::span<const ArmFunction> ArmTextFunctions();

}  // namespace weir::model
