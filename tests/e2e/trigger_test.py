#!/usr/bin/env python3
"""Kill the service again and again while its triggers fire: every window and every event once.

    trigger_test.py WEIR [KILLS]

Two tumbling window triggers, one waiting for the other, make up a backfill; events are posted and
runs are asked for, each sent again until it is answered. Prints its figures.
"""
import collections
import http.client
import http.server
import json
import pathlib
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

FACTORY = "/subscriptions/s/resourceGroups/g/providers/Microsoft.DataFactory/factories/kept"
WINDOWS = 400
END_MAX_S = 300
ALWAYS = {"lastUpdatedAfter": "2020-01-01T00:00:00Z", "lastUpdatedBefore": "2100-01-01T00:00:00Z"}


class Service:
    """`weir serve` in a data folder; killed and begun again."""

    def __init__(self, weir, data):
        self.weir, self.data = weir, pathlib.Path(data)
        self.lives = 0
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]  # Callbacks come to the same address in each life.
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.weir, "serve", "--data", self.data, "--listen",
             f"127.0.0.1:{self.port}", "--allow-address", "127.0.0.0/8"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        assert line.startswith("listening on "), f"the service did not start: {line}"
        self.url = line.split()[-1]
        self.token = (self.data / "token").read_text().strip()
        self.lives += 1

    def end(self, sign):
        self.process.send_signal(sign)
        self.process.wait()
        self.process.stdout.close()

    def ask(self, method, path, body=None, headers=None):
        request = urllib.request.Request(
            f"{self.url}{path}?api-version=2018-06-01", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", **(headers or {})})
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def all_of(self, query):
        """Every record of a query, page by page."""
        records, token = [], None
        while True:
            body = dict(ALWAYS, **({"continuationToken": token} if token else {}))
            page = self.ask("POST", f"{FACTORY}/{query}", body)
            records += page["value"]
            token = page.get("continuationToken")
            if not token:
                return records


def window_trigger(pipeline, depends_on=None):
    settings = {"frequency": "Hour", "interval": 1, "startTime": "2024-01-01T00:00:00Z",
                "endTime": f"2024-01-{1 + WINDOWS // 24:02}T{WINDOWS % 24:02}:00:00Z",
                "maxConcurrency": 10}
    if depends_on:
        settings["dependsOn"] = [{
            "type": "TumblingWindowTriggerDependencyReference",
            "referenceTrigger": {"referenceName": depends_on, "type": "TriggerReference"}}]
    return {"properties": {
        "type": "TumblingWindowTrigger", "typeProperties": settings,
        "pipeline": {"pipelineReference": {"referenceName": pipeline, "type": "PipelineReference"},
                     "parameters": {"what": "@trigger().outputs.windowStartTime"}}}}


class Caller(http.server.BaseHTTPRequestHandler):
    """What a WebHook asks: it calls back, again until it is answered."""

    calls = 0

    def do_POST(self):  # pylint: disable=invalid-name
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Caller.calls += 1
        threading.Thread(target=self.call_back, args=(body["callBackUri"],), daemon=True).start()
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    @staticmethod
    def call_back(address):
        while True:
            try:
                urllib.request.urlopen(urllib.request.Request(address, b"{}"), timeout=5).close()
                return
            except urllib.error.HTTPError as refused:
                if refused.code < 500:
                    return  # Somebody did already.
            except OSError:
                pass
            time.sleep(0.05)

    def log_message(self, *_):
        pass


def set_up_outside(service, after):
    """A web hook and a copy: what acts on the outside."""
    caller = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Caller)
    threading.Thread(target=caller.serve_forever, daemon=True).start()
    files = service.data / "files"
    (files / "in").mkdir(parents=True)
    (files / "in" / "a.txt").write_text("a\n" * 1000)
    service.ask("PUT", f"{FACTORY}/linkedservices/Files", {"properties": {
        "type": "FileServer", "typeProperties": {"host": str(files)}}})
    for name, place in {"In": {"fileName": "a.txt", "folderPath": "in"},
                        "Out": {"fileName": {"value": "@dataset().name", "type": "Expression"},
                                "folderPath": "out"}}.items():
        service.ask("PUT", f"{FACTORY}/datasets/{name}", {"properties": {
            "type": "Binary", "parameters": {"name": {"type": "string", "defaultValue": ""}},
            "linkedServiceName": {"referenceName": "Files", "type": "LinkedServiceReference"},
            "typeProperties": {"location": {"type": "FileServerLocation", **place}}}})
    settings = {"type": "FileServerReadSettings"}
    copy = after("Copy", "Copy", {
        "source": {"type": "BinarySource", "storeSettings": settings},
        "sink": {"type": "BinarySink", "storeSettings": {"type": "FileServerWriteSettings"}}},
        "Call")
    copy["inputs"] = [{"referenceName": "In", "type": "DatasetReference"}]
    copy["outputs"] = [{"referenceName": "Out", "type": "DatasetReference",
                        "parameters": {"name": "@pipeline().RunId"}}]
    return [after("Call", "WebHook", {
        "url": f"http://127.0.0.1:{caller.server_port}/", "method": "POST",
        "headers": {"Content-Type": "application/json"}, "body": {"run": "@pipeline().RunId"},
        "timeout": "01:00:00"}, "Child"), copy]


