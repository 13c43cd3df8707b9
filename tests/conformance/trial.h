#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/factory.h"

namespace weir::conformance {

/// What came of trying one pipeline.
struct TrialOutcome {
  /// Counts towards the rate.
  bool good = false;
  /// One word or two that outcomes are grouped by: "Succeeded", "Failed", "does not compile".
  std::string result;
  /// Why, for outcomes that are not plainly good; grouped with what is quoted and counted left out.
  std::string reason;
  Position position;
};

/// Something that is tried on every pipeline of a corpus; a row of the report and a list of
/// reasons. May be called by several threads at once.
struct PipelineTrial {
  std::string title;
  std::function<TrialOutcome(const model::Factory& factory, const model::Resource& pipeline)> run;
};

/// All trials, in the order they are reported. A new one is a function and a line in trial.cc.
std::vector<PipelineTrial> PipelineTrials();

}  // namespace weir::conformance
