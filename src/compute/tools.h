#pragma once

#include <atomic>

#include "activity/outbound.h"
#include "compute/job_executor.h"
#include "copy/services.h"

namespace weir::compute {

/// What jobs of every kind are made with; shared by all and safe to use from all threads.
struct ComputeTools {
  copy::Services services;      ///< Stores that scripts, jars and data lie in.
  activity::Outbound outbound;  ///< Web services, and tokens for them.
  JobTools jobs;
  /// Whether pipelines may run commands on this machine.
  std::shared_ptr<std::atomic<bool>> local_commands = std::make_shared<std::atomic<bool>>(true);
};

/// Errors: kDenied LocalCommandsNotAllowed if pipelines may not. `service`: the linked service that
/// wants to.
Result<> CheckLocalCommands(const ComputeTools& tools, const std::string& service);

}  // namespace weir::compute
