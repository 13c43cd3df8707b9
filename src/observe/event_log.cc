#include "observe/event_log.h"

#include <charconv>

#include "engine/run_json.h"

namespace weir::observe {
namespace {

constexpr size_t kTakeBytesMax = size_t{64} << 10U;
/// Who reads longer must ask again, and show then that it still may.
constexpr std::chrono::hours kReadMax{1};
/// Shows both sides that the other is there.
constexpr std::chrono::seconds kSilenceMax{14};
constexpr std::string_view kComment = ":\n\n";
/// Clients come back after a second.
constexpr std::string_view kGreeting = "retry: 1000\n\n";

std::string Hex(int64_t number) {
  char text[17] = {};
  const auto end = std::to_chars(text, text + sizeof text - 1, number, 16);
  return {text, end.ptr};
}

Json Time(const std::optional<UtcTime>& time) {
  return time ? Json(FormatUtc(*time)) : Json();
}

/// The number in an id of this log; nothing if it is another's.
std::optional<int64_t> NumberOf(std::string_view id, std::string_view epoch) {
  if (!id.starts_with(epoch) || id.size() <= epoch.size() || id[epoch.size()] != '-') return {};
  int64_t number = 0;
  const char* end = id.data() + id.size();
  const auto read = std::from_chars(id.data() + epoch.size() + 1, end, number);
  if (read.ec != std::errc() || read.ptr != end) return {};
  return number;
}

std::string Notice(std::string_view kind, std::string_view message) {
  return "event: " + std::string(kind) +
         "\ndata: " + DumpJson(Json::Object({{"message", message}})) + "\n\n";
}

}  // namespace

EventLog::EventLog(const Clock& clock, size_t events_max)
    : clock_(clock), epoch_(Hex(ToMicros(clock.Now()))), events_max_(events_max) {}

Result<std::unique_ptr<EventLog::Reader>> EventLog::Follow(std::string_view last_id,
                                                           Wanted wanted) {
  const std::lock_guard lock(mutex_);
  if (readers_.size() >= kReadersMax) {
    return Fail(ErrorKind::kUnavailable, "TooManyWatchers",
                "256 clients watch already; come again when one of them has gone");
  }
  const int64_t behind = first_ + static_cast<int64_t>(events_.size());
  int64_t next = behind;
  bool gap = false;
  if (!last_id.empty()) {
    const std::optional<int64_t> last = NumberOf(last_id, epoch_);
    gap = !last || *last + 1 < first_ || *last >= behind;
    next = gap ? first_ : *last + 1;
  }
  std::unique_ptr<Reader> reader(new Reader(*this, std::move(wanted), next, gap));
  readers_[reader.get()] = nullptr;
  return reader;
}

size_t EventLog::readers() {
  const std::lock_guard lock(mutex_);
  return readers_.size();
}

void EventLog::TakeUp(const store::RunRecord& run) {
  const std::lock_guard lock(mutex_);
  active_[run.run_id] = {run.factory, run.pipeline, {}};
}

void EventLog::RunChanged(const store::RunRecord& run) {
  Json data = engine::RunToJson(run);
  for (const char* large : {"parameters", "pipelineReturnValue", "runDimensions"}) {
    data.Remove(large);
  }
  data.Set("parentRunId", run.parent_run_id);
  data.Set("factory", run.factory);
  const std::lock_guard lock(mutex_);
  if (run.end) {
    active_.erase(run.run_id);
  } else {
    Active& active = active_[run.run_id];
    active.factory = run.factory;
    active.pipeline = run.pipeline;
  }
  Append(run.factory, "run", data);
}

void EventLog::TriggerRunChanged(const store::TriggerRunRecord& run) {
  const Json data = Json::Object({{"triggerRunId", run.trigger_run_id},
                                  {"triggerName", run.trigger},
                                  {"triggerType", run.type},
                                  {"triggerRunTimestamp", FormatUtc(run.time)},
                                  {"status", run.status},
                                  {"message", run.message},
                                  {"triggeredPipelines", run.pipelines},
                                  {"factory", run.factory}});
  const std::lock_guard lock(mutex_);
  Append(run.factory, "triggerRun", data);
}

void EventLog::ActivityChanged(const std::string& run_id,
                               const pipeline::ActivityRecord& activity) {
  Json data = Json::Object({{"activityName", activity.name},
                            {"activityType", activity.type},
                            {"activityRunId", activity.activity_run_id},
                            {"pipelineRunId", run_id},
                            {"status", pipeline::StatusName(activity.status)},
                            {"activityRunStart", FormatUtc(activity.start)},
                            {"activityRunEnd", Time(activity.end)},
                            {"attempt", activity.attempt},
                            {"path", activity.path}});
  if (!activity.error.is_null()) {
    // Its message may hold what is secret; the history has it masked.
    data.Set("error", Json::Object({{"errorCode", activity.error["errorCode"]},
                                    {"failureType", activity.error["failureType"]}}));
  }
  const std::lock_guard lock(mutex_);
  const auto run = active_.find(run_id);
  if (run == active_.end()) return;
  TakeUpActivity(run->second, activity);
  data.Set("pipelineName", run->second.pipeline);
  data.Set("factory", run->second.factory);
  Append(run->second.factory, "activity", data);
}

void EventLog::TakeUpActivity(Active& run, const pipeline::ActivityRecord& activity) {
  if (activity.end) {
    run.activities.erase(activity.activity_run_id);
    return;
  }
  Going& going = run.activities[activity.activity_run_id];
  going.name = activity.name;
  going.path = activity.path;
}

void EventLog::ActivityProgress(const std::string& run_id, const std::string& activity_run_id,
                                const engine::Progress& progress) {
  const UtcTime now = clock_.Now();
  const std::lock_guard lock(mutex_);
  const auto run = active_.find(run_id);
  if (run == active_.end()) return;
  const auto found = run->second.activities.find(activity_run_id);
  if (found == run->second.activities.end() || now - found->second.told < kProgressEach) return;
  found->second.told = now;
  Append(run->second.factory, "progress",
         Json::Object({{"activityRunId", activity_run_id},
                       {"pipelineRunId", run_id},
                       {"pipelineName", run->second.pipeline},
                       {"activityName", found->second.name},
                       {"path", found->second.path},
                       {"rowsRead", progress.rows_read},
                       {"rowsWritten", progress.rows_written},
                       {"bytesRead", progress.bytes_read},
                       {"bytesWritten", progress.bytes_written},
                       {"filesDone", progress.files_done},
                       {"filesTotal", progress.files_total},
                       {"factory", run->second.factory}}));
}

void EventLog::Append(const std::string& factory, std::string_view kind, const Json& data) {
  const int64_t number = first_ + static_cast<int64_t>(events_.size());
  events_.push_back({factory, "id: " + epoch_ + "-" + std::to_string(number) + "\nevent: " +
                                  std::string(kind) + "\ndata: " + DumpJson(data) + "\n\n"});
  if (events_.size() > events_max_) {
    events_.pop_front();
    ++first_;
  }
  for (const auto& [reader, wake] : readers_) {
    if (wake) wake();
  }
}

EventLog::Reader::Reader(EventLog& log, Wanted wanted, int64_t next, bool gap)
    : log_(log),
      wanted_(std::move(wanted)),
      until_(log.clock_.Now() + kReadMax),
      next_(next),
      gap_(gap) {}

EventLog::Reader::~Reader() {
  const std::lock_guard lock(log_.mutex_);
  log_.readers_.erase(this);
}

void EventLog::Reader::OnMore(std::function<void()> wake) {
  const std::lock_guard lock(log_.mutex_);
  log_.readers_[this] = std::move(wake);
}

std::optional<std::string> EventLog::Reader::Take() {
  if (over_ || log_.clock_.Now() >= until_) return std::nullopt;
  std::string out;
  if (gave_ == UtcTime()) out = kGreeting;
  if (gap_) {
    out += Notice("gap", "events before these are not kept any more; ask for the runs");
    gap_ = false;
  }
  const std::lock_guard lock(log_.mutex_);
  if (next_ < log_.first_) {
    over_ = true;
    return out + Notice("dropped",
                        "you read too slowly: events that you did not get are not kept any more");
  }
  const int64_t behind = log_.first_ + static_cast<int64_t>(log_.events_.size());
  for (; next_ < behind && out.size() < kTakeBytesMax; ++next_) {
    const Event& event = log_.events_[static_cast<size_t>(next_ - log_.first_)];
    if (wanted_(event.factory)) out += event.text;
  }
  if (out.empty() && log_.clock_.Now() - gave_ >= kSilenceMax) out = kComment;
  if (!out.empty()) gave_ = log_.clock_.Now();
  return out;
}

}  // namespace weir::observe
