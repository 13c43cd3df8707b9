// seed_history DATABASE FACTORY RUNS: put a history of runs of three activities into a store.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/ids.h"
#include "store/sqlite/sqlite_store.h"

namespace weir::store {
namespace {

constexpr int64_t kRunsPerCommit = 2000;
constexpr int kPipelines = 500;
constexpr int kActivities = 3;
constexpr auto kBetweenRuns = std::chrono::milliseconds(2500);  // A million: 29 days.

struct Seed {
  std::string factory;
  int64_t runs;
  UtcTime end;
};

/// One run in 50 failed, one in 500 was cancelled.
std::string StatusOf(int64_t number) {
  if (number % 500 == 7) return "Cancelled";
  return number % 50 == 3 ? "Failed" : "Succeeded";
}

void AddRun(const Seed& seed, int64_t number, ChangeSet* changes) {
  const UtcTime start = seed.end - (seed.runs - number) * kBetweenRuns;
  const std::string status = StatusOf(number);
  RunRecord run;
  run.run_id = run.group_id = NewGuid();
  run.pipeline = "Load" + std::to_string(number % kPipelines);
  run.status = status;
  run.parameters = Json::Object({{"day", FormatUtc(start).substr(0, 10)}});
  run.invoked_by = Json::Object({{"id", NewGuid()},
                                 {"name", "Trigger" + std::to_string(number % 50)},
                                 {"invokedByType", "ScheduleTrigger"}});
  run.annotations = Json::Array({});
  run.start = start;
  run.end = run.updated = start + std::chrono::milliseconds(number % 90'000);
  run.factory = seed.factory;
  for (int at = 0; at < kActivities; ++at) {
    ActivityRunRecord activity;
    activity.run_id = run.run_id;
    activity.sequence = at + 1;
    activity.activity_run_id = NewGuid();
    activity.name = "Copy " + std::to_string(at);
    activity.type = at == 1 ? "Copy" : "SetVariable";
    activity.status = status;
    activity.start = start;
    activity.end = run.end;
    activity.attempt = 1;
    activity.input = R"({"variableName":"v","value":"2026"})";
    activity.output = R"({"rowsRead":1000,"rowsCopied":1000})";
    changes->activities.push_back(std::move(activity));
  }
  changes->updates.push_back({run.run_id, status, "", run.end, run.updated, Json(), true});
  changes->new_runs.push_back({std::move(run), "definition", "", {}});
}

Result<> Fill(const std::string& database, const Seed& seed) {
  WEIR_ASSIGN(const std::unique_ptr<Store> store, OpenSqliteStore(database));
  for (int64_t number = 0; number < seed.runs;) {
    ChangeSet changes;
    changes.definitions["definition"] = "{}";
    for (const int64_t end = std::min(number + kRunsPerCommit, seed.runs); number < end; ++number) {
      AddRun(seed, number, &changes);
    }
    WEIR_TRY(store->Commit(changes));
  }
  return {};
}

}  // namespace
}  // namespace weir::store

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: seed_history DATABASE FACTORY RUNS\n", stderr);
    return 2;
  }
  const weir::store::Seed seed{argv[2], std::atoll(argv[3]), weir::SystemClock().Now()};
  const weir::Result<> filled = weir::store::Fill(argv[1], seed);
  if (filled) return 0;
  std::fprintf(stderr, "%s\n", filled.error().message().c_str());
  return 1;
}
