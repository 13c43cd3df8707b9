// What copies moved, counted.
#include "store/testing/store_suite.h"

namespace weir::store {
namespace {

TEST_P(StoreSuite, CountsWhatCopiesMoved) {
  ChangeSet changes;
  changes.definitions["hash"] = "the definition";
  int64_t sequence = 0;
  const auto copy = [&](const std::string& run, int64_t end_s, const std::string& output) {
    ActivityRunRecord record;
    record.run_id = run;
    record.sequence = ++sequence;
    record.name = "A" + std::to_string(sequence);
    record.type = "Copy";
    record.status = "Succeeded";
    record.start = FromMicros(0);
    if (end_s >= 0) record.end = FromMicros(end_s * 1'000'000);
    record.output = output;
    changes.activities.push_back(record);
    return &changes.activities.back();
  };
  for (const char* run : {"load", "sum", "other"}) {
    ChangeSet::NewRun made = NewRun(run);
    made.record.pipeline = run;
    made.record.factory = std::string(run) == "other" ? "g" : "f";
    changes.new_runs.push_back(std::move(made));
  }
  copy("load", 10, R"({"rowsCopied": 5, "dataWritten": 100})");
  copy("load", 19, R"({"rowsCopied": 7, "dataWritten": 50})");
  copy("sum", 19, R"({"dataWritten": 9000000000})");
  copy("sum", 25, "");
  copy("load", 30, R"({"rowsCopied": 1, "dataWritten": 1})");
  copy("other", 12, R"({"rowsCopied": 1, "dataWritten": 1})");
  copy("load", 12, R"({"rowsCopied": 900})")->status = "Failed";
  copy("load", 12, R"({"rowsCopied": 900})")->type = "Lookup";
  copy("load", 12, R"({"rowsCopied": 900})")->recovered = true;
  copy("load", -1, "")->status = "InProgress";
  ASSERT_TRUE(store().Commit(changes));
  const auto counts =
      store().CountMoved({"f", FromMicros(10'000'000), FromMicros(30'000'000), 2, {}});
  ASSERT_TRUE(counts) << counts.error().ToString();
  std::string found;
  for (const MovedCount& one : *counts) {
    found += std::to_string(one.span) + " " + one.pipeline + " " + std::to_string(one.copies) +
             " " + std::to_string(one.rows) + " " + std::to_string(one.bytes) + "; ";
  }
  EXPECT_EQ(found, "0 load 2 12 150; 0 sum 1 0 9000000000; 1 sum 1 0 0; ");
  EXPECT_TRUE(store().CountMoved({"h", FromMicros(0), FromMicros(30'000'000), 1, {}})->empty());
}

}  // namespace
}  // namespace weir::store
