#!/usr/bin/env python3
"""`/weir/events` and `weir watch` of a running service.

    watch_test.py WEIR
"""
import datetime
import http.client
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "http"))
sys.argv, weir = sys.argv[:1], sys.argv[1]

import bad_input_test  # noqa: E402

bad_input_test.WEIR = weir
FACTORY = bad_input_test.FACTORY
WAIT_MAX_S = 30
WAIT = {"name": "W", "type": "Wait", "typeProperties": {"waitTimeInSeconds": 600}}
FAIL = {"name": "F", "type": "Fail",
        "typeProperties": {"message": "no", "errorCode": "E1"}}


class Stream:
    """Server-sent events, read as they come."""

    def __init__(self, service, query="", last_id=None, token=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", service.port,
                                                     timeout=WAIT_MAX_S)
        headers = {"Authorization": f"Bearer {token or service.token}"}
        if last_id:
            headers["Last-Event-ID"] = last_id
        self.connection.request("GET", "/weir/events" + query, headers=headers)
        self.answer = self.connection.getresponse()

    def next(self):
        """{id, event, data} of the next event; None at the end."""
        event = {}
        while True:
            line = self.answer.readline().decode()
            if not line:
                return None
            if line == "\n":
                if "data" in event:
                    return {**event, "data": json.loads(event["data"])}
                event = {}
            elif not line.startswith(":"):
                name, value = line.rstrip("\n").split(": ", 1)
                event[name] = value

    def until_run_is(self, status):
        """The events up to a run's with that status."""
        events = []
        while True:
            events.append(self.next())
            if events[-1]["event"] == "run" and events[-1]["data"]["status"] == status:
                return events

    def close(self):
        self.connection.close()
        self.answer.close()


class WatchTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="weir-watch-")
        self.addCleanup(folder.cleanup)
        self.data = folder.name
        self.service = bad_input_test.Service(self.data)
        self.addCleanup(self.stop)
        self.ask("PUT", "", {})
        for name, activity in (("bad", FAIL), ("long", WAIT)):
            self.ask("PUT", f"/pipelines/{name}", {"properties": {"activities": [activity]}})

    def stop(self):
        self.service.process.terminate()
        self.assertEqual(self.service.process.wait(WAIT_MAX_S), 0)
        self.service.process.stdout.close()

    def stream(self, *arguments, **more):
        stream = Stream(self.service, *arguments, **more)
        self.addCleanup(stream.close)
        return stream

    def ask(self, method, path, body=None):
        status, answer = self.service.ask(method, FACTORY + path, body)
        self.assertEqual(status, 200, answer)
        return answer

    def run_pipeline(self, name):
        return self.ask("POST", f"/pipelines/{name}/createRun", {})["runId"]

    def watch(self, *arguments):
        return subprocess.Popen(
            [weir, "watch", *arguments, "--server", f"http://127.0.0.1:{self.service.port}",
             "--token-file", self.data + "/token"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def test_events_come_live_and_again(self):
        stream = self.stream("?factory=FAC")
        self.assertEqual(stream.answer.status, 200)
        self.assertEqual(stream.answer.getheader("Content-Type"), "text/event-stream")
        run = self.run_pipeline("bad")
        events = stream.until_run_is("Failed")
        self.assertTrue(all(event["data"]["factory"] == FACTORY.lower() for event in events))
        ended = [event["data"] for event in events if event["event"] == "activity"][-1]
        self.assertEqual((ended["activityName"], ended["status"], ended["pipelineRunId"]),
                         ("F", "Failed", run))
        self.assertEqual(ended["error"], {"errorCode": "E1", "failureType": "UserError"})
        again = self.stream(last_id=events[0]["id"])
        self.assertEqual(again.until_run_is("Failed"), events[1:])

    def test_who_may_not_see_sees_nothing(self):
        made = {}
        for name, role, scope in (("there", "Monitoring Reader", FACTORY + "2"),
                                  ("reader", "Reader", "/")):
            made[name] = subprocess.run(
                [weir, "token", "create", name, "--role", role, "--scope", scope,
                 "--data", self.data], check=True, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, text=True).stdout.strip()
        self.assertEqual(self.stream(token=made["reader"]).answer.status, 403)
        self.assertEqual(self.stream("?factory=" + FACTORY, token=made["there"]).answer.status, 403)
        self.assertEqual(self.stream("?factory=%zz").answer.status, 400)
        there = self.stream(token=made["there"])
        self.run_pipeline("bad")
        self.assertEqual(self.service.ask("PUT", FACTORY + "2", {})[0], 200)
        self.assertEqual(self.service.ask("PUT", FACTORY + "2/pipelines/bad", {
            "properties": {"activities": [FAIL]}})[0], 200)
        self.assertEqual(
            self.service.ask("POST", FACTORY + "2/pipelines/bad/createRun", {})[0], 200)
        self.assertEqual(there.next()["data"]["factory"], FACTORY.lower() + "2")

    def test_trigger_runs_are_told_and_counted(self):
        start = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=2)
        self.ask("PUT", "/triggers/soon", {"properties": {
            "type": "ScheduleTrigger",
            "pipelines": [{"pipelineReference": {"type": "PipelineReference",
                                                 "referenceName": "bad"}}],
            "typeProperties": {"recurrence": {"frequency": "Hour", "interval": 1,
                                              "startTime": start.isoformat()}}}})
        stream = self.stream()
        self.ask("POST", "/triggers/soon/start")
        events = stream.until_run_is("Failed")
        while not any(event["event"] == "triggerRun" for event in events):
            events.append(stream.next())
        fired = next(event["data"] for event in events if event["event"] == "triggerRun")
        self.assertEqual((fired["triggerName"], fired["status"]), ("soon", "Succeeded"))
        self.assertIn(fired["triggeredPipelines"]["bad"],
                      [event["data"].get("runId") for event in events])
        self.assertIn(f'weir_trigger_runs_total{{factory="{FACTORY.lower()}",trigger="soon",'
                      'trigger_type="ScheduleTrigger",status="Succeeded"} 1\n', self.metrics())

    def test_many_watch_and_the_service_ends(self):
        """256 may; the 257th is refused; a stop does not wait for them."""
        streams = [self.stream() for _ in range(256)]
        self.assertEqual(self.stream().answer.status, 503)
        self.run_pipeline("bad")
        for stream in streams:
            stream.until_run_is("Failed")

    def test_weir_watch_follows_a_run(self):
        run = self.run_pipeline("long")
        watch = self.watch(run, "--json")
        other = self.watch()
        # It is there when it tells of another's run, and not before.
        while "\nweir_watchers 2\n" not in self.metrics():
            pass
        self.run_pipeline("bad")
        self.ask("POST", f"/pipelineruns/{run}/cancel")
        out, problems = watch.communicate(timeout=WAIT_MAX_S)
        self.assertEqual(watch.returncode, 1, problems)
        events = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(events[-1]["data"]["status"], "Cancelled")
        ids = {e["data"].get("runId") or e["data"]["pipelineRunId"] for e in events}
        self.assertEqual(ids, {run})
        lines = []
        while not any("Cancelled" in line and "/" not in line for line in lines):
            lines.append(other.stdout.readline())
        other.kill()
        other.communicate()
        self.assertTrue(any("bad / F (Fail)  E1" in line for line in lines), lines)
        late = self.watch(run)
        self.assertIn("Cancelled", late.communicate(timeout=WAIT_MAX_S)[0])
        self.assertEqual(late.returncode, 1)
        unknown = self.watch("00000000-0000-0000-0000-000000000000")
        self.assertIn("PipelineRunNotFound", unknown.communicate(timeout=WAIT_MAX_S)[1])

    def metrics(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.service.port)
        connection.request("GET", "/metrics",
                           headers={"Authorization": f"Bearer {self.service.token}"})
        text = connection.getresponse().read().decode()
        connection.close()
        return text


if __name__ == "__main__":
    unittest.main()
