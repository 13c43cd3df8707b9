#include "compute/job_executor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/ids.h"
#include "compute/testing/fake_context.h"

namespace weir::compute {
namespace {

using testing::FakeContext;
using ::testing::HasSubstr;
using testing::World;

/// Moments at which a process may die, at most.
constexpr int kPointsMax = 40;

/// The process ends here.
struct Crash {};

/// Counts the moments at which a process may die, and dies at one of them.
struct CrashPlan {
  int at = -1;
  int seen = 0;
  void Point() {
    if (seen++ == at) throw Crash();
  }
};

/// A compute service that outlives our crashes: knows jobs by their name, if it can be asked.
struct FakeService {
  struct One {
    std::string name;
    int polls_left = 0;
    bool cancelled = false;
  };
  bool can_find = true;
  int polls = 3;
  int down = 0;                ///< How many of the next calls are answered with 503.
  bool loses_answers = false;  ///< Takes a job, but the answer does not arrive, once.
  std::optional<Error> fails;
  int closed = 0;
  std::vector<One> jobs;
  CrashPlan plan;

  Result<> Arrive() {
    plan.Point();
    if (down > 0) {
      --down;
      return Fail(ErrorKind::kUnavailable, "ServiceBusy", "status 503");
    }
    return {};
  }
};

class FakeJob final : public Job {
 public:
  explicit FakeJob(FakeService& service) : service_(service) {}

  bool CanFind() const override { return service_.can_find; }
  Result<Json> Submit(JobCall& call) override {
    WEIR_TRY(service_.Arrive());
    service_.jobs.push_back({call.name(), service_.polls});
    service_.plan.Point();
    if (std::exchange(service_.loses_answers, false)) {
      return Fail(ErrorKind::kUnavailable, "HttpConnectionBroken", "the answer broke off");
    }
    return Json::Object({{"id", service_.jobs.size() - 1}});
  }
  Result<std::optional<Json>> Find(JobCall& call) override {
    WEIR_TRY(service_.Arrive());
    for (size_t i = 0; i < service_.jobs.size(); ++i) {
      if (service_.jobs[i].name == call.name()) return std::optional(Json::Object({{"id", i}}));
    }
    return std::optional<Json>();
  }
  Result<JobStatus> Poll(JobCall& call) override {
    WEIR_TRY(service_.Arrive());
    FakeService::One& job = At(call);
    call.log().Append("polled");
    if (job.cancelled) return JobStatus{JobState::kCancelled};
    if (job.polls_left-- > 0) return JobStatus{};
    if (service_.fails) return JobStatus{JobState::kFailed, {}, service_.fails};
    return JobStatus{JobState::kSucceeded};
  }
  Result<> Cancel(JobCall& call) override {
    WEIR_TRY(service_.Arrive());
    At(call).cancelled = true;
    service_.plan.Point();
    return {};
  }
  Result<Json> Output(JobCall& call) override {
    WEIR_TRY(service_.Arrive());
    return Json::Object({{"jobId", At(call).name}});
  }
  void Close(JobCall&) override { ++service_.closed; }

 private:
  FakeService::One& At(JobCall& call) {
    return service_.jobs.at(static_cast<size_t>(call.handle()["id"].as_int()));
  }
  FakeService& service_;
};

class JobExecutorTest : public ::testing::Test {
 protected:
  JobExecutorTest()
      : folder_((std::filesystem::temp_directory_path() / ("weir-" + NewGuid())).string()) {
    tools_.logs = std::make_shared<JobLogs>();
    tools_.logs->UseFolder(folder_);
    tools_.pace.trouble_first = std::chrono::microseconds(100);
  }
  ~JobExecutorTest() override {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }

  std::shared_ptr<engine::ActivityExecutor> Start() {
    return MakeJobExecutor(
        [this](engine::ActivityContext&) -> Result<std::unique_ptr<Job>> {
          return std::make_unique<FakeJob>(service_);
        },
        tools_);
  }

  Result<Json> Finish(engine::ActivityExecutor& executor) {
    return testing::Finish(executor, world_);
  }

