#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/secret.h"
#include "engine/definitions.h"
#include "engine/run_request.h"
#include "engine/wait.h"
#include "pipeline/machine.h"
#include "store/store.h"

namespace weir::engine {

/// Who carries effects out. Called only after what led to them is durable, from the core's thread.
class Dispatcher {
 public:
  virtual ~Dispatcher() = default;
  virtual void StartActivity(const std::string& run_id,
                             const std::shared_ptr<Definitions>& definitions,
                             const pipeline::StartActivity& activity) = 0;
  virtual void CancelActivity(const std::string& run_id, pipeline::WorkId work) = 0;
  /// Somebody called back for an activity that was started.
  virtual void WakeActivity(const std::string& run_id, const pipeline::WakeActivity& wake) = 0;
  /// A run began or changed; `finish` is set when it is over.
  virtual void RunChanged(const store::RunRecord& run,
                          const std::optional<pipeline::FinishRun>& finish) = 0;
  virtual void ActivityChanged(const std::string& run_id,
                               const pipeline::ActivityRecord& activity) = 0;
};

/// A run that is debugged: before what it pauses, and its variables. Secrets are masked.
struct PausedRun {
  pipeline::PausedActivities paused;
  Json variables;
};

/// `work` as a wait, without its holders.
RunWait WaitFor(const pipeline::OpenWork& work);

/// The engine without threads or a clock: takes what happened, saves it, hands out what follows.
///
/// Use: any number of Accept / ActivityEnded / Cancel / Tick, then Commit, in a loop, from one
/// thread. Everything between two Commits becomes durable in one transaction, and only then do
/// effects leave. After a failed Commit nothing is lost: the next one tries the same changes again.
class Core {
 public:
  Core(store::Store& store, const Sealer& sealer, const Masker& masker, Dispatcher& dispatcher)
      : store_(store), sealer_(sealer), masker_(masker), dispatcher_(dispatcher) {}

  /// Take a run; its id. It exists once Commit succeeded.
  /// Errors: kNotFound PipelineNotFound, kInvalid MissingParameter, InvalidParameterType, what
  /// Compile says.
  Result<std::string> Accept(RunRequest request, UtcTime now);
  /// Make changes of triggers durable with the runs that were taken since the last Commit.
  void Save(store::TriggerChanges changes);
  /// An activity ended: with its output or its error. Late and repeated reports change nothing.
  void ActivityEnded(const std::string& run_id, pipeline::WorkId work, Result<Json> result,
                     UtcTime now);
  /// Keep what a restart needs to find an activity's job again; StartActivity gives it back then.
  /// Durable once Commit succeeded. Errors: kCancelled ActivityOver.
  Result<> SaveHandle(const std::string& run_id, pipeline::WorkId work, Json handle, UtcTime now);
  /// Somebody called back for an activity: once only. It exists once Commit succeeded.
  /// Errors: kConflict CallbackNotAwaited.
  Result<> Callback(const std::string& run_id, pipeline::WorkId work, Json body, UtcTime now);
  /// Let what is paused of a run go on, as pipeline::ReleasedEvent says. It exists once Commit
  /// succeeded. Errors: kConflict RunNotPaused.
  Result<> Release(const std::string& run_id, pipeline::WorkId work, bool step, UtcTime now);
  /// Ask a run to stop. False if it is not under way.
  bool Cancel(const std::string& run_id, UtcTime now);
  /// Let timers that are due strike.
  void Tick(UtcTime now);
  Result<> Commit();

  /// When the next timer is due; nothing if none is.
  std::optional<UtcTime> NextTimer() const;
  /// Events wait that the last Commit left for the next.
  bool busy() const { return !inbox_.empty(); }
  /// The time of the newest event.
  UtcTime latest() const { return latest_; }
  bool idle() const { return runs_.empty(); }

  /// What a run waits for as far as the core knows; `executing` is with executors, who know more.
  struct Waits {
    WaitList list;
    std::vector<pipeline::OpenWork> executing;
  };
  /// Nothing for a run that is over. Cost: O(what is open in the run), and if it waits for its turn
  /// O(all runs).
  Waits WaitsOf(const std::string& run_id) const;
  /// Where a run stands that may pause at breakpoints. Nothing for one that is not under way.
  std::optional<PausedRun> PausedOf(const std::string& run_id) const;
  /// The record of a run under way; null if it is not.
  const store::RunRecord* Find(const std::string& run_id) const;

