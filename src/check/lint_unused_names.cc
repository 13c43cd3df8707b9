// Parameters and variables that no expression reads.
#include <algorithm>
#include <string>

#include "base/names.h"
#include "check/lint_parts.h"

namespace weir::check {
namespace {

using Kind = expr::Reference::Kind;
using model::ResourceKind;

/// The activities that set the variable, as the end of a message.
std::string SetBy(const LintScope& scope, const std::string& variable) {
  std::string names;
  for (const model::ActivityPlace& place : scope.uses.places) {
    const Json& activity = *place.activity;
    if (!SameName(activity["typeProperties"]["variableName"].as_string(), variable)) continue;
    names += (names.empty() ? "; it is set by '" : ", '") + activity["name"].as_string() + "'";
  }
  return names;
}

void LintParameters(const LintScope& scope, Kind kind, const char* code) {
  const std::string title(model::InfoOf(scope.uses.resource->kind).title);
  for (const Json::Member& member : scope.uses.resource->properties()["parameters"].members()) {
    if (scope.uses.Reads(kind, member.name)) continue;
    scope.report.Report(code, member.name_position, {{"found", member.name}, {"kind", title}});
  }
}

void LintVariables(const LintScope& scope) {
  for (const Json::Member& member : scope.uses.resource->properties()["variables"].members()) {
    if (scope.uses.Reads(Kind::kVariable, member.name)) continue;
    scope.report.Report("UnusedVariable", member.name_position,
                        {{"found", member.name}, {"set", SetBy(scope, member.name)}});
  }
}

}  // namespace

void LintUnusedNames(const LintScope& scope) {
  if (!scope.uses.complete) return;
  const model::Resource& resource = *scope.uses.resource;
  if (resource.kind == ResourceKind::kPipeline) {
    // A sketch without activities reads nothing yet.
    if (scope.uses.places.empty()) return;
    LintParameters(scope, Kind::kParameter, "UnusedParameter");
    LintVariables(scope);
  } else if (resource.kind == ResourceKind::kDataset) {
    LintParameters(scope, Kind::kDataset, "UnusedDatasetParameter");
  } else if (resource.kind == ResourceKind::kLinkedService) {
    LintParameters(scope, Kind::kLinkedService, "UnusedDatasetParameter");
  }
}

void LintUnusedGlobals(const model::Factory& factory, const std::vector<ResourceUses>& all,
                       std::vector<model::Finding>* findings) {
  bool pipelines = false;
  for (const ResourceUses& uses : all) {
    if (uses.resource->kind != ResourceKind::kPipeline) continue;
    pipelines = true;
    if (!uses.complete) return;
  }
  if (!pipelines) return;
  const auto lint = [&](const model::Resource& resource, const Json& globals) {
    for (const Json::Member& member : globals.members()) {
      const bool read = std::any_of(all.begin(), all.end(), [&member](const ResourceUses& uses) {
        return uses.Reads(Kind::kGlobalParameter, member.name);
      });
      if (read) continue;
      model::RuleReporter(resource.file, findings)
          .Report("UnusedGlobalParameter", member.name_position, {{"found", member.name}});
    }
  };
  for (const model::Resource* resource : factory.List(ResourceKind::kFactory)) {
    lint(*resource, resource->properties()["globalParameters"]);
  }
  for (const model::Resource* resource : factory.List(ResourceKind::kGlobalParameters)) {
    lint(*resource, resource->properties());
  }
}

}  // namespace weir::check
