#include "engine/rerun.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "api/service.h"
#include "base/cancel.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/remote.h"
#include "cli/runner.h"
#include "cli/terminal.h"

namespace weir::cli {
namespace {

constexpr auto kAskAgainAfter = std::chrono::milliseconds(300);

struct Options {
  std::string run_id;
  std::string from;
  bool from_failure = false;
  std::vector<std::string> parameters;
  std::string parameters_file;
  RunnerOptions runner;
  RemoteOptions remote;
  bool wait = false;
};

/// With other parameters and from the start it is a run of its own.
engine::RerunWish WishOf(const Options& options, Json parameters) {
  engine::RerunWish wish;
  wish.run_id = options.run_id;
  wish.start_activity = options.from;
  wish.from_failure = options.from_failure;
  wish.grouped = parameters.empty() || options.from_failure || !options.from.empty();
  wish.parameters = std::move(parameters);
  return wish;
}

/// Run it again in this process.
int RerunHere(const Options& options, const Program& program, Json parameters) {
  Runner runner(options.runner, program);
  if (const Result<> opened = runner.Open(); !opened) return PrintError(opened.error());
  const Result<store::RunRecord> run = FindRun(*runner.session().store, options.run_id);
  if (!run) return PrintError(run.error());
  if (api::IsServed(*run)) {
    return PrintError(Fail(ErrorKind::kInvalid, "RunOfService",
                           "the run is one of a service: give --server URL"));
  }
  const Origin origin = Origin::FromText(run->factory);
  Result<LocalFactory> factory = LoadLocalFactory(origin.folder, origin.local);
  if (!factory) return PrintError(factory.error());
  engine::RerunWish wish = WishOf(options, std::move(parameters));
  wish.run_id = run->run_id;
  Result<engine::RunRequest> request =
      engine::PlanRerun(*runner.session().store, *runner.session().sealer, wish,
                        std::make_shared<engine::Definitions>(factory->factory, factory->local));
  if (!request) return PrintError(request.error());
  return runner.Start(*std::move(request));
}

Result<int> RerunThere(const Options& options, Json parameters) {
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  const std::string run_path = remote.factory() + "/pipelineruns/";
  WEIR_ASSIGN(const Json run, remote.Ask("GET", run_path + http::PercentEncode(options.run_id)));
  const engine::RerunWish wish = WishOf(options, std::move(parameters));
  std::string path = remote.factory() + "/pipelines/" +
                     http::PercentEncode(run["pipelineName"].as_string()) +
                     "/createRun?referencePipelineRunId=" + http::PercentEncode(wish.run_id);
  if (wish.grouped) path += "&isRecovery=true";
  if (wish.from_failure) path += "&startFromFailure=true";
  if (!wish.start_activity.empty()) {
    path += "&startActivityName=" + http::PercentEncode(wish.start_activity);
  }
  if (!wish.parameters.empty()) path += "&useBodyParameters=true";
  WEIR_ASSIGN(const Json made, remote.Ask("POST", path, wish.parameters));
  const std::string run_id = made["runId"].as_string();
  if (!options.wait) {
    std::cout << (options.runner.json ? PrettyJson(made, 2) : run_id) << "\n";
    return 0;
  }
  CancelToken pause;
  while (true) {
    WEIR_ASSIGN(const Json now, remote.Ask("GET", run_path + run_id));
    if (now["runEnd"].is_string()) {
      const std::string& status = now["status"].as_string();
      if (options.runner.json) {
        std::cout << PrettyJson(now, 2) << "\n";
      } else {
        std::cout << status << "  " << now["pipelineName"].as_string() << "  " << run_id << "\n";
      }
      if (!now["message"].as_string().empty()) std::cerr << now["message"].as_string() << "\n";
      return status == "Succeeded" ? 0 : 1;
    }
    WEIR_TRY(pause.Sleep(kAskAgainAfter));
  }
}

int Rerun(const Options& options, const Program& program) {
  Result<Json> parameters = ReadArguments({}, options.parameters_file, options.parameters);
  if (!parameters) return PrintError(parameters.error());
  if (options.remote.server.empty()) return RerunHere(options, program, *std::move(parameters));
  const Result<int> status = RerunThere(options, *std::move(parameters));
  return status ? *status : PrintError(status.error());
}

}  // namespace

std::function<int()> DeclareRerun(CLI::App& app, const Program& program) {
  auto options = std::make_shared<Options>();
  options->runner.data = DefaultDataFolder();
  app.add_option("RUN", options->run_id, "The run's id (of weir run: or its beginning)")
      ->required();
  CLI::Option* from = app.add_option(
      "--from", options->from, "Start from this activity; what does not follow it is taken over");
  app.add_flag("--from-failure", options->from_failure,
               "Only what did not succeed, and what follows it; in loops, iterations that failed")
      ->excludes(from);
  app.add_option("--param", options->parameters,
                 "Another value for a parameter, NAME=VALUE; may be repeated")
      ->allow_extra_args(false);
  app.add_option("--params", options->parameters_file, "JSON file with other parameter values");
  app.add_option("--data", options->runner.data, "Folder that keeps the runs")
      ->capture_default_str();
  CLI::Option* server = AddRemoteOptions(app, &options->remote);
  app.add_flag("--wait", options->wait, "With --server: wait until the run is over")->needs(server);
  app.add_flag("--json", options->runner.json, "Print as the REST API does");
  app.add_flag("--quiet", options->runner.quiet, "No progress");
  app.footer(
      "Parameters are those of the run; definitions are taken as they are now. The new run is in "
      "the\nrun group of the old one; with other parameters and from the start, it has its own. A "
      "parent\nthat failed because of the run goes on when the rerun succeeds.\n"
      "Examples:\n"
      "  weir rerun 3f2b --from-failure\n"
      "  weir rerun 3f2b --from Load --param day=2026-01-31\n"
      "  weir rerun 3f2bd0a1-… --from-failure --server https://weir:8642 --ca tls.pem --wait\n");
  return [options, &program] { return Rerun(*options, program); };
}

}  // namespace weir::cli
