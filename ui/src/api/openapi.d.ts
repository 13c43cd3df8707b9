// Made by scripts/gen-api.mjs from /openapi.json. Do not edit.
export interface paths {
    "/providers/Microsoft.DataFactory/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/operations/read */
        get: operations["operations_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/read */
        get: operations["factories_get"];
        /** @description Action of roles: Microsoft.DataFactory/factories/write */
        put: operations["factories_create_or_update"];
        post?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/delete */
        delete: operations["factories_delete"];
        options?: never;
        head?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/write */
        patch: operations["factories_update"];
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/read */
        get: operations["factories_list_by_resource_group"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/providers/Microsoft.DataFactory/factories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/read */
        get: operations["factories_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/getGitHubAccessToken": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/getGitHubAccessToken/action */
        post: operations["factories_get_git_hub_access_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/getDataPlaneAccess": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/getDataPlaneAccess/action */
        post: operations["factories_get_data_plane_access"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/providers/Microsoft.DataFactory/locations/{locationId}/configureFactoryRepo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/locations/configureFactoryRepo/action */
        post: operations["factories_configure_factory_repo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/getFeatureValue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/getFeatureValue/action */
        post: operations["exposure_control_get_feature_value_by_factory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/queryFeaturesValue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/queryFeaturesValue/action */
        post: operations["exposure_control_query_feature_values_by_factory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/providers/Microsoft.DataFactory/locations/{locationId}/getFeatureValue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/locations/getFeatureValue/action */
        post: operations["exposure_control_get_feature_value"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/queryPipelineRuns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/queryPipelineRuns/action */
        post: operations["pipeline_runs_query_by_factory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/pipelineruns/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/pipelineruns/read */
        get: operations["pipeline_runs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/pipelineruns/{runId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/pipelineruns/cancel/action */
        post: operations["pipeline_runs_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/pipelineruns/{runId}/queryActivityruns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/pipelineruns/queryActivityruns/action */
        post: operations["activity_runs_query_by_pipeline_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/querytriggers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/querytriggers/action */
        post: operations["triggers_query_by_factory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/triggers/{triggerName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/triggers/read */
        get: operations["triggers_get"];
        /** @description Action of roles: Microsoft.DataFactory/factories/triggers/write */
        put: operations["triggers_create_or_update"];
        post?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/triggers/delete */
        delete: operations["triggers_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/triggers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/triggers/read */
        get: operations["triggers_list_by_factory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/triggers/{triggerName}/subscribeToEvents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/triggers/subscribeToEvents/action */
        post: operations["triggers_subscribe_to_events"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/triggers/{triggerName}/getEventSubscriptionStatus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/triggers/getEventSubscriptionStatus/action */
        post: operations["triggers_get_event_subscription_status"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/triggers/{triggerName}/unsubscribeFromEvents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/triggers/unsubscribeFromEvents/action */
        post: operations["triggers_unsubscribe_from_events"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/triggers/{triggerName}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/triggers/start/action */
        post: operations["triggers_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/triggers/{triggerName}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/triggers/stop/action */
        post: operations["triggers_stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/queryTriggerRuns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/queryTriggerRuns/action */
        post: operations["trigger_runs_query_by_factory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/triggers/{triggerName}/triggerRuns/{runId}/rerun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/triggers/triggerRuns/rerun/action */
        post: operations["trigger_runs_rerun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/triggers/{triggerName}/triggerRuns/{runId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/triggers/triggerRuns/cancel/action */
        post: operations["trigger_runs_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/createDataFlowDebugSession": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/createDataFlowDebugSession/action */
        post: operations["data_flow_debug_session_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/queryDataFlowDebugSessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/queryDataFlowDebugSessions/action */
        post: operations["data_flow_debug_session_query_by_factory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/addDataFlowToDebugSession": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/addDataFlowToDebugSession/action */
        post: operations["data_flow_debug_session_add_data_flow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/deleteDataFlowDebugSession": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/deleteDataFlowDebugSession/action */
        post: operations["data_flow_debug_session_delete"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/executeDataFlowDebugCommand": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/executeDataFlowDebugCommand/action */
        post: operations["data_flow_debug_session_execute_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/privateLinkResources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/privateLinkResources/read */
        get: operations["private_link_resources_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/read */
        get: operations["integration_runtimes_get"];
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/write */
        put: operations["integration_runtimes_create_or_update"];
        post?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/delete */
        delete: operations["integration_runtimes_delete"];
        options?: never;
        head?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/write */
        patch: operations["integration_runtimes_update"];
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/read */
        get: operations["integration_runtimes_list_by_factory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}/getStatus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/getStatus/action */
        post: operations["integration_runtimes_get_status"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}/outboundNetworkDependenciesEndpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/outboundNetworkDependenciesEndpoints/read */
        get: operations["integration_runtimes_list_outbound_network_dependencies_endpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}/getConnectionInfo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/getConnectionInfo/action */
        post: operations["integration_runtimes_get_connection_info"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}/regenerateAuthKey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/regenerateAuthKey/action */
        post: operations["integration_runtimes_regenerate_auth_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}/listAuthKeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/listAuthKeys/action */
        post: operations["integration_runtimes_list_auth_keys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/start/action */
        post: operations["integration_runtimes_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/stop/action */
        post: operations["integration_runtimes_stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}/syncCredentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/syncCredentials/action */
        post: operations["integration_runtimes_sync_credentials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}/monitoringData": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/monitoringData/action */
        post: operations["integration_runtimes_get_monitoring_data"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}/upgrade": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/upgrade/action */
        post: operations["integration_runtimes_upgrade"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}/removeLinks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/removeLinks/action */
        post: operations["integration_runtimes_remove_links"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}/linkedIntegrationRuntime": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/linkedIntegrationRuntime/action */
        post: operations["integration_runtimes_create_linked_integration_runtime"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}/refreshObjectMetadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/refreshObjectMetadata/action */
        post: operations["integration_runtime_object_metadata_refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}/getObjectMetadata": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/getObjectMetadata/action */
        post: operations["integration_runtime_object_metadata_get"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}/nodes/{nodeName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/nodes/read */
        get: operations["integration_runtime_nodes_get"];
        put?: never;
        post?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/nodes/delete */
        delete: operations["integration_runtime_nodes_delete"];
        options?: never;
        head?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/nodes/write */
        patch: operations["integration_runtime_nodes_update"];
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}/nodes/{nodeName}/ipAddress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/nodes/ipAddress/action */
        post: operations["integration_runtime_nodes_get_ip_address"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}/enableInteractiveQuery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/enableInteractiveQuery/action */
        post: operations["integration_runtime_enable_interactive_query"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/integrationRuntimes/{integrationRuntimeName}/disableInteractiveQuery": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/integrationRuntimes/disableInteractiveQuery/action */
        post: operations["integration_runtime_disable_interactive_query"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/linkedservices/{linkedServiceName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/linkedservices/read */
        get: operations["linked_services_get"];
        /** @description Action of roles: Microsoft.DataFactory/factories/linkedservices/write */
        put: operations["linked_services_create_or_update"];
        post?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/linkedservices/delete */
        delete: operations["linked_services_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/linkedservices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/linkedservices/read */
        get: operations["linked_services_list_by_factory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/datasets/{datasetName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/datasets/read */
        get: operations["datasets_get"];
        /** @description Action of roles: Microsoft.DataFactory/factories/datasets/write */
        put: operations["datasets_create_or_update"];
        post?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/datasets/delete */
        delete: operations["datasets_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/datasets/read */
        get: operations["datasets_list_by_factory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/pipelines/{pipelineName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/pipelines/read */
        get: operations["pipelines_get"];
        /** @description Action of roles: Microsoft.DataFactory/factories/pipelines/write */
        put: operations["pipelines_create_or_update"];
        post?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/pipelines/delete */
        delete: operations["pipelines_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/pipelines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/pipelines/read */
        get: operations["pipelines_list_by_factory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/pipelines/{pipelineName}/createRun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/pipelines/createRun/action */
        post: operations["pipelines_create_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/dataflows/{dataFlowName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/dataflows/read */
        get: operations["data_flows_get"];
        /** @description Action of roles: Microsoft.DataFactory/factories/dataflows/write */
        put: operations["data_flows_create_or_update"];
        post?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/dataflows/delete */
        delete: operations["data_flows_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/dataflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/dataflows/read */
        get: operations["data_flows_list_by_factory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/managedVirtualNetworks/{managedVirtualNetworkName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/managedVirtualNetworks/read */
        get: operations["managed_virtual_networks_get"];
        /** @description Action of roles: Microsoft.DataFactory/factories/managedVirtualNetworks/write */
        put: operations["managed_virtual_networks_create_or_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/managedVirtualNetworks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/managedVirtualNetworks/read */
        get: operations["managed_virtual_networks_list_by_factory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/managedVirtualNetworks/{managedVirtualNetworkName}/managedPrivateEndpoints/{managedPrivateEndpointName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints/read */
        get: operations["managed_private_endpoints_get"];
        /** @description Action of roles: Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints/write */
        put: operations["managed_private_endpoints_create_or_update"];
        post?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints/delete */
        delete: operations["managed_private_endpoints_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/managedVirtualNetworks/{managedVirtualNetworkName}/managedPrivateEndpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/managedVirtualNetworks/managedPrivateEndpoints/read */
        get: operations["managed_private_endpoints_list_by_factory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/credentials/{credentialName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/credentials/read */
        get: operations["credential_operations_get"];
        /** @description Action of roles: Microsoft.DataFactory/factories/credentials/write */
        put: operations["credential_operations_create_or_update"];
        post?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/credentials/delete */
        delete: operations["credential_operations_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/credentials/read */
        get: operations["credential_operations_list_by_factory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/privateEndpointConnections/{privateEndpointConnectionName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/privateEndpointConnections/read */
        get: operations["private_endpoint_connection_get"];
        /** @description Action of roles: Microsoft.DataFactory/factories/privateEndpointConnections/write */
        put: operations["private_endpoint_connection_create_or_update"];
        post?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/privateEndpointConnections/delete */
        delete: operations["private_endpoint_connection_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/privateEndpointConnections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/privateEndpointConnections/read */
        get: operations["private_end_point_connections_list_by_factory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/globalParameters/{globalParameterName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/globalParameters/read */
        get: operations["global_parameters_get"];
        /** @description Action of roles: Microsoft.DataFactory/factories/globalParameters/write */
        put: operations["global_parameters_create_or_update"];
        post?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/globalParameters/delete */
        delete: operations["global_parameters_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/globalParameters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/globalParameters/read */
        get: operations["global_parameters_list_by_factory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/adfcdcs/{changeDataCaptureName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/adfcdcs/read */
        get: operations["change_data_capture_get"];
        /** @description Action of roles: Microsoft.DataFactory/factories/adfcdcs/write */
        put: operations["change_data_capture_create_or_update"];
        post?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/adfcdcs/delete */
        delete: operations["change_data_capture_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/adfcdcs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/adfcdcs/read */
        get: operations["change_data_capture_list_by_factory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/adfcdcs/{changeDataCaptureName}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/adfcdcs/start/action */
        post: operations["change_data_capture_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/adfcdcs/{changeDataCaptureName}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Action of roles: Microsoft.DataFactory/factories/adfcdcs/stop/action */
        post: operations["change_data_capture_stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/adfcdcs/{changeDataCaptureName}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Action of roles: Microsoft.DataFactory/factories/adfcdcs/status/read */
        get: operations["change_data_capture_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Make a factory hold exactly what the body says, or with plan=true say what would change; a plan needs Microsoft.DataFactory/factories/read only. Action of roles: Microsoft.DataFactory/factories/write */
        post: operations["weir_apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The names of all resources of a factory, and what each of them names. Action of roles: Microsoft.DataFactory/factories/read */
        get: operations["weir_resources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description What would be wrong with a factory if one of its resources were as the body says. Nothing is kept. Action of roles: Microsoft.DataFactory/factories/read */
        post: operations["weir_validate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/schemas/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The JSON Schema of a kind of resource, as `weir schema` writes it. Action of roles: Microsoft.DataFactory/factories/read */
        get: operations["weir_schema"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/specs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What this service can run: the functions of expressions, the types of activities. Action of roles: Microsoft.DataFactory/factories/read */
        get: operations["weir_specs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/pipelines/{pipelineName}/dryRun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Walk a pipeline on real control flow in virtual time: expressions are evaluated, activities answered by fakes, nothing outside is touched. With `text`, as the pipeline would be. Action of roles: Microsoft.DataFactory/factories/read */
        post: operations["weir_dry_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/pipelines/{pipelineName}/debug": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Run a pipeline once as `text` says it, without keeping that. Action of roles: Microsoft.DataFactory/factories/pipelines/write */
        post: operations["weir_debug"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/pipelineruns/{runId}/debug": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Where a run stands that pauses at breakpoints: before which activities, with the input that each would have, and the variables. Action of roles: Microsoft.DataFactory/factories/pipelineruns/read */
        get: operations["weir_debug_show"];
        put?: never;
        /** @description Let a run go on that is paused at a breakpoint. 409 if it is not paused. Action of roles: Microsoft.DataFactory/factories/pipelines/write */
        post: operations["weir_debug_continue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/datasets/{datasetName}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description The first rows of a dataset, at most 100, within 30 seconds. With `text`, as the dataset would be. Action of roles: Microsoft.DataFactory/factories/datasets/write */
        post: operations["weir_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/pipelineruns/{runId}/evaluate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description What an expression gives in a run that is kept. Action of roles: Microsoft.DataFactory/factories/pipelineruns/read */
        post: operations["weir_evaluate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Post an event, or an array of them, to the started event triggers of a factory. An event that came before is taken once. Action of roles: Microsoft.DataFactory/factories/pipelines/createRun/action */
        post: operations["weir_publish_events"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What the triggers of a factory will start, and which windows wait for what. Action of roles: Microsoft.DataFactory/factories/triggers/read */
        get: operations["weir_schedule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/triggers/{triggerName}/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Run the windows of a tumbling window trigger again that lie in a period. Action of roles: Microsoft.DataFactory/factories/triggers/triggerRuns/rerun/action */
        post: operations["weir_backfill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/lineage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Which activity makes which dataset of which, by the factory's definitions. Action of roles: Microsoft.DataFactory/factories/read */
        get: operations["weir_lineage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How the runs of a factory are doing: how many began when and how they are now, what goes on, which pipelines fail. Action of roles: Microsoft.DataFactory/factories/queryPipelineRuns/action */
        get: operations["weir_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/searchPipelineRuns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description A factory's runs by what is in them. Each call looks at one stretch of history, so that it takes a fraction of a second however long that is: go on with the token until there is none. Action of roles: Microsoft.DataFactory/factories/queryPipelineRuns/action */
        post: operations["weir_search_pipeline_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/searchActivityRuns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description What ran in a factory's runs, the newest first, stretch by stretch as searchPipelineRuns. Without inputs and outputs. Action of roles: Microsoft.DataFactory/factories/pipelineruns/read */
        post: operations["weir_search_activity_runs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/throughput": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What the copies that succeeded have moved: rows and bytes, by the time they ended, and by pipeline. Action of roles: Microsoft.DataFactory/factories/queryPipelineRuns/action */
        get: operations["weir_throughput"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/late": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Runs that go on for longer than each of the last that succeeded, by half as much again: of the 100 that began first. Action of roles: Microsoft.DataFactory/factories/queryPipelineRuns/action */
        get: operations["weir_late"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The operations of this service that the roles of the caller allow in a factory, be it there or not. Action of roles: Microsoft.DataFactory/factories/read */
        get: operations["weir_permissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/pipelineruns/{runId}/waits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What a run waits for: which limit, who holds it, its place in the queue. Action of roles: Microsoft.DataFactory/factories/pipelineruns/read */
        get: operations["weir_run_waits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/pipelineruns/{runId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What happened in a run, in order: its activities' starts and ends, retries, what was skipped or taken over, the runs that it started. Action of roles: Microsoft.DataFactory/factories/pipelineruns/read */
        get: operations["weir_run_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/pipelineruns/{runId}/activityruns/{activityRunId}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What a job on other machines said: its beginning and its end, without secrets. Action of roles: Microsoft.DataFactory/factories/pipelineruns/read */
        get: operations["weir_run_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/pipelineruns/{runId}/lineage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What a run read and wrote, with rows and bytes. Action of roles: Microsoft.DataFactory/factories/pipelineruns/read */
        get: operations["weir_run_lineage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The alerts of a factory. Action of roles: Microsoft.DataFactory/factories/read */
        get: operations["weir_alerts_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/alerts/{alertName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description An alert; its secrets are hidden. Action of roles: Microsoft.DataFactory/factories/read */
        get: operations["weir_alerts_get"];
        /** @description Make an alert or put it in place of the one of that name. A hidden secret stays as it is. Action of roles: Microsoft.DataFactory/factories/write */
        put: operations["weir_alerts_put"];
        post?: never;
        /** @description Delete an alert. Action of roles: Microsoft.DataFactory/factories/write */
        delete: operations["weir_alerts_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/alerts/{alertName}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Send a notice that says it is a test to each action of an alert. Action of roles: Microsoft.DataFactory/factories/write */
        post: operations["weir_alerts_test"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/linkedservices/{linkedServiceName}/testConnection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Reach the store behind a linked service: from the service, or from a node of the self-hosted runtime that it names. With `properties`, as the linked service would be. Action of roles: Microsoft.DataFactory/factories/linkedServices/write */
        post: operations["weir_test_connection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/factories/{factoryName}/alertHistory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What the alerts of a factory have told and is not over, and whom they told what. Action of roles: Microsoft.DataFactory/factories/read */
        get: operations["weir_alert_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/callbacks/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description End a WebHook activity: the address that it was given. The token in it is all that is needed; the body becomes the activity's output. */
        post: operations["weir_callback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Changes of runs and activities as they come, as server-sent events. The action is checked for each factory. Action of roles: Microsoft.DataFactory/factories/queryPipelineRuns/action */
        get: operations["weir_event_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Whose session a browser has, or whose token came. */
        get: operations["weir_session"];
        put?: never;
        /** @description Begin the session of a browser: a cookie that no script can read, in exchange for a token. What it then asks for beside GET needs the header X-Weir-Screen, too. */
        post: operations["weir_session_begin"];
        /** @description End the session of a browser. */
        delete: operations["weir_session_end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How people sign in beside a token, and why the last attempt of this browser failed. */
        get: operations["weir_sign_in"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/sign-in/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Send the browser to the issuer of weir serve --sign-in (authorization code, PKCE). */
        get: operations["weir_sign_in_begin"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/sign-in/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Where the issuer sends the browser back to. Its answer counts once, in the browser that began, within 10 minutes. */
        get: operations["weir_sign_in_callback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Metrics in Prometheus' text form, of the factories that the caller may see. Action of roles: Microsoft.DataFactory/factories/queryPipelineRuns/action */
        get: operations["weir_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How the service is. */
        get: operations["weir_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description This document. */
        get: operations["weir_openapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The subscriptions that the caller knows of, as `az login` asks for them. */
        get: operations["weir_subscriptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The one tenant. */
        get: operations["weir_tenants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/{tenant}/oauth2/v2.0/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description A token for a service principal: OAuth 2.0, client credentials. */
        post: operations["weir_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/{tenant}/discovery/v2.0/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The public keys of our tokens. */
        get: operations["weir_token_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/{tenant}/v2.0/.well-known/openid-configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Where tokens come from, as OpenID Connect says it. */
        get: operations["weir_token_issuer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/common/discovery/instance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What MSAL asks of an authority that it does not know. */
        get: operations["weir_instance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metadata/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What `az cloud register` reads. */
        get: operations["weir_cloud"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A factory. Action of roles: Microsoft.DataFactory/datafactories/read */
        get: operations["v1_factories_get"];
        /** @description Make a factory of version 1, or change its tags. Action of roles: Microsoft.DataFactory/datafactories/write */
        put: operations["v1_factories_put"];
        post?: never;
        /** @description Delete a factory with all that is in it. Action of roles: Microsoft.DataFactory/datafactories/delete */
        delete: operations["v1_factories_delete"];
        options?: never;
        head?: never;
        /** @description Change the tags of a factory. Action of roles: Microsoft.DataFactory/datafactories/write */
        patch: operations["v1_factories_update"];
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The factories of a resource group. Action of roles: Microsoft.DataFactory/datafactories/read */
        get: operations["v1_factories_list_by_group"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/providers/Microsoft.DataFactory/datafactories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The factories of a subscription. Action of roles: Microsoft.DataFactory/datafactories/read */
        get: operations["v1_factories_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/linkedservices/{linkedServiceName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A linked service; secrets are shown as ten asterisks. Action of roles: Microsoft.DataFactory/datafactories/linkedservices/read */
        get: operations["v1_linked_services_get"];
        /** @description Make a linked service; secrets are shown as ten asterisks, or put it in place of the one of that name. Action of roles: Microsoft.DataFactory/datafactories/linkedservices/write */
        put: operations["v1_linked_services_put"];
        post?: never;
        /** @description Delete a linked service; secrets are shown as ten asterisks. Action of roles: Microsoft.DataFactory/datafactories/linkedservices/delete */
        delete: operations["v1_linked_services_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/linkedservices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description All of this kind. Action of roles: Microsoft.DataFactory/datafactories/linkedservices/read */
        get: operations["v1_linked_services_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/datasets/{datasetName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A dataset. Action of roles: Microsoft.DataFactory/datafactories/datasets/read */
        get: operations["v1_datasets_get"];
        /** @description Make a dataset, or put it in place of the one of that name. Action of roles: Microsoft.DataFactory/datafactories/datasets/write */
        put: operations["v1_datasets_put"];
        post?: never;
        /** @description Delete a dataset. Action of roles: Microsoft.DataFactory/datafactories/datasets/delete */
        delete: operations["v1_datasets_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description All of this kind. Action of roles: Microsoft.DataFactory/datafactories/datasets/read */
        get: operations["v1_datasets_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/tables/{datasetName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A dataset, by the older name of the collection. Action of roles: Microsoft.DataFactory/datafactories/tables/read */
        get: operations["v1_tables_get"];
        /** @description Make a dataset, by the older name of the collection, or put it in place of the one of that name. Action of roles: Microsoft.DataFactory/datafactories/tables/write */
        put: operations["v1_tables_put"];
        post?: never;
        /** @description Delete a dataset, by the older name of the collection. Action of roles: Microsoft.DataFactory/datafactories/tables/delete */
        delete: operations["v1_tables_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description All of this kind. Action of roles: Microsoft.DataFactory/datafactories/tables/read */
        get: operations["v1_tables_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/datapipelines/{datapipelineName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A pipeline. Action of roles: Microsoft.DataFactory/datafactories/datapipelines/read */
        get: operations["v1_pipelines_get"];
        /** @description Make a pipeline, or put it in place of the one of that name. Action of roles: Microsoft.DataFactory/datafactories/datapipelines/write */
        put: operations["v1_pipelines_put"];
        post?: never;
        /** @description Delete a pipeline. Action of roles: Microsoft.DataFactory/datafactories/datapipelines/delete */
        delete: operations["v1_pipelines_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/datapipelines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description All of this kind, of activities only names and types. Action of roles: Microsoft.DataFactory/datafactories/datapipelines/read */
        get: operations["v1_pipelines_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/datapipelines/{datapipelineName}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Pick up no more slices of the pipeline; runs in progress finish. Action of roles: Microsoft.DataFactory/datafactories/datapipelines/pause/action */
        post: operations["v1_pipelines_pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/datapipelines/{datapipelineName}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Go on with a pipeline that was paused. Action of roles: Microsoft.DataFactory/datafactories/datapipelines/resume/action */
        post: operations["v1_pipelines_resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/datapipelines/{datapipelineName}/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Set the active period. Action of roles: Microsoft.DataFactory/datafactories/datapipelines/update/action */
        post: operations["v1_pipelines_update"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/datapipelines/{datapipelineName}/getruns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The runs of an activity's slices in a period. Action of roles: Microsoft.DataFactory/datafactories/datapipelines/getruns/read */
        get: operations["v1_pipelines_get_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/datasets/{datasetName}/slices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The slices of a dataset that overlap [start, end); without an end, 48 hours. Action of roles: Microsoft.DataFactory/datafactories/datasets/slices/read */
        get: operations["v1_datasets_slices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/datasets/{datasetName}/slices/setstatus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description Set the status of the slices of a dataset in [start, end). Action of roles: Microsoft.DataFactory/datafactories/datasets/slices/write */
        put: operations["v1_datasets_set_status"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/datasets/{datasetName}/sliceruns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The runs of a slice, by its start. Action of roles: Microsoft.DataFactory/datafactories/datasets/sliceruns/read */
        get: operations["v1_datasets_slice_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/tables/{datasetName}/slices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The slices of a dataset that overlap [start, end); without an end, 48 hours. Action of roles: Microsoft.DataFactory/datafactories/tables/slices/read */
        get: operations["v1_tables_slices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/tables/{datasetName}/slices/setstatus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description Set the status of the slices of a dataset in [start, end). Action of roles: Microsoft.DataFactory/datafactories/tables/slices/write */
        put: operations["v1_tables_set_status"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/tables/{datasetName}/sliceruns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The runs of a slice, by its start. Action of roles: Microsoft.DataFactory/datafactories/tables/sliceruns/read */
        get: operations["v1_tables_slice_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/runs/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A run of a slice. Action of roles: Microsoft.DataFactory/datafactories/runs/read */
        get: operations["v1_runs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/runs/{runId}/logInfo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The address of a run's log, with a signature that is good for a while: it needs no token. Action of roles: Microsoft.DataFactory/datafactories/runs/logInfo/read */
        get: operations["v1_runs_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/activitywindows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Activity windows, filtered and sorted. Action of roles: Microsoft.DataFactory/datafactories/activitywindows/read */
        post: operations["v1_windows_of_factory"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/datasets/{datasetName}/activitywindows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Activity windows, filtered and sorted. Action of roles: Microsoft.DataFactory/datafactories/datasets/activitywindows/read */
        post: operations["v1_windows_of_dataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/pipelines/{datapipelineName}/activities/{activityName}/activitywindows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Activity windows, filtered and sorted. Action of roles: Microsoft.DataFactory/datafactories/pipelines/activities/activitywindows/read */
        post: operations["v1_windows_of_activity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/datapipelines/{datapipelineName}/activities/{activityName}/activitywindows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Activity windows, filtered and sorted. Action of roles: Microsoft.DataFactory/datafactories/datapipelines/activities/activitywindows/read */
        post: operations["v1_windows_of_activity_too"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/datapipelines/{datapipelineName}/activitywindows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Activity windows, filtered and sorted. Action of roles: Microsoft.DataFactory/datafactories/datapipelines/activitywindows/read */
        post: operations["v1_windows_of_pipeline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/pipelines/{datapipelineName}/activitywindows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Activity windows, filtered and sorted. Action of roles: Microsoft.DataFactory/datafactories/pipelines/activitywindows/read */
        post: operations["v1_windows_of_pipeline_too"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/gateways/{gatewayName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A gateway. Action of roles: Microsoft.DataFactory/datafactories/gateways/read */
        get: operations["v1_gateways_get"];
        /** @description Make a gateway, or put it in place of the one of that name. Action of roles: Microsoft.DataFactory/datafactories/gateways/write */
        put: operations["v1_gateways_put"];
        post?: never;
        /** @description Delete a gateway. Action of roles: Microsoft.DataFactory/datafactories/gateways/delete */
        delete: operations["v1_gateways_delete"];
        options?: never;
        head?: never;
        /** @description Change the description of a gateway. Action of roles: Microsoft.DataFactory/datafactories/gateways/write */
        patch: operations["v1_gateways_update"];
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/gateways": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description All of this kind. Action of roles: Microsoft.DataFactory/datafactories/gateways/read */
        get: operations["v1_gateways_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/gateways/{gatewayName}/regeneratekey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description A new key; the old ones are good no more. Action of roles: Microsoft.DataFactory/datafactories/gateways/regeneratekey/action */
        post: operations["v1_gateways_regenerate_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/gateways/{gatewayName}/listauthkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Both keys. Action of roles: Microsoft.DataFactory/datafactories/gateways/listauthkeys/action */
        post: operations["v1_gateways_list_keys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/gateways/{gatewayName}/regenerateauthkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Put a new key in place of one. Action of roles: Microsoft.DataFactory/datafactories/gateways/regenerateauthkey/action */
        post: operations["v1_gateways_regenerate_auth_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/gateways/{gatewayName}/connectioninfo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Where the gateway's machine encrypts credentials. Action of roles: Microsoft.DataFactory/datafactories/gateways/connectioninfo/action */
        post: operations["v1_gateways_connection_info"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/hubs/{hubName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A hub. Action of roles: Microsoft.DataFactory/datafactories/hubs/read */
        get: operations["v1_hubs_get"];
        /** @description Make a hub, or put it in place of the one of that name. Action of roles: Microsoft.DataFactory/datafactories/hubs/write */
        put: operations["v1_hubs_put"];
        post?: never;
        /** @description Delete a hub. Action of roles: Microsoft.DataFactory/datafactories/hubs/delete */
        delete: operations["v1_hubs_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/hubs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description All of this kind. Action of roles: Microsoft.DataFactory/datafactories/hubs/read */
        get: operations["v1_hubs_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/computeTypes/{computeTypeName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A compute type. Action of roles: Microsoft.DataFactory/datafactories/computeTypes/read */
        get: operations["v1_compute_types_get"];
        /** @description Make a compute type, or put it in place of the one of that name. Action of roles: Microsoft.DataFactory/datafactories/computeTypes/write */
        put: operations["v1_compute_types_put"];
        post?: never;
        /** @description Delete a compute type. Action of roles: Microsoft.DataFactory/datafactories/computeTypes/delete */
        delete: operations["v1_compute_types_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/computeTypes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description All of this kind. Action of roles: Microsoft.DataFactory/datafactories/computeTypes/read */
        get: operations["v1_compute_types_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/activityTypes/{activityTypeName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A activity type. Action of roles: Microsoft.DataFactory/datafactories/activityTypes/read */
        get: operations["v1_activity_types_get"];
        /** @description Make a activity type, or put it in place of the one of that name. Action of roles: Microsoft.DataFactory/datafactories/activityTypes/write */
        put: operations["v1_activity_types_put"];
        post?: never;
        /** @description Delete a activity type. Action of roles: Microsoft.DataFactory/datafactories/activityTypes/delete */
        delete: operations["v1_activity_types_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/activityTypes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description All of this kind. Action of roles: Microsoft.DataFactory/datafactories/activityTypes/read */
        get: operations["v1_activity_types_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/oauth/authorizationsession/{linkedServiceType}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Begin a sign-in by a person; not supported. Action of roles: Microsoft.DataFactory/datafactories/oauth/authorizationsession/read */
        get: operations["v1_oauth_session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/runs/{runId}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The log of a run, at the address that logInfo gave. Action of roles: Microsoft.DataFactory/datafactories/runs/log/read */
        get: operations["v1_run_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/runs/{runId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Cancel a run of a slice that is in progress; its slice becomes Failed, Canceled. Action of roles: Microsoft.DataFactory/datafactories/datasets/slices/write */
        post: operations["v1_run_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Make a factory hold exactly the linked services, datasets and pipelines of the body, or with plan=true say what would change; a plan needs the right to read only. Action of roles: Microsoft.DataFactory/datafactories/write */
        post: operations["v1_apply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The operations of this service that the caller may do in the factory. Action of roles: Microsoft.DataFactory/datafactories/read */
        get: operations["v1_permissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/datasets/{datasetName}/slices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The slices of a dataset, each that is not ready with the chain of slices that it waits for. Action of roles: Microsoft.DataFactory/datafactories/datasets/slices/read */
        get: operations["v1_explain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/weir/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.DataFactory/datafactories/{dataFactoryName}/lineage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Which activity makes which dataset of which, by the inputs and outputs that they say. Action of roles: Microsoft.DataFactory/datafactories/read */
        get: operations["v1_lineage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AccessPolicyResponse: {
            policy?: components["schemas"]["UserAccessPolicy"] | null;
            accessToken?: string | null;
            dataPlaneUrl?: string | null;
        };
        Activity: {
            type: string;
        };
        ActivityRun: {
            readonly pipelineName?: string | null;
            readonly pipelineRunId?: string | null;
            readonly activityName?: string | null;
            readonly activityType?: string | null;
            readonly activityRunId?: string | null;
            readonly linkedServiceName?: string | null;
            readonly status?: string | null;
            readonly activityRunStart?: string | null;
            readonly activityRunEnd?: string | null;
            readonly durationInMs?: number | null;
            readonly input?: unknown;
            readonly output?: unknown;
            readonly error?: unknown;
        };
        ActivityRunsQueryResponse: {
            value: components["schemas"]["ActivityRun"][];
            continuationToken?: string | null;
        };
        AddDataFlowToDebugSessionResponse: {
            jobVersion?: string | null;
        };
        ArmIdWrapper: {
            readonly id?: string | null;
        };
        CMKIdentityDefinition: {
            userAssignedIdentity?: string | null;
        };
        ChangeDataCapture: {
            folder?: components["schemas"]["ChangeDataCaptureFolder"] | null;
            description?: string | null;
            sourceConnectionsInfo: components["schemas"]["MapperSourceConnectionsInfo"][];
            targetConnectionsInfo: components["schemas"]["MapperTargetConnectionsInfo"][];
            policy: components["schemas"]["MapperPolicy"];
            allowVNetOverride?: boolean | null;
            status?: string | null;
        };
        ChangeDataCaptureFolder: {
            name?: string | null;
        };
        ChangeDataCaptureResource: {
            properties: components["schemas"]["ChangeDataCapture"];
            readonly etag?: string | null;
            readonly id?: string | null;
            readonly name?: string | null;
            readonly type?: string | null;
            readonly systemData?: components["schemas"]["SystemData"] | null;
        };
        ConnectionStateProperties: {
            readonly actionsRequired?: string | null;
            readonly description?: string | null;
            readonly status?: string | null;
        };
        CreateDataFlowDebugSessionRequest: {
            computeType?: string | null;
            coreCount?: number | null;
            timeToLive?: number | null;
            integrationRuntime?: components["schemas"]["IntegrationRuntimeDebugResource"] | null;
        };
        CreateDataFlowDebugSessionResponse: {
            status?: string | null;
            sessionId?: string | null;
        };
        CreateLinkedIntegrationRuntimeRequest: {
            name?: string | null;
            subscriptionId?: string | null;
            dataFactoryName?: string | null;
            dataFactoryLocation?: string | null;
        };
        CreateRunResponse: {
            runId: string;
        };
        Credential: {
            type: string;
        };
        CredentialResource: {
            properties: components["schemas"]["Credential"];
            readonly etag?: string | null;
            readonly id?: string | null;
            readonly name?: string | null;
            readonly type?: string | null;
            readonly systemData?: components["schemas"]["SystemData"] | null;
        };
        DataFlow: {
            type: string;
        };
        DataFlowDebugCommandPayload: {
            streamName: string;
            rowLimits?: number | null;
            columns?: string[] | null;
            expression?: string | null;
        };
        DataFlowDebugCommandRequest: {
            sessionId?: string | null;
            command?: string | null;
            commandPayload?: components["schemas"]["DataFlowDebugCommandPayload"] | null;
        };
        DataFlowDebugCommandResponse: {
            status?: string | null;
            data?: string | null;
        };
        DataFlowDebugPackage: {
            sessionId?: string | null;
            dataFlow?: components["schemas"]["DataFlowDebugResource"] | null;
            dataFlows?: components["schemas"]["DataFlowDebugResource"][] | null;
            datasets?: components["schemas"]["DatasetDebugResource"][] | null;
            linkedServices?: components["schemas"]["LinkedServiceDebugResource"][] | null;
            staging?: components["schemas"]["DataFlowStagingInfo"] | null;
            debugSettings?: components["schemas"]["DataFlowDebugPackageDebugSettings"] | null;
        };
        DataFlowDebugPackageDebugSettings: {
            sourceSettings?: components["schemas"]["DataFlowSourceSetting"][] | null;
            parameters?: {
                [key: string]: unknown;
            } | null;
            datasetParameters?: unknown;
        };
        DataFlowDebugResource: {
            properties: components["schemas"]["DataFlow"];
            name?: string | null;
        };
        DataFlowDebugSessionInfo: {
            dataFlowName?: string | null;
            computeType?: string | null;
            coreCount?: number | null;
            nodeCount?: number | null;
            integrationRuntimeName?: string | null;
            sessionId?: string | null;
            startTime?: string | null;
            timeToLiveInMinutes?: number | null;
            lastActivityTime?: string | null;
        };
        DataFlowResource: {
            properties: components["schemas"]["DataFlow"];
            readonly etag?: string | null;
            readonly id?: string | null;
            readonly name?: string | null;
            readonly type?: string | null;
            readonly systemData?: components["schemas"]["SystemData"] | null;
        };
        DataFlowSourceSetting: {
            sourceName?: string | null;
            rowLimit?: number | null;
        };
        DataFlowStagingInfo: {
            linkedService?: components["schemas"]["LinkedServiceReference"] | null;
            folderPath?: unknown;
        };
        DataMapperMapping: {
            targetEntityName?: string | null;
            sourceEntityName?: string | null;
            sourceConnectionReference?: components["schemas"]["MapperConnectionReference"] | null;
            attributeMappingInfo?: components["schemas"]["MapperAttributeMappings"] | null;
            sourceDenormalizeInfo?: unknown;
        };
        Dataset: {
            type: string;
        };
        DatasetDebugResource: {
            properties: components["schemas"]["Dataset"];
            name?: string | null;
        };
        DatasetResource: {
            properties: components["schemas"]["Dataset"];
            readonly etag?: string | null;
            readonly id?: string | null;
            readonly name?: string | null;
            readonly type?: string | null;
            readonly systemData?: components["schemas"]["SystemData"] | null;
        };
        DeleteDataFlowDebugSessionRequest: {
            sessionId?: string | null;
        };
        EncryptionConfiguration: {
            keyName: string;
            vaultBaseUrl: string;
            keyVersion?: string | null;
            identity?: components["schemas"]["CMKIdentityDefinition"] | null;
        };
        ErrorAdditionalInfo: {
            readonly type?: string | null;
            readonly info?: unknown;
        };
        ErrorDetail: {
            readonly code?: string | null;
            readonly message?: string | null;
            readonly target?: string | null;
            readonly details?: components["schemas"]["ErrorDetail"][] | null;
            readonly additionalInfo?: components["schemas"]["ErrorAdditionalInfo"][] | null;
        };
        ErrorResponse: {
            error?: components["schemas"]["ErrorDetail"] | null;
        };
        ExposureControlBatchRequest: {
            exposureControlRequests: components["schemas"]["ExposureControlRequest"][];
        };
        ExposureControlBatchResponse: {
            exposureControlResponses: components["schemas"]["ExposureControlResponse"][];
        };
        ExposureControlRequest: {
            featureName?: string | null;
            featureType?: string | null;
        };
        ExposureControlResponse: {
            readonly featureName?: string | null;
            readonly value?: string | null;
        };
        Factory: {
            properties?: components["schemas"]["FactoryProperties"] | null;
            identity?: components["schemas"]["FactoryIdentity"] | null;
            location?: string | null;
            tags?: {
                [key: string]: string;
            } | null;
            readonly eTag?: string | null;
            readonly id?: string | null;
            readonly name?: string | null;
            readonly type?: string | null;
            readonly systemData?: components["schemas"]["SystemData"] | null;
        };
        FactoryIdentity: {
            type: string;
            readonly principalId?: string | null;
            readonly tenantId?: string | null;
            userAssignedIdentities?: {
                [key: string]: unknown;
            } | null;
        };
        FactoryProperties: {
            readonly provisioningState?: string | null;
            readonly createTime?: string | null;
            readonly version?: string | null;
            purviewConfiguration?: components["schemas"]["PurviewConfiguration"] | null;
            repoConfiguration?: components["schemas"]["FactoryRepoConfiguration"] | null;
            globalParameters?: {
                [key: string]: components["schemas"]["GlobalParameterSpecification"];
            } | null;
            encryption?: components["schemas"]["EncryptionConfiguration"] | null;
            publicNetworkAccess?: string | null;
        };
        FactoryRepoConfiguration: {
            type: string;
        };
        FactoryRepoUpdate: {
            factoryResourceId?: string | null;
            repoConfiguration?: components["schemas"]["FactoryRepoConfiguration"] | null;
        };
        FactoryUpdateParameters: {
            tags?: {
                [key: string]: string;
            } | null;
            identity?: components["schemas"]["FactoryIdentity"] | null;
            properties?: components["schemas"]["FactoryUpdateProperties"] | null;
        };
        FactoryUpdateProperties: {
            publicNetworkAccess?: string | null;
        };
        GetSsisObjectMetadataRequest: {
            metadataPath?: string | null;
        };
        GitHubAccessTokenRequest: {
            gitHubAccessCode: string;
            gitHubClientId?: string | null;
            gitHubClientSecret?: components["schemas"]["GitHubClientSecret"] | null;
            gitHubAccessTokenBaseUrl: string;
        };
        GitHubAccessTokenResponse: {
            gitHubAccessToken?: string | null;
        };
        GitHubClientSecret: {
            byoaSecretAkvUrl?: string | null;
            byoaSecretName?: string | null;
        };
        GlobalParameterResource: {
            properties: {
                [key: string]: components["schemas"]["GlobalParameterSpecification"];
            };
            readonly etag?: string | null;
            readonly id?: string | null;
            readonly name?: string | null;
            readonly type?: string | null;
            readonly systemData?: components["schemas"]["SystemData"] | null;
        };
        GlobalParameterSpecification: {
            type: string;
            value: unknown;
        };
        IntegrationRuntime: {
            type: string;
        };
        IntegrationRuntimeAuthKeys: {
            authKey1?: string | null;
            authKey2?: string | null;
        };
        IntegrationRuntimeConnectionInfo: {
            readonly serviceToken?: string | null;
            readonly identityCertThumbprint?: string | null;
            readonly hostServiceUri?: string | null;
            readonly version?: string | null;
            readonly publicKey?: string | null;
            readonly isIdentityCertExprired?: boolean | null;
        };
        IntegrationRuntimeDebugResource: {
            properties: components["schemas"]["IntegrationRuntime"];
            name?: string | null;
        };
        IntegrationRuntimeMonitoringData: {
            name?: string | null;
            nodes?: components["schemas"]["IntegrationRuntimeNodeMonitoringData"][] | null;
        };
        IntegrationRuntimeNodeIpAddress: {
            readonly ipAddress?: string | null;
        };
        IntegrationRuntimeNodeMonitoringData: {
            readonly nodeName?: string | null;
            readonly availableMemoryInMB?: number | null;
            readonly cpuUtilization?: number | null;
            readonly concurrentJobsLimit?: number | null;
            readonly concurrentJobsRunning?: number | null;
            readonly maxConcurrentJobs?: number | null;
            readonly sentBytes?: number | null;
            readonly receivedBytes?: number | null;
        };
        IntegrationRuntimeOutboundNetworkDependenciesCategoryEndpoint: {
            category?: string | null;
            endpoints?: components["schemas"]["IntegrationRuntimeOutboundNetworkDependenciesEndpoint"][] | null;
        };
        IntegrationRuntimeOutboundNetworkDependenciesEndpoint: {
            domainName?: string | null;
            endpointDetails?: components["schemas"]["IntegrationRuntimeOutboundNetworkDependenciesEndpointDetails"][] | null;
        };
        IntegrationRuntimeOutboundNetworkDependenciesEndpointDetails: {
            port?: number | null;
        };
        IntegrationRuntimeOutboundNetworkDependenciesEndpointsResponse: {
            value?: components["schemas"]["IntegrationRuntimeOutboundNetworkDependenciesCategoryEndpoint"][] | null;
        };
        IntegrationRuntimeRegenerateKeyParameters: {
            keyName?: string | null;
        };
        IntegrationRuntimeResource: {
            properties: components["schemas"]["IntegrationRuntime"];
            readonly etag?: string | null;
            readonly id?: string | null;
            readonly name?: string | null;
            readonly type?: string | null;
            readonly systemData?: components["schemas"]["SystemData"] | null;
        };
        IntegrationRuntimeStatus: {
            type: string;
            readonly dataFactoryName?: string | null;
            readonly state?: string | null;
        };
        IntegrationRuntimeStatusResponse: {
            readonly name?: string | null;
            properties: components["schemas"]["IntegrationRuntimeStatus"];
        };
        LinkedIntegrationRuntimeRequest: {
            factoryName: string;
        };
        LinkedService: {
            type: string;
        };
        LinkedServiceDebugResource: {
            properties: components["schemas"]["LinkedService"];
            name?: string | null;
        };
        LinkedServiceReference: {
            type?: string | null;
            referenceName: string;
            parameters?: {
                [key: string]: unknown;
            } | null;
        };
        LinkedServiceResource: {
            properties: components["schemas"]["LinkedService"];
            readonly etag?: string | null;
            readonly id?: string | null;
            readonly name?: string | null;
            readonly type?: string | null;
            readonly systemData?: components["schemas"]["SystemData"] | null;
        };
        ManagedPrivateEndpoint: {
            connectionState?: components["schemas"]["ConnectionStateProperties"] | null;
            fqdns?: string[] | null;
            groupId?: string | null;
            readonly isReserved?: boolean | null;
            privateLinkResourceId?: string | null;
            readonly provisioningState?: string | null;
        };
        ManagedPrivateEndpointResource: {
            properties: components["schemas"]["ManagedPrivateEndpoint"];
            readonly etag?: string | null;
            readonly id?: string | null;
            readonly name?: string | null;
            readonly type?: string | null;
            readonly systemData?: components["schemas"]["SystemData"] | null;
        };
        ManagedVirtualNetwork: {
            readonly vNetId?: string | null;
            readonly alias?: string | null;
        };
        ManagedVirtualNetworkResource: {
            properties: components["schemas"]["ManagedVirtualNetwork"];
            readonly etag?: string | null;
            readonly id?: string | null;
            readonly name?: string | null;
            readonly type?: string | null;
            readonly systemData?: components["schemas"]["SystemData"] | null;
        };
        MapperAttributeMapping: {
            name?: string | null;
            type?: string | null;
            functionName?: string | null;
            expression?: string | null;
            attributeReference?: components["schemas"]["MapperAttributeReference"] | null;
            attributeReferences?: components["schemas"]["MapperAttributeReference"][] | null;
        };
        MapperAttributeMappings: {
            attributeMappings?: components["schemas"]["MapperAttributeMapping"][] | null;
        };
        MapperAttributeReference: {
            name?: string | null;
            entity?: string | null;
            entityConnectionReference?: components["schemas"]["MapperConnectionReference"] | null;
        };
        MapperConnection: {
            linkedService?: components["schemas"]["LinkedServiceReference"] | null;
            linkedServiceType?: string | null;
            type: string;
            isInlineDataset?: boolean | null;
            commonDslConnectorProperties?: components["schemas"]["MapperDslConnectorProperties"][] | null;
        };
        MapperConnectionReference: {
            connectionName?: string | null;
            type?: string | null;
        };
        MapperDslConnectorProperties: {
            name?: string | null;
            value?: unknown;
        };
        MapperPolicy: {
            mode?: string | null;
            recurrence?: components["schemas"]["MapperPolicyRecurrence"] | null;
        };
        MapperPolicyRecurrence: {
            frequency?: string | null;
            interval?: number | null;
        };
        MapperSourceConnectionsInfo: {
            sourceEntities?: components["schemas"]["MapperTable"][] | null;
            connection?: components["schemas"]["MapperConnection"] | null;
        };
        MapperTable: {
            name?: string | null;
            properties?: components["schemas"]["MapperTableProperties"] | null;
        };
        MapperTableProperties: {
            schema?: components["schemas"]["MapperTableSchema"][] | null;
            dslConnectorProperties?: components["schemas"]["MapperDslConnectorProperties"][] | null;
        };
        MapperTableSchema: {
            name?: string | null;
            dataType?: string | null;
        };
        MapperTargetConnectionsInfo: {
            targetEntities?: components["schemas"]["MapperTable"][] | null;
            connection?: components["schemas"]["MapperConnection"] | null;
            dataMapperMappings?: components["schemas"]["DataMapperMapping"][] | null;
            relationships?: unknown[] | null;
        };
        Operation: {
            name?: string | null;
            origin?: string | null;
            display?: components["schemas"]["OperationDisplay"] | null;
            properties?: components["schemas"]["OperationProperties"] | null;
        };
        OperationDisplay: {
            description?: string | null;
            provider?: string | null;
            resource?: string | null;
            operation?: string | null;
        };
        OperationLogSpecification: {
            name?: string | null;
            displayName?: string | null;
            blobDuration?: string | null;
        };
        OperationMetricAvailability: {
            timeGrain?: string | null;
            blobDuration?: string | null;
        };
        OperationMetricDimension: {
            name?: string | null;
            displayName?: string | null;
            toBeExportedForShoebox?: boolean | null;
        };
        OperationMetricSpecification: {
            name?: string | null;
            displayName?: string | null;
            displayDescription?: string | null;
            unit?: string | null;
            aggregationType?: string | null;
            enableRegionalMdmAccount?: string | null;
            sourceMdmAccount?: string | null;
            sourceMdmNamespace?: string | null;
            availabilities?: components["schemas"]["OperationMetricAvailability"][] | null;
            dimensions?: components["schemas"]["OperationMetricDimension"][] | null;
        };
        OperationProperties: {
            serviceSpecification?: components["schemas"]["OperationServiceSpecification"] | null;
        };
        OperationServiceSpecification: {
            logSpecifications?: components["schemas"]["OperationLogSpecification"][] | null;
            metricSpecifications?: components["schemas"]["OperationMetricSpecification"][] | null;
        };
        ParameterSpecification: {
            type?: string | null;
            defaultValue?: unknown;
        };
        Pipeline: {
            description?: string | null;
            activities?: components["schemas"]["Activity"][] | null;
            parameters?: {
                [key: string]: components["schemas"]["ParameterSpecification"];
            } | null;
            variables?: {
                [key: string]: components["schemas"]["VariableSpecification"];
            } | null;
            concurrency?: number | null;
            annotations?: unknown[] | null;
            runDimensions?: {
                [key: string]: unknown;
            } | null;
            folder?: components["schemas"]["PipelineFolder"] | null;
            policy?: components["schemas"]["PipelinePolicy"] | null;
        };
        PipelineElapsedTimeMetricPolicy: {
            duration?: unknown;
        };
        PipelineFolder: {
            name?: string | null;
        };
        PipelinePolicy: {
            elapsedTimeMetric?: components["schemas"]["PipelineElapsedTimeMetricPolicy"] | null;
        };
        PipelineResource: {
            properties: components["schemas"]["Pipeline"];
            readonly etag?: string | null;
            readonly id?: string | null;
            readonly name?: string | null;
            readonly type?: string | null;
            readonly systemData?: components["schemas"]["SystemData"] | null;
        };
        PipelineRun: {
            readonly runId?: string | null;
            readonly runGroupId?: string | null;
            readonly isLatest?: boolean | null;
            readonly pipelineName?: string | null;
            readonly parameters?: {
                [key: string]: string;
            } | null;
            readonly runDimensions?: {
                [key: string]: string;
            } | null;
            readonly invokedBy?: components["schemas"]["PipelineRunInvokedBy"] | null;
            readonly lastUpdated?: string | null;
            readonly runStart?: string | null;
            readonly runEnd?: string | null;
            readonly durationInMs?: number | null;
            readonly status?: string | null;
            readonly message?: string | null;
        };
        PipelineRunInvokedBy: {
            readonly name?: string | null;
            readonly id?: string | null;
            readonly invokedByType?: string | null;
            readonly pipelineName?: string | null;
            readonly pipelineRunId?: string | null;
        };
        PipelineRunsQueryResponse: {
            value: components["schemas"]["PipelineRun"][];
            continuationToken?: string | null;
        };
        PrivateEndpoint: {
            id?: string | null;
        };
        PrivateEndpointConnectionResource: {
            properties?: components["schemas"]["RemotePrivateEndpointConnection"] | null;
            readonly etag?: string | null;
            readonly id?: string | null;
            readonly name?: string | null;
            readonly type?: string | null;
            readonly systemData?: components["schemas"]["SystemData"] | null;
        };
        PrivateLinkConnectionApprovalRequest: {
            privateLinkServiceConnectionState?: components["schemas"]["PrivateLinkConnectionState"] | null;
            privateEndpoint?: components["schemas"]["PrivateEndpoint"] | null;
        };
        PrivateLinkConnectionApprovalRequestResource: {
            properties?: components["schemas"]["PrivateLinkConnectionApprovalRequest"] | null;
            readonly id?: string | null;
            readonly name?: string | null;
            readonly type?: string | null;
            readonly etag?: string | null;
        };
        PrivateLinkConnectionState: {
            status?: string | null;
            description?: string | null;
            actionsRequired?: string | null;
        };
        PrivateLinkResource: {
            properties?: components["schemas"]["PrivateLinkResourceProperties"] | null;
            readonly id?: string | null;
            readonly name?: string | null;
            readonly type?: string | null;
            readonly etag?: string | null;
        };
        PrivateLinkResourceProperties: {
            readonly groupId?: string | null;
            readonly requiredMembers?: string[] | null;
            readonly requiredZoneNames?: string[] | null;
        };
        PrivateLinkResourcesWrapper: {
            value: components["schemas"]["PrivateLinkResource"][];
        };
        PurviewConfiguration: {
            purviewResourceId?: string | null;
        };
        RemotePrivateEndpointConnection: {
            readonly provisioningState?: string | null;
            privateEndpoint?: components["schemas"]["ArmIdWrapper"] | null;
            privateLinkServiceConnectionState?: components["schemas"]["PrivateLinkConnectionState"] | null;
        };
        RunFilterParameters: {
            continuationToken?: string | null;
            lastUpdatedAfter: string;
            lastUpdatedBefore: string;
            filters?: components["schemas"]["RunQueryFilter"][] | null;
            orderBy?: components["schemas"]["RunQueryOrderBy"][] | null;
        };
        RunQueryFilter: {
            operand: string;
            operator: string;
            values: string[];
        };
        RunQueryOrderBy: {
            orderBy: string;
            order: string;
        };
        SelfHostedIntegrationRuntimeNode: {
            readonly nodeName?: string | null;
            readonly machineName?: string | null;
            readonly hostServiceUri?: string | null;
            readonly status?: string | null;
            readonly capabilities?: {
                [key: string]: string;
            } | null;
            readonly versionStatus?: string | null;
            readonly version?: string | null;
            readonly registerTime?: string | null;
            readonly lastConnectTime?: string | null;
            readonly expiryTime?: string | null;
            readonly lastStartTime?: string | null;
            readonly lastStopTime?: string | null;
            readonly lastUpdateResult?: string | null;
            readonly lastStartUpdateTime?: string | null;
            readonly lastEndUpdateTime?: string | null;
            readonly isActiveDispatcher?: boolean | null;
            readonly concurrentJobsLimit?: number | null;
            readonly maxConcurrentJobs?: number | null;
        };
        SsisObjectMetadata: {
            type: string;
        };
        SsisObjectMetadataListResponse: {
            value: components["schemas"]["SsisObjectMetadata"][];
            nextLink?: string | null;
        };
        SsisObjectMetadataStatusResponse: {
            status?: string | null;
            name?: string | null;
            properties?: string | null;
            error?: string | null;
        };
        SystemData: {
            createdBy?: string | null;
            createdByType?: string | null;
            createdAt?: string | null;
            lastModifiedBy?: string | null;
            lastModifiedByType?: string | null;
            lastModifiedAt?: string | null;
        };
        Trigger: {
            type: string;
        };
        TriggerFilterParameters: {
            continuationToken?: string | null;
            parentTriggerName?: string | null;
        };
        TriggerQueryResponse: {
            value: components["schemas"]["TriggerResource"][];
            continuationToken?: string | null;
        };
        TriggerResource: {
            properties: components["schemas"]["Trigger"];
            readonly etag?: string | null;
            readonly id?: string | null;
            readonly name?: string | null;
            readonly type?: string | null;
            readonly systemData?: components["schemas"]["SystemData"] | null;
        };
        TriggerRun: {
            readonly triggerRunId?: string | null;
            readonly triggerName?: string | null;
            readonly triggerType?: string | null;
            readonly triggerRunTimestamp?: string | null;
            readonly status?: string | null;
            readonly message?: string | null;
            readonly properties?: {
                [key: string]: string;
            } | null;
            readonly triggeredPipelines?: {
                [key: string]: string;
            } | null;
            readonly runDimension?: {
                [key: string]: string;
            } | null;
            readonly dependencyStatus?: {
                [key: string]: unknown;
            } | null;
        };
        TriggerRunsQueryResponse: {
            value: components["schemas"]["TriggerRun"][];
            continuationToken?: string | null;
        };
        TriggerSubscriptionOperationStatus: {
            readonly triggerName?: string | null;
            readonly status?: string | null;
        };
        UpdateIntegrationRuntimeNodeRequest: {
            concurrentJobsLimit?: number | null;
        };
        UpdateIntegrationRuntimeRequest: {
            autoUpdate?: string | null;
            updateDelayOffset?: string | null;
        };
        UserAccessPolicy: {
            permissions?: string | null;
            accessResourcePath?: string | null;
            profileName?: string | null;
            startTime?: string | null;
            expireTime?: string | null;
        };
        V1Apply: {
            resources: Record<string, never>[];
        };
        V1Factory: {
            name?: string;
            id?: string;
            type?: string;
            location?: string;
            tags?: {
                [key: string]: string;
            } | null;
            properties?: Record<string, never>;
        };
        V1Object: Record<string, never>;
        V1Permissions: {
            operations: string[];
        };
        V1Resource: {
            name?: string;
            id?: string;
            type?: string;
            properties: Record<string, never>;
        };
        V1Run: Record<string, never>;
        V1SetStatus: {
            /** @enum {string} */
            SliceState: "Waiting" | "Ready" | "InProgress" | "Failed" | "Skipped" | "PendingExecution";
            /** @enum {string} */
            UpdateType?: "Individual" | "UpstreamInPipeline";
        };
        V1Slice: {
            start?: string;
            end?: string;
            state?: string;
            substate?: string;
            latencyStatus?: string;
            status?: string;
            statusUpdateTimestamp?: string | null;
            retryCount?: number;
            longRetryCount?: number;
        };
        V1Text: string;
        V1WindowQuery: {
            top?: number;
            runStart?: string;
            runEnd?: string;
            windowStart?: string;
            windowEnd?: string;
            windowState?: string;
            windowSubstate?: string;
            orderBy?: string;
            filter?: string;
        };
        V1Windows: {
            value?: {
                activityWindows?: Record<string, never>[];
                lastUpdate?: string;
                aggregates?: Record<string, never>;
            };
            nextLink?: string;
        };
        VariableSpecification: {
            type?: string | null;
            defaultValue?: unknown;
        };
        WeirActivityRunsFound: {
            value: components["schemas"]["ActivityRun"][];
            /** @description At so many activity runs this call looked. */
            looked: number;
            /**
             * Format: date-time
             * @description When the last of them began.
             */
            reached?: string;
            /** @description Absent: there are no others. */
            continuationToken?: string;
        };
        WeirActivitySearch: {
            /** Format: date-time */
            startedAfter?: string;
            /** Format: date-time */
            startedBefore?: string;
            /** @description As those of searchPipelineRuns. */
            filters?: {
                /** @enum {string} */
                operand: "ActivityName" | "ActivityType" | "Status" | "ActivityRunStart" | "ActivityRunEnd" | "PipelineName" | "PipelineRunId" | "Text" | "Error" | "DurationInMs";
                /** @enum {string} */
                operator: "Equals" | "NotEquals" | "In" | "NotIn" | "Contains" | "NotContains" | "AtLeast" | "AtMost";
                /** @description Not used. */
                name?: string;
                values: string[];
            }[];
            /** @description The newest first if none is given, or DurationInMs. */
            orderBy?: {
                /** @enum {string} */
                orderBy: "ActivityRunStart" | "DurationInMs";
                /** @enum {string} */
                order: "ASC" | "DESC";
            }[];
            /** @description 100 if none is given. */
            limit?: number;
            continuationToken?: string;
        };
        WeirAlert: {
            id?: string;
            name?: string;
            type?: string;
            etag?: string;
            properties: {
                description?: unknown;
                condition: {
                    type: string;
                    duration?: string;
                    /** @description A time of day, UTC: 06:30. */
                    by?: string;
                    timeZone?: string | null;
                    count?: number;
                    /** @description Of Failed: so many failures of a pipeline within the time. */
                    times?: number;
                    /** @description Of Failed, with times of 2 or more: a time span. */
                    within?: string;
                };
                scope?: {
                    pipelines?: string[] | null;
                    annotations?: string[] | null;
                } | null;
                group?: string | null;
                recovery?: boolean | null;
                /** @description False: it sees nothing and tells nothing. */
                enabled?: boolean | null;
                actions: {
                    type: string;
                }[];
            };
        };
        WeirAlertHistory: {
            open: {
                /** @description The alert's name in lower case. */
                alert: string;
                /** @description A pipeline, a run, or queue. */
                what: string;
                /** Format: date-time */
                since: string;
            }[];
            /** @description The newest first. */
            notices: {
                id: string;
                factory?: string;
                rule: string;
                condition: string;
                /** @enum {string} */
                state: "alert" | "recovered" | "test";
                /** Format: date-time */
                time: string;
                title: string;
                /** @description Entries in all. */
                count: number;
                /** @description The first of them. */
                entries: {
                    factory?: string;
                    pipeline: string;
                    runId: string;
                    text: string;
                    /** Format: date-time */
                    time: string;
                }[];
                told: {
                    action: number;
                    target: string;
                    /** @enum {string} */
                    status: "Sent" | "Again" | "GivenUp";
                    tries: number;
                    /** Format: date-time */
                    time: string;
                    message?: string;
                }[];
            }[];
        };
        WeirAlertTested: {
            notice: string;
            results: {
                target: string;
                sent: boolean;
                errorCode?: string;
                message?: string;
            }[];
        };
        WeirAlerts: {
            value: components["schemas"]["WeirAlert"][];
            nextLink?: string;
        };
        WeirApplied: {
            factory: string;
            applied: boolean;
            changes: {
                /** @enum {string} */
                action: "create" | "update" | "delete";
                kind: string;
                name: string;
                old: Record<string, never> | null;
                new: Record<string, never> | null;
                secretChanged: boolean;
            }[];
            stops: string[];
            starts: string[];
            warnings: string[];
        };
        WeirApply: {
            source?: components["schemas"]["WeirSource"];
            resources: {
                /** @enum {string} */
                kind: "factory" | "pipeline" | "dataset" | "linkedService" | "trigger" | "dataflow" | "credential" | "integrationRuntime" | "globalParameters" | "managedVirtualNetwork" | "managedPrivateEndpoint" | "adfcdc" | "alert";
                /** @description Left out for the factory itself. */
                name?: string;
                /** @description Below the folder that is applied. */
                file?: string;
                /** @description The managed network of a private endpoint. */
                parent?: string;
                /** @description As PUT takes it. */
                document: Record<string, never>;
            }[];
        };
        WeirBackfill: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            /** @description Only windows that failed or were cancelled. */
            failed?: boolean;
            /** @description Start nothing. */
            dryRun?: boolean;
        };
        WeirBackfilled: {
            trigger: string;
            started: boolean;
            windows: {
                windowStartTime: string;
                windowEndTime: string;
                status: string;
                runsAgain: boolean;
            }[];
        };
        WeirConnectionTest: {
            /** @description Of the linked service. */
            parameters?: Record<string, never>;
            /** @description Of a file store: what to look at; its root if none is given. */
            path?: string;
            /** @description Of a linked service that is not saved yet. */
            properties?: Record<string, never>;
        };
        WeirConnectionTested: {
            linkedService: string;
            succeeded: boolean;
            durationMs: number;
            /** @description Whose node tried it; absent: the service did. */
            integrationRuntime?: string;
            error?: {
                code: string;
                message: string;
            };
        };
        WeirDebug: {
            /** @description The pipeline's JSON; absent: as it is kept. */
            text?: string;
            parameters?: Record<string, never>;
            /** @description Activities before which the run pauses, each by its containers and its name: "ForEach1/Load". */
            breakpoints?: string[];
        };
        WeirDebugContinue: {
            /** @description Pause before every activity that begins from now on. */
            step?: boolean;
            /** @description Only the paused activity that has this number; absent: all that are paused. */
            work?: number;
        };
        WeirDebugState: {
            runId: string;
            pipelineName: string;
            status: string;
            message: string;
            /** @description As they are; absent if the run is not under way. */
            variables?: Record<string, never>;
            /** @description How many more are paused. */
            more: number;
            paused: {
                work: number;
                activityName: string;
                activityType: string;
                path?: string;
                /** Format: date-time */
                since: string;
                /** @description Its settings as they would be if it started. */
                input?: unknown;
                /** @description Why they cannot be evaluated. */
                error?: Record<string, never>;
            }[];
        };
        WeirDryReport: {
            pipelineName: string;
            status: string;
            message: string;
            returnValue?: unknown;
            parameters: Record<string, never>;
            variables: Record<string, never>;
            /** @description In virtual time. */
            durationInMs: number;
            /** @description Activities that are not told. */
            more: number;
            activities: {
                pipelineName: string;
                activityName: string;
                activityType: string;
                path: string;
                status: string;
                input?: unknown;
                output?: unknown;
                error?: unknown;
            }[];
            assumed: {
                pipelineName: string;
                subject: string;
                value?: unknown;
            }[];
        };
        WeirDryRun: {
            /** @description The pipeline's JSON. */
            text?: string;
            parameters?: Record<string, never>;
            /** @description By activity, or pipeline/activity: {output}, {error}, or a list of them, one for each call. */
            fakes?: Record<string, never>;
        };
        WeirEvaluate: {
            /** @description As it stands in a pipeline: @… */
            expression: string;
            /** @description Where it stands: item() and activity() are those of its last failure, else of its last run. */
            activity?: string;
            /** @description With `activity`: in this run of it. */
            activityRunId?: string;
            /** @description The pipeline's JSON. */
            text?: string;
        };
        WeirEvaluated: {
            /** @description Each[3]/If: where in the run. */
            at: string;
            value?: unknown;
            error?: {
                code: string;
                message: string;
            };
        };
        /** @description As Event Grid's schema has it, or CloudEvents 1.0. */
        WeirEvent: {
            id: string;
            topic?: string;
            subject?: string;
            eventType: string;
            /** Format: date-time */
            eventTime?: string;
            data?: unknown;
            dataVersion?: string;
            metadataVersion?: string;
        } | {
            specversion: string;
            id: string;
            type: string;
            source?: string;
            subject?: string;
            /** Format: date-time */
            time?: string;
            data?: unknown;
        };
        WeirFindings: {
            value: {
                /** @enum {string} */
                severity: "error" | "warning" | "azure" | "note";
                code: string;
                message: string;
                kind: string;
                name: string;
                /** @description From 1; of the body's text. */
                line?: number;
                /** @description From 1, in bytes. */
                column?: number;
            }[];
        };
        WeirHealth: {
            /** @enum {string} */
            status: "ok" | "degraded" | "unavailable";
            checks: {
                store: components["schemas"]["WeirHealthCheck"];
                audit: components["schemas"]["WeirHealthCheck"];
                disk?: components["schemas"]["WeirHealthCheck"];
                clock: components["schemas"]["WeirHealthCheck"];
            };
        };
        WeirHealthCheck: {
            /** @enum {string} */
            status: "ok" | "failing" | "low" | "unknown" | "setBack";
            code?: string;
            message?: string;
            /** Format: date-time */
            since?: string;
            freeBytes?: number;
            aheadSeconds?: number;
        };
        WeirLate: {
            value: {
                runId: string;
                pipelineName: string;
                /** Format: date-time */
                runStart: string;
                /** @description The longest of the last runs of the pipeline that succeeded. */
                longestMs: number;
                /** @description How many those are. */
                runs: number;
            }[];
        };
        WeirLineage: {
            factory: string;
            datasets: {
                namespace: string;
                name: string;
                type?: string;
                linkedService?: string;
                datasets?: string[];
                columns?: Record<string, never>[];
            }[];
            activities: {
                pipeline: string;
                activity: string;
                type: string;
                inputs: number[];
                outputs: number[];
                columns?: Record<string, never>[];
                run?: Record<string, never>;
            }[];
            calls: Record<string, never>[];
        };
        WeirOverview: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            spans: {
                /** Format: date-time */
                start: string;
                /** @description By status. */
                runs: {
                    [key: string]: number;
                };
            }[];
            active: {
                Queued: number;
                InProgress: number;
                Canceling: number;
            };
            /** @description Pipelines whose newest run that is over failed, the latest first; 20 at most. */
            failing: {
                pipelineName: string;
                failures: number;
                /** Format: date-time */
                since: string;
                runId: string;
                /** Format: date-time */
                runStart: string;
                message: string;
            }[];
            workers: {
                busy: number;
                max: number;
                waiting: number;
            };
        };
        WeirPermissions: {
            operations: string[];
        };
        WeirPreview: {
            /** @description The dataset's JSON. */
            text?: string;
            parameters?: Record<string, never>;
            rows?: number;
        };
        WeirPreviewed: {
            durationMs: number;
            columns?: {
                name: string;
                type: string;
            }[];
            rows?: unknown[][];
            more?: boolean;
            error?: {
                code: string;
                message: string;
            };
        };
        WeirResources: {
            source?: components["schemas"]["WeirSource"];
            value: {
                kind: string;
                name: string;
                type?: string;
                folder?: string;
                state?: string;
                /** @description Below the folder that it was applied from. */
                file?: string;
                uses: {
                    kind: string;
                    name: string;
                }[];
            }[];
        };
        WeirRunEvents: {
            value: {
                /** @description Stays what it is, in this run. */
                id: string;
                /** Format: date-time */
                time: string;
                /** @enum {string} */
                event: "RunQueued" | "RunStarted" | "CancelAsked" | "RunEnded" | "ActivityStarted" | "ActivityRetried" | "ActivityEnded" | "ActivitySkipped" | "ActivityTakenOver" | "ChildRunStarted" | "ChildRunEnded";
                message: string;
                status?: string;
                activityName?: string;
                activityType?: string;
                activityRunId?: string;
                path?: string;
                retryAttempt?: number;
                childRunId?: string;
            }[];
            /** @description Events of the run, whatever is asked for. */
            total: number;
            /** @description For $skipToken; absent: there are no others. */
            continuationToken?: string;
        };
        WeirRunSearch: {
            /** Format: date-time */
            lastUpdatedAfter?: string;
            /** Format: date-time */
            lastUpdatedBefore?: string;
            /** @description All must hold, each with one of its values. Text is all that a list shows of a run, Error the message or code of what did not succeed. Durations take AtLeast and AtMost, in milliseconds; those of queryPipelineRuns what they take there; others Contains too, without regard to the case of ASCII letters. */
            filters?: {
                /** @enum {string} */
                operand: "PipelineName" | "Status" | "RunStart" | "RunEnd" | "RunGroupId" | "LatestOnly" | "Text" | "Error" | "Parameter" | "Annotation" | "InvokedBy" | "DurationInMs" | "RunId";
                /** @enum {string} */
                operator: "Equals" | "NotEquals" | "In" | "NotIn" | "Contains" | "NotContains" | "AtLeast" | "AtMost";
                /** @description Of a parameter; any if there is none. */
                name?: string;
                values: string[];
            }[];
            /** @description The newest first if none is given. DurationInMs stands alone: each call then gives the longest (shortest) of its stretch. */
            orderBy?: {
                /** @enum {string} */
                orderBy: "RunStart" | "RunEnd" | "PipelineName" | "Status" | "DurationInMs";
                /** @enum {string} */
                order: "ASC" | "DESC";
            }[];
            /** @description 100 if none is given. */
            limit?: number;
            continuationToken?: string;
        };
        WeirRunsFound: {
            value: components["schemas"]["PipelineRun"][];
            /** @description At so many runs this call looked. */
            looked: number;
            /**
             * Format: date-time
             * @description When the last of them began.
             */
            reached?: string;
            /** @description Absent: there are no others. */
            continuationToken?: string;
        };
        WeirSchedule: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            firings: {
                /** Format: date-time */
                time: string;
                localTime?: string;
                timeZone?: string;
                trigger: string;
                type: string;
                started: boolean;
                window?: {
                    /** Format: date-time */
                    start: string;
                    /** Format: date-time */
                    end: string;
                } | null;
                pipelines: {
                    name: string;
                    parameters: Record<string, never>;
                    error?: string;
                    followedBy: {
                        pipeline: string;
                        trigger?: string | null;
                        after: string[];
                    }[];
                }[];
            }[];
            more: boolean;
            otherTriggers: {
                trigger: string;
                type: string;
                started: boolean;
                pipelines: string[];
                watch?: Record<string, never>;
            }[];
            problems: Record<string, never>[];
            waiting: {
                trigger: string;
                windowStartTime: string;
                windowEndTime: string;
                status: string;
                reason: string;
            }[];
        };
        WeirSession: {
            principal: {
                id: string;
                name: string;
            };
            roles: {
                role: string;
                scope: string;
            }[];
        };
        WeirSignIn: {
            ways: {
                name: string;
                /** @description Where the browser goes, with ?to= and the page it wants. */
                url: string;
            }[];
            refused?: {
                code: string;
                message: string;
                /** @description Of who signed in and has no role; so are issuer, subject, and the command that gives one. */
                name?: string;
                issuer?: string;
                subject?: string;
                command?: string;
            };
        };
        /** @description The Git repository that it is from. */
        WeirSource: {
            repository?: string;
            branch?: string;
            commit?: string;
            /** @description Below the root of the work tree. */
            folder?: string;
        };
        WeirSpecs: {
            functions: {
                name: string;
                args: string;
                returns: string;
                example?: string;
                answer?: string;
            }[];
            activities: {
                type: string;
                control: boolean;
                summary: string;
            }[];
        };
        WeirThroughput: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            spans: {
                /** Format: date-time */
                start: string;
                copies: number;
                rows: number;
                /** @description Written. */
                bytes: number;
            }[];
            /** @description Those that moved most bytes, 20 at most. */
            pipelines: {
                pipelineName: string;
                copies: number;
                rows: number;
                bytes: number;
            }[];
        };
        WeirValidate: {
            /** @description As folders of a factory are called: pipeline, dataset, linkedService ... */
            kind: string;
            name: string;
            /** @description The document, as its author wrote it. */
            text: string;
            /** @description Also what the cloud service would refuse. */
            azure?: boolean;
            /** @description Also what is wrong with the other resources. */
            whole?: boolean;
        };
        WeirWaits: {
            runId: string;
            pipelineName: string;
            status: string;
            more: number;
            waits: {
                /** @enum {string} */
                what: "run" | "activity";
                name: string;
                path?: string;
                activityRunId?: string;
                /** @enum {string} */
                reason: "PipelineConcurrency" | "Workers" | "BatchCount" | "RetryInterval" | "Timer" | "Callback" | "Poll" | "Child";
                limit?: number;
                place?: number;
                of?: number;
                holders: {
                    runId: string;
                    name: string;
                    activityRunId?: string;
                    status?: string;
                }[];
                holdersElsewhere?: number;
                /** Format: date-time */
                since?: string;
                /** Format: date-time */
                until?: string;
                message: string;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    operations_list: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["Operation"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    factories_get: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Factory"];
                };
            };
            /** @description done */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    factories_create_or_update: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Factory"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Factory"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    factories_delete: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    factories_update: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactoryUpdateParameters"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Factory"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    factories_list_by_resource_group: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["Factory"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    factories_list: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["Factory"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    factories_get_git_hub_access_token: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GitHubAccessTokenRequest"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GitHubAccessTokenResponse"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    factories_get_data_plane_access: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserAccessPolicy"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessPolicyResponse"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    factories_configure_factory_repo: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                locationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FactoryRepoUpdate"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Factory"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    exposure_control_get_feature_value_by_factory: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExposureControlRequest"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExposureControlResponse"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    exposure_control_query_feature_values_by_factory: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExposureControlBatchRequest"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExposureControlBatchResponse"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    exposure_control_get_feature_value: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                locationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExposureControlRequest"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExposureControlResponse"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    pipeline_runs_query_by_factory: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunFilterParameters"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineRunsQueryResponse"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    pipeline_runs_get: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineRun"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    pipeline_runs_cancel: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
                isRecursive?: boolean;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    activity_runs_query_by_pipeline_run: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunFilterParameters"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityRunsQueryResponse"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    triggers_query_by_factory: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TriggerFilterParameters"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerQueryResponse"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    triggers_get: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                triggerName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerResource"];
                };
            };
            /** @description done */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    triggers_create_or_update: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                triggerName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TriggerResource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    triggers_delete: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                triggerName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    triggers_list_by_factory: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["TriggerResource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    triggers_subscribe_to_events: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                triggerName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerSubscriptionOperationStatus"];
                };
            };
            /** @description done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    triggers_get_event_subscription_status: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                triggerName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerSubscriptionOperationStatus"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    triggers_unsubscribe_from_events: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                triggerName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerSubscriptionOperationStatus"];
                };
            };
            /** @description done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    triggers_start: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                triggerName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    triggers_stop: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                triggerName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    trigger_runs_query_by_factory: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunFilterParameters"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerRunsQueryResponse"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    trigger_runs_rerun: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                triggerName: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    trigger_runs_cancel: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                triggerName: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    data_flow_debug_session_create: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateDataFlowDebugSessionRequest"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateDataFlowDebugSessionResponse"];
                };
            };
            /** @description done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    data_flow_debug_session_query_by_factory: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["DataFlowDebugSessionInfo"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    data_flow_debug_session_add_data_flow: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DataFlowDebugPackage"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddDataFlowToDebugSessionResponse"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    data_flow_debug_session_delete: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteDataFlowDebugSessionRequest"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    data_flow_debug_session_execute_command: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DataFlowDebugCommandRequest"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataFlowDebugCommandResponse"];
                };
            };
            /** @description done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    private_link_resources_get: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivateLinkResourcesWrapper"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtimes_get: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationRuntimeResource"];
                };
            };
            /** @description done */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtimes_create_or_update: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IntegrationRuntimeResource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationRuntimeResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtimes_delete: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtimes_update: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateIntegrationRuntimeRequest"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationRuntimeResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtimes_list_by_factory: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["IntegrationRuntimeResource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtimes_get_status: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationRuntimeStatusResponse"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtimes_list_outbound_network_dependencies_endpoints: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationRuntimeOutboundNetworkDependenciesEndpointsResponse"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtimes_get_connection_info: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationRuntimeConnectionInfo"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtimes_regenerate_auth_key: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IntegrationRuntimeRegenerateKeyParameters"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationRuntimeAuthKeys"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtimes_list_auth_keys: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationRuntimeAuthKeys"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtimes_start: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationRuntimeStatusResponse"];
                };
            };
            /** @description done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtimes_stop: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtimes_sync_credentials: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtimes_get_monitoring_data: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationRuntimeMonitoringData"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtimes_upgrade: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtimes_remove_links: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkedIntegrationRuntimeRequest"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtimes_create_linked_integration_runtime: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateLinkedIntegrationRuntimeRequest"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationRuntimeStatusResponse"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtime_object_metadata_refresh: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SsisObjectMetadataStatusResponse"];
                };
            };
            /** @description done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtime_object_metadata_get: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetSsisObjectMetadataRequest"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SsisObjectMetadataListResponse"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtime_nodes_get: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
                nodeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SelfHostedIntegrationRuntimeNode"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtime_nodes_delete: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
                nodeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtime_nodes_update: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
                nodeName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateIntegrationRuntimeNodeRequest"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SelfHostedIntegrationRuntimeNode"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtime_nodes_get_ip_address: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
                nodeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationRuntimeNodeIpAddress"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtime_enable_interactive_query: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationRuntimeResource"];
                };
            };
            /** @description done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    integration_runtime_disable_interactive_query: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                integrationRuntimeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationRuntimeResource"];
                };
            };
            /** @description done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    linked_services_get: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                linkedServiceName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedServiceResource"];
                };
            };
            /** @description done */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    linked_services_create_or_update: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                linkedServiceName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkedServiceResource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedServiceResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    linked_services_delete: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                linkedServiceName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    linked_services_list_by_factory: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["LinkedServiceResource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    datasets_get: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                datasetName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetResource"];
                };
            };
            /** @description done */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    datasets_create_or_update: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                datasetName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatasetResource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    datasets_delete: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                datasetName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    datasets_list_by_factory: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["DatasetResource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    pipelines_get: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                pipelineName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineResource"];
                };
            };
            /** @description done */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    pipelines_create_or_update: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                pipelineName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PipelineResource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    pipelines_delete: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                pipelineName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    pipelines_list_by_factory: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["PipelineResource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    pipelines_create_run: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
                referencePipelineRunId?: string;
                isRecovery?: boolean;
                startActivityName?: string;
                startFromFailure?: string;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                pipelineName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateRunResponse"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    data_flows_get: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                dataFlowName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataFlowResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    data_flows_create_or_update: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                dataFlowName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DataFlowResource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataFlowResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    data_flows_delete: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                dataFlowName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    data_flows_list_by_factory: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["DataFlowResource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    managed_virtual_networks_get: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                managedVirtualNetworkName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManagedVirtualNetworkResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    managed_virtual_networks_create_or_update: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                managedVirtualNetworkName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManagedVirtualNetworkResource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManagedVirtualNetworkResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    managed_virtual_networks_list_by_factory: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["ManagedVirtualNetworkResource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    managed_private_endpoints_get: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                managedVirtualNetworkName: string;
                managedPrivateEndpointName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManagedPrivateEndpointResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    managed_private_endpoints_create_or_update: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                managedVirtualNetworkName: string;
                managedPrivateEndpointName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManagedPrivateEndpointResource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManagedPrivateEndpointResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    managed_private_endpoints_delete: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                managedVirtualNetworkName: string;
                managedPrivateEndpointName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    managed_private_endpoints_list_by_factory: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                managedVirtualNetworkName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["ManagedPrivateEndpointResource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    credential_operations_get: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                credentialName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialResource"];
                };
            };
            /** @description done */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    credential_operations_create_or_update: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                credentialName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialResource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    credential_operations_delete: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                credentialName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    credential_operations_list_by_factory: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["CredentialResource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    private_endpoint_connection_get: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                privateEndpointConnectionName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivateEndpointConnectionResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    private_endpoint_connection_create_or_update: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                privateEndpointConnectionName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PrivateLinkConnectionApprovalRequestResource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrivateEndpointConnectionResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    private_endpoint_connection_delete: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                privateEndpointConnectionName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    private_end_point_connections_list_by_factory: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["PrivateEndpointConnectionResource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    global_parameters_get: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                globalParameterName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GlobalParameterResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    global_parameters_create_or_update: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                globalParameterName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GlobalParameterResource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GlobalParameterResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    global_parameters_delete: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                globalParameterName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    global_parameters_list_by_factory: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["GlobalParameterResource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    change_data_capture_get: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                changeDataCaptureName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeDataCaptureResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    change_data_capture_create_or_update: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "if-match"?: string;
                "if-none-match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                changeDataCaptureName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeDataCaptureResource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeDataCaptureResource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    change_data_capture_delete: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                changeDataCaptureName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    change_data_capture_list_by_factory: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["ChangeDataCaptureResource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    change_data_capture_start: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                changeDataCaptureName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    change_data_capture_stop: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                changeDataCaptureName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    change_data_capture_status: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                changeDataCaptureName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_apply: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
                /** @description Change nothing. */
                plan?: boolean;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WeirApply"];
            };
        };
        responses: {
            /** @description what changed, or would */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirApplied"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_resources: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description by kind and name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirResources"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_validate: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WeirValidate"];
            };
        };
        responses: {
            /** @description what was found, by place */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirFindings"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_schema: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                kind: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description draft-07 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_specs: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description all of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirSpecs"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_dry_run: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                pipelineName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WeirDryRun"];
            };
        };
        responses: {
            /** @description what it did */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirDryReport"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_debug: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                pipelineName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WeirDebug"];
            };
        };
        responses: {
            /** @description its run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateRunResponse"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_debug_show: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description where it stands */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirDebugState"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_debug_continue: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WeirDebugContinue"];
            };
        };
        responses: {
            /** @description it goes on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_preview: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                datasetName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WeirPreview"];
            };
        };
        responses: {
            /** @description rows, or why there are none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirPreviewed"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_evaluate: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WeirEvaluate"];
            };
        };
        responses: {
            /** @description the value, or why there is none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirEvaluated"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_publish_events: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WeirEvent"] | components["schemas"]["WeirEvent"][];
            };
        };
        responses: {
            /** @description kept; runs follow */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_schedule: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
                /** @description The service's present if none is given. */
                from?: string;
                /** @description A day later if none is given. */
                to?: string;
                /** @description This one only. */
                trigger?: string;
                /** @description Firings at most. */
                limit?: number;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the firings, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirSchedule"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_backfill: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                triggerName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WeirBackfill"];
            };
        };
        responses: {
            /** @description the windows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirBackfilled"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_lineage: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
                /** @description Only what is before and behind it. */
                dataset?: string;
                /** @description Which side of the dataset. */
                direction?: "upstream" | "downstream" | "both";
                /** @description Columns too, in forms for people. */
                columns?: boolean;
                /** @description How the graph is printed; json if none is named. */
                format?: "json" | "text" | "dot" | "openlineage" | "html";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the graph */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirLineage"];
                    "text/plain": string;
                    "text/vnd.graphviz": string;
                    "application/x-ndjson": string;
                    "text/html": string;
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_overview: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
                /** @description A day before 'to' if none is given. */
                from?: string;
                /** @description The service's present if none is given. */
                to?: string;
                /** @description Into how many spans of equal length. */
                spans?: number;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirOverview"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_search_pipeline_runs: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WeirRunSearch"];
            };
        };
        responses: {
            /** @description what was found in the stretch */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirRunsFound"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_search_activity_runs: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WeirActivitySearch"];
            };
        };
        responses: {
            /** @description what was found in the stretch */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirActivityRunsFound"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_throughput: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
                /** @description A day before 'to' if none is given. */
                from?: string;
                /** @description The service's present if none is given. */
                to?: string;
                /** @description Into how many spans of equal length the time is cut; 48 if none is given. */
                spans?: number;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirThroughput"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_late: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description those that are over by most first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirLate"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_permissions: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description by name; none if it has no role there */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirPermissions"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_run_waits: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description what it waits for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirWaits"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_run_events: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
                $skipToken?: string;
                /** @description Only events whose message has it, without regard to the case of ASCII letters. */
                text?: string;
                /** @description Only events from then on. */
                from?: string;
                /** @description The oldest first if none is given. */
                order?: "ASC" | "DESC";
                /** @description Events at most; 500 if none is given. */
                limit?: number;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of the events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirRunEvents"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_run_log: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
                /** @description Only whole lines of so many bytes at the end. */
                tail?: number;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                runId: string;
                activityRunId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the log */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_run_lineage: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
                /** @description Only what is before and behind it. */
                dataset?: string;
                /** @description Which side of the dataset. */
                direction?: "upstream" | "downstream" | "both";
                /** @description Columns too, in forms for people. */
                columns?: boolean;
                /** @description How the graph is printed; json if none is named. */
                format?: "json" | "text" | "dot" | "openlineage" | "html";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the graph */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirLineage"];
                    "text/plain": string;
                    "text/vnd.graphviz": string;
                    "application/x-ndjson": string;
                    "text/html": string;
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_alerts_list: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
                $skipToken?: string;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description some of them, by name */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirAlerts"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_alerts_get: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                alertName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the alert */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirAlert"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_alerts_put: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: {
                "If-Match"?: string;
                "If-None-Match"?: string;
            };
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                alertName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WeirAlert"];
            };
        };
        responses: {
            /** @description kept */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirAlert"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_alerts_delete: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                alertName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description there was none */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_alerts_test: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                alertName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description what became of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirAlertTested"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_test_connection: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
                linkedServiceName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["WeirConnectionTest"];
            };
        };
        responses: {
            /** @description what came of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirConnectionTested"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_alert_history: {
        parameters: {
            query: {
                "api-version": "2018-06-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                factoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the newest 200 notices of the service, those of this factory */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirAlertHistory"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_callback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description durable */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_event_stream: {
        parameters: {
            query?: {
                /** @description Only of this one: its name or its id. */
                factory?: string;
            };
            header?: {
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description events, until the client goes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description whose it is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirSession"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_session_begin: {
        parameters: {
            query?: never;
            header?: {
                "X-Weir-Screen"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description whose it is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirSession"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_session_end: {
        parameters: {
            query?: never;
            header?: {
                "X-Weir-Screen"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description there is none any more */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the ways there are */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirSignIn"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_sign_in_begin: {
        parameters: {
            query?: {
                /** @description The page of the screen to come back to. */
                to?: string;
                /** @description Sign in as somebody else: the issuer asks even those it knows. */
                again?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description to the issuer; or back to the page, which is told by weir_sign_in why not */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_sign_in_callback: {
        parameters: {
            query?: {
                code?: string;
                state?: string;
                iss?: string;
                error?: string;
                error_description?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description to the page, with a session or a reason why there is none */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the metrics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description it can save what comes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirHealth"];
                };
            };
            /** @description it cannot */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirHealth"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_openapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.0 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_subscriptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description all of them */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: {
                            id: string;
                            subscriptionId: string;
                            tenantId: string;
                            displayName: string;
                            state: string;
                        }[];
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_tenants: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a list of one */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: {
                            id: string;
                            tenantId: string;
                        }[];
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @enum {string} */
                    grant_type: "client_credentials";
                    client_id: string;
                    client_secret: string;
                    scope?: string;
                };
            };
        };
        responses: {
            /** @description the token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        token_type: string;
                        expires_in: number;
                        ext_expires_in?: number;
                        access_token: string;
                    };
                };
            };
            /** @description a request that OAuth does not know */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                        error_description: string;
                    };
                };
            };
            /** @description an unknown client, or a wrong secret */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                        error_description: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_token_keys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a key set of RFC 7517 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: Record<string, never>[];
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_token_issuer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the issuer */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        issuer: string;
                        token_endpoint: string;
                        jwks_uri: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_instance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description this service */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        tenant_discovery_endpoint: string;
                        metadata: Record<string, never>[];
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    weir_cloud: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the cloud's addresses */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        resourceManager: string;
                        authentication: Record<string, never>;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_factories_get: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Factory"];
                };
            };
            /** @description done */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_factories_put: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["V1Factory"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Factory"];
                };
            };
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Factory"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_factories_delete: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_factories_update: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["V1Factory"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Factory"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_factories_list_by_group: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["V1Factory"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_factories_list: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["V1Factory"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_linked_services_get: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                linkedServiceName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description done */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_linked_services_put: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                linkedServiceName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["V1Resource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_linked_services_delete: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                linkedServiceName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_linked_services_list: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["V1Resource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_datasets_get: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datasetName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description done */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_datasets_put: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datasetName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["V1Resource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_datasets_delete: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datasetName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_datasets_list: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["V1Resource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_tables_get: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datasetName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description done */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_tables_put: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datasetName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["V1Resource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_tables_delete: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datasetName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_tables_list: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["V1Resource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_pipelines_get: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datapipelineName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description done */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_pipelines_put: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datapipelineName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["V1Resource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_pipelines_delete: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datapipelineName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_pipelines_list: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["V1Resource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_pipelines_pause: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datapipelineName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_pipelines_resume: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datapipelineName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_pipelines_update: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
                start?: string;
                end?: string;
                autoResolve?: string;
                forceRecalc?: string;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datapipelineName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_pipelines_get_runs: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
                activityName?: string;
                start?: string;
                end?: string;
                status?: string;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datapipelineName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["V1Run"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_datasets_slices: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
                start?: string;
                end?: string;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datasetName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["V1Slice"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_datasets_set_status: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
                start?: string;
                end?: string;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datasetName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["V1SetStatus"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_datasets_slice_runs: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
                start?: string;
                startTime?: string;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datasetName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["V1Run"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_tables_slices: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
                start?: string;
                end?: string;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datasetName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["V1Slice"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_tables_set_status: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
                start?: string;
                end?: string;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datasetName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["V1SetStatus"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_tables_slice_runs: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
                start?: string;
                startTime?: string;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datasetName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["V1Run"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_runs_get: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Run"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_runs_log: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Text"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_windows_of_factory: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["V1WindowQuery"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Windows"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_windows_of_dataset: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datasetName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["V1WindowQuery"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Windows"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_windows_of_activity: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datapipelineName: string;
                activityName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["V1WindowQuery"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Windows"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_windows_of_activity_too: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datapipelineName: string;
                activityName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["V1WindowQuery"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Windows"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_windows_of_pipeline: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datapipelineName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["V1WindowQuery"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Windows"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_windows_of_pipeline_too: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datapipelineName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["V1WindowQuery"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Windows"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_gateways_get: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                gatewayName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description done */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_gateways_put: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                gatewayName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["V1Resource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_gateways_delete: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                gatewayName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_gateways_update: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                gatewayName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["V1Resource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_gateways_list: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["V1Resource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_gateways_regenerate_key: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                gatewayName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Object"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_gateways_list_keys: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                gatewayName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Object"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_gateways_regenerate_auth_key: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                gatewayName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["V1Object"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Object"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_gateways_connection_info: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                gatewayName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Object"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_hubs_get: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                hubName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description done */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_hubs_put: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                hubName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["V1Resource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_hubs_delete: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                hubName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_hubs_list: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["V1Resource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_compute_types_get: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                computeTypeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description done */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_compute_types_put: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                computeTypeName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["V1Resource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_compute_types_delete: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                computeTypeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_compute_types_list: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["V1Resource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_activity_types_get: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                activityTypeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description done */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_activity_types_put: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                activityTypeName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["V1Resource"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Resource"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_activity_types_delete: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                activityTypeName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_activity_types_list: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        value: components["schemas"]["V1Resource"][];
                        nextLink?: string;
                    };
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_oauth_session: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                linkedServiceType: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Object"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_run_log: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
                se?: string;
                sig?: string;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_run_cancel: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_apply: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
                plan?: string;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["V1Apply"];
            };
        };
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Object"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_permissions: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Permissions"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_explain: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
                start?: string;
                end?: string;
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
                datasetName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["V1Object"];
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
    v1_lineage: {
        parameters: {
            query: {
                "api-version": "2015-10-01";
                /** @description Only what is before and behind it. */
                dataset?: string;
                /** @description Which side of the dataset. */
                direction?: "upstream" | "downstream" | "both";
                /** @description Columns too, in forms for people. */
                columns?: boolean;
                /** @description How the graph is printed; json if none is named. */
                format?: "json" | "text" | "dot" | "openlineage" | "html";
            };
            header?: never;
            path: {
                subscriptionId: string;
                resourceGroupName: string;
                dataFactoryName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WeirLineage"];
                    "text/plain": string;
                    "text/vnd.graphviz": string;
                    "application/x-ndjson": string;
                    "text/html": string;
                };
            };
            /** @description refused, and why */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorResponse"];
                };
            };
        };
    };
}