  Result<Json> Once(engine::ActivityExecutor& executor) {
    FakeContext context(world_);
    return executor.Execute(context);
  }

  Result<Json> Cancel(engine::ActivityExecutor& executor, bool stops = false) {
    FakeContext context(world_);
    context.token.Cancel(stops ? "the engine stops" : "the run was cancelled");
    context.stops = stops;
    Result<Json> result = executor.Execute(context);
    EXPECT_FALSE(context.again);
    return result;
  }

  const std::string folder_;
  FakeService service_;
  World world_;
  JobTools tools_;
};

TEST_F(JobExecutorTest, FollowsAJobToItsEnd) {
  const auto executor = Start();
  const Result<Json> output = Finish(*executor);
  ASSERT_TRUE(output) << output.error().ToString();
  EXPECT_EQ((*output)["jobId"].as_string(), "weir-a-1");
  EXPECT_EQ((*output)["billingReference"]["activityType"].as_string(), "ExternalActivity");
  EXPECT_EQ(service_.jobs.size(), 1U);
  EXPECT_EQ(service_.closed, 1);
  std::ifstream log((*output)["logLocation"].as_string());
  std::string line;
  EXPECT_TRUE(std::getline(log, line));
  EXPECT_EQ(line, "polled");
}

TEST_F(JobExecutorTest, AProcessMayDieAtAnyMomentAndStillOneJobRuns) {
  for (int at = 0; at < kPointsMax; ++at) {
    service_ = FakeService();
    world_ = World();
    service_.plan = {at, 0};
    world_.at_save = [this] { service_.plan.Point(); };
    bool died = false;
    Result<Json> output = Json();
    try {
      output = Finish(*Start());
    } catch (const Crash&) {  // Everything but the store and the service is gone.
      died = true;
      service_.plan.at = -1;
      output = Finish(*Start());
    }
    ASSERT_TRUE(output) << "at " << at << ": " << output.error().ToString();
    EXPECT_EQ(service_.jobs.size(), 1U) << "at " << at;
    if (!died) return;  // There are no more moments than these.
  }
  FAIL() << "more moments than expected";
}

TEST_F(JobExecutorTest, ACancelledJobIsStoppedWhereverTheProcessDiedBefore) {
  for (int at = 0; at < kPointsMax; ++at) {
    service_ = FakeService();
    service_.polls = 1'000'000;
    world_ = World();
    world_.at_save = [this] { service_.plan.Point(); };
    auto executor = Start();
    ASSERT_TRUE(Once(*executor));
    ASSERT_TRUE(Once(*executor));
    service_.plan = {at, 0};
    bool died = false;
    Result<Json> ended = Json();
    try {
      ended = Cancel(*executor);
    } catch (const Crash&) {
      died = true;
      service_.plan.at = -1;
      executor = Start();
      ended = Cancel(*executor);
    }
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().kind(), ErrorKind::kCancelled);
    ASSERT_EQ(service_.jobs.size(), 1U);
    EXPECT_TRUE(service_.jobs[0].cancelled) << "at " << at;
    if (!died) return;
  }
  FAIL() << "more moments than expected";
}

TEST_F(JobExecutorTest, AJobWhoseAnswerWasLostIsFoundByItsName) {
  service_.loses_answers = true;
  const Result<Json> output = Finish(*Start());
  ASSERT_TRUE(output) << output.error().ToString();
  EXPECT_EQ(service_.jobs.size(), 1U);
}

TEST_F(JobExecutorTest, AnAnswerLostBySomebodyWhoCannotBeAskedEndsTheAttempt) {
  service_.can_find = false;
  service_.loses_answers = true;
  const Result<Json> output = Finish(*Start());
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().code(), "HttpConnectionBroken");
  EXPECT_EQ(service_.jobs.size(), 1U);
}

