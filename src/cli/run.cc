#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/dry_run.h"
#include "cli/runner.h"
#include "cli/session.h"
#include "cli/slice_runner.h"
#include "cli/terminal.h"
#include "cli/validation.h"
#include "dryrun/report_json.h"
#include "model/json_file.h"

namespace weir::cli {
namespace {

struct Options {
  std::string path;
  std::string pipeline;
  std::vector<std::string> parameters;
  std::string parameters_file;
  std::string local;
  std::string data;
  std::optional<std::string> resume;
  std::string fakes;
  bool fake_all = false;
  bool json = false;
  bool quiet = false;
  LogOptions log;
  std::string callback_address;
  bool v1 = false;
  std::string from;
  std::string to;
  std::string config;
};

/// The pipeline to run: the one named, or the only one.
Result<std::string> ChoosePipeline(const model::Factory& factory, const std::string& named) {
  if (!named.empty()) return named;
  const std::vector<std::string> names = factory.Names(model::ResourceKind::kPipeline);
  if (names.size() == 1) return names.front();
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "'" : ", '") + name + "'";
  return Fail(ErrorKind::kInvalid, "PipelineNotNamed",
              names.empty() ? "the factory has no pipeline"
                            : "say which one with --pipeline: the factory has " + list);
}

/// Walk the pipeline with everything outside it faked.
int RunDry(const Options& options) {
  Result<LocalFactory> factory = LoadLocalFactory(options.path, options.local);
  if (!factory) return PrintError(factory.error());
  const Result<std::string> pipeline = ChoosePipeline(*factory->factory, options.pipeline);
  if (!pipeline) return PrintError(pipeline.error());
  Result<Json> arguments = ReadArguments(factory->local.ParametersOf(*pipeline),
                                         options.parameters_file, options.parameters);
  if (!arguments) return PrintError(arguments.error());
  dryrun::DryRunRequest request;
  request.factory = factory->factory;
  request.local = factory->local;
  request.pipeline = *pipeline;
  request.arguments = *std::move(arguments);
  request.start = SystemClock().Now();
  if (!options.fakes.empty()) {
    const Result<Json> file = model::ReadJsonFile(options.fakes);
    if (!file) return PrintError(file.error());
    Result<dryrun::Fakes> fakes = dryrun::Fakes::Parse(*file);
    if (!fakes) return PrintError(std::move(fakes).error().At(options.fakes));
    request.fakes = *std::move(fakes);
  }
  const Result<dryrun::DryReport> report = dryrun::DryRun(request);
  if (!report) return PrintError(report.error());
  if (!options.json) return PrintDryRun(*report);
  std::cout << PrettyJson(dryrun::ToJson(*report), 2) << std::endl;
  return report->runs.front().status == "Succeeded" ? 0 : 1;
}

int Start(const Options& options, const Program& program) {
  Result<LocalFactory> factory = LoadLocalFactory(options.path, options.local);
  if (!factory) return PrintError(factory.error());
  const Result<std::string> pipeline = ChoosePipeline(*factory->factory, options.pipeline);
  if (!pipeline) return PrintError(pipeline.error());
  auto definitions = std::make_shared<engine::Definitions>(factory->factory, factory->local);
  const auto compiled = definitions->Pipeline(*pipeline);
  if (!compiled) return PrintError(compiled.error());
  if (!CheckPipeline(*factory, *pipeline)) return 1;
  Result<Json> arguments = ReadArguments(factory->local.ParametersOf(*pipeline),
                                         options.parameters_file, options.parameters);
  if (!arguments) return PrintError(arguments.error());
  const Result<> known = pipeline::CheckArguments(**compiled, *arguments);
  if (!known) return PrintError(known.error());
  Runner runner({options.data, options.json, options.quiet, options.log, options.callback_address},
                program);
  if (const Result<> opened = runner.Open(); !opened) return PrintError(opened.error());

  engine::RunRequest request;
  request.definitions = definitions;
  request.pipeline = *pipeline;
  request.arguments = *arguments;
  request.factory = factory->origin.ToText();
  return runner.Start(std::move(request));
}

int Resume(const Options& options, const Program& program) {
  Runner runner({options.data, options.json, options.quiet, options.log, options.callback_address},
                program);
  if (const Result<> opened = runner.Open(); !opened) return PrintError(opened.error());
  Result<std::vector<std::string>> roots = runner.TakeUp(*options.resume);
  if (!roots) return PrintError(roots.error());
  if (roots->empty()) std::cerr << "nothing to resume\n";
  int status = 0;
  for (const std::string& root : *roots) status = std::max(status, runner.Watch(root));
  return status;
}

/// Make the past slices of a factory of version 1.
int RunSlices(const Options& options, const Program& program) {
  SliceRunner::Options slices;
  slices.json = options.json;
  slices.quiet = options.quiet;
  const UtcTime now = SystemClock().Now();
  const Result<UtcTime> from = ReadTime(options.from, "--from");
  if (!from) return PrintError(from.error());
  const Result<UtcTime> to = options.to.empty() ? now : ReadTime(options.to, "--to");
  if (!to) return PrintError(to.error());
  slices.period = {*from, std::min(*to, now)};
  if (slices.period.start >= slices.period.end) {
    return PrintError(
        Fail(ErrorKind::kInvalid, "InvalidTime", "--from must lie before --to, and in the past"));
  }
  const Result<LocalV1Factory> factory =
      LoadLocalV1Factory(options.path, options.local, options.config);
  if (!factory) return PrintError(factory.error());
  Runner runner({options.data, options.json, true, options.log, options.callback_address}, program);
  SliceRunner slice_runner(*factory, runner, slices);
  runner.Observe(&slice_runner);
  if (const Result<> opened = runner.Open(); !opened) return PrintError(opened.error());
  return slice_runner.Run();
}

int Run(const Options& options, const Program& program) {
  if (options.v1) return RunSlices(options, program);
  if (options.fake_all && !options.path.empty()) return RunDry(options);
  if (options.resume) return Resume(options, program);
  if (!options.path.empty()) return Start(options, program);
  std::cerr << "expected a factory folder, or --resume\nsee 'weir run --help'\n";
  return 2;
}

}  // namespace

