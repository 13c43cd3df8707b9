// Runs that pause at breakpoints: they hold no worker, outlive the program, can be stopped.
#include <gtest/gtest.h>

#include <thread>

#include "engine/engine.h"
#include "model/load.h"
#include "store/sqlite/sqlite_store.h"

namespace weir::engine {
namespace {

constexpr const char* kPipeline = R"json({"name": "P", "properties": {
    "variables": {"v": {"type": "String", "defaultValue": "none"}},
    "activities": [
      {"name": "First", "type": "SetVariable",
       "typeProperties": {"variableName": "v", "value": "set"}},
      {"name": "Second", "type": "SetVariable",
       "dependsOn": [{"activity": "First", "dependencyConditions": ["Succeeded"]}],
       "typeProperties": {"variableName": "v", "value": "@concat(pipeline().RunId, '!')"}}]}})json";

class PauseTest : public ::testing::Test {
 protected:
  PauseTest() {
    store_ = *store::OpenSqliteStore(":memory:");
    Boot();
    auto resources = std::make_shared<model::Factory>("test");
    resources->Add(
        model::MakeResource(model::ResourceKind::kPipeline, "P", "P.json", *ParseJson(kPipeline)));
    definitions_ = std::make_shared<Definitions>(std::move(resources), model::LocalSettings{});
  }

  void Boot() {
    EngineOptions options;
    options.store = store_.get();
    options.activities = &registry_;
    options.clock = &clock_;
    options.sealer = &sealer_;
    options.workers_max = 1;
    engine_ = std::make_unique<Engine>(options);
  }
  /// Stop at once and go on with a new engine, as after a crash.
  void Restart() {
    engine_.reset();
    Boot();
    std::vector<Core::Unfinished> again;
    const auto unfinished = store_->Unfinished();
    for (const store::UnfinishedRun& run : *unfinished) again.push_back({run, definitions_});
    const Result<> resumed = engine_->Resume(again);
    EXPECT_TRUE(resumed) << resumed.error().ToString();
  }
  std::string Start(std::set<std::string> pauses) {
    RunRequest request;
    request.definitions = definitions_;
    request.pipeline = "P";
    request.pauses = std::move(pauses);
    const Result<std::string> run_id = engine_->Run(std::move(request));
    EXPECT_TRUE(run_id) << run_id.error().ToString();
    return *run_id;
  }
  /// Where the run stands, once it pauses before that activity.
  PausedRun PausedBefore(const std::string& run_id, const std::string& name) {
    while (true) {
      Result<std::optional<PausedRun>> state = engine_->Paused(run_id);
      EXPECT_TRUE(state && *state) << "the run is not under way";
      if (!state || !*state) return {};
      const auto& paused = (*state)->paused.activities;
      if (!paused.empty() && paused.front().name == name) return **std::move(state);
      std::this_thread::yield();
    }
  }

  SystemClock clock_;
  Sealer sealer_ = Sealer::Ephemeral();
  ActivityRegistry registry_;
  std::unique_ptr<store::Store> store_;
  std::shared_ptr<Definitions> definitions_;
  std::unique_ptr<Engine> engine_;
};

TEST_F(PauseTest, APausedRunHoldsNoWorker) {
  const std::string run_id = Start({"second"});
  const PausedRun state = PausedBefore(run_id, "Second");
  EXPECT_EQ(DumpJson(state.variables), R"({"v":"set"})");
  EXPECT_EQ(state.paused.activities.front().input["value"].as_string(), run_id + "!");
  EXPECT_EQ(engine_->load().working, 0U);
  EXPECT_TRUE(engine_->Release(run_id, 0, false));
  EXPECT_EQ(engine_->Wait(run_id)->record.status, "Succeeded");
}

TEST_F(PauseTest, ARestartFindsItPausedAndTheStepsThatWereTaken) {
  const std::string run_id = Start({"first"});
  const PausedRun before = PausedBefore(run_id, "First");
  Restart();
  const PausedRun after = PausedBefore(run_id, "First");
  EXPECT_EQ(after.paused.activities.front().work, before.paused.activities.front().work);
  EXPECT_EQ(DumpJson(after.variables), R"({"v":"none"})");
  EXPECT_TRUE(engine_->Release(run_id, after.paused.activities.front().work, true));
  PausedBefore(run_id, "Second");
  Restart();
  EXPECT_EQ(DumpJson(PausedBefore(run_id, "Second").variables), R"({"v":"set"})");
  EXPECT_TRUE(engine_->Release(run_id, 0, false));
  EXPECT_EQ(engine_->Wait(run_id)->record.status, "Succeeded");
}

TEST_F(PauseTest, APausedRunCanBeCancelledAlsoAfterARestart) {
  const std::string run_id = Start({"first"});
  PausedBefore(run_id, "First");
  Restart();
  EXPECT_TRUE(engine_->Cancel(run_id));
  EXPECT_EQ(engine_->Wait(run_id)->record.status, "Cancelled");
  const Result<> late = engine_->Release(run_id, 0, false);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code(), "RunNotPaused");
}

TEST_F(PauseTest, WhatIsNotPausedIsNotReleased) {
  const std::string run_id = Start({"second"});
  PausedBefore(run_id, "Second");
  const Result<> other = engine_->Release(run_id, 77, false);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().kind(), ErrorKind::kConflict);
  EXPECT_TRUE(engine_->Cancel(run_id));
  EXPECT_EQ(engine_->Wait(run_id)->record.status, "Cancelled");
}

}  // namespace
}  // namespace weir::engine
