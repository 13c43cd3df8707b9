#include "cases/area.h"
#include "cases/driven.h"

namespace weir::cases {
namespace {

constexpr const char* kExecuted = "Lookup";

Json Answer(const std::string& result) {
  if (result == "Succeeded") return Json::Object();
  return Json::Object(
      {{"error", Json::Object({{"errorCode", "E"}, {"message", "as the case says"}})}});
}

/// An activity that ends in `status`: what is Skipped hangs on a condition that never holds.
void AddEnding(const std::string& name, const std::string& status, Json* activities,
               Json* answers) {
  if (status == "Skipped") {
    const std::string blocker = "before " + name;
    activities->Append(MakeActivity(blocker, kExecuted));
    activities->Append(
        MakeActivity(name, kExecuted, Json::Object(), Json::Object({{blocker, "Failed"}})));
  } else {
    activities->Append(MakeActivity(name, kExecuted));
    answers->Set(name, Answer(status));
  }
}

/// `{given: {chain: [X, Y, Z], X: status}}`: each depends on the success of the one before.
Verdict CheckChain(const Json& one) {
  Json activities = Json::Array();
  Json answers = Json::Object();
  Json after;
  for (const Json& name : one["given"]["chain"].items()) {
    activities.Append(MakeActivity(name.as_string(), kExecuted, Json::Object(), after));
    const Json& status = one["given"][name.as_string()];
    if (status.is_string()) answers.Set(name.as_string(), Answer(status.as_string()));
    after = Json::Object({{name.as_string(), "Succeeded"}});
  }
  const Result<pipeline::DrivenRun> run = DriveActivities(activities, answers);
  if (!run) return Unexpected(one["expect"], run.error());
  Json got = Json::Object();
  for (const Json::Member& want : one["expect"].members()) {
    got.Set(want.name, run->attempts.contains(want.name) ? "runs" : "Skipped");
  }
  return Compare(one["expect"], got);
}

/// `{given: {A: {state: Inactive, …}}, expect: {A: status, pipeline: status}}`.
Verdict CheckInactive(const Json& one) {
  Json activities = Json::Array();
  for (const Json::Member& given : one["given"].members()) {
    Json activity = MakeActivity(given.name, kExecuted);
    for (const Json::Member& setting : given.value.members()) {
      activity.Set(setting.name, setting.value);
    }
    activities.Append(std::move(activity));
  }
  const Result<pipeline::DrivenRun> run = DriveActivities(activities);
  if (!run) return Unexpected(one["expect"], run.error());
  Json got = Json::Object();
  for (const auto& [name, status] : run->statuses) got.Set(name, status);
  got.Set("pipeline", std::string(pipeline::StatusName(run->status)));
  return Compare(one["expect"], got);
}

}  // namespace

/// `{given: {dependsOn: {A: [conditions]}, statuses: {A: status}}, expect: {B: runs | Skipped}}`.
Verdict CheckDependency(const Json& one) {
  if (one["given"]["chain"].is_array()) return CheckChain(one);
  Json activities = Json::Array();
  Json answers = Json::Object();
  for (const Json::Member& parent : one["given"]["statuses"].members()) {
    AddEnding(parent.name, parent.value.as_string(), &activities, &answers);
  }
  const std::string& name = one["expect"].members().front().name;
  activities.Append(MakeActivity(name, kExecuted, Json::Object(), one["given"]["dependsOn"]));
  const Result<pipeline::DrivenRun> run = DriveActivities(activities, answers);
  if (!run) return Unexpected(one["expect"], run.error());
  return Compare(one["expect"],
                 Json::Object({{name, run->attempts.contains(name) ? "runs" : "Skipped"}}));
}

/// `{given: {activities: {A: {dependsOn}}, resultIfRun: {A: status}}, expect: {statuses,
/// pipeline}}`.
Verdict CheckPipelineOutcome(const Json& one) {
  if (!one["given"]["activities"].is_object()) return CheckInactive(one);
  Json activities = Json::Array();
  Json answers = Json::Object();
  for (const Json::Member& activity : one["given"]["activities"].members()) {
    activities.Append(
        MakeActivity(activity.name, kExecuted, Json::Object(), activity.value["dependsOn"]));
    answers.Set(activity.name, Answer(one["given"]["resultIfRun"][activity.name].as_string()));
  }
  const Result<pipeline::DrivenRun> run = DriveActivities(activities, answers);
  if (!run) return Unexpected(one["expect"], run.error());
  Json got = Json::Object();
  if (one["expect"]["statuses"].is_object()) {
    Json statuses = Json::Object();
    for (const Json::Member& status : one["expect"]["statuses"].members()) {
      const auto found = run->statuses.find(status.name);
      statuses.Set(status.name, found == run->statuses.end() ? "Skipped" : found->second);
    }
    got.Set("statuses", std::move(statuses));
  }
  got.Set("pipeline", std::string(pipeline::StatusName(run->status)));
  return Compare(one["expect"], got);
}

}  // namespace weir::cases
