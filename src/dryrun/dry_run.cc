#include "dryrun/dry_run.h"

#include <cmath>
#include <deque>
#include <utility>

#include "base/ids.h"
#include "dryrun/answers.h"
#include "dryrun/resources.h"
#include "pipeline/machine.h"

namespace weir::dryrun {
namespace {

using pipeline::ActivityError;
using pipeline::Changes;
using pipeline::Event;
using pipeline::Machine;
using pipeline::WorkId;

/// Children of children end somewhere: a pipeline that calls itself does not.
constexpr size_t kRunsMax = 2'000;
constexpr double kSecondsDefault = 1;

/// Several machines and one clock that jumps from event to event.
class VirtualRuns {
 public:
  explicit VirtualRuns(const DryRunRequest& request)
      : request_(request),
        answers_(request),
        definitions_(request.factory, request.local),
        now_(request.start) {
    globals_ = answers_.Globals(definitions_.GlobalParameters());
  }

  Result<DryReport> Run() {
    WEIR_ASSIGN(const size_t first, Add(request_.pipeline, request_.arguments, NewGuid(), {}));
    Advance(first, {Event::Kind::kStarted, now_, 0, {}, {}, false});
    for (size_t events = 0; events < request_.events_max && !pending_.empty(); ++events) {
      auto next = pending_.extract(pending_.begin());
      auto [run, event] = std::move(next.mapped());
      const Machine& machine = *live_[run].machine;
      if (machine.finished() || (event.work != 0 && !machine.Waits(event.work))) continue;
      event.time = now_ = std::max(now_, next.key());
      Advance(run, std::move(event));
    }
    report_.took = now_ - request_.start;
    for (size_t i = 0; i < live_.size(); ++i) {
      report_.runs[i].variables = live_[i].machine->Variables();
    }
    report_.assumed = answers_.Take();
    return std::move(report_);
  }

 private:
  /// Who waits for a run's end.
  struct Caller {
    size_t run = 0;
    WorkId work = 0;  ///< 0: nobody.
  };
  struct Live {
    std::unique_ptr<Machine> machine;
    Caller caller;
    std::map<WorkId, size_t> activities;  ///< Index in the report.
  };
  struct Pending {
    size_t run;
    Event event;
  };

  Result<size_t> Add(const std::string& name, const Json& arguments, const std::string& run_id,
                     Caller caller) {
    if (live_.size() >= kRunsMax) {
      return Fail(ErrorKind::kInvalid, "TooManyRuns",
                  "more than " + std::to_string(kRunsMax) + " child runs: does '" + name +
                      "' call itself?");
    }
    WEIR_ASSIGN(auto definition, definitions_.Pipeline(name));
    WEIR_ASSIGN(Json parameters,
                pipeline::BindParameters(*definition, answers_.Parameters(*definition, arguments)));
    report_.runs.push_back(
        {run_id, definition->name, caller.run, definition, parameters, "InProgress", {}, {}, {}});
    pipeline::RunStart start{run_id, definition, System(definition->name, run_id, caller),
                             std::move(parameters), std::nullopt};
    live_.push_back({std::make_unique<Machine>(std::move(start)), caller, {}});
    return live_.size() - 1;
  }

  Json System(const std::string& pipeline, const std::string& run_id, Caller caller) const {
    const Json& trigger = request_.trigger;
    const bool child = caller.work != 0 || !live_.empty();
    const auto text = [&trigger](const char* name, const char* without) {
      return trigger[name].is_string() ? trigger[name] : Json(without);
    };
    Json system =
        Json::Object({{"DataFactory", request_.factory->name()},
                      {"Pipeline", pipeline},
                      {"RunId", run_id},
                      {"GroupId", live_.empty() ? run_id : report_.runs[0].run_id},
                      {"TriggerType", child ? Json("PipelineActivity") : text("type", "Manual")},
                      {"TriggerId", text("id", "manual")},
                      {"TriggerName", text("name", "Manual")},
                      {"TriggerTime", text("time", "")},
                      {"globalParameters", globals_}});
    if (system["TriggerTime"].as_string().empty()) {
      system.Set("TriggerTime", FormatUtc(request_.start));
    }
    if (child) {
      system.Set("TriggeredByPipelineName", report_.runs[caller.run].pipeline);
      system.Set("TriggeredByPipelineRunId", report_.runs[caller.run].run_id);
    }
    return system;
  }

