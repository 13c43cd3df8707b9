// What every store must do when runs are looked for by what is in them.
#include <string>

#include "store/testing/store_suite.h"

namespace weir::store {
namespace {

constexpr int kRuns = 5000;

UtcTime At(int64_t seconds) {
  return FromMicros(seconds * 1'000'000);
}

/// Runs of factory "f", one a second, each with two activities; the second of every hundredth
/// failed. Run n takes n milliseconds, and every seventh goes on.
void Fill(Store& store) {
  ChangeSet changes;
  changes.definitions["hash"] = "the definition";
  for (int i = 1; i <= kRuns; ++i) {
    const bool failed = i % 100 == 0;
    RunRecord run;
    run.run_id = run.group_id = "run-" + std::to_string(i);
    run.pipeline = "P" + std::to_string(i % 10);
    run.status = failed ? "Failed" : i % 7 == 0 ? "InProgress" : "Succeeded";
    run.message = failed ? "No such Table '" + std::to_string(i) + "'" : "";
    run.parameters = Json::Object({{"Day", "2026-" + std::to_string(i)}, {"n", i}});
    run.annotations = Json::Array({i % 2 == 0 ? "Night \"shift\"" : "day"});
    run.invoked_by = Json::Object({{"name", i % 3 == 0 ? "EachHour" : "ann"}});
    run.start = run.updated = At(i);
    if (run.status != "InProgress") run.end = run.start + std::chrono::milliseconds(i);
    run.factory = "f";
    if (failed) run.result = Json::Object({{"error", Json::Object({{"errorCode", "2100"}})}});
    for (int n = 1; n <= 2; ++n) {
      ActivityRunRecord activity;
      activity.run_id = run.run_id;
      activity.sequence = n;
      activity.name = n == 1 ? "Read" : "Write";
      activity.type = n == 1 ? "Lookup" : "Copy";
      activity.status = failed && n == 2 ? "Failed" : "Succeeded";
      activity.start = run.start + std::chrono::milliseconds(n);
      activity.end = activity.start + std::chrono::milliseconds(i);
      if (failed && n == 2) {
        activity.error = R"({"errorCode":"Sql","message":"no \"Such\" table"})";
      }
      changes.activities.push_back(std::move(activity));
    }
    changes.new_runs.push_back({std::move(run), "hash", "", {}});
  }
  ChangeSet::NewRun other = {changes.new_runs.front().record, "hash", "", {}};
  other.record.run_id = other.record.group_id = "other";
  other.record.factory = "g";
  changes.new_runs.push_back(std::move(other));
  ASSERT_TRUE(store.Commit(changes));
}

RunSearch SearchOf(std::vector<SearchTerm> terms) {
  RunSearch search;
  search.query.factory = "f";
  search.query.updated_before = At(kRuns * 2);
  search.terms = std::move(terms);
  search.now = At(kRuns * 2);
  search.time_max = std::chrono::hours(1);
  return search;
}

std::string NameOf(const RunRecord& run) {
  return run.run_id.substr(4);
}

std::string NameOf(const FoundActivity& found) {
  return found.activity.run_id.substr(4) + found.activity.name[0];
}

/// What all calls find, a blank between runs and a bar between calls that found some.
template <typename Ask>
std::string All(RunSearch search, const Ask& ask) {
  std::string text;
  for (int call = 0; call < 100; ++call) {
    const auto page = ask(search);
    if (!page) return page.error().code();
    if (!page->records.empty() && !text.empty()) text += "| ";
    for (const auto& record : page->records) text += NameOf(record) + " ";
    if (page->continuation.empty()) return text;
    search.query.continuation = page->continuation;
  }
  return "no end";
}

std::string Runs(Store& store, const RunSearch& search) {
  return All(search, [&](const RunSearch& asked) { return store.SearchRuns(asked); });
}

std::string Activities(Store& store, const RunSearch& search) {
  return All(search, [&](const RunSearch& asked) { return store.SearchActivities(asked); });
}

TEST_P(StoreSuite, FindsRunsByWhatIsInThem) {
  Fill(store());
  using F = SearchField;
  using T = SearchTest;
  const auto found = [&](SearchTerm term) { return Runs(store(), SearchOf({std::move(term)})); };
  EXPECT_EQ(found({F::kError, T::kContains, false, "", {"such table '4200"}}), "4200 ");
  EXPECT_EQ(found({F::kParameter, T::kEquals, false, "day", {"2026-17"}}), "17 ");
  EXPECT_EQ(found({F::kParameter, T::kEquals, false, "other", {"2026-17"}}), "");
  EXPECT_EQ(found({F::kParameter, T::kEquals, false, "", {"4711"}}), "4711 ");
  EXPECT_EQ(found({F::kParameter, T::kContains, false, "N", {"4711", "472"}}),
            "4729 4728 4727 4726 4725 4724 4723 4722 4721 4720 4711 4472 3472 2472 1472 472 ");
  EXPECT_EQ(found({F::kText, T::kContains, false, "", {"day=2026-49", "run-500"}}).substr(0, 15),
            "5000 4999 4998 ");
  EXPECT_EQ(found({F::kRunId, T::kContains, false, "", {"run-12"}}).substr(0, 15),
            "1299 1298 1297 ");
  EXPECT_EQ(found({F::kPipelineName, T::kContains, false, "", {"p9"}}).substr(0, 10), "4999 4989 ");
  RunSearch search = SearchOf({{F::kAnnotation, T::kEquals, false, "", {"night \"shift\""}},
                               {F::kInvokedBy, T::kEquals, true, "", {"eachhour"}},
                               {F::kError, T::kEquals, false, "", {"2100"}}});
  search.query.updated_after = At(4000);
  EXPECT_EQ(Runs(store(), search), "5000 4900 4700 4600 4400 4300 4100 4000 ");
}

