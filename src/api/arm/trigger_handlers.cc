#include <algorithm>

#include "api/arm/handlers.h"
#include "api/arm/page_response.h"
#include "api/arm/resource_document.h"
#include "api/arm/run_filters.h"
#include "api/error_body.h"
#include "base/names.h"
#include "schedule/events.h"

namespace weir::api::arm {
namespace {

using http::ServerResponse;
using model::ResourceKind;

bool IsEventTrigger(const Kept& kept) {
  const std::string& type = kept.document["properties"]["type"].as_string();
  return SameName(type, "BlobEventsTrigger") || SameName(type, "CustomEventsTrigger");
}

Json PrintTriggerRun(const store::TriggerRunRecord& run) {
  return Json::Object({{"triggerRunId", run.trigger_run_id},
                       {"triggerName", run.trigger},
                       {"triggerType", run.type},
                       {"triggerRunTimestamp", FormatUtc(run.time)},
                       {"status", run.status},
                       {"message", run.message.empty() ? Json() : Json(run.message)},
                       {"properties", run.properties},
                       {"triggeredPipelines", run.pipelines},
                       {"runDimension", Json::Object()},
                       {"dependencyStatus", Json::Object()}});
}

/// The key of the trigger whose run the path names.
trigger::Key RunsTrigger(const Call& call) {
  return {call.FactoryPath().FactoryKey(), NameKey(call.PathValue("triggerName"))};
}

/// The trigger run of the path, which must be of a window.
Result<store::TriggerRunRecord> FindWindowRun(const Services& services, const Call& call) {
  const std::string& id = call.PathValue("runId");
  const trigger::Key key = RunsTrigger(call);
  WEIR_ASSIGN(const auto found, services.store->FindTriggerRun(NameKey(id)));
  if (!found || found->factory != key.first || NameKey(found->trigger) != key.second) {
    return Fail(ErrorKind::kNotFound, "TriggerRunNotFound",
                "the trigger has no trigger run '" + id + "'");
  }
  if (found->properties["windowStartTime"].is_string()) return *found;
  return Fail(ErrorKind::kInvalid, "BadRequest",
              "only trigger runs of tumbling window triggers can be rerun or cancelled; rerun the "
              "pipeline runs instead");
}

Result<schedule::Window> WindowOf(const store::TriggerRunRecord& run) {
  WEIR_ASSIGN(const UtcTime start, ParseUtc(run.properties["windowStartTime"].as_string()));
  WEIR_ASSIGN(const UtcTime end, ParseUtc(run.properties["windowEndTime"].as_string()));
  return schedule::Window{start, end};
}

}  // namespace

trigger::Key TriggerKey(const ResourcePath& path) {
  return {path.FactoryKey(), NameKey(path.name)};
}

void ShowRuntimeState(const Services& services, const trigger::Key& key, Json* printed) {
  Json properties = (*printed)["properties"];
  properties.Set("runtimeState", services.triggers->started(key) ? "Started" : "Stopped");
  printed->Set("properties", std::move(properties));
}

Json WatchJson(const Services& services, const trigger::Key& key) {
  if (services.watcher == nullptr) return {};
  const trigger::WatchStatus status = services.watcher->StatusOf(key);
  if (status.means.empty() && status.trouble.empty()) return {};
  Json json = Json::Object({{"enabled", status.enabled}});
  if (!status.store.empty()) json.Set("store", status.store);
  if (!status.means.empty()) json.Set("means", status.means);
  if (!status.trouble.empty()) json.Set("trouble", status.trouble);
  return json;
}

Result<ServerResponse> StartTrigger(const Services& services, const Call& call, ResourceKind kind) {
  const ResourcePath path = call.PathOf(kind);
  const std::lock_guard changing(services.changing_triggers);
  WEIR_ASSIGN(const Kept kept, services.factories->Get(path));
  WEIR_TRY(services.triggers->Start(TriggerKey(path), kept.name, kept.document["properties"]));
  return ServerResponse{200, {}, {}};
}

Result<ServerResponse> StopTrigger(const Services& services, const Call& call, ResourceKind kind) {
  const ResourcePath path = call.PathOf(kind);
  const std::lock_guard changing(services.changing_triggers);
  WEIR_ASSIGN(const Kept kept, services.factories->Get(path));
  WEIR_TRY(services.triggers->Stop(TriggerKey(path)));
  return ServerResponse{200, {}, {}};
}

/// The triggers of the factory, or those that rerun windows of one.
Result<ServerResponse> QueryTriggers(const Services& services, const Call& call,
                                     ResourceKind kind) {
  WEIR_ASSIGN(const Json body, call.Body(true));
  const std::string& parent = body["parentTriggerName"].as_string();
  ResourcePath path = call.FactoryPath();
  path.kind = kind;
  constexpr size_t kPageMax = 100;
  WEIR_ASSIGN(const KeptPage page,
              services.factories->List(path, body["continuationToken"].as_string(), kPageMax));
  Json value = Json::Array();
  for (const Kept& kept : page.items) {
    const Json& above = kept.document["properties"]["typeProperties"]["parentTrigger"];
    if (!parent.empty() && !SameName(above["referenceName"].as_string(), parent)) continue;
    Json printed = PrintResource(kind, kept);
    ShowRuntimeState(services, {path.FactoryKey(), NameKey(kept.name)}, &printed);
    value.Append(std::move(printed));
  }
  Json answer = Json::Object({{"value", std::move(value)}});
  if (!page.next.empty()) answer.AppendMember("continuationToken", page.next);
  return JsonResponse(answer);
}

/// Events are taken from the moment a trigger is started. Beside the contract's: which store is
/// watched, and how, or why not.
Result<ServerResponse> UseSubscription(const Services& services, const Call& call,
                                       ResourceKind kind) {
  const ResourcePath path = call.PathOf(kind);
  WEIR_ASSIGN(const Kept kept, services.factories->Get(path));
  if (!IsEventTrigger(kept)) {
    return Fail(ErrorKind::kInvalid, "BadRequest",
                "only BlobEventsTrigger and CustomEventsTrigger have an event subscription");
  }
  const bool off = call.route().operation == "triggers_unsubscribe_from_events";
  Json answer =
      Json::Object({{"triggerName", kept.name}, {"status", off ? "Disabled" : "Enabled"}});
  const Json watch = WatchJson(services, TriggerKey(path));
  if (off || watch.is_null()) return JsonResponse(answer);
  if (!watch["enabled"].as_bool()) answer.Set("status", "Provisioning");
  answer.Set("watch", watch);
  return JsonResponse(answer);
}

Result<ServerResponse> QueryTriggerRuns(const Services& services, const Call& call,
                                        ResourceKind /*kind*/) {
  const ResourcePath factory = call.FactoryPath();
  WEIR_ASSIGN(const auto known, services.factories->Find(factory));
  (void)known;  // A factory that is not there is told first.
  WEIR_ASSIGN(const Json body, call.Body());
  WEIR_ASSIGN(store::RunQuery query, ReadRunQuery(body, RunKind::kTriggerRuns));
  query.factory = factory.FactoryKey();
  WEIR_ASSIGN(const auto page, services.store->QueryTriggerRuns(query));
  return PageResponse(page, PrintTriggerRun);
}

Result<ServerResponse> RerunTriggerRun(const Services& services, const Call& call,
                                       ResourceKind /*kind*/) {
  WEIR_ASSIGN(const store::TriggerRunRecord run, FindWindowRun(services, call));
  WEIR_ASSIGN(const schedule::Window window, WindowOf(run));
  WEIR_TRY(services.triggers->Rerun(RunsTrigger(call), window, false));
  return ServerResponse{200, {}, {}};
}

Result<ServerResponse> CancelTriggerRun(const Services& services, const Call& call,
                                        ResourceKind /*kind*/) {
  WEIR_ASSIGN(const store::TriggerRunRecord run, FindWindowRun(services, call));
  WEIR_ASSIGN(const schedule::Window window, WindowOf(run));
  WEIR_TRY(services.triggers->Cancel(RunsTrigger(call), window));
  return ServerResponse{200, {}, {}};
}

Result<ServerResponse> PublishEvents(const Services& services, const Call& call,
                                     ResourceKind /*kind*/) {
  const ResourcePath factory = call.FactoryPath();
  WEIR_ASSIGN(const auto known, services.factories->Find(factory));
  (void)known;  // A factory that is not there is told first.
  WEIR_ASSIGN(const Json posted, ParseJson(call.request().body, {.strict = true}));
  WEIR_ASSIGN(const std::vector<Json> events, schedule::ReadEvents(posted));
  for (const Json& event : events) {
    WEIR_TRY(services.triggers->Publish(factory.FactoryKey(), event));
  }
  return ServerResponse{200, {}, {}};
}

}  // namespace weir::api::arm
