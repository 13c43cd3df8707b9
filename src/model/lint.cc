#include "model/lint.h"

#include "model/lint_parts.h"

namespace weir::model {

void LintDocuments(const Factory& factory, std::vector<Finding>* findings) {
  for (const Resource& resource : factory.resources()) {
    const LintScope scope{factory, resource, RuleReporter(resource.file, findings)};
    for (const auto lint : {LintLoops, LintOutcomes, LintSecrets, LintTexts}) lint(scope);
  }
  LintUnusedResources(factory, findings);
}

}  // namespace weir::model