TEST_F(JobExecutorTest, CancelledBeforeTheAnswerTheJobIsFoundAndStopped) {
  service_.loses_answers = true;
  const auto executor = Start();
  ASSERT_TRUE(Once(*executor));
  ASSERT_FALSE(Cancel(*executor));
  ASSERT_EQ(service_.jobs.size(), 1U);
  EXPECT_TRUE(service_.jobs[0].cancelled);
}

TEST_F(JobExecutorTest, AServiceThatIsAwayIsAskedAgain) {
  const auto executor = Start();
  service_.down = 4;
  ASSERT_TRUE(Once(*executor));
  const Result<Json> output = Finish(*executor);
  ASSERT_TRUE(output) << output.error().ToString();
  EXPECT_EQ(service_.jobs.size(), 1U);
  EXPECT_THAT(world_.notes, ::testing::Contains(HasSubstr("asks again: status 503")));
}

TEST_F(JobExecutorTest, AServiceThatStaysAwayIsGivenUp) {
  const auto executor = Start();
  ASSERT_TRUE(Once(*executor));
  const UtcTime before = world_.clock.Now();
  service_.down = 1'000'000;
  const Result<Json> output = Finish(*executor);
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().code(), "ServiceBusy");
  EXPECT_GE(world_.clock.Now() - before, tools_.pace.trouble_max);
}

TEST_F(JobExecutorTest, TheJobsErrorIsTheActivitys) {
  service_.fails = Fail(ErrorKind::kInvalid, "2302", "exit code 3");
  const Result<Json> output = Finish(*Start());
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().code(), "2302");
  EXPECT_EQ(service_.closed, 1);
}

TEST_F(JobExecutorTest, AJobThatSomebodyElseStoppedFails) {
  const auto executor = Start();
  ASSERT_TRUE(Once(*executor));
  service_.jobs[0].cancelled = true;
  const Result<Json> output = Finish(*executor);
  ASSERT_FALSE(output);
  EXPECT_EQ(output.error().code(), "JobCancelled");
}

TEST_F(JobExecutorTest, WhenTheEngineStopsTheJobGoesOn) {
  auto executor = Start();
  ASSERT_TRUE(Once(*executor));
  EXPECT_FALSE(Cancel(*executor, true));
  EXPECT_FALSE(service_.jobs[0].cancelled);
  executor = Start();
  ASSERT_TRUE(Finish(*executor));
  EXPECT_EQ(service_.jobs.size(), 1U);
}

TEST_F(JobExecutorTest, ACancelIsTriedAgain) {
  const auto executor = Start();
  ASSERT_TRUE(Once(*executor));
  service_.down = 3;
  EXPECT_FALSE(Cancel(*executor));
  EXPECT_TRUE(service_.jobs[0].cancelled);
}

TEST_F(JobExecutorTest, AtItsLimitTheNextJobWaits) {
  tools_.jobs_max = 1;
  const auto executor = Start();
  ASSERT_TRUE(Once(*executor));
  World other;
  FakeContext context(other);
  ASSERT_TRUE(executor->Execute(context));
  ASSERT_TRUE(context.again);
  EXPECT_TRUE(other.handle.is_null());
  EXPECT_EQ(service_.jobs.size(), 1U);
  ASSERT_TRUE(Finish(*executor));
  ASSERT_TRUE(executor->Execute(context));
  EXPECT_EQ(service_.jobs.size(), 2U);
}

TEST(JobPaceTest, LooksAtATenthOfTheAge) {
  const JobPace pace;
  EXPECT_EQ(pace.AfterAge(std::chrono::seconds(0)), std::chrono::milliseconds(50));
  EXPECT_EQ(pace.AfterAge(std::chrono::seconds(20)), std::chrono::seconds(2));
  EXPECT_EQ(pace.AfterAge(std::chrono::hours(9)), std::chrono::seconds(15));
  EXPECT_EQ(pace.AfterFailures(1), std::chrono::milliseconds(500));
  EXPECT_EQ(pace.AfterFailures(3), std::chrono::seconds(2));
  EXPECT_EQ(pace.AfterFailures(1000), std::chrono::seconds(30));
}

}  // namespace
}  // namespace weir::compute
