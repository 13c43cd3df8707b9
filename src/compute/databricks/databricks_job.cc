#include "compute/databricks/databricks_job.h"

#include "compute/rest.h"
#include "compute/service_of.h"
#include "compute/sign_in.h"
#include "copy/settings.h"

namespace weir::compute::databricks {
namespace {

/// Azure Databricks, as tokens name it. Source: Azure Databricks, service principal tokens.
constexpr const char* kResource = "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d";
constexpr const char* kApi = "/api/2.2/jobs";
constexpr int kPagesMax = 40;

class DatabricksJob final : public Job {
 public:
  DatabricksJob(RestService workspace, SignIn sign_in, Json task, std::string name)
      : workspace_(std::move(workspace)),
        sign_in_(std::move(sign_in)),
        task_(std::move(task)),
        service_(std::move(name)) {}

  bool CanFind() const override { return true; }

  /// Runs that are under way; one that is over comes back when it is sent again.
  Result<std::optional<Json>> Find(JobCall& call) override {
    std::string page;
    for (int pages = 0; pages < kPagesMax; ++pages) {
      const std::string path = "/runs/list?active_only=true&limit=25" +
                               (page.empty() ? "" : "&page_token=" + http::PercentEncode(page));
      WEIR_ASSIGN(const Json answer, Ask(call, {.path = path}));
      for (const Json& run : answer["runs"].items()) {
        if (run["run_name"].as_string() != call.name()) continue;
        return std::optional(Json::Object({{"runId", run["run_id"]}}));
      }
      page = answer["next_page_token"].as_string();
      if (page.empty()) break;
    }
    return std::optional<Json>();
  }

  Result<Json> Submit(JobCall& call) override {
    const bool known = !task_["job_id"].is_null();
    Json body = task_;
    if (!known) body.Set("run_name", call.name());
    body.Set("idempotency_token", call.name());
    WEIR_ASSIGN(
        const Json answer,
        Ask(call, {.method = "POST", .path = known ? "/run-now" : "/runs/submit", .body = body}));
    if (answer["run_id"].is_int()) return Json::Object({{"runId", answer["run_id"]}});
    return Fail(ErrorKind::kUnavailable, "ServiceFailed",
                "Databricks did not say which run it made");
  }

  Result<JobStatus> Poll(JobCall& call) override {
    WEIR_ASSIGN(run_, Ask(call, {.path = "/runs/get?run_id=" + IdOf(call)}));
    const Json& state = run_["state"];
    const std::string& phase = state["life_cycle_state"].as_string();
    Say(call, phase, state["state_message"].as_string());
    JobStatus status;
    status.progress.note = "Databricks run " + IdOf(call) + ": " + phase;
    if (phase != "TERMINATED" && phase != "SKIPPED" && phase != "INTERNAL_ERROR") return status;
    output_ = OutputOfRun(call);
    const std::string& result = state["result_state"].as_string();
    if (phase == "TERMINATED" && result == "SUCCESS") {
      status.state = JobState::kSucceeded;
    } else if (result == "CANCELED" || result == "CANCELLED") {
      status.state = JobState::kCancelled;
    } else {
      status.state = JobState::kFailed;
      status.error = WhyFailed(result.empty() ? phase : result);
    }
    return status;
  }

  Result<> Cancel(JobCall& call) override {
    const Json body = Json::Object({{"run_id", call.handle()["runId"]}});
    const Result<Json> answer = Ask(call, {.method = "POST", .path = "/runs/cancel", .body = body});
    if (!answer && answer.error().kind() != ErrorKind::kNotFound) return answer.error();
    return {};
  }

  Result<Json> Output(JobCall& call) override {
    Json output = Json::Object({{"runId", call.handle()["runId"]}});
    if (run_["run_page_url"].is_string()) output.Set("runPageUrl", run_["run_page_url"]);
    const Json& said = output_["notebook_output"]["result"];
    if (!said.is_string()) return output;
    const Result<Json> read = ParseJson(said.as_string(), {.strict = true});
    const bool whole = read && (read->is_object() || read->is_array());
    output.Set("runOutput", whole ? *read : said);
    return output;
  }

