#include "alert/notifier.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "alert/message.h"
#include "base/ids.h"
#include "model/json_file.h"

namespace weir::alert {
namespace {

constexpr std::chrono::seconds kEvery{1};
constexpr size_t kSeenMax = 100'000;

SeenRun SeenOf(const store::RunRecord& run) {
  SeenRun seen{run.run_id, run.factory, run.pipeline,
               {},         run.status,  run.message,
               run.start,  run.end,     run.invoked_by["invokedByType"].as_string() == "Alert"};
  for (const Json& one : run.annotations.items()) {
    // A text, or {"name": …}.
    seen.annotations.push_back(one.is_object() ? one["name"].as_string() : one.as_string());
  }
  return seen;
}

http::ClientOptions WebOptions(const NotifierOptions& options) {
  http::ClientOptions web;
  web.addresses = options.addresses;
  return web;
}

}  // namespace

Notifier::Notifier(NotifierOptions options)
    : options_(std::move(options)), web_(WebOptions(options_)) {}

Result<std::unique_ptr<Notifier>> Notifier::Open(NotifierOptions options) {
  std::unique_ptr<Notifier> notifier(new Notifier(std::move(options)));
  for (const Rule& rule : notifier->options_.rules()) notifier->factories_.insert(rule.factory);
  if (notifier->options_.state_file.empty()) return notifier;
  const Result<std::string> text = model::ReadTextFile(notifier->options_.state_file);
  if (!text) return notifier;
  const Result<Json> state = ParseJson(*text);
  if (!state) {
    return Fail(ErrorKind::kInvalid, "InvalidAlertState",
                "the state of alerts cannot be read; delete the file to begin anew")
        .At(notifier->options_.state_file);
  }
  notifier->book_.Restore(*state);
  notifier->told_.Restore((*state)["told"]);
  notifier->open_ = (*state)["rules"];
  return notifier;
}

Notifier::~Notifier() {
  Stop();
}

void Notifier::Start() {
  thread_ = std::thread([this] { Work(); });
}

void Notifier::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  cancel_.Cancel("the service stops");
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Notifier::RulesChanged(const std::string& factory) {
  {
    const std::lock_guard lock(mutex_);
    factories_.insert(factory);
    stale_ = true;
  }
  wake_.notify_all();
}

void Notifier::RunChanged(const store::RunRecord& run) {
  const std::lock_guard lock(mutex_);
  // Beyond, a restart finds what ended in the store.
  if (factories_.contains(run.factory) && seen_.size() < kSeenMax) seen_.push_back(SeenOf(run));
}

void Notifier::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    const bool last = stopping_;
    const bool stale = std::exchange(stale_, false);
    lock.unlock();
    if (stale && !last) TakeRules();
    lock.lock();
    const std::deque<SeenRun> seen = std::exchange(seen_, {});
    lock.unlock();
    for (const SeenRun& run : seen) book_.See(run);
    const UtcTime now = options_.clock->Now();
    if (!last) book_.Tick(now, options_.waiting());
    Save();
    if (last) return;
    SendDue(now);
    lock.lock();
    const auto due = [this] { return stopping_ || stale_; };
    if (book_.idle()) {
      wake_.wait(lock, due);
    } else {
      wake_.wait_for(lock, kEvery, due);
    }
  }
}

/// Runs of a factory that has rules for the first time are looked at as the store has them.
void Notifier::TakeRules() {
  book_.SetRules(options_.rules());
  std::set<std::string> factories;
  for (const Rule& rule : book_.rules()) factories.insert(rule.factory);
  for (const std::string& factory : factories) {
    if (known_.contains(factory)) continue;
    const std::vector<store::RunRecord> runs = options_.recent(factory);
    // Oldest first, as they would have been told.
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) book_.See(SeenOf(*run));
  }
  known_ = factories;
  const std::lock_guard lock(mutex_);
  if (!stale_) factories_ = std::move(factories);
}

Result<> Notifier::Send(const Notice& notice, const Action& action, size_t number) {
  if (action.kind != Action::Kind::kPipeline) return alert::Send(notice, action, web_, cancel_);
  return options_.start_pipeline(notice, action, DerivedGuid(notice.id, number));
}

Result<> Notifier::Try(const Notice& notice, const Action& action, size_t number) {
  const Result<> sent = Send(notice, action, number);
  const std::lock_guard lock(mutex_);
  told_.Note(notice, number, action.Target(), sent, false, options_.clock->Now());
  return sent;
}

Json Notifier::Show(const std::string& factory) const {
  const std::string mine = factory + "\n";
  const auto shortened = [&](const std::string& key) {
    return key.starts_with(mine) ? key.substr(mine.size()) : key;
  };
  Json open = Json::Array();
  const std::lock_guard lock(mutex_);
  for (const Json::Member& rule : open_.members()) {
    if (!rule.name.starts_with(mine)) continue;
    for (const Json::Member& one : rule.value["open"].members()) {
      open.Append(Json::Object({{"alert", shortened(rule.name)},
                                {"what", shortened(one.name)},
                                {"since", FormatUtc(FromMicros(one.value.as_int()))}}));
    }
  }
  return Json::Object({{"open", std::move(open)}, {"notices", told_.Of(factory)}});
}

void Notifier::SendDue(UtcTime now) {
  for (const Delivery& delivery : book_.Due(now)) {
    if (cancel_.cancelled()) return;
    const Rule* rule = book_.Find(delivery.notice);
    if (rule == nullptr) continue;
    const Result<> sent = Send(delivery.notice, rule->actions[delivery.action], delivery.action);
    if (cancel_.cancelled() && !sent) return;
    const UtcTime then = options_.clock->Now();
    const bool kept = book_.Sent(delivery, sent.ok(), then);
    {
      const std::lock_guard lock(mutex_);
      told_.Note(delivery.notice, delivery.action, rule->actions[delivery.action].Target(), sent,
                 kept, then);
    }
    Save();
    if (sent) continue;
    options_.tell("the alert '" + rule->name + "' of " + rule->factory + " could not be sent" +
                  (kept ? " and is tried again: " : " and is given up: ") + sent.error().message());
  }
}

void Notifier::Save() {
  Json state = book_.State();
  {
    const std::lock_guard lock(mutex_);
    open_ = state["rules"];
    state.Set("told", told_.State());
  }
  if (options_.state_file.empty() || (saved_.empty() && book_.idle())) return;
  std::string text = DumpJson(state);
  if (text == saved_) return;
  const std::string part = options_.state_file + ".part";
  const int file = open(part.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  bool written = file >= 0 &&
                 write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                 fsync(file) == 0;
  if (file >= 0) close(file);
  written = written && std::rename(part.c_str(), options_.state_file.c_str()) == 0;
  if (written) {
    saved_ = std::move(text);
  } else {
    options_.tell("the state of alerts could not be saved: after a restart some may come again");
  }
}

}  // namespace weir::alert
