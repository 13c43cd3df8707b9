#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "base/names.h"
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
  std::string activity;
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

/// The logs that a run's activities have, each under its name; those of one activity if it is
/// named. `log_of` gives an activity run's log, empty if it has none.
int PrintLogs(const Options& options, const std::vector<std::pair<std::string, std::string>>& runs,
              const std::function<Result<std::string>(const std::string& id)>& log_of) {
  bool any = false;
  for (const auto& [name, id] : runs) {
    if (!options.activity.empty() && !SameName(name, options.activity)) continue;
    const Result<std::string> log = log_of(id);
    if (!log) return PrintError(log.error());
    if (log->empty()) continue;
    if (options.activity.empty())
      std::cout << Bold(stdout, name) << "  " << Dim(stdout, id) << "\n";
    std::cout << *log << (log->ends_with('\n') ? "" : "\n");
    any = true;
  }
  if (any) return 0;
  return PrintError(
      Fail(ErrorKind::kNotFound, "JobLogNotFound",
           (options.activity.empty() ? "no activity of the run"
                                     : "no activity '" + options.activity + "' of the run") +
               std::string(" has a log: only those that run a job elsewhere have one, once the job "
                           "says something")));
}

int LocalLogs(const Options& options) {
  Result<Session> session = OpenSession(options.data);
  if (!session) return PrintError(session.error());
  const Result<store::RunRecord> run = FindRun(*session->store, options.run_id);
  if (!run) return PrintError(run.error());
  const auto activities = session->store->Activities(run->run_id);
  if (!activities) return PrintError(activities.error());
  std::vector<std::pair<std::string, std::string>> runs;
  for (const auto& one : *activities) runs.emplace_back(one.name, one.activity_run_id);
  const std::string folder = options.data + "/logs/" + run->run_id + "/";
  return PrintLogs(options, runs, [&](const std::string& id) -> Result<std::string> {
    std::ifstream file(folder + id + ".log", std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  });
}

Result<std::vector<std::pair<std::string, std::string>>> ActivityRunsOf(Remote& remote,
                                                                        const std::string& run) {
  std::vector<std::pair<std::string, std::string>> runs;
  Json asked = Json::Object({{"lastUpdatedAfter", "1970-01-01T00:00:00Z"},
                             {"lastUpdatedBefore", "9999-01-01T00:00:00Z"}});
  while (true) {
    WEIR_ASSIGN(const Json page, remote.Ask("POST", run + "/queryActivityruns", asked));
    for (const Json& one : page["value"].items()) {
      runs.emplace_back(one["activityName"].as_string(), one["activityRunId"].as_string());
    }
    if (!page["continuationToken"].is_string()) return runs;
    asked.Set("continuationToken", page["continuationToken"]);
  }
}

int RemoteLogs(const Options& options) {
  Result<Remote> remote = Remote::Open(options.remote);
  if (!remote) return PrintError(remote.error());
  const std::string run =
      remote->factory() + "/pipelineruns/" + http::PercentEncode(options.run_id);
  const auto runs = ActivityRunsOf(*remote, run);
  if (!runs) return PrintError(runs.error());
  return PrintLogs(options, *runs, [&](const std::string& id) -> Result<std::string> {
    Result<std::string> log = remote->AskText("/weir" + run + "/activityruns/" + id + "/log");
    if (!log && log.error().code() == "JobLogNotFound") return std::string();
    return log;
  });
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
  CLI::App* log = app.add_subcommand("log", "What the jobs of a run said, on whatever machine");
  log->add_option("RUN", options->run_id, "The run's id; without --server, or its beginning")
      ->required();
  log->add_option("ACTIVITY", options->activity, "Only of this activity");
  AddRemoteOptions(*log, &options->remote);
  app.footer(
      "Examples:\n"
      "  weir runs --status Failed\n"
      "  weir runs show 3f2b\n"
      "  weir runs show 3f2b --json\n"
      "  weir runs log 3f2b Count\n"
      "  weir runs waits 3f2bd0a1-… --server https://weir:8642 --ca tls.pem --token-file token\n");
  return [options, show, waits, log] {
    if (waits->parsed()) return Waits(*options);
    if (log->parsed()) {
      return options->remote.server.empty() ? LocalLogs(*options) : RemoteLogs(*options);
    }
    return show->parsed() ? Show(*options) : List(*options);
  };
}

}  // namespace weir::cli
