#pragma once

#include "compute/hadoop/hadoop_work.h"

namespace weir::compute::hadoop {

/// A job of a Hadoop cluster without WebHCat: by YARN's REST, with files and log on its WebHDFS.
/// Our launcher (launcher/) is the application master; it runs the program as `hadoop jar` does.
/// Application and all that it starts carry our name as a tag: jobs are found by it, and a cancel
/// ends them all. Not for Hive. Errors: kInvalid 2110 without WebHDFS; kNotFound
/// YarnLauncherMissing.
Result<std::unique_ptr<Job>> OpenYarnJob(HadoopWork work, std::shared_ptr<http::Client> client);

}  // namespace weir::compute::hadoop
