#pragma once

#include "model/factory.h"
#include "model/rules.h"

namespace weir::model {

/// What the parts of LintDocuments look at: one resource of a factory.
struct LintScope {
  const Factory& factory;
  const Resource& resource;
  RuleReporter report;
};

// One file each. Each is called with every resource and reports on the kinds it knows.
void LintLoops(const LintScope& scope);
void LintOutcomes(const LintScope& scope);
void LintSecrets(const LintScope& scope);
void LintTexts(const LintScope& scope);

/// Resources that nothing names; looks at the factory as a whole.
void LintUnusedResources(const Factory& factory, std::vector<Finding>* findings);

}  // namespace weir::model
