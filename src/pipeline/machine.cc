#include "pipeline/machine.h"

#include <utility>

#include "base/check.h"
#include "base/names.h"
#include "pipeline/control.h"
#include "pipeline/scope.h"
#include "pipeline/state.h"

namespace weir::pipeline {
namespace {

/// Activities looked at in one event; a loop that never waits goes on in the next one, so that it
/// can be cancelled and its timeout can strike.
constexpr int kStepsPerEventMax = 100'000;

/// Mark the activities at the top that run again: the start and all that follow from it.
std::vector<bool> Downstream(const ScopeDefinition& scope, const std::string& start) {
  std::vector<bool> marked(scope.activities.size(), start.empty());
  std::vector<size_t> open;
  for (size_t i = 0; i < scope.activities.size(); ++i) {
    if (!start.empty() && SameName(scope.activities[i].name, start)) open.push_back(i);
  }
  while (!open.empty()) {
    const size_t next = open.back();
    open.pop_back();
    if (marked[next]) continue;
    marked[next] = true;
    open.insert(open.end(), scope.dependents[next].begin(), scope.dependents[next].end());
  }
  return marked;
}

}  // namespace

Machine::Machine(RunStart start) : start_(std::move(start)), pipeline_object_(start_.system) {
  pipeline_object_.Set("parameters", start_.parameters);
  for (const VariableDefinition& variable : start_.pipeline->variables) {
    variables_.emplace(NameKey(variable.name), variable.default_value);
  }
  if (start_.recovery) {
    rerun_ = Downstream(start_.pipeline->root, start_.recovery->start_activity);
  }
}

Json Machine::Variables() const {
  Json values = Json::Object();
  for (const VariableDefinition& variable : start_.pipeline->variables) {
    values.AppendMember(variable.name, variables_.at(NameKey(variable.name)));
  }
  return values;
}

Machine::~Machine() = default;

ActivityState& Machine::State(Place place) {
  return place.scope->activities[place.index];
}

const ActivityDefinition& Machine::Definition(Place place) const {
  return place.scope->definition->activities[place.index];
}

Changes Machine::Advance(const Event& event) {
  Changes changes;
  if (finished_) return changes;
  changes_ = &changes;
  now_ = event.time;
  noted_.clear();
  Take(event);
  Drain();
  changes_ = nullptr;
  return changes;
}

void Machine::Take(const Event& event) {
  if (event.kind == Event::Kind::kStarted) {
    auto scope = std::make_unique<ScopeState>();
    scope->definition = &start_.pipeline->root;
    OpenScope(std::move(scope), root_);
    return;
  }
  if (event.kind == Event::Kind::kCancelAsked) {
    Cancel();
    return;
  }
  if (event.kind == Event::Kind::kReleased) {
    Release(event);
    return;
  }
  if (IsNote(event)) {
    TakeNote(event);
    return;
  }
  const auto found = works_.find(event.work);
  if (found == works_.end()) return;
  const Work work = std::move(found->second);
  works_.erase(found);
  switch (event.kind) {
    case Event::Kind::kActivityFinished:
      State(work.place).pending = 0;
      if (work.timed_out) {
        Event late = event;
        late.error = ActivityError{
            "ActivityTimeout",
            "activity '" + Definition(work.place).name + "' did not end within its timeout",
            true,
            {}};
        AttemptEnded(work.place, late);
      } else {
        AttemptEnded(work.place, event);
      }
      break;
    case Event::Kind::kTimerDue:
      TimerDue(event.work, work);
      break;
    case Event::Kind::kChildFinished: {
      State(work.place).pending = 0;
      Step step{*this, work.place};
      Definition(work.place).control->ChildDone(step, event);
      break;
    }
    case Event::Kind::kStarted:
    case Event::Kind::kCancelAsked:
    case Event::Kind::kHandleSaved:
    case Event::Kind::kCallbackCame:
    case Event::Kind::kReleased:
      break;
  }
}

bool Machine::TakesCallback(WorkId work) const {
  const auto found = works_.find(work);
  return found != works_.end() && found->second.kind == WorkKind::kActivity &&
         found->second.activity.callback.is_null();
}

void Machine::TakeNote(const Event& event) {
  const auto found = works_.find(event.work);
  if (found == works_.end() || found->second.kind != WorkKind::kActivity) return;
  StartActivity& activity = found->second.activity;
  if (event.kind == Event::Kind::kHandleSaved) {
    activity.handle = event.output;
  } else if (activity.callback.is_null()) {
    activity.callback = event.output;
    changes_->wakes.push_back({event.work, event.output});
  }
}

void Machine::TimerDue(WorkId id, const Work& work) {
  switch (work.kind) {
    case WorkKind::kRetry:
      State(work.place).pending = 0;
      Attempt(work.place);
      break;
    case WorkKind::kTimeout: {
      ActivityState& state = State(work.place);
      state.timeout = 0;
      const auto attempt = works_.find(state.pending);
      if (attempt == works_.end()) break;
      attempt->second.timed_out = true;
      changes_->cancels.push_back({state.pending, {}});
      break;
    }
    case WorkKind::kWait: {
      Step step{*this, work.place};
      State(work.place).pending = 0;
      Definition(work.place).control->TimerDue(step, id);
      break;
    }
    case WorkKind::kYield:
    case WorkKind::kActivity:
    case WorkKind::kChild:
    case WorkKind::kPause:
      break;
  }
}

void Machine::OpenScope(std::unique_ptr<ScopeState> scope, std::unique_ptr<ScopeState>& slot) {
  const ScopeDefinition& definition = *scope->definition;
  scope->activities.resize(definition.activities.size());
  scope->open = definition.activities.size();
  slot = std::move(scope);
  for (size_t i = 0; i < definition.activities.size(); ++i) {
    const size_t parents = definition.graph.parents[i].size();
    slot->activities[i].parents_open = parents;
    if (parents == 0) ready_.push_back({slot.get(), i});
  }
  if (slot->open == 0) ready_.push_back({slot.get(), kCloseScope});
}

void Machine::Drain() {
  for (int steps = 0; !ready_.empty() && !finished_; ++steps) {
    if (steps == kStepsPerEventMax) {
      Work pause;
      pause.kind = WorkKind::kYield;
      pause.due = now_;
      Hand(std::move(pause));
      return;
    }
    const Place place = ready_.front();
    ready_.pop_front();
    if (place.index == kCloseScope) {
      CloseScope(*place.scope);
    } else {
      Begin(place);
    }
  }
}

void Machine::Cancel() {
  if (cancelling_) return;
  cancelling_ = true;
  CancelInside(nullptr);
}

bool Machine::Inside(const Place& place, const Place* container) const {
  if (container == nullptr) return true;
  for (const ScopeState* scope = place.scope; scope != nullptr; scope = scope->outer) {
    if (scope->outer == container->scope && scope->container == container->index) return true;
  }
  return false;
}

void Machine::CancelInside(const Place* container) {
  std::vector<WorkId> waits;
  for (auto& [id, work] : works_) {
    if (!Inside(work.place, container)) continue;
    switch (work.kind) {
      case WorkKind::kActivity:
        changes_->cancels.push_back({id, {}});
        break;
      case WorkKind::kChild:
        changes_->cancels.push_back({id, work.child.run_id});
        break;
      case WorkKind::kRetry:
      case WorkKind::kWait:
      case WorkKind::kPause:
        if (State(work.place).pending == id) waits.push_back(id);
        break;
      case WorkKind::kTimeout:
      case WorkKind::kYield:
        break;
    }
  }
  for (const WorkId id : waits) {
    const Place place = works_.at(id).place;
    works_.erase(id);
    Finish(place, ActivityStatus::kCancelled, {}, std::nullopt);
  }
}

bool Machine::Stopping(const ScopeState* scope) const {
  if (cancelling_) return true;
  for (; scope != nullptr && scope->outer != nullptr; scope = scope->outer) {
    const ActivityState& container = scope->outer->activities[scope->container];
    if (container.loop != nullptr && container.loop->timed_out) return true;
  }
  return false;
}

void Machine::CloseScope(ScopeState& scope) {
  std::vector<ActivityStatus> statuses;
  statuses.reserve(scope.activities.size());
  for (const ActivityState& activity : scope.activities) statuses.push_back(activity.status);
  const std::optional<size_t> failure =
      FirstFailure(scope.definition->graph, scope.definition->leaves, statuses);
  if (scope.outer == nullptr) {
    FinishTop(scope, failure);
    return;
  }
  std::optional<ActivityError> error;
  if (failure) {
    const ActivityDefinition& inner = scope.definition->activities[*failure];
    const std::optional<ActivityError>& cause = scope.activities[*failure].error;
    error = ActivityError{
        "BadRequest",
        "Activity failed because an inner activity failed; Inner activity name: " + inner.name +
            ", Error: " + (cause ? cause->message : "the activity was cancelled"),
        cause ? cause->user_error : true,
        {}};
  }
  const Place container{scope.outer, scope.container};
  for (const ActivityState& activity : scope.activities) {
    if (activity.fresh) State(container).fresh = true;
  }
  Step step{*this, container};
  Definition(container).control->InnerDone(step, scope, error);
}

void Machine::FinishTop(const ScopeState& scope, std::optional<size_t> failure) {
  FinishRun finish;
  bool cancelled = false;
  for (const ActivityState& activity : scope.activities) {
    cancelled = cancelled || activity.status == ActivityStatus::kCancelled;
  }
  finish.return_value = return_value_;
  if (cancelling_ && cancelled) {
    finish.status = ActivityStatus::kCancelled;
    finish.message = "the run was cancelled";
  } else if (failure) {
    const ActivityState& failed = scope.activities[*failure];
    finish.status = ActivityStatus::kFailed;
    finish.error = failed.error;
    finish.message = "Operation on target " + scope.definition->activities[*failure].name +
                     " failed: " + (failed.error ? failed.error->message : "it was cancelled");
  }
  works_.clear();
  finished_ = true;
  changes_->finished = std::move(finish);
}

Changes Machine::Outstanding() const {
  Changes changes;
  for (const auto& [id, work] : works_) {
    switch (work.kind) {
      case WorkKind::kActivity:
        changes.activities.push_back(work.activity);
        break;
      case WorkKind::kChild:
        changes.children.push_back(work.child);
        break;
      case WorkKind::kRetry:
      case WorkKind::kWait:
      case WorkKind::kTimeout:
      case WorkKind::kYield:
        changes.timers.push_back({id, work.due});
        break;
      case WorkKind::kPause:
        break;
    }
    if (!work.timed_out && !Stopping(work.place.scope)) continue;
    if (work.kind == WorkKind::kActivity) changes.cancels.push_back({id, {}});
    if (work.kind == WorkKind::kChild) changes.cancels.push_back({id, work.child.run_id});
  }
  return changes;
}

WorkId Machine::Hand(Work work) {
  const WorkId id = ++last_work_;
  switch (work.kind) {
    case WorkKind::kActivity:
      work.activity.work = id;
      changes_->activities.push_back(work.activity);
      break;
    case WorkKind::kChild:
      work.child.work = id;
      changes_->children.push_back(work.child);
      if (!work.child.wait) return id;
      break;
    case WorkKind::kRetry:
    case WorkKind::kTimeout:
    case WorkKind::kWait:
    case WorkKind::kYield:
      changes_->timers.push_back({id, work.due});
      break;
    case WorkKind::kPause:
      break;
  }
  works_.emplace(id, std::move(work));
  return id;
}

Result<Json> Machine::Evaluate(const expr::Template& expression, Place place,
                               const std::optional<Json>& item) {
  if (expression.constant() && expression.source().is_null()) return Json();
  SeededRandom random(StableHash(start_.run_id) + ++evaluations_);
  const RunScope scope(*this, place.scope, item, random);
  return expression.Evaluate(scope);
}

void Machine::Note(Place place) {
  const ActivityState& state = State(place);
  const ActivityDefinition& definition = Definition(place);
  const auto [slot, added] = noted_.emplace(state.work, changes_->records.size());
  if (added) changes_->records.emplace_back();
  ActivityRecord& record = changes_->records[slot->second];
  record.work = state.work;
  record.activity_run_id = DerivedGuid(start_.run_id, state.work);
  record.name = definition.name;
  record.type = definition.type;
  record.status = state.status;
  record.start = state.start;
  if (IsFinal(state.status)) record.end = state.end;
  record.attempt = state.attempt;
  record.path = place.scope->path;
  if (place.scope->outer != nullptr) {
    record.parent = place.scope->outer->activities[place.scope->container].work;
  }
  record.input = definition.policy.secure_input ? Json::Object() : state.input;
  record.output = definition.policy.secure_output ? Json::Object() : state.output;
  record.error = state.error ? state.error->ToJson(definition.name) : Json();
  record.user_properties = state.user_properties;
  record.iteration_hash = place.scope->iteration_hash;
  record.recovered = state.recovered;
}

}  // namespace weir::pipeline
