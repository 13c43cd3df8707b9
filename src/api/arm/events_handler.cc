// What happened in a run, in order. Not part of Data
// Factory's contract.
#include "api/arm/events_handler.h"

#include <algorithm>
#include <charconv>

#include "api/error_body.h"
#include "base/names.h"
#include "engine/run_events.h"

namespace weir::api::arm {
namespace {

constexpr size_t kLimit = 500;
constexpr size_t kLimitMax = 5000;

struct EventsAsked {
  std::string text;  ///< In lower case.
  UtcTime from;
  bool newest_first = false;
  size_t limit = kLimit;
  std::string after;  ///< The id of the last event of the page before.
};

Error Refuse(const char* name, const std::string& what) {
  return Fail(ErrorKind::kInvalid, "InvalidQueryParameterValue",
              std::string("'") + name + "' " + what);
}

Result<EventsAsked> ReadAsked(const Call& call) {
  EventsAsked asked;
  asked.text = NameKey(call.QueryValue("text"));
  asked.after = call.QueryValue("$skipToken");
  const std::string& from = call.QueryValue("from");
  if (!from.empty()) {
    const Result<UtcTime> time = ParseUtc(from);
    if (!time) return Refuse("from", "must be a time as ISO 8601 has it, got '" + from + "'");
    asked.from = *time;
  }
  const std::string& order = call.QueryValue("order");
  if (!order.empty() && !SameName(order, "ASC") && !SameName(order, "DESC")) {
    return Refuse("order", "must be ASC or DESC, got '" + order + "'");
  }
  asked.newest_first = SameName(order, "DESC");
  const std::string& limit = call.QueryValue("limit");
  if (limit.empty()) return asked;
  const char* const end = limit.data() + limit.size();
  if (std::from_chars(limit.data(), end, asked.limit).ptr != end || asked.limit < 1 ||
      asked.limit > kLimitMax) {
    return Refuse("limit", "must be a number from 1 to 5000, got '" + limit + "'");
  }
  return asked;
}

/// Where the page begins. Errors: kInvalid InvalidContinuationToken.
Result<size_t> BeginOf(const std::vector<engine::RunEvent>& events, const EventsAsked& asked) {
  if (asked.after.empty()) return size_t{0};
  const auto found = std::find_if(events.begin(), events.end(), [&](const engine::RunEvent& event) {
    return event.id == asked.after;
  });
  if (found != events.end()) return static_cast<size_t>(found - events.begin()) + 1;
  return Fail(ErrorKind::kInvalid, "InvalidContinuationToken",
              "the continuation token is not one that this query gave");
}

Result<Json> PageOf(const std::vector<engine::RunEvent>& events, const EventsAsked& asked) {
  WEIR_ASSIGN(size_t at, BeginOf(events, asked));
  Json value = Json::Array();
  std::string last;
  for (; at < events.size(); ++at) {
    const engine::RunEvent& event = events[at];
    if (event.time < asked.from) continue;
    if (!asked.text.empty() && NameKey(event.message).find(asked.text) == std::string::npos) {
      continue;
    }
    if (value.size() == asked.limit) break;
    value.Append(engine::EventToJson(event));
    last = event.id;
  }
  const bool more = at < events.size();
  Json body =
      Json::Object({{"value", std::move(value)}, {"total", static_cast<int64_t>(events.size())}});
  if (more) body.AppendMember("continuationToken", last);
  return body;
}

}  // namespace

Result<http::ServerResponse> ShowEvents(const Services& services, const Call& call,
                                        model::ResourceKind /*kind*/) {
  const ResourcePath path = call.FactoryPath();
  WEIR_ASSIGN(const auto factory, services.factories->Find(path));
  (void)factory;  // A factory that is not there is told first.
  WEIR_ASSIGN(const EventsAsked asked, ReadAsked(call));
  const std::string& run_id = call.PathValue("runId");
  WEIR_ASSIGN(const auto run, services.store->FindRun(NameKey(run_id)));
  if (!run || run->factory != path.FactoryKey()) {
    return Fail(ErrorKind::kNotFound, "PipelineRunNotFound",
                "the factory has no pipeline run '" + run_id + "'");
  }
  WEIR_ASSIGN(const engine::RunHistory history, engine::ReadHistory(*services.store, *run));
  std::vector<engine::RunEvent> events = engine::EventsOf(*run, history);
  if (asked.newest_first) std::reverse(events.begin(), events.end());
  WEIR_ASSIGN(const Json page, PageOf(events, asked));
  return JsonResponse(page);
}

}  // namespace weir::api::arm
