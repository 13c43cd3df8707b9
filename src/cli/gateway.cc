#include <pthread.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <thread>

#include "cli/command.h"
#include "cli/remote.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "gateway/node.h"
#include "gateway/node_folder.h"

#ifndef WEIR_VERSION
#define WEIR_VERSION "0"
#endif

namespace weir::cli {
namespace {

struct Options {
  RemoteOptions remote;
  std::string data;
  std::string runtime;
  std::string key;
  std::string name;
  std::string proxy;
  std::string secret;
  int64_t jobs = 4;
  bool json = false;
};

int Finish(const Result<>& result) {
  return result ? 0 : PrintError(result.error());
}

std::string MachineName() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 && *name != '\0' ? name : "node";
}

/// The first line of the standard input: keys and secrets stay out of the list of processes.
Result<std::string> ReadLine(const std::string& what) {
  std::string line;
  if (std::getline(std::cin, line) && !line.empty()) return line;
  return Fail(ErrorKind::kInvalid, "NothingGiven", "expected " + what + " on the standard input");
}

std::string RuntimePath(const Remote& remote, const Options& options) {
  return remote.factory() + "/integrationRuntimes/" + options.runtime;
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

Result<> Register(const Options& options) {
  std::string key = options.key;
  if (key == "-") {
    WEIR_ASSIGN(key, ReadLine("a key of the runtime"));
  }
  WEIR_ASSIGN(const gateway::NodeFolder folder, gateway::NodeFolder::Open(options.data));
  if (!options.remote.ca.empty()) WEIR_TRY(folder.PinCertificate(options.remote.ca));
  gateway::Identity identity;
  identity.server = options.remote.server;
  identity.proxy = options.proxy;
  identity.node_name = options.name;
  WEIR_ASSIGN(identity, gateway::RegisterNode(folder, std::move(identity), key, WEIR_VERSION));
  std::cout << "node " << identity.node_name << " of " << identity.runtime_id << "\n";
  return {};
}

/// SIGINT and SIGTERM stop the token; threads begun later do not get them.
class StopOnSignal {
 public:
  explicit StopOnSignal(CancelToken& token) {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int one : {SIGINT, SIGTERM, SIGUSR1}) sigaddset(&signals, one);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    thread_ = std::thread([&token, signals] {
      int signal = 0;
      sigwait(&signals, &signal);
      token.Cancel("the node stops");
    });
  }
  ~StopOnSignal() {
    pthread_kill(thread_.native_handle(), SIGUSR1);
    thread_.join();
  }
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;

 private:
  std::thread thread_;
};

Result<> Start(const Options& options, const Program& program) {
  CancelToken stop;
  const StopOnSignal signals(stop);
  const SystemClock clock;
  std::mutex mutex;
  gateway::NodeOptions node_options;
  node_options.activities = &program.activities;
  node_options.clock = &clock;
  node_options.version = WEIR_VERSION;
  node_options.jobs_max = options.jobs;
  node_options.log = [&](const Json& event) {
    Json line = Json::Object({{"time", FormatUtc(clock.Now())}});
    for (const Json::Member& member : event.members()) line.AppendMember(member.name, member.value);
    const std::lock_guard lock(mutex);
    std::cout << DumpJson(line) << "\n" << std::flush;
  };
  WEIR_ASSIGN(gateway::NodeFolder folder, gateway::NodeFolder::Open(options.data));
  WEIR_ASSIGN(const auto node, gateway::Node::Open(std::move(folder), std::move(node_options)));
  return node->Serve(stop);
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
  std::cout << status["name"].as_string() << ": " << status["properties"]["state"].as_string()
            << "\n";
  size_t at = 0;
  for (const Json& node : status["properties"]["typeProperties"]["nodes"].items()) {
    const Json& load = loads["nodes"][at++];
    std::cout << "  " << node["nodeName"].as_string() << "  " << node["status"].as_string() << "  "
              << node["version"].as_string();
    if (load["maxConcurrentJobs"].is_int()) {
      std::cout << "  " << load["concurrentJobsRunning"].as_int() << " of "
                << load["maxConcurrentJobs"].as_int() << " jobs";
    }
    std::cout << "\n";
  }
  return {};
}

Result<> SetSecret(const Options& options) {
  WEIR_ASSIGN(const gateway::NodeFolder folder, gateway::NodeFolder::Open(options.data));
  WEIR_ASSIGN(const std::string text, ReadLine("the secret"));
  return folder.SaveSecret(options.secret, text);
}

Result<> ListSecrets(const Options& options) {
  WEIR_ASSIGN(const gateway::NodeFolder folder, gateway::NodeFolder::Open(options.data));
  WEIR_ASSIGN(const auto secrets, folder.ReadSecrets());
  for (const auto& [name, text] : secrets) std::cout << name << "\n";
  return {};
}

Result<> RemoveSecret(const Options& options) {
  WEIR_ASSIGN(const gateway::NodeFolder folder, gateway::NodeFolder::Open(options.data));
  WEIR_ASSIGN(const bool removed, folder.RemoveSecret(options.secret));
  if (removed) return {};
  return Fail(ErrorKind::kNotFound, "GatewaySecretNotFound",
              "this node has no secret '" + options.secret + "'");
}

/// `weir gateway secret …`; gives what to do if it was called.
std::function<int()> DeclareSecret(CLI::App& app, const std::shared_ptr<Options>& options) {
  CLI::App* secret = app.add_subcommand("secret", "Credentials that stay on this node");
  secret->fallthrough();
  secret->require_subcommand(1);
  CLI::App* set = secret->add_subcommand("set", "Keep what the standard input says");
  set->add_option("NAME", options->secret, "As linked services name it: gateway:NAME")->required();
  CLI::App* list = secret->add_subcommand("list", "Names, without the secrets");
  CLI::App* remove = secret->add_subcommand("remove", "Forget one");
  remove->add_option("NAME", options->secret, "As it was set")->required();
  return [options, secret, set, list]() -> int {
    if (!secret->parsed()) return -1;
    if (set->parsed()) return Finish(SetSecret(*options));
    return Finish(list->parsed() ? ListSecrets(*options) : RemoveSecret(*options));
  };
}

}  // namespace

