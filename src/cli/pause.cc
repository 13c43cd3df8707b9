// Pause and resume a pipeline of version 1 in a service, and set its active period.
#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/remote.h"
#include "cli/slice_grid.h"
#include "cli/terminal.h"
#include "http/client.h"

namespace weir::cli {
namespace {

struct Options {
  std::string pipeline;
  std::string from;
  std::string to;
  bool again = false;
  RemoteOptions remote;
};

Result<> Act(const Options& options, const std::string& act) {
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  WEIR_ASSIGN(const Json done,
              remote.Ask("POST", remote.factory() + "/datapipelines/" +
                                     http::PercentEncode(options.pipeline) + "/" + act));
  (void)done;
  return {};
}

std::shared_ptr<Options> DeclareOn(CLI::App& app) {
  auto options = std::make_shared<Options>();
  options->remote.version_1 = true;
  app.add_option("PIPELINE", options->pipeline, "The pipeline")->required();
  AddRemoteOptions(app, &options->remote)->required();
  return options;
}

Result<> SetPeriod(const Options& options) {
  WEIR_ASSIGN(const UtcTime from, ReadTime(options.from, "--from"));
  WEIR_ASSIGN(const UtcTime to, ReadTime(options.to, "--to"));
  WEIR_TRY(Act(options, "update?start=" + http::PercentEncode(FormatUtc(from)) +
                            "&end=" + http::PercentEncode(FormatUtc(to)) +
                            "&forceRecalc=" + (options.again ? "true" : "false")));
  std::cout << options.pipeline << " is active from " << SliceTime(from) << " to " << SliceTime(to)
            << (options.again ? "; its slices are made again" : "") << "\n";
  return {};
}

}  // namespace

std::function<int()> DeclarePause(CLI::App& app, const Program& /*program*/) {
  const auto options = DeclareOn(app);
  app.footer(
      "No more slices of the pipeline (of version 1) are begun; runs in progress finish, unless\n"
      "'weir slices cancel' cancels them.\n"
      "Examples:\n"
      "  weir pause Daily --server https://weir:8642\n");
  return [options] {
    const Result<> done = Act(*options, "pause");
    if (!done) return PrintError(done.error());
    std::cout << options->pipeline << " is paused\n";
    return 0;
  };
}

std::function<int()> DeclareResume(CLI::App& app, const Program& /*program*/) {
  const auto options = DeclareOn(app);
  app.footer(
      "Slices of the pipeline (of version 1) that became due while it was paused are made now.\n"
      "Examples:\n"
      "  weir resume Daily --server https://weir:8642\n");
  return [options] {
    const Result<> done = Act(*options, "resume");
    if (!done) return PrintError(done.error());
    std::cout << options->pipeline << " goes on\n";
    return 0;
  };
}

std::function<int()> DeclareSetPeriod(CLI::App& app, const Program& /*program*/) {
  const auto options = DeclareOn(app);
  app.add_option("--from", options->from, "Its start, UTC")->required();
  app.add_option("--to", options->to, "Its end; 9999-09-09 means for ever")->required();
  app.add_flag("--again", options->again, "Make all slices of the period again");
  app.footer(
      "Slices that lie in the period and are past are made at once. Those outside of it stay as\n"
      "they are.\n"
      "Examples:\n"
      "  weir set-period Daily --from 2016-07-12 --to 9999-09-09 --server https://weir:8642\n"
      "  weir set-period Daily --from 2016-07-01 --to 2016-08-01 --again --server "
      "https://weir:8642\n");
  return [options] {
    const Result<> done = SetPeriod(*options);
    return done ? 0 : PrintError(done.error());
  };
}

}  // namespace weir::cli
