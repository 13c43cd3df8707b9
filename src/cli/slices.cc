// Slices of version 1 in a service: look, make again, skip, set Ready, cancel, read logs.
#include <CLI/CLI.hpp>
#include <iostream>

#include "base/names.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/remote.h"
#include "cli/slice_grid.h"
#include "cli/terminal.h"
#include "http/client.h"

namespace weir::cli {
namespace {

using schedule::SliceState;
using schedule::SliceSubstate;

/// Slices that are explained one by one; --json has them all.
constexpr size_t kExplainedMax = 40;

struct Options {
  std::string dataset;
  std::string run_id;
  std::string from;
  std::string to;
  bool upstream = false;
  bool json = false;
  RemoteOptions remote;
};

/// "&start=…&end=…" of what was given.
Result<std::string> RangeOf(const Options& options) {
  std::string range;
  if (!options.from.empty()) {
    WEIR_ASSIGN(const UtcTime from, ReadTime(options.from, "--from"));
    range += "&start=" + http::PercentEncode(FormatUtc(from));
  }
  if (!options.to.empty()) {
    WEIR_ASSIGN(const UtcTime to, ReadTime(options.to, "--to"));
    range += "&end=" + http::PercentEncode(FormatUtc(to));
  }
  return range;
}

/// As the grid draws it. Errors: kInvalid InvalidTime.
Result<schedule::SliceView> ViewOf(const Json& slice) {
  schedule::SliceView view;
  WEIR_ASSIGN(view.slice.start, ParseUtc(slice["start"].as_string()));
  WEIR_ASSIGN(view.slice.end, ParseUtc(slice["end"].as_string()));
  view.status.state =
      schedule::SliceStateOf(slice["state"].as_string()).value_or(SliceState::kNone);
  view.status.substate =
      schedule::SliceSubstateOf(slice["substate"].as_string()).value_or(SliceSubstate::kNone);
  return view;
}

std::string Colored(SliceState state, const std::string& text) {
  if (state == SliceState::kFailed) return Red(stdout, text);
  if (state == SliceState::kInProgress) return Blue(stdout, text);
  return state == SliceState::kReady ? Green(stdout, text) : Yellow(stdout, text);
}

/// "2016-07-12 09:00  Failed (TimedOut): message  run …"
std::string LineOf(const Json& slice) {
  const Result<schedule::SliceView> view = ViewOf(slice);
  if (!view) return slice["note"].as_string();  // No slice: nothing makes it.
  std::string line = SliceTime(view->slice.start) + "  " +
                     Colored(view->status.state, SliceStatusText(view->status));
  for (const char* why : {"message", "note"}) {
    if (slice[why].is_string()) line += ": " + slice[why].as_string();
  }
  if (slice["until"].is_string()) {
    line += ", again at " + slice["until"].as_string().substr(0, 19) + "Z";
  }
  if (slice["runId"].is_string()) line += "  " + Dim(stdout, "run " + slice["runId"].as_string());
  return line;
}

void PrintWhy(const Json& slice) {
  std::cout << LineOf(slice) << "\n";
  std::string indent = "  ";
  for (const Json& one : slice["because"].items()) {
    std::cout << indent << Dim(stdout, "waits for ") << one["dataset"].as_string() << "  "
              << LineOf(one) << "\n";
    indent += "  ";
  }
}

Result<> PrintSlices(const Json& answer) {
  std::vector<schedule::SliceView> views;
  std::vector<const Json*> waiting;
  size_t not_due = 0;
  size_t not_needed = 0;
  for (const Json& slice : answer["slices"].items()) {
    WEIR_ASSIGN(const schedule::SliceView view, ViewOf(slice));
    const bool done =
        view.status.state == SliceState::kReady || view.status.state == SliceState::kSkipped;
    if (view.status.substate == SliceSubstate::kScheduledTime) {
      ++not_due;
    } else if (slice["needed"].is_bool() && !slice["needed"].as_bool()) {
      ++not_needed;
    } else if (!done) {
      waiting.push_back(&slice);
    }
    views.push_back(view);
  }
  std::cout << Bold(stdout, answer["dataset"].as_string()) << "\n";
  if (views.empty()) {
    std::cout << "  no slices: they lie in the active period of the pipeline that fills it\n";
    return {};
  }
  PrintSliceGrid(stdout, views);
  for (size_t i = 0; i < std::min(waiting.size(), kExplainedMax); ++i) PrintWhy(*waiting[i]);
  if (waiting.size() > kExplainedMax) {
    std::cout << "and " << waiting.size() - kExplainedMax << " more that are not ready\n";
  }
  if (not_needed > 0) {
    std::cout << not_needed << (not_needed == 1 ? " is" : " are")
              << " looked for once a slice needs them\n";
  }
  if (not_due > 0) std::cout << not_due << (not_due == 1 ? " is" : " are") << " not due yet\n";
  return {};
}

Result<> Show(const Options& options) {
  WEIR_ASSIGN(const std::string range, RangeOf(options));
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  WEIR_ASSIGN(const Json answer, remote.Ask("GET", "/weir" + remote.factory() + "/datasets/" +
                                                       http::PercentEncode(options.dataset) +
                                                       "/slices?api-version=2015-10-01" + range));
  if (!options.json) return PrintSlices(answer);
  std::cout << PrettyJson(answer, 2) << "\n";
  return {};
}

/// The slices of [from, to), or the one that holds `from`.
Result<std::string> OnePeriod(const Options& options) {
  WEIR_ASSIGN(const UtcTime from, ReadTime(options.from, "--from"));
  UtcTime to = from + std::chrono::microseconds(1);
  if (!options.to.empty()) {
    WEIR_ASSIGN(to, ReadTime(options.to, "--to"));
  }
  return "start=" + http::PercentEncode(FormatUtc(from)) +
         "&end=" + http::PercentEncode(FormatUtc(to));
}

Result<> Set(const Options& options, const char* state) {
  WEIR_ASSIGN(const std::string period, OnePeriod(options));
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  const Json body =
      Json::Object({{"SliceState", state},
                    {"UpdateType", options.upstream ? "UpstreamInPipeline" : "Individual"}});
  const std::string path =
      remote.factory() + "/datasets/" + http::PercentEncode(options.dataset) + "/slices";
  WEIR_ASSIGN(const Json done, remote.Ask("PUT", path + "/setstatus?" + period, body));
  (void)done;
  std::cout << "set to " << state << (options.upstream ? ", with what is upstream" : "") << "\n";
  return {};
}

Result<> Cancel(const Options& options) {
  WEIR_ASSIGN(const std::string period, OnePeriod(options));
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  const std::string own = "/weir" + remote.factory();
  WEIR_ASSIGN(const Json answer,
              remote.Ask("GET", own + "/datasets/" + http::PercentEncode(options.dataset) +
                                    "/slices?" + period));
  size_t cancelled = 0;
  for (const Json& slice : answer["slices"].items()) {
    if (slice["state"].as_string() != "InProgress" || !slice["runId"].is_string()) continue;
    const Result<Json> done =
        remote.Ask("POST", own + "/runs/" + slice["runId"].as_string() + "/cancel");
    if (!done && done.error().code() == "RunIsOver") continue;  // It was faster.
    if (!done) return done.error();
    ++cancelled;
  }
  std::cout << cancelled << (cancelled == 1 ? " run" : " runs") << " cancelled\n";
  return {};
}

Result<> PrintLog(const Options& options) {
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  WEIR_ASSIGN(const Json address,
              remote.Ask("GET", remote.factory() + "/runs/" + http::PercentEncode(options.run_id) +
                                    "/logInfo"));
  const std::string& url = address.as_string();
  const size_t path = url.find("/weir/");
  WEIR_ASSIGN(const std::string log,
              remote.AskText(path == std::string::npos ? url : url.substr(path)));
  std::cout << log;
  return {};
}

/// A subcommand on slices of a dataset.
CLI::App* AddAct(CLI::App& app, const std::shared_ptr<Options>& options, const char* name,
                 const char* summary) {
  CLI::App* act = app.add_subcommand(name, summary)->fallthrough();
  act->add_option("DATASET", options->dataset, "The dataset")->required();
  act->add_option("--from", options->from, "Slices from this moment on, UTC")->required();
  act->add_option("--to", options->to, "Up to this moment (else the slice that holds --from)");
  return act;
}

}  // namespace

std::function<int()> DeclareSlices(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  options->remote.version_1 = true;
  app.add_option("DATASET", options->dataset, "Show the slices of this dataset");
  app.add_option("--from", options->from, "From this moment on, UTC (the newest week)");
  app.add_option("--to", options->to, "Up to this moment (two days later)");
  app.add_flag("--json", options->json, "Print as JSON");
  AddRemoteOptions(app, &options->remote)->required();
  CLI::App* rerun = AddAct(app, options, "rerun", "Make slices again");
  CLI::App* skip = AddAct(app, options, "skip", "Do not make slices");
  CLI::App* ready =
      AddAct(app, options, "ready", "Take slices as made: what waits for them goes on");
  CLI::App* cancel = AddAct(app, options, "cancel", "Cancel what makes slices right now");
  for (CLI::App* act : {rerun, skip, ready}) {
    act->add_flag("--upstream", options->upstream,
                  "Also the slices that its pipeline makes them from");
  }
  CLI::App* log = app.add_subcommand("log", "Print the log of a run")->fallthrough();
  log->add_option("RUN", options->run_id, "The run's id")->required();
  app.require_subcommand(0, 1);
  app.footer(
      "The slices of a dataset of version 1 as a grid, and why each that is not ready waits or\n"
      "failed, down to the slice that is to blame.\n"
      "Examples:\n"
      "  weir slices Total --from 2016-07-12 --to 2016-07-15 --server https://weir:8642\n"
      "  weir slices rerun Total --from 2016-07-12T09:00 --upstream --server https://weir:8642\n"
      "  weir slices ready Raw --from 2016-07-12 --to 2016-07-13 --server https://weir:8642\n"
      "  weir slices log 3f2bd0a1-… --server https://weir:8642\n");
  return [=] {
    Result<> done;
    if (rerun->parsed()) {
      done = Set(*options, "Waiting");
    } else if (skip->parsed()) {
      done = Set(*options, "Skipped");
    } else if (ready->parsed()) {
      done = Set(*options, "Ready");
    } else if (cancel->parsed()) {
      done = Cancel(*options);
    } else if (log->parsed()) {
      done = PrintLog(*options);
    } else if (options->dataset.empty()) {
      std::cerr << "give a DATASET, or one of rerun, skip, ready, cancel, log\n";
      return 2;
    } else {
      done = Show(*options);
    }
    return done ? 0 : PrintError(done.error());
  };
}

}  // namespace weir::cli
