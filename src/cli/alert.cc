#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/command.h"
#include "cli/remote.h"
#include "cli/terminal.h"

namespace weir::cli {
namespace {

constexpr const char* kNotSent =
    "mend the action's address or the network of the service (--allow-address), then test again";

struct Options {
  std::string rule;
  RemoteOptions remote;
  bool json = false;
};

/// False if somebody could not be told.
Result<bool> Test(const Options& options) {
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  WEIR_ASSIGN(const Json answer,
              remote.Ask("POST", "/weir" + remote.factory() + "/alerts/" +
                                     http::PercentEncode(options.rule) + "/test"));
  bool all = true;
  for (const Json& one : answer["results"].items()) {
    const bool sent = one["sent"].as_bool();
    all = all && sent;
    if (options.json) continue;
    std::cout << one["target"].as_string() << ": ";
    if (sent) {
      std::cout << "sent\n";
    } else {
      std::cout << "error: " << one["message"].as_string() << "; " << kNotSent << " ["
                << one["errorCode"].as_string() << "]\n";
    }
  }
  if (options.json) std::cout << PrettyJson(answer, 2) << "\n";
  return all;
}

}  // namespace

std::function<int()> DeclareAlert(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  app.require_subcommand(1);
  CLI::App* test =
      app.add_subcommand("test", "Have a service send a notice that says it is a test");
  test->add_option("RULE", options->rule, "The alert's name")->required();
  AddRemoteOptions(*test, &options->remote)->required();
  test->add_flag("--json", options->json, "Print what became of each action as JSON");
  app.footer(
      "Alerts are resources of a factory, in its folder alert/ (docs/alerts.md): weir validate "
      "reads\nthem, weir apply brings them to a service.\n"
      "Examples:\n"
      "  weir alert test LoadFailed --server https://weir:8642 --ca tls.pem\n");
  return [options] {
    const Result<bool> sent = Test(*options);
    if (!sent) return PrintError(sent.error());
    return *sent ? 0 : 1;
  };
}

}  // namespace weir::cli
