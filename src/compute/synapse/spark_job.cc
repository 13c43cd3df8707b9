#include "compute/synapse/spark_job.h"

#include "activity/web_request.h"
#include "compute/line_window.h"
#include "compute/rest.h"
#include "compute/service_of.h"
#include "compute/sign_in.h"
#include "compute/synapse/pool_size.h"
#include "copy/settings.h"

namespace weir::compute::synapse {
namespace {

constexpr const char* kResource = "https://dev.azuresynapse.net";
constexpr const char* kDefinitions = "/sparkJobDefinitions/";
constexpr const char* kDefinitionsVersion = "?api-version=2020-12-01";
constexpr const char* kPools = "/livyApi/versions/2019-11-01-preview/sparkPools/";
constexpr int64_t kPage = 20;
constexpr int64_t kBatchesMax = 1000;

struct SparkJobWork {
  RestService workspace;
  SignIn sign_in;
  std::string service;
  std::string definition;
  std::string pool;  ///< Empty: the definition's.
  Json overrides;    ///< Members of the batch.
};

class SparkJob final : public Job {
 public:
  explicit SparkJob(SparkJobWork work) : work_(std::move(work)) {}

  bool CanFind() const override { return true; }

  Result<std::optional<Json>> Find(JobCall& call) override {
    WEIR_ASSIGN(const Json definition, Definition(call));
    const std::string pool = PoolOf(definition);
    for (int64_t from = 0; from < kBatchesMax; from += kPage) {
      const RestCall ask{.path = kPools + pool + "/batches?from=" + std::to_string(from) +
                                 "&size=" + std::to_string(kPage)};
      WEIR_ASSIGN(const Json answer, Ask(call, ask));
      for (const Json& batch : answer["sessions"].items()) {
        if (batch["name"].as_string() != call.name()) continue;
        return std::optional(HandleOf(pool, batch));
      }
      if (static_cast<int64_t>(answer["sessions"].size()) < kPage) break;
    }
    return std::optional<Json>();
  }

  Result<Json> Submit(JobCall& call) override {
    WEIR_ASSIGN(const Json definition, Definition(call));
    const std::string pool = PoolOf(definition);
    if (pool.empty()) return activity::MissingProperty("targetBigDataPool");
    Json batch = definition["properties"]["jobProperties"];
    if (!batch.is_object()) batch = Json::Object();
    for (const Json::Member& one : work_.overrides.members()) batch.Set(one.name, one.value);
    batch.Set("name", call.name());
    const RestCall ask{
        .method = "POST", .path = kPools + pool + "/batches?detailed=true", .body = batch};
    WEIR_ASSIGN(const Json answer, Ask(call, ask));
    if (answer["id"].is_int()) return HandleOf(pool, answer);
    return Fail(ErrorKind::kUnavailable, "ServiceFailed", "Synapse did not say which batch it made")
        .At(work_.service);
  }

  Result<JobStatus> Poll(JobCall& call) override {
    WEIR_ASSIGN(batch_, Ask(call, {.path = PathOf(call) + "?detailed=true"}));
    std::vector<std::string> window;
    for (const Json& line : batch_["log"].items()) window.push_back(line.as_string());
    for (const std::string& line : window_.New(std::move(window))) call.log().Append(line);
    const std::string& result = batch_["result"].as_string();
    const std::string& state = batch_["state"].as_string();
    JobStatus status;
    status.progress.note = "Synapse batch " + std::to_string(batch_["id"].as_int()) + ": " + state;
    if (result == "Succeeded") {
      status.state = JobState::kSucceeded;
    } else if (result == "Cancelled" || state == "killed") {
      status.state = JobState::kCancelled;
    } else if (result == "Failed" || state == "dead" || state == "error") {
      status.state = JobState::kFailed;
      const std::string& why = batch_["errorInfo"][0]["message"].as_string();
      status.error = Fail(ErrorKind::kInvalid, "SparkJobFailed",
                          "Synapse batch " + std::to_string(batch_["id"].as_int()) +
                              " ended in state '" + state + "'" + (why.empty() ? "" : ": " + why))
                         .At(work_.service);
    }
    return status;
  }

