#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compute/cluster_files.h"

namespace weir::compute::hadoop {

enum class HadoopKind { kHive, kPig, kMapReduce, kStreaming };

/// What a file of the job is to it.
enum class FileRole { kScript, kProgram, kLibrary, kBeside };

/// A file of the job: where it lies in the store, and what it is called beside the job.
struct HadoopFile {
  FileRole role = FileRole::kBeside;
  std::string path;
  std::string name;
};

/// What HDInsightHive (by WebHCat), HDInsightPig, HDInsightMapReduce and HDInsightStreaming ask
/// for, however it is sent.
struct HadoopWork {
  using Pairs = std::vector<std::pair<std::string, std::string>>;

  HadoopKind kind = HadoopKind::kHive;
  Cluster cluster;
  std::optional<ClusterFiles> files;  ///< Null if the job has none.
  std::vector<HadoopFile> from_store;
  std::string script;      ///< Its text, if it is not in the store.
  std::string class_name;  ///< MapReduce.
  std::string input;       ///< These five: Streaming.
  std::string output;
  std::string mapper;
  std::string reducer;
  std::string combiner;                  ///< Empty: none.
  std::vector<std::string> environment;  ///< NAME=value.
  Pairs defines;
  Pairs variables;  ///< Hive.
  std::vector<std::string> arguments;
};

/// Read the activity. Errors: kInvalid 2103, 2104, 2355, 2356; as ReadCluster, ClusterFiles::Open.
Result<HadoopWork> ReadHadoopWork(engine::ActivityContext& context, const ComputeTools& tools);

/// The job of such an activity: by YARN where the linked service names it, else by WebHCat.
/// Errors: also kInvalid 2110 if the cluster has neither.
Result<std::unique_ptr<Job>> OpenHadoopJob(engine::ActivityContext& context,
                                           const ComputeTools& tools);

}  // namespace weir::compute::hadoop