 private:
  static std::string IdOf(const JobCall& call) {
    return std::to_string(call.handle()["runId"].as_int());
  }

  Result<Json> Ask(const JobCall& call, const RestCall& ask) const {
    WEIR_ASSIGN(const RestService signed_in, sign_in_.Apply(workspace_, call.cancel()));
    Result<Json> answer = AskJson(signed_in, ask, &call.cancel());
    if (answer || answer.error().kind() != ErrorKind::kDenied) return answer;
    return Fail(ErrorKind::kDenied, "3200", answer.error().message()).At(service_);
  }

  /// What it said; a run without tasks (of an old API) is asked itself. It is told on for people,
  /// so what cannot be had is left out.
  Json OutputOfRun(JobCall& call) const {
    const Json& task = run_["tasks"][0]["run_id"];
    const std::string id = task.is_int() ? std::to_string(task.as_int()) : IdOf(call);
    const Result<Json> output = Ask(call, {.path = "/runs/get-output?run_id=" + id});
    if (!output) return Json();
    for (const char* part : {"logs", "error", "error_trace"}) {
      if (!(*output)[part].as_string().empty()) call.log().Append((*output)[part].as_string());
    }
    return *output;
  }

  void Say(JobCall& call, const std::string& phase, const std::string& message) {
    if (phase == said_) return;
    said_ = phase;
    call.log().Append("weir: run " + IdOf(call) + " is " + phase +
                      (message.empty() ? "" : ": " + message));
  }

  Error WhyFailed(const std::string& state) const {
    std::string why = output_["error"].as_string();
    if (why.empty()) why = run_["state"]["state_message"].as_string();
    const std::string& page = run_["run_page_url"].as_string();
    return Fail(ErrorKind::kInvalid, "3204",
                "Job execution failed. Databricks ended the run as '" + state + "'" +
                    (why.empty() ? "" : ": " + why) +
                    (page.empty() ? "" : ". For more details please check the run page url: ") +
                    page)
        .At(service_);
  }

  const RestService workspace_;
  const SignIn sign_in_;
  const Json task_;
  const std::string service_;
  Json run_;
  Json output_;
  std::string said_;
};

}  // namespace

Result<std::unique_ptr<Job>> OpenDatabricksJob(engine::ActivityContext& context,
                                               const ComputeTools& tools) {
  WEIR_ASSIGN(const model::LinkedServiceInstance service, ServiceOf(context, "AzureDatabricks"));
  const Json& settings = service.type_properties();
  WEIR_ASSIGN(std::string domain, copy::ReadText(settings, "domain"));
  if (domain.empty()) {
    return Fail(ErrorKind::kInvalid, "3201",
                "Databricks LinkedService should have domain and accessToken as required "
                "properties.");
  }
  RestService workspace{tools.outbound.client, WithoutSlash(std::move(domain)) + kApi};
  WEIR_ASSIGN(std::string token, context.Secret(settings["accessToken"]));
  SignIn sign_in = SignIn::WithToken(token);
  if (token.empty()) {
    const Json& resource = settings["workspaceResourceId"];
    if (!resource.is_null()) {
      workspace.headers.push_back(
          {"X-Databricks-Azure-Workspace-Resource-Id", resource.as_string()});
    }
    WEIR_ASSIGN(sign_in, SignIn::Read(context, settings, kResource, tools.outbound));
  }
  WEIR_ASSIGN(Json task, ReadTask(context.activity(), settings));
  return std::make_unique<DatabricksJob>(std::move(workspace), std::move(sign_in), std::move(task),
                                         service.name);
}

}  // namespace weir::compute::databricks
