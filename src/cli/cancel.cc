#include "base/cancel.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>
#include <set>

#include "api/service.h"
#include "cli/command.h"
#include "cli/remote.h"
#include "cli/runner.h"
#include "cli/terminal.h"

namespace weir::cli {
namespace {

constexpr auto kLookAgainAfter = std::chrono::milliseconds(100);

struct Options {
  std::string run_id;
  bool recursive = false;
  std::string data;
  RemoteOptions remote;
};

/// Another process works on it: tell it as Ctrl-C would, and wait for the end.
Result<> CancelElsewhere(store::Store& store, const store::RunRecord& run, pid_t process) {
  if (!run.parent_run_id.empty()) {
    return Fail(ErrorKind::kInvalid, "RunHasParent",
                "another process works on it for its parent: cancel " + run.parent_run_id);
  }
  if (process <= 0 || kill(process, SIGINT) != 0) {
    return Fail(ErrorKind::kUnavailable, "ProcessNotFound",
                "the process that works on the run cannot be told to stop");
  }
  std::cerr << "asked process " << process << " to cancel\n";
  CancelToken pause;
  while (true) {
    WEIR_ASSIGN(const auto now, store.FindRun(run.run_id));
    if (!now || now->end) return {};
    WEIR_TRY(pause.Sleep(kLookAgainAfter));
  }
}

/// Nobody works on it: take it up to cancel it.
Result<> CancelCutOff(Runner& runner, const store::RunRecord& run, bool recursive) {
  WEIR_ASSIGN(const auto taken, runner.TakeUp(run.run_id));
  (void)taken;  // The group; what is not cancelled can be resumed again.
  std::vector<std::string> cancelled = {run.run_id};
  if (recursive) {
    WEIR_ASSIGN(const auto group, runner.session().store->Group(run.group_id));
    std::set<std::string> family = {run.run_id};
    for (const store::RunRecord& one : group) {
      if (!family.contains(one.parent_run_id)) continue;
      family.insert(one.run_id);
      if (!one.end) cancelled.push_back(one.run_id);
    }
  }
  std::vector<std::string> open;
  for (const std::string& one : cancelled) {
    if (runner.engine().Cancel(one)) open.push_back(one);
  }
  for (const std::string& one : open) runner.engine().Wait(one);
  return {};
}

Result<> CancelHere(const Options& options, const Program& program) {
  Runner runner({options.data, false, true}, program);
  WEIR_TRY(runner.Open());
  store::Store& store = *runner.session().store;
  WEIR_ASSIGN(const store::RunRecord run, FindRun(store, options.run_id));
  if (api::IsServed(run)) {
    return Fail(ErrorKind::kInvalid, "RunOfService",
                "the run is one of a service: give --server URL");
  }
  if (!run.end) {
    const pid_t process = RunLock::Holder(options.data, run.group_id);
    WEIR_TRY(process == 0 ? CancelCutOff(runner, run, options.recursive)
                          : CancelElsewhere(store, run, process));
  }
  WEIR_ASSIGN(const auto now, store.FindRun(run.run_id));
  std::cout << (now ? now->status : run.status) << "  " << run.pipeline << "  " << run.run_id
            << "\n";
  return {};
}

Result<> CancelThere(const Options& options) {
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  WEIR_ASSIGN(
      const Json answer,
      remote.Ask("POST", remote.factory() + "/pipelineruns/" + http::PercentEncode(options.run_id) +
                             "/cancel?isRecursive=" + (options.recursive ? "true" : "false")));
  (void)answer;  // It has no body.
  return {};
}

}  // namespace

std::function<int()> DeclareCancel(CLI::App& app, const Program& program) {
  auto options = std::make_shared<Options>();
  options->data = DefaultDataFolder();
  app.add_option("RUN", options->run_id, "The run's id (of weir run: or its beginning)")
      ->required();
  app.add_flag("--recursive", options->recursive,
               "Also the runs that it started and does not wait for");
  app.add_option("--data", options->data, "Folder that keeps the runs")->capture_default_str();
  AddRemoteOptions(app, &options->remote);
  app.footer(
      "Of weir run: the process that works on the run is told to cancel it; a run that was cut "
      "off\n"
      "is ended as cancelled.\n"
      "Examples:\n"
      "  weir cancel 3f2b\n"
      "  weir cancel 3f2bd0a1-… --recursive --server https://weir:8642 --ca tls.pem\n");
  return [options, &program] {
    const Result<> done =
        options->remote.server.empty() ? CancelHere(*options, program) : CancelThere(*options);
    return done ? 0 : PrintError(done.error());
  };
}

}  // namespace weir::cli
