#include <functional>
#include <set>

#include "api/arm/handlers.h"
#include "api/arm/page_response.h"
#include "api/arm/run_filters.h"
#include "api/error_body.h"
#include "base/ids.h"
#include "base/names.h"
#include "engine/rerun.h"
#include "engine/run_json.h"

namespace weir::api::arm {
namespace {

using http::ServerResponse;
using model::ResourceKind;

/// Reruns are asked for by these; the last is ours: the body's parameters in place of the old ones.
constexpr const char* kRerunQuery[] = {"referencePipelineRunId", "isRecovery", "startActivityName",
                                       "startFromFailure", "useBodyParameters"};

Result<store::RunRecord> FindRun(const Services& services, const Call& call) {
  const std::string& run_id = call.PathValue("runId");
  const ResourcePath factory = call.FactoryPath();
  WEIR_ASSIGN(const auto known, services.factories->Find(factory));
  (void)known;  // A factory that is not there is told first.
  WEIR_ASSIGN(std::optional<store::RunRecord> run, services.store->FindRun(NameKey(run_id)));
  if (run && run->factory == factory.FactoryKey()) return *std::move(run);
  return Fail(ErrorKind::kNotFound, "PipelineRunNotFound",
              "the factory has no pipeline run '" + run_id + "'");
}

/// The id of a run that a client asks for: the same for the same request sent again.
std::string RunIdOf(const Call& call) {
  const std::string_view request_id = call.request().header("x-ms-client-request-id");
  if (request_id.empty()) return NewGuid();
  std::string text = call.FactoryPath().FactoryKey() + "\n" +
                     NameKey(call.PathValue("pipelineName")) + "\n" + std::string(request_id) +
                     "\n" + call.request().body;
  for (const char* name : kRerunQuery) {
    const std::string& value = call.QueryValue(name);
    if (!value.empty()) text += std::string("\n") + name + "=" + value;
  }
  return DerivedGuid(text, text.size());
}

bool IsTrue(const Call& call, const char* name) {
  return SameName(call.QueryValue(name), "true");
}

/// What the query asks to run again; an empty run id if it asks for none.
/// Errors: kInvalid BadRequest.
Result<engine::RerunWish> ReadRerunWish(const Call& call) {
  engine::RerunWish wish;
  wish.run_id = NameKey(call.QueryValue("referencePipelineRunId"));
  wish.grouped = IsTrue(call, "isRecovery");
  wish.start_activity = call.QueryValue("startActivityName");
  wish.from_failure = IsTrue(call, "startFromFailure") && wish.start_activity.empty();
  const auto needs = [](const char* what, const char* other) {
    return Fail(ErrorKind::kInvalid, "BadRequest",
                std::string("'") + what + "' needs '" + other + "'");
  };
  if (wish.grouped && wish.run_id.empty()) return needs("isRecovery", "referencePipelineRunId");
  if (!wish.grouped && !wish.start_activity.empty()) {
    return needs("startActivityName", "isRecovery=true");
  }
  if (!wish.grouped && wish.from_failure) return needs("startFromFailure", "isRecovery=true");
  if (IsTrue(call, "useBodyParameters")) {
    WEIR_ASSIGN(wish.parameters, call.Body(true));
  }
  return wish;
}

/// The request for running again a run of this pipeline.
Result<engine::RunRequest> RerunRequest(const Services& services, const Kept& pipeline,
                                        const ResourcePath& path, const engine::RerunWish& wish,
                                        std::shared_ptr<engine::Definitions> definitions) {
  WEIR_ASSIGN(const auto run, services.store->FindRun(wish.run_id));
  if (!run || run->factory != path.FactoryKey()) {
    return Fail(ErrorKind::kNotFound, "PipelineRunNotFound",
                "the factory has no pipeline run '" + wish.run_id + "'");
  }
  if (!SameName(run->pipeline, pipeline.name)) {
    return Fail(ErrorKind::kInvalid, "BadRequest",
                "the pipeline run '" + wish.run_id + "' is one of the pipeline '" + run->pipeline +
                    "', not of '" + pipeline.name + "'");
  }
  return engine::PlanRerun(*services.store, *services.sealer, wish, std::move(definitions));
}

Result<engine::RunRequest> ReadRunRequest(const Services& services, const Call& call,
                                          const ResourcePath& pipeline) {
  WEIR_ASSIGN(const engine::RerunWish wish, ReadRerunWish(call));
  WEIR_ASSIGN(const auto known, services.factories->Find(pipeline));
  if (!known) {
    return Fail(ErrorKind::kNotFound, "PipelineNotFound",
                "the factory has no pipeline '" + pipeline.name + "'")
        .At(pipeline.Id());
  }
  WEIR_ASSIGN(auto definitions, services.factories->Definitions(pipeline));
  engine::RunRequest request;
  if (wish.run_id.empty()) {
    request.definitions = std::move(definitions);
    WEIR_ASSIGN(request.arguments, call.Body(true));
    request.pipeline = known->name;
    request.factory = pipeline.FactoryKey();
    request.trigger_id = NewGuid();
  } else {
    WEIR_ASSIGN(request, RerunRequest(services, *known, pipeline, wish, std::move(definitions)));
  }
  return request;
}

/// Runs that `run` started, at any depth, and that are under way.
Result<std::vector<std::string>> Descendants(const Services& services,
                                             const store::RunRecord& run) {
  WEIR_ASSIGN(const auto group, services.store->Group(run.group_id));
  std::set<std::string> family = {run.run_id};
  std::vector<std::string> found;
  for (const store::RunRecord& one : group) {
    if (!family.contains(one.parent_run_id)) continue;
    family.insert(one.run_id);
    if (!one.end) found.push_back(one.run_id);
  }
  return found;
}

}  // namespace

Result<ServerResponse> CreateRun(const Services& services, const Call& call, ResourceKind kind) {
  const std::string run_id = RunIdOf(call);
  const size_t slot = std::hash<std::string>()(run_id) % services.creating.size();
  const std::lock_guard lock(services.creating[slot]);
  WEIR_ASSIGN(const auto made, services.store->FindRun(run_id));
  if (!made) {
    WEIR_ASSIGN(engine::RunRequest run, ReadRunRequest(services, call, call.PathOf(kind)));
    run.run_id = run_id;
    WEIR_TRY(services.engine->Run(std::move(run)));
  }
  return JsonResponse(Json::Object({{"runId", run_id}}));
}

Result<ServerResponse> GetRun(const Services& services, const Call& call, ResourceKind /*kind*/) {
  WEIR_ASSIGN(const store::RunRecord run, FindRun(services, call));
  return JsonResponse(engine::RunToJson(run));
}

Result<ServerResponse> CancelRun(const Services& services, const Call& call,
                                 ResourceKind /*kind*/) {
  WEIR_ASSIGN(const store::RunRecord run, FindRun(services, call));
  std::vector<std::string> runs;
  if (SameName(call.QueryValue("isRecursive"), "true")) {
    WEIR_ASSIGN(runs, Descendants(services, run));
  }
  services.engine->Cancel(run.run_id);  // One that is over stays as it is.
  for (const std::string& child : runs) services.engine->Cancel(child);
  return ServerResponse{200, {}, {}};
}

Result<ServerResponse> QueryRuns(const Services& services, const Call& call,
                                 ResourceKind /*kind*/) {
  const ResourcePath factory = call.FactoryPath();
  WEIR_ASSIGN(const auto known, services.factories->Find(factory));
  (void)known;  // A factory that is not there is told first.
  WEIR_ASSIGN(const Json body, call.Body());
  WEIR_ASSIGN(store::RunQuery query, ReadRunQuery(body, RunKind::kPipelineRuns));
  query.factory = factory.FactoryKey();
  WEIR_ASSIGN(const auto page, services.store->QueryRuns(query));
  return PageResponse(page, engine::RunToJson);
}

Result<ServerResponse> QueryActivityRuns(const Services& services, const Call& call,
                                         ResourceKind /*kind*/) {
  WEIR_ASSIGN(const store::RunRecord run, FindRun(services, call));
  WEIR_ASSIGN(const Json body, call.Body());
  WEIR_ASSIGN(const store::RunQuery query, ReadRunQuery(body, RunKind::kActivityRuns));
  WEIR_ASSIGN(const auto page, services.store->QueryActivities(run.run_id, query));
  return PageResponse(page, [&](const store::ActivityRunRecord& activity) {
    return engine::ActivityRunToJson(run, activity);
  });
}

}  // namespace weir::api::arm
