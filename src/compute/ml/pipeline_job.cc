#include "activity/web_request.h"
#include "base/names.h"
#include "compute/ml/ml_job.h"
#include "compute/rest.h"
#include "compute/service_of.h"
#include "compute/sign_in.h"
#include "copy/settings.h"

namespace weir::compute::ml {
namespace {

constexpr const char* kManagement = "https://management.azure.com";

struct PipelineWork {
  RestService service;  ///< Where the workspace's services answer; url empty: Azure is asked.
  RestService management;
  SignIn sign_in;
  std::string name;       ///< Of the linked service.
  std::string workspace;  ///< "/subscriptions/…/workspaces/…"
  std::string submit;     ///< "PipelineSubmit/<id>"
  Json body;
};

/// Source: published pipelines' REST endpoints and their run history, as clients use them.
class PipelineJob final : public Job {
 public:
  explicit PipelineJob(PipelineWork work) : work_(std::move(work)) {}

  Result<Json> Submit(JobCall& call) override {
    WEIR_ASSIGN(const std::string url, Locate(call));
    WEIR_ASSIGN(const Json answer, Request(call, url, "submit",
                                           {.method = "POST",
                                            .path = "/pipelines/v1.0" + work_.workspace +
                                                    "/PipelineRuns/" + work_.submit,
                                            .body = work_.body}));
    if (answer["Id"].is_string()) return Json::Object({{"runId", answer["Id"]}, {"url", url}});
    return Fail(ErrorKind::kInvalid, "4121", "Azure Machine Learning did not say which run it made")
        .At(work_.name);
  }

  Result<JobStatus> Poll(JobCall& call) override {
    const RestCall ask{.path =
                           "/history/v1.0" + work_.workspace + "/runs/" + IdOf(call) + "/details"};
    WEIR_ASSIGN(const Json run, Request(call, UrlOf(call), "status", ask));
    const std::string& state = run["status"].as_string();
    if (state != said_) call.log().Append("weir: run " + IdOf(call) + " is " + state);
    said_ = state;
    JobStatus status;
    status.progress.note = "Azure Machine Learning run " + IdOf(call) + ": " + state;
    if (SameName(state, "Completed") || SameName(state, "Finished")) {
      status.state = JobState::kSucceeded;
    } else if (SameName(state, "Canceled")) {
      status.state = JobState::kCancelled;
    } else if (SameName(state, "Failed") || SameName(state, "NotResponding")) {
      status.state = JobState::kFailed;
      const std::string& why = run["error"]["error"]["message"].as_string();
      status.error = Fail(ErrorKind::kInvalid, "4126",
                          "Azure Machine Learning run '" + IdOf(call) + "' ended as '" + state +
                              "'" + (why.empty() ? "" : ": " + why))
                         .At(work_.name);
    }
    return status;
  }

  Result<> Cancel(JobCall& call) override {
    const RestCall ask{
        .method = "POST",
        .path = "/pipelines/v1.0" + work_.workspace + "/PipelineRuns/" + IdOf(call) + "/Cancel"};
    const Result<Json> answer = Request(call, UrlOf(call), "cancel", ask);
    if (!answer && answer.error().kind() != ErrorKind::kNotFound) return answer.error();
    return {};
  }

  Result<Json> Output(JobCall& call) override {
    const Json& id = call.handle()["runId"];
    return Json::Object({{"runId", id},
                         {"experimentRunUrl", "https://ml.azure.com/runs/" + id.as_string() +
                                                  "?wsid=" + work_.workspace}});
  }

 private:
  static const std::string& IdOf(const JobCall& call) { return call.handle()["runId"].as_string(); }
  static const std::string& UrlOf(const JobCall& call) { return call.handle()["url"].as_string(); }

  Result<std::string> Locate(const JobCall& call) const {
    if (!work_.service.url.empty()) return work_.service.url;
    WEIR_ASSIGN(const RestService azure, work_.sign_in.Apply(work_.management, call.cancel()));
    const RestCall ask{.path = work_.workspace + "?api-version=2023-04-01"};
    WEIR_ASSIGN(const Json answer, AskJson(azure, ask, &call.cancel()));
    const std::string& region = answer["location"].as_string();
    if (!region.empty()) return "https://" + region + ".api.azureml.ms";
    return Fail(ErrorKind::kInvalid, "4121", "Azure did not say in which region the workspace is")
        .At(work_.name);
  }

