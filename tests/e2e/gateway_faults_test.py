#!/usr/bin/env python3
"""Let nodes, their service and the network between them fail at random times.

    gateway_faults_test.py WEIR [RUNS [SEED]]

For each kind of fault, RUNS runs (default 8), four at a time, each a WebActivity that a node
carries out; faults come until all are over. Every run must succeed; what a web address counted, and
the nodes' logs, tell that no job was done twice, that no two attempts of an activity overlapped,
and that a node that only lost its service for a moment did each run once. At the end no node may
have a job left. Then: clocks that are two hours off, a key that was replaced, a node whose name
another took, a job that is too large, a job without an end.
"""
import collections
import json
import os
import pathlib
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

from gateway_faults import Relay, Worker
from gateway_nodes_test import health, until
from gateway_test import (Failed, LEASE_S, Node, Service, expect, factory, failed_with, pipeline,
                          reference, set_secret, succeeded, wait_for_file)

AT_ONCE = 4
RUN_MAX_S = 240


class World:
    """A service, nodes behind a relay, and a web address that counts."""

    def __init__(self, weir, scratch, seed):
        self.random = random.Random(seed)
        self.files = scratch / "files"
        self.files.mkdir()
        Service.wait_s = 60
        self.service = Service(weir, scratch / "service")
        self.worker = Worker(seed)
        factory(self.service, self.files)
        self.relay = Relay(int(self.service.port))
        self.nodes = [self.node(scratch / name, name) for name in ("one", "two")]
        self.logs = collections.defaultdict(list)
        pipeline(self.service, "Work", {
            "name": "Work", "type": "WebActivity",
            "policy": {"retry": 20, "retryIntervalInSeconds": 1, "timeout": "0.01:00:00"},
            "typeProperties": {
                "method": "POST", "body": "x",
                "url": self.worker.url + "?@{pipeline().RunId}",
                "connectVia": reference("Walled", "IntegrationRuntime")}})
        pipeline(self.service, "Endless", wait_for_file(
            "Late", "late", 9, policy={"timeout": "0.00:00:02"}))

    def node(self, folder, name):
        node = Node(self.service, folder, name)
        behind = f"https://127.0.0.1:{self.relay.port}"
        address, self.service.url = self.service.url, behind
        node.register(self.service_key(address))
        self.service.url = address
        set_secret(node, "files", json.dumps({"host": str(self.files)}))
        return node

    def service_key(self, address):
        behind, self.service.url = self.service.url, address
        key = self.service.key()
        self.service.url = behind
        return key

    def start(self, node, *more):
        node.start("--health", "127.0.0.1:0", *more)

    def keep_log(self, node):
        """A node's log ends with its process."""
        self.logs[node.name] += node.lines

    def started(self):
        """Which jobs were begun for each run, and how often each."""
        jobs = collections.defaultdict(collections.Counter)
        for node in self.nodes:
            for line in self.logs[node.name] + node.lines:
                event = json.loads(line)
                if event["event"] == "jobStarted":
                    jobs[event["runId"]][event["job"]] += 1
        return jobs


def kill_node(world):
    node = world.random.choice(world.nodes)
    node.stop(signal.SIGKILL)
    world.keep_log(node)
    world.start(node)


def kill_service(world):
    world.service.kill()
    time.sleep(world.random.uniform(0, 0.5))
    world.service.start()


def cut(world):
    world.relay.cut(world.random.uniform(0, 2) * LEASE_S)
    time.sleep(LEASE_S / 2)


def blink(world):
    """No two in a row: together they are a long one."""
    world.relay.cut(world.random.uniform(0, 0.2) * LEASE_S)
    until("all are connected", lambda: "a connection" not in left_over(world))


def hole(world):
    world.relay.hole(world.random.uniform(0, 2) * LEASE_S)
    time.sleep(LEASE_S / 2)


def freeze(world):
    node = world.random.choice(world.nodes)
    node.process.send_signal(signal.SIGSTOP)
    time.sleep(world.random.uniform(0, 2) * LEASE_S)
    node.process.send_signal(signal.SIGCONT)
    time.sleep(LEASE_S / 2)


# What is done, and whether it is too short for a job to be given up.
FAULTS = {"killed nodes": (kill_node, False), "a killed service": (kill_service, True),
          "a network that blinks": (blink, True), "a cut network": (cut, False),
          "a network that swallows": (hole, False), "frozen nodes": (freeze, False)}


def begin(world):
    """Start a run; while the service is away, later."""
    deadline = time.monotonic() + RUN_MAX_S
    while True:
        try:
            return world.service.begin("Work")
        except Exception:  # Refused, cut off, answered half: all of it is what is tried here.
            expect(time.monotonic() < deadline, "no run can be started")
            time.sleep(0.1)


def end(world, run):
    deadline = time.monotonic() + RUN_MAX_S
    while time.monotonic() < deadline:
        try:
            record = world.service.rest("GET", f"/pipelineruns/{run}")
            if record["status"] not in ("Queued", "InProgress", "Canceling"):
                return record["status"]
        except Exception:
            pass
        time.sleep(0.2)
    return "never over"


