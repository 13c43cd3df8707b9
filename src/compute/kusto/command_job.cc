#include "compute/kusto/command_job.h"

#include <sstream>

#include "activity/web_request.h"
#include "base/names.h"
#include "compute/rest.h"
#include "compute/service_of.h"
#include "compute/sign_in.h"
#include "copy/settings.h"

namespace weir::compute::kusto {
namespace {

constexpr std::chrono::seconds kTimeout = std::chrono::minutes(20);
constexpr std::chrono::seconds kTimeoutMax = std::chrono::hours(1);
/// The service answers a little before we give up.
constexpr std::chrono::seconds kGrace{30};
constexpr size_t kAnswerBytesMax = size_t{1} << 20;

/// What one activity asks of one database.
struct CommandWork {
  RestService cluster;
  SignIn sign_in;
  std::string service;
  std::string database;
  std::string command;
  std::string timeout;  ///< "00:20:00"
};

class CommandJob final : public Job {
 public:
  explicit CommandJob(CommandWork work) : work_(std::move(work)) {}

  /// The rows of a command that is over are kept in the handle: it cannot be asked for again.
  Result<Json> Submit(JobCall& call) override {
    WEIR_ASSIGN(const Json rows, Ask(call, work_.command));
    if (!IsAsync(work_.command)) return Json::Object({{"rows", rows}});
    const Json& id = rows[0]["OperationId"];
    if (id.is_string()) return Json::Object({{"operation", id}});
    return Fail(ErrorKind::kInvalid, "AnswerNotRead",
                "the answer to an async command has no 'OperationId'")
        .At(work_.service);
  }

  Result<JobStatus> Poll(JobCall& call) override {
    JobStatus status;
    const std::string& id = call.handle()["operation"].as_string();
    if (id.empty()) {
      rows_ = call.handle()["rows"];
      status.state = JobState::kSucceeded;
      return status;
    }
    WEIR_ASSIGN(rows_, Ask(call, ".show operations " + id));
    const std::string& state = rows_[0]["State"].as_string();
    status.progress.note = "operation " + id + ": " + state;
    // Any other is an end, which the output tells: the author checks 'State' and 'Status'.
    const bool over = !state.empty() && state != "InProgress" && state != "Scheduled";
    if (over) status.state = JobState::kSucceeded;
    return status;
  }

  Result<> Cancel(JobCall& call) override {
    const std::string& id = call.handle()["operation"].as_string();
    if (id.empty()) return {};
    const Result<Json> rows = Ask(call, ".cancel operation " + id);
    if (!rows && rows.error().kind() == ErrorKind::kUnavailable) return rows.error();
    return {};
  }

  Result<Json> Output(JobCall&) override {
    return Json::Object({{"count", std::to_string(rows_.size())}, {"value", rows_}});
  }

 private:
  Result<Json> Ask(const JobCall& call, const std::string& command) const {
    const Json options = Json::Object({{"servertimeout", work_.timeout}});
    const Json body = Json::Object({{"db", work_.database},
                                    {"csl", command},
                                    {"properties", Json::Object({{"Options", options}})}});
    WEIR_ASSIGN(RestService cluster, work_.sign_in.Apply(work_.cluster, call.cancel()));
    cluster.headers.push_back({"x-ms-client-request-id", call.name()});
    const RestCall ask{.method = "POST", .path = "/v1/rest/mgmt", .body = body};
    WEIR_ASSIGN(const http::Response answer, compute::Ask(cluster, ask, &call.cancel()));
    if (answer.body.size() > kAnswerBytesMax) {
      return Fail(ErrorKind::kInvalid, "AnswerTooLarge",
                  "the answer to the command is larger than 1 MiB")
          .At(work_.service);
    }
    WEIR_ASSIGN(const Json json, ParseJson(answer.body, {.strict = true}));
    return RowsOf(json);
  }

  const CommandWork work_;
  Json rows_;
};

Result<> ReadTimeout(const Json& settings, CommandWork* work) {
  std::chrono::seconds span = kTimeout;
  WEIR_ASSIGN(work->timeout, copy::ReadText(settings, "commandTimeout"));
  if (work->timeout.empty()) {
    work->timeout = "00:20:00";
  } else {
    WEIR_ASSIGN(span, ParseTimeSpan(work->timeout));
  }
  if (span <= std::chrono::seconds(0) || span > kTimeoutMax) {
    return Fail(ErrorKind::kInvalid, "2104",
                "'commandTimeout' must be an hour at most, got '" + work->timeout + "'");
  }
  work->cluster.timeout = span + kGrace;
  return {};
}

}  // namespace

bool IsAsync(const std::string& command) {
  std::istringstream words(command);
  std::string name;
  std::string second;
  words >> name >> second;
  return name.starts_with('.') && SameName(second, "async");
}

Result<Json> RowsOf(const Json& answer) {
  const Json& table = answer["Tables"][0];
  if (!table["Columns"].is_array() || !table["Rows"].is_array()) {
    return Fail(ErrorKind::kInvalid, "AnswerNotRead",
                "the answer to a command must hold a table of columns and rows");
  }
  Json rows = Json::Array();
  for (const Json& cells : table["Rows"].items()) {
    Json row = Json::Object();
    for (size_t i = 0; i < table["Columns"].size(); ++i) {
      row.Set(table["Columns"][i]["ColumnName"].as_string(), cells[i]);
    }
    rows.Append(std::move(row));
  }
  return rows;
}

Result<std::unique_ptr<Job>> OpenCommandJob(engine::ActivityContext& context,
                                            const ComputeTools& tools) {
  WEIR_ASSIGN(const model::LinkedServiceInstance service, ServiceOf(context, "AzureDataExplorer"));
  const Json& settings = service.type_properties();
  WEIR_ASSIGN(std::string endpoint, copy::ReadText(settings, "endpoint"));
  if (endpoint.empty()) return activity::MissingProperty("endpoint");
  endpoint = WithoutSlash(std::move(endpoint));
  WEIR_ASSIGN(SignIn sign_in, SignIn::Read(context, settings, endpoint, tools.outbound));
  CommandWork work{{tools.outbound.client, endpoint}, std::move(sign_in), service.name, {}, {}, {}};
  WEIR_ASSIGN(work.database, copy::ReadText(settings, "database"));
  if (work.database.empty()) return activity::MissingProperty("database");
  WEIR_ASSIGN(work.command, copy::ReadText(context.type_properties(), "command"));
  if (work.command.empty()) return activity::MissingProperty("command");
  WEIR_TRY(ReadTimeout(context.type_properties(), &work));
  return std::make_unique<CommandJob>(std::move(work));
}

}  // namespace weir::compute::kusto
