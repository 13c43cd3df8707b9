#pragma once

#include <map>
#include <memory>

#include "compute/batch/job_folder.h"
#include "compute/job.h"
#include "compute/tools.h"
#include "connectors/file_store.h"

namespace weir::compute::batch {

/// What a Custom activity asks for, and where its folder is made.
struct CustomWork {
  std::string service;  ///< Name of the linked service.
  std::string command;
  Json activity;         ///< The whole activity, evaluated: activity.json.
  Json linked_services;  ///< Arrays of {name, properties}: those of referenceObjects.
  Json datasets;
  std::shared_ptr<connectors::FileStore> resources;  ///< Null: no files are brought.
  std::string resource_folder;
  int64_t retention_days = 30;
  std::string root;  ///< The folder in which folders of jobs are made.
  BatchLimits limits;
  std::map<std::string, std::string> environment;

  JobFolder FolderOf(const std::string& name) const { return JobFolder(root + "/" + name); }
  /// Make the job's folder with all that its command finds there: the files below folderPath, side
  /// by side, and the three settings. Errors: kInvalid 2507, 2508; of the store; of the disk.
  Result<JobFolder> Prepare(const JobCall& call) const;
  /// How a command that ended ended.
  JobStatus Ended(const JobFolder& folder, int64_t exit_code) const;
  /// `exitcode`, `outputs`, `customOutput`, `computeInformation`.
  Result<Json> Output(const JobFolder& folder, const std::string& pool, Json job_id) const;
};

/// Read the activity and what its linked service says of folders, limits and environment:
/// `workingFolder`, `maxMemoryInMB`, `maxRunTime` ("hh:mm:ss"), `environment`.
/// Errors: kInvalid 2103, 2104, 2110; what the context and the stores say.
Result<CustomWork> ReadCustomWork(engine::ActivityContext& context, const ComputeTools& tools,
                                  const model::LinkedServiceInstance& service);

/// The job of a Custom activity: on this machine (LocalBatch) or by Slurm. Errors: also
/// kUnsupported UnsupportedBatchService for AzureBatch; kDenied LocalCommandsNotAllowed.
Result<std::unique_ptr<Job>> OpenCustomJob(engine::ActivityContext& context,
                                           const ComputeTools& tools);

std::unique_ptr<Job> MakeLocalJob(CustomWork work);
Result<std::unique_ptr<Job>> MakeSlurmJob(engine::ActivityContext& context, CustomWork work,
                                          const model::LinkedServiceInstance& service,
                                          std::shared_ptr<http::Client> client);

}  // namespace weir::compute::batch
