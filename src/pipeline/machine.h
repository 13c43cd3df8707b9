#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/json.h"
#include "pipeline/definition.h"
#include "pipeline/events.h"
#include "pipeline/open_work.h"

namespace weir::pipeline {

/// What a rerun takes over from the run it refers to. Activities are named "path/name".
struct RecoveryPlan {
  /// How an activity ended that need not run again.
  struct Outcome {
    ActivityStatus status = ActivityStatus::kSucceeded;  ///< Or kFailed.
    Json output;
    std::optional<ActivityError> error;
    /// Of the iteration it ran in: another item there makes it run again. Empty: any will do.
    std::string iteration_hash;
    bool fresh = false;  ///< It is not the result the referenced run saw: what follows runs again.
  };
  /// A child run that an Execute Pipeline activity started.
  struct Child {
    std::string run_id;
    bool succeeded = false;
  };
  std::unordered_map<std::string, Outcome> outcomes;
  std::unordered_map<std::string, Child> children;
  /// Run from this activity on (top level); empty: from what did not succeed.
  std::string start_activity;
};

/// All that decides how a run behaves, besides its events.
struct RunStart {
  std::string run_id;
  std::shared_ptr<const PipelineDefinition> pipeline;
  /// pipeline(): DataFactory, Pipeline, RunId, TriggerType, …, globalParameters; the machine adds
  /// `parameters`.
  Json system;
  Json parameters;  ///< As BindParameters gives them.
  std::optional<RecoveryPlan> recovery;
  /// Activities before which the run pauses, each as PauseKey gives it.
  std::set<std::string> pauses = {};
};

/// How RunStart names an activity by "path/name", whichever iteration it runs in: ignores case.
std::string PauseKey(std::string_view path);
/// True if the pipeline has an activity there: its containers and its name, parted by '/'.
bool HasActivityAt(const PipelineDefinition& pipeline, std::string_view path);

struct ActivityState;
struct ScopeState;
struct Step;

/// One pipeline run as a pure state machine: events in, changes out. No clock, no randomness, no
/// I/O: the same events give the same state, which is how a run survives a restart.
///
/// Not thread safe. Cost of an event: O(activities that it starts or ends).
class Machine {
 public:
  explicit Machine(RunStart start);
  ~Machine();
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  /// Take one event. Events for work that is over, or was never handed out, change nothing.
  Changes Advance(const Event& event);

  /// True while that work is handed out.
  bool Waits(WorkId work) const { return works_.contains(work); }
  /// True while that work is an activity for which nobody has called back.
  bool TakesCallback(WorkId work) const;
  /// True while it pauses before that activity; 0: before any.
  bool Pauses(WorkId work) const;
  /// Before what it pauses, for people. Cost: O(what is handed out), and evaluates each.
  PausedActivities Paused() const;
  bool finished() const { return finished_; }
  /// The variables as they are, in the order of declaration.
  Json Variables() const;
  const RunStart& start() const { return start_; }

  /// What is handed out and not yet back, in order: what a restart has to start again.
  Changes Outstanding() const;
  /// What it waits for, for people: executors, timers, children, and of each loop the next
  /// iterations that its limit holds back. Nothing that was told to stop.
  OpenWorks Open() const;

 private:
  static constexpr size_t kCloseScope = static_cast<size_t>(-1);

  friend struct Step;
  friend class RunScope;

  /// An activity's place: its scope and its index there.
  struct Place {
    ScopeState* scope = nullptr;
    size_t index = 0;
  };
  enum class WorkKind : uint8_t { kActivity, kRetry, kTimeout, kWait, kYield, kChild, kPause };
  struct Work {
    WorkKind kind = WorkKind::kActivity;
    Place place;
    UtcTime due;
    bool timed_out = false;  ///< kActivity: told to stop because its time was up.
    StartActivity activity;
    StartChild child;
  };

  ActivityState& State(Place place);
  const ActivityDefinition& Definition(Place place) const;

  // The run's life.
  void Take(const Event& event);
  void TakeNote(const Event& event);
  void OpenScope(std::unique_ptr<ScopeState> scope, std::unique_ptr<ScopeState>& slot);
  void Drain();
  void Cancel();
  /// Stop what is under way; inside one container, or everywhere if null.
  void CancelInside(const Place* container);
  bool Inside(const Place& place, const Place* container) const;
  bool Stopping(const ScopeState* scope) const;
  void CloseScope(ScopeState& scope);
  void FinishTop(const ScopeState& scope, std::optional<size_t> failure);

  // One activity's life.
  void Begin(Place place);
  void Proceed(Place place);
  bool PausesAt(Place place) const;
  void Pause(Place place);
  void Release(const Event& event);
  Result<Json> Look(Place place) const;
  bool MayRun(Place place) const;
  bool FollowsFresh(Place place) const;
  bool MayRecover(Place place) const;
  bool TakeOver(Place place);
  void BeginExecuted(Place place);
  Result<> ReadPolicy(Place place);
  void Attempt(Place place);
  void AttemptEnded(Place place, const Event& event);
  void Finish(Place place, ActivityStatus status, Json output, std::optional<ActivityError> error);

  // Work that is handed out.
  WorkId Hand(Work work);
  void AddOpen(WorkId id, const Work& work, OpenWorks* open) const;
  void AddIterations(const ScopeState& scope, OpenWorks* open) const;
  void ArmTimeout(Place place, std::chrono::seconds timeout);
  void Disarm(ActivityState& state);
  void TimerDue(WorkId id, const Work& work);

  void Note(Place place);
  Result<Json> Evaluate(const expr::Template& expression, Place place,
                        const std::optional<Json>& item = std::nullopt);

  RunStart start_;
  Json pipeline_object_;
  std::unordered_map<std::string, Json> variables_;
  std::unique_ptr<ScopeState> root_;
  std::map<WorkId, Work> works_;
  std::deque<Place> ready_;  // Activities to look at; an index of kCloseScope ends the scope.
  std::vector<bool> rerun_;  // Recovery: which activities at the top run again.
  WorkId last_work_ = 0;
  uint64_t evaluations_ = 0;
  UtcTime now_;
  Changes* changes_ = nullptr;
  std::unordered_map<WorkId, size_t> noted_;  // Records of this event, to write each once.
  Json return_value_;
  bool stepping_ = false;  // Every activity that would begin pauses.
  bool cancelling_ = false;
  bool finished_ = false;
};

}  // namespace weir::pipeline
