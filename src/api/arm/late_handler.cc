// Which runs go on for longer than usual. Not part of Data Factory's contract.
#include <algorithm>
#include <map>

#include "api/arm/handlers.h"
#include "api/error_body.h"
#include "base/names.h"

namespace weir::api::arm {
namespace {

using store::RunField;
using store::RunRecord;

constexpr int64_t kGoing = 100;
constexpr int64_t kLast = 20;
/// Fewer say nothing about what is usual.
constexpr size_t kLeast = 3;
constexpr std::chrono::seconds kSlack{5};
constexpr UtcTime kEver{std::chrono::days(365 * 1000)};

/// What the last runs of a pipeline took that succeeded.
struct Usual {
  std::chrono::microseconds longest{0};
  size_t runs = 0;
};

store::RunQuery QueryOf(const std::string& factory, const char* status) {
  store::RunQuery query;
  query.factory = factory;
  query.updated_before = kEver;
  query.conditions.push_back({RunField::kStatus, false, {status}});
  return query;
}

Result<Usual> UsualOf(const Services& services, const RunRecord& run) {
  store::RunQuery query = QueryOf(run.factory, "Succeeded");
  query.conditions.push_back({RunField::kPipelineName, false, {run.pipeline}});
  query.order = {{RunField::kStart, true}};
  query.limit = kLast;
  WEIR_ASSIGN(const auto page, services.store->QueryRuns(query));
  Usual usual;
  for (const RunRecord& one : page.records) {
    if (!one.end) continue;
    ++usual.runs;
    usual.longest = std::max(usual.longest, *one.end - one.start);
  }
  return usual;
}

struct LateRun {
  RunRecord run;
  Usual usual;
};

Json ToJson(const LateRun& late) {
  const auto longest = std::chrono::duration_cast<std::chrono::milliseconds>(late.usual.longest);
  return Json::Object({{"runId", late.run.run_id},
                       {"pipelineName", late.run.pipeline},
                       {"runStart", FormatUtc(late.run.start)},
                       {"longestMs", longest.count()},
                       {"runs", late.usual.runs}});
}

}  // namespace

Result<http::ServerResponse> ShowLate(const Services& services, const Call& call,
                                      model::ResourceKind /*kind*/) {
  const ResourcePath path = call.FactoryPath();
  WEIR_ASSIGN(const auto factory, services.factories->Find(path));
  (void)factory;  // A factory that is not there is told first.
  store::RunQuery query = QueryOf(path.FactoryKey(), "InProgress");
  query.order = {{RunField::kStart, false}};
  query.limit = kGoing;
  WEIR_ASSIGN(const auto going, services.store->QueryRuns(query));
  const UtcTime now = services.clock->Now();
  std::map<std::string, Usual> by_pipeline;
  std::vector<LateRun> late;
  for (const RunRecord& run : going.records) {
    const std::string key = NameKey(run.pipeline);
    if (!by_pipeline.contains(key)) {
      WEIR_ASSIGN(by_pipeline[key], UsualOf(services, run));
    }
    const Usual& usual = by_pipeline[key];
    if (usual.runs >= kLeast && now - run.start > usual.longest * 3 / 2 + kSlack) {
      late.push_back({run, usual});
    }
  }
  std::stable_sort(late.begin(), late.end(), [](const LateRun& one, const LateRun& other) {
    return one.run.start + one.usual.longest < other.run.start + other.usual.longest;
  });
  Json list = Json::Array();
  for (const LateRun& one : late) list.Append(ToJson(one));
  return JsonResponse(Json::Object({{"value", std::move(list)}}));
}

}  // namespace weir::api::arm
