"""A `weir serve` of a test's own."""
import http.client
import json
import os
import pathlib
import signal
import subprocess
import time

FACTORY = "/subscriptions/s/resourceGroups/g/providers/Microsoft.DataFactory/factories/kept"
ALWAYS = {"lastUpdatedAfter": "2020-01-01T00:00:00Z", "lastUpdatedBefore": "2100-01-01T00:00:00Z"}
WAIT_MAX_S = 60


class Service:
    """The running program. `log` is the file that takes what it prints to stderr."""

    def __init__(self, weir, data, *more, env=None):
        self.weir, self.data, self.more = weir, pathlib.Path(data), more
        self.env = {**os.environ, **(env or {})}
        self.log = self.data.with_name(self.data.name + ".log")
        self.start()

    def start(self):
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [self.weir, "serve", "--data", self.data, "--listen", "127.0.0.1:0", *self.more],
                stdout=subprocess.PIPE, stderr=log, text=True, env=self.env)
        line = self.process.stdout.readline()
        assert line.startswith("listening on "), f"not started: {self.log.read_text()}"
        self.port = int(line.rsplit(":", 1)[1])
        self.token = (self.data / "token").read_text().strip()

    def stop(self, sign=signal.SIGTERM):
        """End it; its exit status."""
        self.process.send_signal(sign)
        status = self.process.wait(WAIT_MAX_S)
        self.process.stdout.close()
        return status

    def request(self, method, path, body=None, headers=None):
        """Status and JSON (or text) of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_MAX_S)
        mark = "&" if "?" in path else "?"
        connection.request(
            method, f"{path}{mark}api-version=2018-06-01",
            None if body is None else json.dumps(body),
            {"Authorization": f"Bearer {self.token}", **(headers or {})})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        try:
            return answer.status, json.loads(text) if text else None
        except ValueError:
            return answer.status, text

    def ask(self, method, path, body=None, headers=None):
        """The JSON of an answer that must be 200; paths are below the factory."""
        status, answer = self.request(method, FACTORY + path, body, headers)
        assert status == 200, f"{method} {path}: {status} {answer}"
        return answer

    def pipeline(self, name, activities, **more):
        self.ask("PUT", f"/pipelines/{name}", {"properties": {"activities": activities, **more}})

    def run(self, name, parameters=None, headers=None):
        return self.ask("POST", f"/pipelines/{name}/createRun", parameters or {},
                        headers)["runId"]

    def all_of(self, query):
        """Every record of a query, page by page."""
        records, token = [], None
        while True:
            body = dict(ALWAYS, **({"continuationToken": token} if token else {}))
            page = self.ask("POST", f"/{query}", body)
            records += page["value"]
            token = page.get("continuationToken")
            if not token:
                return records

    def wait_for(self, run_id, status="Succeeded"):
        """The run, once it has that status."""
        return until(lambda: [run for run in [self.ask("GET", f"/pipelineruns/{run_id}")]
                              if run["status"] == status])[0]

    def health(self):
        return self.request("GET", "/healthz")


def until(check, most_s=WAIT_MAX_S):
    """What `check` gives, once it is something."""
    deadline = time.monotonic() + most_s
    while time.monotonic() < deadline:
        got = check()
        if got:
            return got
        time.sleep(0.05)
    raise AssertionError(f"still {got!r} after {most_s} s")


def activity(name, kind, settings, *before):
    return {"name": name, "type": kind, "typeProperties": settings, "dependsOn": [
        {"activity": one, "dependencyConditions": ["Succeeded"]} for one in before]}


def wait(name, seconds, *before):
    return activity(name, "Wait", {"waitTimeInSeconds": seconds}, *before)
