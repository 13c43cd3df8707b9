#include "trigger/trigger_book.h"

#include <gtest/gtest.h>

#include <map>

#include "base/ids.h"

namespace weir::trigger {
namespace {

constexpr std::chrono::minutes kMinute{1};
const Key kKey{"factory", "t"};

UtcTime At(const char* text) {
  return *ParseUtc(text);
}

Definition Read(const char* type, const char* type_properties) {
  const std::string text = std::string(R"({"type": ")") + type + R"(", "pipelines": [
      {"pipelineReference": {"referenceName": "p"},
       "parameters": {"at": "@trigger().scheduledTime"}}],
      "typeProperties": )" +
                           type_properties + "}";
  auto definition = Definition::Parse("factory", "T", *ParseJson(text));
  EXPECT_TRUE(definition.ok()) << definition.error().ToString();
  return *std::move(definition);
}

Definition EveryFiveMinutes() {
  return Read("ScheduleTrigger", R"({"recurrence": {"frequency": "Minute", "interval": 5,
                                     "startTime": "2026-01-01T00:00:00Z"}})");
}

/// A book whose effects are kept as its owner keeps them: state and firings together, or neither.
class Keeper {
 public:
  explicit Keeper(UtcTime now) {
    Effects effects;
    EXPECT_TRUE(book_->Start(EveryFiveMinutes(), "id", now, &effects).ok());
    Keep(effects);
  }
  void Keep(const Effects& effects) {
    for (const RunWish& run : effects.runs) ++fired_[run.arguments["at"].as_string()];
    for (const store::TriggerRunRecord& run : effects.trigger_runs)
      messages_.push_back(run.message);
    if (effects.changed.contains(kKey)) state_ = book_->StateOf(kKey);
  }
  void Restart(UtcTime now) {
    book_ = std::make_unique<TriggerBook>();
    Effects effects;
    EXPECT_TRUE(book_->Restore(EveryFiveMinutes(), state_, now, &effects).ok());
    book_->GoOn(now, &effects);
    Keep(effects);
  }
  Effects Tick(UtcTime now) {
    Effects effects;
    book_->Tick(now, 100, &effects);
    return effects;
  }
  const std::map<std::string, int>& fired() const { return fired_; }
  const std::vector<std::string>& messages() const { return messages_; }

 private:
  std::unique_ptr<TriggerBook> book_ = std::make_unique<TriggerBook>();
  Json state_;
  std::map<std::string, int> fired_;
  std::vector<std::string> messages_;
};

TEST(TriggerBook, ASchedulesTimesFireOnceOverCrashesAndClocksThatJump) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    SeededRandom random(seed);
    const UtcTime begin = At("2026-01-01T00:00:30Z");
    Keeper keeper(begin);
    UtcTime now = begin;
    UtcTime latest = begin;
    for (int step = 0; step < 300; ++step) {
      const auto by = static_cast<int64_t>(random.Below(8));
      now += random.Below(10) == 0 ? -by * kMinute : by * kMinute;  // Clocks are set back too.
      latest = std::max(latest, now);
      const Effects effects = keeper.Tick(now);
      if (random.Below(5) == 0) {
        keeper.Restart(now);  // What was to be done is lost.
      } else {
        keeper.Keep(effects);
      }
    }
    keeper.Keep(keeper.Tick(latest));
    keeper.Keep(keeper.Tick(latest));
    const int64_t expected = (latest - At("2026-01-01T00:00:00Z")) / (5 * kMinute);
    ASSERT_EQ(static_cast<int64_t>(keeper.fired().size()), expected) << "seed " << seed;
    for (const auto& [time, times] : keeper.fired()) ASSERT_EQ(times, 1) << time;
  }
}

TEST(TriggerBook, FiringsOfALongPauseAreToldNotMadeUp) {
  Keeper keeper(At("2026-01-01T00:00:30Z"));
  keeper.Restart(At("2026-01-03T00:00:00Z"));
  ASSERT_EQ(keeper.messages().size(), 1U);
  EXPECT_NE(keeper.messages()[0].find("from 2026-01-01T00:05:00Z to 2026-01-02T00:00:00Z"),
            std::string::npos)
      << keeper.messages()[0];
  for (int i = 0; i < 10; ++i) keeper.Keep(keeper.Tick(At("2026-01-03T00:00:00Z")));
  EXPECT_EQ(keeper.fired().size(), 288U);
  EXPECT_FALSE(keeper.fired().contains("2026-01-02T00:00:00Z"));
}

TEST(TriggerBook, AStoppedScheduleMakesUpNothing) {
  TriggerBook book;
  Effects effects;
  ASSERT_TRUE(book.Start(EveryFiveMinutes(), "id", At("2026-01-01T00:00:30Z"), &effects).ok());
  book.Stop(kKey, At("2026-01-01T00:02:00Z"), &effects);
  book.Tick(At("2026-01-01T01:00:00Z"), 100, &effects);
  EXPECT_TRUE(effects.runs.empty());
  ASSERT_TRUE(book.Start(EveryFiveMinutes(), "other", At("2026-01-01T01:01:00Z"), &effects).ok());
  EXPECT_EQ(book.NextDue(), At("2026-01-01T01:05:00Z"));
}

