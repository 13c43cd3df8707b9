#include "lineage/v1_graph.h"

#include <algorithm>

#include "base/names.h"
#include "lineage/factory_graph.h"
#include "v1/lower.h"

namespace weir::lineage {
namespace {

Json ReferenceTo(const std::string& dataset) {
  return Json::Object({{"referenceName", dataset}, {"type", "DatasetReference"}});
}

/// The documents of `more` whose names `documents` does not have yet.
void Merge(const std::vector<Json>& more, std::vector<Json>* documents) {
  for (const Json& one : more) {
    const bool known = std::any_of(documents->begin(), documents->end(), [&](const Json& other) {
      return SameName(other["name"].as_string(), one["name"].as_string());
    });
    if (!known) documents->push_back(one);
  }
}

/// What one activity of version 1 reads and writes.
class ActivityTrace {
 public:
  ActivityTrace(const model::V1Factory& factory, const model::V1Pipeline& pipeline,
                const model::V1Activity& activity)
      : factory_(factory), pipeline_(pipeline), activity_(activity) {}

  Trace Make() {
    Result<v1::LoweredActivity> lowered =
        v1::LowerActivity(factory_, pipeline_, activity_, rewriter_);
    if (lowered) {
      lowered_ = *std::move(lowered);
    } else {
      trace_.note = lowered.error().message();
    }
    for (const model::V1Input& input : activity_.inputs) Lower(input.dataset);
    for (const model::V1Output& output : activity_.outputs) Lower(output.dataset);
    const model::Factory alone =
        v1::FactoryOf(factory_.name, pipeline_.name, lowered_.activity, lowered_, {});
    const FactoryResources resources(alone);
    for (const model::V1Input& input : activity_.inputs) {
      trace_.inputs.push_back(DatasetAt(ReferenceTo(input.dataset), resources, &trace_));
    }
    for (const model::V1Output& output : activity_.outputs) {
      trace_.outputs.push_back(DatasetAt(ReferenceTo(output.dataset), resources, &trace_));
    }
    TraceColumns(resources);
    return std::move(trace_);
  }

 private:
  void Lower(const std::string& name) {
    const model::V1Dataset* dataset = factory_.FindDataset(pipeline_, name);
    if (dataset == nullptr) return;
    const Result<v1::LoweredActivity> lowered = v1::LowerDataset(factory_, *dataset, rewriter_);
    if (!lowered) return;
    Merge(lowered->datasets, &lowered_.datasets);
    Merge(lowered->linked_services, &lowered_.linked_services);
  }

  /// A copy's columns, if it reads what its first input is and not the answer of some query.
  void TraceColumns(const Resources& resources) {
    if (!SameName(lowered_.activity["type"].as_string(), "Copy")) return;
    Trace copy = TraceActivity(lowered_.activity, resources);
    trace_.sql = copy.sql;
    const bool reads_it = copy.inputs.size() == 1 && copy.inputs[0].name == trace_.inputs[0].name;
    if (!reads_it) return;
    trace_.columns = std::move(copy.columns);
    trace_.inputs[0].columns = std::move(copy.inputs[0].columns);
    trace_.outputs[0].columns = std::move(copy.outputs[0].columns);
  }

  const model::V1Factory& factory_;
  const model::V1Pipeline& pipeline_;
  const model::V1Activity& activity_;
  const v1::PlaceholderRewriter rewriter_;
  v1::LoweredActivity lowered_;
  Trace trace_;
};

}  // namespace

Graph GraphOf(const model::V1Factory& factory) {
  Graph graph{factory.name, {}, {}, {}};
  for (const model::V1Pipeline* pipeline : factory.pipelines()) {
    for (const model::V1Activity& activity : pipeline->activities) {
      Step step;
      step.pipeline = pipeline->name;
      step.activity = activity.name;
      step.type = activity.type;
      graph.Add(std::move(step), ActivityTrace(factory, *pipeline, activity).Make());
    }
  }
  return graph;
}

}  // namespace weir::lineage
