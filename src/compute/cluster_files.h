#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compute/cluster.h"
#include "compute/hadoop/web_hdfs.h"
#include "compute/job.h"
#include "compute/tools.h"
#include "connectors/file_store.h"

namespace weir::compute {

/// Brings the files of a job (programs, jars, scripts) to where a cluster can read them.
///
/// A cluster with a WebHDFS gets copies in a folder of the job. Else the files stay where they are,
/// and the cluster is told where: folders of this machine as file:, Azure storage as wasbs: and
/// abfss:.
class ClusterFiles {
 public:
  /// The store behind `reference`, or the cluster's own if that is no object. No service is asked.
  /// Errors: kInvalid 2103, 2354 for a store that the cluster cannot read.
  static Result<ClusterFiles> Open(engine::ActivityContext& context, const ComputeTools& tools,
                                   const Cluster& cluster, const Json& reference);

  /// A file's address for the cluster; copied there first, if it must be. `name`: what the copy is
  /// called below the job's folder. Errors: of the stores; kInvalid 2351 if it is not there.
  Result<std::string> Place(JobCall& call, const std::string& path, const std::string& name) const;
  /// The same for every file of a folder, by name; none if there is no such folder.
  Result<std::vector<std::string>> PlaceAll(JobCall& call, const std::string& folder,
                                            const std::string& name) const;
  /// Put our own text into the job's folder. Only with WebHDFS.
  Result<std::string> PutText(JobCall& call, const std::string& name, std::string text) const;
  /// The job's folder on the cluster; empty without WebHDFS.
  std::string JobFolder(const JobCall& call) const;
  /// Delete the job's folder.
  void Clear(JobCall& call) const;
  /// Null without WebHDFS.
  const hadoop::WebHdfs* hdfs() const { return hdfs_ ? &*hdfs_ : nullptr; }

 private:
  Result<std::string> AddressOf(const std::string& path) const;
  Result<std::string> ReadAll(const std::string& path, const CancelToken& cancel) const;

  std::shared_ptr<connectors::FileStore> store_;
  std::optional<hadoop::WebHdfs> hdfs_;
  std::string local_folder_;
  std::string account_;
  bool data_lake_ = false;  ///< Azure Data Lake Storage Gen2.
};

}  // namespace weir::compute