  Result<Json> Request(const JobCall& call, const std::string& url, const std::string& operation,
                       const RestCall& ask) const {
    RestService service = work_.service;
    service.url = url;
    WEIR_ASSIGN(service, work_.sign_in.Apply(std::move(service), call.cancel()));
    Result<Json> answer = AskJson(service, ask, &call.cancel());
    const bool ours = answer || answer.error().kind() == ErrorKind::kUnavailable ||
                      answer.error().kind() == ErrorKind::kCancelled ||
                      answer.error().kind() == ErrorKind::kNotFound;
    if (ours) return answer;
    return Fail(answer.error().kind(), "4121",
                "Request sent to Azure Machine Learning for operation '" + operation +
                    "' failed. Error message from Azure Machine Learning: '" +
                    answer.error().message() + "'.")
        .At(work_.name);
  }

  const PipelineWork work_;
  std::string said_;
};

/// An object, or the text of one.
Result<> AddObject(const Json& settings, const char* ours, const char* theirs, Json* body) {
  if (settings[ours].is_null()) return {};
  const Result<Json> object = activity::BodyObject(settings[ours]);
  if (!object) {
    return Fail(ErrorKind::kInvalid, "4101",
                "AzureMLExecutePipeline activity has invalid value for property '" +
                    std::string(ours) + "'.");
  }
  body->Set(theirs, *object);
  return {};
}

Result<> ReadPipeline(const Json& settings, PipelineWork* work) {
  WEIR_TRY(copy::RefuseSetting(settings, "AzureMLExecutePipeline", "version"));
  WEIR_ASSIGN(const std::string pipeline, copy::ReadText(settings, "mlPipelineId"));
  WEIR_ASSIGN(const std::string endpoint, copy::ReadText(settings, "mlPipelineEndpointId"));
  if (pipeline.empty() && endpoint.empty()) return activity::MissingProperty("mlPipelineId");
  work->submit = pipeline.empty() ? "PipelineEndpointSubmit/Id/" + http::PercentEncode(endpoint)
                                  : "PipelineSubmit/" + http::PercentEncode(pipeline);
  work->body = Json::Object({{"RunSource", "Unavailable"}, {"RunType", "HTTP"}});
  const std::pair<const char*, const char*> texts[] = {{"experimentName", "ExperimentName"},
                                                       {"mlParentRunId", "ParentRunId"}};
  for (const auto& [ours, theirs] : texts) {
    WEIR_ASSIGN(const std::string value, copy::ReadText(settings, ours));
    if (!value.empty()) work->body.Set(theirs, value);
  }
  WEIR_TRY(AddObject(settings, "mlPipelineParameters", "ParameterAssignments", &work->body));
  WEIR_TRY(AddObject(settings, "dataPathAssignments", "DataPathAssignments", &work->body));
  WEIR_ASSIGN(const bool goes_on, copy::ReadFlag(settings, "continueOnStepFailure", false));
  if (goes_on) work->body.Set("ContinueRunOnStepFailure", true);
  return {};
}

}  // namespace

Result<std::unique_ptr<Job>> OpenPipelineJob(engine::ActivityContext& context,
                                             const ComputeTools& tools) {
  WEIR_ASSIGN(const model::LinkedServiceInstance service, ServiceOf(context, "AzureMLService"));
  const Json& settings = service.type_properties();
  WEIR_ASSIGN(SignIn sign_in, SignIn::Read(context, settings, kManagement, tools.outbound));
  PipelineWork work{{tools.outbound.client, {}},
                    {tools.outbound.client, kManagement},
                    std::move(sign_in),
                    service.name,
                    {},
                    {},
                    {}};
  const std::pair<const char*, const char*> parts[] = {
      {"subscriptionId", "/subscriptions/"},
      {"resourceGroupName", "/resourceGroups/"},
      {"mlWorkspaceName", "/providers/Microsoft.MachineLearningServices/workspaces/"}};
  for (const auto& [property, before] : parts) {
    WEIR_ASSIGN(const std::string value, copy::ReadText(settings, property));
    if (value.empty()) return activity::MissingProperty(property);
    work.workspace += before + http::PercentEncode(value);
  }
  WEIR_ASSIGN(std::string endpoint, copy::ReadText(settings, "apiEndpoint"));
  work.service.url = WithoutSlash(std::move(endpoint));
  WEIR_TRY(ReadPipeline(context.type_properties(), &work));
  return std::make_unique<PipelineJob>(std::move(work));
}

}  // namespace weir::compute::ml
