#include "schedule/window_machine.h"

#include <algorithm>
#include <iterator>

#include "base/names.h"

namespace weir::schedule {
namespace {

/// How long a window waits for its dependencies before it fails. Source: tumbling-window-trigger-
/// dependency.
constexpr std::chrono::hours kDependencyWait{24 * 7};
/// Windows with dependencies that one event creates; the rest is due at once and comes next.
constexpr int64_t kCreatedMax = 100'000;
constexpr int64_t kLastIndex = INT64_MAX - 1;

}  // namespace

std::string_view WindowStatusName(WindowStatus status) {
  switch (status) {
    case WindowStatus::kNotCreated:
      return "NotCreated";
    case WindowStatus::kWaiting:
      return "Waiting";
    case WindowStatus::kWaitingOnDependency:
      return "WaitingOnDependency";
    case WindowStatus::kRunning:
      return "Running";
    case WindowStatus::kSucceeded:
      return "Succeeded";
    case WindowStatus::kFailed:
      return "Failed";
    case WindowStatus::kCancelled:
      return "Cancelled";
  }
  return "";
}

WindowMachine::WindowMachine(TumblingSettings settings, WindowState state)
    : settings_(std::move(settings)), state_(std::move(state)) {}

WindowChanges WindowMachine::Advance(const WindowEvent& event, const UpstreamWindows& upstream) {
  WindowChanges changes;
  changes_ = &changes;
  upstream_ = &upstream;
  state_.now = std::max(state_.now, event.time);  // A clock set back changes nothing.
  Take(event);
  if (!state_.stopped) Create();
  Expire();
  if (!state_.stopped) {
    Retry();
    Fill();
  }
  changes.wake = Wake();
  changes_ = nullptr;
  upstream_ = nullptr;
  return changes;
}

void WindowMachine::Take(const WindowEvent& event) {
  switch (event.kind) {
    case WindowEvent::Kind::kTimePassed:
      return;
    case WindowEvent::Kind::kRunFinished:
      return Finished(event.first, event.serial, event.outcome);
    case WindowEvent::Kind::kUpstreamChanged:
      for (const WindowDependency& one : settings_.dependencies) {
        if (!one.on_itself() && SameName(one.trigger, event.trigger)) Touched(one, event.changed);
      }
      return;
    case WindowEvent::Kind::kRerunAsked:
      return Rerun({event.first, event.last}, event.only_failed);
    case WindowEvent::Kind::kCancelAsked:
      return Cancel({event.first, event.last});
    case WindowEvent::Kind::kStarted:
      state_.stopped = false;
      return Recheck({0, kLastIndex});
    case WindowEvent::Kind::kStopped:
      state_.stopped = true;
      return;
  }
}

void WindowMachine::Finished(int64_t index, int64_t serial, RunOutcome outcome) {
  const auto found = state_.active.find(index);
  if (found == state_.active.end() || found->second.serial != serial) return;
  WindowState::Active& active = found->second;
  if (active.retry_at) return;  // That attempt was reported before.
  switch (outcome) {
    case RunOutcome::kSucceeded:
      state_.active.erase(found);
      state_.progress = state_.now;
      Note({index, index}, WindowStatus::kSucceeded);
      for (const WindowDependency& one : settings_.dependencies) {
        if (one.on_itself()) Touched(one, settings_.WindowAt(index));
      }
      return;
    case RunOutcome::kNotStarted:
      if (!active.cancelling) {
        --active.attempt;
        active.retry_at = state_.now + settings_.retry_interval;
        return;
      }
      [[fallthrough]];
    case RunOutcome::kCancelled:
      state_.active.erase(found);
      state_.cancelled.Add({index, index});
      Note({index, index}, WindowStatus::kCancelled);
      return;
    case RunOutcome::kFailed:
      return Failed(index, &active);
  }
}

void WindowMachine::Failed(int64_t index, WindowState::Active* active) {
  if (!active->cancelling && active->attempt <= settings_.retry_count) {
    active->retry_at = state_.now + settings_.retry_interval;
    return;
  }
  const bool cancelled = active->cancelling;
  state_.active.erase(index);
  (cancelled ? state_.cancelled : state_.failed).Add({index, index});
  Note({index, index}, cancelled ? WindowStatus::kCancelled : WindowStatus::kFailed);
}

void WindowMachine::Rerun(Range range, bool only_failed) {
  range = {std::max<int64_t>(range.first, 0), std::min(range.second, state_.next - 1)};
  RangeSet wanted;
  if (only_failed) {
    for (const RangeSet* over : {&state_.failed, &state_.cancelled}) {
      for (const Range& part : over->Within(range)) wanted.Add(part);
    }
  } else {
    wanted.Add(range);
    for (const Range& part : state_.ready.Within(range)) wanted.Remove(part);
    for (const auto& [first, blocked] : state_.blocked) wanted.Remove({first, blocked.last});
    for (const auto& [index, active] : state_.active) wanted.Remove({index, index});
  }
  // All are open before the first is admitted: one may wait for another.
  for (const Range& part : wanted.ranges()) {
    state_.failed.Remove(part);
    state_.cancelled.Remove(part);
    Block(part);
  }
  for (const Range& part : wanted.ranges()) {
    Unblock(part);
    Admit(part);
  }
}

void WindowMachine::Cancel(Range range) {
  RangeSet cancelled;
  for (const Range& part : state_.ready.Within(range)) cancelled.Add(part);
  state_.ready.Remove(range);
  for (const Range& part : Unblock(range)) cancelled.Add(part);
  auto next = state_.active.lower_bound(range.first);
  while (next != state_.active.end() && next->first <= range.second) {
    WindowState::Active& active = next->second;
    if (active.retry_at) {
      cancelled.Add({next->first, next->first});
      next = state_.active.erase(next);
      continue;
    }
    if (!active.cancelling) changes_->cancels.push_back({next->first, active.serial});
    active.cancelling = true;
    ++next;
  }
  for (const Range& part : cancelled.ranges()) {
    state_.cancelled.Add(part);
    Note(part, WindowStatus::kCancelled);
  }
}

void WindowMachine::Create() {
  int64_t due = settings_.CountDue(state_.now);
  if (!settings_.dependencies.empty()) due = std::min(due, state_.next + kCreatedMax);
  if (due <= state_.next) return;
  const Range created{state_.next, due - 1};
  state_.next = due;
  Admit(created);
}

/// Put windows that are in no set where they belong: ready, or waiting for others.
void WindowMachine::Admit(Range range) {
  if (settings_.dependencies.empty()) {
    state_.ready.Add(range);
    return Note(range, WindowStatus::kWaiting);
  }
  // While they are looked at they count as open, for the sake of those that wait for them.
  Block(range);
  RangeSet met;
  for (int64_t index = range.first; index <= range.second; ++index) {
    if (DependenciesMet(index)) met.Add({index, index});
  }
  RangeSet waiting;
  waiting.Add(range);
  for (const Range& part : met.ranges()) {
    waiting.Remove(part);
    Unblock(part);
    state_.ready.Add(part);
    Note(part, WindowStatus::kWaiting);
  }
  for (const Range& part : waiting.ranges()) Note(part, WindowStatus::kWaitingOnDependency);
}

bool WindowMachine::DependenciesMet(int64_t index) const {
  const Window window = settings_.WindowAt(index);
  for (const WindowDependency& one : settings_.dependencies) {
    Window range = one.RangeFor(window);
    if (one.on_itself()) {
      range.end = std::min(range.end, window.start);  // Not for itself, nor for later ones.
      if (range.start < range.end && !Succeeded(range)) return false;
    } else if (!upstream_->Succeeded(one.trigger, range)) {
      return false;
    }
  }
  return true;
}

void WindowMachine::Block(Range range) {
  if (range.first > range.second) return;
  state_.blocked[range.first] = {range.second, state_.now};
}

/// Take windows out of those that wait for others; gives what was there.
std::vector<RangeSet::Range> WindowMachine::Unblock(Range range) {
  std::vector<Range> taken;
  auto next = state_.blocked.upper_bound(range.first);
  if (next != state_.blocked.begin() && std::prev(next)->second.last >= range.first) --next;
  while (next != state_.blocked.end() && next->first <= range.second) {
    const auto [first, blocked] = *next;
    next = state_.blocked.erase(next);
    if (first < range.first) state_.blocked[first] = {range.first - 1, blocked.since};
    if (blocked.last > range.second) {
      state_.blocked[range.second + 1] = {blocked.last, blocked.since};
    }
    taken.emplace_back(std::max(first, range.first), std::min(blocked.last, range.second));
  }
  return taken;
}

/// Look again at the windows in `range` that wait for others.
void WindowMachine::Recheck(Range range) {
  std::vector<Range> open;
  auto next = state_.blocked.upper_bound(range.first);
  if (next != state_.blocked.begin() && std::prev(next)->second.last >= range.first) --next;
  for (; next != state_.blocked.end() && next->first <= range.second; ++next) {
    open.emplace_back(std::max(next->first, range.first),
                      std::min(next->second.last, range.second));
  }
  for (const Range& part : open) {
    for (int64_t index = part.first; index <= part.second; ++index) {
      if (!DependenciesMet(index)) continue;
      Unblock({index, index});
      state_.ready.Add({index, index});
      Note({index, index}, WindowStatus::kWaiting);
    }
  }
}

/// Windows in `changed` have succeeded: look at those that may have waited for them.
void WindowMachine::Touched(const WindowDependency& dependency, const Window& changed) {
  // The window that waits begins before the end of what changed, moved back by the offset, and not
  // further before its beginning than a range is long.
  const Window any = settings_.WindowAt(settings_.IndexAt(changed.start - dependency.offset));
  const auto length = dependency.size ? std::chrono::microseconds(*dependency.size)
                                      : (any.end - any.start) + std::chrono::hours(24 * 4);
  const int64_t first = settings_.IndexAt(changed.start - dependency.offset - length);
  const int64_t last = settings_.IndexAt(changed.end - dependency.offset);
  Recheck({std::max<int64_t>(first, 0), last});
}

UtcTime WindowMachine::ExpiryOf(const WindowState::Blocked& blocked) const {
  // A long chain of windows that wait for each other does not fail while it gets on.
  const UtcTime since =
      settings_.depends_on_itself() ? std::max(blocked.since, state_.progress) : blocked.since;
  return since + kDependencyWait;
}

void WindowMachine::Expire() {
  auto next = state_.blocked.begin();
  while (next != state_.blocked.end()) {
    if (ExpiryOf(next->second) > state_.now) {
      ++next;
      continue;
    }
    const Range range{next->first, next->second.last};
    next = state_.blocked.erase(next);
    state_.failed.Add(range);
    Note(range, WindowStatus::kFailed);
  }
}

void WindowMachine::Retry() {
  for (auto& [index, active] : state_.active) {
    if (!active.retry_at || *active.retry_at > state_.now) continue;
    Start(index, active.attempt + 1);
  }
}

void WindowMachine::Fill() {
  while (static_cast<int64_t>(state_.active.size()) < settings_.max_concurrency) {
    const std::optional<int64_t> oldest = state_.ready.first();
    if (!oldest) return;
    state_.ready.Remove({*oldest, *oldest});
    Note({*oldest, *oldest}, WindowStatus::kRunning);
    Start(*oldest, 1);
  }
}

void WindowMachine::Start(int64_t index, int attempt) {
  state_.active[index] = {attempt, ++state_.last_serial, std::nullopt, false};
  changes_->starts.push_back({index, settings_.WindowAt(index), attempt, state_.last_serial});
}

void WindowMachine::Note(Range range, WindowStatus status) {
  if (range.first > range.second) return;
  changes_->statuses.push_back({range.first, range.second, status});
}

std::optional<UtcTime> WindowMachine::Wake() const {
  std::optional<UtcTime> wake;
  const auto at = [&](UtcTime time) { wake = wake ? std::min(*wake, time) : time; };
  for (const auto& [first, blocked] : state_.blocked) at(ExpiryOf(blocked));
  if (state_.stopped) return wake;
  const auto count = settings_.Count();
  if (!count || state_.next < *count) at(settings_.DueAt(state_.next));
  for (const auto& [index, active] : state_.active) {
    if (active.retry_at) at(*active.retry_at);
  }
  return wake;
}

WindowChanges WindowMachine::Outstanding() const {
  WindowChanges changes;
  for (const auto& [index, active] : state_.active) {
    if (active.retry_at) continue;
    changes.starts.push_back({index, settings_.WindowAt(index), active.attempt, active.serial});
    if (active.cancelling) changes.cancels.push_back({index, active.serial});
  }
  changes.wake = Wake();
  return changes;
}

WindowStatus WindowMachine::StatusOf(int64_t index) const {
  if (index < 0 || index >= state_.next) return WindowStatus::kNotCreated;
  if (state_.active.contains(index)) return WindowStatus::kRunning;
  if (state_.ready.Contains(index)) return WindowStatus::kWaiting;
  if (state_.failed.Contains(index)) return WindowStatus::kFailed;
  if (state_.cancelled.Contains(index)) return WindowStatus::kCancelled;
  const auto next = state_.blocked.upper_bound(index);
  if (next != state_.blocked.begin() && std::prev(next)->second.last >= index) {
    return WindowStatus::kWaitingOnDependency;
  }
  return WindowStatus::kSucceeded;
}

bool WindowMachine::Succeeded(const Window& range) const {
  const auto [first, last] = settings_.Overlapping(range);
  if (first > last) return true;
  if (last >= state_.next) return false;
  const auto active = state_.active.lower_bound(first);
  if (active != state_.active.end() && active->first <= last) return false;
  for (const RangeSet* open : {&state_.ready, &state_.failed, &state_.cancelled}) {
    if (open->Intersects({first, last})) return false;
  }
  const auto blocked = state_.blocked.upper_bound(last);
  return blocked == state_.blocked.begin() || std::prev(blocked)->second.last < first;
}

Result<> WindowMachine::Redefine(TumblingSettings changed) {
  WEIR_TRY(CheckRedefinition(settings_, changed));
  const auto count = changed.Count();
  if (count && *count < state_.next) state_.stopped = true;
  settings_ = std::move(changed);
  return {};
}

bool WindowMachine::ended() const {
  const auto count = settings_.Count();
  return count && state_.next >= *count && state_.ready.empty() && state_.blocked.empty() &&
         state_.active.empty();
}

}  // namespace weir::schedule
