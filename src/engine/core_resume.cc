// How runs that were not over go on after a restart.
#include <utility>

#include "base/check.h"
#include "engine/core.h"

namespace weir::engine {

using pipeline::Changes;
using pipeline::Event;
using pipeline::Machine;

Result<std::unique_ptr<Core::Run>> Core::Replay(const Unfinished& unfinished) {
  auto run = std::make_unique<Run>();
  run->record = unfinished.run.record;
  run->definitions = unfinished.definitions;
  run->definition_hash = unfinished.run.definition_hash;
  WEIR_ASSIGN(auto pipeline, unfinished.definitions->Pipeline(run->record.pipeline));
  WEIR_ASSIGN(const std::string text, sealer_.Unseal(unfinished.run.start));
  WEIR_ASSIGN(const Json start, ParseJson(text));
  KeptStart kept = KeptStartFromJson(start, run->record.run_id, std::move(pipeline));
  run->parent = kept.parent;
  run->parent_work = kept.parent_work;
  run->heals = kept.heals;
  run->machine = std::make_unique<Machine>(std::move(kept.start));
  for (const std::string& sealed : unfinished.run.journal) {
    WEIR_ASSIGN(const std::string entry, sealer_.Unseal(sealed));
    WEIR_ASSIGN(const Json json, ParseJson(entry));
    const Event event = pipeline::EventFromJson(json);
    run->machine->Advance(event);
    run->cancel_asked = run->cancel_asked || event.kind == Event::Kind::kCancelAsked;
    latest_ = std::max(latest_, event.time);
    ++run->journal_next;
  }
  run->started = !unfinished.run.journal.empty();
  return run;
}

Result<> Core::Resume(const std::vector<Unfinished>& unfinished, UtcTime now) {
  std::vector<std::unique_ptr<Run>> replayed;
  for (const Unfinished& one : unfinished) {
    Result<std::unique_ptr<Run>> run = Replay(one);
    if (!run) {
      return std::move(run).error().While("taking up run " + one.run.record.run_id);
    }
    replayed.push_back(*std::move(run));
  }
  std::vector<Run*> order;
  for (std::unique_ptr<Run>& run : replayed) {
    order.push_back(run.get());
    runs_[run->record.run_id] = std::move(run);
  }
  for (Run* run : order) HandOutAgain(*run, now);
  for (Run* run : order) StartQueued(LimitKey(run->record), now);
  return {};
}

void Core::HandOutAgain(Run& run, UtcTime now) {
  const std::string& run_id = run.record.run_id;
  const std::string key = LimitKey(run.record);
  effects_.push_back({run_id, {}, RunChange{run.record, std::nullopt}});
  if (!run.started) {
    queued_[key].push_back(run_id);
    return;
  }
  ++active_[key];
  if (run.record.status == "Canceling" && !run.cancel_asked) Cancel(run_id, now);
  Changes open = run.machine->Outstanding();
  for (pipeline::StartActivity& activity : open.activities) Begin(run, std::move(activity), now);
  for (const pipeline::StartTimer& timer : open.timers) AddTimer(run, timer);
  for (const pipeline::CancelWork& cancel : open.cancels) {
    if (cancel.child_run_id.empty()) {
      effects_.push_back({run_id, {}, cancel.work});
    } else {
      Cancel(cancel.child_run_id, now);
    }
  }
  for (const pipeline::StartChild& child : open.children) {
    if (runs_.contains(child.run_id)) continue;
    const auto records = store_.Runs({{}, {}, child.run_id, 1});
    WEIR_CHECK(records.ok(), "the store was read a moment ago");
    if (records->empty()) {
      StartChild(run, child, now);  // It was refused, and the refusal was not kept.
      continue;
    }
    const store::RunRecord& record = records->front();
    Post(run_id, ChildEvent(child.work, record.status, record.result, record.message, now));
  }
}

}  // namespace weir::engine
