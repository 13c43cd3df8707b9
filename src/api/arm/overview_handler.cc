// How the runs of a factory are doing: what the screen shows first. Not part of Data Factory's
// contract.
#include <algorithm>
#include <charconv>
#include <map>

#include "api/arm/handlers.h"
#include "api/error_body.h"
#include "base/names.h"

namespace weir::api::arm {
namespace {

constexpr int64_t kSpans = 48;
constexpr int64_t kFailing = 20;
constexpr size_t kMovers = 20;
constexpr UtcTime kEver{std::chrono::days(365 * 1000)};

Result<UtcTime> ReadMoment(const Call& call, const char* name, UtcTime otherwise) {
  const std::string& text = call.QueryValue(name);
  if (text.empty()) return otherwise;
  Result<UtcTime> time = ParseUtc(text);
  if (time) return time;
  return Fail(ErrorKind::kInvalid, "InvalidQueryParameterValue",
              std::string("'") + name + "': " + time.error().message());
}

Result<int64_t> ReadSpans(const Call& call) {
  const std::string& text = call.QueryValue("spans");
  if (text.empty()) return kSpans;
  int64_t spans = 0;
  const char* const end = text.data() + text.size();
  if (std::from_chars(text.data(), end, spans).ptr == end && spans >= 1 &&
      spans <= store::kSpansMax) {
    return spans;
  }
  return Fail(ErrorKind::kInvalid, "InvalidQueryParameterValue",
              "'spans' must be a number from 1 to " + std::to_string(store::kSpansMax) + ", got '" +
                  text + "'");
}

/// Of the factory of the path: from, to and spans of the address.
Result<store::CountQuery> ReadCountQuery(const Services& services, const Call& call) {
  store::CountQuery query;
  query.factory = call.FactoryPath().FactoryKey();
  WEIR_ASSIGN(query.to, ReadMoment(call, "to", services.clock->Now()));
  WEIR_ASSIGN(query.from, ReadMoment(call, "from", query.to - std::chrono::hours(24)));
  WEIR_ASSIGN(query.spans, ReadSpans(call));
  if (query.to > query.from) return query;
  return Fail(ErrorKind::kInvalid, "InvalidQueryParameterValue", "'to' must be later than 'from'");
}

UtcTime StartOf(const store::CountQuery& query, int64_t span) {
  const int64_t from = ToMicros(query.from);
  return FromMicros(from + (ToMicros(query.to) - from) * span / query.spans);
}

/// {status: runs}, those of one span.
Json Statuses(const std::vector<store::RunCount>& counts, int64_t span) {
  Json statuses = Json::Object();
  for (const store::RunCount& count : counts) {
    if (count.span == span) statuses.Set(count.status, count.runs);
  }
  return statuses;
}

Json SpansJson(const store::CountQuery& query, const std::vector<store::RunCount>& counts) {
  Json spans = Json::Array();
  for (int64_t span = 0; span < query.spans; ++span) {
    spans.Append(Json::Object(
        {{"start", FormatUtc(StartOf(query, span))}, {"runs", Statuses(counts, span)}}));
  }
  return spans;
}

/// What goes on, whenever it began.
Json ActiveJson(const std::vector<store::RunCount>& counts) {
  Json active = Json::Object({{"Queued", 0}, {"InProgress", 0}, {"Canceling", 0}});
  for (const store::RunCount& count : counts) {
    if (active.Find(count.status) != nullptr) active.Set(count.status, count.runs);
  }
  return active;
}

Json FailingJson(const std::vector<store::FailingPipeline>& failing) {
  Json list = Json::Array();
  for (const store::FailingPipeline& one : failing) {
    list.Append(Json::Object({{"pipelineName", one.pipeline},
                              {"failures", one.failures},
                              {"since", FormatUtc(one.since)},
                              {"runId", one.run_id},
                              {"runStart", FormatUtc(one.start)},
                              {"message", one.message}}));
  }
  return list;
}

void Add(const store::MovedCount& one, store::MovedCount* sum) {
  sum->copies += one.copies;
  sum->rows += one.rows;
  sum->bytes += one.bytes;
}

Json ToJson(std::string_view name, const std::string& value, const store::MovedCount& moved) {
  return Json::Object(
      {{name, value}, {"copies", moved.copies}, {"rows", moved.rows}, {"bytes", moved.bytes}});
}

/// By the bytes that each pipeline moved.
Json MostMoved(const std::vector<store::MovedCount>& counts) {
  std::map<std::string, store::MovedCount> by_pipeline;
  for (const store::MovedCount& one : counts) {
    store::MovedCount& sum = by_pipeline[NameKey(one.pipeline)];
    sum.pipeline = one.pipeline;
    Add(one, &sum);
  }
  std::vector<store::MovedCount> sums;
  for (const auto& [name, sum] : by_pipeline) sums.push_back(sum);
  std::stable_sort(sums.begin(), sums.end(),
                   [](const auto& one, const auto& other) { return one.bytes > other.bytes; });
  sums.resize(std::min(sums.size(), kMovers));
  Json list = Json::Array();
  for (const store::MovedCount& sum : sums) list.Append(ToJson("pipelineName", sum.pipeline, sum));
  return list;
}

}  // namespace

Result<http::ServerResponse> ShowThroughput(const Services& services, const Call& call,
                                            model::ResourceKind /*kind*/) {
  WEIR_ASSIGN(const auto factory, services.factories->Find(call.FactoryPath()));
  (void)factory;  // A factory that is not there is told first.
  WEIR_ASSIGN(const store::CountQuery query, ReadCountQuery(services, call));
  WEIR_ASSIGN(const auto counts, services.store->CountMoved(query));
  std::vector<store::MovedCount> sums(static_cast<size_t>(query.spans));
  for (const store::MovedCount& one : counts) Add(one, &sums[static_cast<size_t>(one.span)]);
  Json spans = Json::Array();
  for (int64_t span = 0; span < query.spans; ++span) {
    spans.Append(ToJson("start", FormatUtc(StartOf(query, span)), sums[static_cast<size_t>(span)]));
  }
  return JsonResponse(Json::Object({{"from", FormatUtc(query.from)},
                                    {"to", FormatUtc(query.to)},
                                    {"spans", std::move(spans)},
                                    {"pipelines", MostMoved(counts)}}));
}

Result<http::ServerResponse> ShowOverview(const Services& services, const Call& call,
                                          model::ResourceKind /*kind*/) {
  const ResourcePath path = call.FactoryPath();
  WEIR_ASSIGN(const auto factory, services.factories->Find(path));
  (void)factory;  // A factory that is not there is told first.
  WEIR_ASSIGN(const store::CountQuery query, ReadCountQuery(services, call));
  WEIR_ASSIGN(const auto counts, services.store->CountRuns(query));
  // What goes on, whenever it began: few rows, however long the history.
  WEIR_ASSIGN(const auto active,
              services.store->CountRuns(
                  {query.factory, UtcTime{}, kEver, 1, {"Queued", "InProgress", "Canceling"}}));
  WEIR_ASSIGN(const auto failing, services.store->Failing(query.factory, query.from, kFailing));
  const engine::Engine::Load load = services.engine->load();
  return JsonResponse(Json::Object({{"from", FormatUtc(query.from)},
                                    {"to", FormatUtc(query.to)},
                                    {"spans", SpansJson(query, counts)},
                                    {"active", ActiveJson(active)},
                                    {"failing", FailingJson(failing)},
                                    {"workers", Json::Object({{"busy", load.working},
                                                              {"max", load.workers_max},
                                                              {"waiting", load.waiting}})}}));
}

}  // namespace weir::api::arm
