#include "conformance/trial.h"

#include <algorithm>

#include "base/names.h"
#include "check/expression_check.h"
#include "dryrun/dry_run.h"
#include "model/activities.h"
#include "pipeline/definition.h"

namespace weir::conformance {
namespace {

/// The engine can make a graph of it: what `weir run` does first.
TrialOutcome Compile(const model::Factory& /*factory*/, const model::Resource& pipeline) {
  const auto definition = pipeline::PipelineDefinition::Compile(pipeline.document);
  if (definition) return {true, "compiles", "", {}};
  const Error& error = definition.error();
  return {false, "does not compile", error.code() + ": " + error.message(), error.position()};
}

const UtcTime kStart = FromMicros(1'767'225'600'000'000);  // 2026-01-01.

/// The activity that made the run fail: the last one that failed and holds no other.
const pipeline::ActivityRecord* FailedLeaf(const dryrun::DryReport& report) {
  const pipeline::ActivityRecord* leaf = nullptr;
  for (const dryrun::DryActivity& activity : report.activities) {
    const pipeline::ActivityRecord& record = activity.record;
    if (record.status != pipeline::ActivityStatus::kFailed) continue;
    const bool holds = SameName(record.type, "ForEach") || SameName(record.type, "IfCondition") ||
                       SameName(record.type, "Switch") || SameName(record.type, "Until") ||
                       SameName(record.type, "ExecutePipeline");
    if (!holds || leaf == nullptr) leaf = &record;
  }
  return leaf;
}

/// Validation says that it is broken: no run of it could end well.
bool IsFaulty(const model::Factory& factory, const std::string& pipeline) {
  const auto findings = check::ValidateAll(factory, false, pipeline);
  return std::ranges::any_of(findings, [](const model::Finding& finding) {
    // A collection lacks what its documents name, and holds names twice.
    return finding.severity == model::Severity::kError && finding.code != "InvalidReference" &&
           finding.code != "DuplicateName";
  });
}

/// A document that was cut out of a template still holds the template's expressions.
bool IsPieceOfTemplate(const Json& json) {
  if (model::IsTemplateExpression(json)) return true;
  return std::ranges::any_of(json.items(), IsPieceOfTemplate) ||
         std::ranges::any_of(json.members(), [](const Json::Member& member) {
           return IsPieceOfTemplate(member.value);
         });
}

TrialOutcome Ended(const model::Factory& factory, const model::Resource& pipeline,
                   TrialOutcome outcome) {
  if (outcome.good) return outcome;
  if (IsPieceOfTemplate(pipeline.document)) {
    return {true, "Failed as a piece of a template without its parameters", "", {}};
  }
  if (!IsFaulty(factory, pipeline.name)) return outcome;
  return {true, "Failed, and validation says why", "", {}};
}

/// It comes to its end with every activity faked: all its expressions work on real values. To fail
/// is good only where the author wants it, by a Fail activity.
TrialOutcome DryRunOnce(const model::Factory& factory, const model::Resource& pipeline) {
  dryrun::DryRunRequest request;
  request.factory = {std::shared_ptr<void>(), &factory};
  request.pipeline = pipeline.name;
  request.start = kStart;
  const Result<dryrun::DryReport> report = dryrun::DryRun(request);
  if (!report) {
    const Error& error = report.error();
    return {false, "does not start", error.code() + ": " + error.message(), error.position()};
  }
  const std::string& status = report->runs.front().status;
  if (status == "Succeeded") return {true, status, "", {}};
  if (!report->ended()) return {false, "does not end", "the run does not end", {}};
  const pipeline::ActivityRecord* leaf = FailedLeaf(*report);
  if (leaf == nullptr) return {false, status, report->runs.front().message, {}};
  if (SameName(leaf->type, "Fail")) return {true, "Failed by a Fail activity", "", {}};
  return {false,
          status,
          leaf->error["errorCode"].as_string() + ": " + leaf->error["message"].as_string(),
          {}};
}

TrialOutcome DryRun(const model::Factory& factory, const model::Resource& pipeline) {
  return Ended(factory, pipeline, DryRunOnce(factory, pipeline));
}

}  // namespace

std::vector<PipelineTrial> PipelineTrials() {
  return {
      {"pipelines that the engine compiles", Compile},
      {"pipelines whose dry run ends well", DryRun},
  };
}

}  // namespace weir::conformance
