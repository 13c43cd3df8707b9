#include "compute/hive/hive_job.h"

#include <set>

#include "compute/hive/client.h"
#include "compute/hive/log_reader.h"
#include "compute/hive/script.h"

namespace weir::compute::hive {
namespace {

/// How long a look may go on with statements that end at once.
constexpr std::chrono::seconds kLookTime{2};
constexpr std::chrono::milliseconds kReplayLook{50};
constexpr int64_t kLogRows = 1000;
/// Log rows that one look takes; the rest comes with the next.
constexpr int64_t kLogRowsPerLook = 50'000;
constexpr int64_t kResultPage = 1000;
/// Rows of a query that are kept in the log; all are counted up to here.
constexpr int64_t kResultRowsMax = 10'000;
constexpr int64_t kSessionsMax = 5;
constexpr size_t kStatementsShown = 500;
constexpr size_t kPartitionsShown = 1000;

enum class Phase { kReady, kSending, kRunning };

/// What is kept between calls and over restarts.
struct State {
  Handle session;
  size_t at = 0;  ///< The statement that is next or under way.
  Phase phase = Phase::kReady;
  Handle operation;
  int64_t sessions = 1;
  Json results = Json::Array();
  Json partitions = Json::Array();

  Json ToJson() const {
    Json json = Json::Object({{"session", session.ToJson()}, {"at", at}, {"sessions", sessions}});
    if (phase != Phase::kReady) json.Set("sending", phase == Phase::kSending);
    if (phase == Phase::kRunning) json.Set("operation", operation.ToJson());
    if (!results.empty()) json.Set("results", results);
    if (!partitions.empty()) json.Set("partitions", partitions);
    return json;
  }
  static State FromJson(const Json& json) {
    State state;
    state.session = Handle::FromJson(json["session"]);
    state.at = static_cast<size_t>(json["at"].as_int());
    state.sessions = json["sessions"].as_int();
    if (json["sending"].is_bool()) {
      state.phase = json["sending"].as_bool() ? Phase::kSending : Phase::kRunning;
    }
    state.operation = Handle::FromJson(json["operation"]);
    if (json["results"].is_array()) state.results = json["results"];
    if (json["partitions"].is_array()) state.partitions = json["partitions"];
    return state;
  }
};

/// "xxxxxxxx-xxxx-…", as the server's log shows a session.
std::string GuidText(const Handle& session) {
  std::string text = session.ToJson()["guid"].as_string();
  for (const size_t at : {20U, 16U, 12U, 8U}) {
    if (text.size() > at) text.insert(at, "-");
  }
  return text;
}

class HiveJob final : public Job {
 public:
  HiveJob(HiveWork work, std::shared_ptr<http::Client> client)
      : work_(std::move(work)), client_(work_.address, std::move(client)) {}

  Result<Json> Submit(JobCall& call) override {
    State state;
    Result<Handle> session = client_.OpenSession(work_.configuration, &call.cancel());
    if (!session) {
      const Error& error = session.error();
      if (error.kind() == ErrorKind::kUnavailable || error.kind() == ErrorKind::kCancelled) {
        return error;
      }
      return Fail(error.kind(), "2300",
                  "Failed to submit the job '" + call.name() + "' to the cluster '" +
                      work_.cluster_uri + "'. Error: " + error.message() + ".");
    }
    state.session = *std::move(session);
    attached_ = true;
    call.log().Append("weir: session " + GuidText(state.session) + " on " + work_.address.Shown() +
                      ", " + std::to_string(work_.statements.size()) + " statements");
    return state.ToJson();
  }

  Result<JobStatus> Poll(JobCall& call) override {
    State state = State::FromJson(call.handle());
    if (!std::exchange(attached_, true)) {
      call.log().Append("weir: goes on with session " + GuidText(state.session));
    }
    const UtcTime end = call.clock().Now() + kLookTime;
    while (state.at < work_.statements.size()) {
      Result<std::optional<JobStatus>> seen = Step(call, state);
      if (!seen && seen.error().code() == "HiveHandleGone") {
        WEIR_TRY(Reopen(call, state, seen.error().message()));
        continue;
      }
      if (!seen) return std::move(seen).error();
      if (*seen) return **std::move(seen);
      if (call.clock().Now() >= end) {
        return JobStatus{
            JobState::kRunning, ProgressOf(state, -1), {}, std::chrono::milliseconds(1)};
      }
    }
    return JobStatus{JobState::kSucceeded};
  }

