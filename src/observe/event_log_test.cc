#include "observe/event_log.h"

#include <gtest/gtest.h>

namespace weir::observe {
namespace {

store::RunRecord RunOf(const std::string& id, const std::string& factory = "/f") {
  store::RunRecord run;
  run.run_id = id;
  run.factory = factory;
  run.pipeline = "Load";
  run.status = "InProgress";
  run.parameters = Json::Object({{"p", "large"}});
  return run;
}

bool All(const std::string&) {
  return true;
}

size_t CountOf(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++count;
  return count;
}

std::string LastId(const std::string& text) {
  const size_t at = text.rfind("id: ") + 4;
  return text.substr(at, text.find('\n', at) - at);
}

engine::Progress Written(int64_t rows) {
  engine::Progress progress;
  progress.rows_written = rows;
  return progress;
}

class EventLogTest : public ::testing::Test {
 protected:
  std::unique_ptr<EventLog::Reader> Follow(const std::string& last_id = "") {
    auto reader = log_.Follow(last_id, All);
    EXPECT_TRUE(reader.ok());
    return *std::move(reader);
  }

  ManualClock clock_{FromMicros(1'700'000'000'000'000)};
  EventLog log_{clock_, 3};
};

TEST_F(EventLogTest, GivesWhatCameSince) {
  log_.RunChanged(RunOf("before"));
  const auto reader = Follow();
  EXPECT_EQ(*reader->Take(), "retry: 1000\n\n");
  EXPECT_EQ(*reader->Take(), "");
  int woken = 0;
  reader->OnMore([&woken] { ++woken; });
  log_.RunChanged(RunOf("a"));
  pipeline::ActivityRecord activity;
  activity.name = "Copy1";
  activity.status = pipeline::ActivityStatus::kFailed;
  activity.error = Json::Object({{"errorCode", "11"}, {"message", "with a secret"}});
  log_.ActivityChanged("a", activity);
  log_.ActivityChanged("of nobody", activity);
  EXPECT_EQ(woken, 2);
  const std::string text = *reader->Take();
  EXPECT_EQ(CountOf(text, "\nevent: run\n"), 1U);
  EXPECT_EQ(CountOf(text, "\nevent: activity\n"), 1U);
  EXPECT_NE(text.find(R"("errorCode":"11")"), std::string::npos);
  EXPECT_EQ(text.find("secret"), std::string::npos);
  EXPECT_EQ(text.find("large"), std::string::npos);
  EXPECT_EQ(text.find("before"), std::string::npos);
}

TEST_F(EventLogTest, TellsProgressOnceASecondUntilTheEnd) {
  const auto reader = Follow();
  log_.RunChanged(RunOf("a"));
  pipeline::ActivityRecord activity;
  activity.name = "Copy1";
  activity.activity_run_id = "one";
  activity.status = pipeline::ActivityStatus::kInProgress;
  log_.ActivityProgress("a", "one", Written(1));
  log_.ActivityChanged("a", activity);
  (void)*reader->Take();
  log_.ActivityProgress("a", "one", Written(2));
  log_.ActivityProgress("a", "one", Written(3));
  const std::string first = *reader->Take();
  EXPECT_EQ(CountOf(first, "event: progress"), 1U);
  EXPECT_NE(first.find(R"("rowsWritten":2)"), std::string::npos);
  EXPECT_NE(first.find(R"("activityName":"Copy1")"), std::string::npos);
  clock_.Advance(EventLog::kProgressEach);
  log_.ActivityProgress("a", "one", Written(4));
  EXPECT_EQ(CountOf(*reader->Take(), R"("rowsWritten":4)"), 1U);
  activity.end = clock_.Now();
  log_.ActivityChanged("a", activity);
  (void)*reader->Take();
  clock_.Advance(EventLog::kProgressEach);
  log_.ActivityProgress("a", "one", Written(5));
  EXPECT_EQ(*reader->Take(), "");
}

TEST_F(EventLogTest, GoesOnBehindAnId) {
  const auto reader = Follow();
  log_.RunChanged(RunOf("a"));
  const std::string id = LastId(*reader->Take());
  log_.RunChanged(RunOf("b"));
  log_.RunChanged(RunOf("c"));
  const std::string text = *Follow(id)->Take();
  EXPECT_EQ(CountOf(text, "event: gap"), 0U);
  EXPECT_EQ(CountOf(text, "event: run"), 2U);
  EXPECT_EQ(text.find(R"("runId":"a")"), std::string::npos);
  log_.RunChanged(RunOf("d"));
  log_.RunChanged(RunOf("e"));
  for (const char* unknown : {"", "-99", "x-1"}) {
    const std::string gone = *Follow(*unknown == '\0' ? id : id.substr(0, 3) + unknown)->Take();
    EXPECT_EQ(CountOf(gone, "event: gap"), 1U) << gone;
    EXPECT_EQ(CountOf(gone, "event: run"), 3U) << gone;
  }
}

TEST_F(EventLogTest, DropsWhoIsTooSlowWithAWord) {
  const auto reader = Follow();
  reader->Take();
  for (const char* id : {"a", "b", "c", "d"}) log_.RunChanged(RunOf(id));
  const std::string text = *reader->Take();
  EXPECT_TRUE(text.starts_with("event: dropped\n")) << text;
  EXPECT_FALSE(reader->Take());
}

TEST_F(EventLogTest, ShowsOnlyWhatIsWanted) {
  auto reader = log_.Follow("", [](const std::string& factory) { return factory == "/g"; });
  log_.RunChanged(RunOf("a"));
  log_.RunChanged(RunOf("b", "/g"));
  EXPECT_EQ(CountOf(*(*reader)->Take(), "event: run"), 1U);
}

TEST_F(EventLogTest, BreaksSilenceAndEndsAfterAnHour) {
  const auto reader = Follow();
  reader->Take();
  clock_.Advance(std::chrono::seconds(15));
  EXPECT_EQ(*reader->Take(), ":\n\n");
  EXPECT_EQ(*reader->Take(), "");
  clock_.Advance(std::chrono::hours(1));
  EXPECT_FALSE(reader->Take());
}

TEST_F(EventLogTest, HasSoManyReadersAtMost) {
  std::vector<std::unique_ptr<EventLog::Reader>> readers;
  for (size_t i = 0; i < EventLog::kReadersMax; ++i) readers.push_back(Follow());
  const auto refused = log_.Follow("", All);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code(), "TooManyWatchers");
  readers.pop_back();
  EXPECT_TRUE(log_.Follow("", All).ok());
}

}  // namespace
}  // namespace weir::observe
