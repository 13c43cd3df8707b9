#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "pipeline/activity_error.h"
#include "pipeline/outcome.h"

namespace weir::pipeline {

/// A piece of work that a run has handed out and waits for: one attempt of an activity, one timer,
/// one child run. Counted from 1 within the run; never used twice.
using WorkId = uint64_t;

/// Something that happened to a run. A run's whole behaviour follows from its events in order.
struct Event {
  enum class Kind : uint8_t {
    kStarted,
    kActivityFinished,
    kTimerDue,
    kChildFinished,
    kCancelAsked,
    kHandleSaved,   ///< An executor noted what a restart needs to find its job again: `output`.
    kCallbackCame,  ///< Somebody called back for an activity under way: `output` is {body}.
    kReleased       ///< What is paused goes on: the one named by `work`, or all; see ReleasedEvent.
  };
  Kind kind = Kind::kStarted;
  UtcTime time;
  WorkId work = 0;
  Json output;                         ///< Of an activity or a child that succeeded.
  std::optional<ActivityError> error;  ///< Of one that did not.
  bool cancelled = false;              ///< The activity or child ended because it was cancelled.
};

/// True if it tells of work that goes on, and does not end it.
inline bool IsNote(const Event& event) {
  return event.kind == Event::Kind::kHandleSaved || event.kind == Event::Kind::kCallbackCame;
}

/// Let what is paused at a breakpoint go on: one activity, or all of the run if `work` is 0. With
/// `step`, every activity that would begin from now on pauses; without, only breakpoints do.
Event ReleasedEvent(WorkId work, bool step, UtcTime now);

Json ToJson(const Event& event);
Event EventFromJson(const Json& json);

/// Hand an activity to an executor.
struct StartActivity {
  WorkId work = 0;
  std::string activity_run_id;
  std::string name;
  std::string type;
  std::string pipeline;
  Json activity;  ///< Evaluated; the run's record holds it (masked if secure).
  int attempt = 0;
  bool secure_output = false;  ///< Its output must not be kept in clear.
  Json handle;                 ///< What its executor saved before a restart; null if nothing.
  Json callback;               ///< {body} of the callback that came; null if none did.
};

/// Tell the executor of an activity under way that somebody called back.
struct WakeActivity {
  WorkId work = 0;
  Json callback;  ///< {body}
};

/// Ask for a kTimerDue event at or after `due`.
struct StartTimer {
  WorkId work = 0;
  UtcTime due;
};

/// Start another pipeline. A kChildFinished event is expected only if `wait`.
struct StartChild {
  WorkId work = 0;
  std::string run_id;
  std::string pipeline;
  Json parameters;
  bool wait = true;
  std::string reference;  ///< The run that it reruns from failure; empty for none.
};

/// Stop an activity or a child; its end is still reported.
struct CancelWork {
  WorkId work = 0;
  std::string child_run_id;  ///< Empty for an activity.
};

/// The run is over.
struct FinishRun {
  ActivityStatus status = ActivityStatus::kSucceeded;
  std::string message;  ///< "Operation on target … failed: …", empty if it succeeded.
  Json return_value;    ///< pipelineReturnValue; null if none was set.
  std::optional<ActivityError> error;  ///< Of the activity that made it fail.
};

/// An activity run as monitoring shows it. Written when it starts and again when it ends.
struct ActivityRecord {
  WorkId work = 0;  ///< Order of starting; with the run's id it names the record.
  std::string activity_run_id;
  std::string name;
  std::string type;
  ActivityStatus status = ActivityStatus::kInProgress;
  UtcTime start;
  std::optional<UtcTime> end;
  int attempt = 0;
  std::string path;   ///< Where it ran: "ForEach1[3]/If1"; empty at the top.
  WorkId parent = 0;  ///< The record of the container; 0 at the top.
  Json input;
  Json output;
  Json error;  ///< `{errorCode, message, failureType, target}`; null if it has not failed.
  Json user_properties;
  std::string iteration_hash;  ///< As ScopeState has it.
  bool recovered = false;      ///< Not run: taken over from the run that this one reruns.
};

/// What one event led to: records to save, then effects to carry out once they are saved.
struct Changes {
  std::vector<ActivityRecord> records;
  std::vector<StartActivity> activities;
  std::vector<StartTimer> timers;
  std::vector<StartChild> children;
  std::vector<CancelWork> cancels;
  std::vector<WakeActivity> wakes;
  std::optional<FinishRun> finished;
};

}  // namespace weir::pipeline
