#include "compute/line_window.h"
#include "compute/spark/spark_work.h"

namespace weir::compute::spark {
namespace {

constexpr int64_t kLogLines = 1000;
constexpr int64_t kBatchesPage = 200;
constexpr int64_t kBatchesMax = 5000;
constexpr size_t kErrorLines = 12;

Json ListOf(const std::vector<std::string>& texts) {
  Json list = Json::Array();
  for (const std::string& text : texts) list.Append(text);
  return list;
}

/// A batch of Livy: POST /batches, GET /batches/{id} and /log, DELETE. Livy knows it by our name
/// and refuses a second of that name.
class LivyJob final : public Job {
 public:
  LivyJob(SparkWork work, std::shared_ptr<http::Client> client)
      : work_(std::move(work)),
        livy_{std::move(client), work_.cluster.livy, {{"X-Requested-By", "weir"}}} {
    livy_.credentials = work_.cluster.credentials();
  }

  bool CanFind() const override { return true; }

  Result<std::optional<Json>> Find(JobCall& call) override {
    for (int64_t from = 0; from < kBatchesMax; from += kBatchesPage) {
      const RestCall ask{.path = "/batches?from=" + std::to_string(from) +
                                 "&size=" + std::to_string(kBatchesPage)};
      WEIR_ASSIGN(const Json answer, AskJson(livy_, ask, &call.cancel()));
      for (const Json& batch : answer["sessions"].items()) {
        if (batch["name"].as_string() == call.name()) return std::optional(HandleOf(batch));
      }
      if (static_cast<int64_t>(answer["sessions"].size()) < kBatchesPage) break;
    }
    return std::optional<Json>();
  }

  Result<Json> Submit(JobCall& call) override {
    WEIR_ASSIGN(const SparkProgram program, work_.Place(call));
    const RestCall ask{.method = "POST", .path = "/batches", .body = BodyOf(program, call.name())};
    Result<Json> batch = AskJson(livy_, ask, &call.cancel());
    if (batch) return HandleOf(*batch);
    if (batch.error().kind() == ErrorKind::kUnavailable ||
        batch.error().kind() == ErrorKind::kCancelled) {
      return batch;
    }
    return Fail(batch.error().kind(), "2300",
                "Failed to submit the job '" + call.name() + "' to the cluster '" +
                    work_.cluster.uri + "'. Error: " + batch.error().message() + ".");
  }

  Result<JobStatus> Poll(JobCall& call) override {
    const Result<Json> batch = AskJson(livy_, {.path = PathOf(call)}, &call.cancel());
    if (!batch) return Lost(batch.error());
    batch_ = *batch;
    WEIR_TRY(Log(call));
    const std::string& state = batch_["state"].as_string();
    JobStatus status;
    status.progress.note = "Livy batch " + std::to_string(batch_["id"].as_int()) + ": " + state;
    if (state == "success") {
      status.state = JobState::kSucceeded;
    } else if (state == "killed") {
      status.state = JobState::kCancelled;
    } else if (state == "dead" || state == "error") {
      status.state = JobState::kFailed;
      status.error = Fail(ErrorKind::kInvalid, "2302",
                          "Spark batch " + std::to_string(batch_["id"].as_int()) +
                              " ended in state '" + state + "': " + LastLines() + " See '" +
                              call.log().location() + "' for more details.")
                         .At(work_.cluster.uri);
    }
    return status;
  }

  Result<> Cancel(JobCall& call) override {
    const Result<http::Response> answer =
        Ask(livy_, {.method = "DELETE", .path = PathOf(call)}, &call.cancel());
    if (!answer && answer.error().kind() != ErrorKind::kNotFound) return answer.error();
    return {};
  }

  Result<Json> Output(JobCall& call) override {
    Json output = Json::Object({{"jobId", call.handle()["id"]},
                                {"clusterInUse", work_.cluster.uri},
                                {"executionProgress", "Succeeded"}});
    if (batch_["appId"].is_string()) output.Set("yarnApplicationId", batch_["appId"]);
    const Json& driver_log = batch_["appInfo"]["driverLogUrl"];
    if (driver_log.is_string()) output.Set("driverLogLocation", driver_log);
    return output;
  }

  void Close(JobCall& call) override { work_.files.Clear(call); }

 private:
  static Json HandleOf(const Json& batch) { return Json::Object({{"id", batch["id"]}}); }
  static std::string PathOf(const JobCall& call) {
    return "/batches/" + std::to_string(call.handle()["id"].as_int());
  }

  static Json BodyOf(const SparkProgram& program, const std::string& name) {
    Json body = Json::Object({{"name", name}, {"file", program.file}});
    if (!program.class_name.empty()) body.Set("className", program.class_name);
    if (!program.proxy_user.empty()) body.Set("proxyUser", program.proxy_user);
    body.Set("args", ListOf(program.arguments));
    const std::pair<const char*, const std::vector<std::string>*> lists[] = {
        {"jars", &program.jars},
        {"pyFiles", &program.python_files},
        {"files", &program.files},
        {"archives", &program.archives}};
    for (const auto& [member, addresses] : lists) {
      if (!addresses->empty()) body.Set(member, ListOf(*addresses));
    }
    Json settings = Json::Object();
    for (const auto& [key, value] : program.settings) settings.Set(key, value);
    if (!settings.empty()) body.Set("conf", settings);
    return body;
  }

  /// A Livy that forgot the batch (it restarted without recovery) will not tell its end any more.
  Error Lost(const Error& error) const {
    if (error.kind() != ErrorKind::kNotFound) return error;
    return Fail(ErrorKind::kInvalid, "2301",
                "the cluster '" + work_.cluster.uri +
                    "' does not know the job any more: " + error.message());
  }

  Result<> Log(JobCall& call) {
    const RestCall ask{.path = PathOf(call) + "/log?from=-1&size=" + std::to_string(kLogLines)};
    const Result<Json> log = AskJson(livy_, ask, &call.cancel());
    if (!log) {
      return log.error().kind() == ErrorKind::kUnavailable ? Result<>(log.error()) : Result<>();
    }
    std::vector<std::string> window;
    for (const Json& line : (*log)["log"].items()) window.push_back(line.as_string());
    last_ = window;
    std::string text;
    for (const std::string& line : window_.New(std::move(window))) text += line + "\n";
    call.log().Append(text);
    return {};
  }

  /// What the program said last, without Livy's own headings.
  std::string LastLines() const {
    std::vector<std::string> lines;
    for (const std::string& line : last_) {
      const bool heading = line.empty() || line == "\nstderr: " || line == "\nYARN Diagnostics: " ||
                           line.starts_with("stdout: ") || line.starts_with("\n");
      if (!heading) lines.push_back(line);
    }
    std::string text;
    for (size_t i = lines.size() - std::min(lines.size(), kErrorLines); i < lines.size(); ++i) {
      text += (text.empty() ? "" : "\n") + lines[i];
    }
    return text;
  }

  const SparkWork work_;
  RestService livy_;
  Json batch_;
  LineWindow window_;
  std::vector<std::string> last_;
};

}  // namespace

std::unique_ptr<Job> MakeLivyJob(SparkWork work, std::shared_ptr<http::Client> client) {
  return std::make_unique<LivyJob>(std::move(work), std::move(client));
}

}  // namespace weir::compute::spark
