#include "lineage/trace.h"

#include <algorithm>

#include "base/names.h"
#include "copy/added_columns.h"
#include "copy/location.h"
#include "copy/mapping.h"
#include "lineage/sql_tables.h"

namespace weir::lineage {
namespace {

using model::DatasetInstance;
using model::LinkedServiceInstance;

constexpr size_t kColumnsMax = 5000;

constexpr std::string_view kTraced[] = {
    "Copy",        "Lookup",          "Delete",
    "GetMetadata", "Script",          "SqlServerStoredProcedure",
    "Validation",  "ExecuteDataFlow", "ExecuteWranglingDataflow"};

/// The columns that a dataset's `schema` or `structure` says.
std::vector<Column> ColumnsOf(const DatasetInstance& dataset) {
  const Json& schema = dataset.properties["schema"];
  const Json& list = schema.empty() ? dataset.properties["structure"] : schema;
  std::vector<Column> columns;
  for (const Json& one : list.items()) {
    if (one["name"].as_string().empty() || columns.size() >= kColumnsMax) continue;
    columns.push_back({one["name"].as_string(), one["type"].as_string()});
  }
  return columns;
}

void AddNote(Trace* trace, const std::string& note) {
  trace->note += (trace->note.empty() ? "" : "; ") + note;
}

lineage::Dataset DatasetOf(const DatasetInstance& instance, const Resources& resources) {
  return {NameOf(instance, resources.factory()), instance.name, instance.type,
          instance.linked_service.name, ColumnsOf(instance)};
}

lineage::Dataset TableOf(const LinkedServiceInstance& store, const connectors::TableName& table,
                         const Resources& resources) {
  return {NameOf(store, table, resources.factory()), "", store.type, store.name, {}};
}

/// A dataset that cannot be resolved is known by its own name.
lineage::Dataset Unresolved(const Json& reference, const Resources& resources) {
  const std::string& name = reference["referenceName"].as_string();
  return {{"weir://" + resources.factory(), name}, name, "", "", {}};
}

/// The text that a source asks a database; empty for none.
std::string QueryOf(const Json& source) {
  for (const Json::Member& member : source.members()) {
    const std::string key = NameKey(member.name);
    const bool query = key == "query" || key.ends_with("readerquery");
    const Json& value = member.value.is_object() ? member.value["value"] : member.value;
    if (query && value.is_string() && !value.as_string().empty()) return value.as_string();
  }
  return {};
}

/// What a source reads: the tables of its query, else what the dataset names.
void TraceSource(const Json& source, const DatasetInstance& dataset, const Resources& resources,
                 Trace* trace) {
  const std::string query = copy::IsFileDataset(dataset) ? "" : QueryOf(source);
  if (!query.empty()) {
    trace->sql = query;
    const SqlTables tables = TablesOf(query);
    lineage::Dataset own = DatasetOf(dataset, resources);
    for (const connectors::TableName& table : tables.reads) {
      lineage::Dataset read = TableOf(dataset.linked_service, table, resources);
      // The dataset's own table keeps what the dataset says of it.
      trace->inputs.push_back(read.name == own.name ? own : std::move(read));
    }
    if (!tables.reads.empty()) return;
    AddNote(trace, "which tables the query reads is not known");
  }
  if (!source["sqlReaderStoredProcedureName"].is_null()) {
    AddNote(trace, "what the stored procedure reads is not known");
  }
  trace->inputs.push_back(DatasetOf(dataset, resources));
}

/// What a mapping reads; of one by number the column that `told` has there.
std::string SourceColumn(const copy::MappedColumn& column, const std::vector<Column>& told) {
  if (!column.source_name.empty()) return column.source_name;
  if (!column.source_path.empty()) return column.source_path;
  const auto index = static_cast<size_t>(std::max(column.source_ordinal, 1) - 1);
  return index < told.size() ? told[index].name : "Prop_" + std::to_string(index);
}

/// Columns that the source adds: the column that each repeats, or "" for what is no column.
class AddedColumns {
 public:
  explicit AddedColumns(const Json& source) {
    Result<std::vector<copy::AddedColumn>> read =
        copy::ReadAddedColumns(source["additionalColumns"]);
    if (read) added_ = *std::move(read);
  }
  /// The column of the source behind a name; empty if a text or a path is.
  std::string Behind(const std::string& name) const {
    for (const copy::AddedColumn& one : added_) {
      if (one.name == name) return one.column;
    }
    return name;
  }

