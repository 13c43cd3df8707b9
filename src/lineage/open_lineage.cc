#include "lineage/open_lineage.h"

#include <algorithm>

#include "base/ids.h"
#include "base/names.h"

namespace weir::lineage {
namespace {

constexpr const char* kProducer = "urn:weirworks:weir";
constexpr const char* kCore = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/";
constexpr size_t kSqlMax = size_t{64} << 10U;

Json Facet(const char* file, Json members = Json::Object()) {
  Json facet =
      Json::Object({{"_producer", kProducer},
                    {"_schemaURL", std::string("https://openlineage.io/spec/facets/") + file}});
  for (const Json::Member& member : members.members()) {
    facet.AppendMember(member.name, member.value);
  }
  return facet;
}

Json ToJson(const JobName& job) {
  return Json::Object({{"namespace", job.space}, {"name", job.name}});
}

Json ToJson(const RunName& run) {
  return Json::Object({{"run", Json::Object({{"runId", run.run_id}})}, {"job", ToJson(run.job)}});
}

Json RunFacets(const EventParts& parts) {
  Json facets = Json::Object();
  if (parts.parent) {
    Json parent = ToJson(*parts.parent);
    parent.Set("root", ToJson(parts.root ? *parts.root : *parts.parent));
    facets.Set("parent",
               Facet("1-2-0/ParentRunFacet.json#/$defs/ParentRunFacet", std::move(parent)));
  }
  if (!parts.error.empty()) {
    facets.Set("errorMessage",
               Facet("1-0-1/ErrorMessageRunFacet.json#/$defs/ErrorMessageRunFacet",
                     Json::Object({{"message", parts.error}, {"programmingLanguage", "C++"}})));
  }
  facets.Set("processing_engine",
             Facet("1-1-1/ProcessingEngineRunFacet.json#/$defs/ProcessingEngineRunFacet",
                   Json::Object({{"version", "1"}, {"name", "Weirworks"}})));
  return facets;
}

Json JobOf(const EventParts& parts) {
  Json job = ToJson(parts.run.job);
  Json facets = Json::Object({{"jobType", Facet("2-0-4/JobTypeJobFacet.json#/$defs/JobTypeJobFacet",
                                                Json::Object({{"processingType", "BATCH"},
                                                              {"integration", "WEIRWORKS"},
                                                              {"jobType", parts.job_type}}))}});
  if (parts.trace != nullptr && !parts.trace->sql.empty()) {
    facets.Set("sql", Facet("1-1-0/SQLJobFacet.json#/$defs/SQLJobFacet",
                            Json::Object({{"query", parts.trace->sql.substr(0, kSqlMax)}})));
  }
  job.Set("facets", std::move(facets));
  return job;
}

Json Fields(const std::vector<Column>& columns) {
  Json fields = Json::Array();
  for (const Column& column : columns) {
    Json field = Json::Object({{"name", column.name}});
    if (!column.type.empty()) field.Set("type", column.type);
    fields.Append(std::move(field));
  }
  return Facet("1-2-0/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet",
               Json::Object({{"fields", std::move(fields)}}));
}

Json DatasetOf(const Dataset& dataset) {
  Json facets = Json::Object();
  if (!dataset.columns.empty()) facets.Set("schema", Fields(dataset.columns));
  if (!dataset.linked_service.empty()) {
    facets.Set("dataSource",
               Facet("1-0-1/DatasourceDatasetFacet.json#/$defs/DatasourceDatasetFacet",
                     Json::Object({{"name", dataset.linked_service}})));
  }
  return Json::Object({{"namespace", dataset.name.space},
                       {"name", dataset.name.name},
                       {"facets", std::move(facets)}});
}

/// Of the columns of one output.
Json ColumnLineage(const Trace& trace, size_t output) {
  Json fields = Json::Object();
  for (const ColumnLink& link : trace.columns) {
    if (link.output != output) continue;
    const DatasetName& from = trace.inputs[link.input].name;
    Json transformation = Json::Object(
        {{"type", "DIRECT"}, {"subtype", link.converted ? "TRANSFORMATION" : "IDENTITY"}});
    Json input = Json::Object({{"namespace", from.space},
                               {"name", from.name},
                               {"field", link.from},
                               {"transformations", Json::Array({std::move(transformation)})}});
    Json field = fields[link.to];
    Json inputs = field["inputFields"];
    inputs.Append(std::move(input));
    field.Set("inputFields", std::move(inputs));
    fields.Set(link.to, std::move(field));
  }
  return fields;
}

Json Statistics(const char* file, const std::optional<int64_t>& rows,
                const std::optional<int64_t>& bytes) {
  Json members = Json::Object();
  if (rows) members.Set("rowCount", *rows);
  if (bytes) members.Set("size", *bytes);
  return members.empty() ? Json() : Facet(file, std::move(members));
}

Json Inputs(const EventParts& parts) {
  Json inputs = Json::Array();
  for (const Dataset& one : parts.trace->inputs) {
    Json dataset = DatasetOf(one);
    Json statistics;
    // Which of several datasets rows came from is not known.
    if (parts.measured && parts.trace->inputs.size() == 1) {
      statistics = Statistics(
          "1-0-0/InputStatisticsInputDatasetFacet.json#/$defs/"
          "InputStatisticsInputDatasetFacet",
          parts.measured->rows_read, parts.measured->bytes_read);
    }
    if (!statistics.is_null()) {
      dataset.Set("inputFacets", Json::Object({{"inputStatistics", std::move(statistics)}}));
    }
    inputs.Append(std::move(dataset));
  }
  return inputs;
}

Json Outputs(const EventParts& parts) {
  Json outputs = Json::Array();
  const Trace& trace = *parts.trace;
  for (size_t i = 0; i < trace.outputs.size(); ++i) {
    Json dataset = DatasetOf(trace.outputs[i]);
    Json facets = dataset["facets"];
    Json fields = ColumnLineage(trace, i);
    if (!fields.empty()) {
      facets.Set("columnLineage",
                 Facet("1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet",
                       Json::Object({{"fields", std::move(fields)}})));
    }
    if (trace.removes) {
      facets.Set("lifecycleStateChange", Facet("1-0-1/LifecycleStateChangeDatasetFacet.json#/$defs/"
                                               "LifecycleStateChangeDatasetFacet",
                                               Json::Object({{"lifecycleStateChange", "DROP"}})));
    }
    dataset.Set("facets", std::move(facets));
    Json statistics;
    if (parts.measured && trace.outputs.size() == 1) {
      statistics = Statistics(
          "1-0-2/OutputStatisticsOutputDatasetFacet.json#/$defs/"
          "OutputStatisticsOutputDatasetFacet",
          parts.measured->rows_written, parts.measured->bytes_written);
    }
    if (!statistics.is_null()) {
      dataset.Set("outputFacets", Json::Object({{"outputStatistics", std::move(statistics)}}));
    }
    outputs.Append(std::move(dataset));
  }
  return outputs;
}

Json Base(const EventParts& parts, const char* definition) {
  Json event = Json::Object({{"eventTime", FormatUtc(parts.time)},
                             {"producer", kProducer},
                             {"schemaURL", std::string(kCore) + definition},
                             {"job", JobOf(parts)},
                             {"inputs", Json::Array()},
                             {"outputs", Json::Array()}});
  if (parts.trace != nullptr) {
    event.Set("inputs", Inputs(parts));
    event.Set("outputs", Outputs(parts));
  }
  return event;
}

std::string UpperCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

void AddRunEvents(EventParts parts, const Measured& measured, std::vector<Json>* events) {
  parts.run.run_id = UuidOf(measured.activity_run_id);
  parts.type = "START";
  parts.time = measured.start;
  events->push_back(RunEvent(parts));
  if (!measured.end) return;
  parts.type = measured.status == "Succeeded" ? "COMPLETE"
               : measured.status == "Failed"  ? "FAIL"
                                              : "ABORT";
  parts.time = *measured.end;
  parts.measured = measured;
  parts.error = measured.error;
  events->push_back(RunEvent(parts));
}

}  // namespace

std::string UuidOf(const std::string& id) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  bool uuid = id.size() == kForm.size();
  for (size_t i = 0; uuid && i < id.size(); ++i) {
    uuid = kForm[i] == '-' ? id[i] == '-' : std::isxdigit(static_cast<unsigned char>(id[i])) != 0;
  }
  return uuid ? id : DerivedGuid(id, 0);
}

