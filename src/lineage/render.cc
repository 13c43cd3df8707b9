#include "lineage/render.h"

#include <map>

#include "base/names.h"
#include "lineage/open_lineage.h"

namespace weir::lineage {
namespace {

struct FormatName {
  Format format;
  std::string_view name;
  std::string_view media;
};
constexpr FormatName kFormats[] = {
    {Format::kText, "text", "text/plain; charset=utf-8"},
    {Format::kJson, "json", "application/json; charset=utf-8"},
    {Format::kDot, "dot", "text/vnd.graphviz; charset=utf-8"},
    {Format::kOpenLineage, "openlineage", "application/x-ndjson; charset=utf-8"},
    {Format::kHtml, "html", "text/html; charset=utf-8"}};

template <typename Number>
Json OrNull(const std::optional<Number>& value) {
  return value ? Json(*value) : Json();
}

Json Names(const std::vector<size_t>& indices) {
  Json list = Json::Array();
  for (const size_t one : indices) list.Append(one);
  return list;
}

Json ToJson(const Measured& measured) {
  return Json::Object({{"runId", measured.run_id},
                       {"activityRunId", measured.activity_run_id},
                       {"status", measured.status},
                       {"start", FormatUtc(measured.start)},
                       {"end", measured.end ? Json(FormatUtc(*measured.end)) : Json()},
                       {"rowsRead", OrNull(measured.rows_read)},
                       {"rowsWritten", OrNull(measured.rows_written)},
                       {"bytesRead", OrNull(measured.bytes_read)},
                       {"bytesWritten", OrNull(measured.bytes_written)},
                       {"error", measured.error}});
}

Json ToJson(const Node& node, bool columns) {
  Json names = Json::Array();
  for (const std::string& one : node.datasets) names.Append(one);
  Json json = Json::Object({{"namespace", node.name.space},
                            {"name", node.name.name},
                            {"datasets", std::move(names)},
                            {"type", node.type},
                            {"linkedService", node.linked_service}});
  if (!columns) return json;
  Json list = Json::Array();
  for (const Column& column : node.columns) {
    list.Append(Json::Object({{"name", column.name}, {"type", column.type}}));
  }
  json.Set("columns", std::move(list));
  return json;
}

Json ToJson(const Step& step, bool columns) {
  Json json = Json::Object({{"pipeline", step.pipeline},
                            {"activity", step.activity},
                            {"type", step.type},
                            {"path", step.path},
                            {"inputs", Names(step.inputs)},
                            {"outputs", Names(step.outputs)},
                            {"removes", step.removes},
                            {"note", step.note}});
  if (columns) {
    Json list = Json::Array();
    for (const ColumnLink& link : step.columns) {
      list.Append(Json::Object({{"input", link.input},
                                {"from", link.from},
                                {"output", link.output},
                                {"to", link.to},
                                {"converted", link.converted}}));
    }
    json.Set("columns", std::move(list));
    json.Set("sql", step.sql);
  }
  if (step.measured) json.Set("run", ToJson(*step.measured));
  return json;
}

std::string Shown(const Node& node) {
  std::string text = node.name.space + "  " + node.name.name;
  std::string own;
  for (const std::string& one : node.datasets) own += (own.empty() ? "" : ", ") + one;
  return own.empty() ? text : text + "  [" + own + "]";
}

/// ": 1200 rows, 34 kB" of what a run did; empty if nothing is known.
std::string Figures(const std::optional<int64_t>& rows, const std::optional<int64_t>& bytes) {
  std::string text;
  if (rows) text += std::to_string(*rows) + " rows";
  if (bytes) text += (text.empty() ? "" : ", ") + std::to_string(*bytes) + " bytes";
  return text.empty() ? text : "  (" + text + ")";
}

std::string TextOf(const Graph& graph, const Step& step, bool columns) {
  std::string out = step.Title() + "  (" + step.type + ")";
  if (step.measured) out += "  " + step.measured->status;
  out += "\n";
  const bool one_input = step.measured && step.inputs.size() == 1;
  const bool one_output = step.measured && step.outputs.size() == 1;
  for (const size_t i : step.inputs) {
    out += "    from  " + Shown(graph.datasets[i]);
    if (one_input) out += Figures(step.measured->rows_read, step.measured->bytes_read);
    out += "\n";
  }
  for (const size_t i : step.outputs) {
    out += (step.removes ? "    drops " : "    to    ") + Shown(graph.datasets[i]);
    if (one_output) out += Figures(step.measured->rows_written, step.measured->bytes_written);
    out += "\n";
  }
  if (columns) {
    for (const ColumnLink& link : step.columns) {
      out += "          " + link.from + " → " + link.to + (link.converted ? " (converted)" : "") +
             "\n";
    }
  }
  if (!step.note.empty()) out += "    note: " + step.note + "\n";
  return out;
}

std::string TextOf(const Graph& graph, bool columns) {
  std::string out;
  for (const Step& step : graph.steps) out += TextOf(graph, step, columns);
  for (const Call& call : graph.calls) {
    out +=
        call.pipeline + "/" + call.activity + "  (ExecutePipeline)\n    runs  " + call.child + "\n";
  }
  return out.empty() ? "no activity reads or writes a dataset\n" : out;
}

std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string DotOf(const Graph& graph) {
  std::string out =
      "digraph lineage {\n  rankdir=LR;\n  node [fontname=\"sans-serif\", fontsize=10];\n";
  for (size_t i = 0; i < graph.datasets.size(); ++i) {
    const Node& node = graph.datasets[i];
    out += "  d" + std::to_string(i) +
           " [shape=box, style=rounded, label=" + Quoted(node.name.space + "\n" + node.name.name) +
           "];\n";
  }
  for (size_t i = 0; i < graph.steps.size(); ++i) {
    const Step& step = graph.steps[i];
    const std::string id = "a" + std::to_string(i);
    out += "  " + id + " [shape=plain, label=" +
           Quoted(step.pipeline + "\n" + step.activity + " (" + step.type + ")") + "];\n";
    for (const size_t in : step.inputs) out += "  d" + std::to_string(in) + " -> " + id + ";\n";
    for (const size_t to : step.outputs) {
      out += "  " + id + " -> d" + std::to_string(to) + (step.removes ? " [style=dashed]" : "") +
             ";\n";
    }
  }
  return out + "}\n";
}

}  // namespace

Result<Format> ReadFormat(const std::string& name) {
  std::vector<std::string> known;
  for (const FormatName& one : kFormats) {
    if (SameName(one.name, name)) return one.format;
    known.emplace_back(one.name);
  }
  return Fail(ErrorKind::kInvalid, "UnknownFormat",
              "a format must be text, json, dot, openlineage or html, got '" + name + "'" +
                  DidYouMean(name, known));
}

std::string_view MediaType(Format format) {
  for (const FormatName& one : kFormats) {
    if (one.format == format) return one.media;
  }
  return kFormats[0].media;
}

Json ToJson(const Graph& graph, bool columns) {
  Json datasets = Json::Array();
  for (const Node& node : graph.datasets) datasets.Append(ToJson(node, columns));
  Json activities = Json::Array();
  for (const Step& step : graph.steps) activities.Append(ToJson(step, columns));
  Json calls = Json::Array();
  for (const Call& call : graph.calls) {
    calls.Append(Json::Object(
        {{"pipeline", call.pipeline}, {"activity", call.activity}, {"runs", call.child}}));
  }
  return Json::Object({{"factory", graph.factory},
                       {"datasets", std::move(datasets)},
                       {"activities", std::move(activities)},
                       {"calls", std::move(calls)}});
}

std::string Print(const Graph& graph, Format format, bool columns, UtcTime now) {
  switch (format) {
    case Format::kText:
      return TextOf(graph, columns);
    case Format::kJson:
      return PrettyJson(ToJson(graph, columns), 2) + "\n";
    case Format::kDot:
      return DotOf(graph);
    case Format::kOpenLineage: {
      std::string lines;
      for (const Json& event : EventsOf(graph, now)) lines += DumpJson(event) + "\n";
      return lines;
    }
    case Format::kHtml:
      return HtmlPage(graph);
  }
  return {};
}

}  // namespace weir::lineage
