#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "api/access/principals.h"
#include "api/access/rate_limit.h"
#include "api/alerts.h"
#include "api/arm/handlers.h"
#include "api/audit_log.h"
#include "api/gateway_nodes.h"
#include "api/health.h"
#include "api/monitoring.h"
#include "api/screen/assets.h"
#include "api/screen/session.h"
#include "api/screen/sign_in.h"
#include "api/v1/handlers.h"
#include "base/clock.h"
#include "base/secret.h"
#include "engine/engine.h"
#include "http/server/server.h"
#include "lineage/emitter.h"
#include "observe/log.h"
#include "observe/traces.h"
#include "slices/slice_host.h"
#include "trigger/trigger_host.h"

namespace weir::api {

/// The token that may do all, kept in `file` with mode 0600; made if the file is absent.
/// Errors: kInternal TokenUnavailable, kInvalid InvalidToken if the file holds none.
Result<std::string> OpenOwnerToken(const std::string& file);

struct ServiceOptions {
  store::Store* store = nullptr;
  const Sealer* sealer = nullptr;
  const Clock* clock = nullptr;
  const engine::ActivityRegistry* activities = nullptr;
  std::string owner_token;
  /// Principals and the audit log; null: the owner only, and no log.
  store::AccessStore* access = nullptr;
  std::vector<IssuerOptions> issuers = {};    ///< Whose tokens are taken beside our own.
  std::optional<SignInOptions> sign_in = {};  ///< Where people sign in; nothing: by tokens only.
  std::string public_url = {};  ///< Where others reach the service, if somebody said so.
  /// Where browsers reach it, once it listens; needed with `sign_in`.
  BrowserSignIn::Address address = nullptr;
  double requests_per_second = 0;  ///< Of each client but the owner; 0: no limit.
  /// Whose disk /healthz looks at, and where alerts and sessions keep what a restart needs; empty:
  /// none.
  std::string data_folder = {};
  std::shared_ptr<const http::AddressPolicy> addresses = {};  ///< For webhooks of alerts.
  observe::Log* log = nullptr;                                ///< Null: nothing is logged.
  observe::TraceOptions traces = {};                          ///< Where traces of runs go.
  engine::SecretSource* secrets = nullptr;  ///< Of key vaults; null: they cannot be read.
  /// Of the stores of blob events; null: they are only posted. Must outlive the service.
  trigger::StoreWatcher* watcher = nullptr;
  /// Overlays the linked services of every factory; see model::ApplyLocal.
  std::optional<model::LocalFile> local = {};
  std::string version = {};  ///< Of this program; nodes of another are shown as such.
  /// Of nodes of self-hosted runtimes; null: none can connect. Open while the service is there.
  std::shared_ptr<gateway::Hub> gateway = {};
  std::chrono::seconds gateway_wait{600};  ///< As HubOptions::wait_max.
  std::chrono::seconds gateway_lease{60};  ///< As HubOptions::lease.
  std::string_view screen = {};            ///< As ScreenAssets::Read; outlives the service.
  lineage::Emitter* lineage = nullptr;     ///< Tells of runs elsewhere; outlives the service.
  /// As EngineOptions: where callbacks reach Handle().
  std::function<Result<std::string>(const std::string&)> callback_address = nullptr;
};

/// A data factory that stays up: factories, their runs, and the answers to requests about them.
/// Destroying it stops at once; the next one goes on with runs that were not over.
class Service {
 public:
  /// Reads the factories and takes up the runs that were not over. Errors: what the store says.
  static Result<std::unique_ptr<Service>> Open(const ServiceOptions& options);

  ~Service();
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;

  /// Triggers that could not be taken up and stay stopped; factories of version 1 whose slices
  /// stay as they are.
  const std::vector<Error>& faults() const { return faults_; }

  /// How much activities have to do.
  engine::Engine::Load load() const { return engine_->load(); }

  /// Answer a request: `/healthz`, the files of the screen and callbacks without a token, all else
  /// with one, or with the session of a browser. Thread safe.
  http::ServerResponse Handle(const http::ServerRequest& request);

 private:
  /// Tells the triggers and the slices of runs that are over.
  class Watcher final : public engine::Observer {
   public:
    void RunChanged(const store::RunRecord& run) override {
      trigger::TriggerHost* triggers = triggers_;
      if (run.end && triggers != nullptr) triggers->RunEnded(run);
      slices::SliceHost* slices = slices_;
      if (run.end && slices != nullptr) slices->RunEnded(run);
    }
    void set_triggers(trigger::TriggerHost* triggers) { triggers_ = triggers; }
    void set_slices(slices::SliceHost* slices) { slices_ = slices; }

   private:
    std::atomic<trigger::TriggerHost*> triggers_{nullptr};
    std::atomic<slices::SliceHost*> slices_{nullptr};
  };

  explicit Service(const ServiceOptions& options);
  void MakeSliceHost(const ServiceOptions& options);
  Result<> TakeUp(const ServiceOptions& options);
  Result<> OpenGateway(const ServiceOptions& options);
  Result<Caller> Authenticate(const http::ServerRequest& request);
  http::ServerResponse Answer(const http::ServerRequest& request, store::AuditRecord* record);
  http::ServerResponse AnswerSession(const http::ServerRequest& request,
                                     store::AuditRecord* record);
  http::ServerResponse AnswerSignIn(const http::ServerRequest& request, store::AuditRecord* record);
  http::ServerResponse AnswerCaller(const http::ServerRequest& request,
                                    const Result<Caller>& caller, store::AuditRecord* record);

  const Clock& clock_;
  RateLimit requests_;
  RateLimit failures_;
  std::unique_ptr<Principals> principals_;
  Watcher watcher_;
  Health health_;
  SealedCookies cookies_;
  BrowserSessions sessions_;
  std::unique_ptr<BrowserSignIn> sign_in_;
  ScreenAssets screen_;
  AuditLog audit_;
  Monitoring monitoring_;
  std::unique_ptr<observe::RunLog> run_log_;
  std::unique_ptr<observe::Traces> traces_;
  std::unique_ptr<arm::FactoryBook> factories_;
  std::unique_ptr<v1::FactoryBook> v1_factories_;
  std::unique_ptr<GatewayNodes> gateway_nodes_;
  std::shared_ptr<gateway::Hub> gateway_;
  std::unique_ptr<engine::Engine> engine_;
  std::unique_ptr<trigger::TriggerHost> triggers_;
  std::unique_ptr<slices::SliceHost> slices_;
  std::unique_ptr<arm::DebugSessions> debug_sessions_;
  arm::Services services_;
  v1::Services v1_services_;
  std::unique_ptr<alert::Notifier> alerts_;
  trigger::StoreWatcher* store_watcher_ = nullptr;
  std::vector<Error> faults_;
};

/// True for runs of a service; those of `weir run` came from a folder.
bool IsServed(const store::RunRecord& run);

}  // namespace weir::api
