#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/machine.h"

namespace weir::pipeline {

/// Where a loop stands: ForEach over its items, Until over its passes.
struct LoopState {
  Json items;
  size_t next = 0;     ///< The item that starts next in sequence; passes begun.
  size_t active = 0;   ///< Iterations under way.
  size_t queues = 1;   ///< ForEach: items i, i + queues, … run one after another.
  WorkId timeout = 0;  ///< Until: its timer.
  bool timed_out = false;
  std::optional<ActivityError> error;  ///< The first failure.
};

struct ActivityState {
  ActivityStatus status = ActivityStatus::kPending;
  size_t parents_open = 0;
  int attempt = 0;
  int retries_max = 0;
  WorkId work = 0;     ///< Names the record of the current attempt.
  WorkId pending = 0;  ///< What is handed out for it: the attempt, a timer or a child.
  WorkId timeout = 0;  ///< The timer that bounds the attempt.
  UtcTime start;
  UtcTime end;
  Json evaluated;  ///< The whole activity, kept for retries.
  Json input;
  Json output;
  Json user_properties;
  std::optional<ActivityError> error;
  bool recovered = false;      ///< Taken over from the run that this one reruns.
  bool fresh = false;          ///< Rerun: it ran again, or something inside it did.
  bool follows_fresh = false;  ///< Rerun: something before it ran again, so it does too.
  std::unique_ptr<LoopState> loop;
  std::vector<std::unique_ptr<ScopeState>> inner;
};

/// One running `activities` array: the pipeline's, a branch, an iteration.
struct ScopeState {
  const ScopeDefinition* definition = nullptr;
  ScopeState* outer = nullptr;  ///< Null at the top.
  size_t container = 0;         ///< The activity of `outer` that holds this.
  size_t slot = 0;              ///< Which of the container's inner scopes this is.
  std::optional<Json> item;
  std::optional<size_t> iteration;
  size_t open = 0;  ///< Activities that are not final.
  std::vector<ActivityState> activities;
  std::string path;            ///< "ForEach1[3]/If1"
  std::string iteration_hash;  ///< Follows from the items of the loops around it; empty for none.
};

/// What monitoring shows as the input of an executed activity: its settings, and between which
/// datasets a copy is, which cannot be seen from them. `evaluated`: its whole JSON.
Json InputOf(const Json& evaluated);

}  // namespace weir::pipeline
