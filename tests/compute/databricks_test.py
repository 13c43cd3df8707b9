#!/usr/bin/env python3
"""Activities of Databricks on minilake, which runs notebooks and Python files as processes.

    databricks_test.py WEIR
"""
import base64
import json
import os
import pathlib
import sys
import time
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import factory  # noqa: E402

sys.argv, WEIR = sys.argv[:1], os.path.abspath(sys.argv[1])
DATABRICKS = os.environ["WEIR_TEST_DATABRICKS"]
PROGRAM = """import sys
import time
print("the program has", sys.argv[1:])
open(sys.argv[1], "a").write("x")
time.sleep(float(sys.argv[2]))
if sys.argv[2] == "0":
    raise SystemExit("there is nothing to do")
"""
NOTEBOOK = """# Databricks notebook source
print("a notebook of two cells")

# COMMAND ----------
print("the second cell")
"""


def ask(path, body=None):
    request = urllib.request.Request(
        DATABRICKS + path, headers={"Authorization": "Bearer any",
                                    "Content-Type": "application/json"},
        data=None if body is None else json.dumps(body).encode())
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def put(path, text):
    ask("/api/2.0/workspace/import", {
        "path": path, "format": "SOURCE", "language": "PYTHON", "overwrite": True,
        "content": base64.b64encode(text.encode()).decode()})


class DatabricksTest(unittest.TestCase):

    def factory(self, kind):
        made = factory.Factory(WEIR, {}, kind)
        self.addCleanup(made.close)
        made.service("Cluster", "AzureDatabricks", {
            "domain": DATABRICKS, "existingClusterId": "c-1",
            "accessToken": {"type": "SecureString", "value": "a token of the test"}})
        return made

    def python(self, seconds):
        put("/Shared/program.py", PROGRAM)
        made = self.factory("DatabricksSparkPython")
        self.mark = made.root / "ran"
        return made, {"pythonFile": "/Shared/program.py",
                      "parameters": [str(self.mark), str(seconds)]}

    def runs(self):
        return ask("/api/2.2/jobs/runs/list")["runs"]

    def wait_until_it_runs(self):
        end = time.monotonic() + 60
        while not self.mark.exists() and time.monotonic() < end:
            time.sleep(0.05)

    def test_a_python_file(self):
        made, settings = self.python(0.1)
        run = made.run(settings)
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertEqual(self.mark.read_text(), "x")
        self.assertIn("runPageUrl", run["output"])
        self.assertIn("the program has", made.log())

    def test_a_python_file_that_fails(self):
        made, settings = self.python(0)
        run = made.run(settings)
        self.assertEqual(run["error"]["errorCode"], "3204", run)

    def test_a_notebook(self):
        put("/Shared/notebook", NOTEBOOK)
        made = self.factory("DatabricksNotebook")
        run = made.run({"notebookPath": "/Shared/notebook", "baseParameters": {"day": 3}})
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertIn("the second cell", made.log())

    def test_a_killed_process_takes_its_run_up(self):
        made, settings = self.python(4)
        before = len(self.runs())
        process = made.start_until(settings, "is RUNNING")
        self.wait_until_it_runs()
        run = made.kill_and_resume(process)
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertEqual(self.mark.read_text(), "x")
        self.assertEqual(len(self.runs()), before + 1)

    def test_a_cancel_is_asked_for(self):
        made, settings = self.python(5)
        process = made.start_until(settings, "is RUNNING")
        run = made.cancel(process)
        self.assertEqual(run["status"], "Cancelled", run)


if __name__ == "__main__":
    unittest.main(verbosity=2)
