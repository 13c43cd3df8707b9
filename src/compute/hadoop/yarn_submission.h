#pragma once

#include <string>
#include <vector>

#include "compute/hadoop/hadoop_work.h"

namespace weir::compute::hadoop {

/// A file that YARN puts beside a container: as it lies on the cluster.
struct YarnFile {
  FileRole role = FileRole::kBeside;
  std::string name;
  std::string uri;
  int64_t size_bytes = 0;
  int64_t modified_ms = 0;
  bool is_own = false;  ///< The launcher's: nothing of the program's.
  bool from_library =
      false;  ///< Of the cluster's `yarnLibrary`: behind all else on the class path.
};

/// What an application is made of, besides the work.
struct YarnSubmission {
  std::string id;      ///< "application_…_0001".
  std::string name;    ///< Ours: the application's name and tag, and that of all it starts.
  std::string folder;  ///< Of the job on the cluster, absolute.
  std::vector<YarnFile> files;
  /// Class path of the cluster's programs, as its configuration says it: parted by commas.
  std::string class_path;
};

/// The body of POST /ws/v1/cluster/apps: our launcher as the application master.
/// Source: ResourceManager REST API's, "Cluster Applications API (Submit Application)".
Json YarnApplication(const HadoopWork& work, const YarnSubmission& submission);

/// weir-job.xml: what the launcher runs (launcher/README.md).
std::string LauncherSettings(const HadoopWork& work, const YarnSubmission& submission);

/// The file of the job's folder that the launcher writes the program's output to.
std::string YarnLogPath(const std::string& folder);

}  // namespace weir::compute::hadoop
