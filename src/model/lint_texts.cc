// Texts that look like expressions and are none.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/names.h"
#include "model/activities.h"
#include "model/lint_parts.h"

namespace weir::model {
namespace {

/// How an expression starts that somebody forgot the @ of. Functions are left out: SQL has them
/// too.
constexpr std::array<std::string_view, 9> kStarts{
    "pipeline().", "activity('",  "variables('",    "item().",         "dataset().",
    "trigger().",  "activity(\"", "triggerBody().", "linkedService()."};

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// What is wrong with the text; empty if nothing. Accessors that follow an @ within an activity's
/// text are said where expressions are checked (PlainText).
std::string_view Mistake(const std::string& text, bool in_activity) {
  for (const std::string_view start : kStarts) {
    if (text.size() > start.size() && SameName(text.substr(0, start.size()), start)) {
      return "it lacks the @ at its start";
    }
  }
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == 0 || first == std::string::npos || text[first] != '@') return {};
  size_t end = first + 1;
  while (end < text.size() && IsLetter(text[end])) ++end;
  if (end == first + 1 || end == text.size() || text[end] != '(') return {};
  const std::string call = text.substr(first + 1, end - first);
  const bool accessor = std::any_of(
      kStarts.begin(), kStarts.end(),
      [&call](std::string_view start) { return SameName(start.substr(0, call.size()), call); });
  return accessor && in_activity ? "" : "blanks stand before its @";
}

void Walk(const LintScope& scope, const Json& value, const std::string& property,
          const Json* activity) {
  if (value.is_string()) {
    const std::string_view rule = Mistake(value.as_string(), activity != nullptr);
    if (rule.empty()) return;
    scope.report.Report("ExpressionNotEvaluated", value.position(),
                        {{"property", property}, {"rule", std::string(rule)}}, activity);
    return;
  }
  for (const Json& item : value.items()) {
    const bool inner = item["name"].is_string() && item["type"].is_string() &&
                       (property == "activities" || property.ends_with("Activities"));
    if (!inner) {
      Walk(scope, item, property, activity);
    } else if (!IsInactive(item)) {
      Walk(scope, item, property, &item);
    }
  }
  for (const Json::Member& member : value.members()) {
    // People's words; conditions have a check of their own.
    if (SameName(member.name, "description") || SameName(member.name, "annotations") ||
        SameName(member.name, "condition") || SameName(member.name, "items")) {
      continue;
    }
    Walk(scope, member.value, member.name == "value" ? property : member.name, activity);
  }
}

}  // namespace

void LintTexts(const LintScope& scope) {
  switch (scope.resource.kind) {
    case ResourceKind::kPipeline:
    case ResourceKind::kDataset:
    case ResourceKind::kLinkedService:
    case ResourceKind::kTrigger:
      return Walk(scope, scope.resource.properties(), "", nullptr);
    case ResourceKind::kDataFlow:
    case ResourceKind::kIntegrationRuntime:
    case ResourceKind::kCredential:
    case ResourceKind::kFactory:
    case ResourceKind::kGlobalParameters:
    case ResourceKind::kManagedVirtualNetwork:
    case ResourceKind::kManagedPrivateEndpoint:
    case ResourceKind::kChangeDataCapture:
    case ResourceKind::kAlert:
      return;
  }
}

}  // namespace weir::model
