// Pause, resume and the active period: changes of a pipeline's document. What a pipeline is doing.
#include "api/error_body.h"
#include "api/v1/handlers.h"
#include "api/v1/query_values.h"
#include "api/v1/resource_document.h"
#include "base/names.h"

namespace weir::api::v1 {
namespace {

using http::ServerResponse;

/// Change properties of a pipeline that is there.
Result<> ChangePipeline(const Services& services, const ResourcePath& path,
                        const std::vector<std::pair<const char*, Json>>& values) {
  WEIR_ASSIGN(const Kept known, services.factories->Get(path));
  (void)known;  // One that is not there is an error, not made.
  const auto change = [&](const Kept* old) -> Result<Json> {
    Json document = old->document;
    Json properties = document["properties"];
    for (const auto& [name, value] : values) {
      if (const Json::Member* member = properties.FindMember(name)) {
        properties.Remove(std::string(member->name));
      }
      properties.Set(name, value);
    }
    document.Set("properties", std::move(properties));
    return document;
  };
  WEIR_ASSIGN(const FactoryBook::PutResult put,
              services.factories->Put(path, {.if_match = "*"}, change));
  (void)put;
  return Follow(services, path);
}

/// Slices of a pipeline that are looked at to tell whether all are done.
constexpr size_t kLookedAtMax = 10'000;

bool IsDone(const Services& services, const std::string& factory,
            const model::V1Pipeline& pipeline) {
  for (const model::V1Activity& activity : pipeline.activities) {
    if (activity.outputs.empty()) continue;
    const auto slices = services.slices->Slices(factory, activity.outputs[0].dataset,
                                                {*pipeline.start, *pipeline.end}, kLookedAtMax);
    if (!slices) return false;
    for (const slices::Slice& one : *slices) {
      const schedule::SliceState state = one.view.status.state;
      if (state == schedule::SliceState::kWaiting || state == schedule::SliceState::kInProgress) {
        return false;
      }
    }
  }
  return true;
}

/// Source: facts of version 1, 1.1.
const char* StateOf(const Services& services, const std::string& factory,
                    const model::V1Pipeline& pipeline) {
  const UtcTime now = services.clock->Now();
  if (pipeline.paused) return "Paused";
  if (pipeline.one_time && !pipeline.start) return "Running";
  if (!pipeline.start || !pipeline.end || *pipeline.start > now) return "Inactive";
  return *pipeline.end <= now && IsDone(services, factory, pipeline) ? "Completed" : "Running";
}

}  // namespace

Result<ServerResponse> GetPipeline(const Services& services, const Call& call, Kind kind) {
  const ResourcePath path = PathOf(call, kind);
  WEIR_ASSIGN(ServerResponse response, GetResource(services, call, kind));
  if (response.status != 200) return response;
  WEIR_ASSIGN(const auto factory, services.factories->FactoryOf(path.FactoryKey()));
  const model::V1Pipeline* pipeline = factory->FindPipeline(path.name);
  if (pipeline == nullptr) return response;  // Deleted since.
  WEIR_ASSIGN(Json body, ParseJson(response.body));
  Json properties = body["properties"];
  Json info = properties["runtimeInfo"];
  info.Set("pipelineState", StateOf(services, path.FactoryKey(), *pipeline));
  properties.Set("runtimeInfo", std::move(info));
  body.Set("properties", std::move(properties));
  response.body = DumpJson(body);
  return response;
}

Result<ServerResponse> PauseOrResume(const Services& services, const Call& call, Kind kind) {
  const bool pause = call.route().operation == "v1_pipelines_pause";
  WEIR_TRY(ChangePipeline(services, PathOf(call, kind), {{"isPaused", pause}}));
  return ServerResponse{200, {}, {}};
}

Result<ServerResponse> SetActivePeriod(const Services& services, const Call& call, Kind kind) {
  const ResourcePath path = PathOf(call, kind);
  WEIR_ASSIGN(const schedule::Interval period, ReadRange(call));
  // No two pipelines here fill one dataset, so there is no conflict to resolve.
  WEIR_ASSIGN(const bool resolve, ReadFlag(call, "autoResolve"));
  (void)resolve;
  WEIR_ASSIGN(const bool again, ReadFlag(call, "forceRecalc"));
  WEIR_TRY(ChangePipeline(services, path,
                          {{"start", FormatUtc(period.start)}, {"end", FormatUtc(period.end)}}));
  if (again) WEIR_TRY(services.slices->Recalculate(path.FactoryKey(), path.name));
  return ServerResponse{200, {}, {}};
}

}  // namespace weir::api::v1
