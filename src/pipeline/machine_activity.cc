// The life of one activity: released by its parents, begun, tried, finished.
#include <utility>

#include "base/names.h"
#include "pipeline/control.h"
#include "pipeline/machine.h"
#include "pipeline/state.h"

namespace weir::pipeline {
namespace {

/// Source: v2-semantics 1.5 (activities authored today).
constexpr std::chrono::seconds kTimeoutDefault = std::chrono::hours(12);
constexpr int64_t kRetryIntervalDefault = 30;

/// userProperties as monitoring shows them: name → value.
Json UserProperties(const Json& list) {
  Json map;
  for (const Json& entry : list.items()) map.Set(entry["name"].as_string(), entry["value"]);
  return map;
}

Result<int64_t> WholeNumber(const Json& json, int64_t otherwise, std::string_view name) {
  if (json.is_null()) return otherwise;
  if (json.is_int() && json.as_int() >= 0) return json.as_int();
  if (json.is_string()) {
    const Result<Json> parsed = ParseJson(json.as_string());
    if (parsed && parsed->is_int() && parsed->as_int() >= 0) return parsed->as_int();
  }
  return Fail(ErrorKind::kInvalid, "InvalidPolicy",
              "'" + std::string(name) + "' must be a whole number of 0 or more, got " +
                  DumpJson(json).substr(0, 100));
}

}  // namespace

bool Machine::MayRun(Place place) const {
  for (const Dependency& dependency : place.scope->definition->graph.parents[place.index]) {
    if (!dependency.SatisfiedBy(place.scope->activities[dependency.parent].status)) return false;
  }
  return true;
}

void Machine::Begin(Place place) {
  ActivityState& state = State(place);
  state.start = now_;
  state.follows_fresh = state.fresh = start_.recovery && FollowsFresh(place);
  if (Stopping(place.scope)) {
    Finish(place, ActivityStatus::kCancelled, {}, std::nullopt);
    return;
  }
  if (!MayRun(place)) {
    Finish(place, ActivityStatus::kSkipped, {}, std::nullopt);
    return;
  }
  if (PausesAt(place)) {
    Pause(place);
    return;
  }
  Proceed(place);
}

/// Its turn has come, and nothing pauses it.
void Machine::Proceed(Place place) {
  ActivityState& state = State(place);
  const ActivityDefinition& definition = Definition(place);
  state.work = ++last_work_;
  if (TakeOver(place)) return;
  if (definition.inactivity.inactive) {
    std::optional<ActivityError> error;
    if (definition.inactivity.mark_as == ActivityStatus::kFailed) {
      error = ActivityError{
          "InactiveActivity", "the activity is inactive and marked as failed", true, {}};
    }
    Finish(place, definition.inactivity.mark_as, Json::Object(), std::move(error));
    return;
  }
  state.status = ActivityStatus::kInProgress;
  Result<Json> properties = Evaluate(definition.user_properties, place);
  if (!properties) {
    Finish(place, ActivityStatus::kFailed, {}, ActivityError::From(properties.error()));
    return;
  }
  state.user_properties = UserProperties(*properties);
  if (definition.control == nullptr) {
    BeginExecuted(place);
    return;
  }
  Step step{*this, place};
  definition.control->Begin(step);
  if (!IsFinal(State(place).status)) Note(place);
}

/// True if something that ran again comes before it, here or before what holds it.
bool Machine::FollowsFresh(Place place) const {
  const ScopeState& scope = *place.scope;
  for (const Dependency& dependency : scope.definition->graph.parents[place.index]) {
    if (scope.activities[dependency.parent].fresh) return true;
  }
  return scope.outer != nullptr && scope.outer->activities[scope.container].follows_fresh;
}

/// True if results of the referenced run may stand for what is at `place`.
bool Machine::MayRecover(Place place) const {
  if (!start_.recovery || place.scope->activities[place.index].follows_fresh) return false;
  size_t top = place.index;
  for (const ScopeState* scope = place.scope; scope->outer != nullptr; scope = scope->outer) {
    top = scope->container;
  }
  return start_.recovery->start_activity.empty() || !rerun_[top];
}

bool Machine::TakeOver(Place place) {
  if (!MayRecover(place) || Definition(place).policy.secure_output) return false;
  const RecoveryPlan& plan = *start_.recovery;
  const auto found = plan.outcomes.find(place.scope->path + "/" + Definition(place).name);
  if (found == plan.outcomes.end()) return false;
  const RecoveryPlan::Outcome& outcome = found->second;
  // Control activities run again, but for a child that has run again by itself.
  if (Definition(place).control != nullptr && !outcome.fresh) return false;
  const std::string& hash = outcome.iteration_hash;
  if (!hash.empty() && hash != place.scope->iteration_hash) return false;
  // From failure, what failed runs again, even where the run could bear it.
  if (outcome.status != ActivityStatus::kSucceeded && plan.start_activity.empty()) return false;
  State(place).recovered = true;
  State(place).fresh = outcome.fresh;
  Finish(place, outcome.status, outcome.output, outcome.error);
  return true;
}

Result<> Machine::ReadPolicy(Place place) {
  const Policy& policy = Definition(place).policy;
  WEIR_ASSIGN(const Json retry, Evaluate(policy.retry, place));
  WEIR_ASSIGN(const int64_t retries, WholeNumber(retry, 0, "retry"));
  State(place).retries_max = static_cast<int>(std::min<int64_t>(retries, INT32_MAX));
  return {};
}

void Machine::BeginExecuted(Place place) {
  ActivityState& state = State(place);
  state.fresh = true;
  Result<Json> body = Evaluate(Definition(place).body, place);
  Result<> policy = body ? ReadPolicy(place) : Result<>();
  if (!body || !policy) {
    Finish(place, ActivityStatus::kFailed, {},
           ActivityError::From(body ? policy.error() : body.error()));
    return;
  }
  state.evaluated = *std::move(body);
  state.input = InputOf(state.evaluated);
  state.work = 0;
  Attempt(place);
}

void Machine::Attempt(Place place) {
  ActivityState& state = State(place);
  const ActivityDefinition& definition = Definition(place);
  state.start = now_;
  state.status = ActivityStatus::kInProgress;
  std::chrono::seconds timeout = kTimeoutDefault;
  Result<Json> wanted = Evaluate(definition.policy.timeout, place);
  if (wanted && wanted->is_string()) {
    Result<std::chrono::seconds> span = ParseTimeSpan(wanted->as_string());
    if (span) {
      timeout = *span;
    } else {
      wanted = span.error();
    }
  }
  Work work;
  work.kind = WorkKind::kActivity;
  work.place = place;
  work.activity.name = definition.name;
  work.activity.type = definition.type;
  work.activity.pipeline = start_.pipeline->name;
  work.activity.activity = state.evaluated;
  work.activity.attempt = state.attempt;
  work.activity.secure_output = definition.policy.secure_output;
  work.activity.activity_run_id = DerivedGuid(start_.run_id, last_work_ + 1);
  state.work = last_work_ + 1;
  if (!wanted) {
    ++last_work_;
    Finish(place, ActivityStatus::kFailed, {}, ActivityError::From(wanted.error()));
    return;
  }
  state.pending = Hand(std::move(work));
  // A webhook counts its own time, which may be longer than the default of a policy.
  if (!wanted->is_null() || !SameName(definition.type, "WebHook")) ArmTimeout(place, timeout);
  Note(place);
}

void Machine::ArmTimeout(Place place, std::chrono::seconds timeout) {
  Work timer;
  timer.kind = WorkKind::kTimeout;
  timer.place = place;
  timer.due = now_ + timeout;
  State(place).timeout = Hand(std::move(timer));
}

void Machine::Disarm(ActivityState& state) {
  if (state.timeout != 0) works_.erase(std::exchange(state.timeout, 0));
}

void Machine::AttemptEnded(Place place, const Event& event) {
  ActivityState& state = State(place);
  Disarm(state);
  if (!event.error && !event.cancelled) {
    Finish(place, ActivityStatus::kSucceeded, event.output, std::nullopt);
    return;
  }
  if (Stopping(place.scope)) {
    Finish(place, ActivityStatus::kCancelled, {}, std::nullopt);
    return;
  }
  ActivityError error = event.error.value_or(
      ActivityError{"OperationCancelled", "the activity was cancelled", true, {}});
  if (state.attempt >= state.retries_max) {
    Finish(place, ActivityStatus::kFailed, event.output, std::move(error));
    return;
  }
  state.status = ActivityStatus::kFailed;
  state.end = now_;
  state.error = std::exchange(error, {});
  Note(place);
  state.error.reset();
  state.status = ActivityStatus::kInProgress;
  ++state.attempt;
  Result<Json> wanted = Evaluate(Definition(place).policy.retry_interval, place);
  const Result<int64_t> seconds =
      WholeNumber(wanted ? *wanted : Json(), kRetryIntervalDefault, "retryIntervalInSeconds");
  Work timer;
  timer.kind = WorkKind::kRetry;
  timer.place = place;
  timer.due = now_ + std::chrono::seconds(seconds ? *seconds : kRetryIntervalDefault);
  state.pending = Hand(std::move(timer));
}

void Machine::Finish(Place place, ActivityStatus status, Json output,
                     std::optional<ActivityError> error) {
  ActivityState& state = State(place);
  const bool container = !Definition(place).scopes.empty();
  if (container && Stopping(place.scope) && status != ActivityStatus::kSkipped) {
    status = ActivityStatus::kCancelled;
    error.reset();
  }
  Disarm(state);
  state.status = status;
  state.end = now_;
  state.output = std::move(output);
  state.error = std::move(error);
  state.evaluated = {};
  state.loop.reset();
  if (state.work != 0) Note(place);
  state.input = {};
  ScopeState& scope = *place.scope;
  for (const size_t dependent : scope.definition->dependents[place.index]) {
    if (--scope.activities[dependent].parents_open == 0) ready_.push_back({&scope, dependent});
  }
  if (--scope.open == 0) ready_.push_back({&scope, kCloseScope});
}

}  // namespace weir::pipeline
