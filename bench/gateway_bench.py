#!/usr/bin/env python3
"""Measure a gateway on loopback.

    bench/gateway_bench.py WEIR [--write FILE]

Pick-up: from the service's wish to a node's begin, of Lookups one after another, by the service's
own count; and the whole activity, through a node beside in the service. Copy: CSV to CSV, through a
node beside in the service, in alternation, the median of the rounds. A node at rest: its memory.
"""
import argparse
import json
import os
import pathlib
import statistics
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests" / "e2e"))
from gateway_test import (Node, Service, copy_activity, expect, lookup, pipeline,  # noqa: E402
                          reference, succeeded)
from gateway_nodes_test import metric  # noqa: E402

LOOKUPS = 200
ROUNDS = 5
COPY_MB = 200


def factory(service, files):
    service.rest("PUT", "", {"location": "here", "properties": {}})
    service.put("integrationRuntimes", "Walled", {"type": "SelfHosted"})
    for name, via in (("Far", True), ("Near", False)):
        properties = {"type": "FileServer", "typeProperties": {"host": str(files)}}
        if via:
            properties["connectVia"] = reference("Walled", "IntegrationRuntime")
        service.put("linkedservices", name, properties)
        for dataset in ("in", "small", "out"):
            service.put("datasets", name + dataset, {
                "type": "DelimitedText", "linkedServiceName": reference(name, "LinkedService"),
                "typeProperties": {
                    "location": {"type": "FileServerLocation",
                                 "fileName": (name if dataset == "out" else "") + dataset + ".csv"},
                    "columnDelimiter": ",", "firstRowAsHeader": True}})
        pipeline(service, "Look" + name, lookup("Look", name + "small"))
        pipeline(service, "Copy" + name, copy_activity("Copy", name + "in", name + "out"))


def ms(text):
    """Of "2026-01-01T00:00:00.1234567Z"."""
    seconds, rest = text.rstrip("Z").split(".") if "." in text else (text.rstrip("Z"), "0")
    moment = time.mktime(time.strptime(seconds, "%Y-%m-%dT%H:%M:%S"))
    return 1000 * (moment + float("0." + rest))


def lookups(service, name):
    """How long each activity took, in ms, by the service's own times."""
    took = []
    for _ in range(LOOKUPS):
        activity = service.run("Look" + name)[1][-1]
        took.append(ms(activity["activityRunEnd"]) - ms(activity["activityRunStart"]))
    return sorted(took)


def pickups(node, service):
    """From the begin of the activity at the service to the begin of its job, in ms."""
    began = {}
    for line in node.lines:
        if '"jobStarted"' in line:
            event = json.loads(line)
            began[event["runId"]] = ms(event["time"])
    return sorted(began[run] - start for run, start in service.starts.items() if run in began)


def copies(service):
    """Seconds of each, in alternation."""
    took = {"Far": [], "Near": []}
    for _ in range(ROUNDS):
        for name, list_of in took.items():
            activity = service.run("Copy" + name)
            succeeded(*activity)
            one = activity[1][-1]
            list_of.append((ms(one["activityRunEnd"]) - ms(one["activityRunStart"])) / 1000)
    return {name: statistics.median(list_of) for name, list_of in took.items()}


def resident_mb(process):
    for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0


class Counting(Service):
    """Keeps when each run's activity began."""
    starts = None

    def run(self, name):
        run = self.begin(name)
        status, activities = self.end(run)
        if self.starts is not None and name == "LookFar":
            self.starts[run] = ms(activities[-1]["activityRunStart"])
        return status, activities


def part_of(values, part):
    return values[min(len(values) - 1, int(part * len(values)))]


def report(rows, took, memory, average):
    load = os.getloadavg()[0]
    lines = "".join(f"| {what} | {part_of(values, .5):.1f} | {part_of(values, .99):.1f} |\n"
                    for what, values in rows)
    return (
        "# Gateway on loopback\n\n"
        f"{LOOKUPS} Lookups of one row, one after another; copies of {COPY_MB} MB of CSV in "
        f"{ROUNDS} rounds, in\nalternation. Load of the machine at the end: {load:.1f}, on "
        f"{os.cpu_count()} cores. Made by `bench/gateway_bench.py`.\n\n"
        f"| what | p50 | p99 |\n|---|---|---|\n{lines}\n"
        f"Average pick-up by the service's own count: {average:.2f} ms. Copy through the node "
        f"{took['Far']:.2f} s, in the\nservice {took['Near']:.2f} s (medians): "
        f"{took['Near'] / took['Far']:.2f} × its speed. Memory of the node: {memory[0]:.0f} MB "
        f"before its\nfirst job, {memory[1]:.0f} MB after all of them.\n")


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("weir")
    arguments.add_argument("--write")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        files = scratch / "files"
        files.mkdir()
        row = "0123456789," + "x" * 88 + "\n"
        (files / "in.csv").write_text("id,text\n" + row * (COPY_MB * 1_000_000 // len(row)))
        (files / "small.csv").write_text("id,text\n1,one\n")
        service = Counting(os.path.abspath(options.weir), scratch / "service")
        node = Node(service, scratch / "node", "bench")
        try:
            factory(service, files)
            node.register(service.key())
            node.start()
            time.sleep(1)
            first = resident_mb(node.process)
            service.run("LookFar")
            service.run("LookNear")
            service.starts = {}
            far, near = lookups(service, "Far"), lookups(service, "Near")
            taken = metric(service, "weir_gateway_jobs_taken_total{")
            average = 1000 * metric(service, "weir_gateway_pickup_seconds_total{") / taken
            expect(taken == LOOKUPS + 1, f"{taken} jobs")
            picked = pickups(node, service)
            took = copies(service)
            rows = (("pick-up: activity begun to job begun on the node, ms", picked),
                    ("Lookup through the node, ms", far), ("Lookup in the service, ms", near))
            text = report(rows, took, (first, resident_mb(node.process)), average)
        finally:
            node.stop()
            service.kill()
    print(text)
    if options.write:
        pathlib.Path(options.write).write_text(text)


if __name__ == "__main__":
    main()
