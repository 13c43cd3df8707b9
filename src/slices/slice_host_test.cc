#include "slices/slice_host.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>

#include "model/v1/read.h"
#include "store/sqlite/sqlite_store.h"

namespace weir::slices {
namespace {

using schedule::Interval;
using schedule::SliceState;
using Reach = schedule::SliceBook::Reach;

UtcTime At(const std::string& text) {
  const Result<UtcTime> time = ParseUtc(text);
  EXPECT_TRUE(time.ok()) << text;
  return time ? *time : UtcTime{};
}

/// Stands for Copy and GetMetadata: notes what it was to do, fails where it shall.
class NotingExecutor final : public engine::ActivityExecutor {
 public:
  Result<Json> Execute(engine::ActivityContext& context) override {
    const std::string name = context.activity_name();
    const std::lock_guard lock(mutex_);
    done_.insert(name);
    while (held && !context.cancel().cancelled()) {
      wake_.wait_for(mutex_, std::chrono::milliseconds(5));
    }
    if (context.cancel().cancelled()) return Fail(ErrorKind::kCancelled, "Cancelled", "cancelled");
    if (failing_ == name) return Fail(ErrorKind::kInvalid, "Broken", "there is no such table");
    return Json::Object({{"exists", !absent.load()}});
  }
  size_t Done(const std::string& activity) const {
    const std::lock_guard lock(mutex_);
    return done_.count(activity);
  }
  size_t Done() const {
    const std::lock_guard lock(mutex_);
    return done_.size();
  }
  void SetFailing(const std::string& activity) {
    const std::lock_guard lock(mutex_);
    failing_ = activity;
  }
  std::atomic<bool> held = false;
  std::atomic<bool> absent = false;

 private:
  mutable std::mutex mutex_;
  std::multiset<std::string> done_;
  std::string failing_;
  std::condition_variable_any wake_;
};

class OneFactory final : public Factories {
 public:
  std::vector<std::string> Keys() override { return {"f"}; }
  Result<std::shared_ptr<const model::V1Factory>> FactoryOf(const std::string& key) override {
    if (key != "f") return Fail(ErrorKind::kNotFound, "ResourceNotFound", key);
    return std::make_shared<const model::V1Factory>(factory);
  }
  const std::optional<model::LocalFile>& local() const override { return local_; }
  model::V1Factory factory;

 private:
  std::optional<model::LocalFile> local_;
};

/// A service in small: engine, store and host; `Restart` begins them anew on the same file.
class World final : public engine::Observer {
 public:
  World() {
    auto opened = store::OpenSqliteStore(":memory:");
    EXPECT_TRUE(opened.ok());
    store = *std::move(opened);
    executor = std::make_shared<NotingExecutor>();
    for (const char* type : {"Copy", "GetMetadata"}) {
      EXPECT_TRUE(activities.Add({type, "", false, executor}));
    }
    Put("linkedService", "Store", R"({"type": "AzureStorage", "typeProperties": {}})");
  }
  ~World() override { Halt(); }

