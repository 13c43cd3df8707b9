#include "lineage/graph.h"

#include <algorithm>
#include <deque>

#include "base/names.h"

namespace weir::lineage {
namespace {

size_t AddNode(Graph* graph, const Dataset& dataset) {
  auto found = std::find_if(graph->datasets.begin(), graph->datasets.end(),
                            [&](const Node& one) { return one.name == dataset.name; });
  if (found == graph->datasets.end()) {
    found = graph->datasets.insert(graph->datasets.end(),
                                   {dataset.name, {}, dataset.type, dataset.linked_service, {}});
  }
  if (!dataset.dataset.empty()) {
    if (found->datasets.empty()) found->type = dataset.type;
    found->datasets.insert(dataset.dataset);
  }
  for (const Column& column : dataset.columns) {
    const bool known = std::any_of(found->columns.begin(), found->columns.end(),
                                   [&](const Column& one) { return one.name == column.name; });
    if (!known) found->columns.push_back(column);
  }
  return static_cast<size_t>(found - graph->datasets.begin());
}

void AddOnce(std::vector<size_t>* to, size_t index) {
  if (std::find(to->begin(), to->end(), index) == to->end()) to->push_back(index);
}

std::optional<int64_t> Figure(const Json& output, const char* name) {
  const Json& value = output[name];
  if (!value.is_int()) return {};
  return value.as_int();
}

bool IsNamed(const Node& node, const std::string& name) {
  for (const std::string& one : node.datasets) {
    if (SameName(one, name)) return true;
  }
  return SameName(node.name.name, name) || SameName(node.name.space + "/" + node.name.name, name);
}

/// The steps reached from datasets, going forward or back.
void Reach(const Graph& graph, const std::vector<size_t>& from, bool forward,
           std::set<size_t>* steps) {
  std::set<size_t> seen(from.begin(), from.end());
  std::deque<size_t> waiting(from.begin(), from.end());
  while (!waiting.empty()) {
    const size_t at = waiting.front();
    waiting.pop_front();
    for (size_t i = 0; i < graph.steps.size(); ++i) {
      const Step& step = graph.steps[i];
      const std::vector<size_t>& near = forward ? step.inputs : step.outputs;
      const std::vector<size_t>& far = forward ? step.outputs : step.inputs;
      if (std::find(near.begin(), near.end(), at) == near.end()) continue;
      steps->insert(i);
      for (const size_t next : far) {
        if (seen.insert(next).second) waiting.push_back(next);
      }
    }
  }
}

/// The graph with these steps, the datasets of those and `datasets` alone.
Graph Part(const Graph& graph, const std::set<size_t>& steps, std::set<size_t> datasets) {
  for (const size_t i : steps) {
    datasets.insert(graph.steps[i].inputs.begin(), graph.steps[i].inputs.end());
    datasets.insert(graph.steps[i].outputs.begin(), graph.steps[i].outputs.end());
  }
  Graph part{graph.factory, {}, {}, {}};
  std::vector<size_t> moved(graph.datasets.size());
  for (const size_t i : datasets) {
    moved[i] = part.datasets.size();
    part.datasets.push_back(graph.datasets[i]);
  }
  std::set<std::string> pipelines;
  for (const size_t i : steps) {
    Step step = graph.steps[i];
    for (size_t& one : step.inputs) one = moved[one];
    for (size_t& one : step.outputs) one = moved[one];
    for (ColumnLink& link : step.columns) {
      link.input = moved[link.input];
      link.output = moved[link.output];
    }
    pipelines.insert(NameKey(step.pipeline));
    part.steps.push_back(std::move(step));
  }
  for (const Call& call : graph.calls) {
    if (pipelines.contains(NameKey(call.child))) part.calls.push_back(call);
  }
  return part;
}

}  // namespace

void ReadFigures(const Json& output, Measured* measured) {
  measured->rows_read = Figure(output, "rowsRead");
  measured->rows_written = Figure(output, "rowsCopied");
  measured->bytes_read = Figure(output, "dataRead");
  measured->bytes_written = Figure(output, "dataWritten");
  if (!measured->rows_read) measured->rows_read = Figure(output, "count");  // Of a lookup.
  if (!measured->rows_written) measured->rows_written = Figure(output, "recordsAffected");
}

std::string Step::Title() const {
  return pipeline + "/" + (path.empty() ? "" : path + "/") + activity;
}

Step& Graph::Add(Step step, const Trace& trace) {
  std::vector<size_t> inputs;
  std::vector<size_t> outputs;
  for (const Dataset& one : trace.inputs) {
    inputs.push_back(AddNode(this, one));
    AddOnce(&step.inputs, inputs.back());
  }
  for (const Dataset& one : trace.outputs) {
    outputs.push_back(AddNode(this, one));
    AddOnce(&step.outputs, outputs.back());
  }
  for (ColumnLink link : trace.columns) {
    link.input = inputs[link.input];
    link.output = outputs[link.output];
    step.columns.push_back(std::move(link));
  }
  step.sql = trace.sql;
  step.note = trace.note;
  step.removes = trace.removes;
  return steps.emplace_back(std::move(step));
}

namespace {

/// The nearest names, or some of those there are.
std::string Offer(const std::string& name, std::vector<std::string> known) {
  std::string nearest = DidYouMean(name, known);
  if (!nearest.empty()) return nearest;
  constexpr size_t kShown = 5;
  std::sort(known.begin(), known.end());
  known.erase(std::unique(known.begin(), known.end()), known.end());
  std::string some;
  for (size_t i = 0; i < known.size() && i < kShown; ++i) {
    some += (i == 0 ? "; there is '" : "', '") + known[i];
  }
  return some.empty() ? "; none does" : some + (known.size() > kShown ? "' and others" : "'");
}

}  // namespace

Result<Graph> Select(const Graph& graph, const Around& around) {
  if (around.dataset.empty()) return graph;
  std::vector<size_t> from;
  std::vector<std::string> known;
  for (size_t i = 0; i < graph.datasets.size(); ++i) {
    const Node& node = graph.datasets[i];
    known.push_back(node.name.name);
    known.insert(known.end(), node.datasets.begin(), node.datasets.end());
    if (IsNamed(node, around.dataset)) from.push_back(i);
  }
  if (from.empty()) {
    return Fail(ErrorKind::kNotFound, "DatasetNotFound",
                "no activity reads or writes a dataset '" + around.dataset + "'" +
                    Offer(around.dataset, known));
  }
  std::set<size_t> steps;
  if (around.upstream) Reach(graph, from, false, &steps);
  if (around.downstream) Reach(graph, from, true, &steps);
  return Part(graph, steps, {from.begin(), from.end()});
}

std::vector<size_t> Depths(const Graph& graph) {
  std::vector<size_t> depths(graph.datasets.size(), 0);
  std::vector<std::set<size_t>> before(graph.datasets.size());
  for (const Step& step : graph.steps) {
    for (const size_t out : step.outputs) {
      for (const size_t in : step.inputs) {
        if (in != out) before[out].insert(in);
      }
    }
  }
  enum class Mark : uint8_t { kNew, kOpen, kDone };
  std::vector<Mark> marks(graph.datasets.size(), Mark::kNew);
  for (size_t root = 0; root < graph.datasets.size(); ++root) {
    std::vector<size_t> stack{root};
    while (!stack.empty()) {
      const size_t at = stack.back();
      if (marks[at] == Mark::kNew) {
        marks[at] = Mark::kOpen;
        for (const size_t in : before[at]) {
          if (marks[in] == Mark::kNew) stack.push_back(in);
        }
        continue;
      }
      stack.pop_back();
      if (marks[at] == Mark::kDone) continue;
      marks[at] = Mark::kDone;
      for (const size_t in : before[at]) {
        // One that is still open closes a loop here.
        if (marks[in] == Mark::kDone) depths[at] = std::max(depths[at], depths[in] + 1);
      }
    }
  }
  return depths;
}

}  // namespace weir::lineage
