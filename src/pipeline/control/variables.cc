#include "base/names.h"
#include "pipeline/control/controls.h"

namespace weir::pipeline {
namespace {

constexpr std::string_view kReturnValue = "pipelineReturnValue";

const VariableDefinition* FindVariable(Step& step, const std::string& name) {
  for (const VariableDefinition& variable : step.variables()) {
    if (SameName(variable.name, name)) return &variable;
  }
  return nullptr;
}

Error UnknownVariable(Step& step, const std::string& name) {
  std::vector<std::string> known;
  for (const VariableDefinition& variable : step.variables()) known.push_back(variable.name);
  return Fail(ErrorKind::kInvalid, "UnknownVariable",
              "the pipeline has no variable '" + name + "'" + DidYouMean(name, known));
}

Error WrongType(const VariableDefinition& variable, const Json& value) {
  return Fail(ErrorKind::kInvalid, "InvalidVariableType",
              "variable '" + variable.name + "' is of type " + variable.type + ", got " +
                  std::string(KindName(value.kind())) + " " + DumpJson(value).substr(0, 100));
}

/// The value as the variable's type holds it. Source: v2-semantics 3.6; Booleans and numbers given
/// as text are taken (observed in public factories).
Result<Json> Fit(const VariableDefinition& variable, const Json& value) {
  const std::string type = NameKey(variable.type);
  if (type == "array") {
    if (value.is_array()) return value;
    return WrongType(variable, value);
  }
  if (type == "bool" || type == "boolean") {
    if (value.is_bool()) return value;
    if (SameName(value.as_string(), "true")) return Json(true);
    if (SameName(value.as_string(), "false")) return Json(false);
    return WrongType(variable, value);
  }
  if (type == "integer" || type == "int") {
    if (value.is_int()) return value;
    return WrongType(variable, value);
  }
  if (value.is_string() || value.is_null()) return value;
  return WrongType(variable, value);
}

/// One entry's `{type, content}` of a pipeline return value; contents are evaluated already.
Json ReturnContent(const Json& value) {
  const std::string& type = value["type"].as_string();
  const Json& content = value["content"];
  if (SameName(type, "Null")) return {};
  if (SameName(type, "Object") && content.is_array()) {
    Json object = Json::Object();
    for (const Json& entry : content.items()) {
      object.Set(entry["key"].as_string(), ReturnContent(entry["value"]));
    }
    return object;
  }
  if (SameName(type, "Array")) {
    Json array = Json::Array();
    for (const Json& item : content.items()) {
      array.Append(item.is_object() && item.Find("type") != nullptr ? ReturnContent(item) : item);
    }
    return array;
  }
  return content.is_null() && value.is_object() && value.Find("type") == nullptr ? value : content;
}

Json ReturnValue(const Json& entries) {
  Json object = Json::Object();
  for (const Json& entry : entries.items()) {
    const Json& value = entry["value"];
    object.Set(entry["key"].as_string(), value.is_object() ? ReturnContent(value) : value);
  }
  return object;
}

class SetVariableControl final : public Control {
 public:
  void Begin(Step& step) const override {
    const Result<Json> settings = step.Settings();
    if (!settings) return step.Fail(settings.error());
    const std::string& name = (*settings)["variableName"].as_string();
    const Json& value = (*settings)["value"];
    step.SetInput(Json::Object({{"variableName", name}, {"value", value}}));
    if ((*settings)["setSystemVariable"].as_bool() && SameName(name, kReturnValue)) {
      const Json result = ReturnValue(value);
      step.SetReturnValue(result);
      return step.Succeed(Json::Object({{"name", name}, {"value", result}}));
    }
    const VariableDefinition* variable = FindVariable(step, name);
    if (variable == nullptr) return step.Fail(UnknownVariable(step, name));
    const Result<Json> fitted = Fit(*variable, value);
    if (!fitted) return step.Fail(fitted.error());
    step.Variable(name) = *fitted;
    step.Succeed(Json::Object({{"name", name}, {"value", *fitted}}));
  }
};

class AppendVariableControl final : public Control {
 public:
  void Begin(Step& step) const override {
    const Result<Json> settings = step.Settings();
    if (!settings) return step.Fail(settings.error());
    const std::string& name = (*settings)["variableName"].as_string();
    const Json& value = (*settings)["value"];
    step.SetInput(Json::Object({{"variableName", name}, {"value", value}}));
    const VariableDefinition* variable = FindVariable(step, name);
    if (variable == nullptr) return step.Fail(UnknownVariable(step, name));
    if (!SameName(variable->type, "Array")) {
      return step.Fail(weir::Fail(ErrorKind::kInvalid, "InvalidVariableType",
                                  "only a variable of type Array can be appended to; '" + name +
                                      "' is of type " + variable->type));
    }
    step.Variable(name).Append(value);
    step.Succeed(Json::Object({{"name", name}, {"value", value}}));
  }
};

}  // namespace

const Control& SetVariable() {
  static const SetVariableControl control;
  return control;
}

const Control& AppendVariable() {
  static const AppendVariableControl control;
  return control;
}

}  // namespace weir::pipeline
