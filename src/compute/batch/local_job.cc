#include "compute/batch/custom_work.h"
#include "compute/batch/folder_process.h"

namespace weir::compute::batch {
namespace {

/// A command on this machine.
class LocalJob final : public Job {
 public:
  explicit LocalJob(CustomWork work) : work_(std::move(work)) {}

  bool CanFind() const override { return true; }

  Result<std::optional<Json>> Find(JobCall& call) override {
    return folder_process::Find(work_.FolderOf(call.name()));
  }

  Result<Json> Submit(JobCall& call) override {
    WEIR_ASSIGN(const JobFolder folder, work_.Prepare(call));
    std::map<std::string, std::string> environment = work_.environment;
    environment.emplace("HOME", folder.working());
    environment.emplace("AZ_BATCH_TASK_DIR", folder.path());
    environment.emplace("AZ_BATCH_TASK_WORKING_DIR", folder.working());
    environment.emplace("AZ_BATCH_TASK_ID", call.name());
    return folder_process::Start(call, folder, environment);
  }

  Result<JobStatus> Poll(JobCall& call) override {
    const ProcessLook look = folder_process::Look(call);
    const JobFolder folder = folder_process::FolderOf(call);
    if (look.exit_code) return work_.Ended(folder, *look.exit_code);
    JobStatus status;
    status.progress.note = "process " + std::to_string(call.handle()["pid"].as_int());
    if (look.running) return status;
    status.state = JobState::kFailed;
    status.error = Fail(ErrorKind::kInvalid, "2500",
                        "Hit unexpected exception and execution failed. The process of the command "
                        "was ended from outside, or with its machine: " +
                            folder.LastWords())
                       .At(work_.service);
    return status;
  }

  Result<> Cancel(JobCall& call) override {
    folder_process::Kill(call);
    return {};
  }

  Result<Json> Output(JobCall& call) override {
    return work_.Output(folder_process::FolderOf(call), "local", call.handle()["pid"]);
  }

  /// What the command left running ends with it.
  void Close(JobCall& call) override {
    folder_process::Kill(call);
    folder_process::FolderOf(call).Tidy();
  }

 private:
  const CustomWork work_;
};

}  // namespace

std::unique_ptr<Job> MakeLocalJob(CustomWork work) {
  return std::make_unique<LocalJob>(std::move(work));
}

}  // namespace weir::compute::batch
