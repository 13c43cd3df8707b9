#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "schedule/fire_scope.h"
#include "schedule/tumbling_set.h"
#include "trigger/definition.h"
#include "trigger/effects.h"

namespace weir::trigger {

/// What is to be watched for a trigger.
struct WatchOrder {
  schedule::BlobEventFilter filter;
  std::string watch;      ///< Under which its files are kept; another one for each start.
  std::string store;      ///< Which store was watched before; empty: none.
  bool complete = false;  ///< All that was there when it began is known.
};

/// What a look at a store found; at most a few hundred events.
struct FileReport {
  std::string watch;
  std::vector<Json> events;  ///< As schedule::BlobEventOf gives them.
  std::vector<store::WatchedFile> files;
  bool complete = false;  ///< All that was there when it began is known from here on.
};

/// All triggers of a service that were ever started, and what they want done: told of the time and
/// of what happened, it answers with effects. No clock, no thread, no I/O. Not thread safe.
///
/// Exactly once: a firing is its effects, which its owner makes durable in one transaction: the
/// runs, the trigger run, and the state from which the next firing is found.
class TriggerBook {
 public:
  /// Firings of schedules that were missed while the service was down are made up for this long.
  static constexpr std::chrono::hours kMissedMax{24};
  /// Windows of a backfill that wait are listed as trigger runs up to this many at a time; the
  /// others once they start.
  static constexpr int64_t kWaitingListed = 10'000;

  /// Start a trigger; one that was started before goes on with its windows. `fresh` is an id that
  /// nothing else has, for one that is new. Errors: kConflict TumblingWindowFixed; kNotFound
  /// TriggerNotFound if it reruns windows of one that was never started.
  Result<> Start(Definition definition, const std::string& fresh, UtcTime now, Effects* effects);
  /// No new firings; what runs goes on. Nothing if it is not started.
  void Stop(const Key& key, UtcTime now, Effects* effects);
  /// As if it had never been. Its runs go on.
  void Forget(const Key& key, Effects* effects);

  /// Take up a trigger with the state that was kept. Errors: what was kept cannot be read.
  Result<> Restore(Definition definition, const Json& state, UtcTime now, Effects* effects);
  /// After all were restored: go on with what was outstanding when the service stopped.
  void GoOn(UtcTime now, Effects* effects);
  /// Runs of windows under way; after GoOn some may have ended meanwhile.
  std::vector<std::string> WindowRuns() const;

  /// Everything that is due, at most `limit` triggers at a time.
  void Tick(UtcTime now, size_t limit, Effects* effects);
  /// A run is over. Of any run: others may be chained to it.
  void RunEnded(const store::RunRecord& run, UtcTime now, Effects* effects);
  /// The run of a window was not taken, for the reason said.
  void NotTaken(const WindowRun& window, const std::string& message, UtcTime now, Effects* effects);
  /// An event, in the Event Grid schema, came for the factory. The triggers that it fires.
  void EventCame(const std::string& factory, const Json& event, UtcTime now, Effects* effects);
  /// Files of the store that is watched for a trigger changed. Errors: kNotFound WatchEnded.
  Result<> FilesChanged(const Key& key, const FileReport& report, UtcTime now, Effects* effects);
  Result<> Rewatch(const Key& key, const std::string& store, Effects* effects);
  /// Nothing for a trigger that is stopped or watches no store.
  std::optional<WatchOrder> WatchOf(const Key& key) const;
  std::vector<Key> Watched() const;
  /// Open windows that overlap `range` again, or cancel them. Nothing for another type of trigger.
  void Rerun(const Key& key, const schedule::Window& range, bool only_failed, UtcTime now,
             Effects* effects);
  void Cancel(const Key& key, const schedule::Window& range, UtcTime now, Effects* effects);

  /// Windows that overlap `range` and their statuses, oldest first, at most `limit`; those that
  /// have not been created are none.
  struct ListedWindow {
    schedule::Window window;
    schedule::WindowStatus status = schedule::WindowStatus::kWaiting;
  };
  std::vector<ListedWindow> Windows(const Key& key, const schedule::Window& range,
                                    size_t limit) const;

