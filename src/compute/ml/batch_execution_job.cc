#include <array>

#include "activity/web_request.h"
#include "compute/ml/ml_job.h"
#include "compute/rest.h"
#include "compute/service_of.h"
#include "copy/settings.h"

namespace weir::compute::ml {
namespace {

constexpr const char* kVersion = "?api-version=2.0";
/// A state is told by its name or its number.
constexpr std::array<const char*, 5> kStates = {"NotStarted", "Running", "Failed", "Cancelled",
                                                "Finished"};

std::string StateOf(const Json& job) {
  const Json& state = job["StatusCode"];
  if (!state.is_int()) return state.as_string();
  const auto number = static_cast<size_t>(state.as_int());
  return number < kStates.size() ? kStates[number] : "";
}

/// Source: Machine Learning Studio (classic), batch execution: POST jobs, jobs/{id}/start, GET and
/// DELETE jobs/{id}.
class BatchExecutionJob final : public Job {
 public:
  BatchExecutionJob(RestService service, Json body, std::string name)
      : service_(std::move(service)), body_(std::move(body)), name_(std::move(name)) {}

  /// A job that is made and not started does nothing: the start belongs to the first look.
  Result<Json> Submit(JobCall& call) override {
    const RestCall ask{.method = "POST", .path = kVersion, .body = body_};
    WEIR_ASSIGN(const Json id, AskJson(service_, ask, &call.cancel()));
    if (id.is_string()) return Json::Object({{"jobId", id}});
    return Fail(ErrorKind::kInvalid, "AnswerNotRead",
                "the web service did not say which job it made")
        .At(name_);
  }

  Result<JobStatus> Poll(JobCall& call) override {
    WEIR_ASSIGN(job_, AskJson(service_, {.path = PathOf(call, "")}, &call.cancel()));
    const std::string state = StateOf(job_);
    JobStatus status;
    status.progress.note = "batch job " + call.handle()["jobId"].as_string() + ": " + state;
    if (state == "NotStarted" && !started_) {
      const RestCall start{.method = "POST", .path = PathOf(call, "/start")};
      const Result<http::Response> answer = Ask(service_, start, &call.cancel());
      // Before a restart of ours it may have been started already.
      started_ = answer || answer.error().kind() == ErrorKind::kConflict;
      if (!started_) return answer.error();
    } else if (state == "Finished") {
      status.state = JobState::kSucceeded;
    } else if (state == "Cancelled") {
      status.state = JobState::kCancelled;
    } else if (state == "Failed") {
      status.state = JobState::kFailed;
      status.error = Fail(ErrorKind::kInvalid, "BatchExecutionFailed",
                          "the batch job '" + call.handle()["jobId"].as_string() +
                              "' failed: " + job_["Details"].as_string())
                         .At(name_);
    }
    return status;
  }

  Result<> Cancel(JobCall& call) override {
    const RestCall ask{.method = "DELETE", .path = PathOf(call, "")};
    const Result<http::Response> answer = Ask(service_, ask, &call.cancel());
    if (!answer && answer.error().kind() != ErrorKind::kNotFound) return answer.error();
    return {};
  }

  /// Where the outputs lie, without the keys of their accounts.
  Result<Json> Output(JobCall& call) override {
    Json results = Json::Object();
    for (const Json::Member& one : job_["Results"].members()) {
      Json place = one.value;
      for (const char* secret : {"ConnectionString", "SasBlobToken", "FullURL"}) {
        place.Remove(secret);
      }
      results.Set(one.name, std::move(place));
    }
    return Json::Object({{"jobId", call.handle()["jobId"]}, {"results", results}});
  }

 private:
  static std::string PathOf(const JobCall& call, const std::string& what) {
    return "/" + http::PercentEncode(call.handle()["jobId"].as_string()) + what + kVersion;
  }

  const RestService service_;
  const Json body_;
  const std::string name_;
  Json job_;
  bool started_ = false;
};

/// {port: {ConnectionString, RelativeLocation}}.
Result<Json> ReadFiles(engine::ActivityContext& context, const Json& files) {
  Json ports = Json::Object();
  for (const Json::Member& port : files.members()) {
    const Json& reference = port.value["linkedServiceName"];
    if (!reference.is_object()) return activity::MissingProperty(port.name + ".linkedServiceName");
    WEIR_ASSIGN(const model::LinkedServiceInstance store, context.LinkedService(reference));
    WEIR_ASSIGN(const std::string account,
                context.Secret(store.type_properties()["connectionString"]));
    if (account.empty()) {
      return Fail(ErrorKind::kInvalid, "2106",
                  "The storage connection string is invalid. The web service needs one of linked "
                  "service '" +
                      store.name + "' to reach '" + port.name + "'");
    }
    WEIR_ASSIGN(const std::string path, copy::ReadText(port.value, "filePath"));
    if (path.empty()) return activity::MissingProperty(port.name + ".filePath");
    ports.Set(port.name, Json::Object({{"ConnectionString", account}, {"RelativeLocation", path}}));
  }
  return ports;
}

}  // namespace

Result<std::unique_ptr<Job>> OpenBatchExecutionJob(engine::ActivityContext& context,
                                                   const ComputeTools& tools) {
  WEIR_ASSIGN(const model::LinkedServiceInstance service, ServiceOf(context, "AzureML"));
  const Json& settings = service.type_properties();
  WEIR_ASSIGN(std::string endpoint, copy::ReadText(settings, "mlEndpoint"));
  if (endpoint.empty()) return activity::MissingProperty("mlEndpoint");
  WEIR_ASSIGN(const std::string key, context.Secret(settings["apiKey"]));
  if (key.empty()) return activity::MissingProperty("apiKey");
  RestService rest{tools.outbound.client, WithoutSlash(std::move(endpoint))};
  rest.headers = {{"Authorization", "Bearer " + key}};
  const Json& asked = context.type_properties();
  Json parameters = Json::Object();
  for (const Json::Member& one : asked["globalParameters"].members()) {
    parameters.Set(one.name, one.value);
  }
  WEIR_ASSIGN(Json inputs, ReadFiles(context, asked["webServiceInputs"]));
  WEIR_ASSIGN(Json outputs, ReadFiles(context, asked["webServiceOutputs"]));
  Json only;
  if (!asked["webServiceInput"].is_null()) {
    WEIR_ASSIGN(const Json read,
                ReadFiles(context, Json::Object({{"webServiceInput", asked["webServiceInput"]}})));
    only = read["webServiceInput"];
  }
  Json body = Json::Object({{"Inputs", std::move(inputs)},
                            {"Outputs", std::move(outputs)},
                            {"GlobalParameters", std::move(parameters)}});
  if (!only.is_null()) body.Set("Input", std::move(only));
  return std::make_unique<BatchExecutionJob>(std::move(rest), std::move(body), service.name);
}

}  // namespace weir::compute::ml
