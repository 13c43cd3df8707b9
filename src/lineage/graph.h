#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "lineage/trace.h"

namespace weir::lineage {

/// A dataset of a graph: what several datasets of the factory may point at.
struct Node {
  DatasetName name;
  std::set<std::string> datasets;  ///< Of the factory, by name.
  std::string type;
  std::string linked_service;
  std::vector<Column> columns;
};

/// What a run of an activity is known to have done.
struct Measured {
  std::string run_id;
  std::string activity_run_id;
  std::string status;
  UtcTime start;
  std::optional<UtcTime> end;
  std::optional<int64_t> rows_read;
  std::optional<int64_t> rows_written;
  std::optional<int64_t> bytes_read;
  std::optional<int64_t> bytes_written;
  std::string error;  ///< Its message; empty if it has not failed.
};

/// The figures of an activity's output: rowsRead, rowsCopied, dataRead, dataWritten …
void ReadFigures(const Json& output, Measured* measured);

/// An activity between datasets, which it names by their index in Graph::datasets.
struct Step {
  std::string pipeline;
  std::string activity;
  std::string type;
  std::string path;  ///< The containers around it: "ForEach1/If1"; of a run "ForEach1[3]/If1".
  std::vector<size_t> inputs;
  std::vector<size_t> outputs;
  std::vector<ColumnLink> columns;  ///< Inputs and outputs by their index in the graph.
  std::string sql;
  std::string note;
  bool removes = false;
  std::optional<Measured> measured;

  /// "LoadOrders/ForEach1/Copy orders".
  std::string Title() const;
};

/// An activity that runs another pipeline.
struct Call {
  std::string pipeline;
  std::string activity;
  std::string child;  ///< May be an expression, in braces.
};

/// Datasets, the activities between them, and the pipelines that run each other.
struct Graph {
  std::string factory;
  std::vector<Node> datasets;
  std::vector<Step> steps;
  std::vector<Call> calls;

  /// Add an activity with what it reads and writes; equal datasets become one.
  Step& Add(Step step, const Trace& trace);
};

/// Which part of a graph.
struct Around {
  std::string dataset;     ///< A factory's dataset, "namespace/name", "name"; empty: everything.
  bool upstream = true;    ///< What it is made of.
  bool downstream = true;  ///< What is made of it.
};

/// The part of a graph before and behind a dataset. Steps in it keep all of their datasets.
/// Errors: kNotFound DatasetNotFound with the nearest names.
Result<Graph> Select(const Graph& graph, const Around& around);

/// Datasets by depth: 0 for those that nothing is written into, else one more than the deepest that
/// they are made of; loops are cut where they close.
std::vector<size_t> Depths(const Graph& graph);

}  // namespace weir::lineage
