#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <iostream>
#include <set>

#include "api/service.h"
#include "cli/advice.h"
#include "cli/command.h"
#include "cli/dry_run.h"
#include "cli/run_view.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "cli/validation.h"
#include "engine/run_json.h"
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
};

std::atomic<int> interrupts{0};

/// The second Ctrl-C ends the process at once; what was under way is resumed by `--resume`.
extern "C" void OnInterrupt(int /*signal*/) {
  if (interrupts.fetch_add(1) >= 1) _exit(130);
}

/// `k=v` pairs: `v` stays text; the pipeline's parameter decides the type.
Result<Json> ReadArguments(const Options& options, const Json& local) {
  Json arguments = local.is_object() ? local : Json::Object();
  if (!options.parameters_file.empty()) {
    WEIR_ASSIGN(const Json file, model::ReadJsonFile(options.parameters_file));
    for (const Json::Member& member : file.members()) arguments.Set(member.name, member.value);
  }
  for (const std::string& pair : options.parameters) {
    const size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0) {
      return Fail(ErrorKind::kInvalid, "InvalidArgument",
                  "expected --param NAME=VALUE, got '" + pair + "'");
    }
    arguments.Set(pair.substr(0, equals), pair.substr(equals + 1));
  }
  return arguments;
}

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
  Result<Json> arguments = ReadArguments(options, factory->local.ParametersOf(*pipeline));
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
  std::cout << PrettyJson(DryRunToJson(*report), 2) << std::endl;
  return report->runs.front().status == "Succeeded" ? 0 : 1;
}

/// One use of the command: the engine, its view and what it works on.
class Runner {
 public:
  Runner(const Options& options, const Program& program)
      : options_(options), program_(program), view_(Style(options)) {}

  int Start() {
    Result<LocalFactory> factory = LoadLocalFactory(options_.path, options_.local);
    if (!factory) return PrintError(factory.error());
    const Result<std::string> pipeline = ChoosePipeline(*factory->factory, options_.pipeline);
    if (!pipeline) return PrintError(pipeline.error());
    auto definitions = std::make_shared<engine::Definitions>(factory->factory, factory->local);
    const auto compiled = definitions->Pipeline(*pipeline);
    if (!compiled) return PrintError(compiled.error());
    if (!CheckPipeline(*factory, *pipeline)) return 1;
    Result<Json> arguments = ReadArguments(options_, factory->local.ParametersOf(*pipeline));
    if (!arguments) return PrintError(arguments.error());
    const Result<> known = pipeline::CheckArguments(**compiled, *arguments);
    if (!known) return PrintError(known.error());
    if (const Result<> opened = Open(); !opened) return PrintError(opened.error());

    engine::RunRequest request;
    request.definitions = definitions;
    request.pipeline = *pipeline;
    request.arguments = *arguments;
    request.factory = factory->origin.ToText();
    request.run_id = NewGuid();
    locks_.push_back(RunLock::Take(options_.data, request.run_id));
    const Result<std::string> run_id = engine_->Run(std::move(request));
    if (!run_id) return PrintError(run_id.error());
    return Watch(*run_id);
  }

  int Resume() {
    if (const Result<> opened = Open(); !opened) return PrintError(opened.error());
    Result<std::vector<std::string>> roots = TakeUp();
    if (!roots) return PrintError(roots.error());
    if (roots->empty()) std::cerr << "nothing to resume\n";
    int status = 0;
    for (const std::string& root : *roots) status = std::max(status, Watch(root));
    return status;
  }

 private:
  static RunView::Style Style(const Options& options) {
    if (options.quiet) return RunView::Style::kQuiet;
    return IsTerminal(stderr) ? RunView::Style::kTree : RunView::Style::kLines;
  }

  Result<> Open() {
    WEIR_ASSIGN(session_, OpenSession(options_.data));
    engine::EngineOptions engine;
    engine.store = session_.store.get();
    engine.activities = &program_.activities;
    engine.clock = &clock_;
    engine.sealer = session_.sealer.get();
    engine.observer = &view_;
    engine_ = std::make_unique<engine::Engine>(engine);
    std::signal(SIGINT, OnInterrupt);
    std::signal(SIGTERM, OnInterrupt);
    return {};
  }

  /// Resume what no living process works on: the run named, or all; with their children.
  Result<std::vector<std::string>> TakeUp() {
    WEIR_ASSIGN(const auto unfinished, session_.store->Unfinished());
    std::vector<std::string> roots;
    std::set<std::string> taken;
    std::map<std::string, std::shared_ptr<engine::Definitions>> definitions;
    std::vector<engine::Core::Unfinished> again;
    for (const store::UnfinishedRun& run : unfinished) {
      const std::string& id = run.record.run_id;
      const std::string& parent = run.record.parent_run_id;
      if (api::IsServed(run.record)) continue;  // `weir serve` goes on with those.
      if (!parent.empty() && !taken.contains(parent)) continue;
      if (parent.empty()) {
        if (!id.starts_with(*options_.resume)) continue;
        std::unique_ptr<RunLock> lock = RunLock::Take(options_.data, id);
        if (lock == nullptr) continue;
        locks_.push_back(std::move(lock));
        roots.push_back(id);
      }
      taken.insert(id);
      const std::string key = run.record.factory + run.definition_hash;
      if (!definitions.contains(key)) {
        const Origin origin = Origin::FromText(run.record.factory);
        WEIR_ASSIGN(const LocalFactory factory, LoadLocalFactory(origin.folder, origin.local));
        WEIR_ASSIGN(const std::string kept, session_.sealer->Unseal(run.definition));
        WEIR_ASSIGN(definitions[key],
                    engine::Definitions::Restore(kept, factory.factory, factory.local));
      }
      again.push_back({run, definitions[key]});
    }
    WEIR_TRY(engine_->Resume(again));
    return roots;
  }

