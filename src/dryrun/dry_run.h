#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "dryrun/fakes.h"
#include "engine/definitions.h"
#include "model/factory.h"
#include "pipeline/events.h"

namespace weir::dryrun {

/// What to run without touching anything outside.
struct DryRunRequest {
  std::shared_ptr<const model::Factory> factory;
  model::LocalSettings local;  ///< Its `activities` answer too, after `fakes`.
  std::string pipeline;
  Json arguments;   ///< Parameters; those without a value get one that fits their use.
  Json globals;     ///< Global parameters; they win over the factory's.
  Json trigger;     ///< {type, name, time}; null: Manual.
  UtcTime start{};  ///< Where virtual time begins.
  Fakes fakes;
  /// A run that is not over after so many events is given up.
  size_t events_max = 200'000;
};

/// Something that nobody said and that was made up.
struct Assumption {
  std::string pipeline;
  std::string subject;  ///< "parameter 'x'", "output of 'Look up'", "pipeline 'P'".
  Json value;
};

/// One run of the whole: the one asked for, or a child.
struct DryPipeline {
  std::string run_id;
  std::string pipeline;
  size_t parent = 0;  ///< Index of the run that started it; itself for the first.
  std::shared_ptr<const pipeline::PipelineDefinition> definition;
  Json parameters;
  std::string status;  ///< "Succeeded", "Failed", "Cancelled"; "InProgress" if it was given up.
  std::string message;
  Json return_value;
  Json variables;
};

struct DryActivity {
  size_t run = 0;  ///< Index into runs.
  pipeline::ActivityRecord record;
};

struct DryReport {
  std::vector<DryPipeline> runs;        ///< The first is the one asked for.
  std::vector<DryActivity> activities;  ///< In the order they began.
  std::vector<Assumption> assumed;
  std::chrono::microseconds took{0};  ///< In virtual time.

  bool ended() const { return runs.front().status != "InProgress"; }
};

/// Run a pipeline on the real state machine in virtual time. Control activities and all
/// expressions, those of datasets and linked services too, are evaluated; every other activity is
/// answered: as the request says, else with the output that its type documents and the fields that
/// expressions read. Errors: kNotFound PipelineNotFound, kInvalid as Compile and BindParameters
/// say.
Result<DryReport> DryRun(const DryRunRequest& request);

}  // namespace weir::dryrun
