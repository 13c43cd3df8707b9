#pragma once

#include <map>
#include <optional>
#include <string>

#include "compute/batch/job_folder.h"
#include "compute/job.h"

namespace weir::compute::batch {

/// The folder of jobs of this program's user among the temporary files.
std::string UsualRoot();

/// Make a folder for jobs, unless it is there. Errors: kDenied JobFolderNotSafe if it is another
/// user's, or others may write there.
Result<> MakeRoot(const std::string& root);

/// What one look at a process saw.
struct ProcessLook {
  bool running = false;
  std::optional<int64_t> exit_code;  ///< Nothing with `running` false: ended from outside.
};

/// The command of a job's folder as a process of this machine, in a session of its own that
/// outlives us. A handle {folder, pid, startedTick} finds it again; the folder says who runs it, so
/// it is found whenever we went away.
namespace folder_process {

std::optional<Json> Find(const JobFolder& folder);
/// Start it, unless somebody has. Errors: kInternal ProcessNotStarted.
Result<Json> Start(const JobCall& call, const JobFolder& folder,
                   const std::map<std::string, std::string>& environment);
/// Look, and add to the log what it said since.
ProcessLook Look(JobCall& call);
/// End it with all that it started; good if it is over.
void Kill(const JobCall& call);
JobFolder FolderOf(const JobCall& call);

}  // namespace folder_process
}  // namespace weir::compute::batch
