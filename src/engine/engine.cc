#include "engine/engine.h"

#include <charconv>
#include <future>

#include "base/names.h"
#include "engine/secret_reader.h"
#include "model/retired.h"

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
    WEIR_TRY(secrets().ReadInto(dataset.linked_service));
    return dataset;
  }
  Result<model::LinkedServiceInstance> LinkedService(const Json& reference) const override {
    WEIR_ASSIGN(model::LinkedServiceInstance service,
                job_.definitions->LinkedService(reference, clock().Now()));
    WEIR_TRY(secrets().ReadInto(service));
    return service;
  }
  Result<Json> Credential(const Json& reference) const override {
    return job_.definitions->Credential(reference, clock().Now());
  }
  Json Runtimes() const override { return job_.definitions->Runtimes(); }
  Result<std::string> Secret(const Json& setting) const override {
    WEIR_ASSIGN(std::string text, secrets().Secret(setting));
    engine_.masker_.Add(text);
    return text;
  }

  std::string Masked(std::string text) const override {
    return engine_.masker_.Mask(std::move(text));
  }
  const Json& handle() const override { return job_.activity.handle; }
  const Json& callback() const override { return job_.activity.callback; }
  Result<> SaveHandle(Json handle) override {
    WEIR_TRY(engine_.Ask(
        [this, handle](UtcTime now) {
          return engine_.core_.SaveHandle(run_id(), job_.activity.work, handle, now);
        },
        true));
    job_.activity.handle = std::move(handle);
    return {};
  }
  Result<std::string> CallbackUri(const std::string& earlier) override {
    if (!engine_.options_.callback_address) {
      return Fail(ErrorKind::kUnsupported, "CallbacksUnavailable",
                  "nobody listens for callbacks here");
    }
    const size_t path = earlier.find(kCallbackPath);
    job_.calls_back = true;
    WEIR_ASSIGN(const std::string address,
                engine_.options_.callback_address(
                    path == std::string::npos ? std::string() : earlier.substr(0, path)));
    return address + std::string(kCallbackPath) +
           engine_.CallbackToken(run_id(), job_.activity.work);
  }
  void CallAgain(UtcTime time) override { job_.again = time; }

  const CancelToken& cancel() const override { return *job_.cancel; }
  const Clock& clock() const override { return engine_.clock_; }
  void Report(const Progress& progress) override {
    if (engine_.options_.observer == nullptr) return;
    engine_.options_.observer->ActivityProgress(run_id(), activity_run_id(), progress);
  }

 private:
  SecretReader secrets() const {
    return {*job_.definitions, engine_.options_.secrets, clock(),
            cancel(),          engine_.masker_,          run_id()};
  }

  Engine& engine_;
  Job& job_;
};

Engine::Engine(EngineOptions options)
    : options_(options),
      clock_(*options.clock),
      core_(*options.store, *options.sealer, masker_, *this),
      at_work_(options.workers_max),
      driver_([this] { Drive(); }) {}

Engine::~Engine() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  driver_.join();
  commands_.clear();  // Who waits for them is told that the engine stops.
  after_commit_.clear();
  {
    const std::lock_guard lock(jobs_mutex_);
    jobs_.clear();
    for (auto& [key, token] : tokens_) token->Cancel("the engine stops");
  }
  jobs_wake_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

Result<std::string> Engine::Run(RunRequest request) {
  const auto run_id = std::make_shared<std::string>();
  const auto wish = std::make_shared<RunRequest>(std::move(request));
  WEIR_TRY(NeedStore());
  WEIR_TRY(Ask(
      [this, run_id, wish](UtcTime now) -> Result<> {
        WEIR_ASSIGN(*run_id, core_.Accept(std::move(*wish), now));
        return {};
      },
      false));
  return *run_id;
}

Result<> Engine::NeedStore() const {
  if (!trouble_ || !options_.confirm_max) return {};
  return Fail(ErrorKind::kUnavailable, "StoreUnavailable",
              "nothing can be saved at the moment, and nothing was done; try again later");
}

bool Engine::Fire(std::vector<RunRequest> runs, TriggerChangesOf changes,
                  const std::function<bool()>& stop) {
  const auto durable = std::make_shared<std::promise<void>>();
  std::future<void> done = durable->get_future();
  FireLater(std::move(runs), std::move(changes), [durable] { durable->set_value(); });
  while (done.wait_for(kWaitSlice) != std::future_status::ready) {
    if (stop()) return false;
  }
  return true;
}

