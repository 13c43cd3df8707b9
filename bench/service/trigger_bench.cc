// trigger_bench DATABASE JOBS AT_ONCE: from the moment an activity is handed to its executor until
// the request that starts its job has come to the service, with all that is made durable before.
// AT_ONCE runs are started together, JOBS in all, for each of three services of the same machine
// that answer at once. Prints "<activity type> <seconds>" a line.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "compute/register.h"
#include "engine/engine.h"
#include "http/testing/fake_server.h"
#include "model/load.h"
#include "store/sqlite/sqlite_store.h"

namespace weir::compute {
namespace {

using Moment = std::chrono::steady_clock::time_point;

/// When each job, by the mark in its settings, was handed over and came to its service.
class Times {
 public:
  void Handed(const std::string& mark) {
    const std::lock_guard lock(mutex_);
    handed_.emplace(mark, std::chrono::steady_clock::now());
  }
  void Arrived(const std::string& mark) {
    const Moment now = std::chrono::steady_clock::now();
    const std::lock_guard lock(mutex_);
    const auto handed = handed_.find(mark);
    if (handed == handed_.end()) return;
    seconds_.push_back(std::chrono::duration<double>(now - handed->second).count());
    handed_.erase(handed);
  }
  std::vector<double> Take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(seconds_, {});
  }

 private:
  std::mutex mutex_;
  std::map<std::string, Moment> handed_;
  std::vector<double> seconds_;
};

class NotingExecutor final : public engine::ActivityExecutor {
 public:
  NotingExecutor(std::shared_ptr<ActivityExecutor> inner, Times& times)
      : inner_(std::move(inner)), times_(times) {}
  Result<Json> Execute(engine::ActivityContext& context) override {
    if (context.handle().is_null()) times_.Handed(context.run_id());
    return inner_->Execute(context);
  }

 private:
  const std::shared_ptr<ActivityExecutor> inner_;
  Times& times_;
};

struct Kind {
  const char* type;
  const char* linked_service;
  const char* settings;         ///< Of the linked service; {server} is its address.
  const char* type_properties;  ///< {mark} is the run.
};
constexpr Kind kKinds[] = {
    {"DatabricksNotebook", "AzureDatabricks",
     R"({"domain": "{server}", "existingClusterId": "c",
         "accessToken": {"type": "SecureString", "value": "t"}})",
     R"({"notebookPath": "/a", "baseParameters": {"mark": "@pipeline().RunId"}})"},
    {"AzureMLBatchExecution", "AzureML",
     R"({"mlEndpoint": "{server}/ml/jobs", "apiKey": {"type": "SecureString", "value": "k"}})",
     R"({"globalParameters": {"mark": "@pipeline().RunId"}})"},
    {"AzureMLExecutePipeline", "AzureMLService",
     R"({"subscriptionId": "s", "resourceGroupName": "g", "mlWorkspaceName": "w",
         "apiEndpoint": "{server}", "servicePrincipalId": "a", "tenant": "t",
         "servicePrincipalKey": {"type": "SecureString", "value": "k"}})",
     R"({"mlPipelineId": "p", "mlPipelineParameters": {"mark": "@pipeline().RunId"}})"},
};

/// What the three services answer; jobs are over when they are first looked at.
http::testing::FakeReply Answer(const http::testing::FakeRequest& request, Times& times) {
  const size_t mark = request.body.find("\"mark\":\"");
  if (mark != std::string::npos) times.Arrived(request.body.substr(mark + 8, 36));
  const auto has = [&](const char* part) { return request.target.find(part) != std::string::npos; };
  http::testing::FakeReply reply;
  if (has("/token")) {
    reply.body = R"({"access_token": "t", "expires_in": 3600})";
  } else if (has("/runs/submit")) {
    reply.body = R"({"run_id": 1})";
  } else if (has("/runs/get")) {
    reply.body = R"({"run_id": 1, "tasks": [{"run_id": 2}],
        "state": {"life_cycle_state": "TERMINATED", "result_state": "SUCCESS"}})";
  } else if (has("/ml/jobs?")) {
    reply.body = "\"j\"";
  } else if (has("/ml/jobs/")) {
    reply.body = R"({"StatusCode": "Finished", "Results": {}})";
  } else if (has("/PipelineRuns/")) {
    reply.body = R"({"Id": "r"})";
  } else {
    reply.body = R"({"status": "Completed"})";
  }
  return reply;
}