 private:
  std::vector<copy::AddedColumn> added_;
};

void AddColumn(std::vector<Column>* columns, const std::string& name, const std::string& type) {
  if (columns->size() >= kColumnsMax || name.empty()) return;
  for (const Column& one : *columns) {
    if (one.name == name) return;
  }
  columns->push_back({name, type});
}

/// Columns from the mapping, else by name where the source's are known.
void TraceColumns(const Json& settings, const DatasetInstance& source, const DatasetInstance& sink,
                  Trace* trace) {
  const Result<copy::Translator> translator =
      copy::ReadTranslator(settings["translator"], source, sink);
  if (!translator) {
    AddNote(trace, "the mapping of columns is not known: " + translator.error().message());
    return;
  }
  const AddedColumns added(settings["source"]);
  const std::vector<Column> named = trace->inputs[0].columns;
  const bool told = !named.empty();
  const bool told_sink = !trace->outputs[0].columns.empty();
  for (const copy::MappedColumn& column : translator->columns) {
    if (trace->columns.size() >= kColumnsMax) return;
    const std::string from = added.Behind(SourceColumn(column, named));
    const bool converted = !column.source_type.empty() && !column.sink_type.empty() &&
                           !SameName(column.source_type, column.sink_type);
    if (!told_sink) AddColumn(&trace->outputs[0].columns, column.sink_name, column.sink_type);
    if (from.empty()) continue;
    if (!told) AddColumn(&trace->inputs[0].columns, from, column.source_type);
    trace->columns.push_back({0, from, 0, column.sink_name, converted});
  }
  if (!translator->columns.empty()) return;
  for (const Column& column : trace->inputs[0].columns) {
    trace->columns.push_back({0, column.name, 0, column.name, false});
    if (!told_sink) AddColumn(&trace->outputs[0].columns, column.name, column.type);
  }
}

bool IsBinary(const DatasetInstance& dataset) {
  return SameName(dataset.type, "Binary");
}

void TraceCopy(const Json& activity, const Resources& resources, Trace* trace) {
  const Json& settings = activity["typeProperties"];
  const Json& from = activity["inputs"][size_t{0}];
  const Json& to = activity["outputs"][size_t{0}];
  const Result<DatasetInstance> source = resources.Dataset(from);
  const Result<DatasetInstance> sink = resources.Dataset(to);
  if (source) {
    TraceSource(settings["source"], *source, resources, trace);
  } else if (from.is_object()) {
    AddNote(trace, source.error().message());
    trace->inputs.push_back(Unresolved(from, resources));
  }
  if (sink) {
    trace->outputs.push_back(DatasetOf(*sink, resources));
  } else if (to.is_object()) {
    AddNote(trace, sink.error().message());
    trace->outputs.push_back(Unresolved(to, resources));
  }
  // Which of several tables a column of a query comes from is not known.
  if (!source || !sink || IsBinary(*source) || trace->inputs.size() != 1) return;
  TraceColumns(settings, *source, *sink, trace);
}

/// Lookup, GetMetadata, Validation read one dataset; Delete removes it.
void TraceOneDataset(const Json& activity, const Resources& resources, Trace* trace) {
  const Json& settings = activity["typeProperties"];
  const Json& reference = settings["dataset"];
  if (!reference.is_object()) return;
  const Result<DatasetInstance> dataset = resources.Dataset(reference);
  trace->removes = SameName(activity["type"].as_string(), "Delete");
  if (!dataset) {
    AddNote(trace, dataset.error().message());
    (trace->removes ? trace->outputs : trace->inputs).push_back(Unresolved(reference, resources));
    return;
  }
  if (trace->removes) {
    trace->outputs.push_back(DatasetOf(*dataset, resources));
  } else {
    TraceSource(settings["source"], *dataset, resources, trace);
  }
}

void TraceScript(const Json& activity, const Resources& resources, Trace* trace) {
  const Result<LinkedServiceInstance> store =
      resources.LinkedService(activity["linkedServiceName"]);
  if (!store) {
    AddNote(trace, store.error().message());
    return;
  }
  for (const Json& script : activity["typeProperties"]["scripts"].items()) {
    const Json& text = script["text"].is_object() ? script["text"]["value"] : script["text"];
    trace->sql += (trace->sql.empty() ? "" : ";\n") + text.as_string();
  }
  const SqlTables tables = TablesOf(trace->sql);
  for (const connectors::TableName& table : tables.reads) {
    trace->inputs.push_back(TableOf(*store, table, resources));
  }
  for (const connectors::TableName& table : tables.writes) {
    trace->outputs.push_back(TableOf(*store, table, resources));
  }
  if (tables.reads.empty() && tables.writes.empty()) {
    AddNote(trace, "which tables the script uses is not known");
  }
}

void TraceProcedure(const Json& activity, Trace* trace) {
  const Json& name = activity["typeProperties"]["storedProcedureName"];
  const std::string& text = name.is_object() ? name["value"].as_string() : name.as_string();
  AddNote(trace, "what the stored procedure " + text + " reads and writes is not known");
}

/// A source or sink of a data flow: its dataset with the parameters that the activity passes, or an
/// inline dataset of a linked service.
lineage::Dataset FlowEnd(const Json& end, const Json& parameters, const Resources& resources,
                         Trace* trace) {
  const std::string& name = end["name"].as_string();
  if (end["dataset"].is_object()) {
    Json reference = end["dataset"];
    if (parameters[name].is_object()) reference.Set("parameters", parameters[name]);
    return DatasetAt(reference, resources, trace);
  }
  const std::string& service = end["linkedService"]["referenceName"].as_string();
  return {{"weir://" + resources.factory() + (service.empty() ? "" : "/") + service, name},
          "",
          "",
          service,
          {}};
}

void TraceDataFlow(const Json& activity, const Resources& resources, Trace* trace) {
  const Json& settings = activity["typeProperties"];
  const Json& reference =
      settings["dataFlow"].is_object() ? settings["dataFlow"] : settings["dataFlowReference"];
  const Json& flow = resources.DataFlow(reference["referenceName"].as_string());
  if (flow.is_null()) {
    AddNote(trace, "the factory has no data flow '" + reference["referenceName"].as_string() + "'");
    return;
  }
  const Json& parameters = reference["datasetParameters"];
  for (const Json& source : flow["typeProperties"]["sources"].items()) {
    trace->inputs.push_back(FlowEnd(source, parameters, resources, trace));
  }
  for (const Json& sink : flow["typeProperties"]["sinks"].items()) {
    trace->outputs.push_back(FlowEnd(sink, parameters, resources, trace));
  }
}

}  // namespace

Dataset DatasetAt(const Json& reference, const Resources& resources, Trace* trace) {
  const Result<DatasetInstance> dataset = resources.Dataset(reference);
  if (dataset) return DatasetOf(*dataset, resources);
  AddNote(trace, dataset.error().message());
  return Unresolved(reference, resources);
}

bool IsTraced(const std::string& activity_type) {
  return std::any_of(std::begin(kTraced), std::end(kTraced),
                     [&](std::string_view one) { return SameName(one, activity_type); });
}

Trace TraceActivity(const Json& activity, const Resources& resources) {
  Trace trace;
  const std::string& type = activity["type"].as_string();
  if (SameName(type, "Copy")) {
    TraceCopy(activity, resources, &trace);
  } else if (SameName(type, "Script")) {
    TraceScript(activity, resources, &trace);
  } else if (SameName(type, "SqlServerStoredProcedure")) {
    TraceProcedure(activity, &trace);
  } else if (NameKey(type).find("dataflow") != std::string::npos) {
    TraceDataFlow(activity, resources, &trace);
  } else if (IsTraced(type)) {
    TraceOneDataset(activity, resources, &trace);
  }
  return trace;
}

}  // namespace weir::lineage
