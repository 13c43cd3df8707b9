#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "dryrun/demands.h"
#include "dryrun/dry_run.h"

namespace weir::dryrun {

/// Makes up what nobody gave: parameters, and the outputs of activities. Notes what it assumed.
class Answers {
 public:
  explicit Answers(const DryRunRequest& request)
      : request_(request), demands_(Demands::Of(*request.factory, request.pipeline)) {}

  /// `arguments` with a value for each declared parameter that has neither one nor a default.
  Json Parameters(const pipeline::PipelineDefinition& pipeline, Json arguments);
  /// The factory's global parameters, those of the request, and those that are only read.
  Json Globals(const Json& known);
  /// What the activity answers: {"output"} or {"error"}, and "seconds".
  Json Answer(const std::string& pipeline, const pipeline::StartActivity& activity);
  /// What a child answers that is not in the factory.
  Json MissingChild(const std::string& parent, const std::string& child);

  std::vector<Assumption> Take() { return std::move(assumed_); }

 private:
  Json Output(const std::string& pipeline, const pipeline::StartActivity& activity, size_t call);
  void Assume(const std::string& pipeline, std::string subject, Json value);

  const DryRunRequest& request_;
  Demands demands_;
  std::map<std::string, size_t> calls_;  ///< By pipeline and activity.
  std::set<std::string> noted_;
  std::vector<Assumption> assumed_;
};

}  // namespace weir::dryrun
