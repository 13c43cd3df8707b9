#include "compute/job_executor.h"

#include <map>
#include <mutex>
#include <utility>

#include "activity/standard_output.h"

namespace weir::compute {
namespace {

constexpr std::chrono::seconds kRoomWait{1};
/// What is not called so long after it wanted to be belongs to an engine that is gone.
constexpr std::chrono::minutes kForgotten{10};

/// A job between calls: what need not survive a restart.
struct Live {
  std::unique_ptr<Job> job;
  /// Nothing was sent yet, surely. False after a restart: then nobody knows.
  bool unsent = true;
  int failures = 0;
  UtcTime trouble_since;
  UtcTime due;
};

class Call final : public JobCall {
 public:
  Call(engine::ActivityContext& context, JobLog& log) : context_(context), log_(log) {}

  const std::string& name() const override { return context_.handle()["name"].as_string(); }
  const Json& handle() const override { return context_.handle()["job"]; }
  Result<> Save(Json handle) override {
    Json all = context_.handle();
    all.Set("job", std::move(handle));
    return context_.SaveHandle(std::move(all));
  }
  JobLog& log() override { return log_; }
  const CancelToken& cancel() const override { return cleaning_ ? never_ : context_.cancel(); }
  const Clock& clock() const override { return context_.clock(); }
  void Report(const engine::Progress& progress) override { context_.Report(progress); }

  /// From here on the job is being stopped.
  void CleanUp() { cleaning_ = true; }

 private:
  engine::ActivityContext& context_;
  JobLog& log_;
  bool cleaning_ = false;
  CancelToken never_;
};

/// One call of the engine for one attempt.
class Turn {
 public:
  Turn(engine::ActivityContext& context, const JobTools& tools, Live& live)
      : context_(context),
        tools_(tools),
        live_(live),
        log_(tools.logs->Open(
            context.run_id(), context.activity_run_id(),
            [&context](std::string text) { return context.Masked(std::move(text)); })),
        call_(context, log_) {}

  /// True if the attempt waits to be called again.
  bool waits() const { return waits_; }

  Result<Json> Go() {
    if (context_.cancel().cancelled()) return Abandon();
    if (context_.handle().is_null()) {
      WEIR_TRY(context_.SaveHandle(Json::Object({{"name", "weir-" + context_.activity_run_id()},
                                                 {"started", ToMicros(context_.clock().Now())}})));
    }
    return call_.handle().is_null() ? Send() : Look();
  }

  /// The service of a job under way cannot be asked at the moment.
  Result<Json> Trouble(const Error& error) {
    const UtcTime now = context_.clock().Now();
    if (live_.failures++ == 0) live_.trouble_since = now;
    const bool known = !call_.handle().is_null();
    const auto longest = known ? tools_.pace.trouble_max : tools_.pace.sending_trouble_max;
    if (now - live_.trouble_since >= longest) {
      if (known && live_.job != nullptr) static_cast<void>(Stop(1));
      return error;
    }
    engine::Progress progress;
    progress.note = "asks again: " + error.message();
    return Wait(tools_.pace.AfterFailures(live_.failures), progress);
  }

 private:
  Result<Json> Wait(std::chrono::microseconds time, const engine::Progress& progress) {
    context_.Report(progress);
    live_.due = context_.clock().Now() + time;
    context_.CallAgain(live_.due);
    waits_ = true;
    return Json();
  }

  Result<Json> Send() {
    if (!live_.unsent && live_.job->CanFind()) {
      Result<std::optional<Json>> found = live_.job->Find(call_);
      if (!found) return NotDone(found.error());
      if (*found) {
        log_.Append("weir: found the job that was sent before as " + call_.name());
        return Sent(**std::move(found));
      }
    }
    live_.unsent = true;
    Result<Json> handle = live_.job->Submit(call_);
    if (handle) return Sent(*std::move(handle));
    live_.unsent = NothingWasSent(handle.error());
    if (live_.unsent || live_.job->CanFind()) return NotDone(handle.error());
    if (context_.cancel().cancelled()) return Abandon();
    return std::move(handle).error();
  }

