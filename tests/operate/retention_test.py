#!/usr/bin/env python3
"""`weir serve --keep-runs`: old history goes, what is needed stays, the file shrinks.

    retention_test.py WEIR
"""
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import service as served  # noqa: E402

sys.argv, WEIR = sys.argv[:1], os.path.abspath(sys.argv[1])
OLD = 3000
DAY_US = 86_400 * 10**6
LONG = "x" * 4000


class RetentionTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="weir-keep-")
        self.addCleanup(folder.cleanup)
        self.data = pathlib.Path(folder.name) / "data"

    def count(self, table):
        with sqlite3.connect(f"file:{self.data}/runs.db?mode=ro", uri=True) as database:
            return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]

    def size(self):
        with sqlite3.connect(self.data / "runs.db") as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return (self.data / "runs.db").stat().st_size

    def make_history(self):
        """Runs of each kind, then made to look as if they ended 60 days ago."""
        service = served.Service(WEIR, self.data)
        service.ask("PUT", "", {})
        service.pipeline("child", [served.wait("W", 0)])
        service.pipeline("old", [served.activity("Set", "SetVariable", {
            "variableName": "v", "value": LONG})], variables={"v": {"type": "String"}})
        service.pipeline("parent", [served.activity("Go", "ExecutePipeline", {
            "pipeline": {"referenceName": "child", "type": "PipelineReference"},
            "waitOnCompletion": True})])
        service.pipeline("bad", [served.activity("F", "Fail", {"message": "no",
                                                               "errorCode": "E"})])
        service.pipeline("open", [served.wait("W", 3600)])
        service.pipeline("gone", [served.wait("W", 0)])
        self.ids = {name: service.run(name) for name in
                    ("old", "parent", "bad", "open", "gone")}
        for name, status in (("old", "Succeeded"), ("parent", "Succeeded"), ("bad", "Failed"),
                             ("gone", "Succeeded")):
            service.wait_for(self.ids[name], status)
        service.stop()
        with sqlite3.connect(self.data / "runs.db") as database:
            database.execute(
                "INSERT INTO runs (run_id, group_id, is_latest, pipeline, status, message, "
                "parameters, invoked_by, annotations, started_at, ended_at, updated_at, "
                "parent_run_id, factory, definition, start) "
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
                "SELECT 'run-' || i, 'run-' || i, 1, pipeline, status, message, parameters, "
                "invoked_by, annotations, started_at, ended_at, updated_at, '', factory, "
                "definition, start FROM n JOIN runs WHERE run_id = ?", (OLD, self.ids["old"]))
            database.execute(
                "INSERT INTO activity_runs SELECT new.id, a.sequence, a.activity_run_id, a.name, "
                "a.type, a.status, a.started_at, a.ended_at, a.attempt, a.path, a.parent, ?, "
                "a.output, a.error, a.user_properties, a.iteration_hash, a.recovered "
                "FROM activity_runs a JOIN runs old ON old.id = a.run "
                "JOIN runs new ON new.run_id GLOB 'run-*' WHERE old.run_id = ?",
                (LONG, self.ids["old"]))
            for column in ("started_at", "ended_at", "updated_at"):
                database.execute(f"UPDATE runs SET {column} = {column} - ?", (60 * DAY_US,))
            database.execute("UPDATE activity_runs SET started_at = started_at - ?",
                             (60 * DAY_US,))

    def test_old_history_goes(self):
        self.make_history()
        before = self.size()
        service = served.Service(WEIR, self.data)
        rerun = service.ask("POST", "/pipelines/bad/createRun?isRecovery=true&"
                            f"referencePipelineRunId={self.ids['bad']}", {})["runId"]
        service.wait_for(rerun, "Failed")
        self.assertEqual(self.count("runs"), OLD + 7, "it is kept for good unless asked")
        service.stop()
        definitions = self.count("definitions")
        service = served.Service(WEIR, self.data, "--keep-runs", "45d", "--log-level", "info")
        served.until(lambda: "history.pruned" in service.log.read_text())
        left = {run["runId"] for run in service.all_of("queryPipelineRuns")}
        # A rerun needs its group; a run that goes on needs itself.
        self.assertEqual(left, {self.ids["bad"], rerun, self.ids["open"]})
        self.assertIn(f"history.pruned runs={OLD + 4}", service.log.read_text())
        self.assertEqual(self.count("activity_runs"), 3)
        self.assertLess(self.count("definitions"), definitions)
        self.assertEqual(self.count("journal WHERE run NOT IN (SELECT id FROM runs)"), 0)
        service.wait_for(service.run("gone"))  # Its definition is taken in again.
        service.ask("POST", f"/pipelineruns/{self.ids['open']}/cancel")
        service.wait_for(self.ids["open"], "Cancelled")
        self.assertEqual(service.stop(), 0)
        after = self.size()
        self.assertLess(after, before / 4, "the file did not shrink")
        with sqlite3.connect(self.data / "runs.db") as database:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])

    def test_commits_go_on_meanwhile(self):
        self.make_history()
        service = served.Service(WEIR, self.data, "--keep-runs", "45d", "--log-level", "info")
        made = []
        while "history.pruned" not in service.log.read_text():
            made.append(service.run("gone"))
        for run in made:
            service.wait_for(run)
        self.assertGreater(len(made), 10)
        service.stop()

    def test_trigger_runs_go_too(self):
        service = served.Service(WEIR, self.data, "--keep-runs", "2s")
        service.ask("PUT", "", {})
        service.pipeline("p", [served.wait("W", 0)])
        service.ask("PUT", "/triggers/came", {"properties": {
            "type": "CustomEventsTrigger", "typeProperties": {"scope": "/t", "events": ["Came"]},
            "pipelines": [{"pipelineReference": {"referenceName": "p",
                                                 "type": "PipelineReference"}}]}})
        service.ask("POST", "/triggers/came/start")
        service.request("POST", f"/weir{served.FACTORY}/events", [{
            "id": "1", "topic": "/t", "subject": "s", "eventType": "Came", "dataVersion": "1",
            "eventTime": "2026-01-01T00:00:00Z", "data": {}}])
        served.until(lambda: service.all_of("queryTriggerRuns"))
        served.until(lambda: not service.all_of("queryTriggerRuns")
                     and not service.all_of("queryPipelineRuns"))
        service.stop()

    def test_refusals(self):
        for text in ("45", "0d", "-1d", "d", "1w", "99999999999999d"):
            done = subprocess.run([WEIR, "serve", "--data", self.data, f"--keep-runs={text}"],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 1, text)
            self.assertIn("InvalidRetention", done.stderr)


if __name__ == "__main__":
    unittest.main()
