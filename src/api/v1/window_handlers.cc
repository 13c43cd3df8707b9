// Activity windows: what each activity made of each slice of its output, filtered and sorted.
#include <algorithm>
#include <deque>
#include <set>

#include "api/error_body.h"
#include "api/v1/handlers.h"
#include "api/v1/odata_filter.h"
#include "api/v1/query_values.h"
#include "api/v1/window_fields.h"
#include "base/base64url.h"
#include "base/names.h"
#include "http/message.h"

namespace weir::api::v1 {
namespace {

using http::ServerResponse;
using schedule::Interval;

constexpr size_t kPageMax = 1000;
/// Windows that a request looks at. Source: our choice.
constexpr size_t kWindowsMax = 100'000;
/// What is known of a window by its run only.
constexpr std::string_view kOfRun[] = {"runStart", "runEnd", "duration"};

/// What a request asks for.
struct Query {
  std::optional<UtcTime> window_start;
  std::optional<UtcTime> window_end;
  std::optional<UtcTime> run_start;
  std::optional<UtcTime> run_end;
  std::optional<schedule::SliceState> state;
  std::optional<schedule::SliceSubstate> substate;
  std::optional<ODataFilter> filter;
  std::vector<OrderStep> order;
  size_t top = SIZE_MAX;
  bool needs_runs = false;  ///< To filter or to sort.
};

Error Refuse(const Json& at, const std::string& message) {
  return Fail(ErrorKind::kInvalid, "InvalidRequestContent", message).At(at.position());
}

Result<std::optional<UtcTime>> ReadBodyTime(const Json& body, std::string_view name) {
  const Json& value = body[name];
  if (value.is_null() || (value.is_string() && value.as_string().empty())) {
    return std::optional<UtcTime>();
  }
  const Result<UtcTime> time = ParseUtc(value.as_string());
  if (time) return std::optional(*time);
  return Refuse(value, "'" + std::string(name) + "' must be a time as ISO 8601 has it, got " +
                           (value.is_string() ? "'" + value.as_string() + "'"
                                              : std::string(KindName(value.kind()))));
}

Result<> ReadStates(const Json& body, Query* query) {
  const Json& state = body["windowState"];
  if (!state.is_null() && !state.as_string().empty()) {
    query->state = schedule::SliceStateOf(state.as_string());
    if (!query->state) {
      return Refuse(state,
                    "'windowState' must be None, Waiting, InProgress, Ready, Failed or "
                    "Skipped, got '" +
                        state.as_string() + "'");
    }
  }
  const Json& substate = body["windowSubstate"];
  if (!substate.is_null() && !substate.as_string().empty()) {
    query->substate = schedule::SliceSubstateOf(substate.as_string());
    if (!query->substate) {
      return Refuse(substate,
                    "'windowSubstate' must be a substate such as DatasetDependencies or "
                    "Retry, got '" +
                        substate.as_string() + "'");
    }
  }
  return {};
}

Result<size_t> ReadTop(const Json& top) {
  if (top.is_null()) return SIZE_MAX;
  if (top.is_int() && top.as_int() > 0) return static_cast<size_t>(top.as_int());
  return Refuse(top, "'top' must be a number above 0");
}

Result<Query> ReadQuery(const Json& body) {
  Query query;
  WEIR_ASSIGN(query.window_start, ReadBodyTime(body, "windowStart"));
  WEIR_ASSIGN(query.window_end, ReadBodyTime(body, "windowEnd"));
  WEIR_ASSIGN(query.run_start, ReadBodyTime(body, "runStart"));
  WEIR_ASSIGN(query.run_end, ReadBodyTime(body, "runEnd"));
  WEIR_TRY(ReadStates(body, &query));
  WEIR_ASSIGN(query.top, ReadTop(body["top"]));
  const std::string& filter = body["filter"].as_string();
  if (!filter.empty()) {
    WEIR_ASSIGN(query.filter, ODataFilter::Parse(filter, kWindowFields));
  }
  WEIR_ASSIGN(query.order, ParseOrderBy(body["orderBy"].as_string(), kWindowFields));
  query.needs_runs = query.run_start || query.run_end;
  for (const std::string_view field : kOfRun) {
    const auto sorts = [&](const OrderStep& step) { return step.field == field; };
    query.needs_runs = query.needs_runs ||
                       (query.filter && query.filter->fields().contains(field)) ||
                       std::any_of(query.order.begin(), query.order.end(), sorts);
  }
  return query;
}

std::string Duration(std::chrono::microseconds took) {
  const int64_t total = took.count();
  char text[40];
  constexpr int64_t kSecond = 1'000'000;
  std::snprintf(text, sizeof(text), "%02d:%02d:%02d.%06d0",
                static_cast<int>(total / kSecond / 3600),
                static_cast<int>(total / kSecond / 60 % 60), static_cast<int>(total / kSecond % 60),
                static_cast<int>(total % kSecond));
  return text;
}

/// A window: its activity, and the slice of its output.
struct Window {
  const Json* activity = nullptr;
  slices::Slice slice;
  /// What it is filtered and sorted by, only.
  Json keys;
};

/// Collects the windows of a factory.
class Windows {
 public:
  Windows(const Services& services, const ResourcePath& factory, const Query& query)
      : services_(services),
        factory_(factory),
        key_(factory.FactoryKey()),
        query_(query),
        now_(services.clock->Now()) {
    if (query.filter) fields_.insert(query.filter->fields().begin(), query.filter->fields().end());
    for (const OrderStep& step : query.order) fields_.insert(std::string(step.field));
  }

