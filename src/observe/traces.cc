#include "observe/traces.h"

#include <algorithm>
#include <charconv>

#include "base/ids.h"
#include "base/names.h"

namespace weir::observe {
namespace {

constexpr size_t kSpansPerRequest = 512;
constexpr auto kGather = std::chrono::milliseconds(500);
constexpr int kTries = 4;
constexpr std::chrono::milliseconds kRequestMax{5000};
constexpr int kInternalSpan = 1;
constexpr int kOk = 1;
constexpr int kError = 2;

/// 32 digits of a run's id.
std::string TraceId(const std::string& run_id) {
  std::string digits;
  for (const char c : DerivedGuid(run_id, 0)) {
    if (c != '-') digits += c;
  }
  return digits;
}

/// The last 16 digits of an id.
std::string SpanId(const std::string& id) {
  std::string digits;
  for (const char c : DerivedGuid(id, 1)) {
    if (c != '-') digits += c;
  }
  return digits.substr(16);
}

std::string Nanos(UtcTime time) {
  return std::to_string(ToMicros(time)) + "000";
}

Json Attributes(const Json& values) {
  Json list = Json::Array();
  for (const Json::Member& one : values.members()) {
    if (one.value.is_null() || (one.value.is_string() && one.value.as_string().empty())) continue;
    Json value = one.value.is_int() ? Json::Object({{"intValue", DumpJson(one.value)}})
                                    : Json::Object({{"stringValue", one.value}});
    list.Append(Json::Object({{"key", one.name}, {"value", std::move(value)}}));
  }
  return list;
}

Json StatusOf(bool failed, bool succeeded, const std::string& message) {
  if (failed) return Json::Object({{"code", kError}, {"message", message}});
  return succeeded ? Json::Object({{"code", kOk}}) : Json::Object();
}

/// With "%41" as "A".
std::string Decoded(std::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const char* digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      plain += static_cast<char>(byte);
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

/// "a=1,b=2", percent-encoded.
template <typename Take>
void ReadPairs(std::string_view text, const Take& take) {
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find(','));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    const size_t equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    const auto trimmed = [](std::string_view part) {
      while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
      while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
      return Decoded(part);
    };
    take(trimmed(pair.substr(0, equals)), trimmed(pair.substr(equals + 1)));
  }
}

bool MayPass(const Result<http::Response>& answer) {
  if (!answer) return answer.error().kind() == ErrorKind::kUnavailable;
  return answer->status == 429 || (answer->status >= 502 && answer->status <= 504);
}

}  // namespace

TraceOptions TraceOptions::Read(const std::function<const char*(const char*)>& variable) {
  const auto text = [&](const char* name) -> std::string {
    const char* value = variable(name);
    return value == nullptr ? "" : value;
  };
  TraceOptions options;
  options.url = text("OTEL_EXPORTER_OTLP_ENDPOINT");
  if (options.url.empty()) return options;
  while (options.url.ends_with('/')) options.url.pop_back();
  options.url += "/v1/traces";
  ReadPairs(text("OTEL_EXPORTER_OTLP_HEADERS"), [&](std::string name, std::string value) {
    options.headers.push_back({std::move(name), std::move(value)});
  });
  options.resource = Json::Object({{"service.name", "weir"}});
  ReadPairs(text("OTEL_RESOURCE_ATTRIBUTES"), [&](const std::string& name, std::string value) {
    options.resource.Set(name, std::move(value));
  });
  const std::string service = text("OTEL_SERVICE_NAME");
  if (!service.empty()) options.resource.Set("service.name", service);
  return options;
}

Traces::Traces(TraceOptions options)
    : options_(std::move(options)), client_(), thread_([this] { Run(); }) {}

Traces::~Traces() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

/// Under the activity that started it; else under the run that did, as far as that is known.
Traces::Place Traces::PlaceOf(const store::RunRecord& run) {
  if (auto child = children_.extract(run.run_id)) return child.mapped();
  const auto parent = runs_.find(run.parent_run_id);
  if (parent != runs_.end()) return {parent->second.trace, SpanId(run.parent_run_id)};
  return {TraceId(run.run_id), ""};
}

void Traces::TakeUp(const store::RunRecord& run) {
  const std::lock_guard lock(mutex_);
  runs_[run.run_id] = PlaceOf(run);
}

