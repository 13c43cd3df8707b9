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
  /// The files below folderPath. Errors: kInvalid 2507, 2508; of the store.
  Result<std::vector<connectors::FileEntry>> Resources(const CancelToken& cancel) const;
  /// Their bytes; 1 GiB at most.
  Result<std::string> ReadResource(const std::string& path, const CancelToken& cancel) const;
  /// activity.json, linkedServices.json, datasets.json, and what is in them.
  std::vector<std::pair<std::string, std::string>> Settings() const;
  /// How a command that ended ended.
  JobStatus Ended(const JobFolder& folder, int64_t exit_code) const;
  /// The same, with what it said last, and `how` behind the exit code.
  JobStatus Ended(int64_t exit_code, const std::string& how, const std::string& words) const;
  /// `exitcode`, `outputs`, `customOutput`, `computeInformation`.
  Result<Json> Output(const JobFolder& folder, const std::string& pool, Json job_id) const;
};

/// Read the activity and what its linked service says of folders, limits and environment:
/// `workingFolder`, `maxMemoryInMB`, `maxRunTime` ("hh:mm:ss"), `environment`.
/// Errors: kInvalid 2103, 2104, 2110; what the context and the stores say.
Result<CustomWork> ReadCustomWork(engine::ActivityContext& context, const ComputeTools& tools,
                                  const model::LinkedServiceInstance& service);

/// The job of a Custom activity: on this machine (LocalBatch), by Slurm or on Azure Batch. Errors:
/// also kDenied LocalCommandsNotAllowed.
Result<std::unique_ptr<Job>> OpenCustomJob(engine::ActivityContext& context,
                                           const ComputeTools& tools);

std::unique_ptr<Job> MakeLocalJob(CustomWork work);
Result<std::unique_ptr<Job>> MakeSlurmJob(engine::ActivityContext& context, CustomWork work,
                                          const model::LinkedServiceInstance& service,
                                          std::shared_ptr<http::Client> client);
/// Errors: kInvalid 2103, 2104, 2509; of the storage's connector.
Result<std::unique_ptr<Job>> MakeAzureBatchJob(engine::ActivityContext& context, CustomWork work,
                                               const model::LinkedServiceInstance& service,
                                               const ComputeTools& tools);

}  // namespace weir::compute::batch
