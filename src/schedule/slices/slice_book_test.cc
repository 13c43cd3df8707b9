#include "schedule/slices/slice_book.h"

#include <gtest/gtest.h>

#include <map>

#include "base/ids.h"

namespace weir::schedule {
namespace {

using std::chrono::days;
using std::chrono::hours;

UtcTime At(const char* text) {
  const Result<UtcTime> time = ParseUtc(text);
  return time ? *time : UtcTime();
}

SliceCalendar Every(model::V1Frequency frequency, int64_t interval = 1) {
  model::V1Availability availability;
  availability.frequency = frequency;
  availability.interval = interval;
  return SliceCalendar(availability);
}

SliceActivity Activity(std::string pipeline, std::string output, std::vector<std::string> inputs,
                       SliceCalendar calendar, Interval active) {
  SliceActivity activity;
  activity.pipeline = std::move(pipeline);
  activity.name = "Make " + output;
  activity.outputs = {std::move(output)};
  for (std::string& input : inputs) activity.inputs.push_back({std::move(input)});
  activity.calendar = calendar;
  activity.active = active;
  return activity;
}

/// A day of hours, which two activities make one after the other into a daily total.
struct Chain {
  SliceBook book;
  Interval day = {At("2016-07-12T00:00:00Z"), At("2016-07-13T00:00:00Z")};
  SliceCalendar hourly = Every(model::V1Frequency::kHour);

