#include "trigger/trigger_host.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/ids.h"
#include "base/names.h"

namespace weir::trigger {
namespace {

/// Triggers that fire in one transaction: few enough that the first runs do not wait for the last.
constexpr size_t kTriggersPerCommit = 500;
/// A clock that is set is noticed within this.
constexpr std::chrono::seconds kLookAtClock{1};

Error Stopping() {
  return Fail(ErrorKind::kUnavailable, "ServiceStopping", "the service is stopping");
}

}  // namespace

void TriggerHost::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  const std::lock_guard lock(mutex_);
  for (const Command& command : std::exchange(commands_, {})) {
    if (command.answer != nullptr) command.answer->set_value(Stopping());
  }
}

Result<std::vector<Error>> TriggerHost::TakeUp() {
  std::vector<Error> faults;
  Effects effects;
  const UtcTime now = options_.clock->Now();
  WEIR_ASSIGN(const auto records, options_.store->Triggers());
  for (const store::TriggerRecord& record : records) {
    const Key key{record.factory, NameKey(record.trigger)};
    const auto restore = [&]() -> Result<> {
      const auto found = options_.factories->TriggerOf(key);
      if (!found) return {};  // Deleted together with its factory.
      WEIR_ASSIGN(const Json state, ParseJson(record.state));
      WEIR_ASSIGN(Definition definition,
                  Definition::Parse(record.factory, found->first, found->second));
      return book_.Restore(std::move(definition), state, now, &effects);
    };
    Result<> restored = restore();
    if (!restored) {
      faults.push_back(std::move(restored).error().While("taking up trigger " + record.trigger));
    } else if (book_.started(key)) {
      started_.insert(key);
    }
  }
  book_.GoOn(now, &effects);
  // Runs of windows that ended before this was told.
  for (const std::string& run_id : book_.WindowRuns()) {
    WEIR_ASSIGN(auto run, options_.store->FindRun(run_id));
    if (!run) {
      run.emplace();
      run->run_id = run_id;
      run->status = "Failed";
      run->message = "the run was not taken";
    }
    if (run->end || run->start == UtcTime()) book_.RunEnded(*run, now, &effects);
  }
  Post({[this, first = std::make_shared<Effects>(std::move(effects))](Effects* out) -> Result<> {
          *out = std::move(*first);
          return {};
        },
        nullptr});
  thread_ = std::thread([this] { Drive(); });
  return faults;
}

void TriggerHost::Post(Command command) {
  {
    const std::lock_guard lock(mutex_);
    commands_.push_back(std::move(command));
  }
  wake_.notify_one();
}

Result<> TriggerHost::Ask(std::function<Result<>(Effects*)> act) {
  const auto answer = std::make_shared<std::promise<Result<>>>();
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return Stopping();
    commands_.push_back({std::move(act), answer});
  }
  wake_.notify_one();
  return answer->get_future().get();
}

Result<> TriggerHost::Start(const Key& trigger, const std::string& name, const Json& properties) {
  WEIR_ASSIGN(Definition definition, Definition::Parse(trigger.first, name, properties));
  const auto shared = std::make_shared<Definition>(std::move(definition));
  const bool watched = std::holds_alternative<schedule::BlobEventFilter>(shared->rule);
  WEIR_TRY(Ask([this, trigger, shared](Effects* effects) -> Result<> {
    if (book_.started(trigger)) return {};
    return book_.Start(std::move(*shared), NewGuid(), options_.clock->Now(), effects);
  }));
  if (watched && options_.watcher != nullptr) options_.watcher->Add(trigger);
  return {};
}

Result<> TriggerHost::Stop(const Key& trigger) {
  if (options_.watcher != nullptr) options_.watcher->Remove(trigger);
  return Ask([this, trigger](Effects* effects) -> Result<> {
    book_.Stop(trigger, options_.clock->Now(), effects);
    return {};
  });
}

Result<> TriggerHost::Forget(const Key& trigger) {
  if (options_.watcher != nullptr) options_.watcher->Remove(trigger);
  return Ask([this, trigger](Effects* effects) -> Result<> {
    book_.Forget(trigger, effects);
    return {};
  });
}

Result<> TriggerHost::ForgetFactory(const std::string& factory) {
  return Ask([this, factory](Effects* effects) -> Result<> {
    for (const Key& key : book_.TriggersOf(factory)) book_.Forget(key, effects);
    return {};
  });
}

Result<> TriggerHost::CheckWindows(const Key& trigger) const {
  const Definition* definition = book_.Find(trigger);
  if (definition != nullptr && definition->windows() != nullptr) return {};
  return Fail(ErrorKind::kNotFound, "TriggerNotFound",
              "'" + trigger.second + "' is no tumbling window trigger that was ever started");
}

Result<> TriggerHost::Rerun(const Key& trigger, const schedule::Window& range, bool only_failed) {
  return Ask([this, trigger, range, only_failed](Effects* effects) -> Result<> {
    WEIR_TRY(CheckWindows(trigger));
    book_.Rerun(trigger, range, only_failed, options_.clock->Now(), effects);
    return {};
  });
}