TEST(TriggerBook, WhatCannotBeStartedIsRefusedByName) {
  const auto parse = [](const char* text) {
    return Definition::Parse("factory", "T", *ParseJson(text));
  };
  EXPECT_EQ(parse(R"({"type": "ScheduleTrigger", "typeProperties": {}})").error().code(),
            "BadRequest");
  EXPECT_EQ(parse(R"({"type": "RerunTumblingWindowTrigger", "typeProperties": {
                      "parentTrigger": "T", "requestedStartTime": "2026-01-01T00:00:00Z",
                      "requestedEndTime": "2026-01-02T00:00:00Z", "rerunConcurrency": 51}})")
                .error()
                .message(),
            "'rerunConcurrency' must be a number from 1 to 50, got 51");
  EXPECT_EQ(parse(R"({"type": "SundialTrigger",
                      "pipeline": {"pipelineReference": {"referenceName": "p"}}})")
                .error()
                .code(),
            "UnsupportedTrigger");
}

/// Windows of one trigger, and another that reruns them; each run ends at once when asked.
class WindowKeeper {
 public:
  static Definition Windows() {
    return Read("TumblingWindowTrigger",
                R"({"frequency": "Hour", "interval": 1, "maxConcurrency": 10,
        "startTime": "2026-01-01T00:00:00Z", "endTime": "2026-01-01T08:00:00Z"})");
  }
  static Definition Rerun() {
    const auto definition = Definition::Parse("factory", "again", *ParseJson(R"({
        "type": "RerunTumblingWindowTrigger", "typeProperties": {
          "parentTrigger": {"referenceName": "T", "type": "TriggerReference"},
          "requestedStartTime": "2026-01-01T02:00:00Z", "requestedEndTime": "2026-01-01T07:00:00Z",
          "rerunConcurrency": 2}})"));
    EXPECT_TRUE(definition.ok()) << definition.error().ToString();
    return *definition;
  }

  template <typename Act>
  void Do(const Act& act) {
    Effects effects;
    act(*book_, &effects);
    for (const RunWish& run : effects.runs) open_.push_back(run.run_id);
    for (const RunWish& run : effects.runs) ++starts_[run.window->index];
    for (const store::TriggerRunRecord& run : effects.trigger_runs) {
      if (run.trigger == "again") statuses_.push_back(run.status);
    }
    for (const Key& key : effects.changed) states_[key] = book_->StateOf(key);
  }
  void Tick(UtcTime now) {
    Do([&](TriggerBook& book, Effects* effects) { book.Tick(now, 100, effects); });
  }
  void EndOldest(UtcTime now) {
    store::RunRecord run;
    run.run_id = open_.front();
    run.status = "Succeeded";
    open_.erase(open_.begin());
    Do([&](TriggerBook& book, Effects* effects) { book.RunEnded(run, now, effects); });
  }
  void Restart(UtcTime now) {
    book_ = std::make_unique<TriggerBook>();
    Do([&](TriggerBook& book, Effects* effects) {
      for (const auto& [key, state] : states_) {
        EXPECT_TRUE(
            book.Restore(key.second == "t" ? Windows() : Rerun(), state, now, effects).ok());
      }
      book.GoOn(now, effects);
    });
  }

  std::unique_ptr<TriggerBook> book_ = std::make_unique<TriggerBook>();
  std::map<Key, Json> states_;
  std::vector<std::string> open_;
  std::map<int64_t, int> starts_;
  std::vector<std::string> statuses_;
};

TEST(TriggerBook, ARerunTriggerOpensEachWindowOnceAndAFewAtATime) {
  const UtcTime now = At("2026-01-02T00:00:00Z");
  WindowKeeper keeper;
  keeper.Do([&](TriggerBook& book, Effects* effects) {
    const Result<> early = book.Start(WindowKeeper::Rerun(), "r", now, effects);
    EXPECT_EQ(early.error().code(), "TriggerNotFound");
    ASSERT_TRUE(book.Start(WindowKeeper::Windows(), "w", now, effects).ok());
  });
  while (!keeper.open_.empty()) keeper.EndOldest(now);
  EXPECT_EQ(keeper.starts_.size(), 8U);
  keeper.Do([&](TriggerBook& book, Effects* effects) {
    ASSERT_TRUE(book.Start(WindowKeeper::Rerun(), "r", now, effects).ok());
  });
  while (!keeper.open_.empty()) {
    EXPECT_LE(keeper.open_.size(), 2U);
    keeper.Restart(now);
    keeper.EndOldest(now);
  }
  const std::map<int64_t, int> want = {{0, 1}, {1, 1}, {2, 2}, {3, 2},
                                       {4, 2}, {5, 2}, {6, 2}, {7, 1}};
  EXPECT_EQ(keeper.starts_, want);
  EXPECT_EQ(keeper.statuses_, std::vector<std::string>({"Running", "Succeeded"}));
}

TEST(TriggerBook, WindowsStartOnceOverCrashesAndClocksThatJump) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    SeededRandom random(seed);
    const UtcTime begin = At("2026-01-01T00:30:00Z");
    WindowKeeper keeper;
    keeper.Do([&](TriggerBook& book, Effects* effects) {
      ASSERT_TRUE(book.Start(WindowKeeper::Windows(), "w", begin, effects).ok());
    });
    UtcTime now = begin;
    for (int step = 0; step < 100; ++step) {
      // Back by up to five hours, forward by up to three.
      const auto by = static_cast<int64_t>(random.Below(300));
      now += random.Below(4) == 0 ? -by * kMinute : by / 2 * kMinute;
      keeper.Tick(now);
      if (random.Below(4) == 0) keeper.Restart(now);
      if (!keeper.open_.empty()) keeper.EndOldest(now);
    }
    keeper.Tick(At("2026-01-03T00:00:00Z"));
    while (!keeper.open_.empty()) keeper.EndOldest(now);
    ASSERT_EQ(keeper.starts_.size(), 8U) << "seed " << seed;
    for (const auto& [index, times] : keeper.starts_) ASSERT_EQ(times, 1) << seed << " " << index;
  }
}

}  // namespace
}  // namespace weir::trigger
