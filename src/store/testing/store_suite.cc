#include "store/testing/store_suite.h"

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
  again.record.group_id = "r1";
  ASSERT_TRUE(store().Commit(WithRun(again)));
  const auto runs = store().Runs({});
  EXPECT_TRUE((*runs)[0].is_latest);
  EXPECT_FALSE((*runs)[1].is_latest);
}

}  // namespace
}  // namespace weir::store
