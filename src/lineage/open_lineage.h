#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "lineage/graph.h"
#include "lineage/trace.h"

namespace weir::lineage {

/// A job as OpenLineage names it.
struct JobName {
  std::string space;
  std::string name;  ///< "Pipeline" or "Pipeline.Activity".
};

/// A run of a job.
struct RunName {
  std::string run_id;
  JobName job;
};

/// What is told of a run, or of a job alone.
struct EventParts {
  std::string type;  ///< START, COMPLETE, FAIL, ABORT; not of a job alone.
  UtcTime time;
  RunName run;                    ///< Of a job alone without an id.
  std::optional<RunName> parent;  ///< The run around it.
  std::optional<RunName> root;    ///< The outermost; nothing if it is the parent.
  std::string job_type;           ///< "PIPELINE", "COPY" …
  const Trace* trace = nullptr;   ///< May be null.
  std::optional<Measured> measured = {};
  std::string error = {};  ///< Why it failed.
};

/// A RunEvent with its facets: parent, errorMessage, processing_engine; jobType, sql; schema,
/// columnLineage, dataSource, inputStatistics, outputStatistics, lifecycleStateChange.
/// Source: OpenLineage 2-0-2.
Json RunEvent(const EventParts& parts);
/// The same of a definition: a JobEvent.
Json JobEvent(const EventParts& parts);

/// The run's id as OpenLineage needs it, a UUID: `id` itself, or one that follows from it.
std::string UuidOf(const std::string& id);

/// What an activity's step of a graph reads and writes.
Trace TraceOf(const Graph& graph, const Step& step);

/// A graph as events: JobEvents at `now`, or RunEvents of what was measured.
std::vector<Json> EventsOf(const Graph& graph, UtcTime now);

}  // namespace weir::lineage
