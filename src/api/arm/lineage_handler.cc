// Which activity makes which dataset of which. Not part of Data Factory's contract.
#include "api/arm/handlers.h"
#include "base/names.h"
#include "lineage/factory_graph.h"
#include "lineage/render.h"

namespace weir::api::arm {
namespace {

Error NoSuchRun(const std::string& run_id) {
  return Fail(ErrorKind::kNotFound, "PipelineRunNotFound",
              "the factory has no pipeline run '" + run_id + "'");
}

Result<lineage::Graph> GraphOf(const Services& services, const Call& call) {
  const ResourcePath path = call.FactoryPath();
  WEIR_ASSIGN(const auto factory, services.factories->Model(path));
  const std::string& run_id = call.PathValue("runId");
  if (run_id.empty()) return lineage::GraphOf(*factory);
  WEIR_ASSIGN(const auto run, services.store->FindRun(NameKey(run_id)));
  if (!run || run->factory != path.FactoryKey()) return NoSuchRun(run_id);
  WEIR_ASSIGN(const auto activities, services.store->Activities(run->run_id));
  return lineage::GraphOf(*factory, *run, activities);
}

Result<lineage::Around> AroundOf(const Call& call) {
  lineage::Around around;
  around.dataset = call.QueryValue("dataset");
  const std::string& direction = call.QueryValue("direction");
  around.upstream = !SameName(direction, "downstream");
  around.downstream = !SameName(direction, "upstream");
  if (direction.empty() || SameName(direction, "both") || !around.upstream || !around.downstream) {
    return around;
  }
  return Fail(ErrorKind::kInvalid, "InvalidRequestUri",
              "'direction' must be upstream, downstream or both, got '" + direction + "'");
}

}  // namespace

Result<http::ServerResponse> AnswerLineage(const Call& call, const lineage::Graph& whole,
                                           UtcTime now) {
  const std::string& named = call.QueryValue("format");
  WEIR_ASSIGN(const lineage::Format format, lineage::ReadFormat(named.empty() ? "json" : named));
  WEIR_ASSIGN(const lineage::Around around, AroundOf(call));
  WEIR_ASSIGN(const lineage::Graph graph, lineage::Select(whole, around));
  const bool columns = SameName(call.QueryValue("columns"), "true");
  return http::ServerResponse{200,
                              {{"Content-Type", std::string(lineage::MediaType(format))}},
                              lineage::Print(graph, format, columns, now)};
}

Result<http::ServerResponse> ShowLineage(const Services& services, const Call& call,
                                         model::ResourceKind /*kind*/) {
  WEIR_ASSIGN(const lineage::Graph whole, GraphOf(services, call));
  return AnswerLineage(call, whole, services.clock->Now());
}

}  // namespace weir::api::arm
