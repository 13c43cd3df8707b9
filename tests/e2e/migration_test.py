#!/usr/bin/env python3
"""A factory of version 1, and what `weir migrate` makes of it, do the same at the same slices.

    migration_test.py WEIR SAMPLE [MONTH]

A sample gets a month of data (migration_data.py) and an active period of that month, twice: in one
folder its slices run as they are (`weir run --v1`), in the other it is migrated, put into a
service, and its triggers fire all windows of the month. Then, slice by slice: the state, the
datasets that were read and written by name, the SQL that was asked, rows, files and bytes of each
side; and at the end every file and every row. Prints a table of what differs; none may.
"""
import collections
import contextlib
import datetime
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

import migration_data

SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "samples"
FACTORY = "/subscriptions/s/resourceGroups/g/providers/Microsoft.DataFactory/factories/moved"
ALWAYS = {"lastUpdatedAfter": "2020-01-01T00:00:00Z", "lastUpdatedBefore": "2100-01-01T00:00:00Z"}
WAIT_MAX_S = 300
DIFFERENCES_SHOWN = 40
FIGURES = ("rowsRead", "rowsCopied", "filesRead", "filesWritten", "dataRead", "dataWritten")
QUERIES = ("sqlReaderQuery", "query", "preCopyScript")


def moment(text):
    """The second of a time, however it is written."""
    return text[:19]


