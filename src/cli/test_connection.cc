#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/remote.h"
#include "cli/terminal.h"

namespace weir::cli {
namespace {

struct Options {
  std::string service;
  std::string path;
  std::vector<std::string> parameters;
  RemoteOptions remote;
  bool json = false;
};

/// False if the store could not be reached.
Result<bool> Test(const Options& options) {
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  WEIR_ASSIGN(const Json parameters, ReadArguments(Json::Object(), "", options.parameters));
  Json body = Json::Object({{"parameters", parameters}});
  if (!options.path.empty()) body.Set("path", options.path);
  WEIR_ASSIGN(const Json answer,
              remote.Ask("POST",
                         "/weir" + remote.factory() + "/linkedservices/" +
                             http::PercentEncode(options.service) + "/testConnection",
                         body));
  const bool reached = answer["succeeded"].as_bool();
  if (options.json) {
    std::cout << PrettyJson(answer, 2) << "\n";
    return reached;
  }
  std::cout << answer["linkedService"].as_string() << ": ";
  if (reached) {
    std::cout << "reached";
  } else {
    std::cout << "error: " << answer["error"]["message"].as_string() << " ["
              << answer["error"]["code"].as_string() << "]";
  }
  const std::string& runtime = answer["integrationRuntime"].as_string();
  if (!runtime.empty()) std::cout << ", by a node of " << runtime;
  std::cout << " (" << answer["durationMs"].as_int() << " ms)\n";
  return reached;
}

}  // namespace

std::function<int()> DeclareTestConnection(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  app.add_option("LINKED_SERVICE", options->service, "Its name")->required();
  app.add_option("--param", options->parameters, "NAME=VALUE: a parameter of the linked service")
      ->allow_extra_args(false);
  app.add_option("--path", options->path,
                 "Of a file store: what to look at (container/folder); default: its root");
  AddRemoteOptions(app, &options->remote)->required();
  app.add_flag("--json", options->json, "Print what came of it as JSON");
  app.footer(
      "The service tries it, or a node of the self-hosted runtime that the linked service names.\n"
      "Examples:\n"
      "  weir test-connection Warehouse --server https://weir:8642 --ca tls.pem\n"
      "  weir test-connection Lake --path raw/2024 --server https://weir:8642 --ca tls.pem\n");
  return [options] {
    const Result<bool> reached = Test(*options);
    if (!reached) return PrintError(reached.error());
    return *reached ? 0 : 1;
  };
}

}  // namespace weir::cli
