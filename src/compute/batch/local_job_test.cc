// Custom on this machine: real processes in folders of the test.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "compute/batch/job_folder.h"
#include "compute/batch/process.h"
#include "compute/register.h"
#include "compute/testing/fake_context.h"
#include "copy/testing/store_fixture.h"

namespace weir::compute::batch {
namespace {

namespace fs = std::filesystem;
using testing::FakeContext;
using ::testing::HasSubstr;

std::string ReadText(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return std::move(text).str();
}

class LocalJobTest : public ::testing::Test {
 protected:
  LocalJobTest() {
    world_.linked_services = Json::Object();
    Service(Json::Object());
    world_.linked_services.Set(
        "Files",
        Json::Object({{"type", "FileServer"},
                      {"typeProperties", Json::Object({{"host", stores_.root().string()}})}}));
    Start();
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

  void Service(Json settings) {
    settings.Set("workingFolder", (stores_.root() / "jobs").string());
    world_.linked_services.Set(
        "Here", Json::Object({{"type", "LocalBatch"}, {"typeProperties", std::move(settings)}}));
  }

  static Json Activity(const std::string& command, Json more = Json::Object()) {
    more.Set("command", command);
    return Json::Object({{"name", "C"},
                         {"type", "Custom"},
                         {"linkedServiceName", Json::Object({{"referenceName", "Here"}})},
                         {"typeProperties", std::move(more)}});
  }

  Result<Json> Call(const Json& activity, std::optional<UtcTime>* again, bool cancel = false) {
    FakeContext context(world_, activity);
    if (cancel) context.token.Cancel();
    Result<Json> result = registry_->Find("Custom")->executor->Execute(context);
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

  /// Call until the command has made the file.
  void CallUntil(const Json& activity, const std::string& file) {
    for (int calls = 0; calls < 6000 && !fs::exists(job() / file); ++calls) {
      std::optional<UtcTime> again;
      ASSERT_TRUE(Call(activity, &again));
      ASSERT_TRUE(again);
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ASSERT_TRUE(fs::exists(job() / file));
  }

  fs::path job() const { return stores_.root() / "jobs" / "weir-a-1"; }
  int64_t PidIn(const std::string& file) const { return std::stoll(ReadText(job() / file)); }
  void ExpectGone(int64_t pid) {
    const std::string stat = ReadText("/proc/" + std::to_string(pid) + "/stat");
    const std::optional<ProcessStat> read = ReadStat(stat);
    EXPECT_TRUE(!read || read->state == 'Z') << stat;
  }

  copy::testing::StoreFixture stores_;
  testing::World world_;
  std::shared_ptr<std::atomic<bool>> allowed_ = std::make_shared<std::atomic<bool>>(true);
  std::unique_ptr<engine::ActivityRegistry> registry_;
};

TEST_F(LocalJobTest, ACommandFindsItsFilesAndLeavesItsOutput) {
  stores_.Prepare(*ParseJson(R"({"files": {"c/tool/a.sh": "echo from a; cat activity.json",
                                           "c/tool/sub/b.txt": "b"}})"));
  const Json more = *ParseJson(R"({"folderPath": "c/tool",
      "resourceLinkedService": {"referenceName": "Files"}, "extendedProperties": {"x": "seven"},
      "referenceObjects": {"linkedServices": [{"referenceName": "Files"}]}})");
  const Json activity = Activity(
      "sh a.sh; cat b.txt >&2; cp linkedServices.json ../seen; echo '{\"rows\": 3}' > outputs.json",
      more);
  const Result<Json> output = Finish(activity);
  ASSERT_TRUE(output) << output.error().ToString();
  EXPECT_EQ((*output)["exitcode"].as_int(), 0);
  EXPECT_EQ((*output)["customOutput"]["rows"].as_int(), 3);
  EXPECT_EQ((*output)["outputs"][0].as_string(), (job() / "stdout.txt").string());
  EXPECT_THAT(ReadText(job() / "stdout.txt"), HasSubstr("from a\n{\"name\":\"C\""));
  EXPECT_THAT(ReadText(job() / "stdout.txt"), HasSubstr("\"x\":\"seven\""));
  EXPECT_EQ(ReadText(job() / "stderr.txt"), "b");
  EXPECT_THAT(ReadText(job() / "seen"), HasSubstr("\"name\":\"Files\""));
  EXPECT_THAT(ReadText((*output)["logLocation"].as_string()), HasSubstr("from a"));
  EXPECT_FALSE(fs::exists(job() / "wd/activity.json"));
  EXPECT_EQ(fs::status(job()).permissions(), fs::perms::owner_all);
}

TEST_F(LocalJobTest, AnExitCodeIsAnErrorWithTheLastWords) {
  const Result<Json> output = Finish(Activity("echo no such table >&2; exit 3"));
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().code(), "2500");
  EXPECT_THAT(output.error().message(), HasSubstr("ended with exit code 3: no such table"));
}

TEST_F(LocalJobTest, NoFilesAndFilesOfOneName) {
  const Json more =
      *ParseJson(R"({"folderPath": "c/x", "resourceLinkedService": {"referenceName": "Files"}})");
  const Result<Json> none = Finish(Activity("true", more));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code(), "2507");
  stores_.Prepare(*ParseJson(R"({"files": {"c/x/a.txt": "1", "c/x/y/a.txt": "2"}})"));
  world_.handle = Json();
  const Result<Json> twice = Finish(Activity("true", more));
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code(), "2508");
}

