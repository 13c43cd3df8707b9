#include "watch/watcher.h"

#include <csignal>
#include <utility>

#include "watch/watch.h"

namespace weir::watch {
namespace {

/// Whoever starts a trigger waits this long for its store; what comes after is told later.
constexpr std::chrono::seconds kStartWait{10};

}  // namespace

Watcher::Watcher(WatcherOptions options) : options_(options) {}

Watcher::~Watcher() {
  Stop();
}

void Watcher::Begin(const trigger::WatchSite& site) {
  // Who opens a file for writing in the instant in which it is looked at whether somebody does.
  std::signal(SIGIO, SIG_IGN);
  {
    const std::lock_guard lock(mutex_);
    site_ = site;
  }
  const Result<std::vector<trigger::Key>> triggers = site.host->Watched();
  if (!triggers) return;  // The service stops.
  for (const trigger::Key& trigger : *triggers) Get(trigger);
}

std::shared_ptr<Watch> Watcher::Get(const trigger::Key& trigger) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || site_.host == nullptr) return nullptr;
  const auto found = watches_.find(trigger);
  if (found != watches_.end()) return found->second;
  if (watches_.size() >= kWatchesMax) return nullptr;
  return watches_[trigger] = std::make_shared<Watch>(options_, site_, trigger);
}

void Watcher::Add(const trigger::Key& trigger) {
  if (const std::shared_ptr<Watch> watch = Get(trigger)) watch->Look(kStartWait);
}

void Watcher::Remove(const trigger::Key& trigger) {
  std::shared_ptr<Watch> watch;
  {
    const std::lock_guard lock(mutex_);
    const auto found = watches_.find(trigger);
    if (found == watches_.end()) return;
    watch = std::move(found->second);
    watches_.erase(found);
  }
  watch->Stop();
}

trigger::WatchStatus Watcher::StatusOf(const trigger::Key& trigger) const {
  const std::lock_guard lock(mutex_);
  const auto found = watches_.find(trigger);
  if (found != watches_.end()) return found->second->status();
  trigger::WatchStatus status;
  if (watches_.size() >= kWatchesMax) {
    status.trouble =
        "the stores of at most " + std::to_string(kWatchesMax) + " triggers are watched at a time";
  }
  return status;
}

void Watcher::Stop() {
  std::map<trigger::Key, std::shared_ptr<Watch>> watches;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    watches.swap(watches_);
  }
  for (const auto& [trigger, watch] : watches) watch->Stop();
}

}  // namespace weir::watch