TEST_P(StoreSuite, FindsWhatRanLong) {
  Fill(store());
  const SearchTerm long_ones{
      SearchField::kDuration, SearchTest::kAtLeast, false, "", {Json(4'999)}};
  RunSearch search = SearchOf({long_ones});
  search.query.conditions = {{RunField::kStatus, true, {"InProgress"}}};
  EXPECT_EQ(Runs(store(), search), "5000 4999 ");
  search = SearchOf({});
  search.query.limit = 3;
  search.by_duration = DurationOrder::kLongest;
  EXPECT_EQ(Runs(store(), search), "7 14 21 ");  // They still run.
  search.look_max = 2000;
  EXPECT_EQ(Runs(store(), search), "3003 3010 3017 | 1001 1008 1015 | 7 14 21 ");
  EXPECT_EQ(Activities(store(), search).substr(0, 18), "5000W 5000R 4999W ");
  search.by_duration = DurationOrder::kShortest;
  search.look_max = 50'000;
  EXPECT_EQ(Activities(store(), search), "1W 1R 2W ");
}

TEST_P(StoreSuite, LooksAtSoManyRunsACall) {
  Fill(store());
  RunSearch search =
      SearchOf({{SearchField::kText, SearchTest::kContains, false, "", {"nothing"}}});
  search.look_max = 100;  // In steps of 2000.
  int64_t looked = 0;
  int calls = 0;
  do {
    const auto page = store().SearchRuns(search);
    ASSERT_TRUE(page) << page.error().ToString();
    EXPECT_TRUE(page->records.empty());
    EXPECT_LE(page->looked, 2000);
    looked += page->looked;
    ++calls;
    EXPECT_EQ(page->reached, At(kRuns - looked + 1));
    search.query.continuation = page->continuation;
  } while (!search.query.continuation.empty());
  EXPECT_EQ(looked, kRuns);
  EXPECT_EQ(calls, 3);
}

TEST_P(StoreSuite, SearchesGoOnWhereTheyEnded) {
  Fill(store());
  RunSearch search =
      SearchOf({{SearchField::kParameter, SearchTest::kContains, false, "n", {"77"}}});
  const std::string all = Runs(store(), search);
  search.query.limit = 7;
  std::string pages = Runs(store(), search);
  EXPECT_NE(pages.find("| "), std::string::npos);
  for (size_t bar = pages.find("| "); bar != std::string::npos; bar = pages.find("| ")) {
    pages.erase(bar, 2);
  }
  EXPECT_EQ(pages, all);
  search.query.conditions = {
      {RunField::kPipelineName, false, {"p0", "P1", "p2", "p3", "p4", "p5", "p6"}},
      {RunField::kPipelineName, true, {"P2"}},
      {RunField::kLatestOnly, false, {"true"}},
      {RunField::kStatus, false, {"Failed"}}};
  search.query.order = {{RunField::kPipelineName, false}};
  EXPECT_EQ(Runs(store(), search), "");
  search.terms.clear();
  EXPECT_EQ(Runs(store(), search).substr(0, 12), "100 200 300 ");
  search.query.continuation = "x";
  EXPECT_EQ(Runs(store(), search), "InvalidContinuationToken");
  EXPECT_EQ(Activities(store(), search), "InvalidContinuationToken");
  search.query.continuation = R"([1,"a",2])";
  EXPECT_EQ(Activities(store(), search), "InvalidContinuationToken");
}

TEST_P(StoreSuite, FindsActivitiesOfAllRuns) {
  Fill(store());
  RunSearch search = SearchOf({});
  search.query.limit = 3;
  search.query.updated_after = At(kRuns - 2);
  search.query.updated_before = At(kRuns - 1);
  EXPECT_EQ(Activities(store(), search), "4998W 4998R ");
  search = SearchOf({{SearchField::kError, SearchTest::kContains, false, "", {"\"such\" table"}}});
  search.query.conditions = {{RunField::kPipelineName, false, {"p0"}},
                             {RunField::kActivityName, false, {"write"}},
                             {RunField::kActivityType, true, {"Lookup"}}};
  search.query.updated_after = At(4650);
  EXPECT_EQ(Activities(store(), search), "5000W 4900W 4800W 4700W ");
  search.query.limit = 2;
  const auto page = store().SearchActivities(search);
  ASSERT_TRUE(page) << page.error().ToString();
  EXPECT_EQ(page->records[0].pipeline, "P0");
  EXPECT_NE(page->records[0].activity.error.find("Sql"), std::string::npos);
  EXPECT_EQ(Activities(store(), search), "5000W 4900W | 4800W 4700W ");
  search.terms = {{SearchField::kText, SearchTest::kContains, false, "", {"run-4900"}}};
  EXPECT_EQ(Activities(store(), search), "4900W ");
  search.query.factory = "g";
  EXPECT_EQ(Activities(store(), search), "");
  EXPECT_EQ(Runs(store(), search), "");
}

}  // namespace
}  // namespace weir::store
