#include "observe/metrics.h"

#include <gtest/gtest.h>

namespace weir::observe {
namespace {

using pipeline::ActivityStatus;

bool All(const std::string&) {
  return true;
}

store::RunRecord RunOf(const std::string& id, const std::string& status, int end_s = 0) {
  store::RunRecord run;
  run.run_id = id;
  run.factory = "/f";
  run.pipeline = "Load \"x\"";
  run.status = status;
  if (end_s != 0) run.end = run.start + std::chrono::seconds(end_s);
  return run;
}

pipeline::ActivityRecord Activity(pipeline::WorkId work, ActivityStatus status) {
  pipeline::ActivityRecord activity;
  activity.work = work;
  activity.type = "Copy";
  activity.status = status;
  if (pipeline::IsFinal(status)) activity.end = activity.start + std::chrono::seconds(5);
  if (status == ActivityStatus::kFailed) {
    activity.error = Json::Object({{"failureType", "UserError"}});
  }
  return activity;
}

bool Has(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST(Metrics, FollowARunFromQueueToEnd) {
  Metrics metrics;
  metrics.RunChanged(RunOf("a", "Queued"));
  const std::string labels = R"(factory="/f",pipeline="Load \"x\"")";
  EXPECT_TRUE(Has(metrics.Print(All, {}),
                  "weir_pipeline_runs_active{" + labels + R"(,status="Queued"} 1)"));
  metrics.RunChanged(RunOf("a", "InProgress"));
  metrics.ActivityChanged("a", Activity(1, ActivityStatus::kInProgress));
  std::string text = metrics.Print(All, {});
  EXPECT_TRUE(Has(text, "weir_pipeline_runs_active{" + labels + R"(,status="Queued"} 0)"));
  EXPECT_TRUE(Has(text, "weir_pipeline_runs_active{" + labels + R"(,status="InProgress"} 1)"));
  EXPECT_TRUE(Has(text, R"(weir_activity_runs_active{factory="/f",activity_type="Copy"} 1)"));
  metrics.ActivityChanged("a", Activity(1, ActivityStatus::kFailed));
  metrics.RunChanged(RunOf("a", "Failed", 7));
  text = metrics.Print(All, {});
  EXPECT_TRUE(Has(text, R"(weir_activity_runs_active{factory="/f",activity_type="Copy"} 0)"));
  EXPECT_TRUE(
      Has(text, "weir_activity_runs_total{" + labels +
                    R"(,activity_type="Copy",status="Failed",failure_type="UserError"} 1)"));
  EXPECT_TRUE(
      Has(text, "weir_pipeline_runs_total{" + labels + R"(,status="Failed",failure_type=""} 1)"));
  EXPECT_TRUE(Has(text, "weir_pipeline_run_duration_seconds_bucket{" + labels + R"(,le="1"} 0)"));
  EXPECT_TRUE(Has(text, "weir_pipeline_run_duration_seconds_bucket{" + labels + R"(,le="10"} 1)"));
  EXPECT_TRUE(
      Has(text, "weir_pipeline_run_duration_seconds_bucket{" + labels + R"(,le="+Inf"} 1)"));
  EXPECT_TRUE(Has(text, "weir_pipeline_run_duration_seconds_sum{" + labels + "} 7"));
}

TEST(Metrics, WhatIsTakenUpOrTakenOverDoesNotCountAgain) {
  Metrics metrics;
  metrics.TakeUp(RunOf("a", "InProgress"));
  pipeline::ActivityRecord recovered = Activity(1, ActivityStatus::kSucceeded);
  recovered.recovered = true;
  metrics.ActivityChanged("a", recovered);
  metrics.ActivityChanged("nobody's", Activity(1, ActivityStatus::kSucceeded));
  const std::string text = metrics.Print(All, {});
  EXPECT_EQ(text.find("weir_pipeline_runs_started_total{"), std::string::npos);
  EXPECT_EQ(text.find("weir_activity_runs_total{"), std::string::npos);
  EXPECT_NE(text.find("weir_pipeline_runs_active{"), std::string::npos);
  EXPECT_EQ(metrics.Print([](const std::string&) { return false; }, {}).find("/f"),
            std::string::npos);
}

TEST(Metrics, CountTriggerRunsThatEnded) {
  Metrics metrics;
  store::TriggerRunRecord run;
  run.factory = "/f";
  run.trigger = "Daily";
  run.type = "TumblingWindowTrigger";
  for (const char* status : {"Running", "Failed"}) {
    run.status = status;
    metrics.TriggerRunChanged(run);
  }
  const std::string text = metrics.Print(All, {});
  EXPECT_TRUE(Has(text, R"(weir_trigger_runs_total{factory="/f",trigger="Daily",)"
                        R"(trigger_type="TumblingWindowTrigger",status="Failed"} 1)"));
  EXPECT_EQ(text.find("Running"), std::string::npos);
}

TEST(Metrics, SayWhetherTheStoreCanSave) {
  Metrics metrics;
  EXPECT_TRUE(Has(metrics.Print(All, {}), "weir_store_up 1"));
  metrics.StoreTrouble(Fail(ErrorKind::kInternal, "StoreFailed", "the disk is full"));
  std::string text = metrics.Print(All, {3, 2, 32});
  EXPECT_TRUE(Has(text, "weir_store_up 0"));
  EXPECT_TRUE(Has(text, "weir_store_failures_total 1"));
  EXPECT_TRUE(Has(text, "weir_activity_queue_length 3"));
  metrics.StoreTrouble(std::nullopt);
  EXPECT_TRUE(Has(metrics.Print(All, {}), "weir_store_up 1"));
}

TEST(MetricFamily, CountsTogetherWhatIsTooMany) {
  MetricFamily family({"m", "help", MetricFamily::Type::kCounter, {{"factory"}, {"name", true}}},
                      2);
  for (const char* name : {"a", "b", "c", "d", "a"}) family.Add({"/f", name});
  std::string text;
  family.Print(All, &text);
  EXPECT_EQ(text,
            "# HELP m help\n# TYPE m counter\n"
            "m{factory=\"/f\",name=\"(other)\"} 2\n"
            "m{factory=\"/f\",name=\"a\"} 2\n"
            "m{factory=\"/f\",name=\"b\"} 1\n");
}

}  // namespace
}  // namespace weir::observe
