// What a failure leads to, by the rules of dependencies and of the leaves.
//
// Source: tutorial-pipeline-failure-error-handling; facts of the run's outcome.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/names.h"
#include "model/activities.h"
#include "model/lint_parts.h"

namespace weir::model {
namespace {

enum class Outcome { kSucceeded, kFailed, kSkipped };

/// The activities of one list, by index, with their dependencies resolved.
class Scope {
 public:
  struct Edge {
    size_t on;
    const Json* conditions;
  };

  explicit Scope(const Json& list) {
    for (const Json& activity : list.items()) activities_.push_back(&activity);
    edges_.resize(activities_.size());
    for (size_t i = 0; i < activities_.size(); ++i) {
      for (const Json& dependency : (*activities_[i])["dependsOn"].items()) {
        const std::optional<size_t> on = IndexOf(dependency["activity"].as_string());
        if (!on) {
          sound_ = false;
        } else {
          edges_[i].push_back({*on, &dependency["dependencyConditions"]});
        }
      }
    }
  }

  /// False if a dependency names nothing; nothing can be said then.
  bool sound() const { return sound_; }
  size_t size() const { return activities_.size(); }
  const Json& activity(size_t index) const { return *activities_[index]; }
  const std::vector<Edge>& edges(size_t index) const { return edges_[index]; }

  static bool Has(const Json& conditions, std::string_view name) {
    const auto items = conditions.items();
    return std::any_of(items.begin(), items.end(),
                       [name](const Json& one) { return SameName(one.as_string(), name); });
  }

  /// Everything that `index` waits for, itself not included.
  std::set<size_t> Upstream(size_t index) const {
    std::set<size_t> found;
    std::vector<size_t> open{index};
    while (!open.empty()) {
      const size_t at = open.back();
      open.pop_back();
      for (const Edge& edge : edges_[at]) {
        if (found.insert(edge.on).second) open.push_back(edge.on);
      }
    }
    return found;
  }

  /// How each ends if those of `failing` fail when they run; nothing if there is a circle.
  std::optional<std::vector<Outcome>> Play(const std::set<size_t>& failing) const {
    std::vector<std::optional<Outcome>> ends(size());
    size_t left = size();
    for (bool moved = true; moved && left > 0;) {
      moved = false;
      for (size_t i = 0; i < size(); ++i) {
        if (ends[i] || !Ready(i, ends)) continue;
        const bool fails = failing.contains(i) || SameName(activity(i)["type"].as_string(), "Fail");
        ends[i] = !Met(i, ends) ? Outcome::kSkipped
                  : fails       ? Outcome::kFailed
                                : Outcome::kSucceeded;
        moved = true;
        --left;
      }
    }
    if (left > 0) return std::nullopt;
    std::vector<Outcome> all;
    for (const std::optional<Outcome>& one : ends) all.push_back(*one);
    return all;
  }

  /// The rule of the leaves: a skipped leaf stands for what it waited for.
  bool Succeeds(const std::vector<Outcome>& ends) const {
    std::vector<bool> leaf(size(), true);
    for (const std::vector<Edge>& edges : edges_) {
      for (const Edge& edge : edges) leaf[edge.on] = false;
    }
    std::set<size_t> seen;
    std::vector<size_t> open;
    for (size_t i = 0; i < size(); ++i) {
      if (leaf[i]) open.push_back(i);
    }
    while (!open.empty()) {
      const size_t at = open.back();
      open.pop_back();
      if (!seen.insert(at).second || ends[at] == Outcome::kSucceeded) continue;
      if (ends[at] == Outcome::kFailed) return false;
      for (const Edge& edge : edges_[at]) open.push_back(edge.on);
    }
    return true;
  }

 private:
  std::optional<size_t> IndexOf(std::string_view name) const {
    for (size_t i = 0; i < activities_.size(); ++i) {
      if (SameName((*activities_[i])["name"].as_string(), name)) return i;
    }
    return std::nullopt;
  }

  bool Ready(size_t index, const std::vector<std::optional<Outcome>>& ends) const {
    return std::all_of(edges_[index].begin(), edges_[index].end(),
                       [&ends](const Edge& edge) { return ends[edge.on].has_value(); });
  }

