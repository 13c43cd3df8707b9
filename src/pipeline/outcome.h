#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace weir::pipeline {

/// Where an activity stands. The first two are not final.
enum class ActivityStatus : uint8_t {
  kPending,
  kInProgress,
  kSucceeded,
  kFailed,
  kSkipped,
  kCancelled
};

/// The name in JSON: "Succeeded". Pending prints as "Queued".
std::string_view StatusName(ActivityStatus status);
inline bool IsFinal(ActivityStatus status) {
  return status > ActivityStatus::kInProgress;
}

/// One entry of dependsOn: a parent, by its index in the scope, and the conditions, any of which
/// satisfies it.
struct Dependency {
  size_t parent = 0;
  bool on_succeeded = false;
  bool on_failed = false;
  bool on_skipped = false;
  bool on_completed = false;

  /// True if a parent that ended so lets the dependent run.
  /// Source: v2-semantics 1.3: Completed is Succeeded or Failed, not Skipped.
  bool SatisfiedBy(ActivityStatus status) const;
};

/// The graph of one activities array, as far as outcome needs it.
struct Graph {
  /// dependsOn of each activity.
  std::vector<std::vector<Dependency>> parents;
  /// Activities nobody depends on.
  std::vector<size_t> Leaves() const;
};

/// Judge a scope whose activities are all final: each leaf counts, a skipped one is replaced by its
/// parents. Gives the first activity that makes the scope fail, or nothing if it succeeded.
/// Source: v2-semantics 1.4 (all parents of a skipped leaf are looked at).
std::optional<size_t> FirstFailure(const Graph& graph, std::span<const size_t> leaves,
                                   std::span<const ActivityStatus> statuses);

}  // namespace weir::pipeline
