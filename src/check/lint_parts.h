#pragma once

#include <vector>

#include "check/expression_index.h"
#include "model/rules.h"

namespace weir::check {

/// What the parts of Lint look at: one resource and what its expressions refer to.
struct LintScope {
  const model::Factory& factory;
  const ResourceUses& uses;
  model::RuleReporter report;
};

// One file each. Each is called with every resource and reports on the kinds it knows.
void LintUnusedNames(const LintScope& scope);
void LintLoopConditions(const LintScope& scope);
void LintOutputs(const LintScope& scope);
void LintVaultSecrets(const LintScope& scope);

/// Global parameters that no pipeline reads; looks at the factory as a whole.
void LintUnusedGlobals(const model::Factory& factory, const std::vector<ResourceUses>& all,
                       std::vector<model::Finding>* findings);

}  // namespace weir::check
