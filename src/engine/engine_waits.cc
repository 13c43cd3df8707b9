// What runs wait for: what the core knows, and what executors do.
#include <future>

#include "engine/engine.h"

namespace weir::engine {

namespace {

/// What is asked on the driver's thread, once it is answered.
template <typename T>
Result<T> Answered(const std::optional<T>& answer, const std::future<void>& asked) {
  asked.wait();  // Over as well when the engine drops the question because it stops.
  if (answer) return *answer;
  return Fail(ErrorKind::kCancelled, "EngineStopped", "the engine stops");
}

}  // namespace

Result<WaitList> Engine::Waits(const std::string& run_id) {
  const auto list = std::make_shared<std::optional<WaitList>>();
  auto done = std::make_shared<std::promise<void>>();
  const std::future<void> asked = done->get_future();
  Post([this, run_id, list, done = std::move(done)] {
    *list = WaitsOf(run_id);
    done->set_value();
  });
  return Answered(*list, asked);
}

Result<std::optional<PausedRun>> Engine::Paused(const std::string& run_id) {
  const auto paused = std::make_shared<std::optional<std::optional<PausedRun>>>();
  auto done = std::make_shared<std::promise<void>>();
  const std::future<void> asked = done->get_future();
  Post([this, run_id, paused, done = std::move(done)] {
    *paused = core_.PausedOf(run_id);
    done->set_value();
  });
  return Answered(*paused, asked);
}

WaitList Engine::WaitsOf(const std::string& run_id) {
  Core::Waits known = core_.WaitsOf(run_id);
  WaitList list = std::move(known.list);
  std::map<WorkKey, const pipeline::OpenWork*> in_line;
  for (const pipeline::OpenWork& work : known.executing) {
    const auto parked = parked_.find({run_id, work.work});
    if (parked == parked_.end()) {
      in_line.emplace(WorkKey{run_id, work.work}, &work);
      continue;
    }
    RunWait wait = WaitFor(work);
    wait.reason = parked->second.calls_back ? RunWait::Reason::kCallback : RunWait::Reason::kPoll;
    wait.until = parked->second.again;
    list.waits.push_back(std::move(wait));
  }
  if (!in_line.empty()) AddWorkerWaits(in_line, &list);
  return list;
}

void Engine::AddWorkerWaits(const std::map<WorkKey, const pipeline::OpenWork*>& in_line,
                            WaitList* list) {
  const std::lock_guard lock(jobs_mutex_);
  std::vector<RunWait::Holder> holders;
  for (const Job* job : at_work_) {
    if (job == nullptr) return;  // Somebody is free: none waits for long.
    const store::RunRecord* run = core_.Find(job->run_id);
    if (run == nullptr || holders.size() == kWaitHoldersMax) continue;
    holders.push_back(
        {job->run_id, run->factory, job->activity.name, job->activity.activity_run_id, {}});
  }
  for (size_t i = 0; i < jobs_.size(); ++i) {
    const auto found = in_line.find({jobs_[i].run_id, jobs_[i].activity.work});
    if (found == in_line.end()) continue;
    RunWait wait = WaitFor(*found->second);
    wait.limit = static_cast<int64_t>(options_.workers_max);
    wait.place = static_cast<int64_t>(i) + 1;
    wait.of = static_cast<int64_t>(jobs_.size());
    wait.holders = holders;
    list->waits.push_back(std::move(wait));
  }
}

}  // namespace weir::engine
