// Outputs that are read and will not be there.
#include "base/names.h"
#include "check/lint_parts.h"

namespace weir::check {
namespace {

using Kind = expr::Reference::Kind;

bool Selects(const expr::Reference& reference, std::string_view property) {
  return reference.path.size() > 1 && SameName(reference.path[0], "output") &&
         SameName(reference.path[1], property);
}

bool IsFalse(const Json& value) {
  return (value.is_bool() && !value.as_bool()) || SameName(value.as_string(), "false");
}

}  // namespace

void LintOutputs(const LintScope& scope) {
  for (const ExpressionUse& use : scope.uses.uses) {
    const expr::Reference& reference = use.reference;
    if (reference.kind != Kind::kActivity || use.activity == nullptr) continue;
    const Json* read = scope.uses.FindActivity(reference.name);
    if (read == nullptr || model::IsInactive(*use.activity)) continue;
    const std::string name = (*read)["name"].as_string();
    if (model::IsInactive(*read)) {
      if (reference.path.size() < 2 || !SameName(reference.path[0], "output")) continue;
      scope.report.Report("InactiveOutputRead", reference.position, {{"activity", name}},
                          use.activity);
    } else if (SameName((*read)["type"].as_string(), "ExecutePipeline") &&
               Selects(reference, "pipelineReturnValue") &&
               IsFalse((*read)["typeProperties"]["waitOnCompletion"])) {
      scope.report.Report("ReturnValueNotAwaited", reference.position, {{"activity", name}},
                          use.activity);
    }
  }
}

}  // namespace weir::check