  int Watch(const std::string& run_id) {
    bool asked = false;
    std::optional<engine::FinishedRun> finished;
    while (!finished) {
      finished = engine_->Wait(run_id, [&] {
        view_.Refresh(clock_.Now());
        return interrupts.load() > 0 && !asked;
      });
      if (finished || asked) continue;
      asked = true;
      std::cerr << "cancelling; press Ctrl-C again to stop at once\n";
      engine_->Cancel(run_id);
    }
    view_.Finish(clock_.Now());
    return Report(*finished);
  }

  int Report(const engine::FinishedRun& finished) {
    const store::RunRecord& run = finished.record;
    const bool succeeded = run.status == "Succeeded";
    if (options_.json) {
      PrintJson(run);
    } else {
      std::cout << StatusColor(stdout, run.status, run.status) << " in "
                << FormatDuration(*run.end - run.start) << "  " << run.pipeline << "  "
                << run.run_id << std::endl;
      if (!finished.finish.return_value.is_null()) {
        std::cout << DumpJson(finished.finish.return_value) << std::endl;
      }
    }
    if (!succeeded) PrintCause(run);
    return succeeded ? 0 : 1;
  }

  void PrintJson(const store::RunRecord& run) {
    Json json = engine::RunToJson(run);
    Json list = Json::Array();
    const auto activities = session_.store->Activities(run.run_id);
    if (activities) {
      for (const auto& one : *activities) list.Append(engine::ActivityRunToJson(run, one));
    }
    json.AppendMember("activityRuns", std::move(list));
    std::cout << PrettyJson(json, 2) << std::endl;
  }

  /// The leaf that failed, in this run or in the child that it waited for: cause, place, what to
  /// do.
  void PrintCause(const store::RunRecord& run) {
    store::RunRecord at = run;
    std::optional<store::ActivityRunRecord> leaf;
    for (bool deeper = true; deeper;) {
      deeper = false;
      const auto activities = session_.store->Activities(at.run_id);
      if (!activities) break;
      for (const auto& activity : *activities) {
        if (activity.status == "Failed") leaf = activity;
      }
      if (!leaf || leaf->type != "ExecutePipeline") break;
      const auto children = session_.store->Runs({{}, "Failed", {}, 1000});
      if (!children) break;
      for (const store::RunRecord& child : *children) {
        if (child.parent_run_id != at.run_id) continue;
        at = child;
        deeper = true;
        break;
      }
    }
    if (leaf) PrintLeaf(at, *leaf);
    std::cerr << "\nto see all of it:  weir runs show " << run.run_id.substr(0, 8) << "\n";
  }

  static void PrintLeaf(const store::RunRecord& run, const store::ActivityRunRecord& leaf) {
    const Result<Json> error = ParseJson(leaf.error);
    std::cerr << "\n"
              << Red(stderr, "failed") << ": " << run.pipeline << "/"
              << (leaf.path.empty() ? "" : leaf.path + "/") << leaf.name << " (" << leaf.type
              << ")\n";
    if (!error) return;
    std::cerr << "  " << (*error)["message"].as_string() << " "
              << Dim(stderr, "[" + (*error)["errorCode"].as_string() + ", " +
                                 (*error)["failureType"].as_string() + "]")
              << "\n";
    const Json& details = (*error)["details"];
    if (details["at"].is_string()) std::cerr << "  at " << details["at"].as_string() << "\n";
    for (const Json& step : details["while"].items()) {
      std::cerr << "  while " << step.as_string() << "\n";
    }
    if (leaf.attempt > 0) std::cerr << "  after " << leaf.attempt << " retries\n";
    const std::string advice =
        Advice((*error)["errorCode"].as_string(), (*error)["message"].as_string());
    if (!advice.empty()) std::cerr << "  what to do: " << advice << "\n";
  }

  const Options& options_;
  const Program& program_;
  SystemClock clock_;
  RunView view_;
  Session session_;
  std::vector<std::unique_ptr<RunLock>> locks_;
  std::unique_ptr<engine::Engine> engine_;
};

int Run(const Options& options, const Program& program) {
  if (options.fake_all && !options.path.empty()) return RunDry(options);
  Runner runner(options, program);
  if (options.resume) return runner.Resume();
  if (!options.path.empty()) return runner.Start();
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
  app.add_flag("--json", options->json, "Print the run as the REST API would");
  app.add_flag("--quiet", options->quiet, "No progress");
  app.footer(
      "Results go to stdout, progress to stderr. Exit status 0 if the run succeeded, else 1.\n"
      "Ctrl-C cancels the run; twice, at once.\n"
      "Examples:\n"
      "  weir run my-factory --pipeline Load --param day=2026-01-31\n"
      "  weir run my-factory --pipeline Load --local stand-ins.json --json\n"
      "  weir run --resume\n"
      "  weir run my-factory --pipeline Load --fake-all\n"
      "  weir run my-factory --pipeline Load --fake-all --fakes answers.json\n");
  return [options, &program] { return Run(*options, program); };
}

}  // namespace weir::cli