  Result<> Cancel(JobCall& call) override {
    const State state = State::FromJson(call.handle());
    if (state.phase == Phase::kRunning) {
      WEIR_TRY(Gone(client_.Cancel(state.operation, &call.cancel())));
      static_cast<void>(Log(call, state.operation));
    }
    // Ends what was sent without an answer, too.
    return Gone(client_.CloseSession(state.session, &call.cancel()));
  }

  Result<Json> Output(JobCall& call) override {
    const State state = State::FromJson(call.handle());
    Json output = Json::Object({{"jobId", GuidText(state.session)},
                                {"clusterInUse", work_.cluster_uri},
                                {"executionProgress", "Succeeded"},
                                {"statements", state.results}});
    if (!state.partitions.empty()) output.Set("partitions", state.partitions);
    return output;
  }

  void Close(JobCall& call) override {
    const State state = State::FromJson(call.handle());
    static_cast<void>(client_.CloseSession(state.session, &call.cancel()));
  }

 private:
  /// What is gone needs no stopping.
  static Result<> Gone(Result<> result) {
    if (!result && result.error().code() == "HiveHandleGone") return {};
    return result;
  }

  /// Send the next statement or look at the one under way; nothing if it ended well.
  Result<std::optional<JobStatus>> Step(JobCall& call, State& state) {
    switch (state.phase) {
      case Phase::kReady:
        return Send(call, state);
      case Phase::kSending:  // Nobody knows whether it arrived: the session, and what runs, ends.
        static_cast<void>(client_.CloseSession(state.session, &call.cancel()));
        return Fail(ErrorKind::kNotFound, "HiveHandleGone",
                    "nobody knows whether a statement was taken");
      case Phase::kRunning:
        return Look(call, state);
    }
    return std::optional<JobStatus>();
  }

  Result<std::optional<JobStatus>> Send(JobCall& call, State& state) {
    const std::string& statement = work_.statements[state.at];
    state.phase = Phase::kSending;
    WEIR_TRY(call.Save(state.ToJson()));
    call.log().Append("hive> " + statement + ";");
    Result<Handle> operation =
        client_.Execute(state.session, statement, work_.query_timeout_seconds, &call.cancel());
    if (!operation) {
      if (operation.error().code() != "HiveError") return std::move(operation).error();
      return std::optional(Failed(call, state, operation.error().message()));
    }
    state.operation = *std::move(operation);
    state.phase = Phase::kRunning;
    WEIR_TRY(call.Save(state.ToJson()));
    return Look(call, state);
  }

  Result<std::optional<JobStatus>> Look(JobCall& call, State& state) {
    WEIR_ASSIGN(const OperationStatus status, client_.Status(state.operation, &call.cancel()));
    const Result<> logged = Log(call, state.operation);
    if (!logged && logged.error().kind() == ErrorKind::kUnavailable) return logged.error();
    switch (status.state) {
      case OperationStatus::State::kPending:
      case OperationStatus::State::kRunning:
        doubted_ = false;
        return std::optional(
            JobStatus{JobState::kRunning, ProgressOf(state, status.percent), {}, {}});
      case OperationStatus::State::kFinished:
        WEIR_TRY(Ended(call, state, status.rows_modified));
        return std::optional<JobStatus>();
      case OperationStatus::State::kCancelled:
        // A server that closes a session whose connection ended cancels first; it is gone then.
        if (!std::exchange(doubted_, true)) {
          return std::optional(
              JobStatus{JobState::kRunning, ProgressOf(state, -1), {}, std::chrono::seconds(1)});
        }
        return std::optional(JobStatus{JobState::kCancelled});
      case OperationStatus::State::kFailed:
        return std::optional(Failed(call, state, status.message));
    }
    return std::optional<JobStatus>();
  }

  Result<> Log(JobCall& call, const Handle& operation) {
    for (int64_t taken = 0; taken < kLogRowsPerLook;) {
      WEIR_ASSIGN(const Rows rows, client_.FetchLog(operation, kLogRows, &call.cancel()));
      if (rows.count() == 0) return {};
      std::string text;
      for (const std::optional<std::string>& line : rows.columns[0]) {
        text += line.value_or("") + "\n";
        reader_.Read(line.value_or(""));
      }
      call.log().Append(text);
      taken += static_cast<int64_t>(rows.count());
    }
    return {};
  }

