#include "pipeline/testing/machine_driver.h"

#include <algorithm>
#include <cmath>

namespace weir::pipeline {
namespace {

constexpr int kEventsMax = 200'000;
const UtcTime kStart = FromMicros(1'767'225'600'000'000);  // 2026-01-01.

}  // namespace

Result<RunStart> StartOf(const Json& properties, const Json& arguments) {
  WEIR_ASSIGN(auto pipeline, PipelineDefinition::Compile(
                                 Json::Object({{"name", "P"}, {"properties", properties}})));
  WEIR_ASSIGN(Json parameters, BindParameters(*pipeline, arguments));
  RunStart start;
  start.run_id = "run";
  start.system = Json::Object({{"Pipeline", "P"}, {"RunId", "run"}});
  start.parameters = std::move(parameters);
  start.pipeline = std::move(pipeline);
  return start;
}

MachineDriver::MachineDriver(RunStart start, Json answers)
    : machine_(std::move(start)), answers_(std::move(answers)), now_(kStart) {}

Json MachineDriver::Answer(const std::string& name) {
  const Json& list = answers_[name];
  if (list.is_object()) return list;
  if (list.empty()) return Json::Object();
  const size_t turn = asked_[name]++;
  return list.items()[std::min(turn, list.size() - 1)];
}

Event MachineDriver::AnswerEvent(Event::Kind kind, WorkId work, const Json& answer) {
  Event event{kind, {}, work, answer["output"], std::nullopt, false};
  if (kind == Event::Kind::kChildFinished) event.output = answer["returnValue"];
  if (answer["error"].is_object()) event.error = ActivityError::FromJson(answer["error"]);
  return event;
}

void MachineDriver::Schedule(double seconds, Event event) {
  const UtcTime due = now_ + std::chrono::microseconds(std::llround(seconds * 1e6));
  pending_.push_back({due, std::move(event)});
}

void MachineDriver::Take(Changes changes) {
  for (ActivityRecord& record : changes.records) {
    result_.last[record.name] = record;
    result_.statuses[record.name] = StatusName(record.status);
    const bool begun = record.status == ActivityStatus::kInProgress || record.attempt == 0;
    if (begun && (result_.order.empty() || result_.order.back() != record.name ||
                  record.status == ActivityStatus::kInProgress)) {
      result_.order.push_back(record.name);
    }
  }
  for (const StartActivity& activity : changes.activities) {
    ++result_.attempts[activity.name];
    result_.parallel_max = std::max(result_.parallel_max, ++running_);
    const Json answer = Answer(activity.name);
    const Json& seconds = answer["seconds"];
    Schedule(seconds.is_number() ? seconds.as_double() : 1.0,
             AnswerEvent(Event::Kind::kActivityFinished, activity.work, answer));
  }
  for (const StartTimer& timer : changes.timers) {
    pending_.push_back({timer.due, {Event::Kind::kTimerDue, {}, timer.work, {}, {}, false}});
  }
  for (const StartChild& child : changes.children) {
    result_.children.push_back(child);
    if (!child.wait) continue;
    Schedule(1.0, AnswerEvent(Event::Kind::kChildFinished, child.work,
                              Answer("child:" + child.pipeline)));
  }
  for (const CancelWork& cancel : changes.cancels) {
    for (Pending& pending : pending_) {
      if (pending.event.work != cancel.work || pending.event.kind == Event::Kind::kTimerDue)
        continue;
      pending.due = now_;
      pending.event.cancelled = true;
    }
  }
  if (changes.finished) {
    result_.status = changes.finished->status;
    result_.message = changes.finished->message;
    result_.return_value = changes.finished->return_value;
  }
}

void MachineDriver::Release(const Json& release) {
  Json seen = Json::Object();
  WorkId work = 0;
  for (const PausedActivity& one : machine_.Paused().activities) {
    seen.AppendMember(one.path.empty() ? one.name : one.path + "/" + one.name,
                      one.error ? Json(one.error->code) : one.input);
    if (one.name == release["name"].as_string()) work = one.work;
  }
  result_.pauses.Append(std::move(seen));
  Take(machine_.Advance(ReleasedEvent(work, release["step"].as_bool(), now_)));
}

DrivenRun MachineDriver::Drive() {
  for (const Json& release : releases_.items()) {
    Schedule(release["seconds"].as_double(),
             {Event::Kind::kReleased, {}, 0, release, std::nullopt, false});
  }
  if (cancel_at_ >= 0) Schedule(cancel_at_, {Event::Kind::kCancelAsked, {}, 0, {}, {}, false});
  Take(machine_.Advance({Event::Kind::kStarted, now_, 0, {}, {}, false}));
  for (int count = 0; count < kEventsMax && !machine_.finished() && !pending_.empty(); ++count) {
    const auto next = std::min_element(
        pending_.begin(), pending_.end(),
        [](const Pending& left, const Pending& right) { return left.due < right.due; });
    Event event = std::move(next->event);
    now_ = event.time = std::max(next->due, now_);
    pending_.erase(next);
    if (event.work != 0 && !machine_.Waits(event.work)) continue;
    if (event.kind == Event::Kind::kReleased) {
      Release(event.output);
      continue;
    }
    if (event.kind == Event::Kind::kActivityFinished) --running_;
    Take(machine_.Advance(event));
  }
  result_.took = now_ - kStart;
  return result_;
}

}  // namespace weir::pipeline
