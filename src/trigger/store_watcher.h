#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/secrets.h"
#include "trigger/effects.h"
#include "trigger/factories.h"

namespace weir::trigger {

class TriggerHost;

/// What a watcher of stores works with.
struct WatchSite {
  TriggerHost* host = nullptr;
  store::Store* store = nullptr;
  Factories* factories = nullptr;
  engine::SecretSource* secrets = nullptr;  ///< Null: there are none.
  const Clock* clock = nullptr;
};

/// How the store of a trigger is watched.
struct WatchStatus {
  bool enabled = false;  ///< What was there is known; changes from here on fire.
  std::string store;     ///< "/data/files", "https://a.blob.core.windows.net"; empty: not found.
  std::string means;     ///< "inotify", "a listing each 30 s"; empty: not watched.
  std::string trouble;   ///< Why it is not watched, and what would help; empty: all is well.
};

/// Watches the stores of BlobEventsTriggers and tells their host of files that came, changed and
/// went. Thread safe.
class StoreWatcher {
 public:
  virtual ~StoreWatcher() = default;
  /// Watch for all triggers that are started, until Stop(). Call once.
  virtual void Begin(const WatchSite& site) = 0;
  /// A trigger was started: returns once its store is watched, or something is in the way.
  virtual void Add(const Key& trigger) = 0;
  /// A trigger was stopped or is gone.
  virtual void Remove(const Key& trigger) = 0;
  virtual WatchStatus StatusOf(const Key& trigger) const = 0;
  virtual void Stop() = 0;
};

}  // namespace weir::trigger
