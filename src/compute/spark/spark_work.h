#pragma once

#include <map>

#include "compute/cluster_files.h"

namespace weir::compute::spark {

/// A Spark program and what it is given.
struct SparkProgram {
  std::string file;  ///< Addresses as the cluster reads them.
  std::string class_name;
  std::vector<std::string> arguments;
  std::vector<std::string> jars;
  std::vector<std::string> python_files;
  std::vector<std::string> files;
  std::vector<std::string> archives;
  std::map<std::string, std::string> settings;
  std::string proxy_user;

  bool is_python() const;
};

/// What HDInsightSpark asks for: rootPath, entryFilePath, className, arguments, sparkConfig,
/// proxyUser; the files beside the program in jars, pyFiles, files, archives.
struct SparkWork {
  Cluster cluster;
  ClusterFiles files;
  std::string root;
  std::string entry;
  SparkProgram program;  ///< Without what lies in the store.

  /// Bring the files to the cluster; the whole program. Errors: as ClusterFiles.
  Result<SparkProgram> Place(JobCall& call) const;
};

/// Errors: kInvalid 2103, 2104; as ReadCluster, ClusterFiles::Open.
Result<SparkWork> ReadSparkWork(engine::ActivityContext& context, const ComputeTools& tools);

/// The job of HDInsightSpark: by spark-submit on this machine, by the REST server of a standalone
/// master, else by Livy, whichever the linked service names.
/// Errors: also kInvalid 2110 if the cluster has none; kDenied LocalCommandsNotAllowed.
Result<std::unique_ptr<Job>> OpenSparkJob(engine::ActivityContext& context,
                                          const ComputeTools& tools);

std::unique_ptr<Job> MakeLivyJob(SparkWork work, std::shared_ptr<http::Client> client);
std::unique_ptr<Job> MakeStandaloneJob(SparkWork work, std::shared_ptr<http::Client> client);

/// Errors: kUnsupported UnsupportedSparkSetting for drivers that are not on this machine.
Result<std::unique_ptr<Job>> MakeSubmitJob(SparkWork work);

}  // namespace weir::compute::spark
