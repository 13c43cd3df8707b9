#include <charconv>

#include "base/names.h"
#include "pipeline/definition.h"

namespace weir::pipeline {
namespace {

Error WrongType(const ParameterDefinition& parameter, const Json& value) {
  const bool secret = SameName(parameter.type, "SecureString");
  return Fail(ErrorKind::kInvalid, "InvalidParameterType",
              "parameter '" + parameter.name + "' must be " + parameter.type + ", got " +
                  std::string(KindName(value.kind())) +
                  (secret ? "" : " " + DumpJson(value).substr(0, 100)));
}

template <typename Number>
bool ReadWhole(const std::string& text, Number* value) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), *value);
  return !text.empty() && read.ec == std::errc() && read.ptr == text.data() + text.size();
}

Result<Json> ReadInt(const ParameterDefinition& parameter, const Json& value) {
  if (value.is_int()) return value;
  if (value.is_float() && value.as_double() == static_cast<double>(value.as_int())) {
    return Json(value.as_int());
  }
  int64_t whole = 0;
  if (value.is_string() && ReadWhole(value.as_string(), &whole)) return Json(whole);
  return WrongType(parameter, value);
}

Result<Json> ReadFloat(const ParameterDefinition& parameter, const Json& value) {
  if (value.is_number()) return value;
  double number = 0;
  if (value.is_string() && ReadWhole(value.as_string(), &number)) return Json(number);
  return WrongType(parameter, value);
}

Result<Json> ReadBool(const ParameterDefinition& parameter, const Json& value) {
  if (value.is_bool()) return value;
  if (SameName(value.as_string(), "true")) return Json(true);
  if (SameName(value.as_string(), "false")) return Json(false);
  return WrongType(parameter, value);
}

/// Arrays and objects may come as JSON text: Execute Pipeline hands them over so. An Object may be
/// an array too. Source: tutorial-bulk-copy, whose `tableList` is an Object and is given rows.
Result<Json> ReadDocument(const ParameterDefinition& parameter, const Json& value, bool array) {
  Json document = value;
  if (value.is_string()) {
    Result<Json> parsed = ParseJson(value.as_string());
    if (parsed) document = *std::move(parsed);
  }
  if (!array || document.is_array()) return document;
  return WrongType(parameter, value);
}

Result<Json> Coerce(const ParameterDefinition& parameter, const Json& value) {
  if (value.is_null()) return value;
  const std::string type = NameKey(parameter.type);
  if (type == "int" || type == "integer") return ReadInt(parameter, value);
  if (type == "float") return ReadFloat(parameter, value);
  if (type == "bool" || type == "boolean") return ReadBool(parameter, value);
  if (type == "array") return ReadDocument(parameter, value, true);
  if (type == "object") return ReadDocument(parameter, value, false);
  if (type == "string" || type == "securestring") {
    if (value.is_string()) return value;
    if (value.is_object() && value["value"].is_string()) return value["value"];
    return Json(DumpJson(value));
  }
  return value;
}

}  // namespace

Result<> CheckArguments(const PipelineDefinition& pipeline, const Json& arguments) {
  std::vector<std::string> known;
  for (const ParameterDefinition& parameter : pipeline.parameters) known.push_back(parameter.name);
  for (const Json::Member& argument : arguments.members()) {
    bool found = false;
    for (const std::string& name : known) found = found || SameName(name, argument.name);
    if (found) continue;
    return Fail(ErrorKind::kInvalid, "UnknownParameter",
                "pipeline '" + pipeline.name + "' has no parameter '" + argument.name + "'" +
                    DidYouMean(argument.name, known));
  }
  return {};
}

Result<Json> BindParameters(const PipelineDefinition& pipeline, const Json& arguments) {
  Json values = Json::Object();
  for (const ParameterDefinition& parameter : pipeline.parameters) {
    const Json* given = arguments.Find(parameter.name);
    if (given == nullptr) given = parameter.default_value;
    if (given == nullptr) {
      return Fail(ErrorKind::kInvalid, "MissingParameter",
                  "pipeline '" + pipeline.name + "' needs a value for parameter '" +
                      parameter.name + "' (" + parameter.type + ")");
    }
    WEIR_ASSIGN(Json value, Coerce(parameter, *given));
    values.AppendMember(parameter.name, std::move(value));
  }
  return values;
}

}  // namespace weir::pipeline
