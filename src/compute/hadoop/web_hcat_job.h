#pragma once

#include "compute/hadoop/hadoop_work.h"

namespace weir::compute::hadoop {

/// A job of WebHCat (Templeton), which HDInsight has at its gateway: POST /templeton/v1/<kind>,
/// GET and DELETE /templeton/v1/jobs/<id>. Its status folder carries our name, and jobs are found
/// by it. What the job prints is in that folder on the cluster's storage: `logLocation`. Source:
/// the WebHCat reference; by contract, no WebHCat was at hand.
std::unique_ptr<Job> MakeWebHCatJob(HadoopWork work, std::shared_ptr<http::Client> client);

}  // namespace weir::compute::hadoop
