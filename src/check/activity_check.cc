#include "check/activity_check.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Where the `@{…}` that begins at `at` is over.
size_t BehindSegment(std::string_view text, size_t at) {
  bool quoted = false;
  for (; at < text.size(); ++at) {
    if (text[at] == '\'') quoted = !quoted;
    if (text[at] == '}' && !quoted) return at + 1;
  }
  return at;
}

/// The name of the first accessor that stands in a text as `@name(` without being evaluated; empty
/// if there is none.
std::string PlainCall(std::string_view text) {
  const bool whole = text.size() > 1 && text[0] == '@' && text[1] != '{' && text[1] != '@';
  // 'text' is a value for a data flow, which has its own expressions.
  const bool quoted = text.size() > 1 && text.front() == '\'' && text.back() == '\'';
  if (whole || quoted) return {};
  for (size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at)) {
    if (text.substr(at, 2) == "@{") {
      at = BehindSegment(text, at);
      continue;
    }
    if (text.substr(at, 2) == "@@") {
      at += 2;
      continue;
    }
    size_t end = ++at;
    while (end < text.size() && IsLetter(text[end])) ++end;
    const expr::FunctionSpec* function = expr::FindFunction(text.substr(at, end - at));
    const bool call = end < text.size() && text[end] == '(';
    if (call && function != nullptr && expr::IsAccessor(*function)) {
      return std::string(text.substr(at, end - at));
    }
  }
  return {};
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
        inner_(model::InnerActivities(*context.activity)),
        findings_(findings) {}

  void Check() {
    for (const Json::Member& member : context_.activity->members()) {
      if (SameName(member.name, "description") || SameName(member.name, "userProperties")) continue;
      FindPlainText(member.value);
    }
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

  /// Look for calls that are plain text, but not into what is inside containers.
  void FindPlainText(const Json& value) {
    if (value.is_string() && !model::IsTemplateExpression(value)) {
      const std::string call = PlainCall(value.as_string());
      if (call.empty()) return;
      Report(Severity::kWarning, value, "PlainText",
             "'@" + call + "(' is plain text here; an expression within a text is written '@{" +
                 call + "(…)}'");
    }
    for (const Json& item : value.items()) FindPlainText(item);
    for (const Json::Member& member : value.members()) {
      if (!IsActivityList(member.value)) FindPlainText(member.value);
    }
  }

  bool IsActivityList(const Json& list) const {
    return std::any_of(inner_.begin(), inner_.end(),
                       [&list](const model::ActivityList& one) { return one.items == &list; });
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
  const std::vector<model::ActivityList> inner_;
  std::vector<Finding>* findings_;
};

}  // namespace

void CheckSettings(const ExpressionContext& context, std::vector<Finding>* findings) {
  SettingsChecker(context, findings).Check();
}

}  // namespace weir::check
