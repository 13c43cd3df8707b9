#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/command.h"
#include "expr/function.h"
#include "model/catalogue.h"
#include "pipeline/control.h"

namespace weir::cli {
namespace {

Json Texts(const std::vector<std::string>& texts) {
  Json list = Json::Array();
  for (const std::string& text : texts) list.Append(text);
  return list;
}

Json Functions() {
  Json list = Json::Array();
  for (const expr::FunctionSpec& spec : expr::AllFunctions()) {
    Json examples = Json::Array();
    for (const expr::FunctionExample& example : spec.examples) {
      examples.Append(
          Json::Object({{"expr", example.expr}, {"want", example.want}, {"error", example.error}}));
    }
    list.Append(Json::Object({{"name", spec.name},
                              {"args", spec.args},
                              {"returns", spec.returns},
                              {"source", spec.source},
                              {"examples", std::move(examples)}}));
  }
  return list;
}

Json Activities(const engine::ActivityRegistry& activities) {
  Json list = Json::Array();
  for (const std::string_view type : pipeline::ControlTypes()) {
    list.Append(Json::Object({{"type", type}, {"control", true}}));
  }
  for (const engine::ActivitySpec& spec : activities.all()) {
    if (spec.internal) continue;
    list.Append(Json::Object({{"type", spec.type},
                              {"control", false},
                              {"summary", spec.summary},
                              {"readOnly", spec.read_only}}));
  }
  return list;
}

Json Connectors(const connectors::ConnectorRegistry& connectors) {
  Json list = Json::Array();
  for (const connectors::ConnectorSpec& spec : connectors.all()) {
    list.Append(Json::Object({{"name", spec.name},
                              {"linkedServices", Texts(spec.linked_services)},
                              {"datasets", Texts(spec.datasets)},
                              {"copySources", Texts(spec.copy_sources)},
                              {"copySinks", Texts(spec.copy_sinks)},
                              {"stable", spec.maturity == connectors::Maturity::kStable},
                              {"files", spec.open_files != nullptr}}));
  }
  return list;
}

Json Formats(const formats::FormatRegistry& formats) {
  Json list = Json::Array();
  for (const formats::FormatSpec& spec : formats.all()) {
    list.Append(Json::Object({{"name", spec.name},
                              {"datasets", Texts(spec.datasets)},
                              {"legacyFormats", Texts(spec.legacy_formats)},
                              {"sources", Texts(spec.sources)},
                              {"sinks", Texts(spec.sinks)},
                              {"reads", spec.open_reader != nullptr},
                              {"writes", spec.open_writer != nullptr}}));
  }
  return list;
}

/// The activity types of the service's contract.
Json Declared() {
  return Texts(model::Catalogue::Get().TypesOf("Activity"));
}

}  // namespace

std::function<int()> DeclareSpecs(CLI::App& app, const Program& program) {
  app.group("");  // Not listed.
  return [&program] {
    std::cout << PrettyJson(Json::Object({{"functions", Functions()},
                                          {"activities", Activities(program.activities)},
                                          {"connectors", Connectors(program.connectors)},
                                          {"formats", Formats(program.formats)},
                                          {"declared", Declared()}}),
                            1)
              << "\n";
    return 0;
  };
}

}  // namespace weir::cli