  /// Windows that are due and not started, and why; oldest first, at most `limit` of each trigger
  /// of the factory (or of the one named, as NameKey).
  struct WaitingWindow {
    std::string trigger;
    schedule::Window window;
    schedule::WindowStatus status = schedule::WindowStatus::kWaiting;
    std::string reason;
  };
  std::vector<WaitingWindow> Waiting(const std::string& factory, const std::string& trigger,
                                     size_t limit) const;

  /// When Tick has something to do; nothing if never.
  std::optional<UtcTime> NextDue() const;
  std::vector<Key> TriggersOf(const std::string& factory) const;
  /// Null if it was never started.
  const Definition* Find(const Key& key) const;
  bool started(const Key& key) const;
  /// What Restore needs.
  Json StateOf(const Key& key) const;

 private:
  struct Member {
    Definition definition;
    std::string id;  ///< Of the trigger since it was first started.
    bool started = false;
    UtcTime fired;  ///< Of a schedule: nothing fires at or before it.
    Json seen;      ///< Of a chain: {dimension: {pipeline: true}}.
    std::optional<UtcTime> due;
    struct Watch {
      std::string id;
      std::string store;
      bool complete = false;
    };
    struct Rerun {
      std::string run_id;  ///< Its trigger run; empty: not under way.
      int64_t next = 0;    ///< The first window that it has not asked for.
      std::set<int64_t> open;
    };
    Rerun rerun;
    Watch watch;  ///< Of a blob event trigger that is started.
  };
  /// What a firing is about.
  struct Moment {
    UtcTime scheduled;
    std::optional<schedule::Window> window;
    Json body;
  };
  /// The run of a window whose end is being taken.
  struct Ended {
    WindowRun window;
    std::string run_id;
    std::string message;
  };

  // trigger_book.cc
  void SetDue(Member& member, std::optional<UtcTime> due);
  void Schedule(Member& member);
  RunWish WishOf(const Member& member, const Target& target, const Moment& moment, UtcTime now);
  void Fire(Member& member, const Moment& moment, std::string trigger_run_id, UtcTime now,
            Effects* effects);
  // trigger_reruns.cc
  Result<> CheckParent(const Definition& definition) const;
  void BeginRerun(Member& member, UtcTime now, Effects* effects);
  void GoOnWithReruns(UtcTime now, Effects* effects);
  bool StepRerun(Member& member, UtcTime now, Effects* effects);
  void RecordRerun(const Member& member, const char* status, UtcTime now, Effects* effects);
  void EndRerun(Member& member, const char* status, UtcTime now, Effects* effects);

  void EndWatch(Member& member, Effects* effects);
  void Chained(const store::RunRecord& run, UtcTime now, Effects* effects);

  // trigger_windows.cc
  static std::string WindowRunId(const Member& member, int64_t serial);
  static store::TriggerRunRecord WindowRecord(const Member& member, int64_t index,
                                              std::string status, UtcTime now);
  void Advance(const Key& key, const schedule::WindowEvent& event, Effects* effects);
  void Take(const std::string& factory, const schedule::TumblingSet::Step& step, UtcTime now,
            Effects* effects);
  void Begin(Member& member, const schedule::StartWindow& start, UtcTime now, Effects* effects);
  std::string WhyBlocked(const Key& key, int64_t index) const;
  void ListWindows(const Key& key, const schedule::WindowStatusChange& change, UtcTime now,
                   Effects* effects);
  void Ask(const Key& key, schedule::WindowEvent::Kind kind, const schedule::Window& range,
           bool only_failed, UtcTime now, Effects* effects);
  void MakeUp(Member& member, UtcTime now, Effects* effects);

  std::map<Key, Member> members_;
  std::map<std::string, schedule::TumblingSet> windows_;  ///< By factory.
  std::set<std::pair<UtcTime, Key>> due_;
  std::set<Key> chains_;  ///< Members that are chains, and those whose reruns are under way.
  std::set<Key> reruns_;
  std::unordered_map<std::string, WindowRun> window_runs_;  ///< By run id.
  const Ended* ended_ = nullptr;
};

}  // namespace weir::trigger
