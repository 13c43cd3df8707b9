#include "engine/engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/run_json.h"
#include "model/load.h"
#include "store/sqlite/sqlite_store.h"

namespace weir::engine {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Answers with its typeProperties; "sleep" waits until it is cancelled, "fail" fails.
class EchoExecutor final : public ActivityExecutor {
 public:
  Result<Json> Execute(ActivityContext& context) override {
    const Json& settings = context.type_properties();
    if (settings["connect"].is_object()) {
      WEIR_ASSIGN(const auto service, context.LinkedService(settings["connect"]));
      return Json::Object({{"used", service.type_properties()["password"]["value"]}});
    }
    if (settings["sleep"].as_bool()) WEIR_TRY(context.cancel().Sleep(std::chrono::hours(1)));
    if (settings["throw"].as_bool()) throw std::runtime_error("from a library");
    if (settings["fail"].as_bool()) return Fail(ErrorKind::kUnavailable, "E", "as asked");
    Progress progress;
    progress.rows_read = 5;
    context.Report(progress);
    return settings;
  }
};

class EngineTest : public ::testing::Test {
 protected:
  EngineTest() {
    store_ = *store::OpenSqliteStore(":memory:");
    EXPECT_TRUE(registry_.Add({"Echo", "answers", true, std::make_shared<EchoExecutor>()}));
    EngineOptions options;
    options.store = store_.get();
    options.activities = &registry_;
    options.clock = &clock_;
    options.sealer = &sealer_;
    engine_ = std::make_unique<Engine>(options);
  }

  RunRequest Request(const std::string& activities, Json local_activities = {}) {
    Result<Json> list = ParseJson(activities);
    EXPECT_TRUE(list) << list.error().ToString();
    auto factory = std::make_shared<model::Factory>("test");
    factory->Add(model::MakeResource(
        model::ResourceKind::kPipeline, "P", "pipeline/P.json",
        Json::Object(
            {{"name", "P"},
             {"properties", Json::Object({{"activities", *list}, {"parameters", parameters_}})}})));
    factory->Add(
        model::MakeResource(model::ResourceKind::kLinkedService, "S", "linkedService/S.json",
                            *ParseJson(R"({"name":"S","properties":{"type":"X","typeProperties":
                       {"password":{"type":"SecureString","value":"hunter22"}}}})")));
    RunRequest request;
    request.definitions = std::make_shared<Definitions>(
        std::move(factory), model::LocalSettings({}, std::move(local_activities)));
    request.pipeline = "P";
    return request;
  }

  FinishedRun Run(RunRequest request) {
    const Result<std::string> run_id = engine_->Run(std::move(request));
    EXPECT_TRUE(run_id) << run_id.error().ToString();
    return *engine_->Wait(*run_id);
  }

  store::ActivityRunRecord OnlyActivity(const FinishedRun& run) {
    return store_->Activities(run.record.run_id)->front();
  }