TEST_F(LocalJobTest, TheEnvironmentIsItsOwn) {
  setenv("WEIR_TEST_SECRET", "of the server", 1);
  Service(*ParseJson(R"({"environment": {"KEY": {"type": "SecureString", "value": "k 1"}}})"));
  const Result<Json> output = Finish(Activity("env; tr '\\0' ' ' </proc/$PPID/cmdline"));
  ASSERT_TRUE(output) << output.error().ToString();
  const std::string said = ReadText(job() / "stdout.txt");
  EXPECT_THAT(said, HasSubstr("KEY=k 1\n"));
  EXPECT_THAT(said, HasSubstr("AZ_BATCH_TASK_ID=weir-a-1\n"));
  EXPECT_EQ(said.find("of the server"), std::string::npos) << said;
  // The command itself, which may hold a secret, stands in no list of processes.
  EXPECT_EQ(said.find("cmdline"), std::string::npos) << said;
}

TEST_F(LocalJobTest, ARestartTakesTheProcessUp) {
  const Json activity = Activity("echo x >>../runs; while [ ! -e ../go ]; do sleep 0.02; done");
  CallUntil(activity, "runs");
  Start();
  CallUntil(activity, "runs");
  std::ofstream(job() / "go") << "1";
  const Result<Json> output = Finish(activity);
  ASSERT_TRUE(output) << output.error().ToString();
  EXPECT_EQ(ReadText(job() / "runs"), "x\n");
}

TEST_F(LocalJobTest, AJobWhoseHandleWasLostIsFoundAndRunsOnce) {
  const Json activity = Activity("echo x >>../runs; sleep 0.1");
  CallUntil(activity, "runs");
  // As after a crash between the start and the save.
  world_.handle.Remove("job");
  Start();
  const Result<Json> output = Finish(activity);
  ASSERT_TRUE(output) << output.error().ToString();
  EXPECT_EQ(ReadText(job() / "runs"), "x\n");
  // A second runner, started at any time, leaves.
  ASSERT_EQ(std::system(("/bin/sh " + (job() / "run").string()).c_str()), 0);
  EXPECT_EQ(ReadText(job() / "runs"), "x\n");
}

TEST_F(LocalJobTest, ACancelEndsWhatTheCommandStarted) {
  const Json activity =
      Activity("timeout 600 sh -c 'echo $$ >../inner; sleep 600' & echo $$ >../outer; wait");
  CallUntil(activity, "inner");
  CallUntil(activity, "outer");
  std::optional<UtcTime> again;
  const Result<Json> result = Call(activity, &again, true);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind(), ErrorKind::kCancelled);
  ExpectGone(PidIn("inner"));
  ExpectGone(PidIn("outer"));
}

TEST_F(LocalJobTest, AProcessThatWasKilled) {
  const Json activity = Activity("echo $$ >../pid; sleep 600");
  CallUntil(activity, "pid");
  KillSession(world_.handle["job"]["pid"].as_int(), world_.handle["job"]["startedTick"].as_int());
  const Result<Json> output = Finish(activity);
  ASSERT_FALSE(output);
  EXPECT_THAT(output.error().message(), HasSubstr("was ended from outside"));
}

TEST_F(LocalJobTest, TimeAndMemoryAreLimited) {
  Service(*ParseJson(R"({"maxRunTime": "00:00:01", "maxMemoryInMB": 64})"));
  const Result<Json> late = Finish(Activity("sleep 600"));
  ASSERT_FALSE(late);
  EXPECT_THAT(late.error().message(), HasSubstr("after 1 seconds, which is its 'maxRunTime'"));
  world_.handle = Json();
  fs::remove_all(job());
  const Result<Json> large = Finish(Activity("head -c 200000000 /dev/zero | sort >/dev/null"));
  ASSERT_FALSE(large);
  EXPECT_THAT(large.error().message(), HasSubstr("ended with exit code"));
}

TEST_F(LocalJobTest, OldFoldersGo) {
  ASSERT_TRUE(Finish(Activity("true", *ParseJson(R"({"retentionTimeInDays": 1})"))));
  DeleteOldJobs((stores_.root() / "jobs").string(), ToMicros(world_.clock.Now()) / 1'000'000);
  EXPECT_TRUE(fs::exists(job()));
  DeleteOldJobs((stores_.root() / "jobs").string(), 86'400 + 100);
  EXPECT_FALSE(fs::exists(job()));
}

TEST_F(LocalJobTest, AServiceMustAllowIt) {
  *allowed_ = false;
  const Result<Json> output = Finish(Activity("true"));
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().code(), "LocalCommandsNotAllowed");
  EXPECT_FALSE(fs::exists(job()));
}

}  // namespace
}  // namespace weir::compute::batch
