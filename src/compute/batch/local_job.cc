#include "compute/batch/custom_work.h"
#include "compute/batch/process.h"

namespace weir::compute::batch {
namespace {

constexpr std::chrono::microseconds kRunnerWait{500};
constexpr int kRunnerWaits = 20'000;

/// A command on this machine, in a session of its own that outlives us. The folder, whose path
/// follows from our name, says who runs it, so a job is found again whenever we went away.
class LocalJob final : public Job {
 public:
  explicit LocalJob(CustomWork work) : work_(std::move(work)) {}

  bool CanFind() const override { return true; }

  Result<std::optional<Json>> Find(JobCall& call) override {
    const JobFolder folder = work_.FolderOf(call.name());
    const std::optional<Runner> runner = folder.runner();
    if (!runner) return std::optional<Json>();
    return std::optional(HandleOf(folder, *runner));
  }

  Result<Json> Submit(JobCall& call) override {
    WEIR_ASSIGN(const JobFolder folder, work_.Prepare(call));
    std::map<std::string, std::string> environment = work_.environment;
    environment.emplace("HOME", folder.working());
    environment.emplace("AZ_BATCH_TASK_DIR", folder.path());
    environment.emplace("AZ_BATCH_TASK_WORKING_DIR", folder.working());
    environment.emplace("AZ_BATCH_TASK_ID", call.name());
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

  Result<JobStatus> Poll(JobCall& call) override {
    const JobFolder folder = FolderOf(call);
    const int64_t pid = call.handle()["pid"].as_int();
    // Asked in this order: what ends writes its code first.
    const bool running = IsRunning(pid, call.handle()["startedTick"].as_int());
    folder.Log(call.log());
    const std::optional<int64_t> code = folder.exit_code();
    if (code) return work_.Ended(folder, *code);
    JobStatus status;
    status.progress.note = "process " + std::to_string(pid);
    if (running) return status;
    status.state = JobState::kFailed;
    status.error = Fail(ErrorKind::kInvalid, "2500",
                        "Hit unexpected exception and execution failed. The process of the command "
                        "was ended from outside, or with its machine: " +
                            folder.LastWords())
                       .At(work_.service);
    return status;
  }

  Result<> Cancel(JobCall& call) override {
    KillSession(call.handle()["pid"].as_int(), call.handle()["startedTick"].as_int());
    return {};
  }

  Result<Json> Output(JobCall& call) override {
    return work_.Output(FolderOf(call), "local", call.handle()["pid"]);
  }

  /// What the command left running ends with it.
  void Close(JobCall& call) override {
    static_cast<void>(Cancel(call));
    FolderOf(call).Tidy();
  }

 private:
  static Json HandleOf(const JobFolder& folder, const Runner& runner) {
    return Json::Object(
        {{"folder", folder.path()}, {"pid", runner.pid}, {"startedTick", runner.started_tick}});
  }
  static JobFolder FolderOf(const JobCall& call) {
    return JobFolder(call.handle()["folder"].as_string());
  }

  const CustomWork work_;
};

}  // namespace

std::unique_ptr<Job> MakeLocalJob(CustomWork work) {
  return std::make_unique<LocalJob>(std::move(work));
}

}  // namespace weir::compute::batch
