"""`weir serve` under measurement, and a client of it that costs little."""
import http.client
import json
import pathlib
import shutil
import socket
import subprocess
import threading
import time

FACTORY = "/subscriptions/s/resourceGroups/g/providers/Microsoft.DataFactory/factories/bench"
VERSION = "?api-version=2018-06-01"
ALWAYS = {"lastUpdatedAfter": "2000-01-01T00:00:00Z", "lastUpdatedBefore": "2100-01-01T00:00:00Z"}


class Service:
    """A service with a factory, its data on disk."""

    def __init__(self, program, data):
        self.program, self.data = program, pathlib.Path(data)
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(parents=True)
        self.start()
        self.client().ask("PUT", FACTORY, {})

    def start(self):
        """Begin it; the seconds until it answers."""
        begin = time.monotonic()
        self.process = subprocess.Popen(
            [self.program, "serve", "--data", self.data, "--listen", "127.0.0.1:0",
             "--allow-address", "127.0.0.0/8"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = self.process.stdout.readline().split()[-1]
        self.port = int(self.url.rsplit(":", 1)[1])
        self.token = (self.data / "token").read_text().strip()
        self.client().ask("GET", "/healthz")
        return time.monotonic() - begin

    def stop(self, how="terminate"):
        getattr(self.process, how)()
        self.process.wait()
        self.process.stdout.close()

    def client(self):
        return Client(self.port, self.token)

    def status(self, field):
        """A number of /proc/PID/status."""
        return number_in(pathlib.Path(f"/proc/{self.process.pid}/status"), field)

    def wake_ups(self):
        """Of all its threads, so far."""
        return sum(number_in(task / "status", "voluntary_ctxt_switches")
                   for task in pathlib.Path(f"/proc/{self.process.pid}/task").iterdir())


def number_in(file, field):
    return next(int(line.split()[1]) for line in file.read_text().splitlines()
                if line.startswith(field))


class Client:
    """One connection that is kept."""

    def __init__(self, port, token):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.headers = {"Authorization": f"Bearer {token}"}

    def ask(self, method, path, body=None):
        self.connection.request(method, path + VERSION, None if body is None else json.dumps(body),
                                self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {text[:500]}")
        return json.loads(text) if text else None

    def create_run(self, pipeline):
        return self.ask("POST", f"{FACTORY}/pipelines/{pipeline}/createRun", {})["runId"]

    def events(self):
        """(event, data) of the stream of changes, as they come."""
        self.connection.request("GET", "/weir/events", headers=self.headers)
        answer = self.connection.getresponse()
        kind = None
        for line in answer:
            if line.startswith(b"event: "):
                kind = line[7:-1].decode()
            elif line.startswith(b"data: "):
                yield kind, line[6:]


class Finished:
    """When each run was over, as told by the stream of changes."""

    def __init__(self, service):
        self.times = {}
        self.changed = threading.Condition()
        stream = service.client().events()
        threading.Thread(target=self.follow, args=(stream,), daemon=True).start()
        time.sleep(0.1)

    def follow(self, stream):
        for kind, text in stream:
            if kind != "run" or b'"Succeeded"' not in text:
                continue
            with self.changed:
                self.times[json.loads(text)["runId"]] = time.monotonic()
                self.changed.notify_all()

    def time_of(self, run_id):
        with self.changed:
            self.changed.wait_for(lambda: run_id in self.times, timeout=60)
            return self.times[run_id]


class Receiver:
    """A web server that notes when each request came and when its answer left."""

    ANSWER = (b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.seen = []  # (path, wall time it came, monotonic it came, monotonic its answer left)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            connection, _ = self.listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        held = b""
        while part := connection.recv(65536):
            came, wall = time.monotonic(), time.time()
            held += part
            while b"\r\n\r\n" in held:
                head, held = held.split(b"\r\n\r\n", 1)
                path = head.split(b" ", 2)[1].decode()
                left = time.monotonic()
                connection.sendall(self.ANSWER)
                self.seen.append((path, wall, came, left))


def activity(name, kind, settings, after=None):
    return {"name": name, "type": kind, "typeProperties": settings,
            "dependsOn": [{"activity": after, "dependencyConditions": ["Succeeded"]}] if after
            else []}


def chain(count, make):
    """A pipeline of `count` activities in a row; make(i) gives (type, settings)."""
    return {"properties": {"variables": {"v": {"type": "String"}}, "activities": [
        activity(f"Step {i}", *make(i), f"Step {i - 1}" if i else None) for i in range(count)]}}


def set_variable(number):
    return "SetVariable", {"variableName": "v", "value": f"step {number}"}


def schedule(pipeline, start):
    return {"properties": {
        "type": "ScheduleTrigger",
        "pipelines": [{"pipelineReference": {"referenceName": pipeline,
                                             "type": "PipelineReference"}, "parameters": {}}],
        "typeProperties": {"recurrence": {
            "frequency": "Day", "interval": 1, "timeZone": "UTC",
            "startTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(start))}}}}
