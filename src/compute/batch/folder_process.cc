#include "compute/batch/folder_process.h"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "compute/batch/process.h"

namespace weir::compute::batch {
namespace {

constexpr std::chrono::microseconds kRunnerWait{500};
constexpr int kRunnerWaits = 20'000;

Json HandleOf(const JobFolder& folder, const Runner& runner) {
  return Json::Object(
      {{"folder", folder.path()}, {"pid", runner.pid}, {"startedTick", runner.started_tick}});
}

}  // namespace

std::string UsualRoot() {
  std::error_code error;
  const std::filesystem::path temporary = std::filesystem::temp_directory_path(error);
  return (temporary / ("weir-jobs-" + std::to_string(getuid()))).string();
}

Result<> MakeRoot(const std::string& root) {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(root).parent_path(), error);
  mkdir(root.c_str(), 0700);
  struct stat seen{};
  const bool ours = lstat(root.c_str(), &seen) == 0 && S_ISDIR(seen.st_mode) &&
                    seen.st_uid == getuid() && (seen.st_mode & (S_IWGRP | S_IWOTH)) == 0;
  if (ours) return {};
  return Fail(ErrorKind::kDenied, "JobFolderNotSafe",
              "'" + root + "' must be a folder of this program's user that nobody else may write");
}

namespace folder_process {

std::optional<Json> Find(const JobFolder& folder) {
  const std::optional<Runner> runner = folder.runner();
  if (!runner) return std::nullopt;
  return HandleOf(folder, *runner);
}

Result<Json> Start(const JobCall& call, const JobFolder& folder,
                   const std::map<std::string, std::string>& environment) {
  WEIR_TRY(StartScript(folder.script(), environment));
  // A runner that was started before we went away may have taken the job in between.
  for (int waits = 0; waits < kRunnerWaits; ++waits) {
    const std::optional<Runner> runner = folder.runner();
    if (runner) return HandleOf(folder, *runner);
    WEIR_TRY(call.cancel().Sleep(kRunnerWait));
  }
  return Fail(ErrorKind::kInternal, "ProcessNotStarted",
              "'" + folder.script() + "' was started and did not begin");
}

ProcessLook Look(JobCall& call) {
  const JobFolder folder = FolderOf(call);
  // Asked in this order: what ends writes its code first.
  ProcessLook look;
  look.running = IsRunning(call.handle()["pid"].as_int(), call.handle()["startedTick"].as_int());
  folder.Log(call.log());
  look.exit_code = folder.exit_code();
  return look;
}

void Kill(const JobCall& call) {
  KillSession(call.handle()["pid"].as_int(), call.handle()["startedTick"].as_int());
}

JobFolder FolderOf(const JobCall& call) {
  return JobFolder(call.handle()["folder"].as_string());
}

}  // namespace folder_process
}  // namespace weir::compute::batch
