#pragma once

#include <memory>

#include "compute/hive/hive_job.h"
#include "compute/on_demand/clusters.h"

namespace weir::compute::on_demand {

/// A Hive job on a cluster that is started for it, and again if it is gone: the statement under way
/// then runs once more, as with any server whose sessions end with their connections.
std::unique_ptr<Job> MakeHiveJob(hive::HiveWork work, ClusterSpec spec,
                                 std::shared_ptr<Clusters> clusters,
                                 std::shared_ptr<http::Client> client);

}  // namespace weir::compute::on_demand
