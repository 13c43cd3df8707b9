// Which handler answers which operation; what is not here answers 501.
#include <algorithm>
#include <iterator>

#include "api/arm/events_handler.h"
#include "api/arm/handlers.h"
#include "api/error_body.h"
#include "base/names.h"

namespace weir::api::arm {
namespace {

using K = model::ResourceKind;

constexpr Operation kOperations[] = {
    {"factories_create_or_update", PutResource, K::kFactory},
    {"factories_get", GetResource, K::kFactory},
    {"factories_update", PatchFactory, K::kFactory},
    {"factories_delete", DeleteResource, K::kFactory},
    {"factories_list_by_resource_group", ListFactories, K::kFactory},
    {"factories_list", ListFactories, K::kFactory},
    {"pipelines_create_or_update", PutResource, K::kPipeline},
    {"pipelines_get", GetResource, K::kPipeline},
    {"pipelines_delete", DeleteResource, K::kPipeline},
    {"pipelines_list_by_factory", ListResources, K::kPipeline},
    {"datasets_create_or_update", PutResource, K::kDataset},
    {"datasets_get", GetResource, K::kDataset},
    {"datasets_delete", DeleteResource, K::kDataset},
    {"datasets_list_by_factory", ListResources, K::kDataset},
    {"linked_services_create_or_update", PutResource, K::kLinkedService},
    {"linked_services_get", GetResource, K::kLinkedService},
    {"linked_services_delete", DeleteResource, K::kLinkedService},
    {"linked_services_list_by_factory", ListResources, K::kLinkedService},
    {"triggers_create_or_update", PutResource, K::kTrigger},
    {"triggers_get", GetResource, K::kTrigger},
    {"triggers_delete", DeleteResource, K::kTrigger},
    {"triggers_list_by_factory", ListResources, K::kTrigger},
    {"triggers_query_by_factory", QueryTriggers, K::kTrigger},
    {"triggers_start", StartTrigger, K::kTrigger},
    {"triggers_stop", StopTrigger, K::kTrigger},
    {"triggers_subscribe_to_events", UseSubscription, K::kTrigger},
    {"triggers_unsubscribe_from_events", UseSubscription, K::kTrigger},
    {"triggers_get_event_subscription_status", UseSubscription, K::kTrigger},
    {"trigger_runs_query_by_factory", QueryTriggerRuns, K::kTrigger},
    {"trigger_runs_rerun", RerunTriggerRun, K::kTrigger},
    {"trigger_runs_cancel", CancelTriggerRun, K::kTrigger},
    {"data_flows_create_or_update", PutResource, K::kDataFlow},
    {"data_flows_get", GetResource, K::kDataFlow},
    {"data_flows_delete", DeleteResource, K::kDataFlow},
    {"data_flows_list_by_factory", ListResources, K::kDataFlow},
    {"credential_operations_create_or_update", PutResource, K::kCredential},
    {"credential_operations_get", GetResource, K::kCredential},
    {"credential_operations_delete", DeleteResource, K::kCredential},
    {"credential_operations_list_by_factory", ListResources, K::kCredential},
    {"integration_runtimes_create_or_update", PutResource, K::kIntegrationRuntime},
    {"integration_runtimes_get", GetResource, K::kIntegrationRuntime},
    {"integration_runtimes_delete", DeleteResource, K::kIntegrationRuntime},
    {"integration_runtimes_list_by_factory", ListResources, K::kIntegrationRuntime},
    {"global_parameters_create_or_update", PutResource, K::kGlobalParameters},
    {"global_parameters_get", GetResource, K::kGlobalParameters},
    {"global_parameters_delete", DeleteResource, K::kGlobalParameters},
    {"global_parameters_list_by_factory", ListResources, K::kGlobalParameters},
    {"managed_virtual_networks_create_or_update", PutResource, K::kManagedVirtualNetwork},
    {"managed_virtual_networks_get", GetResource, K::kManagedVirtualNetwork},
    {"managed_virtual_networks_list_by_factory", ListResources, K::kManagedVirtualNetwork},
    {"managed_private_endpoints_create_or_update", PutResource, K::kManagedPrivateEndpoint},
    {"managed_private_endpoints_get", GetResource, K::kManagedPrivateEndpoint},
    {"managed_private_endpoints_delete", DeleteResource, K::kManagedPrivateEndpoint},
    {"managed_private_endpoints_list_by_factory", ListResources, K::kManagedPrivateEndpoint},
    {"integration_runtimes_update", PatchRuntime, K::kIntegrationRuntime},
    {"integration_runtimes_get_status", GetRuntimeStatus, K::kIntegrationRuntime},
    {"integration_runtimes_get_monitoring_data", GetRuntimeMonitoring, K::kIntegrationRuntime},
    {"integration_runtimes_list_outbound_network_dependencies_endpoints", GetRuntimeEndpoints,
     K::kIntegrationRuntime},
    {"integration_runtimes_list_auth_keys", ListRuntimeKeys, K::kIntegrationRuntime},
    {"integration_runtimes_regenerate_auth_key", NewRuntimeKey, K::kIntegrationRuntime},
    {"integration_runtimes_start", StartRuntime, K::kIntegrationRuntime},
    {"integration_runtimes_stop", StopRuntime, K::kIntegrationRuntime},
    {"integration_runtimes_upgrade", UseRuntimeNodes, K::kIntegrationRuntime},
    {"integration_runtimes_sync_credentials", UseRuntimeNodes, K::kIntegrationRuntime},
    {"integration_runtime_nodes_get", UseRuntimeNode, K::kIntegrationRuntime},
    {"integration_runtime_nodes_update", UseRuntimeNode, K::kIntegrationRuntime},
    {"integration_runtime_nodes_delete", UseRuntimeNode, K::kIntegrationRuntime},
    {"integration_runtime_nodes_get_ip_address", UseRuntimeNode, K::kIntegrationRuntime},
    {"integration_runtime_object_metadata_refresh", UseSsisMetadata, K::kIntegrationRuntime},
    {"integration_runtime_object_metadata_get", UseSsisMetadata, K::kIntegrationRuntime},
    {"integration_runtimes_get_connection_info", RefuseOfRuntime, K::kIntegrationRuntime},
    {"integration_runtimes_remove_links", UnlinkRuntime, K::kIntegrationRuntime},
    {"integration_runtimes_create_linked_integration_runtime", LinkRuntime, K::kIntegrationRuntime},
    {"integration_runtime_enable_interactive_query", RefuseOfRuntime, K::kIntegrationRuntime},
    {"integration_runtime_disable_interactive_query", RefuseOfRuntime, K::kIntegrationRuntime},
    {"change_data_capture_create_or_update", PutResource, K::kChangeDataCapture},
    {"change_data_capture_get", GetResource, K::kChangeDataCapture},
    {"change_data_capture_delete", DeleteResource, K::kChangeDataCapture},
    {"change_data_capture_list_by_factory", ListResources, K::kChangeDataCapture},
    {"change_data_capture_start", ActOnCapture, K::kChangeDataCapture},
    {"change_data_capture_stop", ActOnCapture, K::kChangeDataCapture},
    {"change_data_capture_status", ActOnCapture, K::kChangeDataCapture},
    {"operations_list", ListOperations, K::kFactory},
    {"factories_configure_factory_repo", ConfigureRepository, K::kFactory},
    {"factories_get_data_plane_access", GetDataPlaneAccess, K::kFactory},
    {"factories_get_git_hub_access_token", RefuseOfFactory, K::kFactory},
    {"exposure_control_get_feature_value", GetFeature, K::kFactory},
    {"exposure_control_get_feature_value_by_factory", GetFeature, K::kFactory},
    {"exposure_control_query_feature_values_by_factory", QueryFeatures, K::kFactory},
    {"private_link_resources_get", ListNone, K::kFactory},
    {"private_end_point_connections_list_by_factory", ListNone, K::kFactory},
    {"private_endpoint_connection_get", FindNone, K::kFactory},
    {"private_endpoint_connection_delete", FindNone, K::kFactory},
    {"private_endpoint_connection_create_or_update", RefuseOfFactory, K::kFactory},
    {"data_flow_debug_session_create", CreateDebugSession, K::kFactory},
    {"data_flow_debug_session_query_by_factory", ListDebugSessions, K::kFactory},
    {"data_flow_debug_session_add_data_flow", UseDebugSession, K::kFactory},
    {"data_flow_debug_session_delete", UseDebugSession, K::kFactory},
    {"data_flow_debug_session_execute_command", UseDebugSession, K::kFactory},
    {"pipelines_create_run", CreateRun, K::kPipeline},
    {"pipeline_runs_get", GetRun, K::kPipeline},
    {"pipeline_runs_cancel", CancelRun, K::kPipeline},
    {"pipeline_runs_query_by_factory", QueryRuns, K::kPipeline},
    {"activity_runs_query_by_pipeline_run", QueryActivityRuns, K::kPipeline},
    {"weir_apply", ApplyFactory, K::kFactory},
    {"weir_test_connection", TestConnection, K::kLinkedService},
    {"weir_resources", ListAllResources, K::kFactory},
    {"weir_validate", ValidateResource, K::kFactory},
    {"weir_schema", ShowSchema, K::kFactory},
    {"weir_specs", ShowSpecs, K::kFactory},
    {"weir_dry_run", DryRunPipeline, K::kPipeline},
    {"weir_debug", DebugPipeline, K::kPipeline},
    {"weir_debug_show", ShowDebug, K::kFactory},
    {"weir_debug_continue", ContinueDebug, K::kFactory},
    {"weir_preview", PreviewDataset, K::kDataset},
    {"weir_evaluate", EvaluateAgainstRun, K::kFactory},
    {"weir_publish_events", PublishEvents, K::kFactory},
    {"weir_schedule", ShowSchedule, K::kFactory},
    {"weir_backfill", Backfill, K::kTrigger},
    {"weir_lineage", ShowLineage, K::kFactory},
    {"weir_run_lineage", ShowLineage, K::kFactory},
    {"weir_overview", ShowOverview, K::kFactory},
    {"weir_search_pipeline_runs", SearchRuns, K::kPipeline},
    {"weir_search_activity_runs", SearchActivityRuns, K::kPipeline},
    {"weir_throughput", ShowThroughput, K::kFactory},
    {"weir_late", ShowLate, K::kFactory},
    {"weir_permissions", ShowPermissions, K::kFactory},
    {"weir_run_waits", ShowWaits, K::kFactory},
    {"weir_run_events", ShowEvents, K::kFactory},
    {"weir_run_log", ShowLog, K::kFactory},
    {"weir_alerts_list", ListResources, K::kAlert},
    {"weir_alerts_get", GetResource, K::kAlert},
    {"weir_alerts_put", PutResource, K::kAlert},
    {"weir_alerts_delete", DeleteResource, K::kAlert},
    {"weir_alerts_test", TestAlert, K::kAlert},
    {"weir_alert_history", ShowAlertHistory, K::kFactory},
};

/// These show only what the caller may see, or look at the body for what they are about.
constexpr std::string_view kCheckThemselves[] = {
    "operations_list", "factories_list", "factories_list_by_resource_group",
    "factories_configure_factory_repo", "weir_permissions"};

/// True for paths beside the contract.
bool IsOwn(const http::ServerRequest& request) {
  constexpr std::string_view kBefore = "/weir/";
  return SameName(request.path().substr(0, kBefore.size()), kBefore);
}

Result<http::ServerResponse> Dispatch(const Services& services, const http::ServerRequest& request,
                                      const Caller& caller, Asked* asked) {
  const RouteTable& table = IsOwn(request) ? RouteTable::Own() : RouteTable::Get();
  WEIR_ASSIGN(RouteTable::Match match, table.Find(request.method, request.path()));
  *asked = {match.route->operation, match.route->action, match.Scope()};
  if (IsPlan(request, *match.route)) {
    asked->operation = "weir_plan";
    asked->action = "Microsoft.DataFactory/factories/read";
  }
  if (std::find(std::begin(kCheckThemselves), std::end(kCheckThemselves), asked->operation) ==
      std::end(kCheckThemselves)) {
    WEIR_TRY(NeedRole(caller, asked->action, asked->scope));
  }
  if (!OnlyLooks(asked->action)) WEIR_TRY(services.engine->NeedStore());
  const Operation operation = FindOperation(match.route->operation);
  if (operation.handler == nullptr && IsOwn(request)) {
    return Fail(ErrorKind::kNotFound, "InvalidResourceType",
                "the service spells the path '" + match.route->path + "'");
  }
  if (operation.handler == nullptr) {
    return Fail(ErrorKind::kUnsupported, "OperationNotSupported",
                "the operation '" + match.route->operation + "' (" + match.route->method + " " +
                    match.route->path + ") is not supported");
  }
  WEIR_ASSIGN(const Call call, Call::Read(request, std::move(match), caller));
  return operation.handler(services, call, operation.kind);
}

}  // namespace

Operation FindOperation(std::string_view name) {
  const auto* found = std::find_if(std::begin(kOperations), std::end(kOperations),
                                   [&](const Operation& one) { return one.name == name; });
  return found == std::end(kOperations) ? Operation{} : *found;
}

std::vector<std::string_view> HandledOperations() {
  std::vector<std::string_view> names;
  for (const Operation& one : kOperations) names.push_back(one.name);
  return names;
}

Result<> NeedRole(const Caller& caller, const std::string& action, const std::string& scope) {
  if (caller.May(action, scope)) return {};
  return Fail(ErrorKind::kDenied, "AuthorizationFailed",
              "The client '" + caller.name + "' with object id '" + caller.id +
                  "' does not have authorization to perform action '" + action + "' over scope '" +
                  scope + "' or the scope is invalid.");
}

http::ServerResponse Answer(const Services& services, const http::ServerRequest& request,
                            const Caller& caller, Asked* asked) {
  Result<http::ServerResponse> response = Dispatch(services, request, caller, asked);
  return response ? *std::move(response) : ErrorResponse(response.error());
}

}  // namespace weir::api::arm
