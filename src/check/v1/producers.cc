#include <map>
#include <set>

#include "base/names.h"
#include "check/v1/parts.h"
#include "expr/v1/expression.h"

namespace weir::check {
namespace {

using model::Finding;
using model::V1Activity;
using model::V1Dataset;
using model::V1Factory;
using model::V1Input;
using model::V1Pipeline;
using model::V1ValueReader;

/// True if the input asks only for slices that lie before the one that is made, so that a dataset
/// may be built on its own past.
bool LiesBefore(const V1Input& input) {
  using namespace std::chrono;  // NOLINT(google-build-using-namespace): literals of dates.
  const UtcTime start = sys_days(year(2016) / March / 16);
  const expr::V1Variables slice = expr::V1Variables::OfSlice(start, start + hours(1));
  const Json& last = input.end_time.is_null() ? input.start_time : input.end_time;
  if (last.is_null()) return false;
  const Result<expr::V1Expression> expression = expr::V1Expression::Parse(last);
  if (!expression) return true;  // Reported by itself.
  const Result<UtcTime> end = expression->EvaluateDate(slice);
  if (!end) return true;
  const bool length = input.end_time.is_null() && input.length;
  return *end + (length ? *input.length : seconds(0)) <= start;
}

/// Who reads and who fills each dataset of the factory.
class Producers {
 public:
  Producers(const V1Factory& factory, std::vector<Finding>* findings)
      : factory_(factory), findings_(findings) {}

  void Check() {
    for (const V1Pipeline* pipeline : factory_.pipelines()) {
      for (const V1Activity& activity : pipeline->activities) Collect(*pipeline, activity);
    }
    for (const auto& [dataset, use] : uses_) CheckDataset(*dataset, use);
    for (const auto& [dataset, use] : uses_) {
      if (state_[dataset] == State::kNew) Walk(dataset);
    }
  }

 private:
  enum class State { kNew, kOpen, kDone };
  /// How an activity makes a dataset out of another.
  struct Edge {
    const V1Dataset* input;
    const V1Pipeline* pipeline;
    const V1Activity* activity;
    Position position;
  };
  struct Use {
    std::vector<std::pair<const V1Pipeline*, const V1Activity*>> producers;
    std::vector<Edge> inputs;
    /// The first place that reads it.
    const V1Pipeline* reading = nullptr;
    const V1Activity* reader = nullptr;
    Position read_at;
  };
  /// By name and file, so that findings come in one order.
  struct ByName {
    bool operator()(const V1Dataset* left, const V1Dataset* right) const {
      return std::pair(NameKey(left->pipeline), NameKey(left->name)) <
             std::pair(NameKey(right->pipeline), NameKey(right->name));
    }
  };

  void Collect(const V1Pipeline& pipeline, const V1Activity& activity) {
    for (const V1Input& input : activity.inputs) {
      const V1Dataset* dataset = factory_.FindDataset(pipeline, input.dataset);
      if (dataset == nullptr) continue;
      Use& use = uses_[dataset];
      if (use.reading != nullptr) continue;
      use.reading = &pipeline;
      use.reader = &activity;
      use.read_at = input.position;
    }
    for (const model::V1Output& output : activity.outputs) {
      const V1Dataset* dataset = factory_.FindDataset(pipeline, output.dataset);
      if (dataset == nullptr) continue;
      Use& use = uses_[dataset];
      use.producers.emplace_back(&pipeline, &activity);
      for (const V1Input& input : activity.inputs) {
        const V1Dataset* from = factory_.FindDataset(pipeline, input.dataset);
        if (from != nullptr && !LiesBefore(input)) {
          use.inputs.push_back({from, &pipeline, &activity, input.position});
        }
      }
    }
  }

  void CheckDataset(const V1Dataset& dataset, const Use& use) {
    const V1ValueReader reporter = ReporterOf(dataset.file, findings_);
    const Json& properties = dataset.properties();
    if (use.producers.empty() && !dataset.external && use.reading != nullptr) {
      ReporterOf(*use.reading, *use.reader, findings_)
          .Report("ExternalMissing", use.read_at,
                  "no activity fills its input '" + dataset.name +
                      "' and the dataset does not say \"external\": true: its slices would wait "
                      "for ever; say \"external\": true, or add the activity that fills it");
    }
    if (!use.producers.empty() && dataset.external) {
      reporter.Report("ExternalProduced", properties["external"].position(),
                      "it says \"external\": true, and the activity '" +
                          use.producers[0].second->name + "' of '" + use.producers[0].first->name +
                          "' fills it");
    }
    if (use.producers.size() > 1) {
      reporter.Report("SeveralProducers", properties.position(),
                      "two activities fill it: '" + use.producers[0].second->name + "' of '" +
                          use.producers[0].first->name + "' and '" + use.producers[1].second->name +
                          "' of '" + use.producers[1].first->name + "'");
    }
    if (dataset.has_external_policy && !dataset.external) {
      reporter.Report("ExternalPolicyUnused", properties["policy"]["externalData"].position(),
                      "'externalData' counts only for a dataset with \"external\": true");
    }
  }

  /// Depth first over inputs; a dataset met again while it is open closes a circle.
  void Walk(const V1Dataset* dataset) {
    state_[dataset] = State::kOpen;
    path_.push_back(dataset);
    for (const Edge& edge : uses_[dataset].inputs) {
      const State seen = state_[edge.input];
      if (seen == State::kOpen) ReportCircle(edge);
      if (seen == State::kNew) Walk(edge.input);
    }
    path_.pop_back();
    state_[dataset] = State::kDone;
  }

  void ReportCircle(const Edge& edge) {
    std::string circle;
    bool inside = false;
    for (const V1Dataset* one : path_) {
      inside = inside || one == edge.input;
      if (inside) circle += "'" + one->name + "' needs ";
    }
    ReporterOf(*edge.pipeline, *edge.activity, findings_)
        .Report("DatasetCycle", edge.position,
                "datasets need each other in a circle: " + circle + "'" + edge.input->name +
                    "'; an input of an earlier time, by 'startTime' and 'endTime', opens it");
  }

  const V1Factory& factory_;
  std::vector<Finding>* findings_;
  std::map<const V1Dataset*, Use, ByName> uses_;
  std::map<const V1Dataset*, State> state_;
  std::vector<const V1Dataset*> path_;
};

}  // namespace

void CheckV1Producers(const V1Factory& factory, std::vector<Finding>* findings) {
  Producers(factory, findings).Check();
}

}  // namespace weir::check
