#include "check/activity_check.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/names.h"
#include "check/inference.h"
#include "check/value_type.h"
#include "expr/function.h"
#include "model/activities.h"

namespace weir::check {
namespace {

using expr::KindSet;
using model::ExpressionContext;
using model::Finding;
using model::Severity;
using Kind = Json::Kind;

/// What a setting of an activity must give. Source: v2-semantics 3.1 to 3.5, and pipeline/control.
struct SettingRule {
  std::string_view activity;
  std::string_view setting;
  KindSet kinds;
  /// It is evaluated for each of the activity's own items.
  bool own_item = false;
};

constexpr SettingRule kRules[] = {
    {"IfCondition", "expression", Kind::kBool},
    {"Until", "expression", Kind::kBool},
    {"Filter", "condition", Kind::kBool, true},
    {"Filter", "items", Kind::kArray},
    {"ForEach", "items", Kind::kArray},
    {"Switch", "on", KindSet(Kind::kString) | Kind::kInt},
    {"Wait", "waitTimeInSeconds", KindSet::Number() | Kind::kString},
};

/// "; is the '@' missing?" for a text that starts like a call.
std::string MissingAt(const ValueType& type) {
  if (!type.constant || !type.constant->is_string()) return {};
  const std::string& text = type.constant->as_string();
  const size_t open = text.find('(');
  if (open == std::string::npos || expr::FindFunction(text.substr(0, open)) == nullptr) return {};
  return "; is the '@' missing?";
}

bool IsBooleanText(const ValueType& type) {
  return type.constant && (SameName(type.constant->as_string(), "true") ||
                           SameName(type.constant->as_string(), "false"));
}

/// What an argument of a pipeline parameter may be: texts are read. Source: pipeline/parameters.cc.
KindSet ArgumentKinds(const std::string& declared) {
  const KindSet kinds = DeclaredKinds(declared);
  if (kinds.any() || kinds == KindSet::Text()) return KindSet::Any();
  const KindSet numbers = (kinds & KindSet::Number()).empty() ? KindSet() : KindSet::Number();
  return kinds | numbers | Kind::kString | Kind::kNull;
}

class SettingsChecker {
 public:
  SettingsChecker(const ExpressionContext& context, std::vector<Finding>* findings)
      : context_(context),
        settings_((*context.activity)["typeProperties"]),
        type_((*context.activity)["type"].as_string()),
        findings_(findings) {}

  void Check() {
    for (const SettingRule& rule : kRules) {
      if (SameName(rule.activity, type_)) CheckRule(rule);
    }
    if (SameName(type_, "SetVariable")) CheckVariable();
    if (SameName(type_, "ExecutePipeline")) CheckArguments();
  }

 private:
  void Report(Severity severity, const Json& value, std::string code, const std::string& message) {
    const Json& text = model::ExpressionText(value);
    const Position position = text.position().known() ? text.position() : value.position();
    findings_->push_back(
        {severity, context_.resource->file, position, std::move(code), Within(context_) + message});
  }

  /// Nothing if the value does not compile, which was reported, or comes from an ARM template.
  std::optional<ValueType> TypeOf(const Json& value, bool own_item) const {
    if (value.is_null() || model::IsTemplateExpression(model::ExpressionText(value))) {
      return std::nullopt;
    }
    const Result<expr::Template> compiled = expr::Template::Compile(value);
    if (!compiled) return std::nullopt;
    if (!own_item) return InferType(*compiled, context_, nullptr);
    ExpressionContext inside = context_;
    inside.own_item = true;
    return InferType(*compiled, inside, nullptr);
  }

  void CheckRule(const SettingRule& rule) {
    const Json& value = settings_[rule.setting];
    const std::optional<ValueType> type = TypeOf(value, rule.own_item);
    if (!type || type->kinds.Has(Kind::kNull) || !(type->kinds & rule.kinds).empty()) return;
    const bool condition = rule.kinds == KindSet::Boolean();
    Report(condition && IsBooleanText(*type) ? Severity::kWarning : Severity::kError, value,
           "WrongSettingType",
           "'" + std::string(rule.setting) + "' must give " + rule.kinds.ToString() + ", got " +
               type->ToString() + MissingAt(*type));
  }

  void CheckVariable() {
    const Json& value = settings_["value"];
    const Json* variable =
        context_.resource->properties()["variables"].Find(settings_["variableName"].as_string());
    if (variable == nullptr || settings_["setSystemVariable"].as_bool() ||
        !model::IsExpression(value)) {
      return;
    }
    const std::string& declared = (*variable)["type"].as_string();
    KindSet kinds = DeclaredKinds(declared);
    if (kinds == KindSet::Boolean()) kinds = kinds | Kind::kString;
    const std::optional<ValueType> type = TypeOf(value, false);
    if (!type || type->kinds.Has(Kind::kNull) || !(type->kinds & kinds).empty()) return;
    Report(Severity::kError, value, "VariableTypeMismatch",
           "the variable '" + settings_["variableName"].as_string() + "' is of type " + declared +
               ", got " + type->ToString());
  }

  void CheckArguments() {
    const Json& reference = settings_["pipeline"]["referenceName"];
    const model::Resource* called =
        context_.factory->Find(model::ResourceKind::kPipeline, reference.as_string());
    if (called == nullptr) return;
    for (const Json::Member& argument : settings_["parameters"].members()) {
      const Json* parameter = called->properties()["parameters"].Find(argument.name);
      if (parameter == nullptr) continue;
      const std::string& declared = (*parameter)["type"].as_string();
      const std::optional<ValueType> type = TypeOf(argument.value, false);
      if (!type || !(type->kinds & ArgumentKinds(declared)).empty()) continue;
      Report(Severity::kError, argument.value, "ParameterTypeMismatch",
             "the parameter '" + argument.name + "' of pipeline '" + called->name +
                 "' is of type " + declared + ", got " + type->ToString());
    }
  }

  const ExpressionContext& context_;
  const Json& settings_;
  const std::string& type_;
  std::vector<Finding>* findings_;
};

}  // namespace

void CheckSettings(const ExpressionContext& context, std::vector<Finding>* findings) {
  SettingsChecker(context, findings).Check();
}

}  // namespace weir::check
