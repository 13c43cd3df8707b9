#include "cli/validation.h"

#include <iostream>

#include "cli/terminal.h"
#include "model/references.h"
#include "model/validate.h"

namespace weir::cli {

bool CheckPipeline(const LocalFactory& factory, const std::string& pipeline) {
  const model::Factory closure = model::Closure(*factory.factory, pipeline);
  model::ValidateOptions options;
  options.azure = false;
  bool good = true;
  for (const model::Finding& finding : model::Validate(closure, options)) {
    if (finding.severity != model::Severity::kError) continue;
    good = false;
    std::cerr << finding.ToString() << "\n";
  }
  for (const model::Finding& finding : factory.findings) {
    if (finding.severity == model::Severity::kAzure) continue;
    std::cerr << finding.ToString() << "\n";
  }
  if (!good) std::cerr << "nothing was run\n";
  return good;
}

}  // namespace weir::cli
