#include "lineage/emitter.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <future>

#include "model/document.h"

namespace weir::lineage {
namespace {

/// Takes events, or refuses so many first.
class Taker final : public Transport {
 public:
  struct Log {
    std::mutex mutex;
    std::vector<Json> events;
    int refusals = 0;
    ErrorKind refuses_with = ErrorKind::kUnavailable;
    std::shared_future<void> gate;  ///< Sending waits for it, if it is there.
  };
  explicit Taker(std::shared_ptr<Log> log) : log_(std::move(log)) {}
  Result<> Send(const Json& event, const CancelToken& /*cancel*/) override {
    if (log_->gate.valid()) log_->gate.wait();
    const std::lock_guard lock(log_->mutex);
    if (log_->refusals > 0) {
      --log_->refusals;
      return Fail(log_->refuses_with, "Refused", "not today");
    }
    log_->events.push_back(event);
    return {};
  }
  const std::string& place() const override { return place_; }

 private:
  std::shared_ptr<Log> log_;
  const std::string place_ = "there";
};

class EmitterTest : public ::testing::Test {
 protected:
  void Open(size_t queue_max = 100) {
    std::vector<std::unique_ptr<Transport>> transports;
    transports.push_back(std::make_unique<Taker>(log_));
    EmitterOptions options;
    options.clock = &clock_;
    options.queue_max = queue_max;
    options.space_of = [](const store::RunRecord&) { return "fab"; };
    options.tell = [this](const std::string& message) { told_.push_back(message); };
    options.pauses = {std::chrono::milliseconds(1), std::chrono::milliseconds(1)};
    emitter_ = std::make_unique<Emitter>(std::move(transports), options);
  }
  /// Ends it: what waits is sent first.
  const std::vector<Json>& Close() {
    emitter_.reset();
    return log_->events;
  }
  static store::RunRecord Run(const std::string& id, bool over = false) {
    store::RunRecord run;
    run.run_id = id;
    run.pipeline = "P";
    run.status = over ? "Failed" : "InProgress";
    if (over) run.message = "it broke";
    if (over) run.end = UtcTime(std::chrono::seconds(9));
    return run;
  }

  std::shared_ptr<Taker::Log> log_ = std::make_shared<Taker::Log>();
  ManualClock clock_{UtcTime(std::chrono::hours(1))};
  std::vector<std::string> told_;
  std::unique_ptr<Emitter> emitter_;
};

constexpr const char* kRun = "11111111-2222-4333-8444-555555555555";

TEST_F(EmitterTest, ARunStartsOnceAndFails) {
  Open();
  emitter_->RunChanged(Run(kRun));
  emitter_->RunChanged(Run(kRun));
  emitter_->RunChanged(Run(kRun, true));
  const auto& events = Close();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0]["eventType"].as_string(), "START");
  EXPECT_EQ(events[0]["run"]["runId"].as_string(), kRun);
  EXPECT_EQ(events[0]["job"]["namespace"].as_string(), "fab");
  EXPECT_EQ(events[1]["eventType"].as_string(), "FAIL");
  EXPECT_EQ(events[1]["run"]["facets"]["errorMessage"]["message"].as_string(), "it broke");
}

TEST_F(EmitterTest, AChildNamesTheRunsAroundIt) {
  Open();
  emitter_->RunChanged(Run(kRun));
  store::RunRecord child = Run("child");
  child.parent_run_id = kRun;
  emitter_->RunChanged(child);
  store::RunRecord grandchild = Run("grandchild");
  grandchild.parent_run_id = "child";
  emitter_->RunChanged(grandchild);
  const auto& events = Close();
  ASSERT_EQ(events.size(), 3U);
  const Json& facet = events[2]["run"]["facets"]["parent"];
  EXPECT_EQ(facet["run"]["runId"].as_string(), UuidOf("child"));
  EXPECT_EQ(facet["root"]["run"]["runId"].as_string(), kRun);
}

TEST_F(EmitterTest, ARunThatWasUnderWayIsNotStartedAgain) {
  Open();
  emitter_->TakeUp(Run(kRun));
  emitter_->RunChanged(Run(kRun, true));
  const auto& events = Close();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0]["eventType"].as_string(), "FAIL");
}

TEST_F(EmitterTest, WhatIsRefusedForAWhileComesAgain) {
  log_->refusals = 2;
  Open();
  emitter_->RunChanged(Run(kRun));
  EXPECT_EQ(Close().size(), 1U);
  EXPECT_TRUE(told_.empty());
}

TEST_F(EmitterTest, WhatIsRefusedForGoodIsLostAndTold) {
  log_->refusals = 1;
  log_->refuses_with = ErrorKind::kInvalid;
  Open();
  emitter_->RunChanged(Run(kRun));
  emitter_->RunChanged(Run(kRun, true));
  EXPECT_EQ(Close().size(), 1U);
  ASSERT_FALSE(told_.empty());
  EXPECT_NE(told_[0].find("there does not take events"), std::string::npos) << told_[0];
}

