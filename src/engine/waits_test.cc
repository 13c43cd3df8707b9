#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "engine/engine.h"
#include "model/load.h"
#include "store/sqlite/sqlite_store.h"

namespace weir::engine {
namespace {

using ::testing::HasSubstr;

/// "Hold" keeps a worker until it is cancelled; "Broken" fails; "Hook" waits to be called back;
/// "Poll" asks to be called again in an hour.
class TestExecutor final : public ActivityExecutor {
 public:
  explicit TestExecutor(std::string type) : type_(std::move(type)) {}
  Result<Json> Execute(ActivityContext& context) override {
    if (type_ == "Broken") return Fail(ErrorKind::kUnavailable, "E", "as asked");
    if (type_ == "Hold") WEIR_TRY(context.cancel().Sleep(std::chrono::hours(1)));
    WEIR_TRY(context.cancel().Check());
    if (!context.callback().is_null()) return context.callback()["body"];
    if (type_ == "Hook") WEIR_TRY(context.CallbackUri(""));
    context.CallAgain(context.clock().Now() + std::chrono::hours(1));
    return Json();
  }

 private:
  const std::string type_;
};

constexpr size_t kWorkers = 2;

class WaitsTest : public ::testing::Test {
 protected:
  WaitsTest() {
    store_ = *store::OpenSqliteStore(":memory:");
    for (const char* type : {"Hold", "Broken", "Hook", "Poll"}) {
      EXPECT_TRUE(registry_.Add({type, "", false, std::make_shared<TestExecutor>(type)}));
    }
    EngineOptions options;
    options.store = store_.get();
    options.activities = &registry_;
    options.clock = &clock_;
    options.sealer = &sealer_;
    options.workers_max = kWorkers;
    options.callback_address = [](const std::string&) -> Result<std::string> {
      return "https://w";
    };
    engine_ = std::make_unique<Engine>(options);
  }

  static model::Resource Pipeline(const std::string& name, const std::string& properties) {
    return model::MakeResource(
        model::ResourceKind::kPipeline, name, name + ".json",
        Json::Object({{"name", name}, {"properties", *ParseJson(properties)}}));
  }

  /// The id of a run of pipeline P in the factory `factory`.
  std::string Start(const std::string& properties, const std::string& factory = "/f") {
    auto resources = std::make_shared<model::Factory>("test");
    resources->Add(Pipeline("P", properties));
    resources->Add(Pipeline("Child", R"({"activities":[{"name":"Long","type":"Wait",
        "typeProperties":{"waitTimeInSeconds":3600}}]})"));
    RunRequest request;
    request.definitions = std::make_shared<Definitions>(std::move(resources),
                                                        model::LocalSettings({}, Json::Object()));
    request.pipeline = "P";
    request.factory = factory;
    const Result<std::string> run_id = engine_->Run(std::move(request));
    EXPECT_TRUE(run_id) << run_id.error().ToString();
    return *run_id;
  }

  /// What it waits for, once that is `count` things: workers need a moment.
  WaitList Waits(const std::string& run_id, size_t count) {
    while (true) {
      Result<WaitList> list = engine_->Waits(run_id);
      EXPECT_TRUE(list) << list.error().ToString();
      if (list->waits.size() == count) return *std::move(list);
      std::this_thread::yield();
    }
  }
  Json OnlyWait(const std::string& run_id) {
    return WaitToJson(Waits(run_id, 1).waits.front(), "/f");
  }

  SystemClock clock_;
  Sealer sealer_ = Sealer::Ephemeral();
  ActivityRegistry registry_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Engine> engine_;
};

constexpr const char* kOneAtATime = R"({"concurrency":1,"activities":[
    {"name":"Long","type":"Wait","typeProperties":{"waitTimeInSeconds":3600}}]})";

TEST_F(WaitsTest, RunsWaitForOthersOfTheirPipeline) {
  const std::string first = Start(kOneAtATime);
  const std::string second = Start(kOneAtATime);
  const std::string third = Start(kOneAtATime);
  const Json wait = OnlyWait(third);
  EXPECT_EQ(wait["what"].as_string(), "run");
  EXPECT_EQ(wait["reason"].as_string(), "PipelineConcurrency");
  EXPECT_EQ(wait["limit"].as_int(), 1);
  EXPECT_EQ(wait["place"].as_int(), 2);
  EXPECT_EQ(wait["of"].as_int(), 2);
  ASSERT_EQ(wait["holders"].size(), 1U);
  EXPECT_EQ(wait["holders"][size_t{0}]["runId"].as_string(), first);
  EXPECT_TRUE(engine_->Cancel(second));
  EXPECT_EQ(OnlyWait(third)["place"].as_int(), 1) << "who was cancelled does not count";
  EXPECT_TRUE(engine_->Cancel(first));
  EXPECT_EQ(OnlyWait(third)["reason"].as_string(), "Timer") << "its turn came";
}

TEST_F(WaitsTest, AnotherFactoryHasItsOwnLimit) {
  Start(kOneAtATime, "/f");
  EXPECT_EQ(OnlyWait(Start(kOneAtATime, "/g"))["reason"].as_string(), "Timer");
}

