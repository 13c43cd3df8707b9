#pragma once

#include <optional>
#include <string>

#include "compute/on_demand/clusters.h"
#include "engine/activity.h"
#include "http/message.h"

namespace weir::compute {

/// A Hadoop or Spark cluster: where each of its services answers; empty: it has none, or nobody
/// said. From a linked service of type HDInsight:
///
/// - `clusterUri` "https://name.azurehdinsight.net", or any other http(s) address: a gateway as
///   HDInsight has it, with WebHCat under /templeton/v1 and Livy under /livy;
/// - `clusterUri` "hive2://host:port/…" or "jdbc:hive2://…": that Hive or Spark Thrift server only;
/// - ours, beside or over that: `hiveServer` (hive2://…), `livyUri`, `sparkMasterUri` (the REST
///   server of a standalone master), `resourceManagerUri` (YARN), `webHdfsUri` (http://host:port);
///   `sparkSubmit`, the program of that name on this machine, and the `sparkMaster` it is given;
///   for jobs by YARN `yarnQueue`, and `yarnLibrary`, a folder of the HDFS with jars for programs.
struct Cluster {
  std::string name;  ///< Of the linked service.
  std::string uri;   ///< As the linked service says; `clusterInUse` of outputs.
  std::string hive;
  std::string web_hcat;
  std::string livy;
  std::string spark_master;
  std::string spark_submit;
  std::string submit_master;  ///< Empty: as Spark's own configuration says.
  std::string resource_manager;
  std::string web_hdfs;
  std::string yarn_queue;
  std::string yarn_library;  ///< Without a slash at its end.
  std::string user;
  std::string password;
  /// A stand-in for a cluster on demand: it is started when it is needed.
  std::optional<on_demand::ClusterSpec> on_demand;
  Json storage;  ///< Reference of its storage's linked service; null if none is named.

  /// Basic sign-in, if there is a user.
  http::Credentials credentials() const;
};

/// Read the cluster that an activity's `linkedServiceName` names. For HDInsightOnDemand a Spark on
/// this machine stands in: at `sparkHome` (ours), else SPARK_HOME. Errors: kInvalid 2103, 2104,
/// 2110; kUnsupported NoSparkForOnDemand;
/// kUnsupported UnsupportedClusterAuthentication for managed identities; what the context says.
Result<Cluster> ReadCluster(engine::ActivityContext& context);

/// The error for a service of the cluster that an activity needs: kInvalid 2110.
Error NotOnCluster(const Cluster& cluster, const std::string& activity, const std::string& needs);

}  // namespace weir::compute
