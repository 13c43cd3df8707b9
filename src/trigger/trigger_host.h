#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "engine/engine.h"
#include "trigger/factories.h"
#include "trigger/store_watcher.h"
#include "trigger/trigger_book.h"

namespace weir::trigger {

struct HostOptions {
  store::Store* store = nullptr;
  engine::Engine* engine = nullptr;
  const Clock* clock = nullptr;
  Factories* factories = nullptr;
  StoreWatcher* watcher = nullptr;  ///< Of the stores of blob events; null: they are only posted.
};

/// Fires the triggers of a service: one thread that sleeps until something is due, happened or was
/// asked for. What a firing starts and what is kept of it becomes durable in one transaction.
/// Thread safe.
class TriggerHost {
 public:
  explicit TriggerHost(HostOptions options) : options_(options) {}
  ~TriggerHost() { Stop(); }
  TriggerHost(const TriggerHost&) = delete;
  TriggerHost& operator=(const TriggerHost&) = delete;

  /// Take up the triggers that were started, then begin to fire. What can no longer be read is
  /// told and left stopped. Call once, after the engine took up its runs. Errors: the store's.
  Result<std::vector<Error>> TakeUp();

  /// Fire no more. The engine must live until then; it may tell of runs until this is destroyed.
  void Stop();

  /// Durable when they return. Errors of Start: what Definition::Parse says, kConflict
  /// TumblingWindowFixed; kUnavailable ServiceStopping.
  Result<> Start(const Key& trigger, const std::string& name, const Json& properties);
  Result<> Stop(const Key& trigger);
  Result<> Forget(const Key& trigger);
  /// With all its triggers.
  Result<> ForgetFactory(const std::string& factory);
  /// Windows that overlap `range` run again, or are cancelled. Errors: kNotFound TriggerNotFound
  /// if it is no tumbling window trigger that was ever started.
  Result<> Rerun(const Key& trigger, const schedule::Window& range, bool only_failed);
  /// Windows that overlap `range`, as TriggerBook lists them. Errors: as Rerun.
  Result<std::vector<TriggerBook::ListedWindow>> Windows(const Key& trigger,
                                                         const schedule::Window& range,
                                                         size_t limit);
  Result<> Cancel(const Key& trigger, const schedule::Window& range);
  /// As TriggerBook::Waiting.
  Result<std::vector<TriggerBook::WaitingWindow>> Waiting(const std::string& factory,
                                                          const std::string& trigger, size_t limit);
  /// An event in the Event Grid schema. The same one again fires nothing.
  Result<> Publish(const std::string& factory, const Json& event);

  /// For the watcher: triggers whose stores are to be watched; what is known of one, nothing if it
  /// is stopped or gone.
  Result<std::vector<Key>> Watched();
  Result<std::optional<WatchOrder>> WatchOf(const Key& trigger);
  /// Begin anew with another store: what is there is not news. Errors: kNotFound WatchEnded.
  Result<WatchOrder> Rewatch(const Key& trigger, const std::string& store);
  /// What was found: durable in one transaction with the runs that it starts when this returns.
  /// Errors: kNotFound WatchEnded if it is of a watch that is over; kUnavailable ServiceStopping.
  Result<> FilesChanged(const Key& trigger, const FileReport& report);

  bool started(const Key& trigger) const;
  /// Whether a trigger may get these properties. Errors: kInvalid TriggerEnabledCannotUpdate while
  /// it is started, kConflict TumblingWindowFixed.
  Result<> MayChange(const Key& trigger, const Json& properties);

  /// Tell of a run that is over. Returns at once.
  void RunEnded(const store::RunRecord& run);

 private:
  /// Done by the host's thread; its answer goes out once what it led to is durable.
  struct Command {
    std::function<Result<>(Effects* effects)> act;
    std::shared_ptr<std::promise<Result<>>> answer;  ///< Null: nobody waits.
  };
  Result<> Ask(std::function<Result<>(Effects*)> act);
  void Post(Command command);
  Result<> CheckWindows(const Key& trigger) const;

  void Drive();
  std::deque<Command> WaitForWork();
  Result<> DropKnown(Effects* effects) const;
  /// Make it durable and carry it out, with all that follows at once. False: the host stops.
  bool CarryOut(Effects effects);
  std::vector<engine::RunRequest> RequestsOf(Effects& effects);
  /// Windows whose runs were not taken, and why.
  using NotTakenList = std::vector<std::pair<WindowRun, std::string>>;
  store::TriggerChanges Settle(Effects& effects, const std::vector<Result<std::string>>& taken,
                               NotTakenList* not_taken);
  void Show(const Effects& effects);

  HostOptions options_;
  TriggerBook book_;  ///< The host's thread only; the engine's while that waits for it.

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Command> commands_;
  std::set<Key> started_;
  bool stopping_ = false;

  std::thread thread_;
};

}  // namespace weir::trigger
