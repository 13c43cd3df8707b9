// Which handler answers which operation of version 1; what is not here answers 501.
#include <algorithm>
#include <iterator>

#include "api/error_body.h"
#include "api/v1/handlers.h"
#include "api/v1/routes.h"

namespace weir::api::v1 {
namespace {

using K = Kind;

constexpr Operation kOperations[] = {
    {"v1_factories_put", PutResource, K::kFactory},
    {"v1_factories_update", PatchFactory, K::kFactory},
    {"v1_factories_get", GetResource, K::kFactory},
    {"v1_factories_delete", DeleteResource, K::kFactory},
    {"v1_factories_list_by_group", ListFactories, K::kFactory},
    {"v1_factories_list", ListFactories, K::kFactory},
    {"v1_linked_services_put", PutResource, K::kLinkedService},
    {"v1_linked_services_get", GetResource, K::kLinkedService},
    {"v1_linked_services_delete", DeleteResource, K::kLinkedService},
    {"v1_linked_services_list", ListResources, K::kLinkedService},
    {"v1_datasets_put", PutResource, K::kDataset},
    {"v1_datasets_get", GetResource, K::kDataset},
    {"v1_datasets_delete", DeleteResource, K::kDataset},
    {"v1_datasets_list", ListResources, K::kDataset},
    {"v1_tables_put", PutResource, K::kDataset},
    {"v1_tables_get", GetResource, K::kDataset},
    {"v1_tables_delete", DeleteResource, K::kDataset},
    {"v1_tables_list", ListResources, K::kDataset},
    {"v1_pipelines_put", PutResource, K::kPipeline},
    {"v1_pipelines_get", GetPipeline, K::kPipeline},
    {"v1_pipelines_delete", DeleteResource, K::kPipeline},
    {"v1_pipelines_list", ListResources, K::kPipeline},
    {"v1_pipelines_pause", PauseOrResume, K::kPipeline},
    {"v1_pipelines_resume", PauseOrResume, K::kPipeline},
    {"v1_pipelines_update", SetActivePeriod, K::kPipeline},
    {"v1_pipelines_get_runs", ListPipelineRuns, K::kPipeline},
    {"v1_datasets_slices", ListSlices, K::kDataset},
    {"v1_datasets_set_status", SetSliceStatus, K::kDataset},
    {"v1_datasets_slice_runs", ListSliceRuns, K::kDataset},
    {"v1_tables_slices", ListSlices, K::kDataset},
    {"v1_tables_set_status", SetSliceStatus, K::kDataset},
    {"v1_tables_slice_runs", ListSliceRuns, K::kDataset},
    {"v1_explain", ExplainSlices, K::kDataset},
    {"v1_lineage", ShowLineage, K::kFactory},
    {"v1_runs_get", GetRun, K::kFactory},
    {"v1_runs_log", GetLogAddress, K::kFactory},
    {"v1_run_log", ReadLog, K::kFactory},
    {"v1_run_cancel", CancelRun, K::kFactory},
    {"v1_windows_of_factory", ListWindows, K::kFactory},
    {"v1_windows_of_dataset", ListWindows, K::kDataset},
    {"v1_windows_of_activity", ListWindows, K::kPipeline},
    {"v1_windows_of_activity_too", ListWindows, K::kPipeline},
    {"v1_windows_of_pipeline", ListWindows, K::kPipeline},
    {"v1_windows_of_pipeline_too", ListWindows, K::kPipeline},
    {"v1_gateways_put", PutGateway, K::kGateway},
    {"v1_gateways_update", PutGateway, K::kGateway},
    {"v1_gateways_get", GetResource, K::kGateway},
    {"v1_gateways_delete", DeleteResource, K::kGateway},
    {"v1_gateways_list", ListResources, K::kGateway},
    {"v1_gateways_regenerate_key", NewGatewayKey, K::kGateway},
    {"v1_gateways_list_keys", ListGatewayKeys, K::kGateway},
    {"v1_gateways_regenerate_auth_key", NewGatewayKey, K::kGateway},
    {"v1_gateways_connection_info", GetConnectionInfo, K::kGateway},
    {"v1_hubs_put", PutResource, K::kHub},
    {"v1_hubs_get", GetHub, K::kHub},
    {"v1_hubs_delete", DeleteResource, K::kHub},
    {"v1_hubs_list", ListHubs, K::kHub},
    {"v1_compute_types_put", PutResource, K::kComputeType},
    {"v1_compute_types_get", GetResource, K::kComputeType},
    {"v1_compute_types_delete", DeleteResource, K::kComputeType},
    {"v1_compute_types_list", ListResources, K::kComputeType},
    {"v1_activity_types_put", PutResource, K::kActivityType},
    {"v1_activity_types_get", GetResource, K::kActivityType},
    {"v1_activity_types_delete", DeleteResource, K::kActivityType},
    {"v1_activity_types_list", ListResources, K::kActivityType},
    {"v1_oauth_session", RefuseSignIn, K::kFactory},
    {"v1_apply", ApplyFactory, K::kFactory},
    {"v1_permissions", ShowPermissions, K::kFactory},
};

/// These show only what the caller may see.
constexpr std::string_view kCheckThemselves[] = {"v1_factories_list", "v1_factories_list_by_group",
                                                 "v1_permissions"};

Result<http::ServerResponse> Dispatch(const Services& services, const http::ServerRequest& request,
                                      const Caller& caller, arm::Asked* asked) {
  WEIR_ASSIGN(arm::RouteTable::Match match, Routes().Find(request.method, request.path()));
  *asked = {match.route->operation, match.route->action, match.Scope()};
  if (ChangesNothing(request, *match.route)) {
    asked->operation = "v1_plan";
    asked->action = "Microsoft.DataFactory/datafactories/read";
  }
  if (std::find(std::begin(kCheckThemselves), std::end(kCheckThemselves), asked->operation) ==
      std::end(kCheckThemselves)) {
    WEIR_TRY(arm::NeedRole(caller, asked->action, asked->scope));
  }
  if (!OnlyLooks(asked->action)) WEIR_TRY(services.engine->NeedStore());
  const Operation operation = FindOperation(match.route->operation);
  if (operation.handler == nullptr) {
    return Fail(ErrorKind::kUnsupported, "OperationNotSupported",
                "the operation '" + match.route->operation + "' (" + match.route->method + " " +
                    match.route->path + ") is not supported");
  }
  WEIR_ASSIGN(const Call call, Call::Read(request, std::move(match), caller, kApiVersions));
  return operation.handler(services, call, operation.kind);
}

}  // namespace

Operation FindOperation(std::string_view name) {
  const auto* found = std::find_if(std::begin(kOperations), std::end(kOperations),
                                   [&](const Operation& one) { return one.name == name; });
  return found == std::end(kOperations) ? Operation{} : *found;
}

http::ServerResponse Answer(const Services& services, const http::ServerRequest& request,
                            const Caller& caller, arm::Asked* asked) {
  Result<http::ServerResponse> response = Dispatch(services, request, caller, asked);
  return response ? *std::move(response) : ErrorResponse(response.error());
}

Result<http::ServerResponse> ShowPermissions(const Services& /*services*/, const Call& call,
                                             Kind /*kind*/) {
  const std::string id = FactoryPathOf(call).FactoryId();
  return JsonResponse(
      Json::Object({{"operations", arm::AllowedIn(Routes(), "datafactories", id, call.caller())}}));
}

ResourcePath FactoryPathOf(const Call& call) {
  ResourcePath path;
  path.subscription = call.PathValue("subscriptionId");
  path.group = call.PathValue("resourceGroupName");
  path.factory = call.PathValue("dataFactoryName");
  return path;
}

ResourcePath PathOf(const Call& call, Kind kind) {
  ResourcePath path = FactoryPathOf(call);
  path.kind = kind;
  if (kind != Kind::kFactory) path.name = call.PathValue(InfoOf(kind).parameter);
  return path;
}

Result<> Follow(const Services& services, const ResourcePath& path) {
  switch (path.kind) {
    case Kind::kFactory:
    case Kind::kLinkedService:
    case Kind::kDataset:
    case Kind::kPipeline:
      return services.slices->Changed(path.FactoryKey());
    case Kind::kGateway:
    case Kind::kHub:
    case Kind::kComputeType:
    case Kind::kActivityType:
      return {};
  }
  return {};
}

}  // namespace weir::api::v1
