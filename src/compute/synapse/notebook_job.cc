#include "compute/synapse/notebook_job.h"

#include "base/digest.h"
#include "compute/synapse/notebook_work.h"

namespace weir::compute::synapse {
namespace {

constexpr int kCloses = 3;
constexpr std::chrono::milliseconds kCloseWait{200};

/// {pool, session, plan, step, statement}: the digest of the plan, and which statement of it the
/// session was told last (none before the first).
class NotebookJob final : public Job {
 public:
  explicit NotebookJob(NotebookWork work) : work_(std::move(work)) {}

  bool CanFind() const override { return true; }

  Result<std::optional<Json>> Find(JobCall& call) override {
    WEIR_TRY(ReadPlan(call));
    WEIR_ASSIGN(const Json session, work_.Sessions(plan_->pool).Find(call, call.name()));
    if (session.is_null()) return std::optional<Json>();
    return std::optional(HandleOf(session));
  }

  Result<Json> Submit(JobCall& call) override {
    WEIR_TRY(ReadPlan(call));
    if (plan_->pool.empty() && !work_.is_plain()) return work_.NoPool();
    Json body = plan_->session;
    body.Set("name", call.name());
    if (work_.is_plain()) body.Set("kind", plan_->kind);
    const LivySessions sessions = work_.Sessions(plan_->pool);
    const RestCall ask{.method = "POST", .path = sessions.path, .body = body};
    WEIR_ASSIGN(const Json session, sessions.Ask(call, ask));
    unsure_ = false;
    if (session["id"].is_int()) return HandleOf(session);
    return Fail(ErrorKind::kUnavailable, "ServiceFailed", "Livy did not say which session it made")
        .At(work_.service);
  }

  Result<JobStatus> Poll(JobCall& call) override {
    WEIR_TRY(ReadPlan(call));
    if (call.handle()["plan"].as_string() != digest_) {
      return Fail(ErrorKind::kConflict, "NotebookChanged",
                  "notebook '" + work_.notebook + "' was changed while it ran")
          .At(work_.service);
    }
    WEIR_ASSIGN(const SessionState state, LookAtSession(call));
    if (state != SessionState::kReady) return NotReady(call, state);
    return Advance(call);
  }

  Result<> Cancel(JobCall& call) override {
    const Result<Json> answer =
        SessionsOf(call).Ask(call, {.method = "DELETE", .path = SessionPath(call)});
    if (!answer && answer.error().kind() != ErrorKind::kNotFound) return answer.error();
    return {};
  }

  Result<Json> Output(JobCall& call) override {
    const std::string value = exit_value_.value_or("");
    const Json result = Json::Object({{"runId", call.name().substr(call.name().find('-') + 1)},
                                      {"runStatus", "Succeeded"},
                                      {"message", "Notebook execution is in Succeeded state"},
                                      {"lastCheckedOn", FormatUtc(call.clock().Now())},
                                      {"errors", Json::Object({{"ename", ""}, {"evalue", ""}})},
                                      {"sessionId", call.handle()["session"]},
                                      {"sparkpool", call.handle()["pool"]},
                                      {"exitCode", value},
                                      {"exitValue", value}});
    session_.Remove("log");
    const Json output = Json::Object({{"status", session_}, {"result", result}});
    return Json::Object({{"status", Json::Object({{"Status", 1},
                                                  {"Output", output},
                                                  {"Error", nullptr},
                                                  {"ExecutionDetails", Json::Object()}})}});
  }

  void Close(JobCall& call) override {
    for (int tries = 1; tries <= kCloses; ++tries) {
      const Result<> closed = Cancel(call);
      if (closed || closed.error().kind() != ErrorKind::kUnavailable) return;
      if (tries < kCloses) static_cast<void>(call.cancel().Sleep(kCloseWait));
    }
  }

 private:
  LivySessions SessionsOf(const JobCall& call) const {
    return work_.Sessions(call.handle()["pool"].as_string());
  }
  static int64_t SessionId(const JobCall& call) { return call.handle()["session"].as_int(); }
  std::string SessionPath(const JobCall& call) const {
    return SessionsOf(call).PathOf(SessionId(call));
  }
  Json HandleOf(const Json& session) const {
    return Json::Object({{"pool", plan_->pool}, {"session", session["id"]}, {"plan", digest_}});
  }

  Result<> ReadPlan(const JobCall& call) {
    if (plan_) return {};
    WEIR_ASSIGN(NotebookPlan plan, work_.Plan(call));
    std::string all;
    for (const Statement& one : plan.statements) {
      all += one.kind + "\n" + std::to_string(one.code.size()) + "\n" + one.code;
    }
    digest_ = Sha256Hex(all);
    plan_ = std::move(plan);
    return {};
  }

  Result<SessionState> LookAtSession(const JobCall& call) {
    Result<Json> session = SessionsOf(call).Ask(call, {.path = SessionPath(call)});
    if (!session && session.error().kind() == ErrorKind::kNotFound) {
      return Fail(ErrorKind::kInvalid, "6002",
                  "Notebook execution failed: session " + std::to_string(SessionId(call)) +
                      " is not known any more: " + session.error().message())
          .At(work_.service);
    }
    WEIR_ASSIGN(session_, std::move(session));
    return StateOf(session_);
  }

