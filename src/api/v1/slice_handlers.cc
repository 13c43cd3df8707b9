// Slices: what they are, what people set them to, and why they wait.
#include <algorithm>
#include <map>

#include "api/error_body.h"
#include "api/v1/handlers.h"
#include "api/v1/query_values.h"
#include "api/v1/run_print.h"
#include "base/names.h"

namespace weir::api::v1 {
namespace {

using http::ServerResponse;
using schedule::Interval;
using schedule::SliceState;
using schedule::SliceSubstate;
using slices::Slice;

constexpr size_t kPageMax = 1000;
/// Slices that an explanation names behind one that waits.
constexpr size_t kChainMax = 20;
constexpr size_t kExplainedMax = 20'000;

/// How many retries an attempt is into its round, and how many rounds.
struct Retries {
  int64_t in_round = 0;
  int64_t rounds = 0;
};

Retries RetriesOf(const Slice& slice, const model::V1Activity* producer) {
  const int64_t before = std::max<int64_t>(slice.view.status.attempts - 1, 0);
  if (producer == nullptr) return {before, 0};
  const int64_t round = producer->policy.attempts_per_round();
  return {before % round, before / round};
}

/// The activity that fills the dataset; null if none does.
const model::V1Activity* ProducerOf(const model::V1Factory& factory, std::string_view dataset) {
  const model::V1Dataset* found = factory.FindDataset(dataset);
  if (found == nullptr) return nullptr;
  const std::vector<model::V1Producer> producers = factory.ProducersOf(*found);
  return producers.empty() ? nullptr : producers.front().activity;
}

Json PrintSlice(const Slice& slice, const model::V1Activity* producer) {
  const schedule::SliceStatus& status = slice.view.status;
  const Retries retries = RetriesOf(slice, producer);
  return Json::Object({{"start", FormatUtc(slice.view.slice.start)},
                       {"end", FormatUtc(slice.view.slice.end)},
                       {"state", SliceStateName(status.state)},
                       {"substate", SliceSubstateName(status.substate)},
                       {"latencyStatus", ""},
                       {"status", OldStatusOf(status)},
                       {"statusUpdateTimestamp", Json()},
                       {"retryCount", retries.in_round},
                       {"longRetryCount", retries.rounds}});
}

Result<SliceState> ReadState(const Json& body) {
  const Json& given = body["SliceState"];
  const std::string& name = given.as_string();
  if (SameName(name, "PendingExecution")) return SliceState::kWaiting;
  if (SameName(name, "Skip")) return SliceState::kSkipped;
  if (const auto state = schedule::SliceStateOf(name)) return *state;
  return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
              "'SliceState' must be Waiting, Ready, InProgress, Failed or Skipped, got " +
                  (given.is_string() ? "'" + name + "'" : std::string(KindName(given.kind()))))
      .At(given.position());
}

Result<schedule::SliceBook::Reach> ReadReach(const Json& body) {
  using Reach = schedule::SliceBook::Reach;
  const Json& given = body["UpdateType"];
  const std::string text = given.is_int() ? std::to_string(given.as_int()) : given.as_string();
  if (given.is_null() || SameName(text, "Individual") || text == "0") return Reach::kDataset;
  if (SameName(text, "UpstreamInPipeline") || text == "1") return Reach::kUpstreamInPipeline;
  return Fail(ErrorKind::kInvalid, "InvalidRequestContent",
              "'UpdateType' must be Individual or UpstreamInPipeline, got '" + text + "'")
      .At(given.position());
}

/// Follows what slices wait for; each slice is looked at once.
class Explainer {
 public:
  Explainer(const Services& services, std::string factory, const model::V1Factory& model)
      : services_(services), factory_(std::move(factory)), model_(model) {}

  Json Print(const std::string& dataset, const Slice& slice) {
    Json printed = Own(dataset, slice);
    Json chain = Json::Array();
    const Slice* at = &slice;
    for (size_t i = 0; i < kChainMax && at != nullptr && at->view.missing_slice; ++i) {
      const std::string missing = at->view.missing;
      at = Look(missing, *at->view.missing_slice);
      if (at == nullptr) {
        // Nothing makes it: it has no slice there.
        chain.Append(Json::Object({{"dataset", missing}, {"note", NoteOf(missing)}}));
        break;
      }
      chain.Append(Own(missing, *at));
    }
    printed.Set("because", std::move(chain));
    return printed;
  }

 private:
  Json Own(const std::string& dataset, const Slice& slice) const {
    const schedule::SliceStatus& status = slice.view.status;
    Json printed = Json::Object({{"dataset", dataset},
                                 {"start", FormatUtc(slice.view.slice.start)},
                                 {"end", FormatUtc(slice.view.slice.end)},
                                 {"state", SliceStateName(status.state)},
                                 {"substate", SliceSubstateName(status.substate)},
                                 {"attempts", status.attempts},
                                 {"runs", status.runs}});
    if (!slice.run_id.empty()) printed.Set("runId", slice.run_id);
    if (!slice.message.empty()) printed.Set("message", slice.message);
    if (status.until) printed.Set("until", FormatUtc(*status.until));
    const bool waits = status.substate == SliceSubstate::kDatasetDependencies;
    if (waits && !slice.view.missing_slice) {
      printed.Set("note", NoteOf(dataset));
      const model::V1Dataset* found = model_.FindDataset(dataset);
      printed.Set("needed", found == nullptr || !found->external);
    }
    return printed;
  }

