#!/usr/bin/env python3
"""`/metrics` of a running service, read by Prometheus' own parser.

    metrics_test.py WEIR        (started by tests/sdk/run, which has prometheus_client)
"""
import http.client
import pathlib
import subprocess
import sys
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "http"))
sys.argv, weir = sys.argv[:1], sys.argv[1]

import bad_input_test  # noqa: E402
from prometheus_client.parser import text_string_to_metric_families  # noqa: E402

bad_input_test.WEIR = weir
FACTORY = bad_input_test.FACTORY
KEY = FACTORY.lower()
WAIT_MAX_S = 30
FAIL = {"name": "F", "type": "Fail", "typeProperties": {"message": "no", "errorCode": "1"}}
SET = {"name": "S", "type": "SetVariable",
       "typeProperties": {"variableName": "v", "value": "x"}}
WAIT = {"name": "W", "type": "Wait", "typeProperties": {"waitTimeInSeconds": 600}}


def pipeline(*activities, **more):
    return {"properties": {"activities": list(activities),
                           "variables": {"v": {"type": "String"}}, **more}}


class MetricsTest(unittest.TestCase):

    def setUp(self):
        folder = bad_input_test.tempfile.TemporaryDirectory(prefix="weir-metrics-")
        self.addCleanup(folder.cleanup)
        self.data = folder.name
        self.start()
        self.ask("PUT", "", {})

    def start(self):
        self.service = bad_input_test.Service(self.data)

    def stop(self):
        self.service.process.kill()
        self.service.process.wait()
        self.service.process.stdout.close()

    def tearDown(self):
        self.stop()

    def ask(self, method, path, body=None):
        status, answer = self.service.ask(method, FACTORY + path, body)
        self.assertEqual(status, 200, answer)
        return answer

    def run_pipeline(self, name):
        return self.ask("POST", f"/pipelines/{name}/createRun", {})["runId"]

    def scrape(self, token=None):
        """Status, content type and text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.service.port)
        connection.request("GET", "/metrics",
                           headers={"Authorization": f"Bearer {token or self.service.token}"})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.getheader("Content-Type"), text

    def samples(self, token=None):
        """{(name, labels): value}, after the format was checked."""
        status, kind, text = self.scrape(token)
        self.assertEqual(status, 200, text)
        self.assertEqual(kind, "text/plain; version=0.0.4; charset=utf-8")
        found = {}
        for family in text_string_to_metric_families(text):
            self.assertNotIn(family.type, ("unknown", "untyped"), family.name)
            self.assertTrue(family.documentation, family.name)
            for sample in family.samples:
                self.assertTrue(sample.name.startswith(family.name), sample)
                key = (sample.name, frozenset(sample.labels.items()))
                self.assertNotIn(key, found)
                found[key] = sample.value
        return found

    def value(self, samples, name, **labels):
        return samples.get((name, frozenset({"factory": KEY, **labels}.items())), 0)

    def until(self, check):
        """The samples, once `check` is true of them."""
        end = time.monotonic() + WAIT_MAX_S
        while True:
            samples = self.samples()
            if check(samples) or time.monotonic() > end:
                self.assertTrue(check(samples), samples)
                return samples
            time.sleep(0.05)

    def test_counts_are_those_of_the_runs(self):
        self.ask("PUT", "/pipelines/good", pipeline(SET))
        self.ask("PUT", "/pipelines/bad", pipeline(FAIL))
        self.ask("PUT", "/pipelines/long", pipeline(WAIT, concurrency=1))
        for name in ("good", "good", "good", "bad", "long"):
            self.run_pipeline(name)
        queued = self.run_pipeline("long")
        total = "weir_pipeline_runs_total"
        samples = self.until(
            lambda all: self.value(all, total, pipeline="good", status="Succeeded",
                                   failure_type="") == 3
            and self.value(all, total, pipeline="bad", status="Failed",
                           failure_type="UserError") == 1
            and self.value(all, "weir_activity_runs_active", activity_type="Wait") == 1)
        active = "weir_pipeline_runs_active"
        self.assertEqual(self.value(samples, active, pipeline="long", status="InProgress"), 1)
        self.assertEqual(self.value(samples, active, pipeline="long", status="Queued"), 1)
        self.assertEqual(self.value(samples, "weir_pipeline_runs_started_total",
                                    pipeline="long"), 2)
        self.assertEqual(self.value(samples, "weir_activity_runs_total", pipeline="bad",
                                    activity_type="Fail", status="Failed",
                                    failure_type="UserError"), 1)
        seconds = "weir_pipeline_run_duration_seconds"
        self.assertEqual(self.value(samples, seconds + "_count", pipeline="good"), 3)
        self.assertEqual(self.value(samples, seconds + "_bucket", pipeline="good", le="+Inf"), 3)
        self.assertEqual(samples[("weir_store_up", frozenset())], 1)
        self.ask("POST", f"/pipelineruns/{queued}/cancel")
        self.until(lambda all: self.value(all, total, pipeline="long", status="Cancelled",
                                          failure_type="") == 1
                   and self.value(all, active, pipeline="long", status="Queued") == 0)

    def test_what_is_under_way_is_so_after_a_crash(self):
        self.ask("PUT", "/pipelines/long", pipeline(WAIT))
        run = self.run_pipeline("long")
        self.stop()
        self.start()
        active = "weir_pipeline_runs_active"
        samples = self.until(lambda all: self.value(all, active, pipeline="long",
                                                    status="InProgress") == 1)
        self.assertEqual(self.value(samples, "weir_pipeline_runs_started_total",
                                    pipeline="long"), 0)
        self.ask("POST", f"/pipelineruns/{run}/cancel")
        self.until(lambda all: self.value(all, active, pipeline="long", status="InProgress") == 0
                   and self.value(all, active, pipeline="long", status="Canceling") == 0
                   and self.value(all, "weir_pipeline_runs_total", pipeline="long",
                                  status="Cancelled", failure_type="") == 1)

    def test_who_may_see_what(self):
        self.ask("PUT", "/pipelines/good", pipeline(SET))
        self.run_pipeline("good")
        self.until(lambda all: self.value(all, "weir_pipeline_runs_started_total",
                                          pipeline="good") == 1)
        made = {}
        for name, role, scope in (("here", "Monitoring Reader", FACTORY),
                                  ("there", "Monitoring Reader", FACTORY + "2"),
                                  ("reader", "Reader", "/")):
            made[name] = subprocess.run(
                [weir, "token", "create", name, "--role", role, "--scope", scope,
                 "--data", self.data], check=True, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, text=True).stdout.strip()
        started = "weir_pipeline_runs_started_total"
        self.assertEqual(self.value(self.samples(made["here"]), started, pipeline="good"), 1)
        there = self.samples(made["there"])
        self.assertEqual(self.value(there, started, pipeline="good"), 0)
        self.assertIn(("weir_store_up", frozenset()), there)
        self.assertEqual(self.scrape(made["reader"])[0], 403)
        self.assertEqual(self.scrape("x" * 40)[0], 401)


if __name__ == "__main__":
    unittest.main()