TEST_F(EmitterTest, AFullQueueLosesAndNeverWaits) {
  std::promise<void> open;
  log_->gate = open.get_future().share();
  Open(3);
  for (int i = 0; i < 50; ++i) emitter_->RunChanged(Run("r" + std::to_string(i)));
  EXPECT_GE(emitter_->lost(), 46);
  open.set_value();
  EXPECT_LE(Close().size(), 4U);
  ASSERT_FALSE(told_.empty());
  EXPECT_NE(told_.back().find("lost"), std::string::npos);
}

TEST_F(EmitterTest, ActivitiesHaveTheirDatasetsAndFigures) {
  auto factory = std::make_shared<model::Factory>("fab");
  const auto add = [&](model::ResourceKind kind, const char* text) {
    factory->Add(model::MakeResource(kind, "x", "f", *ParseJson(text)));
  };
  add(model::ResourceKind::kLinkedService,
      R"({"name": "L", "properties": {"type": "FileServer", "typeProperties": {"host": "/d"}}})");
  add(model::ResourceKind::kDataset,
      R"({"name": "D", "properties": {"type": "Json", "parameters": {"f": {"type": "string"}},
          "linkedServiceName": {"referenceName": "L"}, "typeProperties": {"location":
          {"type": "FileServerLocation", "fileName": "@dataset().f"}}}})");
  Open();
  emitter_->RunChanged(Run(kRun));
  pipeline::StartActivity start;
  start.work = 7;
  start.activity_run_id = "aaaaaaaa-2222-4333-8444-555555555555";
  start.type = "Copy";
  start.activity = *ParseJson(
      R"({"name": "C", "type": "Copy", "typeProperties": {"source": {}, "sink": {}},
          "inputs": [{"referenceName": "D", "parameters": {"f": "a.json"}}],
          "outputs": [{"referenceName": "D", "parameters": {"f": "hunter22.json"}}]})");
  Masker masker;
  masker.Add("hunter22");
  emitter_->ActivityStarts(
      kRun, std::make_shared<engine::Definitions>(factory, model::LocalSettings()), start, masker);
  pipeline::ActivityRecord record;
  record.work = 7;
  record.type = "Copy";
  record.status = pipeline::ActivityStatus::kFailed;
  record.end = clock_.Now();
  record.output = *ParseJson(R"({"rowsRead": 3, "rowsCopied": 2, "dataRead": 30})");
  record.error = *ParseJson(R"({"message": "no hunter22"})");
  emitter_->ActivityChanged(kRun, record);
  const auto& events = Close();
  ASSERT_EQ(events.size(), 3U);
  EXPECT_EQ(events[1]["job"]["name"].as_string(), "P.C");
  EXPECT_EQ(events[1]["inputs"][size_t{0}]["name"].as_string(), "/d/a.json");
  const Json& end = events[2];
  EXPECT_EQ(end["eventType"].as_string(), "FAIL");
  EXPECT_EQ(end["run"]["facets"]["errorMessage"]["message"].as_string(), "no ***");
  EXPECT_EQ(end["outputs"][size_t{0}]["name"].as_string(), "/d/***.json");
  const Json& wrote = end["outputs"][size_t{0}]["outputFacets"]["outputStatistics"];
  EXPECT_EQ(wrote["rowCount"].as_int(), 2);
  EXPECT_TRUE(wrote["size"].is_null());
  EXPECT_EQ(end["inputs"][size_t{0}]["inputFacets"]["inputStatistics"]["size"].as_int(), 30);
}

Environment From(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const char* name) -> const char* {
    const auto found = values.find(name);
    return found == values.end() ? nullptr : found->second.c_str();
  };
}

TEST(Transports, FollowTheEnvironment) {
  EXPECT_TRUE(TransportsOf(From({}))->empty());
  const auto one = TransportsOf(From({{"OPENLINEAGE_URL", "http://u:p@h:1/"}}));
  ASSERT_TRUE(one.ok());
  ASSERT_EQ(one->size(), 1U);
  EXPECT_EQ((*one)[0]->place(), "http://h:1/api/v1/lineage");
  EXPECT_TRUE(
      TransportsOf(From({{"OPENLINEAGE_URL", "http://h"}, {"OPENLINEAGE_DISABLED", "true"}}))
          ->empty());
  const auto kafka = TransportsOf(From({{"OPENLINEAGE__TRANSPORT__TYPE", "kafka"}}));
  ASSERT_FALSE(kafka.ok());
  EXPECT_EQ(kafka.error().code(), "UnsupportedTransport");
  const auto nowhere = TransportsOf(From({{"OPENLINEAGE__TRANSPORT__TYPE", "file"}}));
  ASSERT_FALSE(nowhere.ok());
  EXPECT_EQ(nowhere.error().code(), "InvalidTransport");
  const auto refused =
      TransportsOf(From({{"OPENLINEAGE__TRANSPORT__TYPE", "file"},
                         {"OPENLINEAGE__TRANSPORT__LOG_FILE_PATH", "/nonexistent/folder/file"}}));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code(), "LineageFileFailed");
}

}  // namespace
}  // namespace weir::lineage
