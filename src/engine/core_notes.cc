// What is told of an activity under way, past the inbox: the next Commit must hold it, however many
// events wait there.
#include <algorithm>

#include "engine/core.h"

namespace weir::engine {

using pipeline::Event;
using pipeline::WorkId;

Result<> Core::SaveHandle(const std::string& run_id, WorkId work, Json handle, UtcTime now) {
  const auto run = runs_.find(run_id);
  if (run == runs_.end() || !run->second->machine->Waits(work)) {
    return Fail(ErrorKind::kCancelled, "ActivityOver", "the activity is over");
  }
  latest_ = std::max(now, latest_);
  Apply(*run->second,
        {Event::Kind::kHandleSaved, latest_, work, std::move(handle), std::nullopt, false});
  return {};
}

Result<> Core::Callback(const std::string& run_id, WorkId work, Json body, UtcTime now) {
  const auto run = runs_.find(run_id);
  if (run == runs_.end() || !run->second->machine->TakesCallback(work)) {
    return Fail(ErrorKind::kConflict, "CallbackNotAwaited",
                "nobody waits for this callback: it came already, or the activity is over");
  }
  latest_ = std::max(now, latest_);
  Json callback = Json::Object({{"body", std::move(body)}});
  Apply(*run->second,
        {Event::Kind::kCallbackCame, latest_, work, std::move(callback), std::nullopt, false});
  return {};
}

Result<> Core::Release(const std::string& run_id, WorkId work, bool step, UtcTime now) {
  const auto run = runs_.find(run_id);
  if (run == runs_.end() || !run->second->machine->Pauses(work)) {
    return Fail(ErrorKind::kConflict, "RunNotPaused",
                run == runs_.end() ? "the run is over" : "the run is not paused there");
  }
  latest_ = std::max(now, latest_);
  Apply(*run->second, pipeline::ReleasedEvent(work, step, latest_));
  return {};
}

}  // namespace weir::engine
