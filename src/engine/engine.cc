#include "engine/engine.h"

#include <future>

#include "base/names.h"
#include "engine/secrets.h"

namespace weir::engine {

using pipeline::WorkId;

namespace {

constexpr auto kRetryCommitAfter = std::chrono::milliseconds(200);
constexpr auto kWaitSlice = std::chrono::milliseconds(50);

}  // namespace

/// One attempt, as its executor sees it.
class Engine::Context final : public ActivityContext {
 public:
  Context(Engine& engine, Job& job) : engine_(engine), job_(job) {}

  const std::string& run_id() const override { return job_.run_id; }
  const std::string& activity_run_id() const override { return job_.activity.activity_run_id; }
  const std::string& activity_name() const override { return job_.activity.name; }
  const Json& activity() const override { return job_.activity.activity; }

  Result<model::DatasetInstance> Dataset(const Json& reference) const override {
    WEIR_ASSIGN(model::DatasetInstance dataset,
                job_.definitions->Dataset(reference, clock().Now()));
    LearnSecrets(dataset.linked_service, engine_.masker_);
    return dataset;
  }
  Result<model::LinkedServiceInstance> LinkedService(const Json& reference) const override {
    WEIR_ASSIGN(model::LinkedServiceInstance service,
                job_.definitions->LinkedService(reference, clock().Now()));
    LearnSecrets(service, engine_.masker_);
    return service;
  }

  const CancelToken& cancel() const override { return *job_.cancel; }
  const Clock& clock() const override { return *engine_.options_.clock; }
  void Report(const Progress& progress) override {
    if (engine_.options_.observer == nullptr) return;
    engine_.options_.observer->ActivityProgress(run_id(), activity_run_id(), progress);
  }

 private:
  Engine& engine_;
  Job& job_;
};

Engine::Engine(EngineOptions options)
    : options_(options),
      core_(*options.store, *options.sealer, masker_, *this),
      driver_([this] { Drive(); }) {}

Engine::~Engine() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  driver_.join();
  {
    const std::lock_guard lock(jobs_mutex_);
    jobs_.clear();
    for (auto& [key, token] : tokens_) token->Cancel("the engine stops");
  }
  jobs_wake_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

Result<std::string> Engine::Run(RunRequest request) {
  std::promise<Result<std::string>> promise;
  Post([&] {
    Result<std::string> run_id = core_.Accept(std::move(request), options_.clock->Now());
    after_commit_.push_back([&promise, run_id] { promise.set_value(run_id); });
  });
  return promise.get_future().get();
}

Result<> Engine::Resume(const std::vector<Core::Unfinished>& unfinished) {
  std::promise<Result<>> promise;
  Post([&] { promise.set_value(core_.Resume(unfinished, options_.clock->Now())); });
  return promise.get_future().get();
}

bool Engine::Cancel(const std::string& run_id) {
  std::promise<bool> promise;
  Post([&] { promise.set_value(core_.Cancel(run_id, options_.clock->Now())); });
  return promise.get_future().get();
}

std::optional<FinishedRun> Engine::Wait(const std::string& run_id,
                                        const std::function<bool()>& stop) {
  std::unique_lock lock(finished_mutex_);
  while (true) {
    const auto found = finished_.find(run_id);
    if (found != finished_.end()) return found->second;
    if (stop && stop()) return std::nullopt;
    finished_wake_.wait_for(lock, kWaitSlice);
  }
}

void Engine::Post(std::function<void()> command) {
  {
    const std::lock_guard lock(mutex_);
    commands_.push_back(std::move(command));
  }
  wake_.notify_one();
}

void Engine::Drive() {
  while (true) {
    WaitForWork();
    std::deque<std::function<void()>> commands;
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      commands.swap(commands_);
    }
    for (const auto& command : commands) command();
    core_.Tick(options_.clock->Now());
    Commit();
  }
}

