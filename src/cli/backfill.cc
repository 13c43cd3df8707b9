#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/remote.h"
#include "cli/terminal.h"
#include "http/client.h"

namespace weir::cli {
namespace {

struct Options {
  std::string trigger;
  std::string from;
  std::string to;
  bool failed = false;
  bool dry_run = false;
  bool json = false;
  RemoteOptions remote;
};

void PrintWindows(const Json& answer) {
  size_t again = 0;
  for (const Json& window : answer["windows"].items()) {
    const bool runs = window["runsAgain"].as_bool();
    if (runs) ++again;
    std::cout << window["windowStartTime"].as_string() << "  "
              << window["windowEndTime"].as_string() << "  " << window["status"].as_string()
              << (runs ? "" : "  (stays)") << "\n";
  }
  std::cout << again << " of " << answer["windows"].size() << " windows of "
            << answer["trigger"].as_string()
            << (answer["started"].as_bool() ? " run again\n" : " would run again\n");
}

Result<> Backfill(const Options& options) {
  WEIR_TRY(ReadTime(options.from, "--from"));
  WEIR_TRY(ReadTime(options.to, "--to"));
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  const std::string path = "/weir" + remote.factory() + "/triggers/" +
                           http::PercentEncode(options.trigger) + "/backfill";
  WEIR_ASSIGN(const Json answer, remote.Ask("POST", path,
                                            Json::Object({{"from", options.from},
                                                          {"to", options.to},
                                                          {"failed", options.failed},
                                                          {"dryRun", options.dry_run}})));
  if (options.json) {
    std::cout << PrettyJson(answer, 2) << "\n";
  } else {
    PrintWindows(answer);
  }
  return {};
}

}  // namespace

std::function<int()> DeclareBackfill(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  app.add_option("TRIGGER", options->trigger, "A tumbling window trigger of the service")
      ->required();
  app.add_option("--from", options->from, "Windows that end after this time, ISO 8601")->required();
  app.add_option("--to", options->to, "And begin before this one")->required();
  app.add_flag("--failed", options->failed, "Only windows that failed or were cancelled");
  app.add_flag("--dry-run", options->dry_run, "List them; run nothing");
  app.add_flag("--json", options->json, "Print as JSON");
  AddRemoteOptions(app, &options->remote)->required();
  app.footer(
      "Windows that are over run again, with the trigger and the pipelines as they are now, as "
      "many at\na time as the trigger's maxConcurrency. Windows that wait or run stay as they "
      "are.\nExamples:\n"
      "  weir backfill Hourly --from 2026-01-01 --to 2026-02-01 --failed --server "
      "https://weir:8642\n"
      "  weir backfill Hourly --from 2026-01-31T06:00:00Z --to 2026-01-31T09:00:00Z --dry-run "
      "\\\n    --server https://weir:8642 --ca tls.pem --token-file token\n");
  return [options] {
    const Result<> done = Backfill(*options);
    return done ? 0 : PrintError(done.error());
  };
}

}  // namespace weir::cli
