#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/events.h"

namespace weir::pipeline {

/// Something that a run waits for, as people may ask.
struct OpenWork {
  enum class Kind : uint8_t {
    kActivity,   ///< An attempt that is with an executor.
    kRetry,      ///< The time between two attempts.
    kTimer,      ///< A Wait activity.
    kChild,      ///< A run that an Execute Pipeline activity waits for.
    kIteration,  ///< An iteration that waits for another of its loop.
    kPause,      ///< An activity before which the run pauses.
  };
  Kind kind = Kind::kActivity;
  WorkId work = 0;              ///< What is handed out; 0 for an iteration.
  std::string name;             ///< Of the activity; of an iteration: its loop.
  std::string path;             ///< Where it runs; of an iteration: "ForEach1[3]".
  std::string activity_run_id;  ///< Of the activity's record; empty of a pause: it has none yet.
  UtcTime since;
  std::optional<UtcTime> until;  ///< kRetry, kTimer.
  std::string child_run_id;      ///< kChild
  size_t iterations_max = 0;     ///< kIteration: so many run at a time.
  std::string holder;            ///< kIteration: the path of the iteration that runs in its queue.
  size_t place = 0;              ///< kIteration: its place in that queue, from 1.
  size_t of = 0;                 ///< kIteration: how many wait in that queue.
};

struct OpenWorks {
  std::vector<OpenWork> works;
  size_t more = 0;  ///< Iterations that wait, too, behind those that are named.
};

/// An activity that is about to start, but the run pauses before it.
struct PausedActivity {
  WorkId work = 0;  ///< Of the pause.
  std::string name;
  std::string type;
  std::string path;  ///< Where it will run: "ForEach1[3]".
  UtcTime since;
  /// Its settings as they would be if it started; {} if it keeps them secret, null if they cannot
  /// be evaluated.
  Json input;
  std::optional<ActivityError> error;  ///< Why they cannot be evaluated.
};

struct PausedActivities {
  std::vector<PausedActivity> activities;  ///< Oldest first; at most kPausedMax.
  size_t more = 0;
};

inline constexpr size_t kPausedMax = 100;

}  // namespace weir::pipeline