std::function<int()> DeclareGateway(CLI::App& app, const Program& program) {
  auto options = std::make_shared<Options>();
  options->data = DefaultDataFolder() + "/gateway";
  options->name = MachineName();
  app.add_option("--data", options->data, "Folder of the node")->capture_default_str();
  app.fallthrough();
  app.require_subcommand(1);
  CLI::App* create = app.add_subcommand("create", "Make a self-hosted runtime; print its key");
  create->add_option("RUNTIME", options->runtime, "What it is called")->required();
  AddRemoteOptions(*create, &options->remote)->required();
  CLI::App* status = app.add_subcommand("status", "Which nodes a runtime has, and what they do");
  status->add_option("RUNTIME", options->runtime, "What it is called")->required();
  AddRemoteOptions(*status, &options->remote)->required();
  status->add_flag("--json", options->json, "As JSON");
  CLI::App* enrol = app.add_subcommand("register", "Make this machine a node of a runtime");
  enrol->add_option("--server", options->remote.server, "https://host:port of the service")
      ->required();
  enrol->add_option("--key", options->key, "A key of the runtime; -: from the standard input")
      ->required();
  enrol->add_option("--ca", options->remote.ca,
                    "The service's certificate, PEM: kept, and from then on the only one trusted");
  enrol->add_option("--name", options->name, "What the node is called")->capture_default_str();
  enrol->add_option("--proxy", options->proxy,
                    "http://user:password@host:port on the way to the service");
  CLI::App* start = app.add_subcommand("start", "Carry out what the service asks for");
  start->add_option("--jobs", options->jobs, "Activities at a time")
      ->capture_default_str()
      ->check(CLI::Range(int64_t{1}, int64_t{1000}));
  const std::function<int()> secrets = DeclareSecret(app, options);
  app.footer(
      "The node calls out only: one connection to the service, which nothing needs to let in.\n"
      "Examples:\n"
      "  weir gateway create OnPremises --server https://weir:8642 --ca tls.pem\n"
      "  weir gateway register --server https://weir:8642 --ca tls.pem --key 'IR@…'\n"
      "  echo 's3cret' | weir gateway secret set warehouse\n"
      "  weir gateway start --jobs 8\n"
      "  weir gateway status OnPremises --server https://weir:8642 --ca tls.pem\n");
  return [options, create, status, enrol, secrets, &program] {
    const int done = secrets();
    if (done >= 0) return done;
    if (create->parsed()) return Finish(Create(*options));
    if (status->parsed()) return Finish(Status(*options));
    if (enrol->parsed()) return Finish(Register(*options));
    return Finish(Start(*options, program));
  };
}

}  // namespace weir::cli
