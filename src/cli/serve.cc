#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>

#include "api/retention.h"
#include "api/service.h"
#include "base/private_file.h"
#include "cli/address.h"
#include "cli/command.h"
#include "cli/emitter.h"
#include "cli/log_options.h"
#include "cli/session.h"
#include "cli/sign_in_options.h"
#include "cli/terminal.h"
#include "http/server/certificate.h"
#include "model/json_file.h"
#include "store/sqlite/sqlite_access_store.h"
#include "store/sqlite/sqlite_pruning.h"
#include "watch/watcher.h"

#ifndef WEIR_VERSION
#define WEIR_VERSION "0"
#endif

namespace weir::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string data;
  std::string listen = "127.0.0.1:8642";
  std::string certificate;
  std::string key;
  bool tls = false;
  std::vector<std::pair<std::string, std::string>> issuers;
  SignInFlags sign_in;
  double rate = 1000;
  std::string public_url;
  std::vector<std::string> allowed;
  bool local_commands = false;
  std::string keep_runs;
  LogOptions log{"text", "warning"};
  std::string local;
  double watch_s = 30;
  int64_t gateway_wait_s = 600;
  int64_t gateway_lease_s = 60;
};

/// Keeps a second service out of the data folder; ends with the process.
Result<> LockFolder(const std::string& data) {
  const std::string path = data + "/serve.lock";
  const int file = open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0 && flock(file, LOCK_EX | LOCK_NB) == 0) return {};
  if (file >= 0) close(file);
  return Fail(ErrorKind::kConflict, "DataFolderInUse",
              "another service works in this data folder; give one of its own with --data")
      .At(data);
}

/// The certificate kept in the data folder; made for this machine's names if it is absent.
Result<> OwnCertificate(const Address& address, Options* options) {
  options->certificate = options->data + "/tls-certificate.pem";
  options->key = options->data + "/tls-key.pem";
  if (fs::exists(options->certificate) && fs::exists(options->key)) return {};
  std::vector<std::string> hosts = {"localhost", "127.0.0.1", "::1"};
  char name[256] = {};
  if (gethostname(name, sizeof name - 1) == 0 && *name != '\0') hosts.emplace_back(name);
  if (!address.loopback() && address.host != "0.0.0.0" && address.host != "::") {
    hosts.push_back(address.host);
  }
  WEIR_ASSIGN(const http::Certificate made, http::MakeCertificate(hosts));
  WEIR_TRY(WritePrivateFile(options->key, made.key));
  return WritePrivateFile(options->certificate, made.certificate);
}

Result<model::LocalFile> ReadLocalFile(const std::string& path) {
  WEIR_ASSIGN(Json document, model::ReadJsonFile(path));
  const fs::path file = fs::absolute(path);
  return model::LocalFile{std::move(document), file.parent_path().string(),
                          file.filename().string()};
}

/// As many connections as the system lets this process have.
void RaiseFileLimit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

/// SIGINT and SIGTERM are waited for; threads begun later do not get them.
sigset_t BlockSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

/// Where callbacks reach this service; known once it listens. Whoever asks before waits.
class CallbackAddress {
 public:
  /// Errors: kInvalid PublicUrlNeeded if it listens everywhere and nobody said by which name.
  static Result<std::string> Of(const Address& address, bool tls, std::string public_url) {
    while (public_url.ends_with('/')) public_url.pop_back();
    if (!public_url.empty()) return public_url;
    if (!address.any()) return (tls ? "https://" : "http://") + address.ToString();
    return Fail(ErrorKind::kInvalid, "PublicUrlNeeded",
                "start the service with --public-url, so that webhooks know where to call back");
  }

  ~CallbackAddress() { Set(Fail(ErrorKind::kCancelled, "EngineStopped", "the engine stops")); }
  void Set(Result<std::string> url) {
    if (!std::exchange(set_, true)) promise_.set_value(std::move(url));
  }
  std::shared_future<Result<std::string>> future() const { return future_; }

 private:
  std::promise<Result<std::string>> promise_;
  std::shared_future<Result<std::string>> future_ = promise_.get_future().share();
  bool set_ = false;
};

/// How long history is to be kept, on a file that can shrink then; nothing: for good.
Result<std::optional<std::chrono::seconds>> KeepOf(const Options& options) {
  if (options.keep_runs.empty()) return std::optional<std::chrono::seconds>();
  Result<std::chrono::seconds> keep = api::ReadRetention(options.keep_runs);
  if (!keep) return std::move(keep).error().At("--keep-runs");
  WEIR_TRY(store::LetSqliteShrink(options.data + "/runs.db"));
  return std::optional(*keep);
}

