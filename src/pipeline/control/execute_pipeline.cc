#include "base/names.h"
#include "pipeline/control/controls.h"

namespace weir::pipeline {
namespace {

/// Source: v2-semantics 3.9; waitOnCompletion absent means true (the article; the contract says
/// false).
class ExecutePipelineControl final : public Control {
 public:
  void Begin(Step& step) const override {
    const Result<Json> settings = step.Settings();
    if (!settings) return step.Fail(settings.error());
    const Json& wait = (*settings)["waitOnCompletion"];
    const bool waits = wait.is_null() || wait.as_bool() || SameName(wait.as_string(), "true");
    const std::string& pipeline = (*settings)["pipeline"]["referenceName"].as_string();
    step.SetInput(*settings);
    const std::string run_id = step.StartChild(pipeline, (*settings)["parameters"], waits);
    const Json output = Json::Object({{"pipelineName", pipeline}, {"pipelineRunId", run_id}});
    if (!waits) return step.Succeed(output);
    step.state().output = output;
  }

  void ChildDone(Step& step, const Event& event) const override {
    if (event.cancelled && step.stopping()) return step.EndCancelled();
    Json output = step.state().output;
    if (event.error || event.cancelled) {
      return step.Fail(event.error.value_or(ActivityError{
                           "OperationCancelled", "the child run was cancelled", true, {}}),
                       std::move(output));
    }
    if (!event.output.is_null()) output.Set("pipelineReturnValue", event.output);
    step.Succeed(std::move(output));
  }
};

}  // namespace

const Control& ExecutePipeline() {
  static const ExecutePipelineControl control;
  return control;
}

}  // namespace weir::pipeline
