#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "schedule/range_set.h"
#include "schedule/tumbling.h"

namespace weir::schedule {

enum class WindowStatus {
  kNotCreated,  ///< Not due yet, or the trigger is stopped.
  kWaiting,     ///< For its turn.
  kWaitingOnDependency,
  kRunning,  ///< Or in the pause before a retry.
  kSucceeded,
  kFailed,
  kCancelled
};
/// As monitoring prints it: "WaitingOnDependency".
std::string_view WindowStatusName(WindowStatus status);

/// How the run of a window ended.
enum class RunOutcome {
  kSucceeded,
  kFailed,
  kCancelled,
  kNotStarted  ///< The service was busy: tried again after the pause; no retry is used up.
};

/// Something that happened to a trigger. All it does follows from its events in order.
struct WindowEvent {
  enum class Kind {
    kTimePassed,
    kRunFinished,      ///< `first`, `serial`, `outcome`.
    kUpstreamChanged,  ///< `trigger`, `changed`: windows of another trigger have succeeded.
    kRerunAsked,   ///< `first` … `last`, `only_failed`. Those that are not over stay as they are.
    kCancelAsked,  ///< `first` … `last`. Those that are over stay as they are.
    kStarted,
    kStopped
  };
  Kind kind = Kind::kTimePassed;
  UtcTime time = {};
  int64_t first = 0;
  int64_t last = 0;
  int64_t serial = 0;
  RunOutcome outcome = RunOutcome::kSucceeded;
  bool only_failed = false;
  std::string trigger = {};
  Window changed = {};
};

/// Windows `first` … `last` are in that status from here on.
struct WindowStatusChange {
  int64_t first = 0;
  int64_t last = 0;
  WindowStatus status = WindowStatus::kWaiting;
};

/// Start the pipeline for a window.
struct StartWindow {
  int64_t index = 0;
  Window window;
  int attempt = 1;     ///< Counts from 1, anew for a rerun.
  int64_t serial = 0;  ///< Never used twice by a trigger: what a run's id may be derived from.
};

/// Cancel the run of a window; its end is still reported.
struct CancelWindow {
  int64_t index = 0;
  int64_t serial = 0;
};

/// What one event led to: statuses to save with the state, then effects to carry out.
struct WindowChanges {
  std::vector<WindowStatusChange> statuses;
  std::vector<StartWindow> starts;
  std::vector<CancelWindow> cancels;
  /// When to send kTimePassed, if nothing else happens first.
  std::optional<UtcTime> wake;
};

/// Answers for other triggers.
class UpstreamWindows {
 public:
  virtual ~UpstreamWindows() = default;
  /// True if every window of `trigger` that overlaps `range` has succeeded; what lies before its
  /// first or after its last window counts as done. False if there is no such trigger.
  virtual bool Succeeded(std::string_view trigger, const Window& range) const = 0;
};

/// Where a trigger's windows are; what a restart needs. Windows before `next` that are in none of
/// the sets have succeeded: the past costs nothing.
struct WindowState {
  struct Blocked {
    int64_t last = 0;
    UtcTime since;
  };
  struct Active {
    int attempt = 1;
    int64_t serial = 0;
    std::optional<UtcTime> retry_at;  ///< In the pause before the next attempt.
    bool cancelling = false;
  };
  int64_t next = 0;         ///< The first window that has not been created.
  int64_t last_serial = 0;  ///< Of what was started.
  bool stopped = false;
  UtcTime now;
  UtcTime progress;                    ///< When a window last succeeded.
  RangeSet ready;                      ///< kWaiting.
  std::map<int64_t, Blocked> blocked;  ///< kWaitingOnDependency: ranges by their first window.
  RangeSet failed;
  RangeSet cancelled;
  std::map<int64_t, Active> active;  ///< kRunning; at most max_concurrency.

  Json ToJson() const;
  /// Errors: kInvalid InvalidWindowState.
  static Result<WindowState> FromJson(const Json& json);
};

/// The windows of one trigger as a pure state machine: events in, changes out. Every window is
/// started exactly once, the oldest first, besides retries and reruns that were asked for. No
/// clock, no I/O. Not thread safe.
///
/// Memory: O(ranges of windows in one status), whatever their number. Cost of an event: O(windows
/// that it creates with dependencies, or whose dependencies it touches, or that it starts or ends).
class WindowMachine {
 public:
  explicit WindowMachine(TumblingSettings settings, WindowState state = {});

  /// Take one event. An event for a run that is over, or never was, changes nothing.
  WindowChanges Advance(const WindowEvent& event, const UpstreamWindows& upstream);
  /// What a restart has to start or cancel again, and when to wake.
  WindowChanges Outstanding() const;

  WindowStatus StatusOf(int64_t index) const;
  /// True if all windows that overlap `range` have succeeded; see UpstreamWindows.
  bool Succeeded(const Window& range) const;

  /// Take a changed definition; windows that were created stay. An end before them stops the
  /// trigger. Errors: as CheckRedefinition.
  Result<> Redefine(TumblingSettings changed);

  const TumblingSettings& settings() const { return settings_; }
  const WindowState& state() const { return state_; }
  /// True if no window is open and none will come.
  bool ended() const;

 private:
  using Range = RangeSet::Range;

  void Take(const WindowEvent& event);
  void Finished(int64_t index, int64_t serial, RunOutcome outcome);
  void Failed(int64_t index, WindowState::Active* active);
  void Rerun(Range range, bool only_failed);
  void Cancel(Range range);
  void Create();
  void Admit(Range range);
  bool DependenciesMet(int64_t index) const;
  void Block(Range range);
  std::vector<Range> Unblock(Range range);
  void Recheck(Range range);
  void Touched(const WindowDependency& dependency, const Window& changed);
  void Expire();
  void Retry();
  void Fill();
  void Start(int64_t index, int attempt);
  void Note(Range range, WindowStatus status);
  std::optional<UtcTime> Wake() const;
  UtcTime ExpiryOf(const WindowState::Blocked& blocked) const;

  TumblingSettings settings_;
  WindowState state_;
  // Of the event that is being taken.
  const UpstreamWindows* upstream_ = nullptr;
  WindowChanges* changes_ = nullptr;
};

}  // namespace weir::schedule
