#!/usr/bin/env python3
"""The views of runs.db that docs/history.md describes, queried while the service runs.

    history_test.py WEIR
"""
import datetime
import json
import os
import pathlib
import re
import sqlite3
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import service as served  # noqa: E402

sys.argv, WEIR = sys.argv[:1], os.path.abspath(sys.argv[1])
PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/history.md"


def described():
    """{view: its columns} of the page."""
    views, view = {}, None
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            view = views.setdefault(line[3:], [])
        row = re.match(r"\| (\w+) \|", line)
        if view is not None and row and row[1] != "column":
            view.append(row[1])
    return views


class HistoryTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="weir-history-")
        self.addCleanup(folder.cleanup)
        self.service = served.Service(WEIR, pathlib.Path(folder.name) / "data")
        self.addCleanup(self.service.stop)
        self.service.ask("PUT", "", {})
        database = f"file:{self.service.data}/runs.db?mode=ro"
        self.database = sqlite3.connect(database, uri=True)
        self.database.row_factory = sqlite3.Row
        self.addCleanup(self.database.close)

    def rows(self, query, *values):
        return [dict(row) for row in self.database.execute(query, values)]

    def test_the_page_has_every_column(self):
        views = [row["name"] for row in self.rows(
            "SELECT name FROM sqlite_schema WHERE type = 'view'")]
        columns = {view: [row["name"] for row in self.rows(f"PRAGMA table_info({view})")]
                   for view in views}
        self.assertEqual(columns, described())
        self.assertEqual(len(columns), 4)

    def test_they_say_what_the_api_says(self):
        fail = served.activity("F", "Fail", {"message": "no", "errorCode": "E1"})
        self.service.pipeline("bad", [served.activity("Each", "ForEach", {
            "items": "@range(0, 2)", "activities": [fail]})])
        self.service.pipeline("child", [served.wait("W", 1)], annotations=["a"])
        self.service.pipeline("parent", [served.activity("Go", "ExecutePipeline", {
            "pipeline": {"referenceName": "child", "type": "PipelineReference"},
            "waitOnCompletion": True})])
        self.service.pipeline("flat", [fail])
        flat = self.service.run("flat")
        self.service.wait_for(flat, "Failed")
        bad, parent = self.service.run("bad"), self.service.run("parent")
        self.service.wait_for(bad, "Failed")
        served.until(lambda: self.rows("SELECT 1 FROM activity_run_history WHERE "
                                       "activityName = 'W' AND status = 'InProgress' AND "
                                       "activityRunEnd IS NULL AND durationInMs IS NULL"))
        self.service.wait_for(parent)
        history = {row["runId"]: row for row in self.rows("SELECT * FROM pipeline_run_history")}
        for run in self.service.all_of("queryPipelineRuns"):
            row = history.pop(run["runId"])
            for name in ("pipelineName", "status", "message", "runGroupId"):
                self.assertEqual(row[name] or "", run[name] or "", name)
            for name in ("runStart", "runEnd", "lastUpdated"):
                self.assertEqual(row[name].rstrip("Z") + "0Z", run[name])
            took = (datetime.datetime.fromisoformat(row["runEnd"])
                    - datetime.datetime.fromisoformat(row["runStart"]))
            self.assertEqual(row["durationInMs"], took // datetime.timedelta(milliseconds=1))
            self.assertEqual(json.loads(row["parameters"]), run["parameters"])
            self.assertEqual(row["factory"], served.FACTORY.lower())
        self.assertEqual(history, {})
        row, = self.rows("SELECT * FROM pipeline_run_history WHERE runId = ?", flat)
        self.assertEqual((row["errorCode"], row["failureType"], row["invokedByType"]),
                         ("E1", "UserError", "Manual"))
        child, = self.rows("SELECT * FROM pipeline_run_history WHERE pipelineName = 'child'")
        self.assertEqual((child["parentRunId"], child["invokedByName"], child["annotations"]),
                         (parent, "parent", '["a"]'))
        rows = self.rows("SELECT * FROM activity_run_history WHERE pipelineRunId = ? "
                         "ORDER BY sequence", bad)
        shown = self.service.ask("POST", f"/pipelineruns/{bad}/queryActivityruns", served.ALWAYS)
        self.assertEqual({row["activityRunId"] for row in rows},
                         {one["activityRunId"] for one in shown["value"]})
        failed = [row for row in rows if row["activityName"] == "F"]
        self.assertEqual({row["path"] for row in failed}, {"Each[0]", "Each[1]"})
        self.assertEqual({row["parentSequence"] for row in failed}, {rows[0]["sequence"]})
        self.assertEqual((failed[0]["errorCode"], failed[0]["durationInMs"] is not None),
                         ("E1", True))

    def test_trigger_runs(self):
        self.service.pipeline("child", [served.wait("W", 0)])
        self.service.ask("PUT", "/triggers/came", {"properties": {
            "type": "CustomEventsTrigger", "typeProperties": {"scope": "/t", "events": ["Came"]},
            "pipelines": [{"pipelineReference": {"referenceName": "child",
                                                 "type": "PipelineReference"}}]}})
        self.service.ask("POST", "/triggers/came/start")
        status, answer = self.service.request("POST", f"/weir{served.FACTORY}/events", [{
            "id": "1", "topic": "/t", "subject": "s", "eventType": "Came", "dataVersion": "1",
            "eventTime": "2026-01-01T00:00:00Z", "data": {}}])
        self.assertEqual(status, 200, answer)
        row, = served.until(lambda: self.rows("SELECT * FROM trigger_run_history"))
        shown, = self.service.all_of("queryTriggerRuns")
        self.assertEqual((row["triggerRunId"], row["triggerName"], row["triggerType"],
                          row["status"], json.loads(row["triggeredPipelines"])),
                         (shown["triggerRunId"], "came", "CustomEventsTrigger", "Succeeded",
                          shown["triggeredPipelines"]))


if __name__ == "__main__":
    unittest.main()
