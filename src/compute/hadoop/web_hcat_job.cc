#include "compute/hadoop/web_hcat_job.h"

#include <map>

#include "compute/hadoop/web_hcat_form.h"

namespace weir::compute::hadoop {
namespace {

/// The last of a list that WebHCat gives.
const Json& UserArguments(const Json& job) {
  return job["detail"]["userargs"].is_object() ? job["detail"]["userargs"] : job["userargs"];
}

class WebHCatJob final : public Job {
 public:
  WebHCatJob(HadoopWork work, std::shared_ptr<http::Client> client)
      : work_(std::move(work)), service_{std::move(client), work_.cluster.web_hcat} {
    service_.credentials = work_.cluster.credentials();
  }

  bool CanFind() const override { return true; }

  Result<std::optional<Json>> Find(JobCall& call) override {
    const RestCall ask{.path = "/jobs" + User() + "&fields=*"};
    WEIR_ASSIGN(const Json jobs, AskJson(service_, ask, &call.cancel()));
    for (const Json& job : jobs.items()) {
      const bool ours = UserArguments(job)["statusdir"].as_string() == StatusFolder(call);
      if (ours && job["id"].is_string()) {
        return std::optional(Json::Object({{"id", job["id"]}}));
      }
    }
    return std::optional<Json>();
  }

  Result<Json> Submit(JobCall& call) override {
    HadoopWork::Pairs form = WebHCatForm(work_);
    std::map<std::string, std::string> lists;
    for (const HadoopFile& file : work_.from_store) {
      WEIR_ASSIGN(const std::string address, work_.files->Place(call, file.path, file.name));
      std::string& list = lists[WebHCatParameter(file.role)];
      list += (list.empty() ? "" : ",") + address;
    }
    for (const auto& [name, list] : lists) form.emplace_back(name, list);
    form.emplace_back("statusdir", StatusFolder(call));
    form.emplace_back("enablelog", "false");
    std::string text = "user.name=" + http::PercentEncode(work_.cluster.user);
    for (const auto& [name, value] : form) {
      text += "&" + http::PercentEncode(name) + "=" + http::PercentEncode(value);
    }
    const RestCall ask{.method = "POST",
                       .path = WebHCatPath(work_.kind) + User(),
                       .text = text,
                       .content_type = "application/x-www-form-urlencoded"};
    const Result<Json> answer = AskJson(service_, ask, &call.cancel());
    if (answer && (*answer)["id"].is_string()) {
      return Json::Object({{"id", (*answer)["id"]}});
    }
    if (!answer && (answer.error().kind() == ErrorKind::kUnavailable ||
                    answer.error().kind() == ErrorKind::kCancelled)) {
      return answer.error();
    }
    return Fail(answer ? ErrorKind::kInvalid : answer.error().kind(), "2300",
                "Failed to submit the job '" + call.name() + "' to the cluster '" +
                    work_.cluster.uri +
                    "'. Error: " + (answer ? DumpJson(*answer) : answer.error().message()) + ".");
  }

  Result<JobStatus> Poll(JobCall& call) override {
    const RestCall ask{.path = PathOf(call) + User()};
    const Result<Json> job = AskJson(service_, ask, &call.cancel());
    if (!job && job.error().kind() == ErrorKind::kNotFound) {
      return Fail(ErrorKind::kInvalid, "2301",
                  "the cluster '" + work_.cluster.uri +
                      "' does not know the job any more: " + job.error().message());
    }
    if (!job) return job.error();
    return StatusOf(call, *job);
  }

  Result<> Cancel(JobCall& call) override {
    const RestCall ask{.method = "DELETE", .path = PathOf(call) + User()};
    const Result<http::Response> answer = Ask(service_, ask, &call.cancel());
    if (!answer && answer.error().kind() != ErrorKind::kNotFound) return answer.error();
    return {};
  }

  Result<Json> Output(JobCall& call) override {
    return Json::Object({{"logLocation", StatusFolder(call)},
                         {"clusterInUse", work_.cluster.uri},
                         {"jobId", call.handle()["id"]},
                         {"executionProgress", "Succeeded"}});
  }

  void Close(JobCall& call) override {
    if (work_.files) work_.files->Clear(call);
  }

 private:
  std::string User() const { return "?user.name=" + http::PercentEncode(work_.cluster.user); }
  static std::string StatusFolder(const JobCall& call) { return "/adfjobs/" + call.name(); }
  static std::string PathOf(const JobCall& call) {
    return "/jobs/" + http::PercentEncode(call.handle()["id"].as_string());
  }

  JobStatus StatusOf(const JobCall& call, const Json& job) const {
    const std::string& state = job["status"]["state"].as_string();
    const Json& exit = job["exitValue"];
    // The launcher's state comes before the exit value of what it launched.
    const bool done = job["completed"].as_string() == "done" ||
                      (job["status"]["jobComplete"].as_bool() && state != "SUCCEEDED");
    JobStatus status;
    status.progress.note = call.handle()["id"].as_string() + ": " + state;
    const Json& percent = job["percentComplete"];
    if (percent.is_string()) status.progress.note += ", " + percent.as_string();
    if (!done) return status;
    if (state == "KILLED") {
      status.state = JobState::kCancelled;
    } else if (state == "SUCCEEDED" && exit.is_int() && exit.as_int() == 0) {
      status.state = JobState::kSucceeded;
    } else {
      status.state = JobState::kFailed;
      status.error =
          Fail(ErrorKind::kInvalid, "2302",
               "Hadoop job failed with exit code '" +
                   (exit.is_int() ? std::to_string(exit.as_int()) : std::string("unknown")) +
                   "'. See '" + StatusFolder(call) + "/stderr' for more details.")
              .At(work_.cluster.uri);
    }
    return status;
  }

  const HadoopWork work_;
  RestService service_;
};

}  // namespace

std::unique_ptr<Job> MakeWebHCatJob(HadoopWork work, std::shared_ptr<http::Client> client) {
  return std::make_unique<WebHCatJob>(std::move(work), std::move(client));
}

}  // namespace weir::compute::hadoop