std::string With(std::string text, const std::string& server) {
  for (size_t at = text.find("{server}"); at != std::string::npos; at = text.find("{server}")) {
    text.replace(at, 8, server);
  }
  return text;
}

Result<std::shared_ptr<engine::Definitions>> DefinitionsOf(const std::string& server) {
  auto factory = std::make_shared<model::Factory>("bench");
  for (const Kind& kind : kKinds) {
    WEIR_ASSIGN(Json settings, ParseJson(With(kind.settings, server)));
    const Json service =
        Json::Object({{"type", kind.linked_service}, {"typeProperties", std::move(settings)}});
    factory->Add(model::MakeResource(
        model::ResourceKind::kLinkedService, kind.linked_service, "",
        Json::Object({{"name", kind.linked_service}, {"properties", service}})));
    WEIR_ASSIGN(Json properties, ParseJson(kind.type_properties));
    const Json reference =
        Json::Object({{"referenceName", kind.linked_service}, {"type", "LinkedServiceReference"}});
    const Json activity = Json::Object({{"name", "Job"},
                                        {"type", kind.type},
                                        {"linkedServiceName", reference},
                                        {"typeProperties", std::move(properties)}});
    const Json pipeline = Json::Object({{"activities", Json::Array({activity})}});
    factory->Add(
        model::MakeResource(model::ResourceKind::kPipeline, kind.type, "",
                            Json::Object({{"name", kind.type}, {"properties", pipeline}})));
  }
  return std::make_shared<engine::Definitions>(std::move(factory), model::LocalSettings());
}

Result<> RunAll(engine::Engine& engine, const std::shared_ptr<engine::Definitions>& definitions,
                const char* pipeline, int jobs, int at_once) {
  for (int done = 0; done < jobs; done += at_once) {
    std::vector<std::string> runs;
    for (int i = 0; i < at_once; ++i) {
      engine::RunRequest request;
      request.definitions = definitions;
      request.pipeline = pipeline;
      WEIR_ASSIGN(std::string run, engine.Run(std::move(request)));
      runs.push_back(std::move(run));
    }
    for (const std::string& run : runs) {
      const auto finished = engine.Wait(run);
      if (finished && finished->record.status == "Succeeded") continue;
      return Fail(ErrorKind::kInternal, "RunFailed", std::string(pipeline) + " did not succeed");
    }
  }
  return {};
}

Result<> Run(const std::string& database, int jobs, int at_once) {
  Times times;
  const http::testing::FakeServer server(
      [&](const http::testing::FakeRequest& request) { return Answer(request, times); });
  setenv("AZURE_AUTHORITY_HOST", server.Url().c_str(), 1);
  const connectors::ConnectorRegistry connectors;
  const formats::FormatRegistry formats;
  ComputeTools tools{{connectors, formats}, activity::MakeOutbound(), {}};
  tools.jobs.logs = std::make_shared<JobLogs>();
  tools.jobs.logs->UseFolder(database + "-logs");
  engine::ActivityRegistry inner;
  WEIR_TRY(RegisterCompute(inner, tools));
  engine::ActivityRegistry activities;
  for (const Kind& kind : kKinds) {
    engine::ActivitySpec spec = *inner.Find(kind.type);
    spec.executor = std::make_shared<NotingExecutor>(spec.executor, times);
    WEIR_TRY(activities.Add(std::move(spec)));
  }
  WEIR_ASSIGN(const std::unique_ptr<store::Store> store, store::OpenSqliteStore(database));
  const SystemClock clock;
  const Sealer sealer = Sealer::Ephemeral();
  engine::EngineOptions options;
  options.store = store.get();
  options.activities = &activities;
  options.clock = &clock;
  options.sealer = &sealer;
  engine::Engine engine(options);
  WEIR_ASSIGN(const auto definitions, DefinitionsOf(server.Url()));
  for (const Kind& kind : kKinds) {
    WEIR_TRY(RunAll(engine, definitions, kind.type, jobs, at_once));
    for (const double seconds : times.Take()) std::printf("%s %.9f\n", kind.type, seconds);
  }
  return {};
}

}  // namespace
}  // namespace weir::compute

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: trigger_bench DATABASE JOBS AT_ONCE\n", stderr);
    return 2;
  }
  const weir::Result<> run = weir::compute::Run(argv[1], std::atoi(argv[2]), std::atoi(argv[3]));
  if (run) return 0;
  std::fprintf(stderr, "%s\n", run.error().ToString().c_str());
  return 1;
}