  Chain() {
    for (const char* name : {"Raw", "Clean"}) book.Put(SliceDataset{name, hourly});
    book.Put(SliceDataset{"Total", Every(model::V1Frequency::kDay)});
    EXPECT_TRUE(book.Put(Activity("P", "Raw", {}, hourly, day)));
    EXPECT_TRUE(book.Put(Activity("P", "Clean", {"Raw"}, hourly, day)));
    EXPECT_TRUE(book.Put(Activity("Q", "Total", {"Clean"}, Every(model::V1Frequency::kDay), day)));
  }
};

/// Ends every run at once; fails those that `fails` says. The outputs in the order they were made.
std::vector<std::string> RunAll(SliceBook& book, SliceChanges changes, UtcTime now,
                                const std::function<bool(const StartSlice&)>& fails = nullptr) {
  std::vector<std::string> made;
  std::vector<StartSlice> open = changes.starts;
  for (size_t next = 0; next < open.size(); ++next) {
    const StartSlice start = open[next];
    const std::string output = start.activity.substr(5);
    const bool failed = fails && fails(start);
    if (!failed) made.push_back(output + " " + FormatUtc(start.slice.start).substr(11, 2));
    const SliceOutcome outcome = failed ? SliceOutcome::kFailed : SliceOutcome::kSucceeded;
    for (StartSlice& more : book.RunEnded(output, start.number, outcome, now).starts) {
      open.push_back(std::move(more));
    }
  }
  return made;
}

TEST(SliceBook, MakesEachSliceOnceAfterItsInputs) {
  Chain chain;
  const std::vector<std::string> made =
      RunAll(chain.book, chain.book.Tick(chain.day.end), chain.day.end);
  EXPECT_EQ(made.size(), 49U);
  EXPECT_EQ(made.back(), "Total 00");
  EXPECT_EQ(std::set<std::string>(made.begin(), made.end()).size(), 49U);
  EXPECT_FALSE(chain.book.NextTime().has_value());
  EXPECT_EQ(chain.book.running(), 0);
}

TEST(SliceBook, SliceProducedLateReleasesAllThatWaitedForIt) {
  Chain chain;
  RunAll(chain.book, chain.book.Tick(chain.day.end), chain.day.end, [](const StartSlice& start) {
    return start.activity == "Make Raw" && start.slice.start == At("2016-07-12T08:00:00Z");
  });
  auto total = chain.book.View("Total", chain.day, chain.day.end);
  ASSERT_TRUE(total);
  EXPECT_EQ(total->front().status.substate, SliceSubstate::kDatasetDependencies);
  EXPECT_EQ(total->front().missing, "Clean");
  EXPECT_EQ(total->front().missing_slice->start, At("2016-07-12T08:00:00Z"));
  auto reset = chain.book.SetStatus("Raw", {At("2016-07-12T08:00:00Z"), At("2016-07-12T09:00:00Z")},
                                    SliceState::kWaiting, SliceBook::Reach::kDataset,
                                    chain.day.end + hours(5));
  ASSERT_TRUE(reset);
  EXPECT_EQ(RunAll(chain.book, *std::move(reset), chain.day.end + hours(5)),
            (std::vector<std::string>{"Raw 08", "Clean 08", "Total 00"}));
}

TEST(SliceBook, TimeMakesSlicesDueOneByOne) {
  Chain chain;
  UtcTime now = chain.day.start;
  int made = 0;
  while (const auto next = chain.book.NextTime()) {
    EXPECT_GT(*next, now);
    now = *next;
    made += static_cast<int>(RunAll(chain.book, chain.book.Tick(now), now).size());
  }
  EXPECT_EQ(now, chain.day.end);
  EXPECT_EQ(made, 49);
}

TEST(SliceBook, TakesUpWhatWasSaved) {
  Chain chain;
  std::map<std::pair<std::string, int64_t>, SliceStatus> saved;
  const auto save = [&saved](const SliceChanges& made) {
    for (const SavedSlice& slice : made.saves) saved[{slice.dataset, slice.number}] = slice.status;
  };
  SliceChanges changes = chain.book.Tick(chain.day.start + hours(4));
  save(changes);
  changes = chain.book.RunEnded("Raw", changes.starts[0].number, SliceOutcome::kSucceeded,
                                chain.day.start + hours(4));
  save(changes);
  Chain again;
  for (const auto& [slice, status] : saved) again.book.Restore(slice.first, slice.second, status);
  EXPECT_EQ(again.book.running(), 2);  // Raw 01 and Clean 00.
  EXPECT_TRUE(again.book.Tick(chain.day.start + hours(4)).starts.empty());
  EXPECT_EQ(again.book.View("Raw", chain.day, chain.day.start + hours(4))->front().status.state,
            SliceState::kReady);
}

TEST(SliceBook, ChangedPeriodMakesTheNewSlicesOnly) {
  Chain chain;
  RunAll(chain.book, chain.book.Tick(chain.day.end), chain.day.end);
  const Interval longer = {chain.day.start - hours(2), chain.day.end};
  auto changes = chain.book.SetActivePeriod("P", longer, chain.day.end);
  ASSERT_TRUE(changes);
  EXPECT_EQ(RunAll(chain.book, *std::move(changes), chain.day.end),
            (std::vector<std::string>{"Raw 22", "Raw 23", "Clean 22", "Clean 23"}));
  changes = chain.book.MakeAgain("P", chain.day.end);
  ASSERT_TRUE(changes);
  EXPECT_EQ(RunAll(chain.book, *std::move(changes), chain.day.end).size(), 52U);
}

TEST(SliceBook, MinutesOfTenYearsCostNothingUntilTheyAreDue) {
  SliceBook book;
  const SliceCalendar minutes = Every(model::V1Frequency::kMinute);
  const Interval decade = {At("2016-01-01T00:00:00Z"), At("2026-01-01T00:00:00Z")};
  book.Put(SliceDataset{"In", minutes, true});
  book.Put(SliceDataset{"Out", minutes});
  ASSERT_TRUE(book.Put(Activity("P", "Out", {}, minutes, decade)));
  EXPECT_EQ(book.Tick(At("2016-01-01T00:10:00Z")).starts.size(), 1U);
  const auto views = book.View("Out", decade, decade.start);
  EXPECT_EQ(views.error().code(), "TooManySlices");
}

TEST(SliceBook, AnotherCalendarKeepsWhatWasReady) {
  Chain chain;
  RunAll(chain.book, chain.book.Tick(chain.day.end), chain.day.end);
  SliceBook next;
  const SliceCalendar wide = Every(model::V1Frequency::kHour, 5);
  next.Put(SliceDataset{"Raw", wide});
  ASSERT_TRUE(next.Put(Activity("P", "Raw", {}, wide, chain.day)));
  const SliceChanges changes = next.Inherit(chain.book);
  EXPECT_EQ(changes.forgotten, std::vector<std::string>{"Raw"});
  size_t ready = 0;
  const auto views = next.View("Raw", chain.day, chain.day.end);
  ASSERT_TRUE(views);
  for (const SliceView& view : *views) {
    if (view.status.state != SliceState::kReady) continue;
    ++ready;
    EXPECT_GE(view.slice.start, chain.day.start);
    EXPECT_LE(view.slice.end, chain.day.end);
  }
  EXPECT_EQ(ready, changes.saves.size());
  EXPECT_GE(ready, 4U);
}

TEST(SliceBook, CountsAttemptsOverAllThatIsSet) {
  Chain chain;
  const SliceChanges first = chain.book.Tick(chain.day.end);
  ASSERT_EQ(first.starts.size(), 1U);
  EXPECT_EQ(first.starts[0].run, 1);
  const StartSlice start = first.starts[0];
  ASSERT_TRUE(chain.book.Pause("P", true, chain.day.end));
  (void)chain.book.RunEnded("Raw", start.number, SliceOutcome::kSucceeded, chain.day.end);
  auto changes = chain.book.SetStatus("Raw", start.slice, SliceState::kWaiting,
                                      SliceBook::Reach::kDataset, chain.day.end);
  ASSERT_TRUE(changes);
  ASSERT_FALSE(changes->saves.empty());
  EXPECT_EQ(changes->saves.back().status.runs, 1);
  changes = chain.book.Pause("P", false, chain.day.end);
  ASSERT_FALSE(changes->starts.empty());
  EXPECT_EQ(changes->starts[0].number, start.number);
  EXPECT_EQ(changes->starts[0].attempt, 1);
  EXPECT_EQ(changes->starts[0].run, 2);
}

/// Ten years of minutes that are all due: what waits is ranges, and looked for a few at a time.
TEST(SliceBook, MinutesOfTenYearsAreLookedForAFewAtATime) {
  SliceBook book;
  const SliceCalendar minutes = Every(model::V1Frequency::kMinute);
  const Interval decade = {At("2006-01-01T00:00:00Z"), At("2016-01-01T00:00:00Z")};
  book.Put(SliceDataset{"In", minutes, true});
  book.Put(SliceDataset{"Out", minutes});
  ASSERT_TRUE(book.Put(Activity("P", "Out", {"In"}, minutes, decade)));
  SliceChanges changes = book.Tick(decade.end, 100'000);
  EXPECT_EQ(changes.checks.size(), static_cast<size_t>(SliceBook::kChecksMax));
  EXPECT_EQ(changes.saves.size(), changes.checks.size());
  const CheckSlice first = changes.checks.front();
  EXPECT_EQ(first.slice.start, decade.start);
  changes = book.Checked("In", first.number, true, false, decade.end);
  ASSERT_EQ(changes.checks.size(), 1U);
  EXPECT_EQ(changes.checks[0].slice.start, decade.start + std::chrono::minutes(100));
  EXPECT_EQ(changes.starts.size(), 1U);
  const Interval later = {decade.start + days(1), decade.start + days(2)};
  const auto waiting = book.View("In", later, decade.end);
  ASSERT_TRUE(waiting);
  EXPECT_EQ(waiting->back().status.substate, SliceSubstate::kValidation);
  const auto set =
      book.SetStatus("Out", decade, SliceState::kSkipped, SliceBook::Reach::kDataset, decade.end);
  EXPECT_EQ(set.error().code(), "TooManySlices");
}

TEST(SliceBook, ChecksThatWaitForOthersAreAllMade) {
  SliceBook book;
  const SliceCalendar hourly = Every(model::V1Frequency::kHour);
  const Interval month = {At("2016-07-01T00:00:00Z"), At("2016-08-01T00:00:00Z")};
  SliceDataset in{"In", hourly, true};
  in.external_policy.maximum_retry = 2;
  book.Put(in);
  book.Put(SliceDataset{"Out", hourly});
  SliceActivity activity = Activity("P", "Out", {"In"}, hourly, month);
  activity.policy.newest_first = true;
  ASSERT_TRUE(book.Put(activity));
  const UtcTime now = month.end + days(1);
  std::vector<CheckSlice> open = book.Tick(now).checks;
  std::map<int64_t, int> checks;
  while (!open.empty()) {
    ASSERT_LE(open.size(), static_cast<size_t>(SliceBook::kChecksMax));
    const CheckSlice check = open.back();
    open.pop_back();
    ++checks[check.number];
    const auto made = book.Checked("In", check.number, false, false, now);
    open.insert(open.end(), made.checks.begin(), made.checks.end());
  }
  EXPECT_EQ(checks.size(), 744U);
  for (const auto& [number, times] : checks) EXPECT_EQ(times, 2) << number;
}

/// Each needs the one before it, so all but one wait by a note.
TEST(SliceBook, NotesOfSlicesThatWaitAreBounded) {
  SliceBook book;
  const SliceCalendar minutes = Every(model::V1Frequency::kMinute);
  const Interval month = {At("2016-07-01T00:00:00Z"), At("2016-08-01T00:00:00Z")};
  book.Put(SliceDataset{"Out", minutes});
  SliceActivity activity = Activity("P", "Out", {}, minutes, month);
  activity.inputs.push_back({"Out", [](const Interval& slice) {
                               return Interval{slice.start - std::chrono::minutes(1), slice.start};
                             }});
  ASSERT_TRUE(book.Put(activity));
  EXPECT_TRUE(book.Tick(month.end).starts.empty());
  EXPECT_FALSE(book.NextTime());  // Nothing is looked at until one of those gets what it waits for.
  auto set = book.SetStatus("Out", {month.start, month.start + std::chrono::minutes(1)},
                            SliceState::kReady, SliceBook::Reach::kDataset, month.end);
  ASSERT_TRUE(set);
  SliceChanges changes = *std::move(set);
  int64_t made = 1;
  while (true) {
    if (!changes.starts.empty()) {
      ++made;
      changes = book.RunEnded("Out", changes.starts[0].number, SliceOutcome::kSucceeded, month.end);
    } else if (const auto next = book.NextTime()) {
      ASSERT_LE(*next, month.end);
      changes = book.Tick(month.end);
    } else {
      break;
    }
  }
  EXPECT_EQ(made, 31 * 24 * 60);
}

TEST(SliceBook, RefusesWhatCannotBe) {
  Chain chain;
  const auto set = [&](const char* dataset, Interval range, SliceState state) {
    const auto changes =
        chain.book.SetStatus(dataset, range, state, SliceBook::Reach::kDataset, chain.day.end);
    return changes ? std::string() : changes.error().code();
  };
  EXPECT_EQ(set("None", chain.day, SliceState::kReady), "DatasetNotFound");
  EXPECT_EQ(set("Raw", {chain.day.end, chain.day.end + hours(1)}, SliceState::kReady),
            "OutsideActivePeriod");
  EXPECT_EQ(set("Raw", chain.day, SliceState::kInProgress), "InvalidSliceStatus");
  ASSERT_EQ(chain.book.Tick(chain.day.end).starts.size(), 1U);
  EXPECT_EQ(set("Raw", chain.day, SliceState::kWaiting), "SliceInProgress");
  EXPECT_EQ(chain.book.Pause("None", true, chain.day.end).error().code(), "PipelineNotFound");
  EXPECT_EQ(chain.book.Put(Activity("R", "Raw", {}, chain.hourly, chain.day)).error().code(),
            "TwoProducers");
}

/// Random factories: no slice begins before its inputs are Ready, and in the end all are made.
TEST(SliceBook, HoldsForRandomFactories) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE(seed);
    SeededRandom random(seed);
    SliceBook book;
    const Interval week = {At("2016-07-04T00:00:00Z"), At("2016-07-18T00:00:00Z")};
    const std::vector<SliceCalendar> calendars = {
        Every(model::V1Frequency::kHour, 6), Every(model::V1Frequency::kHour, 12),
        Every(model::V1Frequency::kDay), Every(model::V1Frequency::kWeek)};
    std::vector<SliceActivity> all;
    std::vector<SliceDataset> datasets;
    for (size_t i = 0; i < 6; ++i) {
      const SliceCalendar& calendar = calendars[random.Below(calendars.size())];
      datasets.push_back({"D" + std::to_string(i), calendar});
      book.Put(datasets.back());
      SliceActivity activity = Activity("P", "D" + std::to_string(i), {}, calendar, week);
      activity.policy.concurrency = 1 + static_cast<int64_t>(random.Below(3));
      activity.policy.newest_first = random.Below(2) == 0;
      activity.policy.retry = static_cast<int64_t>(random.Below(3));
      for (size_t input = 0; input < i; ++input) {
        if (random.Below(3) != 0) continue;
        activity.inputs.push_back({"D" + std::to_string(input)});
        if (random.Below(3) == 0) {
          activity.inputs.back().period = [](const Interval& slice) {
            return Interval{slice.start - days(1), slice.end - days(1)};
          };
        }
      }
      all.push_back(activity);
      ASSERT_TRUE(book.Put(std::move(activity)));
    }
    // What lies before the period has to be there for those that look back.
    std::vector<StartSlice> open;
    std::map<std::pair<std::string, int64_t>, SliceStatus> saved;
    const auto take = [&](SliceChanges changes) {
      for (const SavedSlice& save : changes.saves) saved[{save.dataset, save.number}] = save.status;
      open.insert(open.end(), changes.starts.begin(), changes.starts.end());
    };
    UtcTime now = week.start;
    std::map<std::string, int> made;
    for (int step = 0; step < 5000; ++step) {
      if (random.Below(20) == 0) {
        SliceBook next;
        for (const SliceDataset& dataset : datasets) next.Put(dataset);
        for (const SliceActivity& activity : all) ASSERT_TRUE(next.Put(activity));
        if (random.Below(2) == 0) {
          EXPECT_TRUE(next.Inherit(book).saves.empty());
        } else {
          for (const auto& [slice, status] : saved) {
            next.Restore(slice.first, slice.second, status);
          }
        }
        EXPECT_EQ(next.Running().size(), open.size());
        book = std::move(next);
        take(book.Tick(now));
      }
      if (!open.empty() && random.Below(3) != 0) {
        const size_t at = random.Below(open.size());
        const StartSlice start = open[at];
        open.erase(open.begin() + static_cast<int64_t>(at));
        const std::string output = start.activity.substr(5);
        const bool fails = random.Below(8) == 0;
        if (!fails) ++made[output + std::to_string(start.number)];
        take(book.RunEnded(output, start.number,
                           fails ? SliceOutcome::kFailed : SliceOutcome::kSucceeded, now));
        const auto views = book.View(output, start.slice, now);
        if (fails && views->front().status.state == SliceState::kFailed) {
          auto reset = book.SetStatus(output, start.slice, SliceState::kWaiting,
                                      SliceBook::Reach::kDataset, now);
          ASSERT_TRUE(reset);
          take(*std::move(reset));
        }
      } else if (const auto next = book.NextTime()) {
        now = std::max(now, *next);
        take(book.Tick(now));
      } else if (open.empty()) {
        break;
      }
    }
    ASSERT_TRUE(open.empty());
    EXPECT_EQ(book.running(), 0);
    for (const SliceActivity& activity : all) {
      const auto views = book.View(activity.outputs[0], week, now);
      ASSERT_TRUE(views);
      for (const SliceView& view : *views) {
        const int times = made[activity.outputs[0] + std::to_string(view.number)];
        const bool ready = view.status.state == SliceState::kReady;
        EXPECT_EQ(times, ready ? 1 : 0) << activity.outputs[0];
        // Nothing else may hold it up than an input from before the period.
        if (!ready) {
          EXPECT_EQ(view.status.substate, SliceSubstate::kDatasetDependencies);
        }
      }
    }
  }
}

}  // namespace
}  // namespace weir::schedule