TEST_F(WaitsTest, ActivitiesWaitForWorkers) {
  const std::string hold = R"({"activities":[{"name":"A","type":"Hold","typeProperties":{}}]})";
  const std::string first = Start(hold);
  const std::string elsewhere = Start(hold, "/g");
  const std::string last = Start(hold);
  const Json wait = OnlyWait(last);
  EXPECT_EQ(wait["what"].as_string(), "activity");
  EXPECT_EQ(wait["reason"].as_string(), "Workers");
  EXPECT_EQ(wait["limit"].as_int(), static_cast<int64_t>(kWorkers));
  EXPECT_EQ(wait["place"].as_int(), 1);
  EXPECT_FALSE(wait["activityRunId"].as_string().empty());
  ASSERT_EQ(wait["holders"].size(), 1U);
  EXPECT_EQ(wait["holders"][size_t{0}]["runId"].as_string(), first);
  EXPECT_EQ(wait["holders"][size_t{0}]["name"].as_string(), "A");
  EXPECT_EQ(wait["holdersElsewhere"].as_int(), 1);
  EXPECT_EQ(DumpJson(wait).find(elsewhere), std::string::npos);
  EXPECT_TRUE(Waits(first, 0).waits.empty()) << "it is at work";
  EXPECT_TRUE(engine_->Cancel(first));
  Waits(last, 0);
}

TEST_F(WaitsTest, IterationsWaitForThoseInTheirQueue) {
  const std::string run = Start(R"json({"activities":[{"name":"Each","type":"ForEach",
      "typeProperties":{"items":"@range(0,100)","batchCount":2,"activities":[
      {"name":"Long","type":"Wait","typeProperties":{"waitTimeInSeconds":3600}}]}}]})json");
  const WaitList list = Waits(run, 22);
  EXPECT_EQ(list.more, 78U);
  const Json wait = WaitToJson(list.waits[3], "/f");
  EXPECT_EQ(wait["reason"].as_string(), "BatchCount");
  EXPECT_EQ(wait["path"].as_string(), "Each[5]");
  EXPECT_EQ(wait["holders"][size_t{0}]["name"].as_string(), "Each[1]");
  EXPECT_EQ(wait["limit"].as_int(), 2);
  EXPECT_EQ(wait["place"].as_int(), 2);
  EXPECT_EQ(wait["of"].as_int(), 49);
  EXPECT_EQ(wait["message"].as_string(),
            "'Each[5]' waits for 'Each[1]': at most 2 go on at a time (batchCount); it is number 2 "
            "of 49 in the queue");
  EXPECT_TRUE(engine_->Cancel(run));
  EXPECT_TRUE(Waits(run, 0).waits.empty());
}

TEST_F(WaitsTest, TimesAreTold) {
  const Json timer = OnlyWait(Start(R"({"activities":[
      {"name":"Long","type":"Wait","typeProperties":{"waitTimeInSeconds":3600}}]})"));
  EXPECT_EQ(timer["reason"].as_string(), "Timer");
  EXPECT_EQ(*ParseUtc(timer["until"].as_string()) - *ParseUtc(timer["since"].as_string()),
            std::chrono::hours(1));
  const Json retry = OnlyWait(Start(R"({"activities":[{"name":"A","type":"Broken",
      "policy":{"retry":1,"retryIntervalInSeconds":3000},"typeProperties":{}}]})"));
  EXPECT_EQ(retry["reason"].as_string(), "RetryInterval");
  EXPECT_EQ(*ParseUtc(retry["until"].as_string()) - *ParseUtc(retry["since"].as_string()),
            std::chrono::seconds(3000));
  EXPECT_THAT(retry["message"].as_string(), HasSubstr("'A' failed and is tried again at "));
}

TEST_F(WaitsTest, WorkOutsideIsWaitedFor) {
  const auto reason = [&](const std::string& type) {
    return OnlyWait(Start(R"({"activities":[{"name":"A","typeProperties":{},"type":")" + type +
                          R"("}]})"))["reason"]
        .as_string();
  };
  EXPECT_EQ(reason("Hook"), "Callback");
  EXPECT_EQ(reason("Poll"), "Poll");
}

TEST_F(WaitsTest, ParentsWaitForChildren) {
  const std::string run = Start(R"({"activities":[{"name":"Call","type":"ExecutePipeline",
      "typeProperties":{"waitOnCompletion":true,"pipeline":{"referenceName":"Child"}}}]})");
  const Json wait = OnlyWait(run);
  EXPECT_EQ(wait["reason"].as_string(), "Child");
  const Json& child = wait["holders"][size_t{0}];
  EXPECT_EQ(child["name"].as_string(), "Child");
  EXPECT_EQ(child["status"].as_string(), "InProgress");
  EXPECT_EQ(OnlyWait(child["runId"].as_string())["reason"].as_string(), "Timer");
}

TEST_F(WaitsTest, WhatIsInUntilWaitsAndUntilDoesNot) {
  const Json wait = OnlyWait(Start(R"json({"activities":[{"name":"Loop","type":"Until",
      "typeProperties":{"expression":"@equals(1,2)","timeout":"0.01:00:00","activities":[
      {"name":"Pause","type":"Wait","typeProperties":{"waitTimeInSeconds":60}}]}}]})json"));
  EXPECT_EQ(wait["name"].as_string(), "Pause");
  EXPECT_EQ(wait["path"].as_string(), "Loop[0]");
}

TEST_F(WaitsTest, NothingIsSaidOfRunsThatAreOver) {
  const std::string run = Start(kOneAtATime);
  EXPECT_TRUE(engine_->Cancel(run));
  EXPECT_EQ(engine_->Wait(run)->record.status, "Cancelled");
  EXPECT_TRUE(Waits(run, 0).waits.empty());
  EXPECT_TRUE(Waits("none", 0).waits.empty());
}

}  // namespace
}  // namespace weir::engine
