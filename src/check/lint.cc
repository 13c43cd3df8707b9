#include "check/lint.h"

#include "check/lint_parts.h"
#include "model/lint.h"

namespace weir::check {

std::vector<model::Finding> Lint(const model::Factory& factory) {
  std::vector<model::Finding> findings;
  model::LintDocuments(factory, &findings);
  std::vector<ResourceUses> all;
  all.reserve(factory.resources().size());
  for (const model::Resource& resource : factory.resources()) all.push_back(UsesOf(resource));
  for (const ResourceUses& uses : all) {
    const LintScope scope{factory, uses, model::RuleReporter(uses.resource->file, &findings)};
    for (const auto lint : {LintUnusedNames, LintLoopConditions, LintOutputs, LintVaultSecrets}) {
      lint(scope);
    }
  }
  LintUnusedGlobals(factory, all, &findings);
  return findings;
}

}  // namespace weir::check