void Engine::WaitForWork() {
  std::unique_lock lock(mutex_);
  const auto ready = [this] { return stopping_.load() || !commands_.empty(); };
  if (trouble_) {
    wake_.wait_for(lock, kRetryCommitAfter, [this] { return stopping_.load(); });
    return;
  }
  if (core_.busy()) return;
  const std::optional<UtcTime> due = core_.NextTimer();
  if (!due) {
    wake_.wait(lock, ready);
    return;
  }
  const auto left = *due - options_.clock->Now();
  if (left.count() > 0) wake_.wait_for(lock, left, ready);
}

void Engine::Commit() {
  const Result<> saved = core_.Commit();
  if (!saved.ok() || trouble_) {
    if (options_.observer != nullptr) {
      options_.observer->StoreTrouble(saved ? std::nullopt : std::optional(saved.error()));
    }
    trouble_ = !saved.ok();
  }
  if (!saved) return;
  for (const auto& act : std::exchange(after_commit_, {})) act();
}

void Engine::StartActivity(const std::string& run_id,
                           const std::shared_ptr<Definitions>& definitions,
                           const pipeline::StartActivity& activity) {
  const std::lock_guard lock(jobs_mutex_);
  auto token = std::make_shared<CancelToken>();
  tokens_[{run_id, activity.work}] = token;
  jobs_.push_back({run_id, definitions, activity, std::move(token)});
  if (jobs_.size() > idle_workers_ && workers_.size() < options_.workers_max) {
    workers_.emplace_back([this] { Work(); });
  }
  jobs_wake_.notify_one();
}

void Engine::CancelActivity(const std::string& run_id, WorkId work) {
  const std::lock_guard lock(jobs_mutex_);
  const auto token = tokens_.find({run_id, work});
  if (token != tokens_.end()) token->second->Cancel();
}

void Engine::RunChanged(const store::RunRecord& run,
                        const std::optional<pipeline::FinishRun>& finish) {
  if (options_.observer != nullptr) options_.observer->RunChanged(run);
  if (!finish || !run.parent_run_id.empty() || !options_.waits) return;
  {
    const std::lock_guard lock(finished_mutex_);
    finished_[run.run_id] = {run, *finish};
  }
  finished_wake_.notify_all();
}

void Engine::ActivityChanged(const std::string& run_id, const pipeline::ActivityRecord& activity) {
  if (options_.observer != nullptr) options_.observer->ActivityChanged(run_id, activity);
}

void Engine::Work() {
  while (true) {
    std::unique_lock lock(jobs_mutex_);
    ++idle_workers_;
    jobs_wake_.wait(lock, [this] { return !jobs_.empty() || stopping_.load(); });
    --idle_workers_;
    if (jobs_.empty()) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    Result<Json> result = Execute(job);
    lock.lock();
    tokens_.erase({job.run_id, job.activity.work});
    if (stopping_) return;  // The next engine does it again: its end was not kept.
    lock.unlock();
    Post([this, run_id = job.run_id, work = job.activity.work, result = std::move(result)] {
      core_.ActivityEnded(run_id, work, result, options_.clock->Now());
    });
  }
}

Result<Json> Engine::Execute(Job& job) {
  WEIR_TRY(job.cancel->Check());
  const Json* fake = job.definitions->local().FakeOf(job.activity.pipeline, job.activity.name);
  if (fake != nullptr) {
    if (fake->Find("error") == nullptr) return (*fake)["output"];
    return Fail(ErrorKind::kInvalid, (*fake)["error"]["errorCode"].as_string(),
                (*fake)["error"]["message"].as_string());
  }
  const ActivitySpec* spec = options_.activities->Find(job.activity.type);
  if (spec == nullptr) {
    std::vector<std::string> known;
    for (const ActivitySpec& one : options_.activities->all()) known.push_back(one.type);
    return Fail(ErrorKind::kUnsupported, "UnsupportedActivity",
                "activity type '" + job.activity.type +
                    "' cannot be executed here; give its output in the local file to go on" +
                    DidYouMean(job.activity.type, known));
  }
  Context context(*this, job);
  try {
    return spec->executor->Execute(context);
  } catch (const std::exception& thrown) {  // A library's; ours throw nothing.
    return Fail(
        ErrorKind::kInternal, "UnexpectedException",
        "activity '" + job.activity.name + "' ended in an unexpected way: " + thrown.what());
  }
}

}  // namespace weir::engine