/// Say where it listens and what a client needs, to people or to those who read the log.
void Announce(const Options& options, const std::string& url, bool own_certificate,
              observe::Log& log) {
  const std::string token_file = options.data + "/token";
  if (options.log.form == "text") {
    std::cerr << "token: " << token_file << "\n";
    if (own_certificate) std::cerr << "certificate to trust: " << options.certificate << "\n";
  }
  log.Write(observe::LogLevel::kInfo, "service.started",
            Json::Object({{"url", url}, {"tokenFile", token_file}}));
  std::cout << "listening on " << url << "\n" << std::flush;
}

Result<> ServeUntilAsked(Options options, const Program& program) {
  WEIR_ASSIGN(Address address, ReadAddress(options.listen, "--listen"));
  WEIR_TRY(program.addresses->Guard(options.allowed));
  *program.local_commands = options.local_commands;
  const sigset_t signals = BlockSignals();
  RaiseFileLimit();
  WEIR_ASSIGN(const Session session, OpenSession(options.data));
  WEIR_TRY(LockFolder(options.data));
  program.job_logs->UseFolder(options.data + "/logs");
  WEIR_ASSIGN(const auto keep, KeepOf(options));
  const std::string token_file = options.data + "/token";
  WEIR_ASSIGN(std::string token, api::OpenOwnerToken(token_file));
  const bool given = !options.certificate.empty();
  // Beyond this machine a token must not travel in the clear.
  const bool own = !given && (options.tls || !address.loopback());
  if (own) WEIR_TRY(OwnCertificate(address, &options));

  const SystemClock clock;
  WEIR_ASSIGN(const auto log, OpenLog(options.log, clock));
  WEIR_ASSIGN(const auto access, store::OpenSqliteAccessStore(options.data + "/access.db"));
  api::ServiceOptions service_options{session.store.get(), session.sealer.get(), &clock,
                                      &program.activities, std::move(token)};
  service_options.data_folder = options.data;
  service_options.addresses = program.addresses;
  service_options.log = log.get();
  service_options.traces =
      observe::TraceOptions::Read([](const char* name) { return std::getenv(name); });
  service_options.access = access.get();
  for (const auto& [issuer, audience] : options.issuers) {
    service_options.issuers.push_back({issuer, audience});
  }
  WEIR_ASSIGN(service_options.sign_in,
              ReadSignIn(options.sign_in, options.public_url, address.any()));
  service_options.public_url = options.public_url;
  service_options.requests_per_second = options.rate;
  service_options.secrets = program.secrets.get();
  service_options.gateway = program.gateway;
  service_options.version = WEIR_VERSION;
  service_options.screen = program.screen;
  service_options.gateway_wait = std::chrono::seconds(options.gateway_wait_s);
  service_options.gateway_lease = std::chrono::seconds(options.gateway_lease_s);
  if (!options.local.empty()) {
    WEIR_ASSIGN(service_options.local, ReadLocalFile(options.local));
  }
  // Outlives the service, which it tells of files.
  watch::Watcher watcher({&program.connectors,
                          std::chrono::milliseconds(static_cast<int64_t>(options.watch_s * 1000))});
  if (options.watch_s > 0) service_options.watcher = &watcher;
  auto callbacks = std::make_unique<CallbackAddress>();
  service_options.callback_address = [known = callbacks->future()](const std::string&) {
    return known.get();
  };
  service_options.address = [known = callbacks->future()] { return known.get(); };
  const bool tls = given || own;
  const auto reached = [&] { return CallbackAddress::Of(address, tls, options.public_url); };
  if (address.port != 0) callbacks->Set(reached());
  WEIR_ASSIGN(const auto lineage, OpenEmitter(clock, log.get()));
  service_options.lineage = lineage.get();
  WEIR_ASSIGN(const auto service, api::Service::Open(service_options));
  // Told before the service goes away, whatever happens.
  const auto told = std::move(callbacks);
  for (const Error& fault : service->faults()) {
    log->Write(observe::LogLevel::kWarning, "trigger.notStarted",
               Json::Object({{"errorCode", fault.code()}, {"message", fault.ToString()}}));
  }
  http::ServerOptions server_options;
  server_options.address = address.host;
  server_options.port = address.port;
  server_options.certificate_file = options.certificate;
  server_options.key_file = options.key;
  WEIR_ASSIGN(auto server, http::Server::Start(server_options, [&](const auto& request) {
                return service->Handle(request);
              }));
  address.port = server->port();
  told->Set(reached());
  Announce(options, (tls ? "https://" : "http://") + address.ToString(), own, *log);
  std::unique_ptr<api::Retention> retention;
  if (keep) {
    retention = std::make_unique<api::Retention>(*session.store, clock, *keep,
                                                 options.data + "/logs", log.get());
  }
  int signal = 0;
  sigwait(&signals, &signal);
  if (options.log.form == "text") {
    std::cerr << "stopping; runs under way go on at the next start\n";
  }
  log->Write(observe::LogLevel::kInfo, "service.stopping", Json::Object());
  server.reset();  // No more requests before what they use goes away.
  return {};
}

