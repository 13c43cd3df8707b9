#include "engine/rerun.h"

#include <map>
#include <unordered_map>
#include <utility>

#include "base/ids.h"
#include "base/names.h"
#include "pipeline/control.h"

namespace weir::engine {
namespace {

using pipeline::ActivityStatus;
using pipeline::RecoveryPlan;
using store::ActivityRunRecord;
using store::RunRecord;

constexpr const char* kExecutePipeline = "ExecutePipeline";
/// What stands for a secret in history (base/secret.h).
constexpr const char* kMasked = "***";

const std::string& OriginOf(const RunRecord& run) {
  return run.origin.empty() ? run.run_id : run.origin;
}

std::string KeyOf(const ActivityRunRecord& activity) {
  return activity.path + "/" + activity.name;
}

Json Parsed(const std::string& text) {
  Result<Json> json = ParseJson(text);
  return json ? *std::move(json) : Json();
}

Result<RunRecord> FindRun(store::Store& store, const std::string& run_id) {
  WEIR_ASSIGN(std::optional<RunRecord> run, store.FindRun(run_id));
  if (run) return *std::move(run);
  return Fail(ErrorKind::kNotFound, "PipelineRunNotFound",
              "there is no pipeline run '" + run_id + "'");
}

/// The newest run of each slot of a group: first run → newest.
using LatestRuns = std::unordered_map<std::string, RecoveryPlan::Child>;

Result<LatestRuns> LatestOf(store::Store& store, const RunRecord& run) {
  WEIR_ASSIGN(const auto runs, store.Group(run.group_id));
  LatestRuns latest;
  for (const RunRecord& one : runs) {
    latest[OriginOf(one)] = {one.run_id, one.status == "Succeeded"};
  }
  return latest;
}

/// True for what ran inside an Until that did not come true: it has to look at the world again.
bool InsideOpenUntil(const std::map<int64_t, const ActivityRunRecord*>& records,
                     const ActivityRunRecord& activity) {
  for (auto at = records.find(activity.parent); at != records.end();
       at = records.find(at->second->parent)) {
    if (at->second->type == "Until" && at->second->status != "Succeeded") return true;
  }
  return false;
}

/// What is known of an activity that was executed; nothing if it has to run again.
std::optional<RecoveryPlan::Outcome> OutcomeOf(const ActivityRunRecord& activity) {
  RecoveryPlan::Outcome outcome;
  outcome.iteration_hash = activity.iteration_hash;
  outcome.output = Parsed(activity.output);
  if (activity.status == "Failed") {
    outcome.status = ActivityStatus::kFailed;
    outcome.error = pipeline::ActivityError::FromJson(Parsed(activity.error));
  } else if (activity.status != "Succeeded") {
    return std::nullopt;
  }
  const bool masked = activity.output.find(kMasked) != std::string::npos;
  if (masked) return std::nullopt;
  return outcome;
}

Result<RecoveryPlan> MakePlan(store::Store& store, const RunRecord& run, bool inside_loops) {
  WEIR_ASSIGN(const auto activities, store.Activities(run.run_id));
  std::map<int64_t, const ActivityRunRecord*> records;
  for (const ActivityRunRecord& activity : activities) records[activity.sequence] = &activity;
  RecoveryPlan plan;
  std::optional<LatestRuns> latest;
  for (const ActivityRunRecord& activity : activities) {
    if (!inside_loops && !activity.iteration_hash.empty()) continue;
    if (InsideOpenUntil(records, activity)) continue;
    if (SameName(activity.type, kExecutePipeline)) {
      const std::string child = Parsed(activity.output)["pipelineRunId"].as_string();
      if (child.empty()) continue;
      if (!latest) {
        WEIR_ASSIGN(latest, LatestOf(store, run));
      }
      const auto newest = latest->find(child);
      if (newest != latest->end()) plan.children[KeyOf(activity)] = newest->second;
    } else if (pipeline::FindControl(activity.type) == nullptr) {
      // Of several attempts the last one counts.
      plan.outcomes.erase(KeyOf(activity));
      if (auto outcome = OutcomeOf(activity)) plan.outcomes[KeyOf(activity)] = *std::move(outcome);
    }
  }
  return plan;
}

/// What failed because of `child`, if it is over and not rerun yet.
Result<std::optional<Heal>> FindHeal(store::Store& store, const RunRecord& child) {
  if (child.parent_run_id.empty()) return std::optional<Heal>();
  WEIR_ASSIGN(const auto parent, store.FindRun(child.parent_run_id));
  if (!parent || !parent->end || !parent->is_latest || parent->status == "Succeeded") {
    return std::optional<Heal>();
  }
  WEIR_ASSIGN(const auto activities, store.Activities(parent->run_id));
  for (const ActivityRunRecord& activity : activities) {
    if (!SameName(activity.type, kExecutePipeline) || activity.status == "Succeeded") continue;
    const Json output = Parsed(activity.output);
    if (output["pipelineRunId"].as_string() != OriginOf(child)) continue;
    return std::optional(Heal{parent->run_id, KeyOf(activity)});
  }
  return std::optional<Heal>();
}

/// Pipelines of the runs above `run`, so that its snapshot can continue them.
Result<std::vector<std::string>> Ancestors(store::Store& store, const RunRecord& run) {
  std::vector<std::string> pipelines;
  std::string parent = run.parent_run_id;
  while (!parent.empty()) {
    WEIR_ASSIGN(const auto found, store.FindRun(parent));
    if (!found) break;
    pipelines.push_back(found->pipeline);
    parent = found->parent_run_id;
  }
  return pipelines;
}

/// The members of pipeline() that say what started the run, which a rerun keeps: a load of a window
/// must load the same window. Source: our choice.
Json KeptSystem(const Json& system) {
  Json kept = Json::Object();
  for (const Json::Member& member : system.members()) {
    if (member.name.starts_with("Trigger")) kept.AppendMember(member.name, member.value);
  }
  return kept;
}

/// The parameters of the run that the pipeline still has, with `changed` in place of theirs.
Json Arguments(const pipeline::PipelineDefinition& pipeline, const Json& old, const Json& changed) {
  Json arguments = Json::Object();
  for (const pipeline::ParameterDefinition& parameter : pipeline.parameters) {
    if (const Json* value = old.Find(parameter.name)) arguments.Set(parameter.name, *value);
  }
  for (const Json::Member& member : changed.members()) arguments.Set(member.name, member.value);
  return arguments;
}

Result<> CheckWish(const RerunWish& wish, const RunRecord& run,
                   const pipeline::PipelineDefinition& pipeline) {
  if (!run.end) {
    return Fail(ErrorKind::kInvalid, "BadRequest",
                "the pipeline run '" + run.run_id + "' is not over: it is " + run.status);
  }
  if (!wish.start_activity.empty()) {
    std::vector<std::string> names;
    for (const pipeline::ActivityDefinition& activity : pipeline.root.activities) {
      if (SameName(activity.name, wish.start_activity)) return {};
      names.push_back(activity.name);
    }
    return Fail(ErrorKind::kInvalid, "BadRequest",
                "the pipeline '" + pipeline.name + "' has no activity '" + wish.start_activity +
                    "' at its top to start from" + DidYouMean(wish.start_activity, names));
  }
  if (wish.from_failure && run.status == "Succeeded") {
    return Fail(ErrorKind::kInvalid, "BadRequest",
                "the pipeline run '" + run.run_id + "' succeeded: it has no failure to start from");
  }
  return {};
}

}  // namespace

Result<RecoveryPlan> PlanRecovery(store::Store& store, const std::string& run_id) {
  WEIR_ASSIGN(const RunRecord run, FindRun(store, run_id));
  return MakePlan(store, run, true);
}

Result<RunRequest> PlanRerun(store::Store& store, const Sealer& sealer, const RerunWish& wish,
                             std::shared_ptr<Definitions> definitions) {
  WEIR_ASSIGN(const RunRecord run, FindRun(store, wish.run_id));
  WEIR_ASSIGN(const auto pipeline, definitions->Pipeline(run.pipeline));
  WEIR_TRY(CheckWish(wish, run, *pipeline));
  WEIR_ASSIGN(const std::string sealed, store.StartOf(run.run_id));
  WEIR_ASSIGN(const std::string text, sealer.Unseal(sealed));
  WEIR_ASSIGN(const Json start, ParseJson(text));
  RunRequest request;
  request.pipeline = run.pipeline;
  request.arguments = Arguments(*pipeline, start["parameters"], wish.parameters);
  request.factory = run.factory;
  request.trigger_id = NewGuid();
  if (wish.grouped) {
    request.group_id = run.group_id;
    request.origin = OriginOf(run);
    request.parent_run_id = run.parent_run_id;
    request.parent_pipeline = run.invoked_by["pipelineName"].as_string();
    request.system = KeptSystem(start["system"]);
    WEIR_ASSIGN(request.heals, FindHeal(store, run));
    if (request.heals) {
      WEIR_ASSIGN(request.ancestors, Ancestors(store, run));
    }
  }
  if (wish.from_failure || !wish.start_activity.empty()) {
    WEIR_ASSIGN(request.recovery, MakePlan(store, run, wish.parameters.empty()));
    request.recovery->start_activity = wish.start_activity;
  }
  request.definitions = std::move(definitions);
  return request;
}

Result<std::optional<RunRequest>> PlanHealing(store::Store& store, const Sealer& sealer,
                                              const Heal& heal, const RunRecord& child,
                                              std::shared_ptr<Definitions> definitions) {
  WEIR_ASSIGN(const RunRecord run, FindRun(store, heal.run_id));
  if (!run.is_latest) return std::optional<RunRequest>();
  WEIR_ASSIGN(RunRequest request,
              PlanRerun(store, sealer, {.run_id = heal.run_id, .from_failure = true},
                        std::move(definitions)));
  RecoveryPlan::Outcome outcome;
  outcome.output =
      Json::Object({{"pipelineName", child.pipeline}, {"pipelineRunId", child.run_id}});
  const Json& value = child.result["returnValue"];
  if (!value.is_null()) outcome.output.AppendMember("pipelineReturnValue", value);
  outcome.fresh = true;
  request.recovery->outcomes[heal.activity] = std::move(outcome);
  request.continues = child.run_id;
  return std::optional(std::move(request));
}

}  // namespace weir::engine
