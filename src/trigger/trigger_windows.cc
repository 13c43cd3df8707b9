// TriggerBook: windows of tumbling triggers, and what is kept of all triggers.
#include <algorithm>
#include <tuple>

#include "base/ids.h"
#include "base/names.h"
#include "trigger/time_text.h"
#include "trigger/trigger_book.h"

namespace weir::trigger {

using schedule::StartWindow;
using schedule::TumblingSet;
using schedule::WindowEvent;
using schedule::WindowMachine;
using schedule::WindowStatus;
using schedule::WindowStatusChange;

std::string TriggerBook::WindowRunId(const Member& member, int64_t serial) {
  return DerivedGuid(member.id + " run", static_cast<uint64_t>(serial));
}

void TriggerBook::Advance(const Key& key, const WindowEvent& event, Effects* effects) {
  for (const TumblingSet::Step& step : windows_[key.first].Advance(key.second, event)) {
    Take(key.first, step, event.time, effects);
  }
}

void TriggerBook::Take(const std::string& factory, const TumblingSet::Step& step, UtcTime now,
                       Effects* effects) {
  const Key key{factory, NameKey(step.trigger)};
  Member& member = members_.at(key);
  effects->changed.insert(key);
  for (const WindowStatusChange& change : step.changes.statuses) {
    ListWindows(key, change, now, effects);
  }
  for (const StartWindow& start : step.changes.starts) Begin(member, start, now, effects);
  for (const schedule::CancelWindow& cancel : step.changes.cancels) {
    effects->cancels.push_back(WindowRunId(member, cancel.serial));
  }
  SetDue(member, step.changes.wake);
}

store::TriggerRunRecord TriggerBook::WindowRecord(const Member& member, int64_t index,
                                                  std::string status, UtcTime now) {
  const schedule::TumblingSettings& settings = *member.definition.windows();
  const schedule::Window window = settings.WindowAt(index);
  store::TriggerRunRecord record;
  record.trigger_run_id = DerivedGuid(member.id + " window", static_cast<uint64_t>(index));
  record.factory = member.definition.factory;
  record.trigger = member.definition.name;
  record.type = member.definition.type;
  record.status = std::move(status);
  record.time = record.updated = now;
  record.properties = Json::Object({{"TriggerTime", TimeText(now)},
                                    {"ScheduleTime", TimeText(settings.DueAt(index))},
                                    {"windowStartTime", schedule::TriggerTimeText(window.start)},
                                    {"windowEndTime", schedule::TriggerTimeText(window.end)}});
  record.pipelines = Json::Object();
  return record;
}

void TriggerBook::ListWindows(const Key& key, const WindowStatusChange& change, UtcTime now,
                              Effects* effects) {
  const Member& member = members_.at(key);
  // What runs is listed with its run, by Begin.
  if (change.status == WindowStatus::kRunning || change.status == WindowStatus::kNotCreated) return;
  const bool waits = change.status == WindowStatus::kWaiting ||
                     change.status == WindowStatus::kWaitingOnDependency;
  const int64_t last =
      waits ? std::min(change.last, change.first + kWaitingListed - 1) : change.last;
  for (int64_t index = change.first; index <= last; ++index) {
    store::TriggerRunRecord record =
        WindowRecord(member, index, std::string(WindowStatusName(change.status)), now);
    if (ended_ != nullptr && ended_->window.trigger == key && ended_->window.index == index) {
      record.pipelines = Json::Object({{member.definition.targets[0].pipeline, ended_->run_id}});
      record.message = ended_->message;
    }
    effects->trigger_runs.push_back(std::move(record));
  }
}

void TriggerBook::Begin(Member& member, const StartWindow& start, UtcTime now, Effects* effects) {
  const Key key{member.definition.factory, NameKey(member.definition.name)};
  const Moment moment{member.definition.windows()->DueAt(start.index), start.window, {}};
  RunWish wish = WishOf(member, member.definition.targets[0], moment, now);
  wish.run_id = WindowRunId(member, start.serial);
  wish.window = WindowRun{key, start.index, start.serial};
  wish.trigger_run = effects->trigger_runs.size();
  window_runs_[wish.run_id] = *wish.window;
  effects->runs.push_back(std::move(wish));
  effects->trigger_runs.push_back(WindowRecord(member, start.index, "Running", now));
}

void TriggerBook::Ask(const Key& key, WindowEvent::Kind kind, const schedule::Window& range,
                      bool only_failed, UtcTime now, Effects* effects) {
  WindowMachine* machine = windows_[key.first].Find(key.second);
  if (machine == nullptr) return;
  WindowEvent event;
  event.kind = kind;
  event.time = now;
  std::tie(event.first, event.last) = machine->settings().Overlapping(range);
  event.only_failed = only_failed;
  if (event.first <= event.last) Advance(key, event, effects);
  GoOnWithReruns(now, effects);
}

void TriggerBook::Rerun(const Key& key, const schedule::Window& range, bool only_failed,
                        UtcTime now, Effects* effects) {
  Ask(key, WindowEvent::Kind::kRerunAsked, range, only_failed, now, effects);
}

void TriggerBook::Cancel(const Key& key, const schedule::Window& range, UtcTime now,
                         Effects* effects) {
  Ask(key, WindowEvent::Kind::kCancelAsked, range, false, now, effects);
}

std::vector<TriggerBook::ListedWindow> TriggerBook::Windows(const Key& key,
                                                            const schedule::Window& range,
                                                            size_t limit) const {
  std::vector<ListedWindow> windows;
  const auto factory = windows_.find(key.first);
  const WindowMachine* machine =
      factory == windows_.end() ? nullptr : factory->second.Find(key.second);
  if (machine == nullptr) return windows;
  const auto [first, last] = machine->settings().Overlapping(range);
  for (int64_t index = std::max<int64_t>(first, 0); index <= last && windows.size() < limit;
       ++index) {
    const WindowStatus status = machine->StatusOf(index);
    if (status == WindowStatus::kNotCreated) break;
    windows.push_back({machine->settings().WindowAt(index), status});
  }
  return windows;
}

// What is kept.

Json TriggerBook::StateOf(const Key& key) const {
  const Member& member = members_.at(key);
  Json state = Json::Object({{"id", member.id}, {"started", member.started}});
  if (member.definition.windows() != nullptr) {
    const WindowMachine* machine = windows_.at(key.first).Find(key.second);
    state.AppendMember("windows", machine->state().ToJson());
  } else {
    state.AppendMember("fired", FormatUtc(member.fired));
    if (member.seen.is_object()) state.AppendMember("seen", member.seen);
    if (!member.rerun.run_id.empty()) {
      Json open = Json::Array();
      for (const int64_t index : member.rerun.open) open.Append(index);
      state.AppendMember("rerun", Json::Object({{"id", member.rerun.run_id},
                                                {"next", member.rerun.next},
                                                {"open", std::move(open)}}));
    }
    if (!member.watch.id.empty()) {
      state.AppendMember("watch", Json::Object({{"id", member.watch.id},
                                                {"store", member.watch.store},
                                                {"complete", member.watch.complete}}));
    }
  }
  return state;
}

Result<> TriggerBook::Restore(Definition definition, const Json& state, UtcTime now,
                              Effects* effects) {
  Member member;
  member.id = state["id"].as_string();
  member.started = state["started"].as_bool();
  member.seen = state["seen"];
  const Json& rerun = state["rerun"];
  member.rerun = {rerun["id"].as_string(), rerun["next"].is_int() ? rerun["next"].as_int() : 0, {}};
  for (const Json& index : rerun["open"].items()) member.rerun.open.insert(index.as_int());
  const Json& watch = state["watch"];
  member.watch = {watch["id"].as_string(), watch["store"].as_string(), watch["complete"].as_bool()};
  const Key key{definition.factory, NameKey(definition.name)};
  if (const auto* settings = definition.windows()) {
    WEIR_ASSIGN(auto windows, schedule::WindowState::FromJson(state["windows"]));
    windows_[key.first].Put(definition.name, *settings, std::move(windows));
  } else {
    WEIR_ASSIGN(member.fired, ParseUtc(state["fired"].as_string()));
  }
  member.definition = std::move(definition);
  Member& kept = members_[key] = std::move(member);
  if (std::holds_alternative<Chain>(kept.definition.rule)) chains_.insert(key);
  if (!kept.rerun.run_id.empty()) reruns_.insert(key);
  if (kept.started && kept.definition.windows() == nullptr) MakeUp(kept, now, effects);
  return {};
}

/// Firings missed for longer than is made up are told as one failed trigger run.
void TriggerBook::MakeUp(Member& member, UtcTime now, Effects* effects) {
  Schedule(member);
  if (!member.due || *member.due >= now - kMissedMax) return;
  store::TriggerRunRecord record;
  record.trigger_run_id = NewGuid();
  record.factory = member.definition.factory;
  record.trigger = member.definition.name;
  record.type = member.definition.type;
  record.status = "Failed";
  record.message = "firings from " + schedule::TriggerTimeText(*member.due) + " to " +
                   schedule::TriggerTimeText(now - kMissedMax) +
                   " were missed: the service was down, and only those of the last 24 hours are "
                   "made up";
  record.time = record.updated = now;
  record.properties = Json::Object({{"ScheduleTime", TimeText(*member.due)}});
  record.pipelines = Json::Object();
  effects->trigger_runs.push_back(std::move(record));
  member.fired = now - kMissedMax;
  effects->changed.insert({member.definition.factory, NameKey(member.definition.name)});
  Schedule(member);
}

void TriggerBook::GoOn(UtcTime now, Effects* effects) {
  for (auto& [key, member] : members_) {
    if (member.definition.windows() == nullptr) continue;
    const auto outstanding = windows_[key.first].Find(key.second)->Outstanding();
    for (const StartWindow& start : outstanding.starts) {
      const std::string run_id = WindowRunId(member, start.serial);
      window_runs_[run_id] = WindowRun{key, start.index, start.serial};
    }
    for (const schedule::CancelWindow& cancel : outstanding.cancels) {
      const std::string run_id = WindowRunId(member, cancel.serial);
      window_runs_[run_id] = WindowRun{key, cancel.index, cancel.serial};
      effects->cancels.push_back(run_id);
    }
    SetDue(member, member.started ? std::optional(now) : outstanding.wake);
  }
  GoOnWithReruns(now, effects);
}

std::vector<std::string> TriggerBook::WindowRuns() const {
  std::vector<std::string> runs;
  for (const auto& [run_id, window] : window_runs_) runs.push_back(run_id);
  return runs;
}

}  // namespace weir::trigger
