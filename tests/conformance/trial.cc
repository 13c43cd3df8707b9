#include "conformance/trial.h"

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

}  // namespace

std::vector<PipelineTrial> PipelineTrials() {
  return {
      {"pipelines that the engine compiles", Compile},
  };
}

}  // namespace weir::conformance
