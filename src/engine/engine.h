#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/forward_clock.h"
#include "engine/activity.h"
#include "engine/core.h"
#include "engine/secrets.h"

namespace weir::engine {

/// Somebody who watches runs. Called from the engine's threads; must return quickly.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void RunChanged(const store::RunRecord& /*run*/) {}
  /// An activity goes to its executor, or does so again after a restart. `masker` is the engine's.
  virtual void ActivityStarts(const std::string& /*run_id*/,
                              const std::shared_ptr<Definitions>& /*definitions*/,
                              const pipeline::StartActivity& /*activity*/,
                              const Masker& /*masker*/) {}
  virtual void ActivityChanged(const std::string& /*run_id*/,
                               const pipeline::ActivityRecord& /*activity*/) {}
  virtual void ActivityProgress(const std::string& /*run_id*/,
                                const std::string& /*activity_run_id*/,
                                const Progress& /*progress*/) {}
  /// A trigger run began or changed.
  virtual void TriggerRunChanged(const store::TriggerRunRecord& /*run*/) {}
  /// The store cannot save; the engine goes on trying. No error: it can again.
  virtual void StoreTrouble(const std::optional<Error>& /*error*/) {}
};

struct EngineOptions {
  store::Store* store = nullptr;
  const ActivityRegistry* activities = nullptr;
  const Clock* clock = nullptr;
  const Sealer* sealer = nullptr;
  Observer* observer = nullptr;     ///< May be null.
  SecretSource* secrets = nullptr;  ///< Null: key vaults cannot be read.
  /// Activities that run at the same time; more wait in line.
  size_t workers_max = 32;
  /// Keep how runs ended, for Wait. What goes on for long, and asks the store, sets it false.
  bool waits = true;
  /// While the store cannot save, Run and Callback are refused at once; those that came before are
  /// told after this long. Nothing: they wait for as long as it takes.
  std::optional<std::chrono::milliseconds> confirm_max = {};
  /// The address under which callbacks of activities reach Engine::Callback, without a slash at the
  /// end; asked when the first activity needs it, with what it was before a restart (or "").
  std::function<Result<std::string>(const std::string& earlier)> callback_address = nullptr;
};

/// The path of callbacks: "<callback_address>/weir/callbacks/<token>".
inline constexpr std::string_view kCallbackPath = "/weir/callbacks/";

/// A run that is over.
struct FinishedRun {
  store::RunRecord record;
  pipeline::FinishRun finish;
};

/// Runs pipelines: one thread drives the core, workers execute activities.
///
/// Thread safe. Destroying it stops at once: what is under way is resumed by the next engine.
class Engine final : private Dispatcher {
 public:
  explicit Engine(EngineOptions options);
  ~Engine() override;

  /// Take a run; its id, once it is durable. Errors: as Core::Accept; kUnavailable
  /// StoreUnavailable: it was not taken, NotConfirmed: it is, unless the process ends before the
  /// store can save again.
  Result<std::string> Run(RunRequest request);
  /// Take several runs and save what led to them, all in one transaction: durable when it returns.
  /// `changes` is asked on the engine's thread, with the id of each run or why it was not taken.
  /// False, and nothing is known, if `stop` says so first (looked at every 50 ms).
  using TriggerChangesOf =
      std::function<store::TriggerChanges(const std::vector<Result<std::string>>& runs)>;
  bool Fire(std::vector<RunRequest> runs, TriggerChangesOf changes,
            const std::function<bool()>& stop);
  /// The same without waiting: `durable` is called on the engine's thread; never if the engine is
  /// destroyed before. What is fired later becomes durable later, or in the same transaction.
  void FireLater(std::vector<RunRequest> runs, TriggerChangesOf changes,
                 std::function<void()> durable);
  /// Take up runs that were not over; call before anything else.
  Result<> Resume(const std::vector<Core::Unfinished>& unfinished);
  /// Ask a run to stop. False if it is not under way.
  bool Cancel(const std::string& run_id);
  /// Take a callback: `token` is what follows kCallbackPath in the address that the activity gave
  /// away. Durable when it returns. Errors: kNotFound CallbackNotFound for a token that is not
  /// ours, kConflict CallbackNotAwaited, kUnavailable as Run.
  Result<> Callback(std::string_view token, Json body);
  /// Let a paused run go on; see Core::Release. Durable when it returns. Errors: kConflict
  /// RunNotPaused, kUnavailable as Run.
  Result<> Release(const std::string& run_id, pipeline::WorkId work, bool step);
  /// Where a debugged run stands; nothing if it is not under way. Errors: kCancelled EngineStopped.
  Result<std::optional<PausedRun>> Paused(const std::string& run_id);
  /// Wait until a run is over, or until `stop` says so (looked at every 50 ms).
  std::optional<FinishedRun> Wait(const std::string& run_id,
                                  const std::function<bool()>& stop = nullptr);

