// Runs by what is in them, one stretch of history after the other. Not part of Data Factory's
// contract.
#include "api/arm/handlers.h"
#include "api/arm/search_filters.h"
#include "api/error_body.h"
#include "engine/run_json.h"

namespace weir::api::arm {
namespace {

Result<store::RunSearch> ReadSearch(const Services& services, const Call& call, RunKind kind) {
  const ResourcePath factory = call.FactoryPath();
  WEIR_ASSIGN(const auto known, services.factories->Find(factory));
  (void)known;  // A factory that is not there is told first.
  WEIR_ASSIGN(const Json body, call.Body(true));
  WEIR_ASSIGN(store::RunSearch search, ReadRunSearch(body, kind, services.clock->Now()));
  search.query.factory = factory.FactoryKey();
  return search;
}

template <typename Record, typename Print>
http::ServerResponse Answer(const store::SearchPage<Record>& page, const Print& print) {
  Json value = Json::Array();
  for (const Record& record : page.records) value.Append(print(record));
  Json body = Json::Object({{"value", std::move(value)}, {"looked", page.looked}});
  if (page.reached) body.AppendMember("reached", FormatUtc(*page.reached));
  if (!page.continuation.empty()) body.AppendMember("continuationToken", page.continuation);
  return JsonResponse(body);
}

}  // namespace

Result<http::ServerResponse> SearchRuns(const Services& services, const Call& call,
                                        model::ResourceKind /*kind*/) {
  WEIR_ASSIGN(const store::RunSearch search, ReadSearch(services, call, RunKind::kPipelineRuns));
  WEIR_ASSIGN(const auto page, services.store->SearchRuns(search));
  return Answer(page, engine::RunToJson);
}

Result<http::ServerResponse> SearchActivityRuns(const Services& services, const Call& call,
                                                model::ResourceKind /*kind*/) {
  WEIR_ASSIGN(const store::RunSearch search, ReadSearch(services, call, RunKind::kActivityRuns));
  WEIR_ASSIGN(const auto page, services.store->SearchActivities(search));
  return Answer(page, [](const store::FoundActivity& found) {
    store::RunRecord run;
    run.run_id = found.activity.run_id;
    run.pipeline = found.pipeline;
    return engine::ActivityRunToJson(run, found.activity);
  });
}

}  // namespace weir::api::arm
