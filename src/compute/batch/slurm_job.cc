#include "activity/web_request.h"
#include "compute/batch/custom_work.h"
#include "compute/rest.h"
#include "copy/settings.h"

namespace weir::compute::batch {
namespace {

/// A word of a shell, whatever it holds.
std::string Quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

/// A state stands alone, or in a list in newer versions.
std::string StateOf(const Json& job) {
  const Json& state = job["job_state"];
  return state.is_array() ? state[0].as_string() : state.as_string();
}

/// A command as a job of Slurm, by slurmrestd. The folder must be on a file system that this
/// machine and the nodes share; its script runs the command once, however often Slurm starts it.
class SlurmJob final : public Job {
 public:
  SlurmJob(CustomWork work, RestService slurm, Json wanted)
      : work_(std::move(work)), slurm_(std::move(slurm)), wanted_(std::move(wanted)) {}

  bool CanFind() const override { return true; }

  Result<std::optional<Json>> Find(JobCall& call) override {
    WEIR_ASSIGN(const Json answer, AskJson(slurm_, {.path = "/jobs"}, &call.cancel()));
    for (const Json& job : answer["jobs"].items()) {
      if (job["name"].as_string() != call.name()) continue;
      return std::optional(HandleOf(work_.FolderOf(call.name()), job["job_id"]));
    }
    return std::optional<Json>();
  }

  Result<Json> Submit(JobCall& call) override {
    WEIR_ASSIGN(const JobFolder folder, work_.Prepare(call));
    Json environment = Json::Object();
    for (const auto& [name, value] : work_.environment) environment.Set(name, value);
    environment.Set("AZ_BATCH_TASK_DIR", folder.path());
    environment.Set("AZ_BATCH_TASK_WORKING_DIR", folder.working());
    environment.Set("AZ_BATCH_TASK_ID", call.name());
    Json job = wanted_;
    job.Set("name", call.name());
    job.Set("current_working_directory", folder.working());
    job.Set("standard_output", folder.path() + "/slurm.txt");
    job.Set("requeue", false);
    job.Set("environment", environment);
    const Json body = Json::Object(
        {{"script", "#!/bin/sh\nexec /bin/sh " + Quoted(folder.script()) + "\n"}, {"job", job}});
    const RestCall ask{.method = "POST", .path = "/job/submit", .body = body};
    WEIR_ASSIGN(const Json answer, AskJson(slurm_, ask, &call.cancel()));
    if (answer["job_id"].as_int() > 0) return HandleOf(folder, answer["job_id"]);
    if (answer["errors"].empty()) {
      return Fail(ErrorKind::kUnavailable, "ServiceFailed", "Slurm did not say which job it took");
    }
    return Fail(ErrorKind::kInvalid, "2500",
                "Slurm did not take the job: " + DumpJson(answer["errors"]))
        .At(work_.service);
  }

  Result<JobStatus> Poll(JobCall& call) override {
    const JobFolder folder = FolderOf(call);
    WEIR_ASSIGN(const Json answer, AskJson(slurm_, {.path = PathOf(call)}, &call.cancel()));
    const Json& job = answer["jobs"][0];
    const std::string state = StateOf(job);
    folder.Log(call.log());
    JobStatus status;
    status.progress.note = "Slurm job " + DumpJson(call.handle()["id"]) + ": " + state;
    if (IsUnderWay(state)) return status;
    if (state == "CANCELLED") {
      status.state = JobState::kCancelled;
      return status;
    }
    const std::optional<int64_t> code = folder.exit_code();
    if (code) return work_.Ended(folder, *code);
    status.state = JobState::kFailed;
    status.error = Fail(ErrorKind::kInvalid, "2500",
                        "Hit unexpected exception and execution failed. Slurm ended the job as '" +
                            state + "' (" + job["state_reason"].as_string() +
                            "), and its command left no exit code in '" + folder.path() +
                            "': " + folder.LastWords())
                       .At(work_.service);
    return status;
  }

  Result<> Cancel(JobCall& call) override {
    const RestCall ask{.method = "DELETE", .path = PathOf(call)};
    const Result<http::Response> answer = Ask(slurm_, ask, &call.cancel());
    if (answer || answer.error().kind() == ErrorKind::kNotFound) return {};
    // An end that came first is answered with an error too.
    const Result<Json> seen = AskJson(slurm_, {.path = PathOf(call)}, &call.cancel());
    if (seen && !IsUnderWay(StateOf((*seen)["jobs"][0]))) return {};
    return answer.error();
  }

  Result<Json> Output(JobCall& call) override {
    return work_.Output(FolderOf(call), wanted_["partition"].as_string(), call.handle()["id"]);
  }

  void Close(JobCall& call) override { FolderOf(call).Tidy(); }

 private:
  static bool IsUnderWay(const std::string& state) {
    return state == "PENDING" || state == "RUNNING" || state == "COMPLETING" ||
           state == "CONFIGURING" || state == "SUSPENDED" || state == "STAGE_OUT";
  }
  static Json HandleOf(const JobFolder& folder, const Json& id) {
    return Json::Object({{"folder", folder.path()}, {"id", id}});
  }
  static JobFolder FolderOf(const JobCall& call) {
    return JobFolder(call.handle()["folder"].as_string());
  }
  static std::string PathOf(const JobCall& call) {
    return "/job/" + std::to_string(call.handle()["id"].as_int());
  }

  const CustomWork work_;
  const RestService slurm_;
  const Json wanted_;  ///< What the linked service says of its jobs.
};

/// partition, account, and the limits as Slurm knows them.
Result<Json> WantedOf(const Json& settings, const BatchLimits& limits) {
  Json wanted = Json::Object();
  for (const char* name : {"partition", "account"}) {
    WEIR_ASSIGN(const std::string value, copy::ReadText(settings, name));
    if (!value.empty()) wanted.Set(name, value);
  }
  if (limits.memory_mb_max > 0) wanted.Set("memory_per_node", limits.memory_mb_max);
  // In minutes, and a little more: the script ends the command itself.
  if (limits.seconds_max > 0) wanted.Set("time_limit", limits.seconds_max / 60 + 2);
  return wanted;
}

}  // namespace

Result<std::unique_ptr<Job>> MakeSlurmJob(engine::ActivityContext& context, CustomWork work,
                                          const model::LinkedServiceInstance& service,
                                          std::shared_ptr<http::Client> client) {
  const Json& settings = service.type_properties();
  for (const char* name : {"endpoint", "userName", "workingFolder"}) {
    WEIR_ASSIGN(const std::string value, copy::ReadText(settings, name));
    if (value.empty()) return activity::MissingProperty(name);
  }
  WEIR_ASSIGN(const std::string endpoint, copy::ReadText(settings, "endpoint"));
  WEIR_ASSIGN(const std::string user, copy::ReadText(settings, "userName"));
  WEIR_ASSIGN(const std::string token, context.Secret(settings["token"]));
  if (token.empty()) return activity::MissingProperty("token");
  RestService slurm{std::move(client), WithoutSlash(endpoint) + "/slurm/v0.0.38"};
  slurm.headers = {{"X-SLURM-USER-NAME", user}, {"X-SLURM-USER-TOKEN", token}};
  WEIR_ASSIGN(Json wanted, WantedOf(settings, work.limits));
  return std::make_unique<SlurmJob>(std::move(work), std::move(slurm), std::move(wanted));
}

}  // namespace weir::compute::batch
