#!/usr/bin/env python3
"""SynapseNotebook: real statements on a real Spark, behind the REST of Livy's sessions; and a real
Livy, which has no interpreter for this Spark and says so.

    notebook_test.py WEIR
"""
import json
import os
import pathlib
import sys
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import factory  # noqa: E402

sys.argv, WEIR = sys.argv[:1], os.path.abspath(sys.argv[1])
SESSIONS, LIVY = os.environ["WEIR_TEST_LIVY_SESSIONS"], os.environ["WEIR_TEST_LIVY"]


def cell(*lines, **metadata):
    return {"cell_type": "code", "metadata": metadata, "source": [line + "\n" for line in lines]}


class NotebookTest(unittest.TestCase):

    def factory(self, cells, livy=SESSIONS):
        made = factory.Factory(WEIR, {}, "SynapseNotebook")
        self.addCleanup(made.close)
        made.service("Cluster", "AzureSynapseArtifacts", {
            "endpoint": "http://127.0.0.1:1", "authentication": "MSI", "livyUri": livy,
            "notebookLinkedService": factory.reference("Store"), "notebookFolder": "notebooks"})
        made.write("scripts/notebooks/N.json", json.dumps({"name": "N", "properties": {
            "nbformat": 4, "metadata": {"language_info": {"name": "python"}}, "cells": [
                {"cell_type": "markdown", "source": ["# N"]}, *cells]}}))
        return made

    def settings(self, **more):
        return {"notebook": {"referenceName": "N", "type": "NotebookReference"}, **more}

    def sessions(self):
        with urllib.request.urlopen(SESSIONS + "/sessions") as answer:
            return json.load(answer)["sessions"]

    def result(self, run):
        self.assertEqual(run["status"], "Succeeded", run)
        return run["output"]["status"]["Output"]["result"]

    def test_cells_in_two_languages_parameters_and_an_exit(self):
        made = self.factory([
            cell("rows = 1", "name = 'default'", tags=["parameters"]),
            cell("spark.range(rows).createOrReplaceTempView('numbers')", "print('made', name)"),
            cell("%%sql", "select sum(id) as total from numbers"),
            cell("from notebookutils import mssparkutils",
                 "total = spark.sql('select sum(id) as s from numbers').first().s",
                 "mssparkutils.notebook.exit(total)"),
            cell("raise RuntimeError('behind the exit')")])
        run = made.run(self.settings(
            parameters={"rows": {"value": "5", "type": "int"},
                        "name": {"value": "it's \"ours\"", "type": "string"}},
            conf={"spark.app.name": "of the test", "spark.dynamicAllocation.enabled": None}))
        self.assertEqual(self.result(run)["exitValue"], "10")
        self.assertIn("made it's \"ours\"", made.log())
        self.assertIn('"data":[[10]]', made.log())
        self.assertEqual(self.sessions(), [])

    def test_a_cell_that_fails(self):
        made = self.factory([cell("x = 1"), cell("def f():", "    return {}['gone']", "f()")])
        run = made.run(self.settings())
        self.assertEqual(run["error"]["errorCode"], "6002", run)
        for words in ("in cell 3 of 'N'", "Error name - KeyError", "in f"):
            self.assertIn(words, run["error"]["message"])
        self.assertEqual(self.sessions(), [])

    def test_a_killed_process_takes_its_session_up(self):
        made = self.factory([
            cell("import time", "with open('" + "{out}" + "', 'a') as out: out.write('one ')"),
            cell("time.sleep(4)"),
            cell("with open('" + "{out}" + "', 'a') as out: out.write('two')",
                 "import notebookutils", "notebookutils.notebook.exit('over')")])
        path = made.scripts / "notebooks/N.json"
        path.write_text(path.read_text().replace("{out}", str(made.root / "out")))
        said = "the session's first word"
        cells = json.loads(path.read_text())
        cells["properties"]["cells"].insert(1, cell(f"print({said!r})"))
        path.write_text(json.dumps(cells))
        run = made.kill_and_resume(made.start_until(self.settings(), said, then=1))
        self.assertEqual(self.result(run)["exitValue"], "over")
        self.assertEqual((made.root / "out").read_text(), "one two")
        self.assertEqual(self.sessions(), [])

    def test_a_cancel_ends_the_session(self):
        made = self.factory([cell("print('begun')"), cell("import time", "time.sleep(600)")])
        run = made.cancel(made.start_until(self.settings(), "begun"))
        self.assertEqual(run["status"], "Cancelled", run)
        self.assertEqual(self.sessions(), [])

    def test_a_session_that_dies(self):
        made = self.factory([cell("import os", "os._exit(1)")])
        run = made.run(self.settings())
        self.assertEqual(run["error"]["errorCode"], "6002", run)
        self.assertIn("ended in state 'dead'", run["error"]["message"])

    def test_a_livy_without_interpreters(self):
        made = self.factory([cell("x = 1")], LIVY)
        run = made.run(self.settings())
        self.assertIn("Cannot find Livy REPL jars", run["error"]["message"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
