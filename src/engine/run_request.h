#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/json.h"
#include "engine/definitions.h"
#include "engine/run_start.h"
#include "pipeline/machine.h"

namespace weir::engine {

/// A wish to run a pipeline.
struct RunRequest {
  std::shared_ptr<Definitions> definitions;
  std::string pipeline;
  Json arguments;  ///< By name; see BindParameters.
  std::string trigger_type = "Manual";
  std::string trigger_name = "Manual";
  std::string trigger_id;
  std::string factory;  ///< Where the definitions came from: kept with the run.
  /// Empty: a new id. Else the id, for callers that must find the same run again.
  std::string run_id;
  std::string group_id;  ///< Empty: a new group.
  std::string parent_run_id;
  std::string parent_pipeline;
  /// Activities before which the run pauses, as RunStart::pauses; children do not.
  std::set<std::string> pauses = {};

  // Of reruns; PlanRerun fills them in.
  std::string origin;  ///< The first of the runs that this one reruns.
  std::optional<pipeline::RecoveryPlan> recovery;
  Json system;                         ///< Members of pipeline() that stay as they were.
  std::optional<Heal> heals;           ///< What goes on once this run succeeded.
  std::vector<std::string> ancestors;  ///< Pipelines of the runs that may go on then.
  std::string continues;               ///< The child that let it go on, and is its from here on.
};

}  // namespace weir::engine
