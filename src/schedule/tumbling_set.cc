#include "schedule/tumbling_set.h"

#include <utility>

#include "base/names.h"

namespace weir::schedule {

void TumblingSet::Put(const std::string& name, TumblingSettings settings, WindowState state) {
  members_[NameKey(name)] = {
      name, std::make_unique<WindowMachine>(std::move(settings), std::move(state))};
}

void TumblingSet::Remove(std::string_view name) {
  members_.erase(NameKey(name));
}

WindowMachine* TumblingSet::Find(std::string_view name) {
  const auto found = members_.find(NameKey(name));
  return found == members_.end() ? nullptr : found->second.machine.get();
}

const WindowMachine* TumblingSet::Find(std::string_view name) const {
  const auto found = members_.find(NameKey(name));
  return found == members_.end() ? nullptr : found->second.machine.get();
}

bool TumblingSet::Succeeded(std::string_view trigger, const Window& range) const {
  const auto found = members_.find(NameKey(trigger));
  return found != members_.end() && found->second.machine->Succeeded(range);
}

std::vector<TumblingSet::Step> TumblingSet::Advance(std::string_view name,
                                                    const WindowEvent& event) {
  std::vector<Step> steps;
  const auto found = members_.find(NameKey(name));
  if (found == members_.end()) return steps;
  const Member& member = found->second;
  WindowChanges changes = member.machine->Advance(event, *this);
  Tell(member, changes, event.time, &steps);
  steps.insert(steps.begin(), {member.name, std::move(changes)});
  return steps;
}

/// Only the end of a run makes a window succeed, so this goes no deeper.
void TumblingSet::Tell(const Member& member, const WindowChanges& changes, UtcTime time,
                       std::vector<Step>* steps) {
  for (const WindowStatusChange& change : changes.statuses) {
    if (change.status != WindowStatus::kSucceeded) continue;
    WindowEvent told{.kind = WindowEvent::Kind::kUpstreamChanged, .time = time};
    told.trigger = member.name;
    told.changed = {member.machine->settings().WindowAt(change.first).start,
                    member.machine->settings().WindowAt(change.last).end};
    for (const auto& [key, other] : members_) {
      for (const WindowDependency& one : other.machine->settings().dependencies) {
        if (one.on_itself() || !SameName(one.trigger, member.name)) continue;
        steps->push_back({other.name, other.machine->Advance(told, *this)});
        break;
      }
    }
  }
}

}  // namespace weir::schedule
