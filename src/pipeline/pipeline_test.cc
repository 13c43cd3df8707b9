#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/testing/machine_driver.h"
#include "testing/json_cases.h"

namespace weir::pipeline {
namespace {

void CheckError(const Json& want, const Error& error) {
  EXPECT_EQ(error.code(), want["code"].as_string());
  EXPECT_THAT(error.message(), ::testing::HasSubstr(want["says"].as_string()));
  if (want["at"].is_string()) {
    EXPECT_EQ(error.position().ToString(), want["at"].as_string());
  }
}

void CheckRun(const Json& want, const DrivenRun& run) {
  EXPECT_EQ(StatusName(run.status), want["status"].as_string()) << run.message;
  if (want["message"].is_string()) {
    EXPECT_EQ(run.message, want["message"].as_string());
  }
  for (const Json::Member& status : want["statuses"].members()) {
    const auto found = run.statuses.find(status.name);
    EXPECT_EQ(found == run.statuses.end() ? "none" : found->second, status.value.as_string())
        << status.name;
  }
  for (const Json::Member& count : want["attempts"].members()) {
    const auto found = run.attempts.find(count.name);
    EXPECT_EQ(found == run.attempts.end() ? 0 : found->second, count.value.as_int()) << count.name;
  }
  for (const Json::Member& output : want["outputs"].members()) {
    const auto found = run.last.find(output.name);
    ASSERT_NE(found, run.last.end()) << output.name;
    EXPECT_EQ(DumpJson(found->second.output), DumpJson(output.value)) << output.name;
  }
  for (const Json::Member& input : want["inputs"].members()) {
    const auto found = run.last.find(input.name);
    ASSERT_NE(found, run.last.end()) << input.name;
    EXPECT_EQ(DumpJson(found->second.input), DumpJson(input.value)) << input.name;
  }
  for (const Json::Member& error : want["errors"].members()) {
    const auto found = run.last.find(error.name);
    ASSERT_NE(found, run.last.end()) << error.name;
    EXPECT_EQ(found->second.error["errorCode"].as_string(), error.value["code"].as_string());
    EXPECT_THAT(found->second.error["message"].as_string(),
                ::testing::HasSubstr(error.value["says"].as_string()));
  }
  if (want["references"].is_array()) {
    Json references = Json::Array();
    for (const StartChild& child : run.children) references.Append(child.reference);
    EXPECT_EQ(DumpJson(references), DumpJson(want["references"]));
  }
  if (const Json* value = want.Find("returnValue")) {
    EXPECT_EQ(DumpJson(run.return_value), DumpJson(*value));
  }
  if (want["seconds"].is_number()) {
    EXPECT_DOUBLE_EQ(static_cast<double>(run.took.count()) / 1e6, want["seconds"].as_double());
  }
  if (want["parallel"].is_int()) {
    EXPECT_EQ(static_cast<int64_t>(run.parallel_max), want["parallel"].as_int());
  }
  if (want["pauses"].is_array()) {
    EXPECT_EQ(DumpJson(run.pauses), DumpJson(want["pauses"]));
  }
  if (want["order"].is_array()) {
    Json order = Json::Array();
    for (const std::string& name : run.order) order.Append(name);
    EXPECT_EQ(DumpJson(order), DumpJson(want["order"]));
  }
}

/// {name, pipeline: properties, arguments, answers, cancelAt, pauses, releases, recovery, want |
/// error}; pauses: keys as RunStart has them; releases: as MachineDriver::ReleaseAt; recovery:
/// {startActivity, succeeded: {key: output}, failed: {key: error}, iterations: {key: hash},
/// children: {key: {runId, succeeded}}}, keys as RecoveryPlan has them.
void CheckCase(const Json& one) {
  Result<RunStart> start = StartOf(one["pipeline"], one["arguments"]);
  if (one["error"].is_object()) {
    ASSERT_FALSE(start.ok()) << "expected an error";
    return CheckError(one["error"], start.error());
  }
  ASSERT_TRUE(start.ok()) << start.error().ToString();
  if (one["recovery"].is_object()) {
    RecoveryPlan plan;
    plan.start_activity = one["recovery"]["startActivity"].as_string();
    for (const Json::Member& done : one["recovery"]["succeeded"].members()) {
      plan.outcomes[done.name].output = done.value;
    }
    for (const Json::Member& failed : one["recovery"]["failed"].members()) {
      plan.outcomes[failed.name].status = ActivityStatus::kFailed;
      plan.outcomes[failed.name].error = ActivityError::FromJson(failed.value);
    }
    for (const Json::Member& item : one["recovery"]["iterations"].members()) {
      plan.outcomes[item.name].iteration_hash = item.value.as_string();
    }
    for (const Json::Member& child : one["recovery"]["children"].members()) {
      plan.children[child.name] = {child.value["runId"].as_string(),
                                   child.value["succeeded"].as_bool()};
    }
    start->recovery = std::move(plan);
  }
  for (const Json& pause : one["pauses"].items()) {
    EXPECT_TRUE(HasActivityAt(*start->pipeline, pause.as_string())) << pause.as_string();
    start->pauses.insert(PauseKey(pause.as_string()));
  }
  MachineDriver driver(*std::move(start), one["answers"]);
  driver.ReleaseAt(one["releases"]);
  if (one["cancelAt"].is_number()) driver.CancelAt(one["cancelAt"].as_double());
  CheckRun(one["want"], driver.Drive());
}

const bool kRegistered =
    testing::RegisterCases("machine", "src/pipeline/cases/machine.json", CheckCase);

}  // namespace
}  // namespace weir::pipeline
