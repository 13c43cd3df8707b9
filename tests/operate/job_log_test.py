#!/usr/bin/env python3
"""What a job said: by the API, by `weir runs log`, until its run is forgotten.

    job_log_test.py WEIR
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import service as served  # noqa: E402

sys.argv, WEIR = sys.argv[:1], os.path.abspath(sys.argv[1])
COMMAND = "for line in 1 2 3; do echo line $line; done; echo $SECRET"


class JobLogTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="weir-job-log-")
        self.addCleanup(folder.cleanup)
        self.data = pathlib.Path(folder.name) / "data"

    def serve(self, *more):
        service = served.Service(WEIR, self.data, "--local-commands", *more)
        service.ask("PUT", "", {})
        service.ask("PUT", "/linkedservices/Here", {"properties": {
            "type": "LocalBatch", "typeProperties": {
                "workingFolder": str(self.data / "jobs"),
                "environment": {"SECRET": {"type": "SecureString", "value": "hunter22"}}}}})
        service.pipeline("P", [
            {**served.activity("Say", "Custom", {"command": COMMAND}), "linkedServiceName":
             {"referenceName": "Here", "type": "LinkedServiceReference"}}, served.wait("W", 0)])
        run = service.run("P")
        service.wait_for(run)
        return service, run

    def log(self, service, run, activity, query=""):
        return service.request(
            "GET", f"/weir{served.FACTORY}/pipelineruns/{run}/activityruns/{activity}/log{query}")

    def weir(self, *arguments, status=0):
        done = subprocess.run([WEIR, "runs", "log", *map(str, arguments)], capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stdout + done.stderr

    def test_by_api_and_command(self):
        service, run = self.serve()
        ids = {one["activityName"]: one["activityRunId"]
               for one in service.all_of(f"pipelineruns/{run}/queryActivityruns")}
        status, text = self.log(service, run, ids["Say"])
        self.assertEqual(status, 200)
        self.assertIn("line 1\nline 2\nline 3\n", text)
        self.assertNotIn("hunter22", text)
        status, end = self.log(service, run, ids["Say"], "?tail=12")
        self.assertTrue(end and text.endswith(end) and len(end) <= 12, end)
        self.assertEqual(self.log(service, run, ids["Say"], "?tail=x")[0], 400)
        for activity in (ids["W"], "..", "%2e%2e%2f%2e%2e%2ftoken"):
            self.assertIn(self.log(service, run, activity)[0], (400, 404), activity)
        self.assertEqual(self.log(service, ids["Say"], ids["Say"])[1]["error"]["code"],
                         "PipelineRunNotFound")
        there = ("--server", f"http://127.0.0.1:{service.port}", "--token-file",
                 self.data / "token")
        self.assertEqual(self.weir(run, "say", *there), text)
        self.assertIn(text, self.weir(run, *there))
        self.assertIn("JobLogNotFound", self.weir(run, "W", *there, status=1))
        service.stop()
        self.assertEqual(self.weir(run[:8], "Say", "--data", self.data), text)
        self.assertIn("JobLogNotFound", self.weir(run, "W", "--data", self.data, status=1))

    def test_it_goes_with_its_run(self):
        service, run = self.serve("--keep-runs", "2s")
        self.assertTrue((self.data / "logs" / run).is_dir())
        served.until(lambda: not (self.data / "logs" / run).exists())
        self.assertEqual(service.all_of("queryPipelineRuns"), [])
        service.stop()


if __name__ == "__main__":
    unittest.main()