int Serve(const Options& options, const Program& program) {
  if (options.certificate.empty() != options.key.empty()) {
    std::cerr << "--tls-cert and --tls-key go together\n";
    return 2;
  }
  const Result<> served = ServeUntilAsked(options, program);
  return served ? 0 : PrintError(served.error());
}

}  // namespace

std::function<int()> DeclareServe(CLI::App& app, const Program& program) {
  auto options = std::make_shared<Options>();
  options->data = DefaultDataFolder();
  app.add_option("--data", options->data, "Folder that keeps factories, runs, token, certificate")
      ->capture_default_str();
  app.add_option("--listen", options->listen, "Where to listen, ADDR:PORT; port 0: any free one")
      ->capture_default_str();
  app.add_option("--tls-cert", options->certificate, "Certificate chain, PEM");
  app.add_option("--tls-key", options->key, "Its key, PEM");
  app.add_flag("--tls", options->tls,
               "Make a certificate at the first start and keep it (always so beyond loopback)");
  app.add_option("--oidc", options->issuers,
                 "ISSUER AUDIENCE: take tokens of this OpenID Connect issuer for this audience; "
                 "weir token create --subject says what they may do");
  AddSignInFlags(app, &options->sign_in);
  app.add_option("--rate", options->rate,
                 "Requests a second of each client but the owner; 0: no limit")
      ->capture_default_str();
  app.add_option("--local", options->local,
                 "Stand-ins for linked services of its factories, as weir local writes them");
  app.add_option(
         "--watch", options->watch_s,
         "Seconds between two listings of a store that blob event triggers watch; 0: stores "
         "are not watched, events are only posted")
      ->capture_default_str()
      ->check(CLI::Range(0.0, 86'400.0));
  app.add_option("--gateway-wait", options->gateway_wait_s,
                 "Seconds that an activity waits for a node of its self-hosted runtime")
      ->capture_default_str()
      ->check(CLI::Range(int64_t{0}, int64_t{86'400}));
  app.add_option("--gateway-lease", options->gateway_lease_s,
                 "Seconds that such a node may be gone before its activities fail, or are retried")
      ->capture_default_str()
      ->check(CLI::Range(int64_t{2}, int64_t{86'400}));
  app.add_option("--public-url", options->public_url,
                 "Where others reach this service, for callbacks of webhooks and of --sign-in "
                 "(default: where it listens)");
  app.add_flag("--local-commands", options->local_commands,
               "Let Custom activities run commands on this machine (LocalBatch)");
  app.add_option("--allow-address", options->allowed,
                 "A network (10.0.0.0/8) that web activities and HTTP stores may reach although it "
                 "is loopback, link-local, multicast or a cloud's metadata; may be repeated")
      ->allow_extra_args(false);
  app.add_option("--keep-runs", options->keep_runs,
                 "How long history is kept after the end of a run and its reruns: 45d, 12h, 30m "
                 "(default: for good)");
  AddLogOptions(app, &options->log);
  app.footer(
      "Answers the REST API of Data Factory, api-version 2018-06-01. Requests need the token kept "
      "in\nthe data folder: Authorization: Bearer TOKEN. GET /healthz needs none. In a browser, "
      "the "
      "same\naddress shows the screen; the same token signs in.\n"
      "Examples:\n"
      "  weir serve --tls\n"
      "  weir serve --data /srv/weir --listen 0.0.0.0:443 --tls-cert c.pem --tls-key k.pem\n"
      "  curl -H \"Authorization: Bearer $(cat ~/.local/share/weir/token)\" \\\n"
      "    'localhost:8642/subscriptions/s/providers/Microsoft.DataFactory/factories"
      "?api-version=2018-06-01'\n");
  return [options, &program] { return Serve(*options, program); };
}

}  // namespace weir::cli
