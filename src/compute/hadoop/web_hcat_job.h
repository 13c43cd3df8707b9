#pragma once

#include <map>
#include <utility>
#include <vector>

#include "compute/cluster_files.h"

namespace weir::compute::hadoop {

/// A file of the job: what the form calls it, where it lies in the store, and what it is called
/// beside the job.
struct WebHCatFile {
  std::string parameter;
  std::string path;
  std::string name;
};

/// What a WebHCat is asked to run.
struct WebHCatWork {
  std::string kind;  ///< "hive", "pig", "mapreduce/jar", "mapreduce/streaming".
  Cluster cluster;
  std::optional<ClusterFiles> files;  ///< Null if the job has none.
  std::vector<WebHCatFile> from_store;
  /// The form, in order; names may come several times.
  std::vector<std::pair<std::string, std::string>> form;
};

/// A job of WebHCat (Templeton), which HDInsight has at its gateway: POST /templeton/v1/<kind>,
/// GET and DELETE /templeton/v1/jobs/<id>. Its status folder carries our name, and jobs are found
/// by it. What the job prints is in that folder on the cluster's storage: `logLocation`. Source:
/// the WebHCat reference; by contract, no WebHCat was at hand.
std::unique_ptr<Job> MakeWebHCatJob(WebHCatWork work, std::shared_ptr<http::Client> client);

/// The jobs of HDInsightHive, HDInsightPig, HDInsightMapReduce and HDInsightStreaming on a cluster
/// with a WebHCat. Errors: kInvalid 2103, 2104, 2110, 2355, 2356; as ReadCluster.
Result<std::unique_ptr<Job>> OpenWebHCatJob(engine::ActivityContext& context,
                                            const ComputeTools& tools);

}  // namespace weir::compute::hadoop