  void Advance(size_t run, Event event) {
    const Changes changes = live_[run].machine->Advance(event);
    for (const pipeline::ActivityRecord& record : changes.records) Note(run, record);
    for (const pipeline::StartActivity& activity : changes.activities) Start(run, activity);
    for (const pipeline::StartTimer& timer : changes.timers) {
      pending_.emplace(timer.due,
                       Pending{run, {Event::Kind::kTimerDue, {}, timer.work, {}, {}, false}});
    }
    for (const pipeline::StartChild& child : changes.children) StartChild(run, child);
    for (const pipeline::CancelWork& cancel : changes.cancels) Cancel(run, cancel);
    if (changes.finished) Finish(run, *changes.finished);
  }

  void Note(size_t run, const pipeline::ActivityRecord& record) {
    const auto [slot, added] =
        live_[run].activities.emplace(record.work, report_.activities.size());
    if (added) {
      report_.activities.push_back({run, record});
    } else {
      report_.activities[slot->second].record = record;
    }
  }

  void Start(size_t run, const pipeline::StartActivity& activity) {
    Json answer = answers_.Answer(report_.runs[run].pipeline, activity);
    if (Result<> good = EvaluateResources(definitions_, *request_.factory, activity.activity, now_);
        !good) {
      answer.Set("error", ActivityError::From(good.error()).ToJson(activity.name));
    }
    Event event{Event::Kind::kActivityFinished, {}, activity.work, answer["output"], {}, false};
    if (answer["error"].is_object()) event.error = ActivityError::FromJson(answer["error"]);
    const Json& seconds = answer["seconds"];
    Schedule(run, seconds.is_number() ? seconds.as_double() : kSecondsDefault, std::move(event));
  }

  void StartChild(size_t run, const pipeline::StartChild& child) {
    const Caller caller{run, child.wait ? child.work : 0};
    const bool known =
        request_.factory->Find(model::ResourceKind::kPipeline, child.pipeline) != nullptr;
    Event ended{Event::Kind::kChildFinished, {}, child.work, {}, {}, false};
    if (!known) {
      ended.output = answers_.MissingChild(report_.runs[run].pipeline, child.pipeline);
    } else {
      const Result<size_t> added = Add(child.pipeline, child.parameters, child.run_id, caller);
      if (added) {
        Schedule(*added, 0, {Event::Kind::kStarted, {}, 0, {}, {}, false});
        return;
      }
      ended.error = ActivityError::From(added.error());
    }
    if (child.wait) Schedule(run, kSecondsDefault, std::move(ended));
  }

  void Finish(size_t run, const pipeline::FinishRun& finish) {
    DryPipeline& ended = report_.runs[run];
    ended.status = std::string(StatusName(finish.status));
    ended.message = finish.message;
    ended.return_value = finish.return_value;
    const Caller caller = live_[run].caller;
    if (caller.work == 0) return;
    Event event{Event::Kind::kChildFinished, {}, caller.work, finish.return_value, {}, false};
    event.cancelled = finish.status == pipeline::ActivityStatus::kCancelled;
    if (finish.error) {
      event.error = finish.error;
      event.error->message = finish.message;
    }
    Schedule(caller.run, 0, std::move(event));
  }

  void Cancel(size_t run, const pipeline::CancelWork& cancel) {
    if (!cancel.child_run_id.empty()) {
      for (size_t i = 0; i < live_.size(); ++i) {
        if (report_.runs[i].run_id != cancel.child_run_id) continue;
        Schedule(i, 0, {Event::Kind::kCancelAsked, {}, 0, {}, {}, false});
      }
      return;
    }
    for (auto at = pending_.begin(); at != pending_.end(); ++at) {
      Pending& pending = at->second;
      if (pending.run != run || pending.event.work != cancel.work ||
          pending.event.kind != Event::Kind::kActivityFinished) {
        continue;
      }
      Pending now = std::move(pending);
      now.event.cancelled = true;
      pending_.erase(at);
      pending_.emplace(now_, std::move(now));
      return;
    }
  }

  void Schedule(size_t run, double seconds, Event event) {
    const UtcTime due = now_ + std::chrono::microseconds(std::llround(seconds * 1e6));
    pending_.emplace(due, Pending{run, std::move(event)});
  }

  const DryRunRequest& request_;
  Answers answers_;
  engine::Definitions definitions_;
  Json globals_;
  UtcTime now_;
  std::deque<Live> live_;
  std::multimap<UtcTime, Pending> pending_;
  DryReport report_;
};

}  // namespace

Result<DryReport> DryRun(const DryRunRequest& request) {
  return VirtualRuns(request).Run();
}

}  // namespace weir::dryrun
