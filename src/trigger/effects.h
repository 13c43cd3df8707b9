#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "store/store.h"

namespace weir::trigger {

/// A trigger: its factory's key, and its name as NameKey.
using Key = std::pair<std::string, std::string>;

/// A window's run: the trigger, which window, which of its starts.
struct WindowRun {
  Key trigger;
  int64_t index = 0;
  int64_t serial = 0;
};

/// A run that a trigger wants.
struct RunWish {
  std::string pipeline;
  Json arguments;
  std::string run_id;
  size_t trigger_run = 0;  ///< In Effects::trigger_runs.
  std::optional<WindowRun> window;
  /// The parameters could not be evaluated: why. Then it is not started.
  std::optional<Error> error;
};

/// What triggers want done. States and trigger runs become durable with the runs.
struct Effects {
  std::vector<RunWish> runs;
  std::vector<store::TriggerRunRecord> trigger_runs;
  std::set<Key> changed;                  ///< Triggers whose state is to be saved.
  std::set<Key> forgotten;                ///< And those whose state is to be dropped.
  std::vector<std::string> cancels;       ///< Runs to cancel, afterwards.
  std::vector<store::WatchedFile> files;  ///< How far the watching of stores got.
  std::vector<std::string> unwatched;     ///< Watches that are over.

  bool empty() const {
    return runs.empty() && trigger_runs.empty() && changed.empty() && forgotten.empty() &&
           cancels.empty() && files.empty() && unwatched.empty();
  }
};

}  // namespace weir::trigger
