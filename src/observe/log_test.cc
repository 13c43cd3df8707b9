#include "observe/log.h"

#include <gtest/gtest.h>

#include <latch>

namespace weir::observe {
namespace {

class LogTest : public ::testing::Test {
 protected:
  /// The lines that `act` logs.
  template <typename Act>
  std::string Lines(LogForm form, LogLevel level, const Act& act) {
    std::string text;
    {
      Log log(form, level, clock_, [&](const std::string& lines) { text += lines; });
      act(log);
    }
    return text;
  }

  ManualClock clock_{FromMicros(1'700'000'000'000'000)};
};

TEST_F(LogTest, TextQuotesWhatIsNotPlain) {
  EXPECT_EQ(Lines(LogForm::kText, LogLevel::kInfo,
                  [](Log& log) {
                    log.Write(LogLevel::kInfo, "run.ended",
                              Json::Object({{"runId", "a"},
                                            {"none", ""},
                                            {"message", "two\nlines"},
                                            {"durationMs", 5}}));
                  }),
            "2023-11-14T22:13:20.0000000Z info run.ended runId=a message=\"two\\nlines\" "
            "durationMs=5\n");
}

TEST_F(LogTest, ShowsWhatItsLevelSays) {
  const std::string text = Lines(LogForm::kJson, LogLevel::kWarning, [](Log& log) {
    log.Write(LogLevel::kInfo, "quiet", Json::Object());
    log.Write(LogLevel::kWarning, "loud", Json::Object());
  });
  EXPECT_EQ(text,
            "{\"time\":\"2023-11-14T22:13:20.0000000Z\",\"level\":\"warning\","
            "\"event\":\"loud\"}\n");
}

TEST_F(LogTest, DropsWhatASlowSinkCannotTakeAndSaysSo) {
  std::latch begun(1);
  std::latch go_on(1);
  std::atomic<bool> told{false};
  bool first = true;
  Log log(LogForm::kText, LogLevel::kInfo, clock_, [&](const std::string& lines) {
    if (lines.find(" log.dropped lines=") != std::string::npos) told = true;
    if (!std::exchange(first, false)) return;
    begun.count_down();
    go_on.wait();
  });
  log.Write(LogLevel::kInfo, "first", Json::Object());
  begun.wait();
  for (size_t i = 0; i < Log::kLinesMax + 3; ++i) {
    log.Write(LogLevel::kInfo, "more", Json::Object());
  }
  go_on.count_down();
  while (!told) {
    log.Write(LogLevel::kInfo, "next", Json::Object());
    std::this_thread::yield();
  }
}

TEST_F(LogTest, MasksSecretsByValue) {
  Masker masker;
  masker.Add("hunter22");
  const std::string text = Lines(LogForm::kJson, LogLevel::kWarning, [&](Log& log) {
    RunLog runs(log);
    runs.set_masker(&masker);
    store::RunRecord run;
    run.run_id = "a";
    run.pipeline = "Load";
    run.factory = "/f";
    run.status = "InProgress";
    runs.RunChanged(run);
    pipeline::ActivityRecord activity;
    activity.name = "Web";
    activity.status = pipeline::ActivityStatus::kFailed;
    activity.end = activity.start + std::chrono::milliseconds(1500);
    activity.error = Json::Object({{"errorCode", "2108"}, {"message", "it said hunter22"}});
    runs.ActivityChanged("a", activity);
  });
  const Result<Json> line = ParseJson(text);
  ASSERT_TRUE(line.ok()) << text;
  EXPECT_EQ((*line)["message"].as_string(), "it said ***");
  EXPECT_EQ((*line)["event"].as_string(), "activity.ended");
  EXPECT_EQ((*line)["pipeline"].as_string(), "Load");
  EXPECT_EQ((*line)["errorCode"].as_string(), "2108");
  EXPECT_EQ((*line)["durationMs"].as_int(), 1500);
}

TEST_F(LogTest, TellsTroubleOnce) {
  const std::string text = Lines(LogForm::kText, LogLevel::kWarning, [](Log& log) {
    RunLog runs(log);
    const Error full = Fail(ErrorKind::kUnavailable, "StoreFull", "the disk is full");
    for (int i = 0; i < 3; ++i) runs.StoreTrouble(full);
    runs.StoreTrouble(std::nullopt);
  });
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2) << text;
}

TEST(LogOptions, NameWhatTheyKnow) {
  EXPECT_EQ(*ReadLogLevel("debug"), LogLevel::kDebug);
  EXPECT_EQ(ReadLogLevel("loud").error().code(), "InvalidLogLevel");
  EXPECT_EQ(*ReadLogForm("json"), LogForm::kJson);
  EXPECT_EQ(ReadLogForm("xml").error().code(), "InvalidLogForm");
}

}  // namespace
}  // namespace weir::observe