  /// Add those of an activity. Without a windowEnd, those that have begun.
  Result<> Add(const model::V1Pipeline& pipeline, const model::V1Activity& activity) {
    if (activity.outputs.empty()) return {};
    // OneTime: one slice, wherever it lies.
    UtcTime start = pipeline.start ? *pipeline.start : now_;
    UtcTime end = pipeline.end ? *pipeline.end : now_;
    if (query_.window_start) start = std::max(start, *query_.window_start);
    if (query_.window_end) end = std::min(end, *query_.window_end);
    if (!query_.window_end && !pipeline.one_time) end = std::min(end, now_);
    if (start > end || (start == end && !pipeline.one_time)) return {};
    const std::string& dataset = activity.outputs[0].dataset;
    WEIR_ASSIGN(auto slices, services_.slices->Slices(key_, dataset, {start, end}, kWindowsMax));
    looked_at_ += slices.size();
    if (looked_at_ > kWindowsMax) {
      return Fail(ErrorKind::kInvalid, "TooManySlices",
                  "there are more than " + std::to_string(kWindowsMax) +
                      " activity windows; ask for fewer with 'windowStart' and 'windowEnd', or of "
                      "one pipeline");
    }
    activities_.push_back(PrintActivity(pipeline, activity));
    for (slices::Slice& slice : slices) WEIR_TRY(AddOne(activities_.back(), std::move(slice)));
    return {};
  }

  /// Sort them, and keep at most `query.top`.
  void Sort() {
    const auto before = [&](const Window& left, const Window& right) {
      return ComesBefore(left.keys, right.keys, query_.order);
    };
    if (!query_.order.empty()) std::stable_sort(windows_.begin(), windows_.end(), before);
    if (windows_.size() > query_.top) windows_.resize(query_.top);
  }
  size_t size() const { return windows_.size(); }

  /// As the REST interface has it. Errors: the store's.
  Result<Json> Print(size_t at) const {
    const Window& window = windows_[at];
    Json printed = *window.activity;
    for (const char* field : {"runAttempts", "percentComplete", "windowStart", "windowEnd",
                              "windowState", "windowSubstate"}) {
      printed.Set(field, ValueOf(window, field));
    }
    WEIR_ASSIGN(const Json run, RunOf(window.slice));
    for (const Json::Member& one : run.members()) printed.Set(one.name, one.value);
    if (!window.slice.run_id.empty()) printed.Set("runId", window.slice.run_id);
    if (!window.slice.message.empty()) printed.Set("message", window.slice.message);
    return printed;
  }

