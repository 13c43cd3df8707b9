"""What is measured of the service; percentiles of single runs, beside Restate and DBOS."""
import json
import pathlib
import re
import sqlite3
import subprocess
import tempfile
import threading
import time

from measuring import Measured, Piece, describe

from service import peers, weir

RUNS = 1500
LOAD_CLIENTS, LOAD_SECONDS = 64, 8
CHAIN, CHAINS = 200, 10
FIRES = 12
TRIGGERS = 10_000
HISTORY = 1_000_000
QUERIES = 200
WINDOWS = 100_000
SLICE_DAYS = 365
IDLE_SECONDS = 20
JOBS = 200


def percentile(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def piece(task, tools, rounds, goal):
    """A line; `tools` holds seconds, or texts where something else is measured."""
    done = Piece(task, {name: one if isinstance(one, Measured) else Measured(one)
                        for name, one in tools.items()}, rounds, goal)
    print(describe(done), flush=True)
    return done


def percentiles(task, values, goals):
    """A line for p50 and one for p99 of each tool's seconds."""
    count = min(len(one) for one in values.values())
    for part, goal in goals.items():
        yield piece(f"{task}, p{part}", {name: percentile(one, part / 100)
                                         for name, one in values.items()}, count, goal)


def run_times(service):
    """createRun to finished, one run after another, as a client sees it."""
    client, finished, times = service.client(), weir.Finished(service), []
    for _ in range(RUNS):
        begin = time.monotonic()
        times.append(finished.time_of(client.create_run("three")) - begin)
    return times[RUNS // 10:]


def single_runs(service, restate, dbos):
    values = {"weir": run_times(service),
              "Restate": restate.times("chain", 3, RUNS // 3),
              "DBOS": dbos("runs", RUNS // 10)}
    yield from percentiles("createRun to finished, 3 activities", values,
                           {50: "≤ 2 ms", 99: "≤ 20 ms"})


def load(service):
    """Seconds for a thousand runs of three activities that many clients start at once."""
    database = sqlite3.connect(f"file:{service.data}/runs.db?mode=ro", uri=True)
    ended = "SELECT count(*) FROM runs WHERE ended_at IS NOT NULL"
    before, begin = database.execute(ended).fetchone()[0], time.monotonic()
    out = peers.wrk(f"{service.url}{weir.FACTORY}/pipelines/three/createRun{weir.VERSION}",
                    "{}", LOAD_CLIENTS, LOAD_SECONDS, service.token)
    while database.execute("SELECT EXISTS (SELECT 1 FROM runs WHERE ended_at IS NULL)").fetchone(
            )[0]:
        time.sleep(0.01)
    runs = database.execute(ended).fetchone()[0] - before
    if runs < out.answers:
        raise SystemExit(f"{out.answers} runs were accepted, {runs} ended")
    return 1000 * (time.monotonic() - begin) / runs


def throughput(service, restate, dbos):
    yield piece("1,000 runs of 3 activities, 64 clients",
                {"weir": load(service),
                 "Restate": restate.load("chain", 3, LOAD_CLIENTS, LOAD_SECONDS),
                 "DBOS, 64 threads": dbos("load", 1000)[0]}, 1, "≤ 0.4 s (2,500 a second)")


def step_gaps(bench):
    """From one activity's end to the next one's start, as their executor sees it."""
    database = bench.work / "chain.db"
    for file in database.parent.glob("chain.db*"):
        file.unlink()
    out = subprocess.run([bench.build / "bench/service/chain_bench", database, str(CHAIN),
                          str(CHAINS)], check=True, capture_output=True, text=True).stdout
    return [float(line) for line in out.split()]


def chain_gaps(service, receiver):
    """From a web activity's answer leaving to the next one's request coming."""
    finished, client, gaps = weir.Finished(service), service.client(), []
    for _ in range(CHAINS):
        begin = len(receiver.seen)
        finished.time_of(client.create_run("chain"))
        seen = receiver.seen[begin:]
        gaps += [after[2] - before[3] for before, after in zip(seen, seen[1:])]
    return gaps


def accepted_under_chains(service):
    """Answers of createRun while chains of 200 run."""
    client, times = service.client(), []
    until = time.monotonic() + 5
    while time.monotonic() < until:
        begin = time.monotonic()
        client.create_run("chain")
        times.append(time.monotonic() - begin)
        time.sleep(0.1)
    return times


def chains(bench, service, restate, dbos, receiver):
    service.client().ask("PUT", f"{weir.FACTORY}/pipelines/chain", weir.chain(
        CHAIN, lambda i: ("WebActivity", {"url": f"{receiver.url}/{i}", "method": "GET"})))
    yield from percentiles(
        "activity ended → next started, chain of 200",
        {"weir": step_gaps(bench),
         "weir, from a web answer to the next request": chain_gaps(service, receiver),
         "Restate": restate.gaps(CHAIN, CHAINS), "DBOS": dbos("gaps", CHAIN)},
        {50: "≤ 0.3 ms", 99: "≤ 1.5 ms"})
    yield piece("createRun answered while chains of 200 run, p99",
                {"weir": percentile(accepted_under_chains(service), 0.99)}, 1, "≤ 10 ms")


def due_times(service, receiver):
    """From when schedules are due to their first activity's request."""
    client = service.client()
    client.ask("PUT", f"{weir.FACTORY}/pipelines/due", weir.chain(
        1, lambda _: ("WebActivity", {"url": receiver.url + "/@{pipeline().TriggerName}",
                                      "method": "GET"})))
    first = int(time.time()) + 3
    for number in range(FIRES):
        name = f"{weir.FACTORY}/triggers/due{number}"
        client.ask("PUT", name, weir.schedule("due", first + number))
        client.ask("POST", f"{name}/start")
    time.sleep(max(0, first + FIRES - time.time()) + 1)
    came = {path[1:]: wall for path, wall, *_ in receiver.seen if path.startswith("/due")}
    return [came[f"due{number}"] - (first + number) for number in range(FIRES)]


def due(service, restate, dbos, receiver):
    yield from percentiles(
        "schedule due → first activity started",
        {"weir": due_times(service, receiver), "Restate, delayed call": restate.due(FIRES),
         "DBOS, scheduled workflow": dbos("due", 4)}, {50: "≤ 2 ms"})


def many_triggers(service):
    """Many triggers in one second: from it to the start of the last run."""
    client = service.client()
    at = int(time.time()) + 15 + TRIGGERS // 400
    for number in range(TRIGGERS):
        name = f"{weir.FACTORY}/triggers/many{number}"
        client.ask("PUT", name, weir.schedule("three", at))
        client.ask("POST", f"{name}/start")
    if time.time() > at:
        raise SystemExit("the triggers were not set up in time")
    database = sqlite3.connect(f"file:{service.data}/runs.db?mode=ro", uri=True)
    query = "SELECT count(*), max(started_at) FROM runs WHERE started_at >= ?"
    deadline = time.time() + 120
    while True:
        time.sleep(max(0.5, at - time.time()))
        count, last = database.execute(query, (at * 1_000_000,)).fetchone()
        if count >= TRIGGERS:
            break
        if time.time() > deadline:
            raise SystemExit(f"{count} of {TRIGGERS} triggers fired")
    yield piece("10,000 triggers due in one second: until the last run is started",
                {"weir": last / 1e6 - at}, 1, "≤ 2 s")


def filters(number):
    """Queries as people ask them, each with other values."""
    def where(*conditions):
        return {**weir.ALWAYS, "filters": [
            {"operand": operand, "operator": operator, "values": values}
            for operand, operator, values in conditions]}
    return [("any", weir.ALWAYS),
            ("failed", where(("Status", "Equals", ["Failed"]))),
            ("cancelled", where(("Status", "Equals", ["Cancelled"]))),
            ("pipeline", where(("PipelineName", "Equals", [f"Load{number % 500}"]))),
            ("failed of a pipeline",
             where(("PipelineName", "Equals", [f"Load{number % 10 * 50 + 3}"]),
                   ("Status", "Equals", ["Failed"]))),
            ("none such", where(("PipelineName", "Equals", ["Load1"]),
                                ("Status", "Equals", ["Failed"]))),
            ("not succeeded", where(("Status", "NotEquals", ["Succeeded"]))),
            ("pipelines", where(("PipelineName", "In", ["Load1", "Load2", "Load3"]))),
            ("oldest", {**weir.ALWAYS, "orderBy": [{"orderBy": "RunStart", "order": "ASC"}]}),
            ("by pipeline", {**weir.ALWAYS,
                             "orderBy": [{"orderBy": "PipelineName", "order": "ASC"}]})]


def history(bench, service):
    """Pages of a long history, and what it needs on the disk."""
    service.stop()
    subprocess.run([bench.build / "bench/service/seed_history", service.data / "runs.db",
                    weir.FACTORY.lower(), str(HISTORY)], check=True)
    ready = service.start()
    client, times = service.client(), {}
    for number in range(QUERIES):
        for name, query in filters(number):
            begin = time.monotonic()
            page = client.ask("POST", f"{weir.FACTORY}/queryPipelineRuns", query)
            times.setdefault(name, []).append(time.monotonic() - begin)
            if bool(page["value"]) == (name == "none such"):
                raise SystemExit(f"the page \"{name}\" has {len(page['value'])} runs")
    for name, taken in times.items():
        print(f"  {name:24} p50 {percentile(taken, .5) * 1000:7.2f} ms  "
              f"p99 {percentile(taken, .99) * 1000:7.2f} ms", flush=True)
    slowest = max(times, key=lambda name: percentile(times[name], 0.99))
    yield piece(f"a page of 1,000,000 runs, the slowest of {len(times)} filters ({slowest}), p99",
                {"weir": percentile(times[slowest], 0.99)}, QUERIES, "≤ 50 ms")
    yield piece("start with 1,000,000 runs in history", {"weir": ready}, 1, "≤ 0.5 s")
    yield piece("a run on the disk, beside its payloads",
                {"weir": Measured(0, text=f"{disk_bytes(service):.0f} B")}, 1, "≤ 1.5 kB")


def disk_bytes(service):
    """Bytes of the database for each run, without what the run was given and gave back."""
    database = sqlite3.connect(f"file:{service.data}/runs.db?mode=ro", uri=True)
    size = sum(database.execute(f"PRAGMA {name}").fetchone()[0] * sign for name, sign in
               [("page_count", 1), ("freelist_count", -1)])
    size *= database.execute("PRAGMA page_size").fetchone()[0]
    payload = database.execute(
        "SELECT sum(length(parameters) + length(result)) FROM runs").fetchone()[0]
    payload += database.execute("SELECT sum(length(input) + length(output) + length(error)) "
                                "FROM activity_runs").fetchone()[0]
    return (size - payload) / database.execute("SELECT count(*) FROM runs").fetchone()[0]


def unfinished_windows(service):
    """Many windows that wait for one another; killed, then begun again."""
    client = service.client()
    count = WINDOWS // 100
    for number in range(100):
        name = f"{weir.FACTORY}/triggers/window{number}"
        client.ask("PUT", name, {"properties": {
            "type": "TumblingWindowTrigger",
            "pipeline": {"pipelineReference": {"referenceName": "wait",
                                               "type": "PipelineReference"}},
            "typeProperties": {"frequency": "Hour", "interval": 1, "maxConcurrency": 1,
                               "startTime": "2024-01-01T00:00:00Z",
                               "endTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(
                                   1704067200 + 3600 * count))}}})
        client.ask("POST", f"{name}/start")
    time.sleep(5)
    service.stop("kill")
    yield piece("start with 100,000 unfinished windows", {"weir": service.start()}, 1, "≤ 3 s")


def idle(service):
    time.sleep(2)
    before = service.wake_ups()
    time.sleep(IDLE_SECONDS)
    wakes = (service.wake_ups() - before) / IDLE_SECONDS
    yield piece("idle: memory; wake-ups a second",
                {"weir": Measured(0, text=f"{service.status('VmRSS') / 1024:.0f} MB; {wakes:.1f}")},
                1, "≤ 60 MB; ≤ 1")


def service(bench):
    """The service: runs, triggers, history; peers do three steps, or a chain of them."""
    served = weir.Service(bench.build / "weir", bench.work / "service")
    receiver, restate = weir.Receiver(), peers.Restate(bench)
    dbos = peers.dbos(bench)
    client = served.client()
    client.ask("PUT", f"{weir.FACTORY}/pipelines/three", weir.chain(3, weir.set_variable))
    client.ask("PUT", f"{weir.FACTORY}/pipelines/wait", weir.chain(
        1, lambda _: ("Wait", {"waitTimeInSeconds": 3600})))
    try:
        yield from idle(served)
        yield from single_runs(served, restate, dbos)
        yield from chains(bench, served, restate, dbos, receiver)
        yield from due(served, restate, dbos, receiver)
        yield from throughput(served, restate, dbos)
        restate.stop()
        yield from many_triggers(served)
        yield from history(bench, served)
        yield from unfinished_windows(served)
    finally:
        restate.stop()
        served.stop()


def slices(bench):
    """Version 1: all slices of a year are due; in the middle the program begins anew."""
    database = bench.work / "slices.db"
    for file in database.parent.glob("slices.db*"):
        file.unlink()
    out = subprocess.run([bench.build / "bench/service/slice_bench", database, str(SLICE_DAYS),
                          str(SLICE_DAYS * 24 * 100 // 2)], check=True, capture_output=True,
                         text=True).stdout
    got = {name: float(value) for name, value in (line.split() for line in out.splitlines())}
    yield piece(f"{got['slices']:,.0f} hourly slices of 100 datasets, chains of five",
                {"weir": got["seconds"]}, 1, "≤ 60 s")
    yield piece("their memory, at the peak",
                {"weir": Measured(0, text=f"{got['peak_megabytes']:.0f} MB")}, 1, "≤ 300 MB")
    yield piece("the state of a dataset's month meanwhile, p99",
                {"weir": got["month_p99_ms"] / 1e3}, 1, "≤ 20 ms")
    yield piece("start with half of them unfinished, until one more is made",
                {"weir": got["restart_to_first_seconds"]}, 1, "≤ 3 s")


def triggers(bench):
    """Compute jobs: from an activity handed to its executor to its request at the service, with
    the attempt made durable in between; and without a disk: our own time."""
    for together, where, label in ((1, bench.work, "one after another"),
                                   (20, bench.work, "20 at once"),
                                   (1, pathlib.Path("/dev/shm"), "database in memory")):
        with tempfile.TemporaryDirectory(dir=where) as folder:
            out = subprocess.run([bench.build / "bench/service/trigger_bench",
                                  pathlib.Path(folder, "triggers.db"), str(JOBS), str(together)],
                                 check=True, capture_output=True, text=True).stdout
        jobs = {}
        for name, seconds in (line.split() for line in out.splitlines()):
            jobs.setdefault(name, []).append(float(seconds))
        for name, seconds in jobs.items():
            yield from percentiles(f"{name}, handed over → its request at the service, {label}",
                                   {"weir": seconds}, {50: "", 99: "≤ 5 ms"})
