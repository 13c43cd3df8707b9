#include "api/service.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <map>

#include "api/access/authority.h"
#include "api/arm/openapi.h"
#include "api/callbacks.h"
#include "api/error_body.h"
#include "api/v1/routes.h"
#include "base/ids.h"
#include "base/names.h"

namespace weir::api {
namespace {

Error TokenError(const std::string& file, const std::string& message) {
  return Fail(ErrorKind::kInternal, "TokenUnavailable", message).At(file);
}

http::ServerResponse TooMany() {
  http::ServerResponse response =
      ErrorResponse(Fail(ErrorKind::kUnavailable, "TooManyRequests",
                         "too many requests of this client; send the next one a second later"));
  response.headers.push_back({"Retry-After", "1"});
  return response;
}

/// While the store cannot save: how long those who wrote before that was known are kept waiting.
constexpr auto kConfirmMax = std::chrono::seconds(3);

/// Refusals of one address that are answered and logged in a row; one a second after that.
constexpr double kFailuresBurst = 50;

}  // namespace

Service::Service(const ServiceOptions& options)
    : clock_(*options.clock),
      requests_(options.requests_per_second, 2 * options.requests_per_second, *options.clock),
      failures_(1, kFailuresBurst, *options.clock),
      health_(*options.clock, options.data_folder),
      cookies_(*options.sealer, *options.clock, options.public_url),
      sessions_(cookies_, *options.clock,
                options.data_folder.empty() ? "" : options.data_folder + "/ended-sessions.json",
                options.sign_in ? options.sign_in->client.issuer : ""),
      audit_(options.access, *options.clock, health_),
      monitoring_(*options.clock) {}

Result<std::string> OpenOwnerToken(const std::string& file) {
  std::ifstream in(file);
  if (in) {
    std::string token;
    in >> token;
    constexpr size_t kTokenMin = 32;
    if (token.size() >= kTokenMin) return token;
    return Fail(ErrorKind::kInvalid, "InvalidToken",
                "the file must hold a token of 32 characters or more; delete it to have one made")
        .At(file);
  }
  std::string token = NewToken();
  const int out = open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (out < 0) return TokenError(file, "the file for the token could not be made");
  const std::string line = token + "\n";
  const bool written =
      write(out, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && fsync(out) == 0;
  close(out);
  if (!written) return TokenError(file, "the token could not be written");
  return token;
}

bool IsServed(const store::RunRecord& run) {
  return run.factory.starts_with('/');
}

Result<std::unique_ptr<Service>> Service::Open(const ServiceOptions& options) {
  std::unique_ptr<Service> service(new Service(options));
  WEIR_ASSIGN(service->screen_, ScreenAssets::Read(options.screen));
  WEIR_ASSIGN(service->principals_, Principals::Open({options.access, options.sealer, options.clock,
                                                      options.owner_token, options.issuers}));
  WEIR_ASSIGN(service->sign_in_,
              BrowserSignIn::Make(options.sign_in, service->cookies_, service->sessions_,
                                  *options.clock, options.address));
  WEIR_ASSIGN(service->factories_, arm::FactoryBook::Open(*options.store, *options.sealer,
                                                          *options.clock, options.local));
  WEIR_ASSIGN(service->v1_factories_, v1::FactoryBook::Open(*options.store, *options.sealer,
                                                            *options.clock, options.local));
  service->services_.factories = service->factories_.get();
  WEIR_TRY(service->OpenGateway(options));
  service->services_.store = options.store;
  service->services_.clock = options.clock;
  service->services_.data_folder = options.data_folder;
  const std::string& folder = options.data_folder;
  WEIR_ASSIGN(service->alerts_,
              OpenAlerts(service->services_, {folder.empty() ? "" : folder + "/alerts.json",
                                              options.addresses, options.log}));
  service->services_.alerts = service->alerts_.get();
  service->factories_->OnAlerts([alerts = service->alerts_.get()](const std::string& factory) {
    alerts->RulesChanged(factory);
  });
  engine::EngineOptions engine;
  engine.store = options.store;
  engine.activities = options.activities;
  engine.clock = options.clock;
  engine.sealer = options.sealer;
  service->monitoring_.observers().Add(&service->health_);
  service->monitoring_.observers().Add(&service->watcher_);
  service->monitoring_.observers().Add(service->alerts_.get());
  if (options.log != nullptr) {
    service->run_log_ = std::make_unique<observe::RunLog>(*options.log);
    service->monitoring_.observers().Add(service->run_log_.get());
  }
  if (options.lineage != nullptr) service->monitoring_.Add(*options.lineage);
  if (!options.traces.url.empty()) {
    service->traces_ = std::make_unique<observe::Traces>(options.traces);
    service->monitoring_.observers().Add(service->traces_.get());
  }
  engine.observer = &service->monitoring_.observers();
  engine.waits = false;
  engine.confirm_max = kConfirmMax;
  engine.secrets = options.secrets;
  engine.callback_address = options.callback_address;
  service->engine_ = std::make_unique<engine::Engine>(engine);
  if (service->run_log_ != nullptr) service->run_log_->set_masker(&service->engine_->masker());
  if (service->traces_ != nullptr) service->traces_->set_masker(&service->engine_->masker());
  service->services_.engine = service->engine_.get();
  service->services_.activities = options.activities;
  service->services_.secrets = options.secrets;
  service->triggers_ = std::make_unique<trigger::TriggerHost>(
      trigger::HostOptions{options.store, service->engine_.get(), options.clock,
                           service->factories_.get(), options.watcher});
  service->services_.triggers = service->triggers_.get();
  service->watcher_.set_triggers(service->triggers_.get());
  service->services_.principals = service->principals_.get();
  service->debug_sessions_ = std::make_unique<arm::DebugSessions>(*options.clock);
  service->services_.debug_sessions = service->debug_sessions_.get();
  service->services_.sealer = options.sealer;
  service->MakeSliceHost(options);
  Result<> taken = service->TakeUp(options);
  if (!taken) return std::move(taken).error().While("taking up runs that were not over");
  service->alerts_->Start();
  WEIR_ASSIGN(service->faults_, service->triggers_->TakeUp());
  WEIR_ASSIGN(const std::vector<Error> unsliced, service->slices_->TakeUp());
  service->faults_.insert(service->faults_.end(), unsliced.begin(), unsliced.end());
  service->services_.watcher = service->store_watcher_ = options.watcher;
  if (options.watcher != nullptr) {
    options.watcher->Begin({service->triggers_.get(), options.store, service->factories_.get(),
                            options.secrets, options.clock});
  }
  return service;
}

Service::~Service() {
  if (alerts_ != nullptr) alerts_->Stop();  // Before the engine that it asks.
  if (store_watcher_ != nullptr) store_watcher_->Stop();
  // The hosts ask the engine, and the engine tells the hosts: neither may find the other gone.
  if (triggers_ != nullptr) triggers_->Stop();
  if (slices_ != nullptr) slices_->Stop();
  engine_.reset();
  if (gateway_ != nullptr) gateway_->Close();
  triggers_.reset();
  slices_.reset();
}

void Service::MakeSliceHost(const ServiceOptions& options) {
  slices_ = std::make_unique<slices::SliceHost>(
      slices::HostOptions{options.store, engine_.get(), options.clock, v1_factories_.get()});
  watcher_.set_slices(slices_.get());
  v1_services_ = {v1_factories_.get(), slices_.get(),  engine_.get(), options.store,
                  options.clock,       options.sealer, gateway_.get()};
}

Result<> Service::OpenGateway(const ServiceOptions& options) {
  if (options.gateway == nullptr) return {};
  gateway_nodes_ = std::make_unique<GatewayNodes>(*factories_, *v1_factories_);
  WEIR_ASSIGN(KeyPair signing, SigningKeysOf(options.sealer->Tag("gateway signing key")));
  gateway_ = options.gateway;
  gateway_->Open({gateway_nodes_.get(), options.clock, std::move(signing), options.version,
                  options.gateway_wait, options.gateway_lease});
  services_.gateway = gateway_.get();
  monitoring_.SetGateways([this] { return v1_factories_->Gateways(); });
  return {};
}

Result<> Service::TakeUp(const ServiceOptions& options) {
  WEIR_ASSIGN(const auto unfinished, options.store->Unfinished());
  std::map<std::string, std::shared_ptr<engine::Definitions>> definitions;
  std::vector<engine::Core::Unfinished> again;
  for (const store::UnfinishedRun& run : unfinished) {
    if (!IsServed(run.record)) continue;
    std::shared_ptr<engine::Definitions>& known =
        definitions[run.record.factory + "\n" + run.definition_hash];
    if (known == nullptr) {
      WEIR_ASSIGN(const std::string snapshot, options.sealer->Unseal(run.definition));
      const std::string& factory = run.record.factory;
      WEIR_ASSIGN(known, v1::IsV1Path(factory) ? v1_factories_->Restore(factory, snapshot)
                                               : factories_->Restore(factory, snapshot));
    }
    monitoring_.TakeUp(run.record);
    if (run_log_ != nullptr) run_log_->TakeUp(run.record);
    if (traces_ != nullptr) traces_->TakeUp(run.record);
    again.push_back({run, known});
  }
  return engine_->Resume(again);
}

Result<Caller> Service::Authenticate(const http::ServerRequest& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const std::string_view header = request.header("Authorization");
  if (header.size() > kScheme.size() && SameName(header.substr(0, kScheme.size()), kScheme)) {
    return principals_->Find(header.substr(kScheme.size()));
  }
  if (header.empty()) {
    WEIR_ASSIGN(std::optional<Caller> caller, sessions_.CallerOf(request, *principals_));
    if (caller) return *std::move(caller);
  }
  return Fail(ErrorKind::kDenied, "AuthenticationFailed",
              "Authentication failed. The 'Authorization' header must hold 'Bearer' and a token of "
              "this service.");
}

http::ServerResponse Service::AnswerSession(const http::ServerRequest& request,
                                            store::AuditRecord* record) {
  if (request.method == "POST" && !failures_.Has(request.remote)) return TooMany();
  if (request.method == "GET") {
    const Result<Caller> caller = Authenticate(request);
    return caller ? BrowserSessions::Show(*caller) : ErrorResponse(caller.error());
  }
  Caller caller;
  const auto answered = sessions_.Answer(request, *principals_, &caller);
  http::ServerResponse response = answered ? *answered : ErrorResponse(answered.error());
  if (request.method == "POST" || !caller.id.empty()) {
    record->operation = request.method == "POST" ? "sign in" : "sign out";
    record->scope = std::string(request.path());
    record->principal_id = caller.id;
    record->principal = caller.name;
    if (response.status == 401) failures_.Take(request.remote);
  }
  const auto forgotten = sign_in_->Forget(request);
  if (answered && forgotten) response.headers.push_back({"Set-Cookie", *forgotten});
  return response;
}

http::ServerResponse Service::AnswerSignIn(const http::ServerRequest& request,
                                           store::AuditRecord* record) {
  if (!failures_.Has(request.remote)) return TooMany();
  http::ServerResponse response = sign_in_->Answer(request, *principals_, record);
  if (!record->operation.empty() && record->status != 200) failures_.Take(request.remote);
  return response;
}

http::ServerResponse Service::AnswerCaller(const http::ServerRequest& request,
                                           const Result<Caller>& caller,
                                           store::AuditRecord* record) {
  if (!caller) {
    if (!failures_.Take(request.remote)) return TooMany();
    record->operation = "authentication";
    record->scope = std::string(request.path());
    return ErrorResponse(caller.error());
  }
  record->principal_id = caller->id;
  record->principal = caller->name;
  if (caller->name != "owner" && !requests_.Take(caller->id)) return TooMany();
  if (auto subscriptions = arm::AnswerSubscriptions(
          services_, request, *caller, [this] { return v1_factories_->Subscriptions(); })) {
    return *std::move(subscriptions);
  }
  arm::Asked asked;
  std::optional<http::ServerResponse> own = monitoring_.Answer(services_, request, *caller, &asked);
  http::ServerResponse response = own ? *std::move(own)
                                  : v1::IsV1Path(request.path())
                                      ? v1::Answer(v1_services_, request, *caller, &asked)
                                      : arm::Answer(services_, request, *caller, &asked);
  const bool refused = response.status == 401 || response.status == 403;
  if (asked.operation.empty() || (OnlyLooks(asked.action) && !refused)) return response;
  record->operation = asked.operation;
  record->action = asked.action;
  record->scope = asked.scope;
  return response;
}

http::ServerResponse Service::Answer(const http::ServerRequest& request,
                                     store::AuditRecord* record) {
  audit_.GoOn();
  if (request.path() == "/healthz") return health_.Answer(*engine_);
  if (request.path() == "/openapi.json" && request.method == "GET") {
    return {200, {{"Content-Type", "application/json; charset=utf-8"}}, arm::OpenApiText()};
  }
  if (auto screen = screen_.Answer(request)) return *std::move(screen);
  if (BrowserSessions::IsSession(request)) return AnswerSession(request, record);
  if (BrowserSignIn::IsSignIn(request)) return AnswerSignIn(request, record);
  if (auto log = v1::AnswerLog(v1_services_, request)) {
    if (log->status != 200 && !failures_.Take(request.remote)) return TooMany();
    return *std::move(log);
  }
  if (gateway_ != nullptr && request.path().starts_with("/weir/gateway/")) {
    if (auto answered = AnswerGateway(*gateway_, request)) {
      const bool refused = answered->status == 401 || answered->status == 403;
      if (refused && !failures_.Take(request.remote)) return TooMany();
      if (request.method == "POST") {
        record->operation = "register a gateway node";
        record->scope = std::string(request.path());
      }
      return *std::move(answered);
    }
  }
  if (IsCallback(request)) {
    http::ServerResponse answered = AnswerCallback(*engine_, request);
    // Who guesses tokens must not fill the log; who has one is never refused.
    if (answered.status == 404 && !failures_.Take(request.remote)) return answered;
    record->operation = "callback";
    record->scope = std::string(engine::kCallbackPath);  // Without its token.
    return answered;
  }
  if (request.method == "POST" && !failures_.Has(request.remote) &&
      NameKey(request.path()).ends_with("/token")) {
    return TooMany();
  }
  if (auto answered = AnswerAuthority(*principals_, request)) {
    if (request.method == "POST") {
      record->operation = "sign in";
      record->scope = std::string(request.path());
      if (answered->status == 401) failures_.Take(request.remote);
    }
    return *std::move(answered);
  }
  return AnswerCaller(request, Authenticate(request), record);
}

http::ServerResponse Service::Handle(const http::ServerRequest& request) {
  if (request.target.starts_with("//")) {
    // `az` puts its paths behind an address that ends with a slash.
    http::ServerRequest once = request;
    once.target.erase(0, std::min(once.target.find_first_not_of('/'), once.target.size()) - 1);
    return Handle(once);
  }
  store::AuditRecord record;
  http::ServerResponse response = Answer(request, &record);
  record.time = clock_.Now();
  record.remote = request.remote;
  // What a browser is sent on from is an act that came to an end of its own.
  if (record.status == 0) record.status = response.status;
  record.request_id = NewGuid();
  response.headers.push_back({"x-ms-request-id", record.request_id});
  response.headers.push_back({"x-ms-correlation-request-id", record.request_id});
  response.headers.push_back({"X-Content-Type-Options", "nosniff"});
  if (http::FindHeader(response.headers, "Cache-Control") == nullptr) {
    response.headers.push_back({"Cache-Control", "no-cache"});
  }
  if (!record.operation.empty()) audit_.Write(std::move(record));
  return response;
}

}  // namespace weir::api