  JobStatus NotReady(const JobCall& call, SessionState state) const {
    JobStatus status;
    const std::string name = session_["state"].as_string();
    status.progress.note = "session " + std::to_string(SessionId(call)) + ": " + name;
    if (state == SessionState::kStarting) return status;
    if (state == SessionState::kKilled) {
      status.state = JobState::kCancelled;
      return status;
    }
    std::string why = session_["errorInfo"][0]["message"].as_string();
    for (const Json& line : session_["log"].items()) {
      if (line.as_string().empty()) continue;
      why += (why.empty() ? "" : "\n") + line.as_string();
    }
    status.state = JobState::kFailed;
    status.error = Fail(ErrorKind::kInvalid, "6002",
                        "Notebook execution failed: session " + std::to_string(SessionId(call)) +
                            " ended in state '" + name + "'" + (why.empty() ? "" : ": " + why))
                       .At(work_.service);
    return status;
  }

  /// Tell the session statement after statement, as long as each has ended already.
  Result<JobStatus> Advance(JobCall& call) {
    while (true) {
      if (!call.handle()["statement"].is_int()) {
        if (plan_->statements.empty()) return Done();
        WEIR_TRY(Tell(call, 0));
      }
      const int64_t step = call.handle()["step"].as_int();
      const std::string path = SessionsOf(call).StatementsOf(SessionId(call)) + "/" +
                               std::to_string(call.handle()["statement"].as_int());
      WEIR_ASSIGN(const Json statement, SessionsOf(call).Ask(call, {.path = path}));
      const std::optional<StatementEnd> end = EndOf(statement);
      if (!end) return Running(call, step, statement);
      if (logged_ < step) call.log().Append(end->text);
      logged_ = step;
      exit_value_ = end->exit_value;
      if (end->failed) return Failed(call, step, *end);
      if (exit_value_) call.log().Append("weir: the notebook exits with '" + *exit_value_ + "'\n");
      if (exit_value_ || step + 1 >= std::ssize(plan_->statements)) return Done();
      WEIR_TRY(Tell(call, step + 1));
    }
  }

  static JobStatus Done() {
    JobStatus status;
    status.state = JobState::kSucceeded;
    return status;
  }

  /// Send a statement and keep which it is. When nobody knows whether it was sent already, the
  /// session is asked: only we tell it anything.
  Result<> Tell(JobCall& call, int64_t step) {
    const Statement& statement = plan_->statements[static_cast<size_t>(step)];
    std::optional<int64_t> id;
    if (unsure_) {
      WEIR_ASSIGN(id, FindStatement(call, statement));
    }
    if (!id) {
      const RestCall ask{
          .method = "POST",
          .path = SessionsOf(call).StatementsOf(SessionId(call)),
          .body = Json::Object({{"code", statement.code}, {"kind", statement.kind}})};
      unsure_ = true;
      WEIR_ASSIGN(const Json answer, SessionsOf(call).Ask(call, ask));
      if (!answer["id"].is_int()) {
        return Fail(ErrorKind::kUnavailable, "ServiceFailed",
                    "Livy did not say which statement it took")
            .At(work_.service);
      }
      id = answer["id"].as_int();
    }
    unsure_ = false;
    told_ = call.clock().Now();
    Json handle = call.handle();
    handle.Set("step", step);
    handle.Set("statement", *id);
    return call.Save(std::move(handle));
  }

  Result<std::optional<int64_t>> FindStatement(const JobCall& call, const Statement& statement) {
    const int64_t last =
        call.handle()["statement"].is_int() ? call.handle()["statement"].as_int() : -1;
    WEIR_ASSIGN(
        const Json answer,
        SessionsOf(call).Ask(call, {.path = SessionsOf(call).StatementsOf(SessionId(call))}));
    for (const Json& one : answer["statements"].items()) {
      if (one["id"].as_int() > last && one["code"].as_string() == statement.code) {
        return std::optional(one["id"].as_int());
      }
    }
    return std::optional<int64_t>();
  }

  JobStatus Running(const JobCall& call, int64_t step, const Json& statement) {
    JobStatus status;
    status.progress.note = PlaceOf(step) + " (" + std::to_string(step + 1) + " of " +
                           std::to_string(plan_->statements.size()) + "), " +
                           statement["state"].as_string();
    if (told_ == UtcTime()) told_ = call.clock().Now();
    status.look_again = JobPace().AfterAge(call.clock().Now() - told_);
    return status;
  }

  std::string PlaceOf(int64_t step) const {
    const int64_t cell = plan_->statements[static_cast<size_t>(step)].cell;
    return cell == 0 ? "the parameters" : "cell " + std::to_string(cell);
  }

  JobStatus Failed(JobCall& call, int64_t step, const StatementEnd& end) const {
    JobStatus status;
    status.state = JobState::kFailed;
    call.log().Append(end.error_name + ": " + end.error_value + "\n" + end.trace + "\n");
    status.error =
        Fail(ErrorKind::kInvalid, "6002",
             "Notebook execution failed in " + PlaceOf(step) + " of '" + work_.notebook +
                 "', additional details - 'Error name - " + end.error_name + ", Error value - " +
                 end.error_value + "'" + (end.trace.empty() ? "" : "\n" + end.trace))
            .At(work_.service);
    return status;
  }

  const NotebookWork work_;
  std::optional<NotebookPlan> plan_;
  std::string digest_;
  Json session_;
  std::optional<std::string> exit_value_;
  UtcTime told_;
  int64_t logged_ = -1;
  /// Whether the session may have been told more than the handle says.
  bool unsure_ = true;
};

}  // namespace

Result<std::unique_ptr<Job>> OpenNotebookJob(engine::ActivityContext& context,
                                             const ComputeTools& tools) {
  WEIR_ASSIGN(NotebookWork work, ReadNotebookWork(context, tools));
  return std::make_unique<NotebookJob>(std::move(work));
}

}  // namespace weir::compute::synapse