std::function<int()> DeclareRun(CLI::App& app, const Program& program) {
  auto options = std::make_shared<Options>();
  options->data = DefaultDataFolder();
  app.add_option("PATH", options->path, "Factory folder, ARM template or pipeline file");
  app.add_option("--pipeline", options->pipeline,
                 "The pipeline (may be left out if it is the only one)");
  app.add_option("--param", options->parameters, "A parameter's value, NAME=VALUE; may be repeated")
      ->allow_extra_args(false);
  app.add_option("--params", options->parameters_file, "JSON file with parameter values");
  app.add_option("--local", options->local,
                 "Stand-ins for stores (default: weir.local.json beside the factory)");
  app.add_option("--data", options->data, "Folder that keeps the runs")->capture_default_str();
  app.add_option("--resume", options->resume,
                 "Go on with runs that were cut off: all, or the one with this id")
      ->expected(0, 1)
      ->default_str("");
  CLI::Option* fake_all = app.add_flag("--fake-all", options->fake_all,
                                       "Dry run: real control flow and expressions in virtual "
                                       "time, nothing outside is touched");
  app.add_option("--fakes", options->fakes, "JSON file {activity: {\"output\": …} or a list}")
      ->needs(fake_all);
  app.add_option("--callback-address", options->callback_address,
                 "Where webhooks call back, ADDR:PORT (default: a free port of loopback, opened "
                 "when a WebHook starts)");
  CLI::Option* from =
      app.add_option("--from", options->from, "Of version 1: begin with the slices of this time");
  CLI::Option* v1 =
      app.add_flag("--v1", options->v1,
                   "A factory of version 1: make its past slices here and now, in order")
          ->needs(from);
  app.add_option("--config", options->config,
                 "Of version 1: a config file of its Visual Studio project")
      ->needs(v1);
  app.add_option("--to", options->to, "Of version 1: end before this time (default: now)");
  app.add_flag("--json", options->json, "Print the run as the REST API would");
  app.add_flag("--quiet", options->quiet, "No progress");
  AddLogOptions(app, &options->log);
  app.footer(
      "Results go to stdout, progress to stderr. Exit status 0 if the run succeeded, else 1.\n"
      "Ctrl-C cancels the run; twice, at once.\n"
      "Examples:\n"
      "  weir run my-factory --pipeline Load --param day=2026-01-31\n"
      "  weir run my-factory --pipeline Load --local stand-ins.json --json\n"
      "  weir run --resume\n"
      "  weir run my-factory --pipeline Load --fake-all\n"
      "  weir run my-factory --pipeline Load --fake-all --fakes answers.json\n"
      "  weir run old-factory --v1 --from 2016-07-12 --to 2016-07-13\n");
  return [options, &program] { return Run(*options, program); };
}

}  // namespace weir::cli
