#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "store/store.h"

namespace weir::engine {

/// Something that happened in a run, in words.
struct RunEvent {
  std::string id;  ///< Of its run; stays what it is.
  UtcTime time;
  /// RunQueued, RunStarted, CancelAsked, RunEnded, ActivityStarted, ActivityEnded, ActivityRetried,
  /// ActivitySkipped, ActivityTakenOver, ChildRunStarted, ChildRunEnded.
  std::string_view kind;
  std::string message;
  std::string status;                                  ///< Of what started or ended; or empty.
  const store::ActivityRunRecord* activity = nullptr;  ///< That it is about; or null.
  std::string child_run_id = {};
};

/// What a run's events are told from.
struct RunHistory {
  std::vector<store::ActivityRunRecord> activities;  ///< In the order they started.
  std::vector<store::RunRecord> children;            ///< Runs that it started.
};
/// Errors: as Store.
Result<RunHistory> ReadHistory(store::Store& store, const store::RunRecord& run);

/// What happened in a run, in order. Events point into `history`. Cost: O(n log n).
std::vector<RunEvent> EventsOf(const store::RunRecord& run, const RunHistory& history);

/// As the REST API prints it.
Json EventToJson(const RunEvent& event);

}  // namespace weir::engine
