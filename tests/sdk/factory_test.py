#!/usr/bin/env python3
"""Manage a factory and run its pipelines with azure-mgmt-datafactory, unmodified, over TLS.

    tests/sdk/run clients-9 WEIR tests/sdk/factory_test.py
"""
import datetime
import signal
import sys
import time
import unittest

import served
from azure.core.exceptions import (ClientAuthenticationError, HttpResponseError,
                                   ResourceNotFoundError)
from azure.mgmt.datafactory import models as m

WEIR = sys.argv.pop(1)
GROUP, FACTORY = "Rg", "fac-1"
ENDED = {"Succeeded", "Failed", "Cancelled"}
RUN_MAX_S = 30


def service_reference(name):
    return m.LinkedServiceReference(type="LinkedServiceReference", reference_name=name)


class FactoryTest(unittest.TestCase):
    """Each test starts with an empty factory in a service of its own."""

    def setUp(self):
        self.folder = self.enterContext(served.data_folder())
        self.start()
        self.adf.factories.create_or_update(GROUP, FACTORY, m.Factory(location="west"))

    def start(self):
        self.service = served.Served(WEIR, self.folder)
        self.adf = self.service.client()

    def tearDown(self):
        if self.service.process.poll() is None:
            self.assertEqual(self.service.stop(), 0)

    def put_pipeline(self, name, activities, **more):
        return self.adf.pipelines.create_or_update(
            GROUP, FACTORY, name, m.PipelineResource(activities=activities, **more))

    def finish(self, run_id):
        deadline = time.monotonic() + RUN_MAX_S
        while time.monotonic() < deadline:
            run = self.adf.pipeline_runs.get(GROUP, FACTORY, run_id)
            if run.status in ENDED:
                return run
            time.sleep(0.05)
        self.fail(f"run {run_id} is {run.status}")

    def filters(self, **more):
        now = datetime.datetime.now(datetime.timezone.utc)
        return m.RunFilterParameters(last_updated_after=now - datetime.timedelta(hours=1),
                                     last_updated_before=now + datetime.timedelta(hours=1), **more)

    def assert_refused(self, status, code, call, *arguments, kind=HttpResponseError, **more):
        with self.assertRaises(kind) as refused:
            call(*arguments, **more)
        self.assertEqual(refused.exception.status_code, status)
        self.assertEqual(refused.exception.error.code, code)
        return refused.exception.message

    def test_factories(self):
        got = self.adf.factories.get("RG", "FAC-1")
        self.assertEqual((got.name, got.location, got.provisioning_state),
                         (FACTORY, "west", "Succeeded"))
        self.assertIsNone(self.adf.factories.get(GROUP, FACTORY, if_none_match=got.e_tag))
        patched = self.adf.factories.update(
            GROUP, FACTORY, m.FactoryUpdateParameters(tags={"team": "data"}))
        self.assertEqual(patched.tags, {"team": "data"})
        self.assertEqual([f.name for f in self.adf.factories.list()], [FACTORY])
        self.assertEqual([f.name for f in self.adf.factories.list_by_resource_group("other")], [])
        self.adf.factories.delete(GROUP, FACTORY)
        self.assert_refused(404, "ResourceNotFound", self.adf.factories.get, GROUP, FACTORY,
                            kind=ResourceNotFoundError)

    def test_resources(self):
        adf = self.adf
        made = adf.linked_services.create_or_update(
            GROUP, FACTORY, "store", m.LinkedServiceResource(
                properties=m.AzureBlobStorageLinkedService(
                    connection_string="AccountName=a;AccountKey=top-secret-key")))
        self.assertNotIn("top-secret-key", str(made.as_dict()))
        adf.linked_services.create_or_update(GROUP, FACTORY, "web", m.LinkedServiceResource(
            properties=m.HttpLinkedService(
                url="http://localhost/", authentication_type="Basic", user_name="me",
                password=m.SecureString(value="hidden!"))))
        web = adf.linked_services.get(GROUP, FACTORY, "WEB")
        self.assertIsInstance(web.properties, m.HttpLinkedService)
        self.assertNotIn("hidden!", str(web.as_dict()))
        adf.datasets.create_or_update(GROUP, FACTORY, "rows", m.DatasetResource(
            properties=m.DelimitedTextDataset(
                linked_service_name=service_reference("store"),
                location=m.AzureBlobStorageLocation(container="in", file_name="a.csv"),
                column_delimiter=",")))
        got = adf.datasets.get(GROUP, FACTORY, "rows")
        self.assertEqual(got.properties.location.container, "in")
        self.assertEqual([d.name for d in adf.datasets.list_by_factory(GROUP, FACTORY)], ["rows"])
        message = self.assert_refused(400, "BadRequest", adf.linked_services.delete, GROUP, FACTORY,
                                      "store")
        self.assertIn("cannot be deleted since it is referenced by rows", message)
        message = self.assert_refused(
            400, "BadRequest", adf.datasets.create_or_update, GROUP, FACTORY, "bad",
            m.DatasetResource(properties=m.BinaryDataset(
                linked_service_name=service_reference("nowhere"))))
        self.assertIn("invalid reference 'nowhere'", message)
        adf.triggers.create_or_update(GROUP, FACTORY, "daily", m.TriggerResource(
            properties=m.ScheduleTrigger(recurrence=m.ScheduleTriggerRecurrence(
                frequency="Day", interval=1,
                start_time=datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)))))
        self.assertEqual(adf.triggers.get(GROUP, FACTORY, "daily").properties.runtime_state,
                         "Stopped")
        adf.global_parameters.create_or_update(
            GROUP, FACTORY, "default", m.GlobalParameterResource(
                properties={"env": m.GlobalParameterSpecification(type="String", value="test")}))
        adf.integration_runtimes.create_or_update(
            GROUP, FACTORY, "gate", m.IntegrationRuntimeResource(
                properties=m.SelfHostedIntegrationRuntime(description="d")))
        self.assertEqual(
            [r.name for r in adf.integration_runtimes.list_by_factory(GROUP, FACTORY)], ["gate"])
        adf.datasets.delete(GROUP, FACTORY, "rows")
        adf.linked_services.delete(GROUP, FACTORY, "store")
        adf.linked_services.delete(GROUP, FACTORY, "store")

    def test_integration_runtimes(self):
        runtimes = self.adf.integration_runtimes
        runtimes.create_or_update(GROUP, FACTORY, "gate", m.IntegrationRuntimeResource(
            properties=m.SelfHostedIntegrationRuntime()))
        runtimes.create_or_update(GROUP, FACTORY, "ssis", m.IntegrationRuntimeResource(
            properties=m.ManagedIntegrationRuntime(
                ssis_properties=m.IntegrationRuntimeSsisProperties(edition="Standard"))))
        self.assertEqual(runtimes.get_status(GROUP, FACTORY, "gate").properties.state,
                         "NeedRegistration")
        keys = runtimes.list_auth_keys(GROUP, FACTORY, "gate")
        self.assertTrue(keys.auth_key1.startswith("IR@"))
        new = runtimes.regenerate_auth_key(
            GROUP, FACTORY, "gate",
            m.IntegrationRuntimeRegenerateKeyParameters(key_name="authKey2"))
        self.assertEqual(new.auth_key1, keys.auth_key1)
        self.assertNotEqual(new.auth_key2, keys.auth_key2)
        runtimes.update(GROUP, FACTORY, "gate",
                        m.UpdateIntegrationRuntimeRequest(auto_update="On"))
        status = runtimes.get_status(GROUP, FACTORY, "gate").properties
        self.assertEqual((status.auto_update, status.nodes), ("On", []))
        self.assertEqual(runtimes.get_monitoring_data(GROUP, FACTORY, "gate").nodes, [])
        self.assert_refused(404, "IntegrationRuntimeNodeNotFound",
                            self.adf.integration_runtime_nodes.get, GROUP, FACTORY, "gate", "n1",
                            kind=ResourceNotFoundError)
        self.assert_refused(501, "SsisNotSupported", runtimes.begin_start, GROUP, FACTORY, "ssis")
        runtimes.begin_stop(GROUP, FACTORY, "ssis").result()

    def test_networks_features_and_sessions(self):
        adf = self.adf
        adf.managed_virtual_networks.create_or_update(
            GROUP, FACTORY, "default", m.ManagedVirtualNetworkResource(
                properties=m.ManagedVirtualNetwork()))
        adf.managed_private_endpoints.create_or_update(
            GROUP, FACTORY, "default", "blob", m.ManagedPrivateEndpointResource(
                properties=m.ManagedPrivateEndpoint(group_id="blob",
                                                    private_link_resource_id="/x")))
        self.assertEqual([e.name for e in adf.managed_private_endpoints.list_by_factory(
            GROUP, FACTORY, "default")], ["blob"])
        self.assertEqual(adf.private_link_resources.get(GROUP, FACTORY).value, [])
        self.assertEqual(
            list(adf.private_end_point_connections.list_by_factory(GROUP, FACTORY)), [])
        self.assertIn("Microsoft.DataFactory/factories/pipelines/createRun/action",
                      [o.name for o in adf.operations.list()])
        self.assertEqual(adf.exposure_control.get_feature_value_by_factory(
            GROUP, FACTORY, m.ExposureControlRequest(feature_name="f")).value, "False")
        adf.factories.configure_factory_repo("west", m.FactoryRepoUpdate(
            factory_resource_id=adf.factories.get(GROUP, FACTORY).id,
            repo_configuration=m.FactoryGitHubConfiguration(
                account_name="me", repository_name="r", collaboration_branch="main",
                root_folder="/")))
        self.assertEqual(
            adf.factories.get(GROUP, FACTORY).repo_configuration.repository_name, "r")
        sessions = adf.data_flow_debug_session
        made = sessions.begin_create(GROUP, FACTORY, m.CreateDataFlowDebugSessionRequest(
            core_count=8, time_to_live=60)).result()
        sessions.add_data_flow(GROUP, FACTORY, m.DataFlowDebugPackage(
            session_id=made.session_id, data_flow=m.DataFlowDebugResource(
                name="flow", properties=m.MappingDataFlow(script=""))))
        self.assertEqual([s.data_flow_name for s in sessions.query_by_factory(GROUP, FACTORY)],
                         ["flow"])
        self.assert_refused(501, "DataFlowNotSupported", sessions.begin_execute_command, GROUP,
                            FACTORY, m.DataFlowDebugCommandRequest(
                                session_id=made.session_id, command="executePreviewQuery"))
        sessions.delete(GROUP, FACTORY,
                        m.DeleteDataFlowDebugSessionRequest(session_id=made.session_id))
        capture = adf.change_data_capture
        capture.create_or_update(GROUP, FACTORY, "cdc", m.ChangeDataCaptureResource(
            source_connections_info=[], target_connections_info=[], policy=m.MapperPolicy()))
        self.assertEqual(capture.status(GROUP, FACTORY, "cdc"), "Stopped")
        self.assert_refused(501, "OperationNotSupported", capture.start, GROUP, FACTORY, "cdc")

    def test_more_than_a_page(self):
        names = [f"p{i:03}" for i in range(205)]
        for name in names:
            self.put_pipeline(name, [])
        self.assertEqual([p.name for p in self.adf.pipelines.list_by_factory(GROUP, FACTORY)],
                         names)

    def test_etags(self):
        first = self.put_pipeline("p", [])
        self.assertIsNone(self.adf.pipelines.get(GROUP, FACTORY, "p", if_none_match=first.etag))
        second = self.put_pipeline("p", [], description="again")
        self.assertNotEqual(first.etag, second.etag)
        self.assert_refused(412, "PreconditionFailed", self.adf.pipelines.create_or_update, GROUP,
                            FACTORY, "p", m.PipelineResource(activities=[]), if_match=first.etag)
        self.adf.pipelines.create_or_update(GROUP, FACTORY, "p", m.PipelineResource(activities=[]),
                                            if_match=second.etag)

    def test_runs(self):
        self.put_pipeline(
            "Load",
            [m.ForEachActivity(
                name="Each", items=m.Expression(type="Expression",
                                                value="@range(0, pipeline().parameters.n)"),
                activities=[m.WaitActivity(name="Pause", wait_time_in_seconds=0)]),
             m.SetVariableActivity(
                 name="Set", variable_name="seen", value="@string(pipeline().parameters.n)",
                 depends_on=[m.ActivityDependency(activity="Each",
                                                  dependency_conditions=["Succeeded"])])],
            parameters={"n": m.ParameterSpecification(type="Int", default_value=1)},
            variables={"seen": m.VariableSpecification(type="String")})
        run_id = self.adf.pipelines.create_run(GROUP, FACTORY, "Load", parameters={"n": 3}).run_id
        run = self.finish(run_id)
        self.assertEqual((run.status, run.pipeline_name, run.parameters, run.is_latest),
                         ("Succeeded", "Load", {"n": "3"}, True))
        self.assertEqual(run.invoked_by.invoked_by_type, "Manual")
        ran = self.adf.activity_runs.query_by_pipeline_run(
            GROUP, FACTORY, run_id, self.filters(order_by=[
                m.RunQueryOrderBy(order_by="ActivityRunStart", order="ASC")]))
        self.assertEqual([a.activity_name for a in ran.value],
                         ["Each", "Pause", "Pause", "Pause", "Set"])
        self.assertEqual({a.status for a in ran.value}, {"Succeeded"})
        self.adf.pipelines.create_run(GROUP, FACTORY, "Load")  # Without a body.
        self.adf.pipelines.create_run(GROUP, FACTORY, "Load",
                                      headers={"x-ms-client-request-id": "once"})
        self.adf.pipelines.create_run(GROUP, FACTORY, "Load",
                                      headers={"x-ms-client-request-id": "once"})
        found = self.adf.pipeline_runs.query_by_factory(GROUP, FACTORY, self.filters(filters=[
            m.RunQueryFilter(operand="PipelineName", operator="In", values=["load", "other"])]))
        self.assertEqual(len(found.value), 3)
        self.assertEqual(found.value[-1].run_id, run_id)
        none = self.adf.pipeline_runs.query_by_factory(GROUP, FACTORY, self.filters(filters=[
            m.RunQueryFilter(operand="Status", operator="Equals", values=["Failed"])]))
        self.assertEqual(none.value, [])

    def test_history_in_pages(self):
        self.put_pipeline("p", [])
        for _ in range(150):
            self.adf.pipelines.create_run(GROUP, FACTORY, "p")
        seen, token = [], None
        for _ in range(3):
            page = self.adf.pipeline_runs.query_by_factory(
                GROUP, FACTORY, self.filters(continuation_token=token))
            seen += [run.run_id for run in page.value]
            token = page.continuation_token
            if not token:
                break
        self.assertEqual((len(seen), len(set(seen))), (150, 150))

    def test_cancel(self):
        self.put_pipeline("Long", [m.WaitActivity(name="Wait", wait_time_in_seconds=3600)])
        run_id = self.adf.pipelines.create_run(GROUP, FACTORY, "Long").run_id
        self.adf.pipeline_runs.cancel(GROUP, FACTORY, run_id, is_recursive=True)
        self.assertEqual(self.finish(run_id).status, "Cancelled")
        self.adf.pipeline_runs.cancel(GROUP, FACTORY, run_id)

    def test_runs_go_on_after_the_service_was_killed(self):
        self.put_pipeline("p", [m.WaitActivity(name="Wait", wait_time_in_seconds=2)])
        run_id = self.adf.pipelines.create_run(GROUP, FACTORY, "p").run_id
        self.service.stop(signal.SIGKILL)
        self.start()
        self.assertEqual(self.finish(run_id).status, "Succeeded")
        self.assertEqual([p.name for p in self.adf.pipelines.list_by_factory(GROUP, FACTORY)],
                         ["p"])

    def test_errors(self):
        adf = self.adf
        self.assert_refused(404, "PipelineNotFound", adf.pipelines.get, GROUP, FACTORY, "none",
                            kind=ResourceNotFoundError)
        self.assert_refused(404, "PipelineNotFound", adf.pipelines.create_run, GROUP, FACTORY,
                            "none", kind=ResourceNotFoundError)
        self.assert_refused(404, "PipelineRunNotFound", adf.pipeline_runs.get, GROUP, FACTORY,
                            "none", kind=ResourceNotFoundError)
        self.assert_refused(404, "ResourceNotFound", adf.pipelines.get, GROUP, "nofac", "p",
                            kind=ResourceNotFoundError)
        self.assert_refused(400, "InvalidResourceName", adf.pipelines.create_or_update, GROUP,
                            FACTORY, "a.b", m.PipelineResource(activities=[]))
        self.put_pipeline("needs", [], parameters={"n": m.ParameterSpecification(type="Int")})
        self.assert_refused(400, "MissingParameter", adf.pipelines.create_run, GROUP, FACTORY,
                            "needs")
        self.assert_refused(404, "IntegrationRuntimeNotFound",
                            adf.integration_runtimes.list_auth_keys, GROUP, FACTORY, "ir1",
                            kind=ResourceNotFoundError)
        with self.assertRaises(ClientAuthenticationError):
            self.service.client(token="not-the-token").factories.get(GROUP, FACTORY)


if __name__ == "__main__":
    unittest.main(verbosity=1)
