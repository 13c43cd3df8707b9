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

/// The activities to pause before. Errors: kInvalid UnknownActivity.
Result<std::set<std::string>> PausesOf(const pipeline::PipelineDefinition& pipeline,
                                       const Json& breakpoints) {
  std::set<std::string> pauses;
  for (size_t i = 0; i < breakpoints.size(); ++i) {
    const Json& one = breakpoints.items()[i];
    if (!one.is_string() || !pipeline::HasActivityAt(pipeline, one.as_string())) {
      return Fail(ErrorKind::kInvalid, "UnknownActivity",
                  "expected an activity of the pipeline '" + pipeline.name +
                      "' by its containers and its name (\"ForEach1/Load\"), got " +
                      DumpJson(one).substr(0, 100))
          .At("breakpoints[" + std::to_string(i) + "]");
    }
    pauses.insert(pipeline::PauseKey(one.as_string()));
  }
  return pauses;
}

Json ToJson(const pipeline::PausedActivity& paused) {
  Json json = Json::Object(
      {{"work", paused.work}, {"activityName", paused.name}, {"activityType", paused.type}});
  if (!paused.path.empty()) json.AppendMember("path", paused.path);
  json.AppendMember("since", FormatUtc(paused.since));
  if (paused.error) {
    json.AppendMember("error", paused.error->ToJson(paused.name));
  } else {
    json.AppendMember("input", paused.input);
  }
  return json;
}

Result<store::RunRecord> RunOf(const Services& services, const Call& call) {
  const ResourcePath path = call.FactoryPath();
  WEIR_ASSIGN(const auto factory, services.factories->Model(path));  // It is there.
  const std::string& run_id = call.PathValue("runId");
  WEIR_ASSIGN(const auto run, services.store->FindRun(NameKey(run_id)));
  if (run && run->factory == path.FactoryKey()) return *run;
  return Fail(ErrorKind::kNotFound, "PipelineRunNotFound",
              "the factory has no pipeline run '" + run_id + "'");
}

}  // namespace

Result<http::ServerResponse> ShowDebug(const Services& services, const Call& call,
                                       model::ResourceKind /*kind*/) {
  WEIR_ASSIGN(const store::RunRecord run, RunOf(services, call));
  WEIR_ASSIGN(const std::optional<engine::PausedRun> state, services.engine->Paused(run.run_id));
  Json answer = Json::Object({{"runId", run.run_id},
                              {"pipelineName", run.pipeline},
                              {"status", run.status},
                              {"message", run.message}});
  Json paused = Json::Array();
  if (state) {
    for (const pipeline::PausedActivity& one : state->paused.activities) paused.Append(ToJson(one));
    answer.AppendMember("variables", state->variables);
  }
  answer.AppendMember("paused", std::move(paused));
  answer.AppendMember("more", state ? state->paused.more : size_t{0});
  return JsonResponse(answer);
}

Result<http::ServerResponse> ContinueDebug(const Services& services, const Call& call,
                                           model::ResourceKind /*kind*/) {
  WEIR_ASSIGN(const Json body, call.Body(true));
  WEIR_ASSIGN(const store::RunRecord run, RunOf(services, call));
  const Json& work = body["work"];
  if (!work.is_null() && (!work.is_int() || work.as_int() < 1)) {
    return Fail(ErrorKind::kInvalid, "InvalidRequest",
                "'work' must be a number that a paused activity has, got " +
                    DumpJson(work).substr(0, 100))
        .At("work");
  }
  WEIR_TRY(services.engine->Release(
      run.run_id, work.is_null() ? 0 : static_cast<pipeline::WorkId>(work.as_int()),
      body["step"].as_bool()));
  return http::ServerResponse{200, {}, {}};
}

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
  WEIR_ASSIGN(request.pauses, PausesOf(*pipeline, body["breakpoints"]));
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