  Result<> Ended(JobCall& call, State& state, int64_t rows_modified) {
    Json result = Json::Object({{"statement", state.at + 1}});
    if (state.operation.has_results) {
      WEIR_ASSIGN(const int64_t rows, TakeRows(call, state.operation));
      result.Set("rows", rows);
    }
    if (rows_modified < 0) rows_modified = reader_.rows_modified();
    if (rows_modified >= 0) result.Set("rowsAffected", rows_modified);
    for (const std::string& partition : reader_.TakePartitions()) {
      if (state.partitions.size() < kPartitionsShown) state.partitions.Append(partition);
    }
    if (state.results.size() < kStatementsShown) state.results.Append(std::move(result));
    const Handle operation = state.operation;
    ++state.at;
    state.phase = Phase::kReady;
    // Before the server forgets the operation: who takes the job up must not run it again.
    WEIR_TRY(call.Save(state.ToJson()));
    static_cast<void>(client_.CloseOperation(operation, &call.cancel()));
    return {};
  }

  /// Rows of a query go to the log, as the shell would print them; their number.
  Result<int64_t> TakeRows(JobCall& call, const Handle& operation) {
    int64_t count = 0;
    while (count < kResultRowsMax) {
      WEIR_ASSIGN(const Rows rows, client_.FetchResults(operation, kResultPage, &call.cancel()));
      if (rows.count() == 0) return count;
      std::string text;
      for (size_t row = 0; row < rows.count(); ++row) {
        for (size_t column = 0; column < rows.columns.size(); ++column) {
          text += (column == 0 ? "" : "\t") + rows.columns[column][row].value_or("NULL");
        }
        text += '\n';
      }
      call.log().Append(text);
      count += static_cast<int64_t>(rows.count());
    }
    call.log().Append("weir: only the first " + std::to_string(count) + " rows are kept");
    return count;
  }

  JobStatus Failed(JobCall& call, const State& state, const std::string& message) const {
    call.log().Append("weir: the statement failed: " + message);
    const std::string which =
        std::to_string(state.at + 1) + " of " + std::to_string(work_.statements.size());
    return {JobState::kFailed,
            ProgressOf(state, -1),
            Fail(ErrorKind::kInvalid, "2302",
                 "Hive statement " + which + " failed ('" + Shorten(work_.statements[state.at]) +
                     "'): " + message + ". See '" + call.log().location() + "' for more details.")
                .At(work_.cluster_uri),
            {}};
  }

  engine::Progress ProgressOf(const State& state, double percent) const {
    engine::Progress progress;
    progress.note = "statement " + std::to_string(state.at + 1) + " of " +
                    std::to_string(work_.statements.size());
    if (percent >= 0) progress.note += ", " + std::to_string(static_cast<int>(percent)) + " %";
    return progress;
  }

  /// Open another session in place of one that is gone, in the same state.
  Result<> Reopen(JobCall& call, State& state, const std::string& reason) {
    if (++state.sessions > kSessionsMax) {
      return Fail(ErrorKind::kInvalid, "HiveSessionLost",
                  "the server ended the session " + std::to_string(kSessionsMax) +
                      " times, statement " + std::to_string(state.at + 1) + " was under way")
          .At(work_.cluster_uri);
    }
    WEIR_ASSIGN(state.session, client_.OpenSession(work_.configuration, &call.cancel()));
    state.phase = Phase::kReady;
    WEIR_TRY(call.Save(state.ToJson()));
    call.log().Append("weir: the session is over (" + reason + "); session " +
                      GuidText(state.session) + " goes on with statement " +
                      std::to_string(state.at + 1));
    for (size_t i = 0; i < state.at; ++i) {
      if (IsSessionStatement(work_.statements[i])) {
        WEIR_TRY(SayAgain(call, state, work_.statements[i]));
      }
    }
    return {};
  }

  Result<> SayAgain(JobCall& call, const State& state, const std::string& statement) {
    WEIR_ASSIGN(const Handle operation,
                client_.Execute(state.session, statement, 0, &call.cancel()));
    while (true) {
      WEIR_ASSIGN(const OperationStatus status, client_.Status(operation, &call.cancel()));
      if (status.state == OperationStatus::State::kFailed) {
        return Fail(ErrorKind::kInvalid, "HiveError", status.message);
      }
      if (status.state == OperationStatus::State::kFinished ||
          status.state == OperationStatus::State::kCancelled) {
        return client_.CloseOperation(operation, &call.cancel());
      }
      WEIR_TRY(call.cancel().Sleep(kReplayLook));
    }
  }

  const HiveWork work_;
  Client client_;
  LogReader reader_;
  bool attached_ = false;  ///< This object has spoken with the session.
  bool doubted_ = false;   ///< The statement was cancelled when it was looked at last.
};

}  // namespace

std::unique_ptr<Job> MakeHiveJob(HiveWork work, std::shared_ptr<http::Client> client) {
  return std::make_unique<HiveJob>(std::move(work), std::move(client));
}

}  // namespace weir::compute::hive
