#include "compute/spark/spark_work.h"

namespace weir::compute::spark {
namespace {

constexpr const char* kVersion = "3.5.0";
constexpr const char* kSubmit = "org.apache.spark.deploy.SparkSubmit";

std::string Joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ",") + text;
  return all;
}

/// A driver on a standalone cluster: the REST server of its master (spark.master.rest.enabled).
/// The master does not tell our names, so a lost answer ends the attempt.
class StandaloneJob final : public Job {
 public:
  StandaloneJob(SparkWork work, std::shared_ptr<http::Client> client)
      : work_(std::move(work)), master_{std::move(client), work_.cluster.spark_master} {
    master_.url += "/v1/submissions";
    master_.credentials = work_.cluster.credentials();
  }

  Result<Json> Submit(JobCall& call) override {
    WEIR_ASSIGN(const SparkProgram program, work_.Place(call));
    const RestCall ask{.method = "POST", .path = "/create", .body = BodyOf(program, call.name())};
    Result<Json> answer = AskJson(master_, ask, &call.cancel());
    if (answer && (*answer)["success"].as_bool()) {
      return Json::Object({{"id", (*answer)["submissionId"]}});
    }
    const std::string why = answer ? (*answer)["message"].as_string() : answer.error().message();
    const ErrorKind kind = answer ? ErrorKind::kInvalid : answer.error().kind();
    if (kind == ErrorKind::kUnavailable || kind == ErrorKind::kCancelled) return answer;
    return Fail(kind, "2300",
                "Failed to submit the job '" + call.name() + "' to the cluster '" +
                    work_.cluster.uri + "'. Error: " + why + ".");
  }

  Result<JobStatus> Poll(JobCall& call) override {
    const std::string& id = call.handle()["id"].as_string();
    WEIR_ASSIGN(const Json answer, AskJson(master_, {.path = "/status/" + id}, &call.cancel()));
    if (!answer["success"].as_bool()) {
      return Fail(ErrorKind::kInvalid, "2301",
                  "the cluster '" + work_.cluster.uri + "' does not know the job '" + id +
                      "': " + answer["message"].as_string());
    }
    const std::string& state = answer["driverState"].as_string();
    if (state != said_) {
      said_ = state;
      call.log().Append("weir: driver " + id + " is " + state + " on " +
                        answer["workerHostPort"].as_string());
    }
    JobStatus status;
    status.progress.note = "Spark driver " + id + ": " + state;
    if (state == "FINISHED") {
      status.state = JobState::kSucceeded;
    } else if (state == "KILLED") {
      status.state = JobState::kCancelled;
    } else if (state == "FAILED" || state == "ERROR") {
      status.state = JobState::kFailed;
      status.error = Fail(ErrorKind::kInvalid, "2302",
                          "Spark driver " + id + " ended in state '" + state +
                              "': " + answer["message"].as_string() + " See its log on worker '" +
                              answer["workerHostPort"].as_string() + "'.")
                         .At(work_.cluster.uri);
    }
    return status;
  }

  Result<> Cancel(JobCall& call) override {
    const RestCall ask{
        .method = "POST", .path = "/kill/" + call.handle()["id"].as_string(), .text = "{}"};
    // Unsuccessful if the driver is over already.
    WEIR_TRY(Ask(master_, ask, &call.cancel()));
    return {};
  }

  Result<Json> Output(JobCall& call) override {
    return Json::Object({{"jobId", call.handle()["id"]},
                         {"clusterInUse", work_.cluster.uri},
                         {"executionProgress", "Succeeded"}});
  }

  void Close(JobCall& call) override { work_.files.Clear(call); }

 private:
  /// What SparkSubmit is told on the worker: it does not read its settings from the server's.
  static void AddSubmission(const SparkProgram& program, Json* arguments) {
    const std::pair<const char*, const std::vector<std::string>*> lists[] = {
        {"--jars", &program.jars},
        {"--py-files", &program.python_files},
        {"--files", &program.files},
        {"--archives", &program.archives}};
    for (const auto& [flag, addresses] : lists) {
      if (addresses->empty()) continue;
      arguments->Append(flag);
      arguments->Append(Joined(*addresses));
    }
    for (const auto& [key, value] : program.settings) {
      arguments->Append("--conf");
      std::string pair = key;
      arguments->Append(pair.append("=").append(value));
    }
    arguments->Append(program.file);
  }

  static Json BodyOf(const SparkProgram& program, const std::string& name) {
    Json settings =
        Json::Object({{"spark.app.name", name}, {"spark.submit.deployMode", "cluster"}});
    const std::pair<const char*, const std::vector<std::string>*> lists[] = {
        {"spark.jars", &program.jars},
        {"spark.submit.pyFiles", &program.python_files},
        {"spark.files", &program.files},
        {"spark.archives", &program.archives}};
    for (const auto& [setting, addresses] : lists) {
      if (!addresses->empty()) settings.Set(setting, Joined(*addresses));
    }
    for (const auto& [key, value] : program.settings) settings.Set(key, value);
    Json arguments = Json::Array();
    if (program.is_python()) AddSubmission(program, &arguments);
    for (const std::string& argument : program.arguments) arguments.Append(argument);
    Json environment = Json::Object({{"SPARK_ENV_LOADED", "1"}});
    if (!program.proxy_user.empty()) environment.Set("HADOOP_PROXY_USER", program.proxy_user);
    // The server itself starts no Python: SparkSubmit does, on the worker.
    return Json::Object({{"action", "CreateSubmissionRequest"},
                         {"clientSparkVersion", kVersion},
                         {"appResource", program.is_python() ? "" : program.file},
                         {"mainClass", program.is_python() ? kSubmit : program.class_name},
                         {"appArgs", arguments},
                         {"environmentVariables", environment},
                         {"sparkProperties", settings}});
  }

  const SparkWork work_;
  RestService master_;
  std::string said_;
};

}  // namespace

std::unique_ptr<Job> MakeStandaloneJob(SparkWork work, std::shared_ptr<http::Client> client) {
  return std::make_unique<StandaloneJob>(std::move(work), std::move(client));
}

}  // namespace weir::compute::spark
