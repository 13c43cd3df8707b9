// Why a run waits: what `weir runs waits` asks for. Not part of Data Factory's contract.
#include "api/arm/handlers.h"
#include "api/error_body.h"
#include "base/names.h"

namespace weir::api::arm {
namespace {

Result<Json> WaitsOf(const Services& services, const Call& call) {
  const ResourcePath path = call.FactoryPath();
  WEIR_ASSIGN(const auto factory, services.factories->Model(path));  // It is there.
  const std::string& run_id = call.PathValue("runId");
  WEIR_ASSIGN(const auto run, services.store->FindRun(NameKey(run_id)));
  if (!run || run->factory != path.FactoryKey()) {
    return Fail(ErrorKind::kNotFound, "PipelineRunNotFound",
                "the factory has no pipeline run '" + run_id + "'");
  }
  WEIR_ASSIGN(const engine::WaitList list, services.engine->Waits(run->run_id));
  Json waits = Json::Array();
  for (const engine::RunWait& wait : list.waits) {
    waits.Append(engine::WaitToJson(wait, run->factory));
  }
  return Json::Object({{"runId", run->run_id},
                       {"pipelineName", run->pipeline},
                       {"status", run->status},
                       {"waits", std::move(waits)},
                       {"more", list.more}});
}

}  // namespace

Result<http::ServerResponse> ShowWaits(const Services& services, const Call& call,
                                       model::ResourceKind /*kind*/) {
  WEIR_ASSIGN(const Json answer, WaitsOf(services, call));
  return JsonResponse(answer);
}

}  // namespace weir::api::arm
