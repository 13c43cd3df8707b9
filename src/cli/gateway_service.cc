#include "cli/gateway_service.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "base/cancel.h"
#include "base/names.h"
#include "cli/remote.h"
#include "cli/terminal.h"

namespace weir::cli {
namespace {

constexpr auto kLookAgainAfter = std::chrono::milliseconds(500);

struct Options {
  RemoteOptions remote;
  std::string runtime;
  std::string node;
  std::string other;
  std::string alias;
  int64_t jobs = 0;
  bool json = false;
  bool off = false;
  bool waits = false;
};

int Finish(const Result<>& result) {
  return result ? 0 : PrintError(result.error());
}

std::string RuntimePath(const Remote& remote, const Options& options) {
  return remote.factory() + "/integrationRuntimes/" + http::PercentEncode(options.runtime);
}

std::string NodePath(const Remote& remote, const Options& options) {
  return RuntimePath(remote, options) + "/nodes/" + http::PercentEncode(options.node);
}

Result<> Create(const Options& options) {
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  const std::string path = RuntimePath(remote, options);
  const Json body = Json::Object({{"properties", Json::Object({{"type", "SelfHosted"}})}});
  WEIR_TRY(remote.Ask("PUT", path, body));
  WEIR_ASSIGN(const Json keys, remote.Ask("POST", path + "/listAuthKeys"));
  std::cout << keys["authKey1"].as_string() << "\n";
  return {};
}

void PrintNode(const Json& node, const Json& load) {
  std::cout << "  " << node["nodeName"].as_string() << "  " << node["status"].as_string() << "  "
            << node["version"].as_string();
  if (load["maxConcurrentJobs"].is_int()) {
    std::cout << "  " << load["concurrentJobsRunning"].as_int() << " of "
              << load["concurrentJobsLimit"].as_int() << " jobs";
  }
  if (node["location"].is_string()) std::cout << "  in " << node["location"].as_string();
  if (node["draining"].as_bool()) std::cout << "  drained";
  if (node["versionStatus"].as_string() == "Different") std::cout << "  another version";
  std::cout << "\n";
  if (!node["trouble"].is_object()) return;
  std::cout << "    sent away at " << node["trouble"]["time"].as_string() << ": "
            << node["trouble"]["message"].as_string() << " [" << node["trouble"]["code"].as_string()
            << "]\n";
}

Result<> Status(const Options& options) {
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  const std::string path = RuntimePath(remote, options);
  WEIR_ASSIGN(const Json status, remote.Ask("POST", path + "/getStatus"));
  WEIR_ASSIGN(const Json loads, remote.Ask("POST", path + "/monitoringData"));
  if (options.json) {
    std::cout << PrettyJson(status["properties"], 2) << "\n";
    return {};
  }
  const Json& details = status["properties"]["typeProperties"];
  std::cout << status["name"].as_string() << ": " << status["properties"]["state"].as_string();
  if (const int64_t waiting = details["queueLength"].as_int(); waiting > 0) {
    std::cout << ", " << waiting << (waiting == 1 ? " activity waits" : " activities wait")
              << " for room";
  }
  std::cout << "\n";
  size_t at = 0;
  for (const Json& node : details["nodes"].items()) PrintNode(node, loads["nodes"][at++]);
  return {};
}

/// Until the node has no jobs, or is gone.
Result<> AwaitEmpty(Remote& remote, const Options& options) {
  const CancelToken never;
  while (true) {
    WEIR_ASSIGN(const Json loads,
                remote.Ask("POST", RuntimePath(remote, options) + "/monitoringData"));
    int64_t running = 0;
    for (const Json& load : loads["nodes"].items()) {
      if (SameName(load["nodeName"].as_string(), options.node)) {
        running = load["concurrentJobsRunning"].as_int();
      }
    }
    if (running == 0) return {};
    WEIR_TRY(never.Sleep(kLookAgainAfter));
  }
}

Result<> Drain(const Options& options) {
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  WEIR_TRY(remote.Ask("PATCH", NodePath(remote, options), Json::Object({{"drain", !options.off}})));
  if (options.waits && !options.off) WEIR_TRY(AwaitEmpty(remote, options));
  std::cout << options.node
            << (options.off     ? ": takes jobs again"
                : options.waits ? ": has no jobs, and gets none"
                                : ": ends its jobs, and gets no new ones")
            << "\n";
  return {};
}

Result<> Limit(const Options& options) {
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  WEIR_ASSIGN(const Json node, remote.Ask("PATCH", NodePath(remote, options),
                                          Json::Object({{"concurrentJobsLimit", options.jobs}})));
  std::cout << node["nodeName"].as_string() << ": " << options.jobs << " jobs at a time\n";
  return {};
}

Result<> Share(const Options& options) {
  WEIR_ASSIGN(Remote remote, Remote::Open(options.remote));
  const std::string path = RuntimePath(remote, options);
  // "/subscriptions/S/…"
  const std::string& own = remote.factory();
  const size_t begin = own.find('/', 1) + 1;
  const std::string subscription = own.substr(begin, own.find('/', begin) - begin);
  if (options.off) {
    WEIR_TRY(remote.Ask("POST", path + "/removeLinks",
                        Json::Object({{"linkedFactoryName", options.other}})));
    std::cout << options.runtime << ": no longer shared with " << options.other << "\n";
    return {};
  }
  const std::string& name = options.alias.empty() ? options.runtime : options.alias;
  WEIR_TRY(remote.Ask(
      "POST", path + "/linkedIntegrationRuntime",
      Json::Object(
          {{"name", name}, {"subscriptionId", subscription}, {"dataFactoryName", options.other}})));
  std::cout << options.runtime << ": shared with " << options.other << ", as " << name << "\n";
  return {};
}

CLI::App* Declare(CLI::App& app, const char* name, const char* summary, Options* options) {
  CLI::App* command = app.add_subcommand(name, summary);
  command->add_option("RUNTIME", options->runtime, "What it is called")->required();
  AddRemoteOptions(*command, &options->remote)->required();
  return command;
}

}  // namespace

std::function<int()> DeclareGatewayService(CLI::App& app) {
  auto options = std::make_shared<Options>();
  CLI::App* create =
      Declare(app, "create", "Make a self-hosted runtime; print its key", options.get());
  CLI::App* status =
      Declare(app, "status", "Which nodes a runtime has, and what they do", options.get());
  status->add_flag("--json", options->json, "As JSON");
  CLI::App* drain =
      Declare(app, "drain", "Give a node no more jobs, as before an update", options.get());
  drain->add_option("NODE", options->node, "As status shows it")->required();
  drain->add_flag("--wait", options->waits, "Until its jobs have ended");
  drain->add_flag("--off", options->off, "Give it jobs again");
  CLI::App* limit = Declare(app, "limit", "Set how many jobs a node is given", options.get());
  limit->add_option("NODE", options->node, "As status shows it")->required();
  limit->add_option("JOBS", options->jobs, "At a time; at most what the node can do")->required();
  CLI::App* share = Declare(app, "share", "Let another factory use a runtime", options.get());
  share->add_option("WITH", options->other, "The other factory's name, in the same subscription")
      ->required();
  share->add_option("--as", options->alias, "What the runtime is called there (default: the same)");
  share->add_flag("--off", options->off, "Share it no longer");
  return [options, create, status, drain, limit, share]() -> int {
    if (create->parsed()) return Finish(Create(*options));
    if (status->parsed()) return Finish(Status(*options));
    if (drain->parsed()) return Finish(Drain(*options));
    if (share->parsed()) return Finish(Share(*options));
    return limit->parsed() ? Finish(Limit(*options)) : -1;
  };
}

}  // namespace weir::cli
