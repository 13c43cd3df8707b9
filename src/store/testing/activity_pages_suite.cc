// Activity runs of a run, page by page.
#include "store/testing/store_suite.h"

namespace weir::store {
namespace {

TEST_P(StoreSuite, PagesOfActivitiesGoOnWhereTheLastOneEnded) {
  ChangeSet changes;
  changes.definitions["hash"] = "the definition";
  changes.new_runs.push_back(NewRun("r1"));
  constexpr int kActivities = 7;
  for (int i = 1; i <= kActivities; ++i) {
    ActivityRunRecord record;
    record.run_id = "r1";
    record.sequence = i;
    record.name = "A" + std::to_string(i);
    record.type = "Copy";
    record.status = "Succeeded";
    record.start = FromMicros(i / 3);  // Some began together.
    record.end = FromMicros(i);
    changes.activities.push_back(std::move(record));
  }
  ASSERT_TRUE(store().Commit(changes));
  RunQuery query;
  query.updated_after = FromMicros(0);
  query.updated_before = FromMicros(1000);
  query.limit = 2;
  std::string paged;
  for (int page = 0; page < kActivities; ++page) {
    const auto found = store().QueryActivities("r1", query);
    ASSERT_TRUE(found) << found.error().ToString();
    for (const ActivityRunRecord& record : found->records) paged += record.name + " ";
    query.continuation = found->continuation;
    if (query.continuation.empty()) break;
  }
  EXPECT_EQ(paged, "A7 A6 A5 A4 A3 A2 A1 ");
}

}  // namespace
}  // namespace weir::store
