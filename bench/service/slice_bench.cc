// slice_bench DATABASE DAYS STOP_AT: a factory of version 1 with 100 datasets in chains of five,
// hourly slices of DAYS days that are all due, and activities whose answers are given. Stops once
// STOP_AT slices are made and begins anew; prints figures, one a line: "name value".
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "model/v1/read.h"
#include "slices/slice_host.h"
#include "store/sqlite/sqlite_store.h"

namespace weir::slices {
namespace {

constexpr int kDatasets = 100;
constexpr int kDepth = 5;
constexpr std::chrono::milliseconds kLook{20};

using Moment = std::chrono::steady_clock::time_point;

double SecondsSince(Moment begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::string NameOf(int dataset) {
  return "Dataset" + std::to_string(dataset);
}

Json ActivityOf(int dataset) {
  Json inputs = Json::Array();
  if (dataset % kDepth != 0) inputs.Append(Json::Object({{"name", NameOf(dataset - 1)}}));
  return Json::Object(
      {{"name", "Make " + NameOf(dataset)},
       {"type", "SqlServerStoredProcedure"},
       {"inputs", std::move(inputs)},
       {"outputs", Json::Array({Json::Object({{"name", NameOf(dataset)}})})},
       {"policy", Json::Object({{"concurrency", 10}})},
       {"typeProperties", Json::Object({{"storedProcedureName", "fill"},
                                        {"storedProcedureParameters",
                                         Json::Object({{"hour",
                                                        "$$Text.Format('{0:yyyyMMddHH}', "
                                                        "SliceStart)"}})}})}});
}

class Bench final : public Factories, public engine::Observer {
 public:
  Bench(UtcTime start, UtcTime end) : period_{start, end}, clock_(end) {
    std::vector<model::Finding> findings;
    factory_.Put(model::ReadV1LinkedService(
        *ParseJson(R"({"type": "AzureSqlDatabase", "typeProperties": {"connectionString": "x"}})"),
        {"Sql", ""}, &findings));
    Json activities = Json::Array();
    Json answers = Json::Object();
    for (int i = 0; i < kDatasets; ++i) {
      factory_.Put(model::ReadV1Dataset(
          *ParseJson(R"({"type": "AzureSqlTable", "linkedServiceName": "Sql", "typeProperties":
            {"tableName": "t"}, "availability": {"frequency": "Hour", "interval": 1}})"),
          {NameOf(i), ""}, &findings));
      activities.Append(ActivityOf(i));
      answers.Set("Make " + NameOf(i), Json::Object({{"output", Json::Object()}}));
    }
    local_ = model::LocalFile{Json::Object({{"activities", std::move(answers)}}), "/", "local"};
    factory_.Put(model::ReadV1Pipeline(Json::Object({{"start", FormatUtc(start)},
                                                     {"end", FormatUtc(end)},
                                                     {"activities", std::move(activities)}}),
                                       {"Year", ""}, &findings));
    for (const model::Finding& one : findings) std::fputs(one.ToString().c_str(), stderr);
  }

  std::vector<std::string> Keys() override { return {"bench"}; }
  Result<std::shared_ptr<const model::V1Factory>> FactoryOf(const std::string& /*key*/) override {
    return std::make_shared<const model::V1Factory>(factory_);
  }
  const std::optional<model::LocalFile>& local() const override { return local_; }
  void RunChanged(const store::RunRecord& run) override {
    if (!run.end) return;
    ++made_;
    if (host_ != nullptr) host_->RunEnded(run);
  }

  Result<> Run(const std::string& database, int64_t stop_at) {
    const int64_t all = kDatasets * ((period_.end - period_.start) / std::chrono::hours(1));
    const Moment begin = std::chrono::steady_clock::now();
    WEIR_TRY(Begin(database));
    Watch(stop_at);
    Halt();
    const Moment again = std::chrono::steady_clock::now();
    const int64_t before = made_;
    WEIR_TRY(Begin(database));
    std::printf("restart_seconds %.3f\n", SecondsSince(again));
    while (made_ == before) std::this_thread::sleep_for(std::chrono::microseconds(100));
    std::printf("restart_to_first_seconds %.3f\n", SecondsSince(again));
    Watch(all);
    Halt();
    const double total = SecondsSince(begin);
    std::sort(looks_.begin(), looks_.end());
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    std::printf("slices %ld\nseconds %.2f\npeak_megabytes %ld\n", static_cast<long>(made_), total,
                usage.ru_maxrss / 1024);
    std::printf("month_p50_ms %.3f\nmonth_p99_ms %.3f\nmonth_max_ms %.3f\n",
                looks_[looks_.size() / 2] * 1e3, looks_[looks_.size() * 99 / 100] * 1e3,
                looks_.back() * 1e3);
    return {};
  }

 private:
  Result<> Begin(const std::string& database) {
    WEIR_ASSIGN(store_, store::OpenSqliteStore(database));
    engine::EngineOptions options;
    options.store = store_.get();
    options.activities = &activities_;
    options.clock = &clock_;
    options.sealer = &sealer_;
    options.observer = this;
    options.waits = false;
    engine_ = std::make_unique<engine::Engine>(options);
    host_ = std::make_unique<SliceHost>(HostOptions{store_.get(), engine_.get(), &clock_, this});
    const Plans plans(std::make_shared<const model::V1Factory>(factory_), local_);
    WEIR_ASSIGN(auto runs, store_->Unfinished());
    std::vector<engine::Core::Unfinished> unfinished;
    for (store::UnfinishedRun& run : runs) {
      WEIR_ASSIGN(auto definitions, plans.Restore(run.definition));
      unfinished.push_back({std::move(run), std::move(definitions)});
    }
    WEIR_TRY(engine_->Resume(unfinished));
    WEIR_ASSIGN(const std::vector<Error> faults, host_->TakeUp());
    return faults.empty() ? Result<>() : Result<>(faults.front());
  }

  void Halt() {
    host_->Stop();
    engine_.reset();
    host_.reset();
  }

  /// Ask for a month of some dataset from time to time, until so many are made.
  void Watch(int64_t until) {
    for (int look = 0; made_ < until; ++look) {
      const UtcTime from =
          period_.start + std::chrono::days(look * 7 %
                                            std::max<int64_t>(1, (period_.end - period_.start) /
                                                                     std::chrono::days(1)));
      const Moment begin = std::chrono::steady_clock::now();
      const auto slices =
          host_->Slices("bench", NameOf(look % kDatasets), {from, from + std::chrono::days(30)});
      looks_.push_back(SecondsSince(begin));
      if (!slices) std::fputs(slices.error().ToString().c_str(), stderr);
      std::this_thread::sleep_for(kLook);
    }
  }

  const schedule::Interval period_;
  ManualClock clock_;
  const Sealer sealer_ = Sealer::Ephemeral();
  std::optional<model::LocalFile> local_;
  model::V1Factory factory_;
  engine::ActivityRegistry activities_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<SliceHost> host_;
  std::atomic<int64_t> made_{0};
  std::vector<double> looks_;
};

}  // namespace
}  // namespace weir::slices

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: slice_bench DATABASE DAYS STOP_AT\n", stderr);
    return 2;
  }
  const weir::UtcTime start = *weir::ParseUtc("2015-01-01T00:00:00Z");
  weir::slices::Bench bench(start, start + std::chrono::days(std::atoi(argv[2])));
  const weir::Result<> run = bench.Run(argv[1], std::atoll(argv[3]));
  if (run) return 0;
  std::fprintf(stderr, "%s\n", run.error().ToString().c_str());
  return 1;
}