  bool Met(size_t index, const std::vector<std::optional<Outcome>>& ends) const {
    return std::all_of(edges_[index].begin(), edges_[index].end(), [&ends](const Edge& edge) {
      const Outcome end = *ends[edge.on];
      if (end == Outcome::kSkipped) return Has(*edge.conditions, "Skipped");
      if (Has(*edge.conditions, "Completed")) return true;
      return Has(*edge.conditions, end == Outcome::kFailed ? "Failed" : "Succeeded");
    });
  }

  std::vector<const Json*> activities_;
  std::vector<std::vector<Edge>> edges_;
  bool sound_ = true;
};

/// The activity that runs on the failure of `index` alone, if that is all that follows it.
std::optional<size_t> OnlyHandler(const Scope& list, size_t index) {
  std::optional<size_t> handler;
  for (size_t i = 0; i < list.size(); ++i) {
    for (const Scope::Edge& edge : list.edges(i)) {
      if (edge.on != index) continue;
      const bool failure_only = Scope::Has(*edge.conditions, "Failed") &&
                                !Scope::Has(*edge.conditions, "Succeeded") &&
                                !Scope::Has(*edge.conditions, "Completed");
      if (!failure_only) return std::nullopt;
      handler = i;
    }
  }
  return handler;
}

void LintHidden(const LintScope& scope, const Scope& list, const std::string& title) {
  for (size_t i = 0; i < list.size(); ++i) {
    if (IsInactive(list.activity(i))) continue;
    const std::optional<size_t> handler = OnlyHandler(list, i);
    if (!handler || IsInactive(list.activity(*handler))) continue;
    const auto ends = list.Play({i});
    if (!ends || (*ends)[i] != Outcome::kFailed || !list.Succeeds(*ends)) continue;
    scope.report.Report(
        "FailureHidden", list.activity(i).position(),
        {{"scope", title}, {"handler", list.activity(*handler)["name"].as_string()}},
        &list.activity(i));
  }
}

/// True if some choice of successes and failures upstream makes the activity run.
bool CanRun(const Scope& list, size_t index) {
  constexpr size_t kUpstreamMax = 10;
  const std::set<size_t> upstream = list.Upstream(index);
  if (upstream.size() > kUpstreamMax || upstream.contains(index)) return true;
  const std::vector<size_t> free(upstream.begin(), upstream.end());
  for (size_t choice = 0; choice < (size_t{1} << free.size()); ++choice) {
    std::set<size_t> failing;
    for (size_t i = 0; i < free.size(); ++i) {
      if ((choice >> i & 1U) != 0) failing.insert(free[i]);
    }
    const auto ends = list.Play(failing);
    if (!ends || (*ends)[index] != Outcome::kSkipped) return true;
  }
  return false;
}

/// True if something runs because this one is skipped: people build an "either of them" so.
bool IsJoin(const Scope& list, size_t index) {
  for (size_t i = 0; i < list.size(); ++i) {
    for (const Scope::Edge& edge : list.edges(i)) {
      if (edge.on == index && Scope::Has(*edge.conditions, "Skipped")) return true;
    }
  }
  return false;
}

void LintImpossible(const LintScope& scope, const Scope& list) {
  for (size_t i = 0; i < list.size(); ++i) {
    if (list.edges(i).size() < 2 || IsInactive(list.activity(i))) continue;
    if (IsJoin(list, i) || CanRun(list, i)) continue;
    std::string names;
    for (const Scope::Edge& edge : list.edges(i)) {
      names += (names.empty() ? "'" : ", '") + list.activity(edge.on)["name"].as_string() + "'";
    }
    scope.report.Report("HandlerNeverRuns", list.activity(i)["dependsOn"].position(),
                        {{"activities", names}}, &list.activity(i));
  }
}

void LintList(const LintScope& scope, const Json& list, const std::string& title) {
  const Scope parsed(list);
  if (!parsed.sound()) return;
  LintHidden(scope, parsed, title);
  LintImpossible(scope, parsed);
}

}  // namespace

void LintOutcomes(const LintScope& scope) {
  if (scope.resource.kind != ResourceKind::kPipeline) return;
  const Json& properties = scope.resource.properties();
  LintList(scope, properties["activities"], "pipeline");
  for (const ActivityPlace& place : AllActivities(properties)) {
    if (IsSkipped(place)) continue;
    const Json& activity = *place.activity;
    const std::string title =
        activity["type"].as_string() + " '" + activity["name"].as_string() + "'";
    for (const ActivityList& inner : InnerActivities(activity)) {
      LintList(scope, *inner.items, title);
    }
  }
}

}  // namespace weir::model
