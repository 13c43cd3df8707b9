#!/usr/bin/env python3
"""The log of a service: one line an event, by level, without secrets.

    log_test.py WEIR
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import service as served  # noqa: E402

sys.argv, WEIR = sys.argv[:1], os.path.abspath(sys.argv[1])
SECRET = "hunter22-of-the-door"


class LogTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="weir-log-")
        self.addCleanup(folder.cleanup)
        self.data = pathlib.Path(folder.name) / "data"

    def serve(self, *more):
        """What a service logs while a run succeeds and another fails; their ids."""
        service = served.Service(WEIR, self.data, *more)
        service.ask("PUT", "", {})
        service.pipeline("good", [served.wait("W", 0)])
        password = {"type": "SecureString", "value": SECRET}
        service.pipeline("bad", [
            served.activity("Web", "WebActivity", {
                "url": "http://127.0.0.1:1/" + SECRET, "method": "GET", "authentication": {
                    "type": "Basic", "username": "u", "password": password}}),
            {**served.activity("Fail", "Fail", {"message": "it is " + SECRET,
                                                "errorCode": "E7"}),
             "dependsOn": [{"activity": "Web", "dependencyConditions": ["Failed"]}]}])
        good, bad = service.run("good"), service.run("bad")
        service.wait_for(good)
        service.wait_for(bad, "Failed")
        self.assertEqual(service.stop(), 0)
        return service.log.read_text(), good, bad

    def test_json_at_debug(self):
        text, good, bad = self.serve("--log", "json", "--log-level", "debug")
        events = [json.loads(line) for line in text.splitlines()]
        self.assertEqual([events[0]["event"], events[-1]["event"]],
                         ["service.started", "service.stopping"])
        of_good = [(one["event"], one["status"]) for one in events if one.get("runId") == good]
        self.assertEqual(of_good[-1], ("run.ended", "Succeeded"))
        self.assertIn(("activity.ended", "Succeeded"), of_good)
        self.assertTrue(of_good[0][0] == "run.started", of_good)
        failed = next(one for one in events if one.get("activity") == "Fail"
                      and one["event"] == "activity.ended")
        self.assertEqual((failed["runId"], failed["pipeline"], failed["errorCode"],
                          failed["level"], failed["factory"]),
                         (bad, "bad", "E7", "warning", served.FACTORY.lower()))
        ended = next(one for one in events if one["event"] == "run.ended" and
                     one["runId"] == bad)
        self.assertEqual(ended["level"], "warning")
        self.assertGreaterEqual(ended["durationMs"], 0)
        self.assertNotIn(SECRET, text)

    def test_text_at_warning(self):
        text, good, bad = self.serve()
        self.assertNotIn(good, text)
        lines = [line for line in text.splitlines() if bad in line]
        self.assertTrue(any(" warning run.ended " in line and "status=Failed" in line
                            for line in lines), text)
        self.assertIn("token: ", text)

    def test_run_logs_if_asked(self):
        folder = self.data.with_name("factory") / "pipeline"
        folder.mkdir(parents=True)
        (folder / "P.json").write_text(json.dumps(
            {"name": "P", "properties": {"activities": [served.wait("W", 0)]}}))
        done = subprocess.run(
            [WEIR, "run", folder.parent, "--data", self.data, "--quiet", "--log", "json",
             "--log-level", "debug"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        events = [json.loads(line)["event"] for line in done.stderr.splitlines()
                  if line.startswith("{")]
        self.assertEqual(events[0], "run.started")
        self.assertEqual(events[-1], "run.ended")

    def test_refusals(self):
        for option, code in (("--log=xml", "InvalidLogForm"),
                             ("--log-level=loud", "InvalidLogLevel")):
            done = subprocess.run([WEIR, "serve", "--data", self.data, option],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertIn(code, done.stderr)


if __name__ == "__main__":
    unittest.main()
