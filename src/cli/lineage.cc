#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/command.h"
#include "cli/remote.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "lineage/factory_graph.h"
#include "lineage/render.h"
#include "lineage/v1_graph.h"
#include "model/load.h"
#include "model/v1/load.h"

namespace weir::cli {
namespace {

struct Options {
  std::string path;
  std::string local;
  std::string run_id;
  std::string data;
  lineage::Around around;
  bool upstream = false;
  bool downstream = false;
  bool columns = false;
  std::string format = "text";
  RemoteOptions remote;
};

/// One way, if one was asked for; else both.
lineage::Around AroundOf(const Options& options) {
  lineage::Around around = options.around;
  around.upstream = options.upstream || !options.downstream;
  around.downstream = options.downstream || !options.upstream;
  return around;
}

Result<> PrintGraph(const lineage::Graph& graph, const Options& options) {
  WEIR_ASSIGN(const lineage::Format format, lineage::ReadFormat(options.format));
  WEIR_ASSIGN(const lineage::Graph part, lineage::Select(graph, AroundOf(options)));
  std::cout << lineage::Print(part, format, options.columns, SystemClock().Now()) << std::flush;
  return {};
}

/// As definitions say, or with --local as it runs here.
Result<> OfFolder(const Options& options) {
  if (model::IsV1Factory(options.path)) {
    WEIR_ASSIGN(const model::LoadedV1 loaded, model::LoadV1Factory(options.path));
    return PrintGraph(lineage::GraphOf(loaded.factory), options);
  }
  if (!options.local.empty()) {
    WEIR_ASSIGN(const LocalFactory local, LoadLocalFactory(options.path, options.local));
    return PrintGraph(lineage::GraphOf(*local.factory), options);
  }
  WEIR_ASSIGN(const model::LoadedFactory loaded, model::LoadFactory(options.path));
  return PrintGraph(lineage::GraphOf(loaded.factory), options);
}

/// A run of `weir run`, from its data folder.
Result<> OfLocalRun(const Options& options) {
  WEIR_ASSIGN(const Session session, OpenSession(options.data));
  WEIR_ASSIGN(const store::RunRecord run, FindRun(*session.store, options.run_id));
  WEIR_ASSIGN(const auto activities, session.store->Activities(run.run_id));
  const Origin origin = Origin::FromText(run.factory);
  WEIR_ASSIGN(const LocalFactory local, LoadLocalFactory(origin.folder, origin.local));
  return PrintGraph(lineage::GraphOf(*local.factory, run, activities), options);
}

Result<> OfService(const Options& options) {
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  const lineage::Around around = AroundOf(options);
  std::string path = "/weir" + remote.factory();
  if (!options.run_id.empty()) path += "/pipelineruns/" + http::PercentEncode(options.run_id);
  path += "/lineage?format=" + http::PercentEncode(options.format);
  if (options.columns) path += "&columns=true";
  if (!around.dataset.empty()) path += "&dataset=" + http::PercentEncode(around.dataset);
  if (!around.upstream) path += "&direction=downstream";
  if (!around.downstream) path += "&direction=upstream";
  WEIR_ASSIGN(const std::string text, remote.AskText(path));
  std::cout << text << std::flush;
  return {};
}

int ShowLineage(const Options& options) {
  const bool served = !options.remote.server.empty();
  const Result<> shown = served                    ? OfService(options)
                         : !options.run_id.empty() ? OfLocalRun(options)
                                                   : OfFolder(options);
  if (shown) return 0;
  PrintError(shown.error());
  return shown.error().code() == "UnknownFormat" ? 2 : 1;
}

}  // namespace

std::function<int()> DeclareLineage(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  options->data = DefaultDataFolder();
  CLI::Option* path = app.add_option("PATH", options->path, "Factory folder or ARM template");
  app.add_option("--local", options->local, "Local file: places as its stand-ins have them")
      ->needs(path);
  CLI::Option* run = app.add_option("--run", options->run_id,
                                    "What a run read and wrote, with rows and bytes: its id");
  app.add_option("--data", options->data, "Folder that keeps the run, without --server")
      ->capture_default_str();
  app.add_option("--dataset", options->around.dataset,
                 "Only what is before and behind this dataset: of the factory, or NAMESPACE/NAME");
  app.add_flag("--upstream", options->upstream, "Only what it is made of");
  app.add_flag("--downstream", options->downstream, "Only what is made of it");
  app.add_flag("--columns", options->columns, "Columns, too");
  app.add_option("--format", options->format, "text, json, dot, openlineage or html")
      ->capture_default_str();
  CLI::Option* server = AddRemoteOptions(app, &options->remote);
  app.add_flag("--v1", options->remote.version_1, "The service's factory is of version 1")
      ->needs(server);
  app.footer(
      "Says which activity makes which dataset of which. Names are OpenLineage's; what only a run\n"
      "knows stands in braces.\n"
      "Examples:\n"
      "  weir lineage my-factory\n"
      "  weir lineage my-factory --dataset Orders --upstream --columns\n"
      "  weir lineage my-factory --format html > lineage.html\n"
      "  weir lineage --run 3f2bd0a1-… --server https://weir:8642 --ca tls.pem\n");
  app.callback([path, run, server] {
    if (path->empty() && run->empty() && server->empty()) throw CLI::RequiredError("PATH");
  });
  return [options] { return ShowLineage(*options); };
}

}  // namespace weir::cli
