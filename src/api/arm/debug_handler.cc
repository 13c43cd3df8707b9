// Tries a pipeline that may not be saved yet. Not part of Data Factory's contract.
#include "api/arm/draft.h"
#include "api/arm/handlers.h"
#include "api/error_body.h"
#include "base/ids.h"
#include "base/names.h"
#include "dryrun/report_json.h"
#include "model/load.h"
#include "model/references.h"

namespace weir::api::arm {
namespace {

constexpr size_t kEventsMax = 50'000;
constexpr size_t kActivitiesMax = 2'000;
constexpr const char* kStars = "***";

/// Nothing of what who may read the pipeline would not see: no secure text, default values among
/// them.
Json WithoutSecrets(const Json& document) {
  Json shown = MaskSecureStrings(document);
  const Json& properties = shown["properties"];
  if (!properties["parameters"].is_object()) return shown;
  Json parameters = properties["parameters"];
  for (const Json::Member& one : properties["parameters"].members()) {
    if (!SameName(one.value["type"].as_string(), "SecureString")) continue;
    Json masked = one.value;
    if (masked.Find("defaultValue") != nullptr) masked.Set("defaultValue", kStars);
    parameters.Set(one.name, std::move(masked));
  }
  Json changed = properties;
  changed.Set("parameters", std::move(parameters));
  shown.Set("properties", std::move(changed));
  return shown;
}

std::shared_ptr<const model::Factory> Shown(const model::Factory& factory,
                                            const std::string& pipeline) {
  const model::Factory reached = model::Closure(factory, pipeline);
  auto shown = std::make_shared<model::Factory>(factory.name());
  for (const model::Resource& one : reached.resources()) {
    shown->Put(model::MakeResource(one.kind, one.name, one.file, WithoutSecrets(one.document)));
  }
  return shown;
}

}  // namespace

Result<http::ServerResponse> DryRunPipeline(const Services& services, const Call& call,
                                            model::ResourceKind kind) {
  const ResourcePath path = call.PathOf(kind);
  WEIR_ASSIGN(const Json body, call.Body(true));
  WEIR_ASSIGN(const auto factory, FactoryWith(services, path, body["text"]));
  dryrun::DryRunRequest request;
  request.factory = Shown(*factory, path.name);
  request.pipeline = path.name;
  request.arguments = body["parameters"].is_object() ? body["parameters"] : Json::Object();
  request.start = services.clock->Now();
  request.events_max = kEventsMax;
  WEIR_ASSIGN(request.fakes, dryrun::Fakes::Parse(body["fakes"]));
  WEIR_ASSIGN(const dryrun::DryReport report, dryrun::DryRun(request));
  Json answer = dryrun::ToJson(report, kActivitiesMax);
  const size_t ran = report.activities.size();
  answer.Set("more", ran > kActivitiesMax ? ran - kActivitiesMax : size_t{0});
  return JsonResponse(answer);
}

Result<http::ServerResponse> DebugPipeline(const Services& services, const Call& call,
                                           model::ResourceKind kind) {
  const ResourcePath path = call.PathOf(kind);
  WEIR_ASSIGN(const Json body, call.Body());
  WEIR_ASSIGN(auto factory, FactoryWith(services, path, body["text"]));
  auto definitions =
      std::make_shared<engine::Definitions>(std::move(factory), model::LocalSettings{});
  definitions->SetOwner(path.FactoryKey());
  engine::RunRequest request;
  WEIR_ASSIGN(const auto pipeline, definitions->Pipeline(path.name));
  request.pipeline = pipeline->name;
  request.definitions = std::move(definitions);
  request.arguments = body["parameters"].is_object() ? body["parameters"] : Json::Object();
  request.factory = path.FactoryKey();
  request.trigger_id = NewGuid();
  request.trigger_name = "Debug";
  request.run_id = NewGuid();
  const std::string run_id = request.run_id;
  WEIR_TRY(services.engine->Run(std::move(request)));
  return JsonResponse(Json::Object({{"runId", run_id}}));
}

}  // namespace weir::api::arm
