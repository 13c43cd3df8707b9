#!/usr/bin/env python3
"""Kill the service again and again while it makes slices of version 1: each is made once.

    slice_kill_test.py WEIR [KILLS]

The log cleansing sample over DAYS days, hour by hour. Between kills some slices are set to run
again. In the end every slice is Ready by its last attempt, each attempt is one run with its own
end, and every file holds its hour. Prints its figures.
"""
import collections
import pathlib
import random
import signal
import sys
import tempfile
import time
import urllib.error

import v1_client
import v1_service_test

DAYS = 10
FIRST = "2016-07-01"
END_MAX_S = 240


def hours():
    return [(f"{FIRST[:-2]}{day:02}", f"{hour:02}")
            for day in range(1, DAYS + 1) for hour in range(24)]


def write_logs(folder):
    """A line for each hour, which tells it."""
    for day, hour in hours():
        at = folder / "data/raw" / day.replace("-", "") / hour
        at.mkdir(parents=True, exist_ok=True)
        (at / "web.log").write_text(f"time host status bytes\n{hour}:00:00 {day} 200 1\n")


def asked(world, act):
    """What `act` gives, asked for again while the service is away."""
    while True:
        try:
            return act(world.client)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.01)


def make_some_again(world, count):
    """Slices that are Ready run again; how many were set."""
    made = 0
    for day, hour in random.sample(hours(), count):
        try:
            asked(world, lambda client: client.slices_set_status(
                "CleanLog", "Waiting", start=f"{day}T{hour}:00:00Z", end=f"{day}T{hour}:59:59Z"))
            made += 1
        except v1_client.RestError as refusal:
            if refusal.body["error"]["code"] != "SliceInProgress":
                raise
    return made


def slices(world):
    return asked(world, lambda client: client.slices_list(
        "CleanLog", start=f"{FIRST}T00:00:00Z", end=f"{FIRST[:-2]}{DAYS + 1:02}T00:00:00Z"))


def check(world):
    """Attempts of all slices, by how they ended."""
    ends, ids = collections.Counter(), set()
    for one in slices(world):
        runs = world.client.slice_runs_list("CleanLog", startTime=one["start"])
        runs.sort(key=lambda run: run["processingStartTime"])
        assert runs and runs[-1]["status"] == "Succeeded", f"{one['start']}: {runs}"
        for run in runs:
            assert run["id"] not in ids, f"{run['id']} is of two slices"
            assert run["processingEndTime"], f"{run['id']} has no end"
            ids.add(run["id"])
            ends[run["status"]] += 1
    for day, hour in hours():
        file = world.folder / ".weir/files/clean" / day.replace("-", "") / f"{hour}.csv"
        lines = file.read_text().splitlines()
        assert lines == ["time,client,code", f"{hour}:00:00,{day},200"], (file, lines)
    return ends


def main(weir, kills=20):
    with tempfile.TemporaryDirectory(prefix="weir-slices-") as folder:
        world = v1_service_test.World(weir, "v1-log-cleansing", pathlib.Path(folder))
        write_logs(world.folder)
        world.deploy()
        world.client.pipelines_set_active_period(
            "CleanLogs", start=f"{FIRST}T00:00:00Z", end=f"{FIRST[:-2]}{DAYS + 1:02}T00:00:00Z")
        again = 0
        for _ in range(kills):
            again += make_some_again(world, 3)
            time.sleep(random.uniform(0.05, 0.6))
            world.kill()
            world.start()
        end = time.monotonic() + END_MAX_S
        while any(one["state"] != "Ready" for one in slices(world)):
            assert time.monotonic() < end, [one for one in slices(world) if one["state"] != "Ready"]
            time.sleep(0.1)
        ends = check(world)
        world.kill(signal.SIGTERM)
        attempts = ", ".join(f"{count} {status}" for status, count in sorted(ends.items()))
        print(f"{kills} kills, {DAYS * 24} slices, {again} set to run again: none lost; "
              f"attempts: {attempts}")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