Json RunEvent(const EventParts& parts) {
  Json event = Json::Object(
      {{"eventType", parts.type},
       {"run", Json::Object({{"runId", parts.run.run_id}, {"facets", RunFacets(parts)}})}});
  const Json base = Base(parts, "RunEvent");
  for (const Json::Member& member : base.members()) {
    event.AppendMember(member.name, member.value);
  }
  return event;
}

Json JobEvent(const EventParts& parts) {
  return Base(parts, "JobEvent");
}

Trace TraceOf(const Graph& graph, const Step& step) {
  Trace trace;
  const auto take = [&](const std::vector<size_t>& indices, std::vector<Dataset>* to) {
    for (const size_t i : indices) {
      const Node& node = graph.datasets[i];
      const std::string own = node.datasets.empty() ? "" : *node.datasets.begin();
      to->push_back({node.name, own, node.type, node.linked_service, node.columns});
    }
  };
  const auto at = [](const std::vector<size_t>& indices, size_t index) {
    return static_cast<size_t>(std::find(indices.begin(), indices.end(), index) - indices.begin());
  };
  take(step.inputs, &trace.inputs);
  take(step.outputs, &trace.outputs);
  for (ColumnLink link : step.columns) {
    link.input = at(step.inputs, link.input);
    link.output = at(step.outputs, link.output);
    trace.columns.push_back(std::move(link));
  }
  trace.sql = step.sql;
  trace.note = step.note;
  trace.removes = step.removes;
  return trace;
}

std::vector<Json> EventsOf(const Graph& graph, UtcTime now) {
  std::vector<Json> events;
  for (const Step& step : graph.steps) {
    const Trace trace = TraceOf(graph, step);
    EventParts parts;
    parts.time = now;
    parts.run.job = {graph.factory, step.pipeline + "." + step.activity};
    parts.job_type = UpperCase(step.type);
    parts.trace = &trace;
    if (!step.measured) {
      events.push_back(JobEvent(parts));
      continue;
    }
    parts.parent = RunName{UuidOf(step.measured->run_id), {graph.factory, step.pipeline}};
    AddRunEvents(parts, *step.measured, &events);
  }
  return events;
}

}  // namespace weir::lineage
