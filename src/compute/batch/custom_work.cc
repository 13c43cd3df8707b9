#include "compute/batch/custom_work.h"

#include <arrow/buffer.h>
#include <arrow/io/interfaces.h>

#include <set>

#include "activity/web_request.h"
#include "base/names.h"
#include "compute/batch/folder_process.h"
#include "copy/location.h"
#include "copy/settings.h"
#include "formats/batch_stream.h"

namespace weir::compute::batch {
namespace {

constexpr int64_t kPieceBytes = int64_t{1} << 20;
constexpr size_t kFileBytesMax = size_t{1} << 30;
constexpr size_t kFilesMax = 10'000;
constexpr const char* kPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

Result<std::string> ReadAll(connectors::FileStore& store, const std::string& path,
                            const CancelToken& cancel) {
  WEIR_ASSIGN(const auto input, store.OpenInput(path));
  std::string bytes;
  while (true) {
    WEIR_TRY(cancel.Check());
    const auto piece = input->Read(kPieceBytes);
    if (!piece.ok()) return formats::FromArrow(piece.status(), "2502");
    if ((*piece)->size() == 0) return bytes;
    bytes += (*piece)->ToString();
    if (bytes.size() > kFileBytesMax) {
      return Fail(ErrorKind::kInvalid, "2502", "'" + path + "' is larger than 1 GiB");
    }
  }
}

/// Every file below a folder.
Result<std::vector<connectors::FileEntry>> ListBelow(connectors::FileStore& store,
                                                     const std::string& folder,
                                                     const CancelToken& cancel) {
  std::vector<connectors::FileEntry> files;
  std::vector<std::string> folders = {folder};
  while (!folders.empty()) {
    WEIR_TRY(cancel.Check());
    const std::string next = folders.back();
    folders.pop_back();
    const Result<std::vector<connectors::FileEntry>> entries = store.List(next);
    if (!entries && entries.error().kind() != ErrorKind::kNotFound) return entries.error();
    if (!entries) continue;
    for (const connectors::FileEntry& entry : *entries) {
      if (entry.is_folder) {
        folders.push_back(entry.path);
      } else {
        files.push_back(entry);
      }
    }
    if (files.size() + folders.size() > kFilesMax) {
      return Fail(ErrorKind::kInvalid, "2504",
                  "'" + store.Describe(folder) + "' holds more than 10000 files");
    }
  }
  return files;
}

Result<Json> ReferencedServices(engine::ActivityContext& context, const Json& references) {
  Json list = Json::Array();
  for (const Json& reference : references.items()) {
    WEIR_ASSIGN(const model::LinkedServiceInstance one, context.LinkedService(reference));
    list.Append(Json::Object({{"name", one.name}, {"properties", one.properties}}));
  }
  return list;
}

Result<Json> ReferencedDatasets(engine::ActivityContext& context, const Json& references) {
  Json list = Json::Array();
  for (const Json& reference : references.items()) {
    WEIR_ASSIGN(const model::DatasetInstance one, context.Dataset(reference));
    list.Append(Json::Object({{"name", one.name}, {"properties", one.properties}}));
  }
  return list;
}

/// The folder of jobs: as the linked service says, else one of this user among the temporary files.
Result<std::string> RootFor(const Json& settings) {
  WEIR_ASSIGN(std::string root, copy::ReadText(settings, "workingFolder"));
  if (root.empty()) root = UsualRoot();
  while (root.size() > 1 && root.ends_with('/')) root.pop_back();
  if (!root.starts_with('/') || root == "/" || root.find('\n') != std::string::npos) {
    return Fail(ErrorKind::kInvalid, "2104",
                "'workingFolder' must be a folder's path from the root on, got '" + root + "'");
  }
  return root;
}

Result<> ReadLimits(const Json& settings, BatchLimits* limits) {
  WEIR_ASSIGN(limits->memory_mb_max, copy::ReadWhole(settings, "maxMemoryInMB", 0));
  WEIR_ASSIGN(const std::string time, copy::ReadText(settings, "maxRunTime"));
  if (!time.empty()) {
    WEIR_ASSIGN(const std::chrono::seconds span, ParseTimeSpan(time));
    limits->seconds_max = span.count();
  }
  if (limits->memory_mb_max >= 0 && limits->seconds_max >= 0) return {};
  return Fail(ErrorKind::kInvalid, "2104", "'maxMemoryInMB' and 'maxRunTime' must be positive");
}

Result<> ReadEnvironment(engine::ActivityContext& context, const Json& settings,
                         std::map<std::string, std::string>* environment) {
  *environment = {{"PATH", kPath}, {"LANG", "C.UTF-8"}};
  for (const Json::Member& one : settings["environment"].members()) {
    WEIR_ASSIGN(const std::string value, context.Secret(one.value));
    const bool bad = one.name.empty() || one.name.find('=') != std::string::npos ||
                     (one.name + value).find('\0') != std::string::npos;
    if (bad) {
      return Fail(ErrorKind::kInvalid, "2104",
                  "'environment' has a variable that cannot be: '" + one.name + "'");
    }
    (*environment)[one.name] = value;
  }
  return {};
}

}  // namespace

Result<CustomWork> ReadCustomWork(engine::ActivityContext& context, const ComputeTools& tools,
                                  const model::LinkedServiceInstance& service) {
  const Json& settings = context.type_properties();
  CustomWork work;
  work.service = service.name;
  work.activity = context.activity();
  WEIR_ASSIGN(work.command, copy::ReadText(settings, "command"));
  if (work.command.empty()) return activity::MissingProperty("command");
  const Json& references = settings["referenceObjects"];
  WEIR_ASSIGN(work.linked_services, ReferencedServices(context, references["linkedServices"]));
  WEIR_ASSIGN(work.datasets, ReferencedDatasets(context, references["datasets"]));
  WEIR_ASSIGN(work.retention_days, copy::ReadWhole(settings, "retentionTimeInDays", 30));
  WEIR_ASSIGN(work.resource_folder, copy::ReadText(settings, "folderPath"));
  if (!work.resource_folder.empty()) {
    const Json& named = settings["resourceLinkedService"];
    if (!named.is_object()) return activity::MissingProperty("resourceLinkedService");
    WEIR_ASSIGN(const model::LinkedServiceInstance store, context.LinkedService(named));
    WEIR_ASSIGN(work.resources, copy::OpenFiles(tools.services, store));
  }
  WEIR_ASSIGN(work.root, RootFor(service.type_properties()));
  WEIR_TRY(ReadLimits(service.type_properties(), &work.limits));
  WEIR_TRY(ReadEnvironment(context, service.type_properties(), &work.environment));
  return work;
}

Result<JobFolder> CustomWork::Prepare(const JobCall& call) const {
  WEIR_TRY(MakeRoot(root));
  const int64_t now = ToMicros(call.clock().Now()) / 1'000'000;
  DeleteOldJobs(root, now);
  constexpr int64_t kDaySeconds = 86'400;
  JobFolder folder = FolderOf(call.name());
  WEIR_TRY(folder.Make(command, limits, now + retention_days * kDaySeconds));
  if (resources != nullptr) {
    WEIR_ASSIGN(const std::vector<connectors::FileEntry> files, Resources(call.cancel()));
    for (const connectors::FileEntry& file : files) {
      WEIR_ASSIGN(const std::string bytes, ReadResource(file.path, call.cancel()));
      WEIR_TRY(folder.Write("wd/" + file.name(), bytes));
    }
  }
  for (const auto& [name, text] : Settings()) WEIR_TRY(folder.Write("wd/" + name, text));
  return folder;
}

Result<std::vector<connectors::FileEntry>> CustomWork::Resources(const CancelToken& cancel) const {
  const std::string from = copy::JoinPath(resource_folder, "");
  WEIR_ASSIGN(std::vector<connectors::FileEntry> files, ListBelow(*resources, from, cancel));
  if (files.empty()) {
    return Fail(ErrorKind::kInvalid, "2507",
                "The folder path does not exist or is empty: '" + resource_folder + "'.");
  }
  std::set<std::string> names;
  for (const connectors::FileEntry& file : files) {
    if (!names.insert(file.name()).second) {
      return Fail(ErrorKind::kInvalid, "2508",
                  "There are duplicate files in the resource folder: '" + file.name() + "'.");
    }
  }
  return files;
}

Result<std::string> CustomWork::ReadResource(const std::string& path,
                                             const CancelToken& cancel) const {
  return ReadAll(*resources, path, cancel);
}

std::vector<std::pair<std::string, std::string>> CustomWork::Settings() const {
  return {{"activity.json", DumpJson(activity)},
          {"linkedServices.json", DumpJson(linked_services)},
          {"datasets.json", DumpJson(datasets)}};
}

JobStatus CustomWork::Ended(const JobFolder& folder, int64_t exit_code) const {
  const std::string how =
      folder.TookTooLong(limits)
          ? " after " + std::to_string(limits.seconds_max) + " seconds, which is its 'maxRunTime'"
          : "";
  return Ended(exit_code, how, exit_code == 0 ? "" : folder.LastWords());
}

JobStatus CustomWork::Ended(int64_t exit_code, const std::string& how,
                            const std::string& words) const {
  JobStatus status;
  status.state = exit_code == 0 ? JobState::kSucceeded : JobState::kFailed;
  if (exit_code == 0) return status;
  const std::string why = "The command ended with exit code " + std::to_string(exit_code) + how;
  status.error = Fail(ErrorKind::kInvalid, "2500",
                      "Hit unexpected exception and execution failed. " + why +
                          (words.empty() ? "." : ": " + words))
                     .At(service);
  return status;
}

Result<Json> CustomWork::Output(const JobFolder& folder, const std::string& pool,
                                Json job_id) const {
  const Json outputs = Json::Array({folder.stdout_path(), folder.stderr_path()});
  const Json where = Json::Object({{"account", service},
                                   {"poolName", pool},
                                   {"jobId", std::move(job_id)},
                                   {"taskId", folder.path().substr(root.size() + 1)}});
  Json output = Json::Object(
      {{"exitcode", 0}, {"outputs", outputs}, {"computeInformation", DumpJson(where)}});
  WEIR_ASSIGN(const Json custom, folder.CustomOutput());
  if (!custom.is_null()) output.Set("customOutput", custom);
  return output;
}

Result<std::unique_ptr<Job>> OpenCustomJob(engine::ActivityContext& context,
                                           const ComputeTools& tools) {
  const Json& reference = context.activity()["linkedServiceName"];
  if (!reference.is_object()) return activity::MissingProperty("linkedServiceName");
  WEIR_ASSIGN(const model::LinkedServiceInstance service, context.LinkedService(reference));
  const bool local = SameName(service.type, "LocalBatch");
  if (local) WEIR_TRY(CheckLocalCommands(tools, service.name));
  const bool azure = SameName(service.type, "AzureBatch");
  if (!local && !azure && !SameName(service.type, "Slurm")) {
    return Fail(
        ErrorKind::kInvalid, "2110",
        "The linked service type '" + service.type + "' is not supported for 'Custom' activities.");
  }
  WEIR_ASSIGN(CustomWork work, ReadCustomWork(context, tools, service));
  if (local) return MakeLocalJob(std::move(work));
  if (azure) return MakeAzureBatchJob(context, std::move(work), service, tools);
  return MakeSlurmJob(context, std::move(work), service, tools.outbound.client);
}

}  // namespace weir::compute::batch
