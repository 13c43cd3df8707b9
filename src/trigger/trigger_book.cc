#include "trigger/trigger_book.h"

#include <algorithm>

#include "base/ids.h"
#include "base/names.h"
#include "expr/context_scope.h"
#include "trigger/time_text.h"

namespace weir::trigger {
namespace {

using schedule::WindowEvent;

Key KeyOf(const Definition& definition) {
  return {definition.factory, NameKey(definition.name)};
}

Error WatchEnded(const Key& key) {
  return Fail(ErrorKind::kNotFound, "WatchEnded",
              "the trigger '" + key.second + "' was stopped or started anew");
}

/// The end of a window's run as its machine sees it.
schedule::RunOutcome OutcomeOf(const std::string& status) {
  if (status == "Succeeded") return schedule::RunOutcome::kSucceeded;
  return status == "Cancelled" ? schedule::RunOutcome::kCancelled : schedule::RunOutcome::kFailed;
}

}  // namespace

Result<> TriggerBook::Start(Definition definition, const std::string& fresh, UtcTime now,
                            Effects* effects) {
  WEIR_TRY(CheckParent(definition));
  const Key key = KeyOf(definition);
  const auto known = members_.find(key);
  if (const auto* settings = definition.windows()) {
    schedule::TumblingSet& windows = windows_[key.first];
    schedule::WindowMachine* machine = windows.Find(key.second);
    if (machine == nullptr) {
      windows.Put(definition.name, *settings);
    } else {
      WEIR_TRY(machine->Redefine(*settings));
    }
  }
  Member& member = members_[key];
  if (known == members_.end()) member.id = fresh;
  member.definition = std::move(definition);
  chains_.erase(key);
  if (std::holds_alternative<Chain>(member.definition.rule)) chains_.insert(key);
  member.started = true;
  member.fired = now;
  EndWatch(member, effects);
  effects->changed.insert(key);
  if (member.definition.windows() != nullptr) {
    WindowEvent event;
    event.kind = WindowEvent::Kind::kStarted;
    event.time = now;
    Advance(key, event, effects);
  } else {
    Schedule(member);
    BeginRerun(member, now, effects);
  }
  return {};
}

void TriggerBook::Stop(const Key& key, UtcTime now, Effects* effects) {
  const auto found = members_.find(key);
  if (found == members_.end() || !found->second.started) return;
  Member& member = found->second;
  member.started = false;
  EndWatch(member, effects);
  EndRerun(member, "Cancelled", now, effects);
  effects->changed.insert(key);
  if (member.definition.windows() != nullptr) {
    WindowEvent event;
    event.kind = WindowEvent::Kind::kStopped;
    event.time = now;
    Advance(key, event, effects);
  } else {
    SetDue(member, std::nullopt);
  }
}

void TriggerBook::Forget(const Key& key, Effects* effects) {
  const auto found = members_.find(key);
  if (found == members_.end()) return;
  SetDue(found->second, std::nullopt);
  EndWatch(found->second, effects);
  if (found->second.definition.windows() != nullptr) windows_[key.first].Remove(key.second);
  std::erase_if(window_runs_, [&](const auto& run) { return run.second.trigger == key; });
  chains_.erase(key);
  reruns_.erase(key);
  members_.erase(found);
  effects->changed.erase(key);
  effects->forgotten.insert(key);
}

void TriggerBook::SetDue(Member& member, std::optional<UtcTime> due) {
  const Key key = KeyOf(member.definition);
  if (member.due) due_.erase({*member.due, key});
  member.due = due;
  if (due) due_.emplace(*due, key);
}

void TriggerBook::Schedule(Member& member) {
  const auto* recurrence = std::get_if<schedule::Recurrence>(&member.definition.rule);
  if (recurrence == nullptr) return;
  const auto next = recurrence->Next(member.fired);
  SetDue(member, next ? std::optional(next->utc) : std::nullopt);
}

void TriggerBook::Tick(UtcTime now, size_t limit, Effects* effects) {
  for (size_t count = 0; count < limit && !due_.empty() && due_.begin()->first <= now; ++count) {
    const auto [due, key] = *due_.begin();
    Member& member = members_.at(key);
    if (member.definition.windows() != nullptr) {
      SetDue(member, std::nullopt);
      WindowEvent event;
      event.time = now;
      Advance(key, event, effects);
      continue;
    }
    member.fired = due;
    Schedule(member);
    effects->changed.insert(key);
    Fire(member, {due, std::nullopt, {}}, NewGuid(), now, effects);
  }
  if (!reruns_.empty()) GoOnWithReruns(now, effects);
}

RunWish TriggerBook::WishOf(const Member& member, const Target& target, const Moment& moment,
                            UtcTime now) {
  RunWish wish;
  wish.pipeline = target.pipeline;
  wish.run_id = NewGuid();
  const schedule::FireScope fire{member.definition.name, moment.scheduled, now, moment.window,
                                 moment.body};
  const auto evaluate = [&]() -> Result<Json> {
    WEIR_ASSIGN(const auto scope, expr::ContextScope::Make(fire.ToContext(), now, EntropySeed()));
    return target.parameters.Evaluate(scope);
  };
  Result<Json> arguments = evaluate();
  if (arguments) {
    wish.arguments = *std::move(arguments);
  } else {
    wish.error = std::move(arguments).error();
  }
  return wish;
}

void TriggerBook::Fire(Member& member, const Moment& moment, std::string trigger_run_id,
                       UtcTime now, Effects* effects) {
  store::TriggerRunRecord record;
  record.trigger_run_id = std::move(trigger_run_id);
  record.factory = member.definition.factory;
  record.trigger = member.definition.name;
  record.type = member.definition.type;
  record.status = "Succeeded";
  record.time = record.updated = now;
  record.properties = Json::Object({{"TriggerTime", TimeText(now)}});
  if (moment.body.is_null()) {
    record.properties.AppendMember("ScheduleTime", TimeText(moment.scheduled));
  } else {
    record.properties.AppendMember("EventPayload", DumpJson(moment.body));
  }
  record.pipelines = Json::Object();
  for (const Target& target : member.definition.targets) {
    RunWish wish = WishOf(member, target, moment, now);
    wish.trigger_run = effects->trigger_runs.size();
    effects->runs.push_back(std::move(wish));
  }
  effects->trigger_runs.push_back(std::move(record));
}

void TriggerBook::EventCame(const std::string& factory, const Json& event, UtcTime now,
                            Effects* effects) {
  for (auto& [key, member] : members_) {
    if (key.first != factory || !member.started) continue;
    std::optional<Json> body;
    if (const auto* blob = std::get_if<schedule::BlobEventFilter>(&member.definition.rule)) {
      body = blob->Match(event);
    } else if (const auto* own =
                   std::get_if<schedule::CustomEventFilter>(&member.definition.rule)) {
      body = own->Match(event);
    }
    if (!body) continue;
    const std::string& event_id = event["id"].as_string();
    Fire(member, {now, std::nullopt, *std::move(body)},
         event_id.empty() ? NewGuid() : DerivedGuid(member.id + event_id, event_id.size()), now,
         effects);
  }
}

// Stores that are watched.

void TriggerBook::EndWatch(Member& member, Effects* effects) {
  if (!member.watch.id.empty()) effects->unwatched.push_back(member.watch.id);
  member.watch = {};
}

Result<> TriggerBook::Rewatch(const Key& key, const std::string& store, Effects* effects) {
  if (!WatchOf(key)) return WatchEnded(key);
  Member& member = members_.at(key);
  EndWatch(member, effects);
  member.watch = {NewGuid(), store, false};
  effects->changed.insert(key);
  return {};
}

std::optional<WatchOrder> TriggerBook::WatchOf(const Key& key) const {
  const auto found = members_.find(key);
  if (found == members_.end() || !found->second.started) return std::nullopt;
  const Member& member = found->second;
  const auto* filter = std::get_if<schedule::BlobEventFilter>(&member.definition.rule);
  if (filter == nullptr) return std::nullopt;
  return WatchOrder{*filter, member.watch.id, member.watch.store, member.watch.complete};
}

std::vector<Key> TriggerBook::Watched() const {
  std::vector<Key> keys;
  for (const auto& [key, member] : members_) {
    if (WatchOf(key)) keys.push_back(key);
  }
  return keys;
}

Result<> TriggerBook::FilesChanged(const Key& key, const FileReport& report, UtcTime now,
                                   Effects* effects) {
  const std::optional<WatchOrder> order = WatchOf(key);
  if (!order || order->watch != report.watch) return WatchEnded(key);
  Member& member = members_.at(key);
  for (const Json& event : report.events) {
    std::optional<Json> body = order->filter.Match(event);
    if (body) Fire(member, {now, std::nullopt, *std::move(body)}, NewGuid(), now, effects);
  }
  effects->files = report.files;
  if (report.complete && !member.watch.complete) {
    member.watch.complete = true;
    effects->changed.insert(key);
  }
  return {};
}

// Chains.

void TriggerBook::Chained(const store::RunRecord& run, UtcTime now, Effects* effects) {
  for (const Key& key : chains_) {
    Member& member = members_.at(key);
    const auto* chain = std::get_if<Chain>(&member.definition.rule);
    if (chain == nullptr || !member.started || key.first != run.factory) continue;
    const auto names = [&](const std::string& name) { return SameName(name, run.pipeline); };
    if (std::none_of(chain->pipelines.begin(), chain->pipelines.end(), names)) continue;
    const Json& value = run.parameters[chain->dimension];
    const std::string dimension = value.is_string() ? value.as_string() : DumpJson(value);
    Json seen = member.seen[dimension];
    if (!seen.is_object()) seen = Json::Object();
    seen.Set(NameKey(run.pipeline), true);
    const bool all =
        std::all_of(chain->pipelines.begin(), chain->pipelines.end(),
                    [&](const std::string& name) { return seen.Find(NameKey(name)) != nullptr; });
    if (!member.seen.is_object()) member.seen = Json::Object();
    if (all) {
      member.seen.Remove(dimension);
      Fire(member, {now, std::nullopt, {}}, NewGuid(), now, effects);
    } else {
      member.seen.Set(dimension, std::move(seen));
    }
    effects->changed.insert(key);
  }
}

void TriggerBook::RunEnded(const store::RunRecord& run, UtcTime now, Effects* effects) {
  if (run.status == "Succeeded") Chained(run, now, effects);
  const auto found = window_runs_.find(run.run_id);
  if (found == window_runs_.end()) return;
  const Ended ended{found->second, run.run_id, run.message};
  ended_ = &ended;
  WindowEvent event;
  event.kind = WindowEvent::Kind::kRunFinished;
  event.time = now;
  event.first = event.last = ended.window.index;
  event.serial = ended.window.serial;
  event.outcome = OutcomeOf(run.status);
  Advance(ended.window.trigger, event, effects);
  ended_ = nullptr;
  window_runs_.erase(run.run_id);
  GoOnWithReruns(now, effects);
}

void TriggerBook::NotTaken(const WindowRun& window, const std::string& message, UtcTime now,
                           Effects* effects) {
  const auto found = members_.find(window.trigger);
  if (found == members_.end()) return;
  store::RunRecord run;
  run.run_id = WindowRunId(found->second, window.serial);
  run.status = "Failed";
  run.message = message;
  RunEnded(run, now, effects);
}

std::optional<UtcTime> TriggerBook::NextDue() const {
  if (due_.empty()) return std::nullopt;
  return due_.begin()->first;
}

std::vector<Key> TriggerBook::TriggersOf(const std::string& factory) const {
  std::vector<Key> keys;
  for (const auto& [key, member] : members_) {
    if (key.first == factory) keys.push_back(key);
  }
  return keys;
}

const Definition* TriggerBook::Find(const Key& key) const {
  const auto found = members_.find(key);
  return found == members_.end() ? nullptr : &found->second.definition;
}

bool TriggerBook::started(const Key& key) const {
  const auto found = members_.find(key);
  return found != members_.end() && found->second.started;
}

}  // namespace weir::trigger