void Traces::RunChanged(const store::RunRecord& run) {
  Place place;
  {
    const std::lock_guard lock(mutex_);
    const auto known = runs_.find(run.run_id);
    place = known == runs_.end() ? PlaceOf(run) : known->second;
    if (!run.end) {
      runs_[run.run_id] = place;
      return;
    }
    runs_.erase(run.run_id);
  }
  Json span = Json::Object(
      {{"traceId", place.trace},
       {"spanId", SpanId(run.run_id)},
       {"parentSpanId", place.parent},
       {"name", run.pipeline},
       {"kind", kInternalSpan},
       {"startTimeUnixNano", Nanos(run.start)},
       {"endTimeUnixNano", Nanos(*run.end)},
       {"attributes", Attributes(Json::Object({{"weir.run.id", run.run_id},
                                               {"weir.run.group_id", run.group_id},
                                               {"weir.factory", run.factory},
                                               {"weir.pipeline", run.pipeline},
                                               {"weir.status", run.status},
                                               {"weir.invoked_by", run.invoked_by["name"]},
                                               {"error.type", run.result["error"]["errorCode"]}}))},
       {"status", StatusOf(run.status == "Failed", run.status == "Succeeded", run.message)}});
  Add(std::move(span));
}

void Traces::ActivityChanged(const std::string& run_id, const pipeline::ActivityRecord& activity) {
  if (activity.recovered) return;
  const std::string span_id = SpanId(activity.activity_run_id);
  const bool starts_child = SameName(activity.type, "ExecutePipeline");
  std::string trace;
  {
    const std::lock_guard lock(mutex_);
    const auto run = runs_.find(run_id);
    if (run == runs_.end()) return;
    trace = run->second.trace;
    if (starts_child && !pipeline::IsFinal(activity.status)) {
      // The work that waits for the child comes right behind the activity.
      children_[DerivedGuid(run_id + "/child", activity.work + 1)] = {trace, span_id};
    }
  }
  if (!activity.end) return;
  const std::string parent =
      activity.parent == 0 ? SpanId(run_id) : SpanId(DerivedGuid(run_id, activity.parent));
  const bool failed = activity.status == pipeline::ActivityStatus::kFailed;
  Json span = Json::Object(
      {{"traceId", trace},
       {"spanId", span_id},
       {"parentSpanId", parent},
       {"name", activity.name},
       {"kind", kInternalSpan},
       {"startTimeUnixNano", Nanos(activity.start)},
       {"endTimeUnixNano", Nanos(*activity.end)},
       {"attributes",
        Attributes(Json::Object({{"weir.run.id", run_id},
                                 {"weir.activity_run.id", activity.activity_run_id},
                                 {"weir.activity.type", activity.type},
                                 {"weir.activity.path", activity.path},
                                 {"weir.activity.retry", activity.attempt},
                                 {"weir.status", std::string(StatusName(activity.status))},
                                 {"error.type", activity.error["errorCode"]}}))},
       {"status", StatusOf(failed, activity.status == pipeline::ActivityStatus::kSucceeded,
                           activity.error["message"].as_string())}});
  Add(std::move(span));
}

void Traces::Add(Json span) {
  if (const Masker* masker = masker_) span = masker->Mask(span);
  {
    const std::lock_guard lock(mutex_);
    if (spans_.size() >= kSpansMax) return;
    spans_.push_back(std::move(span));
  }
  wake_.notify_one();
}

void Traces::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !spans_.empty(); });
    if (spans_.empty()) return;
    if (spans_.size() < kSpansPerRequest) {
      wake_.wait_for(lock, kGather,
                     [this] { return stopping_ || spans_.size() >= kSpansPerRequest; });
    }
    std::deque<Json> spans;
    while (!spans_.empty() && spans.size() < kSpansPerRequest) {
      spans.push_back(std::move(spans_.front()));
      spans_.pop_front();
    }
    const bool last = stopping_;
    lock.unlock();
    Send(spans, last);
    lock.lock();
    if (last && stopping_ && spans_.empty()) return;
  }
}

void Traces::Send(const std::deque<Json>& spans, bool last) {
  Json list = Json::Array();
  for (const Json& span : spans) list.Append(span);
  Json scope = Json::Object({{"scope", Json::Object({{"name", "weir"}})}, {"spans", list}});
  Json resource =
      Json::Object({{"resource", Json::Object({{"attributes", Attributes(options_.resource)}})},
                    {"scopeSpans", Json::Array({std::move(scope)})}});
  http::Request request;
  request.method = "POST";
  request.url = options_.url;
  request.headers = options_.headers;
  request.headers.push_back({"Content-Type", "application/json"});
  request.body = DumpJson(Json::Object({{"resourceSpans", Json::Array({std::move(resource)})}}));
  request.timeout = kRequestMax;
  request.follow_redirects = false;
  for (int tried = 1; MayPass(client_.Send(request)) && tried < kTries && !last; ++tried) {
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, std::chrono::seconds(tried), [this] { return stopping_; })) return;
  }
}

}  // namespace weir::observe
