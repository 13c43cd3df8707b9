#pragma once

#include <memory>

#include "compute/job.h"
#include "engine/activity.h"

namespace weir::compute {

/// What every executor of jobs shares.
struct JobTools {
  std::shared_ptr<JobLogs> logs;
  JobPace pace = {};
  /// Jobs of one activity type that are under way at once; more wait before they are sent.
  size_t jobs_max = 10'000;
};

/// The executor of an activity type that runs jobs elsewhere. It saves that it will send before it
/// sends, and the job's handle before it waits; holds no thread while it waits; looks at a job that
/// is known instead of sending another, after restarts too; bears a service that is away for a
/// while; stops the job when the attempt is cancelled or its time is up; keeps the job's log.
///
/// Output: what Job::Output gives, `logLocation` if the job does not say one, and the standard
/// keys. Errors: the job's; kUnavailable of the service after JobPace::trouble_max.
std::shared_ptr<engine::ActivityExecutor> MakeJobExecutor(OpenJob open, JobTools tools);

}  // namespace weir::compute
