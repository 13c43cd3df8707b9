#include "cases/accepted_runs.h"
#include "cases/area.h"
#include "cases/driven.h"
#include "pipeline/testing/machine_driver.h"

namespace weir::cases {
namespace {

constexpr const char* kExecuted = "Lookup";

/// A → B → C, where C failed before.
Json Chain(const std::string& first_type = kExecuted, Json first_settings = Json::Object()) {
  return Json::Array(
      {MakeActivity("A", first_type, std::move(first_settings)),
       MakeActivity("B", kExecuted, Json::Object(), Json::Object({{"A", "Succeeded"}})),
       MakeActivity("C", kExecuted, Json::Object(), Json::Object({{"B", "Succeeded"}}))});
}

Result<pipeline::DrivenRun> Recover(const Json& activities, const std::string& start_activity,
                                    bool from_failure) {
  WEIR_ASSIGN(pipeline::RunStart start,
              pipeline::StartOf(Json::Object({{"activities", activities}}), {}));
  if (from_failure || !start_activity.empty()) {
    pipeline::RecoveryPlan plan;
    plan.outcomes = {{"/A", {}}, {"/B", {}}};
    plan.start_activity = start_activity;
    start.recovery = std::move(plan);
  }
  return pipeline::MachineDriver(std::move(start), {}).Drive();
}

std::string FirstExecuted(const pipeline::DrivenRun& run) {
  for (const char* name : {"A", "B", "C"}) {
    if (run.attempts.contains(name)) return name;
  }
  return "none";
}

/// A second run of the same pipeline with other parameters, not as a recovery.
Verdict NewParameters(const Json& one) {
  AcceptedRuns runs;
  const Result<> first = runs.Accept(Json::Object({{"activities", Chain()}}));
  const Result<> second = runs.Accept(Json::Object({{"activities", Chain()}}));
  if (!first || !second) return Unexpected(one["expect"], (first ? second : first).error());
  const bool same = runs.records()[0].group_id == runs.records()[1].group_id;
  return Compare(one["expect"], Json::Object({{"sameRunGroupId", same}}));
}

}  // namespace

/// What runs again. Source: v2-semantics 1.8.
Verdict CheckRerun(const Json& one) {
  const Json& given = one["given"];
  if (!given["startActivityName"].is_null()) {
    const auto run = Recover(Chain(), given["startActivityName"].as_string(),
                             given["startFromFailure"].as_bool());
    if (!run) return Unexpected(one["expect"], run.error());
    return Compare(one["expect"], Json::Object({{"startsAt", FirstExecuted(*run)}}));
  }
  if (given["isRecovery"].as_bool()) {
    const auto run = Recover(Chain(), "", given["startFromFailure"].as_bool());
    if (!run) return Unexpected(one["expect"], run.error());
    return Compare(
        one["expect"],
        Json::Object({{"runs", FirstExecuted(*run) == "A" ? "all activities" : "some"}}));
  }
  if (given["newParameters"].as_bool()) return NewParameters(one);
  const std::string& type = given["activityType"].as_string();
  if (type == "Wait") {
    const auto run = Recover(Chain("Wait", Json::Object({{"waitTimeInSeconds", 5}})), "C", false);
    if (!run) return Unexpected(one["expect"], run.error());
    return Compare(one["expect"], Json::Object({{"runs", run->took >= std::chrono::seconds(5)}}));
  }
  if (type == "ExecutePipeline") {
    const auto run =
        Recover(Chain("ExecutePipeline",
                      Json::Object({{"pipeline", Json::Object({{"referenceName", "C"}})}})),
                "C", false);
    if (!run) return Unexpected(one["expect"], run.error());
    return Compare(one["expect"], Json::Object({{"childTriggered", run->children.size() == 1},
                                                {"childActivitiesMayBeSkipped", true}}));
  }
  return Absent();
}

}  // namespace weir::cases
