#!/usr/bin/env python3
"""Manage a factory with azure-mgmt-datafactory 10: bodies as plain objects, its models refused.

    tests/sdk/run clients-10 WEIR tests/sdk/dict_bodies_test.py

The models of that release lose the types of activities, triggers and linked services on the wire.
"""
import sys
import time
import unittest

import served
from azure.core import MatchConditions
from azure.core.exceptions import HttpResponseError
from azure.mgmt.datafactory import models as m

WEIR = sys.argv.pop(1)
GROUP, FACTORY = "Rg", "fac-1"
RUN_MAX_S = 30
PIPELINE = {"properties": {"activities": [
    {"name": "Pause", "type": "Wait", "typeProperties": {"waitTimeInSeconds": 0}}]}}


class DictBodiesTest(unittest.TestCase):
    def setUp(self):
        self.service = served.Served(WEIR, self.enterContext(served.data_folder()))
        self.adf = self.service.client()
        self.adf.factories.create_or_update(GROUP, FACTORY, {"location": "west"})

    def tearDown(self):
        self.assertEqual(self.service.stop(), 0)

    def assert_refused(self, status, says, call, *arguments, **more):
        with self.assertRaises(HttpResponseError) as refused:
            call(GROUP, FACTORY, *arguments, **more)
        self.assertEqual(refused.exception.status_code, status)
        self.assertIn(says, refused.exception.message)

    def test_a_run(self):
        self.adf.pipelines.create_or_update(GROUP, FACTORY, "p", PIPELINE)
        run_id = self.adf.pipelines.create_run(GROUP, FACTORY, "p").run_id
        deadline = time.monotonic() + RUN_MAX_S
        status = ""
        while status != "Succeeded" and time.monotonic() < deadline:
            time.sleep(0.05)
            status = self.adf.pipeline_runs.get(GROUP, FACTORY, run_id).status
        self.assertEqual(status, "Succeeded")

    def test_etags(self):
        self.adf.pipelines.create_or_update(GROUP, FACTORY, "p", PIPELINE)
        self.assert_refused(412, "etag", self.adf.pipelines.create_or_update, "p", PIPELINE,
                            etag="old", match_condition=MatchConditions.IfNotModified)

    def test_models_that_lose_their_type(self):
        wait = m.WaitActivity(
            name="w", type_properties=m.WaitActivityTypeProperties(wait_time_in_seconds=1))
        self.assert_refused(400, "activity 'w': the type 'Container' is abstract",
                            self.adf.pipelines.create_or_update, "p",
                            m.PipelineResource(properties=m.Pipeline(activities=[wait])))
        web = m.HttpLinkedService(type_properties=m.HttpLinkedServiceTypeProperties(url="x"))
        self.assert_refused(400, "'type' is missing", self.adf.linked_services.create_or_update,
                            "l", m.LinkedServiceResource(properties=web))


if __name__ == "__main__":
    unittest.main(verbosity=1)
