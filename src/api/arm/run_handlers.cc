#include <functional>
#include <set>

#include "api/arm/handlers.h"
#include "api/arm/run_filters.h"
#include "api/error_body.h"
#include "base/ids.h"
#include "base/names.h"
#include "engine/run_json.h"

namespace weir::api::arm {
namespace {

using http::ServerResponse;
using model::ResourceKind;

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
  return DerivedGuid(text, text.size());
}

/// Reruns are asked for by these. Errors: kUnsupported RerunNotSupported.
Result<> RefuseRerun(const Call& call) {
  for (const char* name :
       {"referencePipelineRunId", "startActivityName", "isRecovery", "startFromFailure"}) {
    const std::string& value = call.QueryValue(name);
    if (value.empty() || SameName(value, "false")) continue;
    return Fail(ErrorKind::kUnsupported, "RerunNotSupported",
                "rerunning a pipeline run ('" + std::string(name) + "') is not supported");
  }
  return {};
}

Result<engine::RunRequest> ReadRunRequest(const Services& services, const Call& call,
                                          const ResourcePath& pipeline) {
  WEIR_TRY(RefuseRerun(call));
  WEIR_ASSIGN(const auto known, services.factories->Find(pipeline));
  if (!known) {
    return Fail(ErrorKind::kNotFound, "PipelineNotFound",
                "the factory has no pipeline '" + pipeline.name + "'")
        .At(pipeline.Id());
  }
  engine::RunRequest request;
  WEIR_ASSIGN(request.definitions, services.factories->Definitions(pipeline));
  WEIR_ASSIGN(request.arguments, call.Body(true));
  request.pipeline = known->name;
  request.factory = pipeline.FactoryKey();
  request.run_id = RunIdOf(call);
  request.trigger_id = NewGuid();
  return request;
}

template <typename Record, typename Print>
ServerResponse PageResponse(const store::Page<Record>& page, const Print& print) {
  Json value = Json::Array();
  for (const Record& record : page.records) value.Append(print(record));
  Json body = Json::Object({{"value", std::move(value)}});
  if (!page.continuation.empty()) body.AppendMember("continuationToken", page.continuation);
  return JsonResponse(body);
}

/// Runs that `run` started, at any depth, and that are under way.
Result<std::vector<std::string>> Descendants(const Services& services,
                                             const store::RunRecord& run) {
  store::RunQuery query;
  query.factory = run.factory;
  query.updated_after = UtcTime::min();
  query.updated_before = UtcTime::max();
  query.conditions = {{store::RunField::kGroupId, false, {run.group_id}},
                      {store::RunField::kStatus, false, {"Queued", "InProgress", "Canceling"}}};
  query.order = {{store::RunField::kStart, false}};
  query.limit = 1000;
  std::set<std::string> family = {run.run_id};
  std::vector<std::string> found;
  do {
    WEIR_ASSIGN(const auto page, services.store->QueryRuns(query));
    for (const store::RunRecord& one : page.records) {
      if (!family.contains(one.parent_run_id)) continue;
      family.insert(one.run_id);
      found.push_back(one.run_id);
    }
    query.continuation = page.continuation;
  } while (!query.continuation.empty());
  return found;
}

}  // namespace

Result<ServerResponse> CreateRun(const Services& services, const Call& call, ResourceKind kind) {
  WEIR_ASSIGN(engine::RunRequest run, ReadRunRequest(services, call, call.PathOf(kind)));
  const std::string run_id = run.run_id;
  const size_t slot = std::hash<std::string>()(run_id) % services.creating.size();
  const std::lock_guard lock(services.creating[slot]);
  WEIR_ASSIGN(const auto made, services.store->FindRun(run_id));
  if (!made) WEIR_TRY(services.engine->Run(std::move(run)));
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
