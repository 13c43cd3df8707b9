// Activity windows of version 1 in a service.
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
  std::string activity;
  std::string dataset;
  std::string state;
  std::string filter;
  std::string order;
  std::string from;
  std::string to;
  int64_t top = 0;
  bool json = false;
  RemoteOptions remote;
};

Result<Json> BodyOf(const Options& options) {
  Json body = Json::Object();
  for (const auto& [name, text] : {std::pair("windowState", &options.state),
                                   {"filter", &options.filter},
                                   {"orderBy", &options.order}}) {
    if (!text->empty()) body.Set(name, *text);
  }
  if (!options.from.empty()) {
    WEIR_ASSIGN(const UtcTime from, ReadTime(options.from, "--from"));
    body.Set("windowStart", FormatUtc(from));
  }
  if (!options.to.empty()) {
    WEIR_ASSIGN(const UtcTime to, ReadTime(options.to, "--to"));
    body.Set("windowEnd", FormatUtc(to));
  }
  if (options.top > 0) body.Set("top", options.top);
  return body;
}

std::string PathOf(const Options& options) {
  std::string path;
  if (!options.dataset.empty()) path = "/datasets/" + http::PercentEncode(options.dataset);
  if (!options.pipeline.empty()) path = "/pipelines/" + http::PercentEncode(options.pipeline);
  if (!options.activity.empty()) path += "/activities/" + http::PercentEncode(options.activity);
  return path + "/activitywindows";
}

/// All pages as one list.
Result<Json> AskAll(const Options& options) {
  WEIR_ASSIGN(const Json body, BodyOf(options));
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  Json all = Json::Array();
  std::string next = remote.factory() + PathOf(options);
  while (!next.empty()) {
    WEIR_ASSIGN(const Json page, remote.Ask("POST", next, body));
    for (const Json& one : page["value"]["activityWindows"].items()) all.Append(one);
    next = page["nextLink"].as_string();
    const size_t path = next.find("/subscriptions/");
    next = path == std::string::npos ? "" : next.substr(path);
  }
  return all;
}

std::string TimeOf(const Json& text) {
  const Result<UtcTime> time = ParseUtc(text.as_string());
  return time ? SliceTime(*time) : "";
}

std::string StateOf(const Json& window) {
  const std::string& state = window["windowState"].as_string();
  const std::string& substate = window["windowSubstate"].as_string();
  const std::string text = state + (substate.empty() ? "" : " (" + substate + ")");
  if (state == "Ready") return Green(stdout, text);
  if (state == "Failed") return Red(stdout, text);
  return state == "InProgress" ? Blue(stdout, text) : Yellow(stdout, text);
}

void Print(const Json& windows) {
  std::vector<std::vector<std::string>> rows = {
      {"WINDOW", "TO", "PIPELINE", "ACTIVITY", "STATE", "RUNS", "TOOK", "MESSAGE"}};
  for (const Json& one : windows.items()) {
    // "00:00:03.1234560"
    const std::string& took = one["duration"].as_string();
    rows.push_back({TimeOf(one["windowStart"]), TimeOf(one["windowEnd"]),
                    one["pipelineName"].as_string(), one["activityName"].as_string(), StateOf(one),
                    DumpJson(one["runAttempts"]), took.substr(0, took.find('.') + 4),
                    one["message"].as_string()});
  }
  if (rows.size() == 1) {
    std::cerr << "no such windows\n";
  } else {
    PrintTable(stdout, rows);
  }
}

int ShowWindows(const Options& options) {
  const Result<Json> windows = AskAll(options);
  if (!windows) return PrintError(windows.error());
  if (options.json) {
    std::cout << PrettyJson(Json::Object({{"activityWindows", *windows}}), 2) << "\n";
  } else {
    Print(*windows);
  }
  return 0;
}

}  // namespace

std::function<int()> DeclareWindows(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  options->remote.version_1 = true;
  CLI::Option* pipeline = app.add_option("--pipeline", options->pipeline, "Only of this pipeline");
  app.add_option("--activity", options->activity, "Only of this activity")->needs(pipeline);
  app.add_option("--dataset", options->dataset, "Only those that fill this dataset")
      ->excludes(pipeline);
  app.add_option("--state", options->state, "Waiting, InProgress, Ready, Failed, Skipped or None");
  app.add_option("--filter", options->filter, "As OData has it; see the examples");
  app.add_option("--order", options->order, "Properties, DESC behind those that fall");
  app.add_option("--from", options->from, "Windows that end behind this moment, UTC");
  app.add_option("--to", options->to, "Windows that begin before this moment (now)");
  app.add_option("--top", options->top, "So many at most")->check(CLI::Range(1, 100'000));
  app.add_flag("--json", options->json, "Print as the REST API does");
  AddRemoteOptions(app, &options->remote)->required();
  app.footer(
      "What the activities of version 1 made of the slices of their outputs.\n"
      "Examples:\n"
      "  weir windows --state Failed --server https://weir:8642\n"
      "  weir windows --pipeline Daily --from 2016-07-12 --order 'WindowStart DESC' --top 10 \\\n"
      "      --server https://weir:8642\n"
      "  weir windows --filter \"RunAttempts gt 1 and OutputDatasets/any(d: d eq 'Total')\" \\\n"
      "      --server https://weir:8642\n");
  return [options] { return ShowWindows(*options); };
}

}  // namespace weir::cli