class Side:
    """One copy of a sample with its stores, and what its slices did."""

    def __init__(self, weir, sample, folder, month):
        self.weir, self.folder = weir, folder
        self.factory = folder / "factory"
        self.events = folder / "events.jsonl"
        shutil.copytree(SAMPLES / sample, self.factory, ignore=shutil.ignore_patterns(".weir"))
        migration_data.fill(sample, self.factory, month)
        for file in self.factory.glob("pipeline/*.json"):
            document = json.loads(file.read_text())
            document["properties"].update(start=month.start.isoformat(),
                                          end=month.end.isoformat())
            file.write_text(json.dumps(document, indent=2))
        tables = self.factory / "tables.sql"
        if tables.exists():
            self.run("run", SAMPLES / "v1-tables", "--pipeline", "Execute", "--quiet", "--param",
                     f"script={tables.read_text()}", "--local", self.local)
        # {(activity, start): what it did}
        self.slices = {}

    @property
    def local(self):
        return self.factory / "weir.local.json"

    def environment(self):
        return {**os.environ, "WEIR_DATA": str(self.folder / "runs"), "NO_COLOR": "1",
                "OPENLINEAGE__TRANSPORT__TYPE": "file",
                "OPENLINEAGE__TRANSPORT__LOG_FILE_PATH": str(self.events)}

    def run(self, *arguments, status=(0,)):
        done = subprocess.run([self.weir, *map(str, arguments)], env=self.environment(), text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if done.returncode not in status:
            raise SystemExit(f"weir {arguments[0]}: exit status {done.returncode}\n"
                             f"{done.stderr[-3000:]}")
        return done.stdout

    def place(self, dataset):
        """A dataset's name, less the folder that this side lies in."""
        whole = dataset["namespace"] + " " + dataset["name"]
        return whole.replace(str(self.folder.resolve()), "").replace(str(self.folder), "")

    def datasets(self):
        """{(run id, activity): (read, written)} by the lineage events of activities."""
        found = {}
        for line in self.events.read_text().splitlines():
            event = json.loads(line)
            parent = event["run"]["facets"].get("parent")
            if parent is None:
                continue
            activity = event["job"]["name"].split(".")[-1].split("/")[-1]
            key = (parent["run"]["runId"], activity)
            sides = found.setdefault(key, (set(), set()))
            for side, list_name in zip(sides, ("inputs", "outputs")):
                side.update(self.place(one) for one in event.get(list_name, []))
        return found

    def add(self, start, run_id, activities, datasets):
        """What the activities of one run did, as records of the REST API have them."""
        for one in activities:
            if one["activityType"] in ("Validation", "GetMetadata"):
                continue  # Whether the data is there; version 2 asks where a policy says so.
            read, written = datasets.get((run_id, one["activityName"]), ((), ()))
            asked = [value for part in ("source", "sink")
                     for name, value in (one["input"].get(part) or {}).items()
                     if name.endswith("ReaderQuery") or name in QUERIES]
            output = one["output"] or {}
            self.slices[(one["activityName"], start)] = {
                "status": one["status"], "read": sorted(read), "written": sorted(written),
                "asked": asked, "parameters": one["input"].get("storedProcedureParameters"),
                **{name: output.get(name) for name in FIGURES}}

    def contents(self):
        """Every file of its stores, and the rows of every table that the data names."""
        found = {}
        for root in ("data", ".weir/files"):
            for path in sorted((self.factory / root).rglob("*")):
                if path.is_file():
                    found[str(path.relative_to(self.factory))] = path.read_bytes()
        return found

    def rows(self, query):
        shown = self.run("run", SAMPLES / "v1-tables", "--pipeline", "Show", "--quiet", "--json",
                         "--param", f"query={query}", "--local", self.local)
        return json.loads(shown)["pipelineReturnValue"]["rows"]


class AsItIs(Side):
    """The factory of version 1."""

    def play(self, month):
        printed = json.loads(self.run(
            "run", self.factory, "--v1", "--from", month.start.isoformat(), "--to",
            month.end.isoformat(), "--json", status=(0, 1)))
        datasets, records = self.datasets(), self.records()
        for one in printed["slices"]:
            if one.get("runId"):
                self.add(moment(one["start"]), one["runId"], records[one["runId"]], datasets)
        return len(printed["slices"])

    def records(self):
        """{run id: its activities}, from the tables that keep them."""
        found = collections.defaultdict(list)
        with contextlib.closing(sqlite3.connect(self.folder / "runs" / "runs.db")) as database:
            for run_id, name, kind, status, given, output in database.execute(
                    "SELECT r.run_id, a.name, a.type, a.status, a.input, a.output "
                    "FROM activity_runs a JOIN runs r ON r.id = a.run ORDER BY r.id, a.sequence"):
                found[run_id].append({
                    "activityName": name, "activityType": kind, "status": status,
                    "input": json.loads(given or "{}"), "output": json.loads(output or "{}")})
        return found


class Moved(Side):
    """The same in version 2."""

    def play(self, _month):
        moved = self.folder / "v2"
        self.run("migrate", self.factory, moved)
        data = self.folder / "service"
        process = subprocess.Popen(
            [self.weir, "serve", "--data", data, "--listen", "127.0.0.1:0", "--rate", "0",
             "--local", self.local], env=self.environment(), text=True, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL)
        try:
            self.url = process.stdout.readline().split()[-1]
            self.token = (data / "token").read_text().strip()
            self.ask("PUT", "", {})
            self.run("apply", moved, "--server", self.url, "--token-file", data / "token",
                     "--factory", FACTORY)
            windows = sum(self.windows_of(file) for file in moved.glob("trigger/*.json"))
            runs = self.wait(windows)
            activities = collections.defaultdict(list)
            for one in self.all_of("queryActivityruns", runs):
                activities[one["pipelineRunId"]].append(one)
        finally:
            process.terminate()
            process.wait()
            process.stdout.close()
        datasets = self.datasets()
        for run_id, start in runs.items():
            self.add(start, run_id, activities[run_id], datasets)
        return windows

    @staticmethod
    def windows_of(file):
        """How many windows a trigger has."""
        settings = json.loads(file.read_text())["properties"]["typeProperties"]
        start, end = (datetime.datetime.fromisoformat(settings[name].rstrip("Z"))
                      for name in ("startTime", "endTime"))
        if settings["frequency"] == "Month":
            return ((end.year - start.year) * 12 + end.month - start.month) // settings["interval"]
        minutes = {"Minute": 1, "Hour": 60}[settings["frequency"]] * settings["interval"]
        return (end - start) // datetime.timedelta(minutes=minutes)

    def ask(self, method, path, body=None):
        request = urllib.request.Request(
            f"{self.url}{FACTORY}{path}?api-version=2018-06-01", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def all_of(self, query, run_ids=None):
        paths = [f"/{query}"] if run_ids is None else [
            f"/pipelineruns/{one}/{query}" for one in run_ids]
        for path in paths:
            token = None
            while True:
                page = self.ask("POST", path,
                                {**ALWAYS, **({"continuationToken": token} if token else {})})
                yield from page["value"]
                token = page.get("continuationToken")
                if not token:
                    break

    def wait(self, windows):
        """{run id: start of its window} once all windows are over."""
        deadline = time.monotonic() + WAIT_MAX_S
        while time.monotonic() < deadline:
            fired = [one for one in self.all_of("queryTriggerRuns")
                     if one["status"] in ("Succeeded", "Failed")]
            if len(fired) >= windows:
                return {run_id: moment(one["properties"]["windowStartTime"]) for one in fired
                        for run_id in one["triggeredPipelines"].values()}
            time.sleep(1)
        raise SystemExit(f"{len(fired)} of {windows} windows are over after {WAIT_MAX_S} s")


def compare(old, new, queries):
    """Lines of what differs: (where, what, version 1, version 2)."""
    for key in sorted(old.slices.keys() | new.slices.keys()):
        where = f"{key[0]} {key[1]}"
        first, second = old.slices.get(key), new.slices.get(key)
        if first is None or second is None:
            yield where, "slice", first and "ran", second and "ran"
            continue
        for name, value in first.items():
            if value != second[name]:
                yield where, name, value, second[name]
    files, moved_files = old.contents(), new.contents()
    for path in sorted(files.keys() | moved_files.keys()):
        if files.get(path) != moved_files.get(path):
            yield path, "content", files.get(path), moved_files.get(path)
    for query in queries:
        if (rows := old.rows(query)) != (moved_rows := new.rows(query)):
            for row, moved_row in zip(rows, moved_rows):
                if row != moved_row:
                    yield query, "row", row, moved_row
            if len(rows) != len(moved_rows):
                yield query, "rows", len(rows), len(moved_rows)


def main(weir, sample, month="2016-07"):
    month = migration_data.Month(month)
    with tempfile.TemporaryDirectory(prefix="weir-migration-") as place:
        weir = str(pathlib.Path(weir).resolve())
        old = AsItIs(weir, sample, pathlib.Path(place) / "old", month)
        new = Moved(weir, sample, pathlib.Path(place) / "new", month)
        slices, windows = old.play(month), new.play(month)
        queries = migration_data.QUERIES.get(sample, [])
        differences = list(compare(old, new, queries))
        states = collections.Counter(one["status"] for one in old.slices.values())
        files = len(old.contents())
        rows = sum(len(old.rows(query)) for query in queries)
    for where, what, first, second in differences[:DIFFERENCES_SHOWN]:
        print(f"{where}  {what}:\n  version 1  {first}\n  version 2  {second}")
    print(f"{sample}: {slices} slices, {windows} windows, {len(old.slices)} activities "
          f"({', '.join(f'{count} {state}' for state, count in sorted(states.items()))}), "
          f"{files} files, {rows} rows: {len(differences)} differences")
    return 1 if differences or not old.slices else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
