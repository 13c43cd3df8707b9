#pragma once

#include <vector>

#include "model/factory.h"
#include "model/finding.h"

namespace weir::check {

/// What runs and is probably not as meant: model::LintDocuments and the lints that read
/// expressions. Warnings and notes only; each code is a row of src/model/data/rules.json.
std::vector<model::Finding> Lint(const model::Factory& factory);

}  // namespace weir::check
