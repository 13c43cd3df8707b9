// What runs wait for, as far as the core knows.
#include "base/names.h"
#include "engine/core.h"

namespace weir::engine {

using pipeline::OpenWork;

namespace {

RunWait::Reason ReasonOf(OpenWork::Kind kind) {
  switch (kind) {
    case OpenWork::Kind::kActivity:
      return RunWait::Reason::kWorkers;
    case OpenWork::Kind::kRetry:
      return RunWait::Reason::kRetryInterval;
    case OpenWork::Kind::kTimer:
      return RunWait::Reason::kTimer;
    case OpenWork::Kind::kChild:
      return RunWait::Reason::kChild;
    case OpenWork::Kind::kIteration:
      return RunWait::Reason::kBatchCount;
    case OpenWork::Kind::kPause:
      return RunWait::Reason::kBreakpoint;
  }
  return RunWait::Reason::kWorkers;
}

}  // namespace

RunWait WaitFor(const OpenWork& work) {
  RunWait wait;
  wait.reason = ReasonOf(work.kind);
  wait.name = work.name;
  wait.path = work.path;
  wait.activity_run_id = work.activity_run_id;
  wait.limit = static_cast<int64_t>(work.iterations_max);
  wait.place = static_cast<int64_t>(work.place);
  wait.of = static_cast<int64_t>(work.of);
  wait.since = work.since;
  wait.until = work.until;
  return wait;
}

std::string Core::LimitKey(const store::RunRecord& run) {
  return run.factory + "\n" + NameKey(run.pipeline);
}

const store::RunRecord* Core::Find(const std::string& run_id) const {
  const auto found = runs_.find(run_id);
  return found == runs_.end() ? nullptr : &found->second->record;
}

Core::Waits Core::WaitsOf(const std::string& run_id) const {
  Waits waits;
  const auto found = runs_.find(run_id);
  if (found == runs_.end()) return waits;
  const Run& run = *found->second;
  if (!run.started) {
    WaitForTurn(run, &waits.list);
    return waits;
  }
  pipeline::OpenWorks open = run.machine->Open();
  waits.list.more = open.more;
  for (OpenWork& work : open.works) {
    switch (work.kind) {
      case OpenWork::Kind::kActivity:
        waits.executing.push_back(std::move(work));
        break;
      case OpenWork::Kind::kChild:
        waits.list.waits.push_back(WaitForChild(work));
        break;
      case OpenWork::Kind::kIteration:
        waits.list.waits.push_back(WaitFor(work));
        waits.list.waits.back().holders = {
            {run_id, run.record.factory, work.holder, work.activity_run_id, {}}};
        break;
      case OpenWork::Kind::kRetry:
      case OpenWork::Kind::kTimer:
      case OpenWork::Kind::kPause:
        waits.list.waits.push_back(WaitFor(work));
        break;
    }
  }
  return waits;
}

/// Its place among the runs of its pipeline that wait.
void Core::WaitForTurn(const Run& run, WaitList* list) const {
  const std::string key = LimitKey(run.record);
  const auto queue = queued_.find(key);
  if (queue == queued_.end()) return;
  RunWait wait;
  wait.reason = RunWait::Reason::kPipelineConcurrency;
  wait.name = run.record.pipeline;
  wait.limit = run.machine->start().pipeline->concurrency_max;
  wait.since = run.record.start;
  for (const std::string& waiting : queue->second) {
    if (!runs_.contains(waiting)) continue;  // It was cancelled.
    ++wait.of;
    if (waiting == run.record.run_id) wait.place = wait.of;
  }
  for (const auto& [id, other] : runs_) {
    if (!other->started || LimitKey(other->record) != key) continue;
    wait.holders.push_back(
        {id, other->record.factory, other->record.pipeline, {}, other->record.status});
    if (wait.holders.size() == kWaitHoldersMax) break;
  }
  list->waits.push_back(std::move(wait));
}

RunWait Core::WaitForChild(const OpenWork& work) const {
  RunWait wait = WaitFor(work);
  const store::RunRecord* child = Find(work.child_run_id);
  if (child != nullptr) {
    wait.holders = {{child->run_id, child->factory, child->pipeline, {}, child->status}};
  }
  return wait;
}

std::optional<PausedRun> Core::PausedOf(const std::string& run_id) const {
  const auto found = runs_.find(run_id);
  if (found == runs_.end()) return std::nullopt;
  const pipeline::Machine& machine = *found->second->machine;
  PausedRun paused{machine.Paused(), Masked(machine.Variables())};
  for (pipeline::PausedActivity& one : paused.paused.activities) {
    one.input = Masked(MaskSecureStrings(one.input));
    if (one.error) one.error->message = masker_.Mask(one.error->message);
  }
  return paused;
}

/// As records keep it.
Json Core::Masked(const Json& json) const {
  const std::string text = DumpJson(json);
  const std::string masked = masker_.Mask(text);
  if (masked == text) return json;
  Result<Json> parsed = ParseJson(masked);
  return parsed ? *std::move(parsed) : Json("***");
}

}  // namespace weir::engine
