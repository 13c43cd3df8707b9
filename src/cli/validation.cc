#include "cli/validation.h"

#include <iostream>

#include "check/expression_check.h"
#include "cli/terminal.h"

namespace weir::cli {

bool CheckPipeline(const LocalFactory& factory, const std::string& pipeline) {
  bool good = true;
  for (const model::Finding& finding : check::ValidateAll(*factory.factory, false, pipeline)) {
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
