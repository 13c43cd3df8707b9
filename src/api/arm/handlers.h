#pragma once

#include <array>
#include <atomic>
#include <mutex>

#include "alert/notifier.h"
#include "api/access/principals.h"
#include "api/arm/call.h"
#include "api/arm/debug_sessions.h"
#include "api/arm/factory_book.h"
#include "engine/engine.h"
#include "gateway/hub.h"
#include "lineage/graph.h"
#include "store/store.h"

namespace weir::api::arm {

/// What the handlers work on.
struct Services {
  FactoryBook* factories = nullptr;
  engine::Engine* engine = nullptr;
  trigger::TriggerHost* triggers = nullptr;
  trigger::StoreWatcher* watcher = nullptr;  ///< Null: stores are not watched.
  store::Store* store = nullptr;
  DebugSessions* debug_sessions = nullptr;
  Principals* principals = nullptr;
  alert::Notifier* alerts = nullptr;
  gateway::Hub* gateway = nullptr;  ///< Null: no node can connect.
  const engine::ActivityRegistry* activities = nullptr;
  engine::SecretSource* secrets = nullptr;  ///< As EngineOptions.
  const Clock* clock = nullptr;
  const Sealer* sealer = nullptr;
  std::string data_folder = {};  ///< Jobs' logs lie in its `logs`.
  /// Held while a run is looked for and made, by its id: the same request sent twice at once.
  mutable std::array<std::mutex, 64> creating = {};
  mutable std::atomic<int> reaching_stores = 0;
  /// Held while a trigger is changed, deleted, started or stopped.
  mutable std::mutex changing_triggers = {};
};

/// Answers one operation for one kind of resource.
using Handler = Result<http::ServerResponse> (*)(const Services& services, const Call& call,
                                                 model::ResourceKind kind);

// resource_handlers.cc
Result<http::ServerResponse> PutResource(const Services& services, const Call& call,
                                         model::ResourceKind kind);
Result<http::ServerResponse> GetResource(const Services& services, const Call& call,
                                         model::ResourceKind kind);
Result<http::ServerResponse> DeleteResource(const Services& services, const Call& call,
                                            model::ResourceKind kind);
Result<http::ServerResponse> ListResources(const Services& services, const Call& call,
                                           model::ResourceKind kind);
Result<http::ServerResponse> ListFactories(const Services& services, const Call& call,
                                           model::ResourceKind kind);
Result<http::ServerResponse> PatchFactory(const Services& services, const Call& call,
                                          model::ResourceKind kind);

// run_handlers.cc
Result<http::ServerResponse> CreateRun(const Services& services, const Call& call,
                                       model::ResourceKind kind);
Result<http::ServerResponse> GetRun(const Services& services, const Call& call,
                                    model::ResourceKind kind);
Result<http::ServerResponse> CancelRun(const Services& services, const Call& call,
                                       model::ResourceKind kind);
Result<http::ServerResponse> QueryRuns(const Services& services, const Call& call,
                                       model::ResourceKind kind);
Result<http::ServerResponse> QueryActivityRuns(const Services& services, const Call& call,
                                               model::ResourceKind kind);

// runtime_handlers.cc
Result<http::ServerResponse> GetRuntimeStatus(const Services& services, const Call& call,
                                              model::ResourceKind kind);
Result<http::ServerResponse> PatchRuntime(const Services& services, const Call& call,
                                          model::ResourceKind kind);
Result<http::ServerResponse> ListRuntimeKeys(const Services& services, const Call& call,
                                             model::ResourceKind kind);
Result<http::ServerResponse> NewRuntimeKey(const Services& services, const Call& call,
                                           model::ResourceKind kind);
Result<http::ServerResponse> GetRuntimeMonitoring(const Services& services, const Call& call,
                                                  model::ResourceKind kind);
Result<http::ServerResponse> GetRuntimeEndpoints(const Services& services, const Call& call,
                                                 model::ResourceKind kind);
Result<http::ServerResponse> StartRuntime(const Services& services, const Call& call,
                                          model::ResourceKind kind);
Result<http::ServerResponse> StopRuntime(const Services& services, const Call& call,
                                         model::ResourceKind kind);
Result<http::ServerResponse> UseSsisMetadata(const Services& services, const Call& call,
                                             model::ResourceKind kind);
Result<http::ServerResponse> RefuseOfRuntime(const Services& services, const Call& call,
                                             model::ResourceKind kind);
Result<http::ServerResponse> UseRuntimeNodes(const Services& services, const Call& call,
                                             model::ResourceKind kind);
// link_handlers.cc
Result<http::ServerResponse> LinkRuntime(const Services& services, const Call& call,
                                         model::ResourceKind kind);
Result<http::ServerResponse> UnlinkRuntime(const Services& services, const Call& call,
                                           model::ResourceKind kind);
// node_handlers.cc
Result<http::ServerResponse> UseRuntimeNode(const Services& services, const Call& call,
                                            model::ResourceKind kind);

// trigger_handlers.cc
Result<http::ServerResponse> StartTrigger(const Services& services, const Call& call,
                                          model::ResourceKind kind);
Result<http::ServerResponse> StopTrigger(const Services& services, const Call& call,
                                         model::ResourceKind kind);
Result<http::ServerResponse> QueryTriggers(const Services& services, const Call& call,
                                           model::ResourceKind kind);
Result<http::ServerResponse> UseSubscription(const Services& services, const Call& call,
                                             model::ResourceKind kind);
Result<http::ServerResponse> QueryTriggerRuns(const Services& services, const Call& call,
                                              model::ResourceKind kind);
Result<http::ServerResponse> RerunTriggerRun(const Services& services, const Call& call,
                                             model::ResourceKind kind);
Result<http::ServerResponse> CancelTriggerRun(const Services& services, const Call& call,
                                              model::ResourceKind kind);

// factory_handlers.cc
Result<http::ServerResponse> GetDataPlaneAccess(const Services& services, const Call& call,
                                                model::ResourceKind kind);
Result<http::ServerResponse> ListOperations(const Services& services, const Call& call,
                                            model::ResourceKind kind);
Result<http::ServerResponse> ConfigureRepository(const Services& services, const Call& call,
                                                 model::ResourceKind kind);
Result<http::ServerResponse> GetFeature(const Services& services, const Call& call,
                                        model::ResourceKind kind);
Result<http::ServerResponse> QueryFeatures(const Services& services, const Call& call,
                                           model::ResourceKind kind);
Result<http::ServerResponse> RefuseOfFactory(const Services& services, const Call& call,
                                             model::ResourceKind kind);
Result<http::ServerResponse> ListNone(const Services& services, const Call& call,
                                      model::ResourceKind kind);
Result<http::ServerResponse> FindNone(const Services& services, const Call& call,
                                      model::ResourceKind kind);
Result<http::ServerResponse> ActOnCapture(const Services& services, const Call& call,
                                          model::ResourceKind kind);
Result<http::ServerResponse> CreateDebugSession(const Services& services, const Call& call,
                                                model::ResourceKind kind);
Result<http::ServerResponse> ListDebugSessions(const Services& services, const Call& call,
                                               model::ResourceKind kind);
Result<http::ServerResponse> UseDebugSession(const Services& services, const Call& call,
                                             model::ResourceKind kind);

// Beside the contract; data/own_routes.json says what each takes and answers.
// alert_handler.cc
Result<http::ServerResponse> TestAlert(const Services& services, const Call& call,
                                       model::ResourceKind kind);
Result<http::ServerResponse> ShowAlertHistory(const Services& services, const Call& call,
                                              model::ResourceKind kind);
// apply_handler.cc
Result<http::ServerResponse> ApplyFactory(const Services& services, const Call& call,
                                          model::ResourceKind kind);
/// What an apply said of where the factory is from: {repository, branch, commit, folder, files:
/// {"pipeline/p": "pipeline/p.json"}}; null if it said nothing.
Result<Json> SourceOf(const Services& services, const ResourcePath& factory);
/// True for an apply that is to change nothing (`plan=true`), which who may read may ask for.
bool IsPlan(const http::ServerRequest& request, const Route& route);
// connection_handler.cc
Result<http::ServerResponse> TestConnection(const Services& services, const Call& call,
                                            model::ResourceKind kind);
// author_handler.cc
Result<http::ServerResponse> ListAllResources(const Services& services, const Call& call,
                                              model::ResourceKind kind);
Result<http::ServerResponse> ValidateResource(const Services& services, const Call& call,
                                              model::ResourceKind kind);
Result<http::ServerResponse> ShowSchema(const Services& services, const Call& call,
                                        model::ResourceKind kind);
Result<http::ServerResponse> ShowSpecs(const Services& services, const Call& call,
                                       model::ResourceKind kind);
// debug_handler.cc
Result<http::ServerResponse> DryRunPipeline(const Services& services, const Call& call,
                                            model::ResourceKind kind);
Result<http::ServerResponse> ShowDebug(const Services& services, const Call& call,
                                       model::ResourceKind kind);
Result<http::ServerResponse> ContinueDebug(const Services& services, const Call& call,
                                           model::ResourceKind kind);
Result<http::ServerResponse> DebugPipeline(const Services& services, const Call& call,
                                           model::ResourceKind kind);
// preview_handler.cc
Result<http::ServerResponse> PreviewDataset(const Services& services, const Call& call,
                                            model::ResourceKind kind);
// evaluate_handler.cc
Result<http::ServerResponse> EvaluateAgainstRun(const Services& services, const Call& call,
                                                model::ResourceKind kind);
// backfill_handler.cc
Result<http::ServerResponse> Backfill(const Services& services, const Call& call,
                                      model::ResourceKind kind);
// lineage_handler.cc
/// A graph, or the part and the form of it that the request asks for.
/// Errors: kInvalid InvalidRequestUri, UnknownFormat; as lineage::Select.
Result<http::ServerResponse> AnswerLineage(const Call& call, const lineage::Graph& whole,
                                           UtcTime now);
Result<http::ServerResponse> ShowLineage(const Services& services, const Call& call,
                                         model::ResourceKind kind);
// overview_handler.cc
Result<http::ServerResponse> ShowOverview(const Services& services, const Call& call,
                                          model::ResourceKind kind);
Result<http::ServerResponse> ShowThroughput(const Services& services, const Call& call,
                                            model::ResourceKind kind);
// late_handler.cc
Result<http::ServerResponse> ShowLate(const Services& services, const Call& call,
                                      model::ResourceKind kind);
// permission_handler.cc
Result<http::ServerResponse> ShowPermissions(const Services& services, const Call& call,
                                             model::ResourceKind kind);
/// The operations of a table that the caller may do in the factory with this id; `collection` is
/// "factories" or "datafactories".
Json AllowedIn(const RouteTable& table, std::string_view collection, const std::string& id,
               const Caller& caller);
// schedule_handler.cc
Result<http::ServerResponse> ShowSchedule(const Services& services, const Call& call,
                                          model::ResourceKind kind);
// log_handler.cc
Result<http::ServerResponse> ShowLog(const Services& services, const Call& call,
                                     model::ResourceKind kind);
// search_handlers.cc
Result<http::ServerResponse> SearchRuns(const Services& services, const Call& call,
                                        model::ResourceKind kind);
Result<http::ServerResponse> SearchActivityRuns(const Services& services, const Call& call,
                                                model::ResourceKind kind);
// waits_handler.cc
Result<http::ServerResponse> ShowWaits(const Services& services, const Call& call,
                                       model::ResourceKind kind);
// trigger_handlers.cc
Result<http::ServerResponse> PublishEvents(const Services& services, const Call& call,
                                           model::ResourceKind kind);

/// The handler of an operation and its kind; a null handler if it has none.
struct Operation {
  std::string_view name;
  Handler handler = nullptr;
  model::ResourceKind kind = model::ResourceKind::kFactory;
};
Operation FindOperation(std::string_view name);
/// All that have a handler.
std::vector<std::string_view> HandledOperations();

/// What a request came to, for the audit log; empty if no route has its path.
struct Asked {
  std::string operation;
  std::string action;
  std::string scope;
};

/// Answer a request of `caller`, if its roles allow it. Errors that it answers beside those of the
/// handlers: kDenied AuthorizationFailed, naming action and scope.
http::ServerResponse Answer(const Services& services, const http::ServerRequest& request,
                            const Caller& caller, Asked* asked);
/// Where a trigger is kept: its key.
trigger::Key TriggerKey(const ResourcePath& path);
/// How the store of a blob event trigger is watched: {"enabled", "store", "means", "trouble"}; null
/// if it is not.
Json WatchJson(const Services& services, const trigger::Key& key);
/// What GET and lists show of it.
void ShowRuntimeState(const Services& services, const trigger::Key& key, Json* printed);

/// `/subscriptions` and `/tenants`, which `az login` asks for; null for other paths. `others`: the
/// subscriptions of factories that these services do not know.
using SubscriptionsOf = std::function<std::vector<std::string>()>;
std::optional<http::ServerResponse> AnswerSubscriptions(const Services& services,
                                                        const http::ServerRequest& request,
                                                        const Caller& caller,
                                                        const SubscriptionsOf& others);
/// Errors: kDenied AuthorizationFailed unless a role of the caller allows it.
Result<> NeedRole(const Caller& caller, const std::string& action, const std::string& scope);

}  // namespace weir::api::arm