def runs_under(world, fault, count):
    """Runs and how they ended, and how many faults there were."""
    ended, over, left = {}, threading.Event(), list(range(count))
    lock = threading.Lock()

    def drive():
        while True:
            with lock:
                if not left:
                    return
                left.pop()
            run = begin(world)
            ended[run] = end(world, run)

    drivers = [threading.Thread(target=drive) for _ in range(AT_ONCE)]
    for driver in drivers:
        driver.start()
    faults = 0
    while any(driver.is_alive() for driver in drivers):
        over.wait(world.random.uniform(0.1, 1.2))
        fault(world)
        faults += 1
    return ended, faults


def left_over(world):
    """Jobs that a node still has, by its own word."""
    left = []
    for node in world.nodes:
        try:
            with urllib.request.urlopen(health(node), timeout=10) as page:
                state = json.load(page)
        except urllib.error.HTTPError as away:
            with away:
                state = json.load(away)
            left.append("a connection")
        left += state["jobs"] + ["a result"] * state["resultsKept"]
    return left


def under(world, name, count):
    fault, short = FAULTS[name]
    begun = time.monotonic()
    ended, faults = runs_under(world, fault, count)
    wrong = {run: status for run, status in ended.items() if status != "Succeeded"}
    expect(not wrong, f"{name}: {wrong}: {[world.service.activities(run) for run in wrong]}")
    jobs = {run: started for run, started in world.started().items() if run in ended}
    twice = [job for started in jobs.values() for job, times in started.items() if times > 1]
    expect(not twice, f"{name}: jobs that were begun twice: {twice}")
    calls = {run: world.worker.calls[run] for run in ended}
    more = {run: calls[run] for run in ended if calls[run] > len(jobs.get(run, ()))}
    expect(not more, f"{name}: more calls than jobs: {more}")
    expect(not world.worker.overlaps, f"{name}: attempts overlapped: {world.worker.overlaps}")
    if short:
        again = {run: calls[run] for run in ended if calls[run] != 1}
        expect(not again, f"{name}: not done exactly once: {again}")
    until("no job is left", lambda: not left_over(world))
    print(f"{name}: {len(ended)} runs under {faults} faults succeeded, {sum(calls.values())} calls "
          f"by {sum(map(len, jobs.values()))} jobs, none twice, none left, "
          f"{time.monotonic() - begun:.0f} s", flush=True)


def clocks_off(world):
    if not shutil.which("faketime"):
        print("no faketime here: clocks are not set")
        return
    for offset in ("-2h", "+2h"):
        node = world.nodes[0]
        node.stop()
        world.nodes[1].stop()
        kept, node.prefix = node.prefix, ("faketime", "-f", offset)
        world.start(node)
        node.prefix = kept
        succeeded(*world.service.run("Copy"))
        succeeded(*world.service.run("Work"))
        node.stop(signal.SIGKILL)
    for node in world.nodes:
        world.start(node)
    print("a node whose clock is two hours behind, or ahead: copies and calls as any other")


def keys_and_names(world):
    """An old key is refused; who takes a node's name takes its place."""
    old = world.service.key()
    world.service.rest("POST", "/integrationRuntimes/Walled/regenerateAuthKey",
                       {"keyName": "authKey1"})
    thief = Node(world.service, world.files.parent / "thief", "one")
    expect("GatewayKeyRefused" in thief.register(old, status=1), "an old key was taken")
    heir = Node(world.service, world.files.parent / "heir", "one")
    heir.register(world.service.key())
    until("the first has left", lambda: world.nodes[0].process.poll() is not None)
    expect(world.nodes[0].count("GatewayNodeUnknown") > 0, "it left for another reason")
    set_secret(heir, "files", json.dumps({"host": str(world.files)}))
    world.start(heir)
    world.nodes[0] = heir
    succeeded(*world.service.run("Copy"))
    print("a replaced key is refused, a node whose name was taken is sent away")


def too_large(world):
    for node in world.nodes:
        node.stop()
        world.start(node, "--job-bytes", "1024")
    failed_with(*world.service.run("Copy"), "GatewayJobTooLarge")
    for node in world.nodes:
        node.stop()
        world.start(node)
    print("a job larger than the nodes take: refused")


def endless(world):
    ended = sum(node.count("jobEnded") for node in world.nodes)
    status, activities = world.service.run("Endless")
    expect(status == "Failed" and activities[-1]["status"] in ("Failed", "TimedOut"), activities)
    until("the node gave it up",
          lambda: sum(node.count("jobEnded") for node in world.nodes) == ended + 1)
    until("no job is left", lambda: not left_over(world))
    print("a job without an end: stopped after its timeout, on the node too")


def main():
    weir = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 8
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else int(time.time())
    print(f"seed {seed}, lease {LEASE_S} s", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        world = World(weir, pathlib.Path(scratch), seed)
        try:
            for node in world.nodes:
                world.start(node)
            for name in FAULTS:
                under(world, name, count)
            for look in (clocks_off, keys_and_names, too_large, endless):
                look(world)
        finally:
            for node in world.nodes:
                node.stop(signal.SIGKILL)
            world.service.kill()


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"failed: {failure}")