def set_up(service):
    service.ask("PUT", FACTORY, {})
    def after(name, kind, settings, *before):
        return {"name": name, "type": kind, "typeProperties": settings, "dependsOn": [
            {"activity": one, "dependencyConditions": ["Succeeded"]} for one in before]}

    add = after("Add", "AppendVariable", {"variableName": "seen", "value": "@string(item())"})
    more = after("More", "AppendVariable", {"variableName": "seen", "value": "more"})
    steps = [after("Each", "ForEach", {"items": "@range(0, 3)", "activities": [add]}),
             after("Pause", "Wait", {"waitTimeInSeconds": 0}, "Each"),
             after("Until", "Until", {"expression": "@equals(length(variables('seen')), 5)",
                                      "activities": [more]}, "Pause"),
             after("Child", "ExecutePipeline", {
                 "pipeline": {"referenceName": "child", "type": "PipelineReference"},
                 "waitOnCompletion": True,
                 "parameters": {"what": "@pipeline().RunId"}}, "Until")]
    service.ask("PUT", f"{FACTORY}/pipelines/child", {"properties": {
        "parameters": {"what": {"type": "string"}},
        "activities": [after("Pause", "Wait", {"waitTimeInSeconds": 0})]}})
    outside = set_up_outside(service, after)
    for pipeline in ("first", "second", "event", "asked"):
        service.ask("PUT", f"{FACTORY}/pipelines/{pipeline}", {"properties": {
            "parameters": {"what": {"type": "string"}}, "variables": {"seen": {"type": "Array"}},
            "activities": steps + (outside if pipeline == "asked" else [])}})
    service.ask("PUT", f"{FACTORY}/triggers/first", window_trigger("first"))
    service.ask("PUT", f"{FACTORY}/triggers/second", window_trigger("second", "first"))
    service.ask("PUT", f"{FACTORY}/triggers/event", {"properties": {
        "type": "CustomEventsTrigger", "typeProperties": {"scope": "/t", "events": ["Came"]},
        "pipelines": [{"pipelineReference": {"referenceName": "event",
                                             "type": "PipelineReference"},
                       "parameters": {"what": "@triggerBody().event.data.number"}}]}})
    for trigger in ("second", "first", "event"):
        service.ask("POST", f"{FACTORY}/triggers/{trigger}/start")


def act(service, number):
    """An event and a run; asked again with the same ids until each is answered."""
    event = {"id": f"event-{number}", "topic": "/t", "subject": "s", "eventType": "Came",
             "eventTime": "2026-01-01T00:00:00Z", "data": {"number": str(number)},
             "dataVersion": "1"}
    service.ask("POST", f"/weir{FACTORY}/events", [event])
    service.ask("POST", f"{FACTORY}/pipelines/asked/createRun", {"what": str(number)},
                {"x-ms-client-request-id": f"request-{number}"})


def kill_while_it_works(service, kills, seed):
    """Act until it was killed so often; how many acts were answered."""
    chance = random.Random(seed)
    number = 0
    for _ in range(kills):
        killer = threading.Timer(chance.uniform(0.02, 0.3), service.process.kill)
        killer.start()
        try:
            while True:
                act(service, number)
                number += 1
        except (OSError, http.client.HTTPException):  # It is gone: the same again.
            service.end(signal.SIGKILL)
            service.start()
    act(service, number)
    return number + 1


def wait_for_end(service):
    deadline = time.monotonic() + END_MAX_S
    while time.monotonic() < deadline:
        done = [run for run in service.all_of("queryTriggerRuns")
                if run["triggerName"] != "event" and run["status"] == "Succeeded"]
        open_runs = [run for run in service.all_of("queryPipelineRuns")
                     if run["status"] in ("Queued", "InProgress")]
        if len(done) == 2 * WINDOWS and not open_runs:
            return
        time.sleep(0.2)
    raise AssertionError(f"{len(done)} windows are over, {len(open_runs)} runs go on")


def check(service, acts):
    runs = service.all_of("queryPipelineRuns")
    count = collections.Counter((run["pipelineName"], run["parameters"]["what"]) for run in runs)
    twice = [key for key, times in count.items() if times != 1]
    assert not twice, f"run more than once: {twice}"
    failed = [run["runId"] for run in runs if run["status"] != "Succeeded"]
    assert not failed, f"not succeeded: {failed}"
    expected = {"first": WINDOWS, "second": WINDOWS, "event": acts, "asked": acts,
                "child": 2 * WINDOWS + 2 * acts}
    got = collections.Counter(run["pipelineName"] for run in runs)
    assert got == expected, f"expected {expected}, got {dict(got)}"
    fired = collections.Counter(run["triggerName"] for run in service.all_of("queryTriggerRuns"))
    assert fired == {"first": WINDOWS, "second": WINDOWS, "event": acts}, fired
    # What a killed copy had written aside is gone: its next attempt wrote over it.
    copied = sorted(path.name for path in (service.data / "files" / "out").iterdir())
    asked = sorted(run["runId"] for run in runs if run["pipelineName"] == "asked")
    assert copied == asked, f"{len(asked)} runs copied {len(copied)} files"
    return len(runs)


def main(weir, kills="200"):
    seed = random.SystemRandom().randrange(1 << 32)
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="weir-trigger-") as data:
        service = Service(weir, data)
        try:
            set_up(service)
            acts = kill_while_it_works(service, int(kills), seed)
            wait_for_end(service)
            runs = check(service, acts)
        finally:
            service.end(signal.SIGTERM)
    print(f"{service.lives - 1} kills, {2 * WINDOWS} windows, {acts} events, {runs} runs: "
          f"none lost, none twice; {acts} web hooks were called {Caller.calls} times")


if __name__ == "__main__":
    main(*sys.argv[1:])
