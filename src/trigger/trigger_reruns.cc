// TriggerBook: RerunTumblingWindowTrigger, which opens windows of another trigger again, a few at a
// time. Its steps are saved with those of the windows, so that each is opened once.
#include <algorithm>

#include "base/ids.h"
#include "base/names.h"
#include "trigger/time_text.h"
#include "trigger/trigger_book.h"

namespace weir::trigger {
namespace {

using schedule::WindowStatus;

bool IsOver(WindowStatus status) {
  switch (status) {
    case WindowStatus::kSucceeded:
    case WindowStatus::kFailed:
    case WindowStatus::kCancelled:
      return true;
    case WindowStatus::kNotCreated:
    case WindowStatus::kWaiting:
    case WindowStatus::kWaitingOnDependency:
    case WindowStatus::kRunning:
      return false;
  }
  return false;
}

}  // namespace

Result<> TriggerBook::CheckParent(const Definition& definition) const {
  const auto* rerun = std::get_if<WindowRerun>(&definition.rule);
  if (rerun == nullptr) return {};
  const auto parent = members_.find({definition.factory, NameKey(rerun->parent)});
  if (parent != members_.end() && parent->second.definition.windows() != nullptr) return {};
  return Fail(ErrorKind::kNotFound, "TriggerNotFound",
              "'" + rerun->parent + "' is no tumbling window trigger that was ever started");
}

void TriggerBook::RecordRerun(const Member& member, const char* status, UtcTime now,
                              Effects* effects) {
  const WindowRerun& rerun = std::get<WindowRerun>(member.definition.rule);
  store::TriggerRunRecord record;
  record.trigger_run_id = member.rerun.run_id;
  record.factory = member.definition.factory;
  record.trigger = member.definition.name;
  record.type = member.definition.type;
  record.status = status;
  record.time = member.fired;
  record.updated = now;
  record.properties =
      Json::Object({{"TriggerTime", TimeText(member.fired)},
                    {"parentTrigger", rerun.parent},
                    {"requestedStartTime", schedule::TriggerTimeText(rerun.range.start)},
                    {"requestedEndTime", schedule::TriggerTimeText(rerun.range.end)}});
  record.pipelines = Json::Object();
  effects->trigger_runs.push_back(std::move(record));
}

void TriggerBook::BeginRerun(Member& member, UtcTime now, Effects* effects) {
  const auto* rerun = std::get_if<WindowRerun>(&member.definition.rule);
  if (rerun == nullptr) return;
  const Definition& parent =
      members_.at({member.definition.factory, NameKey(rerun->parent)}).definition;
  member.rerun = {
      NewGuid(), std::max<int64_t>(parent.windows()->Overlapping(rerun->range).first, 0), {}};
  reruns_.insert({member.definition.factory, NameKey(member.definition.name)});
  RecordRerun(member, "Running", now, effects);
  GoOnWithReruns(now, effects);
}

void TriggerBook::EndRerun(Member& member, const char* status, UtcTime now, Effects* effects) {
  if (member.rerun.run_id.empty()) return;
  RecordRerun(member, status, now, effects);
  member.rerun = {};
  const Key key{member.definition.factory, NameKey(member.definition.name)};
  reruns_.erase(key);
  effects->changed.insert(key);
}

/// Open what may be opened. True if something changed.
bool TriggerBook::StepRerun(Member& member, UtcTime now, Effects* effects) {
  const WindowRerun& rerun = std::get<WindowRerun>(member.definition.rule);
  const Key parent{member.definition.factory, NameKey(rerun.parent)};
  const auto factory = windows_.find(parent.first);
  const schedule::WindowMachine* machine =
      factory == windows_.end() ? nullptr : factory->second.Find(parent.second);
  if (machine == nullptr) {  // It was deleted meanwhile.
    EndRerun(member, "Failed", now, effects);
    return false;
  }
  Member::Rerun& state = member.rerun;
  bool changed = std::erase_if(state.open,
                               [&](int64_t index) { return IsOver(machine->StatusOf(index)); }) > 0;
  const int64_t last = machine->settings().Overlapping(rerun.range).second;
  while (static_cast<int64_t>(state.open.size()) < rerun.concurrency && state.next <= last) {
    const int64_t index = state.next;
    const WindowStatus status = machine->StatusOf(index);
    if (status == WindowStatus::kNotCreated) {
      state.next = last + 1;  // Nor are those behind it.
      changed = true;
      break;
    }
    ++state.next;
    changed = true;
    if (!IsOver(status)) continue;  // It runs, or will.
    state.open.insert(index);
    schedule::WindowEvent event;
    event.kind = schedule::WindowEvent::Kind::kRerunAsked;
    event.time = now;
    event.first = event.last = index;
    Advance(parent, event, effects);
  }
  if (changed) effects->changed.insert({parent.first, NameKey(member.definition.name)});
  if (state.open.empty() && state.next > last) EndRerun(member, "Succeeded", now, effects);
  return changed && !state.run_id.empty();
}

void TriggerBook::GoOnWithReruns(UtcTime now, Effects* effects) {
  for (const Key& key : std::set<Key>(reruns_)) {
    while (StepRerun(members_.at(key), now, effects)) {
    }
  }
}

}  // namespace weir::trigger
