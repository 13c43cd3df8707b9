// Names: the patterns of the REST contract and the article naming-rules.
#include <map>
#include <string>
#include <string_view>

#include "base/names.h"
#include "model/activities.h"
#include "model/azure_check.h"
#include "model/azure_parts.h"

namespace weir::model {
namespace {

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool IsLetterOrDigit(char c) {
  return IsLetter(c) || (c >= '0' && c <= '9');
}

/// What the pattern of factories and integration runtimes says against the name; empty if nothing.
std::string AgainstMachineName(const std::string& name) {
  constexpr size_t kMin = 3;
  constexpr size_t kMax = 63;
  if (name.size() < kMin || name.size() > kMax) {
    return "it must have 3 to 63 characters, it has " + std::to_string(name.size());
  }
  bool good = IsLetterOrDigit(name.front()) && IsLetterOrDigit(name.back());
  for (size_t i = 0; i < name.size(); ++i) {
    const bool dash = name[i] == '-' && i > 0 && name[i - 1] != '-';
    if (!IsLetterOrDigit(name[i]) && !dash) good = false;
  }
  return good ? "" : "it must be letters and digits, joined by single dashes";
}

/// The same for the pattern of all other kinds.
std::string AgainstName(const std::string& name) {
  constexpr size_t kMax = 260;
  if (name.size() > kMax) {
    return "it must have at most 260 characters, it has " + std::to_string(name.size());
  }
  const bool good = (IsLetterOrDigit(name.front()) || name.front() == '_') &&
                    name.find_first_of("<>*#.%&:\\+?/") == std::string::npos;
  return good ? ""
              : "it must start with a letter, a digit or _ and hold none of "
                "< > * # . % & : \\ + ? /";
}

}  // namespace

std::string AgainstResourceName(ResourceKind kind, const std::string& name) {
  if (name.empty()) return "it is empty";
  const bool machine = kind == ResourceKind::kFactory || kind == ResourceKind::kIntegrationRuntime;
  return machine ? AgainstMachineName(name) : AgainstName(name);
}

namespace {

void CheckResourceName(const AzureScope& scope) {
  const Resource& resource = scope.resource;
  if (resource.name.empty() || IsTemplateExpression(resource.name)) return;
  const Json& name = resource.document["name"];
  const std::string rule = AgainstResourceName(resource.kind, resource.name);
  if (rule.empty()) return;
  scope.report.Report("InvalidName",
                      name.position().known() ? name.position() : resource.document.position(),
                      {{"found", resource.name},
                       {"kind", std::string(InfoOf(resource.kind).title)},
                       {"rule", rule}});
}

void CheckActivityNames(const AzureScope& scope) {
  for (const ActivityPlace& place : AllActivities(scope.resource.properties())) {
    const Json& name = (*place.activity)["name"];
    const std::string& text = name.as_string();
    if (text.empty()) continue;
    if ((IsLetterOrDigit(text.front()) || text.front() == '_') &&
        text.find_first_of(".+?/<>*%&:\\") == std::string::npos) {
      continue;
    }
    scope.report.Report("InvalidActivityName", name.position(), {{"found", text}}, place.activity);
  }
}

/// Names that are the same to the service, which ignores case.
void CheckTwins(const AzureScope& scope, std::string_view property, const char* what) {
  std::map<std::string, const Json::Member*> seen;
  for (const Json::Member& member : scope.resource.properties()[property].members()) {
    const auto [first, added] = seen.emplace(NameKey(member.name), &member);
    if (added) continue;
    scope.report.Report("DuplicateParameter", member.name_position,
                        {{"what", what}, {"found", member.name}, {"other", first->second->name}});
  }
}

void CheckTransformations(const AzureScope& scope) {
  const Json& settings = scope.resource.properties()["typeProperties"];
  for (const char* list : {"sources", "sinks", "transformations"}) {
    for (const Json& one : settings[list].items()) {
      const Json& name = one["name"];
      const std::string& text = name.as_string();
      if (text.empty()) continue;
      bool good = IsLetter(text.front());
      for (const char c : text) good = good && IsLetterOrDigit(c);
      if (good) continue;
      scope.report.Report("InvalidTransformationName", name.position(), {{"found", text}});
    }
  }
}

void CheckDashes(const AzureScope& scope) {
  for (const Json::Member& member : scope.resource.properties()["parameters"].members()) {
    if (member.name.find('-') == std::string::npos) continue;
    scope.report.Report("LinkedServiceParameterDash", member.name_position,
                        {{"found", member.name}});
  }
}

void CheckGlobals(const AzureScope& scope, const Json& globals) {
  for (const Json::Member& member : globals.members()) {
    if (!SameName(member.value["type"].as_string(), "SecureString")) continue;
    scope.report.Report("SecureGlobalParameter", member.name_position, {{"found", member.name}});
  }
}

}  // namespace

void CheckAzureNames(const AzureScope& scope) {
  const Resource& resource = scope.resource;
  CheckResourceName(scope);
  CheckTwins(scope, "parameters", "the parameters");
  CheckTwins(scope, "variables", "the variables");
  switch (resource.kind) {
    case ResourceKind::kPipeline:
      return CheckActivityNames(scope);
    case ResourceKind::kDataFlow:
      return CheckTransformations(scope);
    case ResourceKind::kLinkedService:
      return CheckDashes(scope);
    case ResourceKind::kFactory:
      return CheckGlobals(scope, resource.properties()["globalParameters"]);
    case ResourceKind::kGlobalParameters:
      return CheckGlobals(scope, resource.properties());
    case ResourceKind::kDataset:
    case ResourceKind::kTrigger:
    case ResourceKind::kIntegrationRuntime:
    case ResourceKind::kCredential:
    case ResourceKind::kManagedVirtualNetwork:
    case ResourceKind::kManagedPrivateEndpoint:
    case ResourceKind::kChangeDataCapture:
    case ResourceKind::kAlert:
      return;
  }
}

}  // namespace weir::model
