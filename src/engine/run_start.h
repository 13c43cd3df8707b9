#pragma once

#include <memory>
#include <optional>
#include <string>

#include "pipeline/machine.h"

namespace weir::engine {

/// A run that failed because of a child, and goes on once a rerun of the child succeeds.
struct Heal {
  std::string run_id;
  std::string activity;  ///< "path/name" of the Execute Pipeline activity that waited.
};

/// What is kept of how a run began: enough to begin it again.
struct KeptStart {
  pipeline::RunStart start;
  std::string parent;  ///< The run that waits for it; empty if none does.
  pipeline::WorkId parent_work = 0;
  std::optional<Heal> heals;
};

Json ToJson(const KeptStart& kept);
/// `json` as ToJson gave it.
KeptStart KeptStartFromJson(const Json& json, std::string run_id,
                            std::shared_ptr<const pipeline::PipelineDefinition> pipeline);

}  // namespace weir::engine