  Result<Json> Sent(Json handle) {
    live_.unsent = false;
    live_.failures = 0;
    Result<> saved = call_.Save(handle);
    if (!saved) {
      // Somebody who takes the attempt up asks for it by name; if that is not possible, it must not
      // go on unseen.
      if (!live_.job->CanFind()) StopUnsaved(std::move(handle));
      return std::move(saved).error();
    }
    if (context_.cancel().cancelled()) return Abandon();
    return Wait(tools_.pace.first, {});
  }

  Result<Json> Look() {
    const Result<JobStatus> status = live_.job->Poll(call_);
    if (!status) return NotDone(status.error());
    live_.failures = 0;
    switch (status->state) {
      case JobState::kRunning: {
        if (context_.cancel().cancelled()) return Abandon();
        const auto age = context_.clock().Now() - started();
        return Wait(status->look_again.value_or(tools_.pace.AfterAge(age)), status->progress);
      }
      case JobState::kSucceeded:
        return Succeeded();
      case JobState::kFailed:
        live_.job->Close(call_);
        return status->error.value_or(
            Fail(ErrorKind::kInternal, "JobFailed", "the service did not say why the job failed"));
      case JobState::kCancelled:
        live_.job->Close(call_);
        return status->error.value_or(
            Fail(ErrorKind::kInvalid, "JobCancelled",
                 "job '" + call_.name() + "' was stopped at its service, not from here"));
    }
    return Fail(ErrorKind::kInternal, "JobFailed", "a job is in no state");
  }

  Result<Json> Succeeded() {
    Result<Json> output = live_.job->Output(call_);
    if (!output) return NotDone(output.error());
    live_.job->Close(call_);
    if (output->Find("logLocation") == nullptr) output->Set("logLocation", log_.location());
    Json whole = activity::WithStandardKeys(*std::move(output), activity::Billing::kExternal,
                                            started(), context_.clock().Now());
    WEIR_TRY(activity::CheckOutputSize(whole));
    return whole;
  }

  /// A call did not succeed: wait, stop or fail.
  Result<Json> NotDone(const Error& error) {
    if (context_.cancel().cancelled()) return Abandon();
    if (error.kind() == ErrorKind::kUnavailable) return Trouble(error);
    // The job may go on at the service; nobody would look after it any more.
    if (!call_.handle().is_null()) static_cast<void>(Stop(1));
    return error;
  }

  /// The attempt is cancelled: see that the job ends. If it is the engine that stops, the job goes
  /// on and the next engine looks after it.
  Result<Json> Abandon() {
    const Error reason = context_.cancel().Check().error();
    if (context_.handle().is_null()) return reason;
    Json handle = context_.handle();
    handle.Set("cancelling", true);
    const Result<> saved = context_.SaveHandle(std::move(handle));
    if (!saved && saved.error().code() == "EngineStopped") return reason;
    call_.CleanUp();
    if (call_.handle().is_null() && !Adopt()) return reason;
    const Result<> stopped = Stop(tools_.pace.cancels_max);
    if (stopped) return reason;
    return Fail(ErrorKind::kCancelled, reason.code(),
                reason.message() + "; its job could not be stopped: " + stopped.error().message());
  }

  /// Find a job that may have been sent; false if there is none to stop.
  bool Adopt() {
    if (live_.unsent || !live_.job->CanFind()) return false;
    Result<std::optional<Json>> found = live_.job->Find(call_);
    if (!found || !*found) return false;
    return call_.Save(**std::move(found)).ok();
  }

  Result<> Stop(int tries) {
    call_.CleanUp();
    Result<> stopped;
    for (int failures = 1; failures <= tries; ++failures) {
      stopped = live_.job->Cancel(call_);
      if (stopped || stopped.error().kind() != ErrorKind::kUnavailable) break;
      if (failures < tries) {
        static_cast<void>(call_.cancel().Sleep(tools_.pace.AfterFailures(failures)));
      }
    }
    if (!stopped) log_.Append("weir: the job could not be stopped: " + stopped.error().message());
    live_.job->Close(call_);
    return stopped;
  }