  /// How much activities have to do.
  struct Load {
    size_t waiting = 0;  ///< Activities that wait for a worker.
    size_t working = 0;
    size_t workers_max = 0;
  };
  Load load();
  /// What a run waits for: which limit, who holds it, its place in the queue. Empty if it waits for
  /// nothing but those at work, or is over. Cost: as Core::WaitsOf, and O(activities in line).
  /// Errors: kCancelled EngineStopped.
  Result<WaitList> Waits(const std::string& run_id);

  /// Knows the secrets that runs have read.
  const Masker& masker() const { return masker_; }
  /// True while the store cannot save; it is tried again all the time.
  bool trouble() const { return trouble_; }
  /// Errors: kUnavailable StoreUnavailable while the store cannot save.
  Result<> NeedStore() const;
  /// By how much runs' time is ahead of a clock that was set back.
  std::chrono::microseconds clock_ahead() const { return clock_.ahead(); }

 private:
  class Context;
  struct Job {
    std::string run_id;
    std::shared_ptr<Definitions> definitions;
    pipeline::StartActivity activity;
    std::shared_ptr<CancelToken> cancel;
    std::optional<UtcTime> again;  ///< When its executor wants to be called again.
    bool calls_back = false;       ///< Its executor gave its callback address away.
  };
  using WorkKey = std::pair<std::string, pipeline::WorkId>;

  void StartActivity(const std::string& run_id, const std::shared_ptr<Definitions>& definitions,
                     const pipeline::StartActivity& activity) override;
  void CancelActivity(const std::string& run_id, pipeline::WorkId work) override;
  void WakeActivity(const std::string& run_id, const pipeline::WakeActivity& wake) override;
  void RunChanged(const store::RunRecord& run,
                  const std::optional<pipeline::FinishRun>& finish) override;
  void ActivityChanged(const std::string& run_id,
                       const pipeline::ActivityRecord& activity) override;

  /// Have the driver do it, and wait until what it did is durable; `patient`: however long it
  /// takes.
  Result<> Ask(std::function<Result<>(UtcTime)> act, bool patient);
  std::string CallbackToken(const std::string& run_id, pipeline::WorkId work) const;
  void Enqueue(Job job);
  void Park(Job job);
  void Unpark(const WorkKey& key);
  void UnparkDue(UtcTime now);
  WaitList WaitsOf(const std::string& run_id);
  void AddWorkerWaits(const std::map<WorkKey, const pipeline::OpenWork*>& in_line, WaitList* list);
  void Ended(const Job& job, Result<Json> result);

  void Post(std::function<void()> command);
  void Drive();
  void WaitForWork();
  void Commit();
  void Work(size_t worker);
  Result<Json> Execute(Job& job);

  EngineOptions options_;
  ForwardClock clock_;
  Masker masker_;
  Core core_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> commands_;
  std::vector<std::function<void()>> after_commit_;  // Driver thread only.
  std::atomic<bool> stopping_{false};
  std::atomic<bool> trouble_{false};

  // Attempts whose executors wait to be called again. Driver thread only.
  std::map<WorkKey, Job> parked_;
  std::set<std::pair<UtcTime, WorkKey>> parked_due_;
  std::map<WorkKey, Json> callbacks_;  // That came while the executor was at work.

  std::mutex jobs_mutex_;
  std::condition_variable jobs_wake_;
  std::deque<Job> jobs_;
  std::map<WorkKey, std::shared_ptr<CancelToken>> tokens_;
  size_t idle_workers_ = 0;
  std::vector<const Job*> at_work_;  // By worker; null: it has nothing to do.
  std::vector<std::thread> workers_;

  std::mutex finished_mutex_;
  std::condition_variable finished_wake_;
  std::map<std::string, FinishedRun> finished_;

  std::thread driver_;
};

}  // namespace weir::engine