  Json parameters_ = Json::Object();
  SystemClock clock_;
  Sealer sealer_ = Sealer::Ephemeral();
  ActivityRegistry registry_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(EngineTest, RunsActivitiesSideBySide) {
  const FinishedRun run = Run(Request(R"json([
    {"name":"Each","type":"ForEach","typeProperties":{"items":"@range(0,200)","batchCount":50,
     "activities":[{"name":"A","type":"Echo","typeProperties":{"n":"@item()"}}]}}])json"));
  EXPECT_EQ(run.record.status, "Succeeded") << run.record.message;
  EXPECT_EQ(store_->Activities(run.record.run_id)->size(), 201U);
}

TEST_F(EngineTest, SaysWhichTypeItCannotExecute) {
  const FinishedRun run = Run(Request(R"([{"name":"A","type":"Ecko","typeProperties":{}}])"));
  EXPECT_EQ(run.record.status, "Failed");
  EXPECT_THAT(run.record.message, HasSubstr("activity type 'Ecko' cannot be executed here"));
  EXPECT_THAT(run.record.message, HasSubstr("did you mean 'Echo'?"));
}

TEST_F(EngineTest, KeepsKindAndCodeOfAnError) {
  const FinishedRun run =
      Run(Request(R"([{"name":"A","type":"Echo","typeProperties":{"fail":true}}])"));
  const Json error = *ParseJson(OnlyActivity(run).error);
  EXPECT_EQ(error["errorCode"].as_string(), "E");
  EXPECT_EQ(error["failureType"].as_string(), "SystemError");
  EXPECT_EQ(error["target"].as_string(), "A");
}

TEST_F(EngineTest, OutlivesALibraryThatThrows) {
  const FinishedRun run =
      Run(Request(R"([{"name":"A","type":"Echo","typeProperties":{"throw":true}}])"));
  EXPECT_EQ(run.record.status, "Failed");
  EXPECT_THAT(run.record.message, HasSubstr("from a library"));
}

TEST_F(EngineTest, CancelsWhatRuns) {
  const Result<std::string> run_id =
      engine_->Run(Request(R"([{"name":"A","type":"Echo","typeProperties":{"sleep":true}}])"));
  ASSERT_TRUE(run_id);
  EXPECT_TRUE(engine_->Cancel(*run_id));
  const FinishedRun run = *engine_->Wait(*run_id);
  EXPECT_EQ(run.record.status, "Cancelled");
  EXPECT_EQ(OnlyActivity(run).status, "Cancelled");
  EXPECT_FALSE(engine_->Cancel(*run_id));
}

TEST_F(EngineTest, AnswersFromTheLocalFile) {
  const FinishedRun run =
      Run(Request(R"([{"name":"A","type":"DatabricksNotebook","typeProperties":{}}])",
                  Json::Object({{"A", Json::Object({{"output", Json::Object({{"k", 1}})}})}})));
  EXPECT_EQ(run.record.status, "Succeeded") << run.record.message;
  EXPECT_EQ(OnlyActivity(run).output, R"({"k":1})");
}

TEST_F(EngineTest, MasksSecretsOfConnections) {
  const FinishedRun run = Run(Request(
      R"([{"name":"A","type":"Echo","typeProperties":{"connect":{"referenceName":"S"}}}])"));
  EXPECT_EQ(run.record.status, "Succeeded") << run.record.message;
  EXPECT_EQ(OnlyActivity(run).output, R"({"used":"***"})");
}

TEST_F(EngineTest, KeepsSecretParametersOutOfHistory) {
  parameters_ = *ParseJson(R"({"k":{"type":"SecureString"}})");
  RunRequest request = Request(R"([{"name":"A","type":"Echo","typeProperties":{"sleep":true}}])");
  request.arguments = Json::Object({{"k", "hunter22"}});
  const Result<std::string> run_id = engine_->Run(std::move(request));
  ASSERT_TRUE(run_id);
  const auto open = store_->Unfinished();
  EXPECT_THAT(open->front().start, Not(HasSubstr("hunter22")));
  EXPECT_EQ(DumpJson(open->front().record.parameters), R"({"k":"***"})");
  engine_->Cancel(*run_id);
  engine_->Wait(*run_id);
}

TEST_F(EngineTest, RefusesWhatCannotStart) {
  RunRequest request = Request("[]");
  request.pipeline = "Q";
  EXPECT_EQ(engine_->Run(std::move(request)).error().code(), "PipelineNotFound");
  parameters_ = *ParseJson(R"({"k":{"type":"int"}})");
  EXPECT_EQ(engine_->Run(Request("[]")).error().code(), "MissingParameter");
  EXPECT_TRUE(store_->Runs({})->empty());
}

TEST_F(EngineTest, StopsInTheMiddleAndLeavesTheRunToTheNextEngine) {
  const Result<std::string> run_id =
      engine_->Run(Request(R"([{"name":"A","type":"Echo","typeProperties":{"sleep":true}}])"));
  ASSERT_TRUE(run_id);
  engine_.reset();
  EXPECT_EQ(store_->Unfinished()->size(), 1U);
}

TEST_F(EngineTest, PrintsRunsAsTheApiDoes) {
  const FinishedRun run = Run(Request(R"([{"name":"A","type":"Echo","typeProperties":{"x":1}}])"));
  const Json json = RunToJson(run.record);
  EXPECT_EQ(json["invokedBy"]["name"].as_string(), "Manual");
  EXPECT_EQ(json["runGroupId"], json["runId"]);
  const Json activity = ActivityRunToJson(run.record, OnlyActivity(run));
  EXPECT_EQ(activity["output"]["x"].as_int(), 1);
  EXPECT_EQ(activity["error"]["target"].as_string(), "A");
  EXPECT_TRUE(activity["retryAttempt"].is_null());
}

}  // namespace
}  // namespace weir::engine