  std::string NoteOf(const std::string& dataset) const {
    const model::V1Dataset* found = model_.FindDataset(dataset);
    if (found != nullptr && found->external) return "it is looked for once a slice needs it";
    if (ProducerOf(model_, dataset) == nullptr) {
      return "no activity fills it, and it does not say \"external\": true";
    }
    return "it is outside of the active period of the pipeline that fills it";
  }

  const Slice* Look(const std::string& dataset, const Interval& slice) {
    const auto [found, added] = seen_.try_emplace({NameKey(dataset), slice.start});
    if (added) {
      auto slices = services_.slices->Slices(factory_, dataset, slice, 1);
      if (slices && !slices->empty()) found->second = std::move(slices->front());
    }
    return found->second ? &*found->second : nullptr;
  }

  const Services& services_;
  const std::string factory_;
  const model::V1Factory& model_;
  std::map<std::pair<std::string, UtcTime>, std::optional<Slice>> seen_;
};

bool Uses(const model::V1Activity& activity, std::string_view dataset) {
  const auto is = [&](const auto& one) { return SameName(one.dataset, dataset); };
  return std::any_of(activity.inputs.begin(), activity.inputs.end(), is) ||
         std::any_of(activity.outputs.begin(), activity.outputs.end(), is);
}

/// The last seven days that have passed of the active periods of pipelines that fill or read it.
Interval NewestWeek(const model::V1Factory& factory, std::string_view dataset, UtcTime now) {
  std::optional<UtcTime> newest;
  for (const model::V1Pipeline* pipeline : factory.pipelines()) {
    const bool uses = std::any_of(pipeline->activities.begin(), pipeline->activities.end(),
                                  [&](const model::V1Activity& one) { return Uses(one, dataset); });
    if (!uses || !pipeline->end) continue;
    const UtcTime end = std::max(std::min(now, *pipeline->end), *pipeline->start);
    if (!newest || end > *newest) newest = end;
  }
  const UtcTime end = newest.value_or(now);
  return {end - std::chrono::days(7), end};
}

}  // namespace

Result<ServerResponse> ListSlices(const Services& services, const Call& call, Kind kind) {
  const ResourcePath path = PathOf(call, kind);
  WEIR_ASSIGN(const Interval range, ReadRange(call));
  WEIR_ASSIGN(const auto factory, services.factories->FactoryOf(path.FactoryKey()));
  WEIR_ASSIGN(const auto slices, services.slices->Slices(path.FactoryKey(), path.name, range));
  const model::V1Activity* producer = ProducerOf(*factory, path.name);
  Json value = Json::Array();
  for (size_t i = 0; i < std::min(slices.size(), kPageMax); ++i) {
    value.Append(PrintSlice(slices[i], producer));
  }
  Json list = Json::Object({{"value", std::move(value)}});
  if (slices.size() > kPageMax) {
    list.AppendMember("nextLink",
                      AddressOf(call, std::string(call.request().path()) +
                                          "?api-version=" + call.QueryValue("api-version") +
                                          "&start=" + FormatUtc(slices[kPageMax].view.slice.start) +
                                          "&end=" + FormatUtc(range.end)));
  }
  return JsonResponse(list);
}

Result<ServerResponse> SetSliceStatus(const Services& services, const Call& call, Kind kind) {
  const ResourcePath path = PathOf(call, kind);
  Interval range;
  WEIR_ASSIGN(range.start, ReadTime(call, "start"));
  WEIR_ASSIGN(range.end, ReadTime(call, "end"));
  if (range.end <= range.start) {
    return Fail(ErrorKind::kInvalid, "InvalidRequestUri", "'end' must lie behind 'start'");
  }
  WEIR_ASSIGN(const Json body, call.Body());
  WEIR_ASSIGN(const SliceState state, ReadState(body));
  WEIR_ASSIGN(const auto reach, ReadReach(body));
  WEIR_TRY(services.slices->SetStatus(path.FactoryKey(), path.name, range, state, reach));
  return ServerResponse{200, {}, {}};
}

Result<ServerResponse> ExplainSlices(const Services& services, const Call& call, Kind kind) {
  const ResourcePath path = PathOf(call, kind);
  WEIR_ASSIGN(const auto factory, services.factories->FactoryOf(path.FactoryKey()));
  Interval range = NewestWeek(*factory, path.name, services.clock->Now());
  if (!call.QueryValue("start").empty()) {
    WEIR_ASSIGN(range, ReadRange(call));
  }
  WEIR_ASSIGN(const auto slices,
              services.slices->Slices(path.FactoryKey(), path.name, range, kExplainedMax));
  Explainer explainer(services, path.FactoryKey(), *factory);
  Json printed = Json::Array();
  for (const Slice& slice : slices) printed.Append(explainer.Print(path.name, slice));
  return JsonResponse(Json::Object({{"dataset", path.name}, {"slices", std::move(printed)}}));
}

}  // namespace weir::api::v1
