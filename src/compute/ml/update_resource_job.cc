#include "activity/web_request.h"
#include "base/names.h"
#include "compute/ml/ml_job.h"
#include "compute/rest.h"
#include "compute/service_of.h"
#include "compute/sign_in.h"
#include "connectors/file_store.h"
#include "copy/location.h"
#include "copy/settings.h"

namespace weir::compute::ml {
namespace {

constexpr const char* kManagement = "https://management.azure.com";
constexpr const char* kManaged = "/providers/microsoft.machinelearning/webservices/";
/// How long the service may take until it reads the model.
constexpr std::chrono::hours kReadWithin{24};

struct UpdateWork {
  RestService service;            ///< Its URL is the updateResourceEndpoint.
  std::optional<SignIn> sign_in;  ///< Given for a web service that Azure's management knows.
  std::string name;               ///< Of the linked service.
  std::string model;              ///< "… [trained model]"
  std::shared_ptr<connectors::FileStore> store;
  std::string path;
};

/// A new trained model for a web service. A second update is as good as one, so a lost answer is
/// asked for by sending it again.
/// Source: retraining of classic web services ("Resources"), and of those of Azure Resource Manager
/// (assets of the definition; learn.microsoft.com/rest/api/machinelearning/web-services/patch).
class UpdateResourceJob final : public Job {
 public:
  explicit UpdateResourceJob(UpdateWork work) : work_(std::move(work)) {}

  bool CanFind() const override { return true; }

  Result<Json> Submit(JobCall& call) override {
    WEIR_TRY(work_.store->Stat(work_.path));
    WEIR_ASSIGN(const std::string url,
                work_.store->ShareFile(work_.path, call.clock().Now() + kReadWithin));
    Json body;
    if (work_.sign_in) {
      WEIR_ASSIGN(body, AssetFor(call, url));
    } else {
      body = ResourceFor(url);
    }
    WEIR_TRY(Request(call, {.method = "PATCH", .body = std::move(body)}));
    return Json::Object({{"trainedModelName", work_.model},
                         {"trainedModelLocation", url.substr(0, url.find('?'))}});
  }

  Result<JobStatus> Poll(JobCall& call) override {
    JobStatus status;
    status.state = JobState::kSucceeded;
    if (!work_.sign_in) return status;
    WEIR_ASSIGN(const Json service, Request(call, {}));
    const std::string& state = service["properties"]["provisioningState"].as_string();
    status.progress.note = "web service: " + state;
    if (SameName(state, "Failed")) {
      status.state = JobState::kFailed;
      status.error = Fail(ErrorKind::kInvalid, "UpdateResourceFailed",
                          "the web service did not take the trained model '" + work_.model + "'")
                         .At(work_.name);
    } else if (!SameName(state, "Succeeded")) {
      status.state = JobState::kRunning;
    }
    return status;
  }

  /// What was sent cannot be called back, and does no harm.
  Result<> Cancel(JobCall& call) override {
    static_cast<void>(call);
    return {};
  }

  Result<Json> Output(JobCall& call) override { return call.handle(); }

 private:
  Result<Json> Request(const JobCall& call, const RestCall& ask) const {
    RestService service = work_.service;
    if (work_.sign_in) {
      WEIR_ASSIGN(service, work_.sign_in->Apply(std::move(service), call.cancel()));
    }
    return AskJson(service, ask, &call.cancel());
  }

  Json ResourceFor(const std::string& url) const {
    const size_t query = url.find('?');
    const size_t relative = query - http::PercentEncode(work_.path, "/").size();
    const Json location =
        Json::Object({{"BaseLocation", url.substr(0, relative)},
                      {"RelativeLocation", url.substr(relative, query - relative)},
                      {"SasBlobToken", url.substr(query)}});
    return Json::Object(
        {{"Resources",
          Json::Array({Json::Object({{"Name", work_.model}, {"Location", location}})})}});
  }

  /// The definition says under which id it keeps the model.
  Result<Json> AssetFor(const JobCall& call, const std::string& url) const {
    WEIR_ASSIGN(const Json service, Request(call, {}));
    for (const Json::Member& one : service["properties"]["assets"].members()) {
      if (one.value["name"].as_string() != work_.model) continue;
      Json asset = one.value;
      asset.Set("locationInfo", Json::Object({{"uri", url}}));
      const Json assets = Json::Object({{one.name, asset}});
      return Json::Object(
          {{"location", service["location"]},
           {"properties", Json::Object({{"packageType", "Graph"}, {"assets", assets}})}});
    }
    return Fail(ErrorKind::kNotFound, "TrainedModelNotFound",
                "the web service has no trained model '" + work_.model + "'")
        .At(work_.name);
  }

  const UpdateWork work_;
};

Result<> ReadService(engine::ActivityContext& context, const ComputeTools& tools,
                     const model::LinkedServiceInstance& service, UpdateWork* work) {
  const Json& settings = service.type_properties();
  work->name = service.name;
  WEIR_ASSIGN(std::string endpoint, copy::ReadText(settings, "updateResourceEndpoint"));
  if (endpoint.empty()) return activity::MissingProperty("updateResourceEndpoint");
  if (NameKey(endpoint).find(kManaged) != std::string::npos) {
    WEIR_ASSIGN(work->sign_in, SignIn::Read(context, settings, kManagement, tools.outbound));
  }
  work->service = {tools.outbound.client, WithoutSlash(std::move(endpoint))};
  if (work->sign_in) return {};
  WEIR_ASSIGN(const std::string key, context.Secret(settings["apiKey"]));
  if (key.empty()) return activity::MissingProperty("apiKey");
  work->service.headers = {{"Authorization", "Bearer " + key}};
  return {};
}

}  // namespace

Result<std::unique_ptr<Job>> OpenUpdateResourceJob(engine::ActivityContext& context,
                                                   const ComputeTools& tools) {
  WEIR_ASSIGN(const model::LinkedServiceInstance service, ServiceOf(context, "AzureML"));
  UpdateWork work;
  WEIR_TRY(ReadService(context, tools, service, &work));
  const Json& settings = context.type_properties();
  WEIR_ASSIGN(work.model, copy::ReadText(settings, "trainedModelName"));
  if (work.model.empty()) return activity::MissingProperty("trainedModelName");
  WEIR_ASSIGN(const std::string path, copy::ReadText(settings, "trainedModelFilePath"));
  if (path.empty()) return activity::MissingProperty("trainedModelFilePath");
  work.path = copy::JoinPath(path, "");
  const Json& stored = settings["trainedModelLinkedServiceName"];
  if (!stored.is_object()) return activity::MissingProperty("trainedModelLinkedServiceName");
  WEIR_ASSIGN(const model::LinkedServiceInstance store, context.LinkedService(stored));
  WEIR_ASSIGN(work.store, copy::OpenFiles(tools.services, store));
  return std::make_unique<UpdateResourceJob>(std::move(work));
}

}  // namespace weir::compute::ml