 private:
  /// What all windows of an activity have in common, and a place for the rest.
  Json PrintActivity(const model::V1Pipeline& pipeline, const model::V1Activity& activity) const {
    Json inputs = Json::Array();
    Json input_ids = Json::Array();
    Json outputs = Json::Array();
    Json output_ids = Json::Array();
    ResourcePath dataset = factory_;
    dataset.kind = Kind::kDataset;
    for (const model::V1Input& one : activity.inputs) {
      dataset.name = one.dataset;
      inputs.Append(one.dataset);
      input_ids.Append(dataset.Id());
    }
    for (const model::V1Output& one : activity.outputs) {
      dataset.name = one.dataset;
      outputs.Append(one.dataset);
      output_ids.Append(dataset.Id());
    }
    return Json::Object({{"resourceGroupName", factory_.group},
                         {"dataFactoryName", factory_.factory},
                         {"pipelineName", pipeline.name},
                         {"activityName", activity.name},
                         {"activityType", activity.type},
                         {"linkedServiceName", activity.linked_service},
                         {"runAttempts", Json()},
                         {"runStart", Json()},
                         {"runEnd", Json()},
                         {"duration", Json()},
                         {"percentComplete", Json()},
                         {"windowStart", Json()},
                         {"windowEnd", Json()},
                         {"windowState", Json()},
                         {"windowSubstate", Json()},
                         {"inputDatasets", std::move(inputs)},
                         {"outputDatasets", std::move(outputs)},
                         {"inputDatasetIds", std::move(input_ids)},
                         {"outputDatasetIds", std::move(output_ids)}});
  }

  /// A field of a window that is known without its run.
  static Json ValueOf(const Window& window, std::string_view field) {
    const schedule::SliceStatus& status = window.slice.view.status;
    if (field == "runAttempts") return status.runs;
    if (field == "percentComplete") return status.state == schedule::SliceState::kReady ? 100 : 0;
    if (field == "windowStart") return FormatUtc(window.slice.view.slice.start);
    if (field == "windowEnd") return FormatUtc(window.slice.view.slice.end);
    if (field == "windowState") return SliceStateName(status.state);
    if (field == "windowSubstate") return SliceSubstateName(status.substate);
    return (*window.activity)[field];
  }

  /// {"runStart", "runEnd", "duration"} of the last run of a slice; empty if there is none.
  Result<Json> RunOf(const slices::Slice& slice) const {
    Json known = Json::Object();
    if (slice.run_id.empty()) return known;
    WEIR_ASSIGN(const auto run, services_.store->FindRun(slice.run_id));
    if (!run) return known;
    known.Set("runStart", FormatUtc(run->start));
    if (run->end) {
      known.Set("runEnd", FormatUtc(*run->end));
      known.Set("duration", Duration(*run->end - run->start));
    }
    return known;
  }

  Result<> AddOne(const Json& activity, slices::Slice slice) {
    const schedule::SliceStatus& status = slice.view.status;
    if (query_.state && status.state != *query_.state) return {};
    if (query_.substate && status.substate != *query_.substate) return {};
    Window window{&activity, std::move(slice), Json::Object()};
    for (const std::string& field : fields_) {
      window.keys.AppendMember(field, ValueOf(window, field));
    }
    if (query_.needs_runs) {
      WEIR_ASSIGN(const Json run, RunOf(window.slice));
      for (const Json::Member& one : run.members()) window.keys.Set(one.name, one.value);
      if (!RunLies(run)) return {};
    }
    if (query_.filter && !query_.filter->Accepts(window.keys)) return {};
    windows_.push_back(std::move(window));
    return {};
  }

  /// True if a run overlaps [runStart, runEnd).
  bool RunLies(const Json& run) const {
    if (!query_.run_start && !query_.run_end) return true;
    const std::string& start = run["runStart"].as_string();
    const std::string& end = run["runEnd"].as_string();
    if (start.empty()) return false;
    if (query_.run_end && start >= FormatUtc(*query_.run_end)) return false;
    return !query_.run_start || end.empty() || end >= FormatUtc(*query_.run_start);
  }

