#include "pipeline/outcome.h"

namespace weir::pipeline {

std::string_view StatusName(ActivityStatus status) {
  switch (status) {
    case ActivityStatus::kPending:
      return "Queued";
    case ActivityStatus::kInProgress:
      return "InProgress";
    case ActivityStatus::kSucceeded:
      return "Succeeded";
    case ActivityStatus::kFailed:
      return "Failed";
    case ActivityStatus::kSkipped:
      return "Skipped";
    case ActivityStatus::kCancelled:
      return "Cancelled";
  }
  return "Queued";
}

bool Dependency::SatisfiedBy(ActivityStatus status) const {
  switch (status) {
    case ActivityStatus::kSucceeded:
      return on_succeeded || on_completed;
    case ActivityStatus::kFailed:
      return on_failed || on_completed;
    case ActivityStatus::kSkipped:
      return on_skipped;
    case ActivityStatus::kCancelled:
    case ActivityStatus::kPending:
    case ActivityStatus::kInProgress:
      return false;
  }
  return false;
}

std::vector<size_t> Graph::Leaves() const {
  std::vector<bool> has_dependent(parents.size());
  for (const auto& dependencies : parents) {
    for (const Dependency& dependency : dependencies) has_dependent[dependency.parent] = true;
  }
  std::vector<size_t> leaves;
  for (size_t i = 0; i < parents.size(); ++i) {
    if (!has_dependent[i]) leaves.push_back(i);
  }
  return leaves;
}

std::optional<size_t> FirstFailure(const Graph& graph, std::span<const size_t> leaves,
                                   std::span<const ActivityStatus> statuses) {
  std::vector<size_t> open(leaves.rbegin(), leaves.rend());
  std::vector<bool> seen(statuses.size());
  while (!open.empty()) {
    const size_t activity = open.back();
    open.pop_back();
    if (seen[activity]) continue;
    seen[activity] = true;
    if (statuses[activity] == ActivityStatus::kSucceeded) continue;
    if (statuses[activity] != ActivityStatus::kSkipped) return activity;
    for (const Dependency& dependency : graph.parents[activity]) open.push_back(dependency.parent);
  }
  return std::nullopt;
}

}  // namespace weir::pipeline