  Result<> Cancel(JobCall& call) override {
    const Result<Json> answer = Ask(call, {.method = "DELETE", .path = PathOf(call)});
    if (!answer && answer.error().kind() != ErrorKind::kNotFound) return answer.error();
    return {};
  }

  Result<Json> Output(JobCall& call) override {
    Json output =
        Json::Object({{"jobId", call.handle()["id"]}, {"sparkPool", call.handle()["pool"]}});
    if (batch_["appId"].is_string()) output.Set("applicationId", batch_["appId"]);
    return output;
  }

 private:
  static Json HandleOf(const std::string& pool, const Json& batch) {
    return Json::Object({{"pool", pool}, {"id", batch["id"]}});
  }
  static std::string PathOf(const JobCall& call) {
    return kPools + call.handle()["pool"].as_string() + "/batches/" +
           std::to_string(call.handle()["id"].as_int());
  }

  std::string PoolOf(const Json& definition) const {
    const Json& named = definition["properties"]["targetBigDataPool"]["referenceName"];
    return http::PercentEncode(work_.pool.empty() ? named.as_string() : work_.pool);
  }

  Result<Json> Definition(const JobCall& call) const {
    return Ask(
        call, {.path = kDefinitions + http::PercentEncode(work_.definition) + kDefinitionsVersion});
  }

  Result<Json> Ask(const JobCall& call, const RestCall& ask) const {
    WEIR_ASSIGN(const RestService signed_in, work_.sign_in.Apply(work_.workspace, call.cancel()));
    return AskJson(signed_in, ask, &call.cancel());
  }

  const SparkJobWork work_;
  Json batch_;
  LineWindow window_;
};

Result<> ReadOverrides(const Json& settings, Json* batch) {
  for (const char* name : {"file", "className"}) {
    WEIR_ASSIGN(const std::string value, copy::ReadText(settings, name));
    if (!value.empty()) batch->Set(name, value);
  }
  const std::pair<const char*, const char*> lists[] = {{"args", "args"},
                                                       {"files", "files"},
                                                       {"filesV2", "files"},
                                                       {"pythonCodeReference", "pyFiles"}};
  for (const auto& [ours, theirs] : lists) {
    if (!settings[ours].empty()) batch->Set(theirs, settings[ours]);
  }
  WEIR_ASSIGN(const Json sizes, ReadSizes(settings, "SparkJob"));
  for (const Json::Member& one : sizes.members()) batch->Set(one.name, one.value);
  return copy::RefuseSetting(settings, "SparkJob", "scanFolder");
}

}  // namespace

Result<std::unique_ptr<Job>> OpenSparkJob(engine::ActivityContext& context,
                                          const ComputeTools& tools) {
  WEIR_ASSIGN(const model::LinkedServiceInstance service,
              ServiceOf(context, "AzureSynapseArtifacts"));
  WEIR_ASSIGN(std::string endpoint, copy::ReadText(service.type_properties(), "endpoint"));
  if (endpoint.empty()) return activity::MissingProperty("endpoint");
  const Json& settings = context.type_properties();
  WEIR_ASSIGN(SignIn sign_in,
              SignIn::Read(context, service.type_properties(), kResource, tools.outbound));
  SparkJobWork work{{tools.outbound.client, WithoutSlash(std::move(endpoint))},
                    std::move(sign_in),
                    service.name,
                    {},
                    {},
                    Json::Object()};
  WEIR_ASSIGN(work.definition, copy::ReadText(settings["sparkJob"], "referenceName"));
  if (work.definition.empty()) return activity::MissingProperty("sparkJob.referenceName");
  WEIR_ASSIGN(work.pool, copy::ReadText(settings["targetBigDataPool"], "referenceName"));
  WEIR_TRY(ReadOverrides(settings, &work.overrides));
  return std::make_unique<SparkJob>(std::move(work));
}

}  // namespace weir::compute::synapse