  const Services& services_;
  const ResourcePath factory_;
  const std::string key_;
  const Query& query_;
  const UtcTime now_;
  std::set<std::string, std::less<>> fields_;  ///< Of Window::keys.
  std::deque<Json> activities_;
  std::vector<Window> windows_;
  size_t looked_at_ = 0;
};

/// The body, and where its page begins: of a next page both are in the link.
struct Page {
  Json body;
  size_t at = 0;
};

Result<Page> ReadPage(const Call& call) {
  Page page;
  const std::string& token = call.QueryValue("$skipToken");
  if (token.empty()) {
    WEIR_ASSIGN(page.body, call.Body(true));
    return page;
  }
  const auto text = DecodeBase64Url(token);
  const Result<Json> read = text ? ParseJson(*text) : Result<Json>(Json());
  if (!read || !(*read)["body"].is_object() || (*read)["at"].as_int() <= 0) {
    return Fail(ErrorKind::kInvalid, "InvalidContinuationToken",
                "'$skipToken' must be as it came in a 'nextLink'");
  }
  page.body = (*read)["body"];
  page.at = static_cast<size_t>((*read)["at"].as_int());
  return page;
}

/// True of the activities that the path asks for.
bool IsAsked(const Call& call, const model::V1Pipeline& pipeline,
             const model::V1Activity& activity) {
  const std::string& of_pipeline = call.PathValue("datapipelineName");
  const std::string& of_activity = call.PathValue("activityName");
  const std::string& of_dataset = call.PathValue("datasetName");
  if (!of_pipeline.empty() && !SameName(of_pipeline, pipeline.name)) return false;
  if (!of_activity.empty() && !SameName(of_activity, activity.name)) return false;
  return of_dataset.empty() ||
         std::any_of(activity.outputs.begin(), activity.outputs.end(),
                     [&](const auto& one) { return SameName(one.dataset, of_dataset); });
}

/// What the path names must be there.
Result<> CheckScope(const Services& services, const Call& call, const model::V1Factory& factory) {
  for (const Kind kind : {Kind::kDataset, Kind::kPipeline}) {
    if (call.PathValue(InfoOf(kind).parameter).empty()) continue;
    WEIR_ASSIGN(const Kept known, services.factories->Get(PathOf(call, kind)));
    (void)known;
  }
  const std::string& activity = call.PathValue("activityName");
  if (activity.empty()) return {};
  const model::V1Pipeline* pipeline = factory.FindPipeline(call.PathValue("datapipelineName"));
  if (pipeline != nullptr && pipeline->FindActivity(activity) != nullptr) return {};
  return Fail(ErrorKind::kNotFound, "ActivityNotFound",
              "the pipeline '" + call.PathValue("datapipelineName") + "' has no activity '" +
                  activity + "'");
}

}  // namespace

Result<ServerResponse> ListWindows(const Services& services, const Call& call, Kind /*kind*/) {
  const ResourcePath factory = FactoryPathOf(call);
  WEIR_ASSIGN(const Kept kept, services.factories->Get(factory));
  WEIR_ASSIGN(const auto model, services.factories->FactoryOf(factory.FactoryKey()));
  WEIR_TRY(CheckScope(services, call, *model));
  WEIR_ASSIGN(const Page page, ReadPage(call));
  WEIR_ASSIGN(const Query query, ReadQuery(page.body));
  ResourcePath shown = factory;
  shown.factory = kept.name;
  Windows windows(services, shown, query);
  for (const model::V1Pipeline* pipeline : model->pipelines()) {
    for (const model::V1Activity& activity : pipeline->activities) {
      if (IsAsked(call, *pipeline, activity)) WEIR_TRY(windows.Add(*pipeline, activity));
    }
  }
  windows.Sort();
  Json listed = Json::Array();
  const size_t end = std::min(windows.size(), page.at + kPageMax);
  for (size_t i = page.at; i < end; ++i) {
    WEIR_ASSIGN(Json window, windows.Print(i));
    listed.Append(std::move(window));
  }
  Json answer =
      Json::Object({{"value", Json::Object({{"activityWindows", std::move(listed)},
                                            {"lastUpdate", FormatUtc(services.clock->Now())},
                                            {"aggregates", Json::Object()}})}});
  if (end < windows.size()) {
    answer.AppendMember(
        "nextLink",
        call.NextLink(EncodeBase64Url(DumpJson(Json::Object({{"at", end}, {"body", page.body}})))));
  }
  return JsonResponse(answer);
}

}  // namespace weir::api::v1
