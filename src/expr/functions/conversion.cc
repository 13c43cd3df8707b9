#include <cmath>
#include <limits>

#include "base/names.h"
#include "expr/arguments.h"
#include "expr/failure.h"
#include "expr/locale.h"
#include "expr/value.h"
#include "expr/xml.h"

namespace weir::expr {
namespace {

Error NotConvertible(const Call& call) {
  return call.Failure(
      "was invoked with a parameter that is not valid. The value cannot be converted to the target "
      "type.");
}

Result<Json> Array(const Call& call, Arguments args) {
  if (args[0].is_array()) return args[0];
  WEIR_TRY(CheckDepth(call, args));
  return Json::Array({args[0]});
}

Result<Json> CreateArray(const Call& call, Arguments args) {
  WEIR_TRY(CheckDepth(call, args));
  return Json::Array({args.begin(), args.end()});
}

Result<Json> Bool(const Call& call, Arguments args) {
  const Json& value = args[0];
  if (value.is_bool()) return value;
  if (value.is_number()) return Json(value.as_double() != 0);
  if (value.is_string() && SameName(value.as_string(), "true")) return Json(true);
  if (value.is_string() && SameName(value.as_string(), "false")) return Json(false);
  return NotConvertible(call);
}

Result<Json> Coalesce(const Call&, const LazyArguments& args) {
  for (size_t i = 0; i < args.size(); ++i) {
    WEIR_ASSIGN(Json value, args.Evaluate(i));
    if (!value.is_null()) return value;
  }
  return Json();
}

Result<Json> Float(const Call& call, Arguments args) {
  if (args.size() > 1) {
    if (!args[0].is_string()) {
      return call.WrongType(
          "its first parameter to be a string when a culture is supplied in the second parameter",
          args[0]);
    }
    WEIR_TRY(CheckLocale(call, args[1]));
  }
  if (args[0].is_number()) return Json(args[0].as_double());
  if (args[0].is_bool()) return Json(args[0].as_bool() ? 1.0 : 0.0);
  if (!args[0].is_string()) return NotConvertible(call);
  const std::optional<double> value = ParseFloat(args[0].as_string());
  if (!value) return NotConvertible(call);
  return Json(*value);
}

Result<Json> Int(const Call& call, Arguments args) {
  const Json& value = args[0];
  if (value.is_int()) return value;
  if (value.is_bool()) return Json(value.as_bool() ? 1 : 0);
  if (value.is_float()) {
    constexpr double kLimit = 9223372036854775808.0;
    const double real = value.as_double();
    if (std::trunc(real) != real || real < -kLimit || real >= kLimit) return NotConvertible(call);
    return Json(static_cast<int64_t>(real));
  }
  if (!value.is_string()) return NotConvertible(call);
  const std::optional<int64_t> read = ParseInteger(value.as_string());
  if (!read) return NotConvertible(call);
  return Json(*read);
}

Result<Json> ParseText(const Call& call, Arguments args) {
  if (IsXmlContent(args[0])) return XmlToJson(call, args[0]);
  WEIR_ASSIGN(const Json text,
              TextArgument(call, args[0], "its parameter to be a string or an XML"));
  if (text.as_string().find_first_not_of(" \t\r\n") == std::string::npos) return Json();
  Result<Json> value = ParseJson(text.as_string(), {.loose_quotes = true});
  if (!value) {
    const Error& error = value.error();
    return call.Failure(Glue("parameter is not valid. The provided value '", text.as_string(),
                             "' cannot be parsed: '", error.message(), " at ",
                             error.position().ToString(), "'."));
  }
  return WithPlainNumbers(*value);
}

Result<Json> String(const Call&, Arguments args) {
  return args[0].is_string() ? args[0] : Json(TextOf(args[0]));
}

constexpr std::string_view kOneValue = "expects one parameter: the value to convert";

std::vector<FunctionSpec> NumberFunctions() {
  return {
      {.name = "float",
       .args = "value: string|number|bool, locale?: string",
       .returns = "float",
       .source = "#float",
       .examples = {{"float('10.333')", "10.333"},
                    {"float('1,000.5')", "1000.5"},
                    {"float('')", "", "cannot be converted"}},
       .args_min = 1,
       .args_max = 2,
       .expects = kOneValue,
       .eval = Float},
      {.name = "int",
       .args = "value: string|number|bool",
       .returns = "int",
       .source = "#int",
       .examples = {{"int(' 10 ')", "10"},
                    {"int('1,000.0')", "1000"},
                    {"int(1.5)", "", "cannot be converted"}},
       .args_min = 1,
       .args_max = 1,
       .expects = kOneValue,
       .eval = Int},
  };
}

}  // namespace

std::vector<FunctionSpec> ConversionFunctions() {
  std::vector<FunctionSpec> specs = {
      {.name = "array",
       .args = "value: any",
       .returns = "array",
       .source = "#array",
       .examples = {{"array('hello')", R"(["hello"])"}, {"array(null)", "[null]"}},
       .args_min = 1,
       .args_max = 1,
       .expects = kOneValue,
       .eval = Array},
      {.name = "bool",
       .args = "value: any",
       .returns = "bool",
       .source = "#bool",
       .examples = {{"bool('TRUE')", "true"}, {"bool('1')", "", "cannot be converted"}},
       .args_min = 1,
       .args_max = 1,
       .expects = kOneValue,
       .eval = Bool},
      {.name = "coalesce",
       .args = "values: any...",
       .returns = "any",
       .source = "#coalesce",
       .examples = {{"coalesce(null, 'hello', div(1, 0))", "\"hello\""}},
       .args_min = 1,
       .args_max = kUnbounded,
       .expects = "expects at least one parameter: the value to coalesce",
       .lazy = Coalesce},
      {.name = "createArray",
       .args = "values: any...",
       .returns = "array",
       .source = "#createarray",
       .examples = {{"createArray(1, 'a', null, true)", R"([1, "a", null, true])"},
                    {"createArray()", "", "invoked with no parameters"}},
       .args_min = 1,
       .args_max = kUnbounded,
       .expects = "expects a comma separated list of parameters",
       .eval = CreateArray},
      {.name = "json",
       .args = "value: string|xml",
       .returns = "any",
       .source = "#json",
       .examples = {{"json('[1, 2, 3]')", "[1, 2, 3]"},
                    {"json('')", "null"},
                    {"json(xml('<root><person id=\"1\"><name>Sophia</name></person></root>'))",
                     R"({"root": {"person": {"@id": "1", "name": "Sophia"}}})"},
                    {"json('{\"a\":')", "", "cannot be parsed"}},
       .args_min = 1,
       .args_max = 1,
       .expects = kOneValue,
       .eval = ParseText},
      {.name = "string",
       .args = "value: any",
       .returns = "string",
       .source = "#string",
       .examples = {{"string(true)", "\"True\""},
                    {"string(json('{ \"a\": 1.0 }'))", R"("{\"a\":1.0}")"}},
       .args_min = 1,
       .args_max = 1,
       .expects = kOneValue,
       .eval = String},
  };
  for (FunctionSpec& spec : NumberFunctions()) specs.push_back(std::move(spec));
  return specs;
}

}  // namespace weir::expr
