// TriggerBook: why windows wait.
#include <algorithm>

#include "base/names.h"
#include "trigger/trigger_book.h"

namespace weir::trigger {

using schedule::WindowMachine;
using schedule::WindowStatus;

/// The first window of another that it waits for, and how that one is.
std::string TriggerBook::WhyBlocked(const Key& key, int64_t index) const {
  const schedule::TumblingSet& set = windows_.at(key.first);
  const schedule::TumblingSettings& own = set.Find(key.second)->settings();
  for (const schedule::WindowDependency& one : own.dependencies) {
    const std::string name = one.on_itself() ? members_.at(key).definition.name : one.trigger;
    const WindowMachine* other = set.Find(NameKey(name));
    if (other == nullptr) return "waits for the trigger '" + name + "', which was never started";
    const schedule::Window range = one.RangeFor(own.WindowAt(index));
    if (other->Succeeded(range)) continue;
    auto [at, last] = other->settings().Overlapping(range);
    while (at < last && other->StatusOf(at) == WindowStatus::kSucceeded) ++at;
    const schedule::Window window = other->settings().WindowAt(at);
    return "waits for the window " + schedule::TriggerTimeText(window.start) + " to " +
           schedule::TriggerTimeText(window.end) + " of '" + name + "', which is " +
           std::string(schedule::WindowStatusName(other->StatusOf(at)));
  }
  return "is about to start";
}

std::vector<TriggerBook::WaitingWindow> TriggerBook::Waiting(const std::string& factory,
                                                             const std::string& trigger,
                                                             size_t limit) const {
  std::vector<WaitingWindow> waiting;
  for (auto at = members_.lower_bound({factory, trigger});
       at != members_.end() && at->first.first == factory; ++at) {
    const auto& [key, member] = *at;
    if (!trigger.empty() && key.second != trigger) break;
    if (member.definition.windows() == nullptr) continue;
    const WindowMachine& machine = *windows_.at(factory).Find(key.second);
    const schedule::WindowState& state = machine.state();
    std::vector<std::pair<int64_t, WindowStatus>> found;
    for (const auto& [first, last] : state.ready.ranges()) {
      for (int64_t i = first; i <= last && found.size() < limit; ++i) {
        found.emplace_back(i, WindowStatus::kWaiting);
      }
    }
    const size_t ready = found.size();
    for (const auto& [first, blocked] : state.blocked) {
      for (int64_t i = first; i <= blocked.last && found.size() < ready + limit; ++i) {
        found.emplace_back(i, WindowStatus::kWaitingOnDependency);
      }
    }
    std::sort(found.begin(), found.end());
    if (found.size() > limit) found.resize(limit);
    for (const auto& [index, status] : found) {
      std::string reason;
      if (!member.started) {
        reason = "the trigger is stopped";
      } else if (status == WindowStatus::kWaiting) {
        reason = "waits for its turn: " + std::to_string(state.active.size()) + " of at most " +
                 std::to_string(machine.settings().max_concurrency) + " windows run";
      } else {
        reason = WhyBlocked(key, index);
      }
      waiting.push_back(
          {member.definition.name, machine.settings().WindowAt(index), status, std::move(reason)});
    }
  }
  return waiting;
}

}  // namespace weir::trigger
