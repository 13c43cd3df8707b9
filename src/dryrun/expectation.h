#pragma once

#include <string>
#include <vector>

#include "dryrun/test_case.h"

namespace weir::dryrun {

/// Compare a report with the `expect` of a case; adds what differs.
void CompareWith(const Json& expect, const DryReport& report, std::vector<Mismatch>* mismatches);

/// The keys that `expect` and its activities may have.
const std::vector<std::string>& ExpectationKeys();
const std::vector<std::string>& ActivityExpectationKeys();

}  // namespace weir::dryrun
