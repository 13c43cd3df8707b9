#include "store/testing/store_suite.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/names.h"

namespace weir::store {

ChangeSet::NewRun StoreSuite::NewRun(const std::string& run_id, int64_t start_s) {
  ChangeSet::NewRun run;
  run.record.run_id = run.record.group_id = run_id;
  run.record.pipeline = "Load";
  run.record.status = "InProgress";
  run.record.parameters = Json::Object({{"day", "x"}});
  run.record.start = run.record.updated = FromMicros(start_s * 1'000'000);
  run.definition = "hash";
  run.start = "start of " + run_id;
  return run;
}

namespace {

ChangeSet WithRun(ChangeSet::NewRun run) {
  ChangeSet changes;
  changes.definitions["hash"] = "the definition";
  changes.new_runs.push_back(std::move(run));
  return changes;
}

ActivityRunRecord Activity(const std::string& run_id, int64_t sequence, const std::string& status) {
  ActivityRunRecord record;
  record.run_id = run_id;
  record.sequence = sequence;
  record.name = "A" + std::to_string(sequence);
  record.type = "Copy";
  record.status = status;
  record.input = "{\"text\":\"quote ' and \\u0000\"}";
  return record;
}

TEST_P(StoreSuite, KeepsARunUntilItIsOver) {
  ChangeSet changes = WithRun(NewRun("r1"));
  changes.journal.push_back({"r1", 1, "first"});
  changes.journal.push_back({"r1", 2, "second"});
  ASSERT_TRUE(store().Commit(changes));
  const auto open = store().Unfinished();
  ASSERT_TRUE(open);
  ASSERT_EQ(open->size(), 1U);
  EXPECT_EQ((*open)[0].definition, "the definition");
  EXPECT_EQ((*open)[0].definition_hash, "hash");
  EXPECT_EQ((*open)[0].start, "start of r1");
  EXPECT_EQ((*open)[0].journal, (std::vector<std::string>{"first", "second"}));

  ChangeSet end;
  end.updates.push_back({"r1", "Succeeded", "", FromMicros(5), FromMicros(5),
                         Json::Object({{"returnValue", 7}}), true});
  ASSERT_TRUE(store().Commit(end));
  EXPECT_TRUE(store().Unfinished()->empty());
  const auto runs = store().Runs({});
  ASSERT_EQ(runs->size(), 1U);
  EXPECT_EQ((*runs)[0].status, "Succeeded");
  EXPECT_EQ((*runs)[0].result["returnValue"].as_int(), 7);
  EXPECT_EQ((*runs)[0].end, FromMicros(5));
}

TEST_P(StoreSuite, KeepsAllOfASetOrNothing) {
  ASSERT_TRUE(store().Commit(WithRun(NewRun("r1"))));
  ChangeSet changes = WithRun(NewRun("r2"));
  changes.new_runs.push_back(NewRun("r1"));  // There already: the whole set must fail.
  EXPECT_FALSE(store().Commit(changes));
  EXPECT_EQ(store().Runs({})->size(), 1U);
  changes.new_runs.pop_back();
  EXPECT_TRUE(store().Commit(changes));
  EXPECT_EQ(store().Runs({})->size(), 2U);
}

TEST_P(StoreSuite, RefusesRecordsOfARunThatDoesNotExist) {
  ChangeSet changes;
  changes.activities.push_back(Activity("nobody", 1, "InProgress"));
  const Result<> committed = store().Commit(changes);
  ASSERT_FALSE(committed);
  EXPECT_EQ(committed.error().code(), "PipelineRunNotFound");
}

TEST_P(StoreSuite, ReplacesAnActivityThatChanged) {
  ChangeSet changes = WithRun(NewRun("r1"));
  changes.activities.push_back(Activity("r1", 2, "InProgress"));
  changes.activities.push_back(Activity("r1", 1, "InProgress"));
  ASSERT_TRUE(store().Commit(changes));
  ChangeSet later;
  later.activities.push_back(Activity("r1", 2, "Succeeded"));
  ASSERT_TRUE(store().Commit(later));
  const auto activities = store().Activities("r1");
  ASSERT_TRUE(activities);
  ASSERT_EQ(activities->size(), 2U);
  EXPECT_EQ((*activities)[0].sequence, 1);
  EXPECT_EQ((*activities)[1].status, "Succeeded");
  EXPECT_EQ((*activities)[1].input, Activity("r1", 2, "").input);
}

TEST_P(StoreSuite, ListsNewestFirstAndFilters) {
  for (int i = 1; i <= 5; ++i) {
    ChangeSet::NewRun run = NewRun("run-" + std::to_string(i), i);
    run.record.pipeline = i % 2 == 0 ? "Even" : "Odd";
    ASSERT_TRUE(store().Commit(WithRun(run)));
  }
  EXPECT_EQ((*store().Runs({}))[0].run_id, "run-5");
  EXPECT_EQ(store().Runs({"even", {}, {}, 10})->size(), 2U);
  EXPECT_EQ(store().Runs({{}, "Failed", {}, 10})->size(), 0U);
  EXPECT_EQ(store().Runs({{}, {}, "run-3", 10})->size(), 1U);
  EXPECT_EQ(store().Runs({{}, {}, {}, 2})->size(), 2U);
}

TEST_P(StoreSuite, OnlyTheNewestOfAGroupIsLatest) {
  ASSERT_TRUE(store().Commit(WithRun(NewRun("r1", 1))));
  ChangeSet::NewRun again = NewRun("r2", 2);
  again.record.group_id = again.record.origin = "r1";
  ASSERT_TRUE(store().Commit(WithRun(again)));
  const auto runs = store().Runs({});
  EXPECT_TRUE((*runs)[0].is_latest);
  EXPECT_FALSE((*runs)[1].is_latest);
}

TEST_P(StoreSuite, ARerunReplacesItsOriginWithItsChildrenButForTheOneItContinues) {
  const auto add = [&](const char* id, const char* parent, const char* origin,
                       const char* continues) {
    static int second = 0;
    ChangeSet::NewRun run = NewRun(id, ++second);
    run.record.group_id = "top";
    run.record.parent_run_id = parent;
    run.record.origin = origin;
    run.continues = continues;
    ASSERT_TRUE(store().Commit(WithRun(run)));
  };
  add("top", "", "", "");
  add("child", "top", "", "");
  add("deep", "child", "", "");
  add("other", "top", "", "");
  add("deep2", "child", "deep", "");
  add("child2", "top", "child", "deep2");
  std::string latest;
  const auto group = store().Group("top");
  for (const RunRecord& run : *group) {
    if (run.is_latest) latest += run.run_id + " ";
  }
  EXPECT_EQ(latest, "top other deep2 child2 ");
  EXPECT_EQ((*store().FindRun("deep2"))->parent_run_id, "child2");
  add("top2", "", "top", "child2");
  latest.clear();
  const auto later = store().Group("top");
  for (const RunRecord& run : *later) {
    if (run.is_latest) latest += run.run_id + " ";
  }
  EXPECT_EQ(latest, "deep2 child2 top2 ");
  EXPECT_EQ(*store().StartOf("deep"), NewRun("deep", 1).start);
  EXPECT_EQ(store().StartOf("none").error().code(), "PipelineRunNotFound");
}

/// Ten runs of factory "f", one a second from 1 s on, every second one "Even" and Failed, and one
/// run of another factory.
void FillRuns(Store& store) {
  for (int i = 1; i <= 11; ++i) {
    ChangeSet changes;
    changes.definitions["hash"] = "the definition";
    ChangeSet::NewRun run;
    run.record.run_id = run.record.group_id = "run-" + std::to_string(i);
    run.record.pipeline = i % 2 == 0 ? "Even" : "Odd";
    run.record.status = i % 2 == 0 ? "Failed" : "Succeeded";
    run.record.start = run.record.updated = FromMicros(i * 1'000'000);
    run.record.factory = i == 11 ? "other" : "f";
    run.definition = "hash";
    changes.new_runs.push_back(std::move(run));
    ASSERT_TRUE(store.Commit(changes));
  }
}

RunQuery QueryOf(int64_t after_s, int64_t before_s) {
  return {"f", FromMicros(after_s * 1'000'000), FromMicros(before_s * 1'000'000)};
}

/// Ids of every page, a blank between runs and a bar between pages.
std::string Pages(Store& store, RunQuery query) {
  std::string text;
  for (int page = 0; page < 20; ++page) {
    const auto runs = store.QueryRuns(query);
    if (!runs) return runs.error().code();
    for (const RunRecord& run : runs->records) text += run.run_id.substr(4) + " ";
    if (runs->continuation.empty()) return text;
    text += "| ";
    query.continuation = runs->continuation;
  }
  return "no end";
}

TEST_P(StoreSuite, QueriesRunsOfOneFactoryInPages) {
  FillRuns(store());
  RunQuery query = QueryOf(0, 100);
  EXPECT_EQ(Pages(store(), query), "10 9 8 7 6 5 4 3 2 1 ");
  query.limit = 5;
  EXPECT_EQ(Pages(store(), query), "10 9 8 7 6 | 5 4 3 2 1 ");
  query.limit = 4;
  query.order = {{RunField::kPipelineName, false}, {RunField::kStart, true}};
  EXPECT_EQ(Pages(store(), query), "10 8 6 4 | 2 9 7 5 | 3 1 ");
  query.order = {{RunField::kEnd, false}};
  EXPECT_EQ(Pages(store(), query), "1 2 3 4 | 5 6 7 8 | 9 10 ");
  EXPECT_EQ(Pages(store(), QueryOf(3, 5)), "5 4 3 ");
}

/// As the store is to see it; pipelines and statuses only.
bool Matches(const RunRecord& run, const RunQuery& query) {
  if (run.updated < query.updated_after || run.updated > query.updated_before) return false;
  return std::all_of(
      query.conditions.begin(), query.conditions.end(), [&](const RunCondition& condition) {
        const std::string& is =
            condition.field == RunField::kPipelineName ? run.pipeline : run.status;
        const bool has =
            std::any_of(condition.values.begin(), condition.values.end(),
                        [&](const Json& value) { return SameName(value.as_string(), is); });
        return has != condition.negated;
      });
}

/// A history too long to look at each run: pipelines P0 to P2, each status but Queued.
std::vector<RunRecord> FillLongHistory(Store& store) {
  constexpr std::array kStatuses = {"InProgress", "Succeeded", "Failed", "Canceling", "Cancelled"};
  ChangeSet changes;
  changes.definitions["hash"] = "the definition";
  std::vector<RunRecord> runs;
  for (int i = 1; i <= 6000; ++i) {
    RunRecord run;
    run.run_id = run.group_id = "run-" + std::to_string(i);
    run.pipeline = "P" + std::to_string(i % 3);
    run.status = kStatuses[static_cast<size_t>(i * 7 % 5)];
    run.start = run.updated = FromMicros(int64_t{i / 2} * 1'000'000);
    if (i % 4 != 0) run.end = run.start;
    run.factory = "f";
    changes.new_runs.push_back({run, "hash", "", {}});
    runs.push_back(std::move(run));
  }
  EXPECT_TRUE(store.Commit(changes));
  return runs;
}

TEST_P(StoreSuite, CountsRunsBySpanAndStatus) {
  const std::vector<RunRecord> all = FillLongHistory(store());
  CountQuery query{
      "f", FromMicros(100'000'000), FromMicros(2'900'000'000), 7, {"Failed", "Queued"}};
  const auto counts = store().CountRuns(query);
  ASSERT_TRUE(counts) << counts.error().ToString();
  std::vector<int64_t> expected(7);
  for (const RunRecord& run : all) {
    if (run.status != "Failed" || run.start < query.from || run.start >= query.to) continue;
    ++expected[static_cast<size_t>((run.start - query.from).count() / 400'000'000)];
  }
  std::vector<int64_t> found(7);
  for (const RunCount& count : *counts) {
    EXPECT_EQ(count.status, "Failed");
    found[static_cast<size_t>(count.span)] = count.runs;
  }
  EXPECT_EQ(found, expected);
  query.factory = "other";
  EXPECT_TRUE(store().CountRuns(query)->empty());
}

TEST_P(StoreSuite, KnowsPipelinesThatFail) {
  const std::vector<RunRecord> all = FillLongHistory(store());
  std::map<std::string, const RunRecord*> failed;
  std::map<std::string, UtcTime> succeeded;
  std::map<std::string, int64_t> failures;
  for (const RunRecord& run : all) {
    if (run.status == "Failed") failed[run.pipeline] = &run;
    if (run.status == "Succeeded") succeeded[run.pipeline] = run.start;
  }
  for (const RunRecord& run : all) {
    failures[run.pipeline] += run.status == "Failed" && run.start >= succeeded[run.pipeline];
  }
  std::erase_if(failed, [&](const auto& one) { return one.second->start < succeeded[one.first]; });
  ASSERT_FALSE(failed.empty());
  ASSERT_LT(failed.size(), 3U);
  const auto failing = store().Failing("f", UtcTime{}, 10);
  ASSERT_TRUE(failing) << failing.error().ToString();
  ASSERT_EQ(failing->size(), failed.size());
  for (const FailingPipeline& one : *failing) {
    ASSERT_TRUE(failed.contains(one.pipeline));
    EXPECT_EQ(one.run_id, failed[one.pipeline]->run_id);
    EXPECT_EQ(one.failures, failures[one.pipeline]);
  }
  EXPECT_TRUE(store().Failing("f", FromMicros(9'000'000'000), 10)->empty());
}

TEST_P(StoreSuite, FindsRunsOfALongHistory) {
  const std::vector<RunRecord> all = FillLongHistory(store());
  const std::vector<std::vector<RunCondition>> questions = {
      {},
      {{RunField::kPipelineName, false, {"p1", "P1", "P2"}}},
      {{RunField::kPipelineName, true, {"P1"}}, {RunField::kStatus, true, {"Succeeded"}}},
      {{RunField::kPipelineName, false, {"P0", "P2"}},
       {RunField::kStatus, false, {"Failed", "Cancelled", "Queued"}}},
      {{RunField::kStatus, false, {"Queued"}}},
      {{RunField::kStatus, false, {}}}};
  for (const std::vector<RunCondition>& conditions : questions) {
    RunQuery query = QueryOf(100, 2900);
    query.conditions = conditions;
    for (const RunField field : {RunField::kPipelineName, RunField::kStatus, RunField::kEnd}) {
      query.order = {{field, false}};
      const auto page = store().QueryRuns(query);
      ASSERT_TRUE(page) << page.error().ToString();
    }
    query.order = {};
    query.limit = 2000;
    std::string expected;
    int on_page = 0;
    for (auto run = all.rbegin(); run != all.rend(); ++run) {
      if (!Matches(*run, query)) continue;
      expected += (on_page++ == 2000 ? "| " : "") + run->run_id.substr(4) + " ";
      if (on_page > 2000) on_page = 1;
    }
    EXPECT_EQ(Pages(store(), query), expected);
  }
}

TEST_P(StoreSuite, QueriesRunsByWhatTheyAre) {
  FillRuns(store());
  RunQuery query = QueryOf(0, 100);
  query.conditions = {{RunField::kPipelineName, false, {"EVEN"}}};
  EXPECT_EQ(Pages(store(), query), "10 8 6 4 2 ");
  query.conditions.push_back({RunField::kStart, true, {8'000'000, 4'000'000}});
  EXPECT_EQ(Pages(store(), query), "10 6 2 ");
  query.conditions = {{RunField::kStatus, false, {"Failed", "Cancelled"}},
                      {RunField::kGroupId, false, {"run-4"}}};
  EXPECT_EQ(Pages(store(), query), "4 ");
  query.conditions = {{RunField::kActivityName, false, {"x"}}};
  EXPECT_EQ(Pages(store(), query), "");
}

TEST_P(StoreSuite, RefusesAContinuationThatItDidNotGive) {
  RunQuery query = QueryOf(0, 100);
  for (const char* token : {"x", "{}", "[1]", "[1,2,3]"}) {
    query.continuation = token;
    EXPECT_EQ(Pages(store(), query), "InvalidContinuationToken") << token;
  }
}

TEST_P(StoreSuite, QueriesWhatRanInARun) {
  ChangeSet changes = WithRun(NewRun("r1"));
  for (int i = 1; i <= 3; ++i) {
    changes.activities.push_back(Activity("r1", i, i == 3 ? "InProgress" : "Failed"));
    changes.activities.back().start = FromMicros(i * 1'000'000);
    if (i != 3) changes.activities.back().end = FromMicros(i * 2'000'000);
  }
  ASSERT_TRUE(store().Commit(changes));
  EXPECT_EQ(store().FindRun("r1")->value().pipeline, "Load");
  EXPECT_FALSE(store().FindRun("r2")->has_value());
  RunQuery query = QueryOf(3, 100);
  const auto all = store().QueryActivities("r1", query);
  ASSERT_TRUE(all);
  ASSERT_EQ(all->records.size(), 2U);  // The first ended before.
  EXPECT_EQ(all->records[0].name, "A3");
  query.conditions = {{RunField::kActivityName, false, {"A2", "A3"}},
                      {RunField::kStatus, true, {"Failed"}},
                      {RunField::kActivityType, false, {"Copy"}}};
  EXPECT_EQ(store().QueryActivities("r1", query)->records.size(), 1U);
  EXPECT_EQ(store().QueryActivities("r2", query)->records.size(), 0U);
}

TEST_P(StoreSuite, KeepsResourcesOfFactories) {
  const auto record = [](const char* factory, const char* name, const char* etag) {
    return ResourceRecord{factory, "pipeline",   name,          std::string("id of ") + name,
                          etag,    "{\"a\": 1}", FromMicros(1), FromMicros(2)};
  };
  ResourceChanges changes;
  changes.puts = {record("f", "Load", "1"), record("f", "load", "2"), record("g", "Other", "3"),
                  record("h", "Third", "4")};
  ASSERT_TRUE(store().SaveResources(changes));
  const auto kept = store().Resources();
  ASSERT_TRUE(kept);
  ASSERT_EQ(kept->size(), 3U);  // Names ignore case.
  EXPECT_EQ((*kept)[0].etag, "2");
  EXPECT_EQ((*kept)[0].document, "{\"a\": 1}");
  EXPECT_EQ((*kept)[0].id, "id of load");
  EXPECT_EQ((*kept)[0].changed, FromMicros(2));
  ResourceChanges later;
  later.removals = {{"g", "pipeline", "OTHER"}, {"g", "pipeline", "nothing"}};
  later.factories_removed = {"f"};
  ASSERT_TRUE(store().SaveResources(later));
  ASSERT_EQ(store().Resources()->size(), 1U);
  EXPECT_EQ((*store().Resources())[0].name, "Third");
}

TEST_P(StoreSuite, KeepsTheFilesOfWatches) {
  ChangeSet changes;
  changes.triggers.files = {
      {"w", "c/a", "1"}, {"w", "c/b", "1"}, {"w", "d/a", "1"}, {"x", "c/a", "9"}};
  ASSERT_TRUE(store().Commit(changes));
  changes.triggers.files = {
      {"w", "c/a", "2"}, {"w", "c/b", ""}, {"w", "c/none", ""}, {"w", "c!", "1"}};
  ASSERT_TRUE(store().Commit(changes));
  const auto stamps = store().WatchedStamps("w", {"c/a", "c/b", "d/a"});
  ASSERT_TRUE(stamps);
  EXPECT_EQ(*stamps, (std::map<std::string, std::string>{{"c/a", "2"}, {"d/a", "1"}}));
  const auto below = store().WatchedFiles("w", "c/", "", 10);
  ASSERT_TRUE(below);
  ASSERT_EQ(below->size(), 1U);
  EXPECT_EQ((*below)[0].path, "c/a");
  EXPECT_EQ(store().WatchedFiles("w", "", "c/a", 10)->size(), 1U);
  EXPECT_EQ(store().WatchedFiles("w", "", "", 2)->size(), 2U);
  // A watch ends in the same transaction in which it begins anew.
  changes.triggers.unwatched = {"w"};
  changes.triggers.files = {{"w", "c/new", "1"}};
  ASSERT_TRUE(store().Commit(changes));
  EXPECT_EQ(store().WatchedFiles("w", "", "", 10)->size(), 1U);
  EXPECT_EQ(store().WatchedFiles("x", "", "", 10)->size(), 1U);
}

std::vector<std::string> SlicesOf(Store& store) {
  std::vector<std::string> texts;
  EXPECT_TRUE(store.Slices([&texts](const SliceRecord& slice) {
    texts.push_back(slice.factory + " " + slice.dataset + " " + std::to_string(slice.number) + " " +
                    slice.state + "/" + slice.substate + " " + std::to_string(slice.attempts) +
                    " of " + std::to_string(slice.runs) + (slice.until ? " until" : "") + " " +
                    slice.message);
  }));
  return texts;
}

TEST_P(StoreSuite, KeepsSlices) {
  const auto slice = [](std::string factory, std::string dataset, int64_t number,
                        std::string state) {
    return SliceRecord{std::move(factory),
                       std::move(dataset),
                       number,
                       FromMicros(1),
                       FromMicros(2),
                       std::move(state),
                       "Retry",
                       2,
                       {},
                       3,
                       "no such host"};
  };
  ChangeSet changes;
  changes.triggers.slices = {slice("f", "b", 2, "Ready"), slice("f", "b", -1, "Failed"),
                             slice("f", "a", 1, "Ready"), slice("g", "a", 1, "Ready")};
  changes.triggers.slices[1].until = FromMicros(9);
  ASSERT_TRUE(store().Commit(changes));
  EXPECT_EQ(
      SlicesOf(store()),
      (std::vector<std::string>{
          "f a 1 Ready/Retry 2 of 3 no such host", "f b -1 Failed/Retry 2 of 3 until no such host",
          "f b 2 Ready/Retry 2 of 3 no such host", "g a 1 Ready/Retry 2 of 3 no such host"}));
  // What is forgotten goes first; a slice without a state goes, too.
  changes.triggers.unsliced = {{"f", "b"}, {"g", ""}, {"unknown", ""}};
  changes.triggers.slices = {slice("f", "b", 7, "Waiting"), slice("f", "a", 1, "")};
  ASSERT_TRUE(store().Commit(changes));
  EXPECT_EQ(*store().Forgotten(),
            (Store::SliceEpochs{{{"f", "b"}, 1}, {{"g", ""}, 1}, {{"unknown", ""}, 1}}));
  EXPECT_EQ(SlicesOf(store()), std::vector<std::string>{"f b 7 Waiting/Retry 2 of 3 no such host"});
}

TEST_P(StoreSuite, TakesAwayGroupsThatEndedLongAgo) {
  // "young" reruns "kept"; "open" is not over; "alone" ended long ago.
  for (const char* id : {"alone", "kept", "young", "open"}) {
    ChangeSet::NewRun run = NewRun(id);
    if (std::string(id) == "young") run.record.group_id = "kept";
    ChangeSet changes = WithRun(std::move(run));
    changes.activities.push_back(Activity(id, 1, "Succeeded"));
    ASSERT_TRUE(store().Commit(changes));
  }
  ChangeSet ends;
  for (const auto& [id, end] : {std::pair{"alone", 5}, {"kept", 5}, {"young", 50}}) {
    ends.updates.push_back({id, "Succeeded", "", FromMicros(end * 1'000'000),
                            FromMicros(end * 1'000'000), Json(), true});
  }
  ASSERT_TRUE(store().Commit(ends));
  const auto prune = [&](int64_t before_s) {
    const auto pruning = store().Prune(FromMicros(before_s * 1'000'000));
    Result<bool> more = true;
    while (more && *more) more = pruning->Step();
    EXPECT_TRUE(more);
    return pruning->runs();
  };
  EXPECT_EQ(prune(5), 0);
  EXPECT_EQ(prune(20), 1);
  EXPECT_TRUE(store().Activities("alone")->empty());
  EXPECT_EQ(prune(60), 2);
  const auto left = store().Runs({});
  ASSERT_EQ(left->size(), 1U);
  EXPECT_EQ(left->front().run_id, "open");
  EXPECT_EQ(store().Activities("open")->size(), 1U);
  EXPECT_EQ(store().Unfinished()->front().definition, "the definition");
}

}  // namespace
}  // namespace weir::store