  /// Stop a job whose handle could not be saved.
  void StopUnsaved(Json handle) {
    class Unsaved final : public JobCall {
     public:
      Unsaved(Call& inner, Json handle) : inner_(inner), handle_(std::move(handle)) {}
      const std::string& name() const override { return inner_.name(); }
      const Json& handle() const override { return handle_; }
      Result<> Save(Json changed) override {
        handle_ = std::move(changed);
        return {};
      }
      JobLog& log() override { return inner_.log(); }
      const CancelToken& cancel() const override { return inner_.cancel(); }
      const Clock& clock() const override { return inner_.clock(); }
      void Report(const engine::Progress& progress) override { inner_.Report(progress); }

     private:
      Call& inner_;
      Json handle_;
    };
    call_.CleanUp();
    Unsaved call(call_, std::move(handle));
    static_cast<void>(live_.job->Cancel(call));
    live_.job->Close(call);
  }

  UtcTime started() const { return FromMicros(context_.handle()["started"].as_int()); }

  engine::ActivityContext& context_;
  const JobTools& tools_;
  Live& live_;
  JobLog log_;
  Call call_;
  bool waits_ = false;
};

class JobExecutor final : public engine::ActivityExecutor {
 public:
  JobExecutor(OpenJob open, JobTools tools) : open_(std::move(open)), tools_(std::move(tools)) {}

  Result<Json> Execute(engine::ActivityContext& context) override {
    std::unique_ptr<Live> live = Take(context);
    if (live == nullptr) {
      engine::Progress progress;
      progress.note = std::to_string(tools_.jobs_max) +
                      " jobs are under way, which is the limit: waits for one to end";
      context.Report(progress);
      context.CallAgain(context.clock().Now() + kRoomWait);
      return Json();
    }
    Turn turn(context, tools_, *live);
    Result<Json> result = Open(context, *live, turn);
    if (result && live->job != nullptr && !turn.waits()) result = turn.Go();
    Put(context, turn.waits() ? std::move(live) : nullptr);
    return result;
  }

 private:
  using Key = std::pair<std::string, std::string>;

  /// Make the job if this process has not yet. A secret store that is away is borne, once a job is
  /// under way.
  Result<Json> Open(engine::ActivityContext& context, Live& live, Turn& turn) {
    if (live.job != nullptr) return Json();
    Result<std::unique_ptr<Job>> job = open_(context);
    if (job) {
      live.job = *std::move(job);
      return Json();
    }
    if (context.handle().is_null() || context.cancel().cancelled() ||
        job.error().kind() != ErrorKind::kUnavailable) {
      return std::move(job).error();
    }
    return turn.Trouble(job.error());
  }

  /// The attempt's state; null if there is no room for another job.
  std::unique_ptr<Live> Take(engine::ActivityContext& context) {
    const std::lock_guard lock(mutex_);
    const Key key{context.run_id(), context.activity_run_id()};
    const bool is_new = context.handle().is_null();
    const auto found = lives_.find(key);
    if (found != lives_.end() && found->second != nullptr && !is_new) {
      return std::exchange(found->second, nullptr);
    }
    if (is_new && lives_.size() >= tools_.jobs_max) {
      Forget(context.clock().Now());
      if (lives_.size() >= tools_.jobs_max) return nullptr;
    }
    lives_[key] = nullptr;
    auto live = std::make_unique<Live>();
    live->unsent = is_new;
    return live;
  }

  void Put(engine::ActivityContext& context, std::unique_ptr<Live> live) {
    const std::lock_guard lock(mutex_);
    const Key key{context.run_id(), context.activity_run_id()};
    if (live == nullptr) {
      lives_.erase(key);
    } else {
      lives_[key] = std::move(live);
    }
  }

  void Forget(UtcTime now) {
    std::erase_if(lives_, [now](const auto& one) {
      return one.second != nullptr && now - one.second->due > kForgotten;
    });
  }

  const OpenJob open_;
  const JobTools tools_;
  std::mutex mutex_;
  /// Jobs under way; null while a call works on one.
  std::map<Key, std::unique_ptr<Live>> lives_;
};

}  // namespace

std::shared_ptr<engine::ActivityExecutor> MakeJobExecutor(OpenJob open, JobTools tools) {
  return std::make_shared<JobExecutor>(std::move(open), std::move(tools));
}

}  // namespace weir::compute