  void Put(const std::string& kind, const std::string& name, const std::string& json) {
    std::vector<model::Finding> findings;
    Json properties = *ParseJson(json);
    if (kind == "dataset") {
      properties.Set("type", "AzureBlob");
      properties.Set("linkedServiceName", "Store");
      properties.Set("typeProperties",
                     Json::Object({{"folderPath", "in/{Hour}"},
                                   {"partitionedBy",
                                    *ParseJson(R"([{"name": "Hour", "value": {"type": "DateTime",
            "date": "SliceStart", "format": "yyyyMMddHH"}}])")}}));
      factories.factory.Put(model::ReadV1Dataset(properties, {name, ""}, &findings));
    } else if (kind == "pipeline") {
      factories.factory.Put(model::ReadV1Pipeline(properties, {name, ""}, &findings));
    } else {
      factories.factory.Put(model::ReadV1LinkedService(properties, {name, ""}, &findings));
    }
    for (const model::Finding& one : findings) ADD_FAILURE() << one.ToString();
  }

  /// "In" (from outside) → Clean → Total, hourly for a day.
  void PutChain() {
    Put("dataset", "In", R"({"external": true, "availability": {"frequency": "Hour", "interval": 1},
        "policy": {"externalData": {"retryInterval": "00:01:00", "maximumRetry": 2}}})");
    for (const char* name : {"Clean", "Total"}) {
      Put("dataset", name, R"({"availability": {"frequency": "Hour", "interval": 1}})");
    }
    PutPipeline("2016-07-13T00:00:00Z", false);
  }
  void PutPipeline(const std::string& end, bool paused) {
    const auto copy = [](const std::string& from, const std::string& to) {
      return R"({"name": "Make )" + to + R"(", "type": "Copy", "inputs": [{"name": ")" + from +
             R"("}], "outputs": [{"name": ")" + to + R"("}], "policy": {"concurrency": 3},
        "typeProperties": {"source": {"type": "BlobSource"}, "sink": {"type": "BlobSink"}}})";
    };
    Put("pipeline", "P",
        R"({"start": "2016-07-12T00:00:00Z", "end": ")" + end + R"(", "isPaused": )" +
            (paused ? "true" : "false") + R"(, "activities": [)" + copy("In", "Clean") + "," +
            copy("Clean", "Total") + "]}");
  }

  std::vector<Error> Begin() {
    engine::EngineOptions options;
    options.store = store.get();
    options.activities = &activities;
    options.clock = &clock;
    options.sealer = &sealer;
    options.observer = this;
    engine = std::make_unique<engine::Engine>(options);
    host = std::make_unique<SliceHost>(HostOptions{store.get(), engine.get(), &clock, &factories});
    seen = host.get();
    auto runs = store->Unfinished();
    EXPECT_TRUE(runs.ok());
    std::vector<engine::Core::Unfinished> unfinished;
    const std::optional<model::LocalFile> none;
    const Plans plans(std::make_shared<const model::V1Factory>(factories.factory), none);
    for (store::UnfinishedRun& run : *runs) {
      auto definitions = plans.Restore(run.definition);
      EXPECT_TRUE(definitions.ok());
      unfinished.push_back({std::move(run), *definitions});
    }
    EXPECT_TRUE(engine->Resume(unfinished));
    auto faults = host->TakeUp();
    EXPECT_TRUE(faults.ok());
    return *faults;
  }
  void Halt() {
    if (host == nullptr) return;
    host->Stop();
    engine.reset();
    seen = nullptr;
    host.reset();
  }
  void RunChanged(const store::RunRecord& run) override {
    if (run.end && seen != nullptr) seen.load()->RunEnded(run);
  }

  std::string StateOf(const std::string& dataset, const std::string& hour) {
    const UtcTime start = At("2016-07-12T" + hour + ":00:00Z");
    const auto slices = host->Slices("f", dataset, {start, start + std::chrono::hours(1)});
    if (!slices) return slices.error().code();
    const auto& status = slices->front().view.status;
    const std::string substate(SliceSubstateName(status.substate));
    return std::string(SliceStateName(status.state)) + (substate.empty() ? "" : "/" + substate);
  }
  /// How many slices of the dataset are in the state.
  size_t Count(const std::string& dataset, SliceState state) {
    const auto slices =
        host->Slices("f", dataset, {At("2016-07-12T00:00:00Z"), At("2016-07-14T00:00:00Z")});
    EXPECT_TRUE(slices.ok());
    size_t count = 0;
    for (const Slice& slice : *slices) count += slice.view.status.state == state ? 1U : 0U;
    return count;
  }
  /// Wait until it is so; a test that waits in vain ends by its own time limit.
  void Until(const std::function<bool()>& so) {
    while (!so()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  ManualClock clock{At("2016-07-14T00:00:00Z")};
  Sealer sealer = Sealer::Ephemeral();
  std::unique_ptr<store::Store> store;
  engine::ActivityRegistry activities;
  std::shared_ptr<NotingExecutor> executor;
  OneFactory factories;
  std::unique_ptr<engine::Engine> engine;
  std::unique_ptr<SliceHost> host;
  std::atomic<SliceHost*> seen = nullptr;
};

TEST(SliceHost, MakesADayOfAChainOnce) {
  World world;
  world.PutChain();
  EXPECT_TRUE(world.Begin().empty());
  world.Until([&] { return world.Count("Total", SliceState::kReady) == 24; });
  EXPECT_EQ(world.executor->Done("Make Clean"), 24U);
  EXPECT_EQ(world.executor->Done("Make Total"), 24U);
  const auto slices =
      world.host->Slices("f", "Total", {At("2016-07-12T05:00:00Z"), At("2016-07-12T06:00:00Z")});
  ASSERT_TRUE(slices.ok());
  const auto run = world.store->FindRun(slices->front().run_id);
  ASSERT_TRUE(run.ok() && run->has_value());
  EXPECT_EQ((*run)->status, "Succeeded");
  EXPECT_EQ((*run)->parameters["windowStart"].as_string(), "2016-07-12T05:00:00.0000000Z");
  world.Halt();
  world.Begin();
  EXPECT_EQ(world.Count("Total", SliceState::kReady), 24U);
  EXPECT_EQ(world.executor->Done("Make Total"), 24U);
}

TEST(SliceHost, GoesOnWhereItStopped) {
  World world;
  world.PutChain();
  world.executor->held = true;
  world.Begin();
  world.Until([&] { return world.Count("In", SliceState::kInProgress) > 0; });
  for (int stop = 0; stop < 20; ++stop) {
    world.Halt();
    world.executor->held = stop % 2 == 0;
    world.Begin();
  }
  world.executor->held = false;
  world.Until([&] { return world.Count("Total", SliceState::kReady) == 24; });
  // An activity is executed at least once, its slice is made by one run.
  store::RunQuery query;
  query.factory = "f";
  query.updated_after = UtcTime();
  query.updated_before = At("2030-01-01T00:00:00Z");
  query.limit = 1000;
  const auto runs = world.store->QueryRuns(query);
  ASSERT_TRUE(runs.ok());
  EXPECT_EQ(runs->records.size(), 72U);
}

TEST(SliceHost, FailureSaysWhyAndIsMadeAgain) {
  World world;
  world.PutChain();
  world.executor->SetFailing("Make Clean");
  world.Begin();
  world.Until([&] { return world.Count("Clean", SliceState::kFailed) == 24; });
  world.Halt();
  world.Begin();
  const Interval eight = {At("2016-07-12T08:00:00Z"), At("2016-07-12T09:00:00Z")};
  const auto failed = world.host->Slices("f", "Clean", eight);
  ASSERT_TRUE(failed.ok());
  EXPECT_NE(failed->front().message.find("there is no such table"), std::string::npos);
  EXPECT_EQ(world.StateOf("Total", "08"), "Waiting/DatasetDependencies");
  world.executor->SetFailing("");
  EXPECT_TRUE(world.host->SetStatus("f", "Clean", eight, SliceState::kWaiting, Reach::kDataset));
  world.Until([&] { return world.StateOf("Total", "08") == "Ready"; });
  const auto again = world.host->Slices("f", "Clean", eight);
  EXPECT_EQ(again->front().message, "");
  const auto runs = world.host->RunsOf("f", "Clean", again->front().view.number);
  ASSERT_TRUE(runs.ok());
  ASSERT_EQ(runs->size(), 2U);
  EXPECT_EQ((*world.store->FindRun((*runs)[0]))->status, "Failed");
  EXPECT_EQ((*world.store->FindRun((*runs)[1]))->status, "Succeeded");
}

TEST(SliceHost, LooksForWhatIsExternalUntilItIsThere) {
  World world;
  world.PutChain();
  world.executor->absent = true;
  world.Begin();
  world.Until([&] { return world.Count("In", SliceState::kFailed) == 24; });
  EXPECT_EQ(world.executor->Done(), 48U);
  world.executor->absent = false;
  EXPECT_TRUE(world.host->SetStatus("f", "Total",
                                    {At("2016-07-12T00:00:00Z"), At("2016-07-13T00:00:00Z")},
                                    SliceState::kWaiting, Reach::kUpstreamInPipeline));
  world.Until([&] { return world.Count("Total", SliceState::kReady) == 24; });
}

TEST(SliceHost, PauseAndPeriodFollowTheDocuments) {
  World world;
  world.PutChain();
  world.PutPipeline("2016-07-12T02:00:00Z", true);
  world.Begin();
  EXPECT_EQ(world.StateOf("Clean", "01"), "Waiting/ActivityResume");
  world.PutPipeline("2016-07-12T02:00:00Z", false);
  EXPECT_TRUE(world.host->Changed("f"));
  world.Until([&] { return world.Count("Total", SliceState::kReady) == 2; });
  world.PutPipeline("2016-07-12T04:00:00Z", false);
  EXPECT_TRUE(world.host->Changed("f"));
  world.Until([&] { return world.Count("Total", SliceState::kReady) == 4; });
  EXPECT_EQ(world.executor->Done("Make Clean"), 4U);
  EXPECT_TRUE(world.host->Recalculate("f", "P"));
  world.Until([&] { return world.executor->Done("Make Total") == 8; });
  EXPECT_EQ(world.host->Recalculate("f", "None").error().code(), "PipelineNotFound");
  EXPECT_EQ(world.host->Changed("g").error().code(), "ResourceNotFound");
  EXPECT_EQ(world.StateOf("None", "01"), "DatasetNotFound");
}

TEST(SliceHost, AttemptsOfActivitiesThatAreGoneAreCancelled) {
  World world;
  world.PutChain();
  world.Begin();
  world.Until([&] { return world.Count("Total", SliceState::kReady) == 24; });
  world.executor->held = true;
  EXPECT_TRUE(world.host->Recalculate("f", "P"));
  world.Until([&] { return world.executor->Done() > 72U; });
  world.factories.factory.RemovePipeline("P");
  EXPECT_TRUE(world.host->Changed("f"));
  world.Until([&] { return world.engine->load().working == 0; });
  EXPECT_EQ(world.Count("Clean", SliceState::kInProgress), 0U);
  EXPECT_TRUE(world.host->Forget("f"));
  EXPECT_EQ(world.StateOf("Clean", "01"), "ResourceNotFound");
  size_t kept = 0;
  EXPECT_TRUE(world.store->Slices([&kept](const store::SliceRecord&) { ++kept; }));
  EXPECT_EQ(kept, 0U);
}

}  // namespace
}  // namespace weir::slices
