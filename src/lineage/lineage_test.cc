#include <gtest/gtest.h>

#include "lineage/factory_graph.h"
#include "lineage/render.h"
#include "lineage/sql_tables.h"
#include "lineage/v1_graph.h"
#include "model/document.h"
#include "model/v1/read.h"
#include "testing/json_cases.h"

namespace weir::lineage {
namespace {

/// {service, dataset: properties; want: [namespace, name]}.
void CheckName(const Json& one) {
  model::LinkedServiceInstance service{"svc", one["service"]["type"].as_string(), one["service"]};
  const model::DatasetInstance dataset{"ds", one["dataset"]["type"].as_string(), one["dataset"],
                                       service};
  const DatasetName name = NameOf(dataset, "fab");
  EXPECT_EQ(name.space, one["want"][size_t{0}].as_string());
  EXPECT_EQ(name.name, one["want"][1].as_string());
  EXPECT_EQ((name.space + name.name).find("hunter22"), std::string::npos) << "a secret is shown";
}

std::vector<std::string> Texts(const Json& list) {
  std::vector<std::string> texts;
  for (const Json& item : list.items()) texts.push_back(item.as_string());
  return texts;
}

std::vector<std::string> Texts(const std::vector<connectors::TableName>& tables) {
  std::vector<std::string> texts;
  for (const auto& table : tables) texts.push_back(table.ToString());
  return texts;
}

/// {sql, reads, writes}.
void CheckSql(const Json& one) {
  const SqlTables tables = TablesOf(one["sql"].as_string());
  EXPECT_EQ(Texts(tables.reads), Texts(one["reads"]));
  EXPECT_EQ(Texts(tables.writes), Texts(one["writes"]));
  EXPECT_EQ(tables.writes_something, !one["writes"].empty());
}

model::Factory FactoryOf(const Json& files) {
  model::Factory factory("fab");
  for (const Json::Member& file : files.members()) {
    const auto kind = model::KindOfFolder(file.name.substr(0, file.name.find('/')));
    if (!kind) ADD_FAILURE() << file.name;
    if (kind) factory.Add(model::MakeResource(*kind, "x", file.name, file.value));
  }
  return factory;
}

std::string Listed(const Graph& graph, const std::vector<size_t>& indices) {
  std::string out;
  for (const size_t i : indices) {
    const DatasetName& name = graph.datasets[i].name;
    out += (out.empty() ? "" : ", ") + name.space + " " + name.name;
  }
  return out;
}

/// "P/Container/A: inputs > outputs dropped (note)".
std::vector<std::string> Lines(const Graph& graph) {
  std::vector<std::string> lines;
  for (const Step& step : graph.steps) {
    std::string line = step.Title() + ":";
    for (const std::string& part :
         {Listed(graph, step.inputs), std::string(">"), Listed(graph, step.outputs),
          std::string(step.removes ? "dropped" : ""),
          step.note.empty() ? "" : "(" + step.note + ")"}) {
      if (!part.empty()) line += " " + part;
    }
    lines.push_back(line);
  }
  for (const Call& call : graph.calls) {
    lines.push_back(call.pipeline + "/" + call.activity + " runs " + call.child);
  }
  return lines;
}

/// "from > to", with a star if converted.
std::vector<std::string> ColumnsOf(const Graph& graph) {
  std::vector<std::string> columns;
  for (const Step& step : graph.steps) {
    for (const ColumnLink& link : step.columns) {
      columns.push_back(link.from + " > " + link.to + (link.converted ? " *" : ""));
    }
  }
  return columns;
}

void CheckAround(const Graph& graph, const Json& one) {
  const std::string& direction = one["direction"].as_string();
  const Result<Graph> part = Select(
      graph, {one["dataset"].as_string(), direction != "downstream", direction != "upstream"});
  if (one["error"].is_object()) {
    ASSERT_FALSE(part.ok());
    EXPECT_EQ(part.error().code(), one["error"]["code"].as_string());
    EXPECT_NE(part.error().message().find(one["error"]["says"].as_string()), std::string::npos)
        << part.error().message();
    return;
  }
  ASSERT_TRUE(part.ok()) << part.error().ToString();
  std::vector<std::string> got;
  for (const Step& step : part->steps) {
    got.push_back(step.Title().substr(step.pipeline.size() + 1));
    for (const size_t i : step.inputs) EXPECT_LT(i, part->datasets.size());
    for (const size_t i : step.outputs) EXPECT_LT(i, part->datasets.size());
  }
  EXPECT_EQ(got, Texts(one["want"])) << one["dataset"].as_string();
}

/// {files: {path: resource}, want: lines of the graph, columns: "from > to", a star if converted,
/// around: [{dataset, direction, want | error}], depths}.
void CheckGraph(const Json& one) {
  const Graph graph = GraphOf(FactoryOf(one["files"]));
  EXPECT_EQ(Lines(graph), Texts(one["want"]));
  EXPECT_EQ(ColumnsOf(graph), Texts(one["columns"]));
  for (const Json& around : one["around"].items()) CheckAround(graph, around);
  const std::vector<size_t> depths = Depths(graph);
  for (size_t i = 0; i < one["depths"].size(); ++i) {
    EXPECT_EQ(static_cast<int64_t>(depths[i]), one["depths"][i].as_int()) << i;
  }
  // Whatever it is, it can be printed.
  const std::string page = Print(graph, Format::kHtml, true, UtcTime());
  EXPECT_EQ(page.find("{{"), std::string::npos);
  for (const Node& node : graph.datasets) {
    EXPECT_NE(Print(graph, Format::kText, true, UtcTime()).find(node.name.name), std::string::npos);
    EXPECT_NE(Print(graph, Format::kDot, true, UtcTime()).find("digraph"), std::string::npos);
  }
}

/// {linkedServices, datasets, pipelines: {name: properties}, want, columns: as CheckGraph}.
void CheckV1Graph(const Json& one) {
  model::V1Factory factory;
  factory.name = "fab";
  std::vector<model::Finding> unread;
  for (const Json::Member& member : one["linkedServices"].members()) {
    factory.Put(model::ReadV1LinkedService(member.value, {member.name, ""}, &unread));
  }
  for (const Json::Member& member : one["datasets"].members()) {
    factory.Put(model::ReadV1Dataset(member.value, {member.name, ""}, &unread));
  }
  for (const Json::Member& member : one["pipelines"].members()) {
    factory.Put(model::ReadV1Pipeline(member.value, {member.name, ""}, &unread));
  }
  ASSERT_TRUE(unread.empty()) << unread.front().ToString();
  const Graph graph = GraphOf(factory);
  EXPECT_EQ(Lines(graph), Texts(one["want"]));
  EXPECT_EQ(ColumnsOf(graph), Texts(one["columns"]));
}

const bool names = testing::RegisterCases("names", "src/lineage/cases/names.json", CheckName);
const bool sql = testing::RegisterCases("sql", "src/lineage/cases/sql.json", CheckSql);
const bool graphs = testing::RegisterCases("graphs", "src/lineage/cases/graphs.json", CheckGraph);
const bool v1_graphs =
    testing::RegisterCases("v1_graphs", "src/lineage/cases/v1_graphs.json", CheckV1Graph);

TEST(Formats, AreNamed) {
  EXPECT_TRUE(ReadFormat("HTML").ok());
  const auto unknown = ReadFormat("jsn");
  ASSERT_FALSE(unknown.ok());
  EXPECT_NE(unknown.error().message().find("did you mean 'json'"), std::string::npos);
}

TEST(Pages, NothingOfAFactoryIsMarkup) {
  Graph graph{"<script>alert(1)</script>", {}, {}, {}};
  Trace trace;
  trace.inputs.push_back({{"file", "/\"><img src=x>"}, "a&b", "Json", "L", {{"<b>", "\"x\""}}});
  Step step;
  step.pipeline = "<i>";
  step.activity = "'\"&<";
  graph.Add(step, trace);
  const std::string page = HtmlPage(graph);
  for (const char* raw : {"<script>alert", "<img", "<b>", "<i>", "\"x\"<"}) {
    EXPECT_EQ(page.find(raw), std::string::npos) << raw;
  }
}

}  // namespace
}  // namespace weir::lineage
