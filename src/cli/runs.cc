#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/command.h"
#include "cli/remote.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "engine/run_json.h"

namespace weir::cli {
namespace {

struct Options {
  std::string data;
  bool json = false;
  store::RunFilter filter;
  std::string run_id;
  RemoteOptions remote;
};

std::string Duration(UtcTime start, const std::optional<UtcTime>& end) {
  return end ? FormatDuration(*end - start) : "";
}

int List(const Options& options) {
  Result<Session> session = OpenSession(options.data);
  if (!session) return PrintError(session.error());
  const auto runs = session->store->Runs(options.filter);
  if (!runs) return PrintError(runs.error());
  if (options.json) {
    Json list = Json::Array();
    for (const store::RunRecord& run : *runs) list.Append(engine::RunToJson(run));
    std::cout << PrettyJson(Json::Object({{"value", std::move(list)}}), 2) << "\n";
    return 0;
  }
  std::vector<std::vector<std::string>> rows = {{"STARTED", "PIPELINE", "STATUS", "TOOK", "RUN"}};
  for (const store::RunRecord& run : *runs) {
    rows.push_back({FormatUtc(run.start).substr(0, 19) + "Z", run.pipeline,
                    StatusColor(stdout, run.status, run.status), Duration(run.start, run.end),
                    run.run_id});
  }
  if (rows.size() == 1) {
    std::cerr << "no runs yet\n";
  } else {
    PrintTable(stdout, rows);
  }
  return 0;
}

/// Depth of an activity run below the top, by its containers.
int Depth(const std::vector<store::ActivityRunRecord>& activities, int64_t parent) {
  int depth = 0;
  while (parent != 0) {
    ++depth;
    const auto container = std::find_if(activities.begin(), activities.end(),
                                        [&](const auto& one) { return one.sequence == parent; });
    parent = container == activities.end() ? 0 : container->parent;
  }
  return depth;
}

void PrintDocument(const char* title, const std::string& text, int indent) {
  if (text.empty() || text == "{}") return;
  std::cout << std::string(static_cast<size_t>(indent), ' ') << Dim(stdout, title) << " " << text
            << "\n";
}

void PrintTree(const store::RunRecord& run,
               const std::vector<store::ActivityRunRecord>& activities) {
  std::cout << Bold(stdout, run.pipeline) << "  " << StatusColor(stdout, run.status, run.status)
            << "  " << Duration(run.start, run.end) << "  " << run.run_id << "\n";
  if (!run.message.empty()) std::cout << "  " << Red(stdout, run.message) << "\n";
  if (!run.parameters.empty()) {
    std::cout << "  " << Dim(stdout, "parameters") << " " << DumpJson(run.parameters) << "\n";
  }
  for (const store::ActivityRunRecord& activity : activities) {
    const int indent = 2 + 2 * Depth(activities, activity.parent);
    std::cout << std::string(static_cast<size_t>(indent), ' ')
              << StatusColor(stdout, activity.status, activity.status) << "  " << activity.name
              << "  " << Dim(stdout, activity.type) << "  "
              << Duration(activity.start, activity.end);
    if (activity.attempt > 0) std::cout << "  retry " << activity.attempt;
    const size_t bracket = activity.path.rfind('[');
    if (bracket != std::string::npos) std::cout << "  " << activity.path.substr(bracket);
    std::cout << "\n";
    PrintDocument("input", activity.input, indent + 4);
    PrintDocument("output", activity.output, indent + 4);
    PrintDocument("error", activity.error, indent + 4);
  }
}

int Show(const Options& options) {
  Result<Session> session = OpenSession(options.data);
  if (!session) return PrintError(session.error());
  const Result<store::RunRecord> run = FindRun(*session->store, options.run_id);
  if (!run) return PrintError(run.error());
  const auto activities = session->store->Activities(run->run_id);
  if (!activities) return PrintError(activities.error());
  if (!options.json) {
    PrintTree(*run, *activities);
    return 0;
  }
  Json json = engine::RunToJson(*run);
  Json list = Json::Array();
  for (const auto& activity : *activities) list.Append(engine::ActivityRunToJson(*run, activity));
  json.AppendMember("activityRuns", std::move(list));
  std::cout << PrettyJson(json, 2) << "\n";
  return 0;
}

Result<Json> AskWaits(const Options& options) {
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  return remote.Ask("GET", "/weir" + remote.factory() + "/pipelineruns/" +
                               http::PercentEncode(options.run_id) + "/waits");
}

int Waits(const Options& options) {
  const Result<Json> answer = AskWaits(options);
  if (!answer) return PrintError(answer.error());
  if (options.json) {
    std::cout << PrettyJson(*answer, 2) << "\n";
    return 0;
  }
  const std::string& status = (*answer)["status"].as_string();
  std::cout << Bold(stdout, (*answer)["pipelineName"].as_string()) << "  "
            << StatusColor(stdout, status, status) << "  " << (*answer)["runId"].as_string()
            << "\n";
  for (const Json& wait : (*answer)["waits"].items()) {
    std::cout << "  " << wait["message"].as_string() << "\n";
    const bool named = wait["reason"].as_string() != "BatchCount" && wait["limit"].is_int();
    for (const Json& holder : wait["holders"].items()) {
      if (!named) break;
      std::cout << "    " << Dim(stdout, "held by") << " " << holder["name"].as_string() << "  "
                << holder["runId"].as_string() << "\n";
    }
    if (wait["holdersElsewhere"].is_int()) {
      std::cout << "    " << Dim(stdout, "held by") << " " << DumpJson(wait["holdersElsewhere"])
                << " of other factories\n";
    }
  }
  const Json& more = (*answer)["more"];
  if (more.as_int() > 0) std::cout << "  " << DumpJson(more) << " more iterations wait\n";
  if ((*answer)["waits"].empty()) std::cout << "  waits for nothing\n";
  return 0;
}

}  // namespace

std::function<int()> DeclareRuns(CLI::App& app, const Program& /*program*/) {
  auto options = std::make_shared<Options>();
  options->data = DefaultDataFolder();
  app.add_option("--data", options->data, "Folder that keeps the runs")->capture_default_str();
  app.add_option("--pipeline", options->filter.pipeline, "Only runs of this pipeline");
  app.add_option("--status", options->filter.status, "Only runs with this status");
  app.add_option("--limit", options->filter.limit, "At most so many")->capture_default_str();
  app.add_flag("--json", options->json, "As the REST API prints them");
  app.fallthrough();
  CLI::App* show = app.add_subcommand("show", "One run: activities, inputs, outputs, errors");
  show->add_option("RUN", options->run_id, "The run's id or its beginning")->required();
  CLI::App* waits = app.add_subcommand(
      "waits", "Why a run of a service waits: which limit, who holds it, its place in the queue");
  waits->add_option("RUN", options->run_id, "The run's id")->required();
  AddRemoteOptions(*waits, &options->remote)->required();
  app.footer(
      "Examples:\n"
      "  weir runs --status Failed\n"
      "  weir runs show 3f2b\n"
      "  weir runs show 3f2b --json\n"
      "  weir runs waits 3f2bd0a1-… --server https://weir:8642 --ca tls.pem --token-file token\n");
  return [options, show, waits] {
    if (waits->parsed()) return Waits(*options);
    return show->parsed() ? Show(*options) : List(*options);
  };
}

}  // namespace weir::cli
