#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>

#include "connectors/connector.h"
#include "trigger/store_watcher.h"

namespace weir::watch {

struct WatcherOptions {
  const connectors::ConnectorRegistry* connectors = nullptr;
  /// Between two listings of a store that tells of no changes by itself.
  std::chrono::milliseconds interval{30'000};
};

class Watch;

/// Watches stores with a thread for each trigger: folders of this machine by inotify, with a
/// listing when it begins, others by listings.
class Watcher final : public trigger::StoreWatcher {
 public:
  /// Triggers that are watched at a time; Azure has as many for a storage account.
  static constexpr size_t kWatchesMax = 500;

  explicit Watcher(WatcherOptions options);
  ~Watcher() override;

  void Begin(const trigger::WatchSite& site) override;
  void Add(const trigger::Key& trigger) override;
  void Remove(const trigger::Key& trigger) override;
  trigger::WatchStatus StatusOf(const trigger::Key& trigger) const override;
  void Stop() override;

 private:
  /// The watch of a trigger, made if there is none; null if there are too many.
  std::shared_ptr<Watch> Get(const trigger::Key& trigger);

  const WatcherOptions options_;
  mutable std::mutex mutex_;
  trigger::WatchSite site_;
  bool stopping_ = false;
  std::map<trigger::Key, std::shared_ptr<Watch>> watches_;
};

}  // namespace weir::watch
