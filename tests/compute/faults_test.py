#!/usr/bin/env python3
"""Jobs of a real Slurm while the service, Slurm's REST server and the network between them die.

    faults_test.py WEIR [RUNS]

RUNS runs (100) for each kind of fault, all under way at once. In the end each run succeeded, each
command ran exactly once, and Slurm has no job that nobody waits for. Prints its figures.
"""
import collections
import contextlib
import json
import os
import pathlib
import random
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "operate")]
import factory  # noqa: E402
import service as served  # noqa: E402

SLURM = os.environ["WEIR_TEST_SLURM"]
USER, TOKEN = os.environ["WEIR_TEST_SLURM_USER"], os.environ["WEIR_TEST_SLURM_TOKEN"]
COMMAND = ("@concat('echo ', string(pipeline().parameters.number), ' >>../../ran; sleep 0.', "
           "string(pipeline().parameters.number))")
END_MAX_S = 900


def slurm_jobs():
    ask = urllib.request.Request(SLURM + "/slurm/v0.0.38/jobs", headers={
        "X-SLURM-USER-NAME": USER, "X-SLURM-USER-TOKEN": TOKEN})
    with urllib.request.urlopen(ask) as answer:
        return [job["job_state"] for job in json.load(answer)["jobs"]]


class RestServer:
    """Slurm's REST server, which the test may kill and start again."""

    def __init__(self):
        port = SLURM.rpartition(":")[2]
        found = subprocess.run(["pgrep", "-f", f"slurmrestd .*:{port}$"], capture_output=True,
                               text=True, check=True).stdout.split()
        at = pathlib.Path("/proc", found[0])
        self.pid = int(found[0])
        self.command = at.joinpath("cmdline").read_text().split("\0")[:-1]
        self.environment = dict(one.split("=", 1) for one in
                                at.joinpath("environ").read_text().split("\0") if "=" in one)

    def kill(self):
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def start(self):
        self.pid = subprocess.Popen(self.command, env=self.environment, start_new_session=True,
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).pid


class Network:
    """A way to Slurm's REST server that can be cut: what is under way is reset."""

    def __init__(self):
        self.target = ("127.0.0.1", int(SLURM.rpartition(":")[2]))
        self.open, self.cuts, self.down = set(), 0, False
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.take, daemon=True).start()

    def take(self):
        while True:
            near, _ = self.listener.accept()
            if self.down:
                self.reset(near)
                continue
            try:
                far = socket.create_connection(self.target)
            except OSError:
                self.reset(near)
                continue
            self.open |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self.carry, args=(one, other), daemon=True).start()

    def carry(self, one, other):
        with contextlib.suppress(OSError):
            while piece := one.recv(65536):
                other.sendall(piece)
        with contextlib.suppress(OSError):
            other.shutdown(socket.SHUT_WR)

    @staticmethod
    def reset(connection):
        with contextlib.suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()

    def cut(self):
        self.down = True
        self.cuts += 1
        for one in list(self.open):
            self.reset(one)
        self.open.clear()

    def mend(self):
        self.down = False


class World:
    """A service with one pipeline, whose command runs on Slurm."""

    def __init__(self, weir, folder, endpoint):
        self.folder = folder
        self.service = served.Service(
            weir, folder / "data", "--local-commands", "--allow-address", "127.0.0.1/32")
        self.service.ask("PUT", "", {})
        self.service.ask("PUT", "/linkedservices/Cluster", {"properties": {
            "type": "Slurm", "typeProperties": {
                "endpoint": endpoint, "userName": USER, "workingFolder": str(folder / "jobs"),
                "token": {"type": "SecureString", "value": TOKEN}}}})
        self.service.pipeline("P", [{
            "name": "Job", "type": "Custom", "linkedServiceName": factory.reference("Cluster"),
            "typeProperties": {"command": {"value": COMMAND, "type": "Expression"}}}],
            parameters={"number": {"type": "int"}})

    def statuses(self):
        return collections.Counter(
            run["status"] for run in self.service.all_of("queryPipelineRuns"))


def until_over(world, runs, disturb):
    """Disturb until all runs are over; how often it was."""
    times, end = 0, time.monotonic() + END_MAX_S
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            statuses = world.statuses()
            if statuses["InProgress"] + statuses["Queued"] == 0:
                return times
        disturb()
        times += 1
    raise AssertionError(f"still {world.statuses()} of {runs} after {END_MAX_S} s")


def check(world, runs):
    ends = world.service.all_of("queryPipelineRuns")
    failed = [run["message"] for run in ends if run["status"] != "Succeeded"]
    assert len(ends) == runs and not failed, f"{len(failed)} of {len(ends)} failed: {failed[:3]}"
    ran = collections.Counter((world.folder / "jobs/ran").read_text().split())
    assert len(ran) == runs and set(ran.values()) == {1}, f"ran twice or never: {ran}"
    busy = [state for state in slurm_jobs() if state in ("PENDING", "RUNNING", "CONFIGURING")]
    assert not busy, f"nobody waits for {busy}"


def series(name, weir, runs, endpoint, disturb_of):
    """`disturb_of(world)` gives what disturbs once and mends it."""
    with tempfile.TemporaryDirectory(prefix="weir-faults-") as folder:
        world = World(weir, pathlib.Path(folder), endpoint)
        try:
            for number in range(runs):
                world.service.run("P", {"number": number})
            began = time.monotonic()
            times = until_over(world, runs, disturb_of(world))
            check(world, runs)
            print(f"{name}: {runs} runs, {times} times, {time.monotonic() - began:.0f} s: "
                  "each succeeded, each command ran once", flush=True)
        finally:
            world.service.stop(signal.SIGKILL)


def pause(least, most):
    time.sleep(random.uniform(least, most))


def main(weir, runs=100):
    seed = random.randrange(1 << 32)
    random.seed(seed)
    print(f"seed {seed}", flush=True)
    rest, network = RestServer(), Network()

    def kill_service(world):
        def disturb():
            pause(0.1, 2)
            world.service.stop(signal.SIGKILL)
            world.service.start()
        return disturb

    def kill_compute(_):
        def disturb():
            pause(0.1, 2)
            rest.kill()
            pause(0, 2)
            rest.start()
            served.until(lambda: socket.socket().connect_ex(network.target) == 0)
        return disturb

    def cut_network(_):
        def disturb():
            pause(0, 1)
            network.cut()
            pause(0, 1)
            network.mend()
        return disturb

    try:
        series("service killed", weir, runs, SLURM, kill_service)
        series("compute service killed", weir, runs, SLURM, kill_compute)
        series("network cut", weir, runs, network.url, cut_network)
    finally:
        rest.kill()


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]), *(int(one) for one in sys.argv[2:]))
