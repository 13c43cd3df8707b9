#include <pthread.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <thread>

#include "cli/address.h"
#include "cli/command.h"
#include "cli/gateway_service.h"
#include "cli/remote.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "gateway/node.h"
#include "gateway/node_folder.h"
#include "gateway/node_health.h"
#include "gateway/protocol.h"

#ifndef WEIR_VERSION
#define WEIR_VERSION "0"
#endif

namespace weir::cli {
namespace {

struct Options {
  RemoteOptions remote;
  std::string data;
  std::string key;
  std::string name;
  std::string proxy;
  std::string secret;
  std::string health;
  std::string location;
  int64_t drain_s = 0;
  gateway::NodeOptions node;
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
  identity.location = options.location;
  WEIR_ASSIGN(identity, gateway::RegisterNode(folder, std::move(identity), key, WEIR_VERSION));
  std::cout << "node " << identity.node_name << " of " << identity.runtime_id << "\n";
  return {};
}

/// SIGINT and SIGTERM stop the node: at once, or after its jobs have ended if it may take that
/// long; a second signal ends the wait. Threads begun later do not get them.
class StopOnSignal {
 public:
  StopOnSignal(CancelToken& token, std::chrono::seconds patience)
      : token_(token), patience_(patience) {
    sigemptyset(&signals_);
    for (const int one : {SIGINT, SIGTERM, SIGUSR1}) sigaddset(&signals_, one);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
  }
  /// From here on signals are heeded.
  void Watch(gateway::Node& node) {
    thread_ = std::thread([this, &node] {
      int signal = 0;
      sigwait(&signals_, &signal);
      if (signal != SIGUSR1 && patience_.count() > 0) {
        node.Drain();
        const timespec most{patience_.count(), 0};
        sigtimedwait(&signals_, nullptr, &most);
      }
      token_.Cancel("the node stops");
    });
  }
  ~StopOnSignal() {
    if (!thread_.joinable()) return;
    pthread_kill(thread_.native_handle(), SIGUSR1);
    thread_.join();
  }
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;

 private:
  CancelToken& token_;
  const std::chrono::seconds patience_;
  sigset_t signals_{};
  std::thread thread_;
};

Result<> Start(const Options& options, const Program& program) {
  CancelToken stop;
  StopOnSignal signals(stop, std::chrono::seconds(options.drain_s));
  const SystemClock clock;
  std::mutex mutex;
  gateway::NodeOptions node_options = options.node;
  node_options.activities = &program.activities;
  node_options.clock = &clock;
  node_options.version = WEIR_VERSION;
  node_options.log = [&](const Json& event) {
    Json line = Json::Object({{"time", FormatUtc(clock.Now())}});
    for (const Json::Member& member : event.members()) line.AppendMember(member.name, member.value);
    const std::lock_guard lock(mutex);
    std::cout << DumpJson(line) << "\n" << std::flush;
  };
  const auto log = node_options.log;
  WEIR_ASSIGN(gateway::NodeFolder folder, gateway::NodeFolder::Open(options.data));
  WEIR_ASSIGN(const auto node, gateway::Node::Open(std::move(folder), std::move(node_options)));
  std::unique_ptr<http::Server> health;
  if (!options.health.empty()) {
    WEIR_ASSIGN(const Address address, ReadAddress(options.health, "--health"));
    WEIR_ASSIGN(health, gateway::ServeHealth(*node, address.host, address.port));
    log(Json::Object(
        {{"event", "healthPage"},
         {"url", "http://" + address.host + ":" + std::to_string(health->port()) + "/healthz"}}));
  }
  signals.Watch(*node);
  return node->Serve(stop);
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

void DeclareStart(CLI::App& start, Options* options) {
  constexpr int64_t kMemoryMaxMb = int64_t{1} << 24;
  gateway::NodeOptions& node = options->node;
  start.add_option("--jobs", node.jobs_max, "Activities at a time")
      ->capture_default_str()
      ->check(CLI::Range(int64_t{1}, int64_t{1000}));
  start
      .add_option("--memory", node.memory_max_mb,
                  "MB that the jobs may take together; beyond, the one begun last is given up "
                  "(default: no limit)")
      ->check(CLI::Range(int64_t{64}, kMemoryMaxMb));
  start
      .add_option("--job-memory", node.job_memory_mb,
                  "MB that must be free below --memory for one more job")
      ->capture_default_str()
      ->check(CLI::Range(int64_t{1}, kMemoryMaxMb));
  start
      .add_option("--job-threads", node.job_threads_max,
                  "Threads of one copy at most, whatever its parallelCopies say")
      ->check(CLI::Range(int64_t{1}, int64_t{1000}));
  start.add_option("--job-bytes", node.job_bytes_max, "Bytes of the largest job that is taken")
      ->capture_default_str()
      ->check(CLI::Range(int64_t{1024}, gateway::kJobBytesMax));
  start.add_option("--health", options->health,
                   "ADDR:PORT on loopback of a page that says how the node is: /healthz");
  start
      .add_option("--drain", options->drain_s,
                  "Seconds that jobs may go on after SIGTERM; no new ones are taken then")
      ->capture_default_str()
      ->check(CLI::Range(int64_t{0}, int64_t{86'400}));
}

}  // namespace

std::function<int()> DeclareGateway(CLI::App& app, const Program& program) {
  auto options = std::make_shared<Options>();
  options->data = DefaultDataFolder() + "/gateway";
  options->name = MachineName();
  app.add_option("--data", options->data, "Folder of the node")->capture_default_str();
  app.fallthrough();
  app.require_subcommand(1);
  const std::function<int()> asked = DeclareGatewayService(app);
  CLI::App* enrol = app.add_subcommand("register", "Make this machine a node of a runtime");
  enrol->add_option("--server", options->remote.server, "https://host:port of the service")
      ->required();
  enrol->add_option("--key", options->key, "A key of the runtime; -: from the standard input")
      ->required();
  enrol->add_option("--ca", options->remote.ca,
                    "The service's certificate, PEM: kept, and from then on the only one trusted");
  enrol->add_option("--name", options->name, "What the node is called")->capture_default_str();
  enrol->add_option("--location", options->location,
                    "The region where it stands, as in 'West Europe': copies of its factory whose "
                    "sink or source is there are done here");
  enrol->add_option("--proxy", options->proxy,
                    "http://user:password@host:port on the way to the service");
  CLI::App* start = app.add_subcommand("start", "Carry out what the service asks for");
  DeclareStart(*start, options.get());
  const std::function<int()> secrets = DeclareSecret(app, options);
  app.footer(
      "The node calls out only: one connection to the service, which nothing needs to let in.\n"
      "Examples:\n"
      "  weir gateway create OnPremises --server https://weir:8642 --ca tls.pem\n"
      "  weir gateway register --server https://weir:8642 --ca tls.pem --key 'IR@…'\n"
      "  echo 's3cret' | weir gateway secret set warehouse\n"
      "  weir gateway start --jobs 8 --memory 4096 --health 127.0.0.1:8643 --drain 600\n"
      "  weir gateway drain OnPremises dbhost --wait --server https://weir:8642 --ca tls.pem\n"
      "  weir gateway status OnPremises --server https://weir:8642 --ca tls.pem\n");
  return [options, asked, enrol, secrets, &program] {
    for (const auto& act : {asked, secrets}) {
      const int done = act();
      if (done >= 0) return done;
    }
    if (enrol->parsed()) return Finish(Register(*options));
    return Finish(Start(*options, program));
  };
}

}  // namespace weir::cli
