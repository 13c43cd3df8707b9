#include "cli/gateway_main.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/terminal.h"

#ifndef WEIR_VERSION
#define WEIR_VERSION "0"
#endif

namespace weir::cli {

int GatewayMain(int argc, const char* const* argv, const Program& program) {
  CLI::App app("A node of a self-hosted runtime of Weirworks: activities behind a firewall.",
               "weir-gateway");
  app.set_version_flag("--version", "weir-gateway " WEIR_VERSION);
  const std::function<int()> act = DeclareGateway(app, program);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
      app.exit(error);
      return 0;
    }
    std::cerr << Red(stderr, "error") << ": " << error.what() << "\nsee 'weir-gateway --help'\n";
    return 2;
  }
  return act();
}

}  // namespace weir::cli
