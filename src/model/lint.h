#pragma once

#include <vector>

#include "model/factory.h"
#include "model/finding.h"

namespace weir::model {

/// Report what runs and is probably not as meant, as far as the documents show it without reading
/// expressions: races, hidden failures, secrets in plain text, what nothing uses. Each code is a
/// row of data/rules.json.
void LintDocuments(const Factory& factory, std::vector<Finding>* findings);

}  // namespace weir::model
