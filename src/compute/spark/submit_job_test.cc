// HDInsightSpark by spark-submit: a program of the test stands in for it, in real processes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "compute/batch/folder_process.h"
#include "compute/batch/process.h"
#include "compute/register.h"
#include "compute/testing/fake_context.h"
#include "copy/testing/store_fixture.h"

namespace weir::compute::spark {
namespace {

namespace fs = std::filesystem;
using testing::FakeContext;
using ::testing::HasSubstr;

class SubmitJobTest : public ::testing::Test {
 protected:
  SubmitJobTest() {
    stores_.Prepare(*ParseJson(R"({"files": {"c/job/main.py": "x", "c/job/jars/a.jar": "j"}})"));
    Service(Json::Object());
    world_.linked_services.Set(
        "Store",
        Json::Object({{"type", "FileServer"},
                      {"typeProperties", Json::Object({{"host", stores_.root().string()}})}}));
    Start();
  }
  ~SubmitJobTest() override {
    std::error_code ignored;
    fs::remove_all(batch::UsualRoot() + "/weir-a-1", ignored);
  }

  /// A process of ours; a second one knows nothing of the first.
  void Start() {
    registry_ = std::make_unique<engine::ActivityRegistry>();
    ComputeTools tools{stores_.services(), activity::MakeOutbound(), {}};
    tools.local_commands = allowed_;
    tools.jobs.logs = std::make_shared<JobLogs>();
    tools.jobs.logs->UseFolder((stores_.root() / "logs").string());
    ASSERT_TRUE(RegisterCompute(*registry_, tools));
  }

  void Service(Json more) {
    Json settings =
        Json::Object({{"clusterUri", "http://127.0.0.1:1"},
                      {"sparkSubmit", (stores_.root() / "spark-submit").string()},
                      {"sparkMaster", "local[2]"},
                      {"linkedServiceName", Json::Object({{"referenceName", "Store"}})}});
    for (const Json::Member& one : more.members()) settings.Set(one.name, one.value);
    world_.linked_services.Set(
        "Cluster", Json::Object({{"type", "HDInsight"}, {"typeProperties", std::move(settings)}}));
  }

  void SparkSubmit(const std::string& script) {
    const fs::path path = stores_.root() / "spark-submit";
    std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
    fs::permissions(path, fs::perms::owner_all);
  }

  static Json Activity(Json more = Json::Object()) {
    more.Set("rootPath", "c/job");
    more.Set("entryFilePath", "main.py");
    return Json::Object({{"name", "S"},
                         {"type", "HDInsightSpark"},
                         {"linkedServiceName", Json::Object({{"referenceName", "Cluster"}})},
                         {"typeProperties", std::move(more)}});
  }

  Result<Json> Call(const Json& activity, std::optional<UtcTime>* again, bool cancel = false) {
    FakeContext context(world_, activity);
    if (cancel) context.token.Cancel();
    Result<Json> result = registry_->Find("HDInsightSpark")->executor->Execute(context);
    *again = context.again;
    return result;
  }

  Result<Json> Finish(const Json& activity) {
    for (int calls = 0; calls < 6000; ++calls) {
      std::optional<UtcTime> again;
      Result<Json> result = Call(activity, &again);
      if (!result || !again) return result;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return Fail(ErrorKind::kInternal, "Endless", "called 6000 times");
  }

  std::string Log() const {
    std::ostringstream text;
    for (const fs::directory_entry& at :
         fs::recursive_directory_iterator(stores_.root() / "logs")) {
      if (at.is_regular_file()) text << std::ifstream(at.path()).rdbuf();
    }
    return std::move(text).str();
  }

  copy::testing::StoreFixture stores_;
  testing::World world_;
  std::shared_ptr<std::atomic<bool>> allowed_ = std::make_shared<std::atomic<bool>>(true);
  std::unique_ptr<engine::ActivityRegistry> registry_;
};

TEST_F(SubmitJobTest, TheProgramGetsWhatTheActivitySays) {
  SparkSubmit("for one in \"$@\"; do echo \"<$one>\"; done; echo \"key: $SECRET_KEY.\"");
  setenv("SECRET_KEY", "of ours", 1);
  const Result<Json> output = Finish(Activity(*ParseJson(
      R"({"arguments": ["it's", 3], "sparkConfig": {"spark.x": "a b"}, "proxyUser": "p"})")));
  unsetenv("SECRET_KEY");
  ASSERT_TRUE(output) << output.error().ToString();
  EXPECT_EQ((*output)["executionProgress"].as_string(), "Succeeded");
  const std::string root = "file://" + stores_.root().string() + "/c/job/";
  EXPECT_THAT(Log(), HasSubstr("<--master>\n<local[2]>\n<--name>\n<weir-a-1>\n<--proxy-user>\n<p>\n"
                               "<--jars>\n<" +
                               root + "jars/a.jar>\n<--conf>\n<spark.x=a b>\n<" + root +
                               "main.py>\n<it's>\n<3>\nkey: .\n"));
  EXPECT_FALSE(fs::exists(batch::UsualRoot() + "/weir-a-1"));
}

TEST_F(SubmitJobTest, AFailureSaysTheLastWords) {
  SparkSubmit(
      "echo 'no such table' >&2; for i in $(seq 99); do echo '12:00 INFO SparkContext: it is "
      "stopping'; done >&2; exit 3");
  const Result<Json> output = Finish(Activity());
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().code(), "2302");
  EXPECT_THAT(output.error().message(), HasSubstr("ended with exit code 3: no such table See '"));
}

TEST_F(SubmitJobTest, AFailureOfAPythonProgramIsInItsOutput) {
  SparkSubmit(
      "echo 'no such table'; { echo 'WARNING: Using incubator modules'; echo '12:00 WARN "
      "NativeCodeLoader: none'; echo \"Using Spark's default log4j profile: x\"; } >&2; exit 1");
  const Result<Json> output = Finish(Activity());
  ASSERT_FALSE(output);
  EXPECT_THAT(output.error().message(), HasSubstr("ended with exit code 1: no such table See '"));
}

TEST_F(SubmitJobTest, ARestartTakesItUpAndACancelEndsIt) {
  SparkSubmit("echo begun; sleep 600 & wait");
  std::optional<UtcTime> again;
  ASSERT_TRUE(Call(Activity(), &again));
  ASSERT_TRUE(again);
  const int64_t pid = world_.handle["job"]["pid"].as_int();
  const int64_t tick = world_.handle["job"]["startedTick"].as_int();
  Start();
  ASSERT_TRUE(Call(Activity(), &again));
  ASSERT_TRUE(again);
  EXPECT_EQ(world_.handle["job"]["pid"].as_int(), pid);
  EXPECT_TRUE(batch::IsRunning(pid, tick));
  const Result<Json> output = Call(Activity(), &again, true);
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().kind(), ErrorKind::kCancelled);
  EXPECT_FALSE(batch::IsRunning(pid, tick));
}

TEST_F(SubmitJobTest, WhatCannotBeIsSaidBeforeAnythingRuns) {
  Result<Json> output = Finish(Activity());
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().code(), "2110");
  EXPECT_THAT(output.error().message(), HasSubstr("spark-submit' is no program"));

  SparkSubmit("exit 0");
  output =
      Finish(Activity(*ParseJson(R"({"sparkConfig": {"spark.submit.deployMode": "cluster"}})")));
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().code(), "UnsupportedSparkSetting");

  *allowed_ = false;
  output = Finish(Activity());
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().code(), "LocalCommandsNotAllowed");
}

}  // namespace
}  // namespace weir::compute::spark