Result<std::vector<TriggerBook::ListedWindow>> TriggerHost::Windows(const Key& trigger,
                                                                    const schedule::Window& range,
                                                                    size_t limit) {
  std::vector<TriggerBook::ListedWindow> windows;
  const Result<> listed = Ask([&](Effects* /*effects*/) -> Result<> {
    windows = book_.Windows(trigger, range, limit);
    return CheckWindows(trigger);
  });
  if (!listed) return listed.error();
  return windows;
}

Result<> TriggerHost::Cancel(const Key& trigger, const schedule::Window& range) {
  return Ask([this, trigger, range](Effects* effects) -> Result<> {
    WEIR_TRY(CheckWindows(trigger));
    book_.Cancel(trigger, range, options_.clock->Now(), effects);
    return {};
  });
}

Result<> TriggerHost::Publish(const std::string& factory, const Json& event) {
  return Ask([this, factory, event](Effects* effects) -> Result<> {
    book_.EventCame(factory, event, options_.clock->Now(), effects);
    return DropKnown(effects);
  });
}

Result<std::vector<TriggerBook::WaitingWindow>> TriggerHost::Waiting(const std::string& factory,
                                                                     const std::string& trigger,
                                                                     size_t limit) {
  std::vector<TriggerBook::WaitingWindow> waiting;
  const Result<> asked = Ask([&](Effects* /*effects*/) -> Result<> {
    waiting = book_.Waiting(factory, trigger, limit);
    return {};
  });
  WEIR_TRY(asked);
  return waiting;
}

Result<std::vector<Key>> TriggerHost::Watched() {
  std::vector<Key> keys;
  const Result<> asked = Ask([&](Effects* /*effects*/) -> Result<> {
    keys = book_.Watched();
    return {};
  });
  WEIR_TRY(asked);
  return keys;
}

Result<std::optional<WatchOrder>> TriggerHost::WatchOf(const Key& trigger) {
  std::optional<WatchOrder> order;
  const Result<> asked = Ask([&](Effects* /*effects*/) -> Result<> {
    order = book_.WatchOf(trigger);
    return {};
  });
  WEIR_TRY(asked);
  return order;
}

Result<WatchOrder> TriggerHost::Rewatch(const Key& trigger, const std::string& store) {
  std::optional<WatchOrder> order;
  const Result<> asked = Ask([&](Effects* effects) -> Result<> {
    WEIR_TRY(book_.Rewatch(trigger, store, effects));
    order = book_.WatchOf(trigger);
    return {};
  });
  WEIR_TRY(asked);
  return *order;
}

Result<> TriggerHost::FilesChanged(const Key& trigger, const FileReport& report) {
  return Ask([&](Effects* effects) -> Result<> {
    return book_.FilesChanged(trigger, report, options_.clock->Now(), effects);
  });
}

bool TriggerHost::started(const Key& trigger) const {
  const std::lock_guard lock(mutex_);
  return started_.contains(trigger);
}

Result<> TriggerHost::MayChange(const Key& trigger, const Json& properties) {
  return Ask([this, trigger, properties](Effects* /*effects*/) -> Result<> {
    if (book_.started(trigger)) {
      return Fail(ErrorKind::kInvalid, "TriggerEnabledCannotUpdate",
                  "Cannot update enabled Trigger; the trigger needs to be disabled first.");
    }
    const Definition* old = book_.Find(trigger);
    if (old == nullptr || old->windows() == nullptr) return {};
    WEIR_ASSIGN(const Definition changed, Definition::Parse(trigger.first, old->name, properties));
    if (changed.windows() != nullptr) {
      return schedule::CheckRedefinition(*old->windows(), *changed.windows());
    }
    return Fail(ErrorKind::kConflict, "TumblingWindowFixed",
                "the type of a tumbling window trigger that has run cannot change");
  });
}

void TriggerHost::RunEnded(const store::RunRecord& run) {
  Post({[this, run](Effects* effects) -> Result<> {
          book_.RunEnded(run, options_.clock->Now(), effects);
          return {};
        },
        nullptr});
}

/// What an event fires that fired it before.
Result<> TriggerHost::DropKnown(Effects* effects) const {
  std::set<size_t> known;
  for (size_t i = 0; i < effects->trigger_runs.size(); ++i) {
    const std::string& id = effects->trigger_runs[i].trigger_run_id;
    WEIR_ASSIGN(const auto found, options_.store->FindTriggerRun(id));
    if (found) known.insert(i);
  }
  if (known.empty()) return {};
  Effects fresh = std::move(*effects);
  *effects = {};
  effects->changed = std::move(fresh.changed);
  std::map<size_t, size_t> moved;
  for (size_t i = 0; i < fresh.trigger_runs.size(); ++i) {
    if (known.contains(i)) continue;
    moved[i] = effects->trigger_runs.size();
    effects->trigger_runs.push_back(std::move(fresh.trigger_runs[i]));
  }
  for (RunWish& wish : fresh.runs) {
    const auto at = moved.find(wish.trigger_run);
    if (at == moved.end()) continue;
    wish.trigger_run = at->second;
    effects->runs.push_back(std::move(wish));
  }
  return {};
}