void Engine::FireLater(std::vector<RunRequest> runs, TriggerChangesOf changes,
                       std::function<void()> durable) {
  Post([this, durable = std::move(durable), runs = std::move(runs),
        changes = std::move(changes)]() mutable {
    std::vector<Result<std::string>> taken;
    for (RunRequest& run : runs) {
      taken.push_back(core_.Accept(std::move(run), clock_.Now()));
    }
    store::TriggerChanges made = changes(taken);
    after_commit_.push_back([this, durable = std::move(durable), runs = made.runs] {
      for (const store::TriggerRunRecord& run : runs) {
        if (options_.observer != nullptr) options_.observer->TriggerRunChanged(run);
      }
      durable();
    });
    core_.Save(std::move(made));
  });
}

Result<> Engine::Resume(const std::vector<Core::Unfinished>& unfinished) {
  std::promise<Result<>> promise;
  Post([&] {
    Result<> resumed = core_.Resume(unfinished, clock_.Now());
    clock_.NotBefore(core_.latest());
    promise.set_value(std::move(resumed));
  });
  return promise.get_future().get();
}

bool Engine::Cancel(const std::string& run_id) {
  std::promise<bool> promise;
  Post([&] { promise.set_value(core_.Cancel(run_id, clock_.Now())); });
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

Result<> Engine::Ask(std::function<Result<>(UtcTime)> act, bool patient) {
  struct Answer {
    std::promise<Result<>> promise;
    bool given = false;
    void Give(Result<> result) {
      given = true;
      promise.set_value(std::move(result));
    }
    ~Answer() {
      if (!given) Give(Fail(ErrorKind::kCancelled, "EngineStopped", "the engine stops"));
    }
  };
  auto answer = std::make_shared<Answer>();
  std::future<Result<>> future = answer->promise.get_future();
  Post([this, answer = std::move(answer), act = std::move(act)] {
    Result<> done = act(clock_.Now());
    if (!done) return answer->Give(std::move(done));
    after_commit_.push_back([answer] { answer->Give({}); });
  });
  if (patient || !options_.confirm_max) return future.get();
  const auto asked = std::chrono::steady_clock::now();
  while (future.wait_for(kWaitSlice) != std::future_status::ready) {
    if (trouble_ && std::chrono::steady_clock::now() - asked > *options_.confirm_max) {
      return Fail(ErrorKind::kUnavailable, "NotConfirmed",
                  "nothing can be saved at the moment; it is done once that is possible. Ask again "
                  "with the same x-ms-client-request-id to know");
    }
  }
  return future.get();
}

std::string Engine::CallbackToken(const std::string& run_id, WorkId work) const {
  const std::string name = run_id + "." + std::to_string(work);
  return name + "." + options_.sealer->Tag("callback " + name);
}

Result<> Engine::Callback(std::string_view token, Json body) {
  const size_t dot = token.find('.');
  WorkId work = 0;
  const char* end = token.data() + token.size();
  const bool read = dot != std::string_view::npos &&
                    std::from_chars(token.data() + dot + 1, end, work).ec == std::errc();
  const std::string run_id(token.substr(0, read ? dot : 0));
  if (!read || !SameSecret(token, CallbackToken(run_id, work))) {
    return Fail(ErrorKind::kNotFound, "CallbackNotFound", "there is no such callback");
  }
  WEIR_TRY(NeedStore());
  return Ask([this, run_id, work, body = std::move(body)](
                 UtcTime now) { return core_.Callback(run_id, work, body, now); },
             false);
}

Result<> Engine::Release(const std::string& run_id, WorkId work, bool step) {
  WEIR_TRY(NeedStore());
  return Ask(
      [this, run_id, work, step](UtcTime now) { return core_.Release(run_id, work, step, now); },
      false);
}

Engine::Load Engine::load() {
  const std::lock_guard lock(jobs_mutex_);
  return {jobs_.size(), workers_.size() - idle_workers_, options_.workers_max};
}

void Engine::Post(std::function<void()> command) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
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
    core_.Tick(clock_.Now());
    Commit();
    UnparkDue(clock_.Now());
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
  std::optional<UtcTime> due = core_.NextTimer();
  if (!parked_due_.empty()) {
    const UtcTime again = parked_due_.begin()->first;
    due = due ? std::min(*due, again) : again;
  }
  if (!due) {
    wake_.wait(lock, ready);
    return;
  }
  const auto left = *due - clock_.Now();
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
  if (options_.observer != nullptr) {
    options_.observer->ActivityStarts(run_id, definitions, activity, masker_);
  }
  auto token = std::make_shared<CancelToken>();
  {
    const std::lock_guard lock(jobs_mutex_);
    tokens_[{run_id, activity.work}] = token;
  }
  Enqueue({run_id, definitions, activity, std::move(token), std::nullopt, false});
}

