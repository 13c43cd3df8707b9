#include "engine/run_start.h"

#include <utility>

namespace weir::engine {
namespace {

using pipeline::RecoveryPlan;

Json PlanToJson(const RecoveryPlan& plan) {
  Json outcomes = Json::Object();
  for (const auto& [activity, outcome] : plan.outcomes) {
    Json one = Json::Object({{"output", outcome.output}});
    if (outcome.error) one.AppendMember("error", outcome.error->ToJson(activity));
    if (!outcome.iteration_hash.empty()) one.AppendMember("iteration", outcome.iteration_hash);
    if (outcome.fresh) one.AppendMember("fresh", true);
    outcomes.AppendMember(activity, std::move(one));
  }
  Json children = Json::Object();
  for (const auto& [activity, child] : plan.children) {
    children.AppendMember(activity,
                          Json::Object({{"runId", child.run_id}, {"succeeded", child.succeeded}}));
  }
  return Json::Object({{"outcomes", std::move(outcomes)},
                       {"children", std::move(children)},
                       {"startActivity", plan.start_activity}});
}

RecoveryPlan PlanFromJson(const Json& json) {
  RecoveryPlan plan;
  plan.start_activity = json["startActivity"].as_string();
  for (const Json::Member& member : json["outcomes"].members()) {
    RecoveryPlan::Outcome outcome;
    outcome.output = member.value["output"];
    if (member.value["error"].is_object()) {
      outcome.status = pipeline::ActivityStatus::kFailed;
      outcome.error = pipeline::ActivityError::FromJson(member.value["error"]);
    }
    outcome.iteration_hash = member.value["iteration"].as_string();
    outcome.fresh = member.value["fresh"].as_bool();
    plan.outcomes.emplace(member.name, std::move(outcome));
  }
  for (const Json::Member& member : json["children"].members()) {
    plan.children.emplace(member.name, RecoveryPlan::Child{member.value["runId"].as_string(),
                                                           member.value["succeeded"].as_bool()});
  }
  return plan;
}

}  // namespace

Json ToJson(const KeptStart& kept) {
  Json json = Json::Object({{"parameters", kept.start.parameters}, {"system", kept.start.system}});
  if (!kept.parent.empty()) {
    json.AppendMember("parent", kept.parent);
    json.AppendMember("parentWork", kept.parent_work);
  }
  if (kept.start.recovery) json.AppendMember("recovery", PlanToJson(*kept.start.recovery));
  if (!kept.start.pauses.empty()) {
    Json pauses = Json::Array();
    for (const std::string& one : kept.start.pauses) pauses.Append(one);
    json.AppendMember("pauses", std::move(pauses));
  }
  if (kept.heals) {
    json.AppendMember(
        "heals", Json::Object({{"runId", kept.heals->run_id}, {"activity", kept.heals->activity}}));
  }
  return json;
}

KeptStart KeptStartFromJson(const Json& json, std::string run_id,
                            std::shared_ptr<const pipeline::PipelineDefinition> pipeline) {
  KeptStart kept{
      {std::move(run_id), std::move(pipeline), json["system"], json["parameters"], std::nullopt},
      json["parent"].as_string(),
      static_cast<pipeline::WorkId>(json["parentWork"].as_int()),
      std::nullopt};
  if (json["recovery"].is_object()) kept.start.recovery = PlanFromJson(json["recovery"]);
  for (const Json& one : json["pauses"].items()) kept.start.pauses.insert(one.as_string());
  if (json["heals"].is_object()) {
    kept.heals = Heal{json["heals"]["runId"].as_string(), json["heals"]["activity"].as_string()};
  }
  return kept;
}

}  // namespace weir::engine