  /// A run that was not over when the program ended, with the definitions to go on with.
  struct Unfinished {
    store::UnfinishedRun run;
    std::shared_ptr<Definitions> definitions;
  };
  /// Take them up: replay what happened to each and hand out again what is open. Give all of
  /// Store::Unfinished() that this core shall run, oldest first, before anything else.
  /// Errors: kDenied WrongKey, what Compile says; then nothing was taken up.
  Result<> Resume(const std::vector<Unfinished>& unfinished, UtcTime now);

 private:
  struct Run {
    store::RunRecord record;
    std::shared_ptr<Definitions> definitions;
    std::string definition_hash;
    std::unique_ptr<pipeline::Machine> machine;
    std::string parent;  ///< Run id; empty if nobody waits.
    pipeline::WorkId parent_work = 0;
    std::optional<Heal> heals;
    std::string continues;
    int64_t journal_next = 1;
    bool started = false;
    bool cancel_asked = false;
    std::multimap<pipeline::WorkId, UtcTime> timers;
    std::set<pipeline::WorkId> secure;  ///< Work whose output must be sealed.
  };
  using Timer = std::tuple<UtcTime, std::string, pipeline::WorkId>;
  struct RunChange {
    store::RunRecord run;
    std::optional<pipeline::FinishRun> finish;
  };
  /// An event that a restart needs, unless its run is over by the next Commit.
  struct Noted {
    std::string run_id;
    int64_t sequence = 0;
    pipeline::Event event;
    bool secret = false;
  };
  /// Something to tell the dispatcher about a run once it is durable.
  struct Effect {
    std::string run_id;
    std::shared_ptr<Definitions> definitions;
    std::variant<pipeline::StartActivity, pipeline::WorkId, RunChange, pipeline::ActivityRecord,
                 pipeline::WakeActivity>
        what;
  };

  Result<Run*> Add(RunRequest request, const std::string& hash, UtcTime now);
  void AcceptInto(Run& run, UtcTime now);
  /// Whose runs count against one limit: a pipeline of a factory.
  static std::string LimitKey(const store::RunRecord& run);
  void StartQueued(const std::string& key, UtcTime now);
  bool MayStart(const Run& run);
  void Start(Run& run, UtcTime now);
  void Post(const std::string& run_id, pipeline::Event event);
  void Drain();
  void Apply(Run& run, const pipeline::Event& event);
  void Journal(Run& run, const pipeline::Event& event);
  void Take(Run& run, pipeline::Changes changes, UtcTime now);
  void Begin(Run& run, pipeline::StartActivity activity, UtcTime now);
  void WriteJournals();
  void AddTimer(Run& run, const pipeline::StartTimer& timer);
  void DropTimers(Run& run, pipeline::WorkId work);
  void Save(const Run& run, const pipeline::ActivityRecord& activity);
  void StartChild(Run& parent, const pipeline::StartChild& child, UtcTime now);
  static pipeline::Event ChildEvent(pipeline::WorkId work, const std::string& status,
                                    const Json& result, const std::string& message, UtcTime now);
  void Finish(Run& run, const pipeline::FinishRun& finish, UtcTime now);
  void GoOn(Run& run, UtcTime now);
  Result<RunRequest> RequestFor(const Run& parent, const pipeline::StartChild& child);
  Json Masked(const Json& json) const;
  void WaitForTurn(const Run& run, WaitList* list) const;
  RunWait WaitForChild(const pipeline::OpenWork& work) const;
  void Update(Run& run, Json result = {});
  Result<std::unique_ptr<Run>> Replay(const Unfinished& unfinished);
  void HandOutAgain(Run& run, UtcTime now);

  store::Store& store_;
  const Sealer& sealer_;
  const Masker& masker_;
  Dispatcher& dispatcher_;
  std::unordered_map<std::string, std::unique_ptr<Run>> runs_;
  std::set<Timer> timers_;
  std::deque<std::pair<std::string, pipeline::Event>> inbox_;
  std::map<std::string, int64_t> active_;                  // By LimitKey, for concurrency.
  std::map<std::string, std::deque<std::string>> queued_;  // Runs that wait for their turn.
  UtcTime latest_;  // Time does not run backwards, whatever the clock does.

  store::ChangeSet changes_;
  std::vector<Noted> noted_;
  std::unordered_map<std::string, std::unordered_map<int64_t, size_t>>
      saved_;                                      // Records, each once.
  std::unordered_map<std::string, size_t> fresh_;  // Where new runs are in changes_.
  std::vector<Effect> effects_;
};

}  // namespace weir::engine