void Engine::Enqueue(Job job) {
  const std::lock_guard lock(jobs_mutex_);
  jobs_.push_back(std::move(job));
  if (jobs_.size() > idle_workers_ && workers_.size() < options_.workers_max) {
    workers_.emplace_back([this, worker = workers_.size()] { Work(worker); });
  }
  jobs_wake_.notify_one();
}

void Engine::CancelActivity(const std::string& run_id, WorkId work) {
  const WorkKey key{run_id, work};
  {
    const std::lock_guard lock(jobs_mutex_);
    const auto token = tokens_.find(key);
    if (token != tokens_.end()) token->second->Cancel();
  }
  Unpark(key);
}

void Engine::WakeActivity(const std::string& run_id, const pipeline::WakeActivity& wake) {
  const WorkKey key{run_id, wake.work};
  callbacks_[key] = wake.callback;
  Unpark(key);
}

void Engine::Park(Job job) {
  const WorkKey key{job.run_id, job.activity.work};
  const bool at_once = job.cancel->cancelled() || callbacks_.contains(key);
  parked_due_.emplace(*job.again, key);
  parked_.insert_or_assign(key, std::move(job));
  if (at_once) Unpark(key);
}

void Engine::Unpark(const WorkKey& key) {
  auto parked = parked_.extract(key);
  if (parked.empty()) return;
  Job& job = parked.mapped();
  parked_due_.erase({*job.again, key});
  job.again.reset();
  if (const auto came = callbacks_.extract(key)) job.activity.callback = came.mapped();
  Enqueue(std::move(job));
}

void Engine::UnparkDue(UtcTime now) {
  while (!parked_due_.empty() && parked_due_.begin()->first <= now) {
    const WorkKey key = parked_due_.begin()->second;
    Unpark(key);
  }
}

void Engine::Ended(const Job& job, Result<Json> result) {
  callbacks_.erase({job.run_id, job.activity.work});
  core_.ActivityEnded(job.run_id, job.activity.work, std::move(result), clock_.Now());
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

void Engine::Work(size_t worker) {
  while (true) {
    std::unique_lock lock(jobs_mutex_);
    ++idle_workers_;
    jobs_wake_.wait(lock, [this] { return !jobs_.empty() || stopping_.load(); });
    --idle_workers_;
    if (jobs_.empty()) return;
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    at_work_[worker] = &job;
    lock.unlock();
    Result<Json> result = Execute(job);
    lock.lock();
    at_work_[worker] = nullptr;
    if (result && job.again) {
      lock.unlock();
      Post([this, job = std::move(job)] { Park(job); });
      continue;
    }
    tokens_.erase({job.run_id, job.activity.work});
    if (stopping_) return;  // The next engine does it again: its end was not kept.
    lock.unlock();
    Post([this, job = std::move(job), result = std::move(result)] { Ended(job, result); });
  }
}

Result<Json> Engine::Execute(Job& job) {
  if (job.activity.handle.is_null()) WEIR_TRY(job.cancel->Check());
  const ActivitySpec* spec = options_.activities->Find(job.activity.type);
  if (spec == nullptr) {
    const std::string retired = model::WhyRetired(job.activity.type);
    if (!retired.empty()) {
      return Fail(ErrorKind::kUnsupported, "UnsupportedActivity",
                  "activity type '" + job.activity.type + "' cannot be executed: " + retired);
    }
    std::vector<std::string> known;
    for (const ActivitySpec& one : options_.activities->all()) {
      if (!one.internal) known.push_back(one.type);
    }
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
