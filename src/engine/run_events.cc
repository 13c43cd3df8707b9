#include "engine/run_events.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace weir::engine {
namespace {

using store::ActivityRunRecord;

/// Where an event stands among those of one moment: what began before what began later, and each
/// end behind all that began inside.
using Rank = std::tuple<int64_t, int, int64_t>;
constexpr int64_t kFirst = -1;
constexpr int64_t kLast = INT64_MAX;
enum Side { kBegin = 0, kEnd = 1 };

struct Ranked {
  UtcTime time;
  Rank rank;
  RunEvent event;
};

std::string PlaceOf(const ActivityRunRecord& activity) {
  return activity.path.empty() ? activity.name : activity.path + "/" + activity.name;
}

/// "code: message" of an error's JSON; empty if it has neither.
std::string ErrorWords(const std::string& error) {
  if (error.empty()) return {};
  const Result<Json> json = ParseJson(error);
  if (!json) return error;
  const std::string& code = (*json)["errorCode"].as_string();
  const std::string& message = (*json)["message"].as_string();
  return code.empty() || message.empty() ? code + message : code + ": " + message;
}

/// The id of the run that an ExecutePipeline started, as its output says; empty if it does not.
std::string CalledBy(const ActivityRunRecord& activity) {
  const Result<Json> output = ParseJson(activity.output);
  return output ? (*output)["pipelineRunId"].as_string() : "";
}

/// "1.5"
std::string Seconds(std::chrono::microseconds time) {
  const int64_t tenths = (time.count() + 50'000) / 100'000;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string StatusWords(const std::string& status) {
  return status == "Succeeded"   ? "succeeded"
         : status == "Failed"    ? "failed"
         : status == "Cancelled" ? "was cancelled"
                                 : "ended as " + status;
}

/// Puts events together, with where they stand.
class Teller {
 public:
  Teller(const store::RunRecord& run, const RunHistory& history) : run_(run), history_(history) {
    for (auto one = history.activities.rbegin(); one != history.activities.rend(); ++one) {
      int64_t& last = last_inside_[one->sequence];
      last = std::max(last, one->sequence);
      int64_t& around = last_inside_[one->parent];
      around = std::max(around, last);
    }
  }

  std::vector<RunEvent> Tell() && {
    TellBegin();
    for (const ActivityRunRecord& one : history_.activities) TellActivity(one);
    for (const store::RunRecord& child : history_.children) TellChild(child);
    if (run_.status == "Canceling") {
      Add(run_.updated, {kLast, kBegin, 0},
          {"a", {}, "CancelAsked", "the run was asked to stop", run_.status});
    }
    if (run_.end) {
      const std::string why = run_.message.empty() ? "" : ": " + run_.message;
      Add(*run_.end, {kLast, kEnd, 1},
          {"x", {}, "RunEnded", "the run " + StatusWords(run_.status) + why, run_.status});
    }
    std::stable_sort(events_.begin(), events_.end(), [](const Ranked& left, const Ranked& right) {
      return std::tie(left.time, left.rank) < std::tie(right.time, right.rank);
    });
    std::vector<RunEvent> told;
    told.reserve(events_.size());
    for (Ranked& one : events_) told.push_back(std::move(one.event));
    return told;
  }

 private:
  void Add(UtcTime time, Rank rank, RunEvent event) {
    event.time = time;
    events_.push_back({time, rank, std::move(event)});
  }

  void TellBegin() {
    const std::string& name = run_.invoked_by["name"].as_string();
    const std::string& type = run_.invoked_by["invokedByType"].as_string();
    const bool queued = run_.status == "Queued";
    std::string words = queued ? "the run was queued" : "the run started";
    if (!type.empty()) words += ", invoked by " + (name.empty() ? type : name + " (" + type + ")");
    if (!run_.origin.empty()) words += ", as a rerun of " + run_.origin;
    Add(run_.start, {kFirst, kBegin, 0},
        {"b",
         {},
         queued ? "RunQueued" : "RunStarted",
         std::move(words),
         queued ? "Queued" : "InProgress"});
  }

  void TellActivity(const ActivityRunRecord& one) {
    const std::string key = std::to_string(one.sequence);
    const std::string place = PlaceOf(one);
    const Rank begin = {one.sequence, kBegin, 0};
    const Rank end = {last_inside_[one.sequence], kEnd, -one.sequence};
    if (one.recovered) {
      return Add(one.end.value_or(one.start), end,
                 {"e" + key,
                  {},
                  "ActivityTakenOver",
                  place + " did not run: its result is that of the run before",
                  one.status,
                  &one});
    }
    if (one.status == "Skipped" || one.status == "Inactive") {
      return Add(one.start, begin,
                 {"e" + key,
                  {},
                  "ActivitySkipped",
                  place + (one.status == "Skipped" ? " was skipped" : " is inactive"),
                  one.status,
                  &one});
    }
    Add(one.start, begin,
        {"s" + key,
         {},
         one.attempt > 0 ? "ActivityRetried" : "ActivityStarted",
         place + StartWords(one, place),
         "InProgress",
         &one});
    if (one.type == "ExecutePipeline") callers_[CalledBy(one)] = one.sequence;
    if (!one.end) return;
    ended_[place] = *one.end;
    const std::string why = one.status == "Succeeded" ? "" : ErrorWords(one.error);
    Add(*one.end, end,
        {"e" + key,
         {},
         "ActivityEnded",
         place + " " + StatusWords(one.status) + (why.empty() ? "" : ": " + why),
         one.status,
         &one});
  }

  /// Of a retry also how long it was waited for.
  std::string StartWords(const ActivityRunRecord& one, const std::string& place) const {
    if (one.attempt == 0) return " started";
    std::string words = " started again, retry " + std::to_string(one.attempt);
    const auto before = ended_.find(place);
    if (before != ended_.end() && one.start > before->second) {
      words += ", after " + Seconds(one.start - before->second) + " s";
    }
    return words;
  }

  void TellChild(const store::RunRecord& child) {
    const std::string words = "the run " + child.run_id + " of " + child.pipeline;
    RunEvent begin{"c" + child.run_id, {}, "ChildRunStarted", words + " began", "InProgress"};
    begin.child_run_id = child.run_id;
    const auto caller = callers_.find(child.run_id);
    const int64_t at = caller == callers_.end() ? kLast : caller->second;
    Add(child.start, {at, kBegin, 1}, std::move(begin));
    if (!child.end) return;
    RunEvent end{"d" + child.run_id,
                 {},
                 "ChildRunEnded",
                 words + " " + StatusWords(child.status),
                 child.status};
    end.child_run_id = child.run_id;
    Add(*child.end, {at, kEnd, -at - 1}, std::move(end));
  }

  const store::RunRecord& run_;
  const RunHistory& history_;
  std::unordered_map<int64_t, int64_t> last_inside_;
  std::unordered_map<std::string, int64_t> callers_;  ///< Sequences of activities, by child run.
  std::unordered_map<std::string, UtcTime> ended_;    ///< The last attempt, by place.
  std::vector<Ranked> events_;
};

}  // namespace

Result<RunHistory> ReadHistory(store::Store& store, const store::RunRecord& run) {
  RunHistory history;
  WEIR_ASSIGN(history.activities, store.Activities(run.run_id));
  const bool calls =
      std::any_of(history.activities.begin(), history.activities.end(),
                  [](const ActivityRunRecord& one) { return one.type == "ExecutePipeline"; });
  if (!calls) return history;
  WEIR_ASSIGN(history.children, store.Group(run.group_id));
  std::erase_if(history.children,
                [&](const store::RunRecord& child) { return child.parent_run_id != run.run_id; });
  return history;
}

std::vector<RunEvent> EventsOf(const store::RunRecord& run, const RunHistory& history) {
  return Teller(run, history).Tell();
}

Json EventToJson(const RunEvent& event) {
  Json json = Json::Object({{"id", event.id},
                            {"time", FormatUtc(event.time)},
                            {"event", std::string(event.kind)},
                            {"message", event.message}});
  if (!event.status.empty()) json.AppendMember("status", event.status);
  if (event.activity != nullptr) {
    json.AppendMember("activityName", event.activity->name);
    json.AppendMember("activityType", event.activity->type);
    json.AppendMember("activityRunId", event.activity->activity_run_id);
    json.AppendMember("path", event.activity->path);
    json.AppendMember("retryAttempt", event.activity->attempt);
  }
  if (!event.child_run_id.empty()) json.AppendMember("childRunId", event.child_run_id);
  return json;
}

}  // namespace weir::engine
