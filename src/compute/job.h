#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/cancel.h"
#include "compute/job_log.h"
#include "engine/activity.h"

namespace weir::compute {

enum class JobState { kRunning, kSucceeded, kFailed, kCancelled };

/// What one look at a job saw.
struct JobStatus {
  JobState state = JobState::kRunning;
  engine::Progress progress = {};
  /// Why it failed; needed with kFailed, allowed with kCancelled.
  std::optional<Error> error = {};
  /// When to look again; nothing: at the usual pace (JobPace).
  std::optional<std::chrono::microseconds> look_again = {};
};

/// What a job gets in each call. Not to be kept: each call may come from another thread.
class JobCall {
 public:
  virtual ~JobCall() = default;
  /// The name of the attempt, always the same over restarts, of letters, digits and '-': what a
  /// service should know the job by.
  virtual const std::string& name() const = 0;
  /// What Submit gave or Save kept last; null before.
  virtual const Json& handle() const = 0;
  /// Keep another handle: between the steps of a job that has several. Durable when it returns.
  /// Errors: as ActivityContext::SaveHandle.
  virtual Result<> Save(Json handle) = 0;
  virtual JobLog& log() = 0;
  /// Set when the work at hand must end; in Job::Cancel it is another one, which is not set.
  virtual const CancelToken& cancel() const = 0;
  virtual const Clock& clock() const = 0;
  /// Tell how far it is, during a long call.
  virtual void Report(const engine::Progress& progress) = 0;
};

/// One job on a compute service, as one activity attempt wants it.
///
/// Opened with the evaluated activity, and again after a restart: so everything that matters after
/// one is in `call.handle()`, and what is only convenient (a connection) is in members. Calls never
/// overlap. An error of kind kUnavailable from Find, Poll, Output or Cancel means "ask later", and
/// is; any other ends the attempt.
class Job {
 public:
  virtual ~Job() = default;

  /// Send it and give the handle that finds it again, an object without secrets. When it is called,
  /// the name is durable and nothing was sent, as far as anybody can tell. Take care to do the
  /// costly things (uploads) first and the sending last. Errors: kUnavailable is tried again only
  /// if CanFind() or NothingWasSent(); all others end the attempt.
  virtual Result<Json> Submit(JobCall& call) = 0;
  /// True if the service can be asked for a job by its name.
  virtual bool CanFind() const { return false; }
  /// The handle of the job of that name; nothing if the service does not know it. Asked when it is
  /// unknown whether Submit reached the service: after a crash, a broken connection.
  virtual Result<std::optional<Json>> Find(JobCall& call) {
    static_cast<void>(call);
    return std::optional<Json>();
  }
  /// Look at it once, add to the log what it said since, and leave; block no longer than needed.
  virtual Result<JobStatus> Poll(JobCall& call) = 0;
  /// Stop it; good if it is over or gone already. Called when the attempt is cancelled or its time
  /// is up.
  virtual Result<> Cancel(JobCall& call) = 0;
  /// The members of the activity's output, after kSucceeded. Standard keys are added.
  virtual Result<Json> Output(JobCall& call) = 0;
  /// Let go of what the service keeps for a job that is over (a session); never fails the activity.
  virtual void Close(JobCall& call) { static_cast<void>(call); }
};

/// Reads what an attempt wants and makes its job, without asking any service. `context` may be used
/// during the call only. Errors: what is wrong with the activity or its linked services.
using OpenJob = std::function<Result<std::unique_ptr<Job>>(engine::ActivityContext& context)>;

/// True for errors after which the service surely has not taken a job: it could not be reached, or
/// answered that it is busy.
bool NothingWasSent(const Error& error);

/// How often a job is looked at: at a tenth of its age, so that an end is seen late by a tenth at
/// most, within limits; and how long a service may be away.
struct JobPace {
  std::chrono::microseconds first{50'000};
  std::chrono::microseconds longest{15'000'000};
  std::chrono::microseconds trouble_first{500'000};
  std::chrono::microseconds trouble_longest{30'000'000};
  /// A service that was not reached for so long is given up: while a job is sent, and while one is
  /// under way.
  std::chrono::microseconds sending_trouble_max{std::chrono::minutes(2)};
  std::chrono::microseconds trouble_max{std::chrono::minutes(15)};
  /// How often a cancel is tried.
  int cancels_max = 6;

  std::chrono::microseconds AfterAge(std::chrono::microseconds age) const;
  /// `failures`: how many in a row, at least 1.
  std::chrono::microseconds AfterFailures(int failures) const;
};

}  // namespace weir::compute