std::deque<TriggerHost::Command> TriggerHost::WaitForWork() {
  std::unique_lock lock(mutex_);
  const auto ready = [this] { return stopping_ || !commands_.empty(); };
  while (!ready()) {
    const std::optional<UtcTime> due = book_.NextDue();
    if (!due) {
      wake_.wait(lock, ready);
      break;
    }
    const std::chrono::microseconds left = *due - options_.clock->Now();
    if (left.count() <= 0) break;
    wake_.wait_for(lock, std::min<std::chrono::microseconds>(left, kLookAtClock), ready);
  }
  return std::exchange(commands_, {});
}

void TriggerHost::Drive() {
  const auto stopping = [this] {
    const std::lock_guard lock(mutex_);
    return stopping_;
  };
  while (!stopping()) {
    for (Command& command : WaitForWork()) {
      Effects effects;
      Result<> done = command.act(&effects);
      if (done && !CarryOut(std::move(effects))) done = Stopping();
      if (command.answer != nullptr) command.answer->set_value(std::move(done));
    }
    Effects effects;
    book_.Tick(options_.clock->Now(), kTriggersPerCommit, &effects);
    if (!CarryOut(std::move(effects))) return;
  }
}

bool TriggerHost::CarryOut(Effects effects) {
  const auto stop = [this] {
    const std::lock_guard lock(mutex_);
    return stopping_;
  };
  while (!effects.empty()) {
    const auto shared = std::make_shared<Effects>(std::move(effects));
    const auto failed = std::make_shared<NotTakenList>();
    std::vector<engine::RunRequest> requests = RequestsOf(*shared);
    const bool durable = options_.engine->Fire(
        std::move(requests),
        [this, shared, failed](const std::vector<Result<std::string>>& taken) {
          return Settle(*shared, taken, failed.get());
        },
        stop);
    if (!durable) return false;
    Show(*shared);
    for (const std::string& run_id : shared->cancels) options_.engine->Cancel(run_id);
    effects = {};
    for (const auto& [window, message] : *failed) {
      book_.NotTaken(window, message, options_.clock->Now(), &effects);
    }
  }
  return true;
}

/// A request for each wish that has no error, in order.
std::vector<engine::RunRequest> TriggerHost::RequestsOf(Effects& effects) {
  std::vector<engine::RunRequest> requests;
  std::map<std::string, Result<std::shared_ptr<engine::Definitions>>> definitions;
  for (RunWish& wish : effects.runs) {
    const store::TriggerRunRecord& record = effects.trigger_runs[wish.trigger_run];
    auto known = definitions.find(record.factory);
    if (known == definitions.end()) {
      known = definitions.emplace(record.factory, options_.factories->DefinitionsOf(record.factory))
                  .first;
    }
    if (!wish.error && !known->second) wish.error = known->second.error();
    if (wish.error) continue;
    engine::RunRequest request;
    request.definitions = *known->second;
    request.pipeline = wish.pipeline;
    request.arguments = wish.arguments;
    request.trigger_type = record.type;
    request.trigger_name = record.trigger;
    request.trigger_id = record.trigger_run_id;
    request.factory = record.factory;
    request.run_id = wish.run_id;
    requests.push_back(std::move(request));
  }
  return requests;
}

store::TriggerChanges TriggerHost::Settle(Effects& effects,
                                          const std::vector<Result<std::string>>& taken,
                                          NotTakenList* not_taken) {
  size_t next = 0;
  for (RunWish& wish : effects.runs) {
    store::TriggerRunRecord& record = effects.trigger_runs[wish.trigger_run];
    if (!wish.error) {
      const Result<std::string>& one = taken[next++];
      if (!one) wish.error = one.error();
    }
    if (!wish.error) {
      record.pipelines.Set(wish.pipeline, wish.run_id);
      continue;
    }
    record.status = "Failed";
    record.message = wish.error->message();
    if (wish.window) not_taken->emplace_back(*wish.window, record.message);
  }
  store::TriggerChanges changes;
  for (const Key& key : effects.changed) {
    changes.triggers.push_back({key.first, key.second, DumpJson(book_.StateOf(key))});
  }
  for (const Key& key : effects.forgotten) changes.triggers.push_back({key.first, key.second, ""});
  changes.runs = effects.trigger_runs;
  changes.files = effects.files;
  changes.unwatched = effects.unwatched;
  return changes;
}

void TriggerHost::Show(const Effects& effects) {
  const std::lock_guard lock(mutex_);
  for (const Key& key : effects.forgotten) started_.erase(key);
  for (const Key& key : effects.changed) {
    if (book_.started(key)) {
      started_.insert(key);
    } else {
      started_.erase(key);
    }
  }
}

}  // namespace weir::trigger
