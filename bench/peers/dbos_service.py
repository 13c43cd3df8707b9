#!/usr/bin/env python3
"""A service's work by DBOS on PostgreSQL: dbos_service.py TASK COUNT; prints seconds as JSON.

runs: workflows of three steps, each one's time; load: that many from 64 threads, the whole time for
a thousand; gaps: from each of COUNT steps' end to the next one's begin; due: how late COUNT
scheduled workflows began.
"""
import concurrent.futures
import json
import logging
import os
import sys
import time

from dbos import DBOS

logging.disable(logging.WARNING)
task, count = sys.argv[1], int(sys.argv[2])
DBOS(config={"name": "bench", "system_database_url": os.environ["WEIR_TEST_POSTGRES"],
             "log_level": "ERROR"})
late = []


@DBOS.step()
def step():
    begin = time.monotonic()
    return begin, time.monotonic()


@DBOS.workflow()
def work(steps):
    return [step() for _ in range(steps)]


@DBOS.workflow()
def due(scheduled, _context):
    late.append(time.time() - scheduled.timestamp())


def timed():
    begin = time.monotonic()
    work(3)
    return time.monotonic() - begin


def measure():
    if task == "runs":
        return [timed() for _ in range(count)]
    if task == "load":
        begin = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(64) as pool:
            list(pool.map(lambda _: work(3), range(count)))
        return [1000 * (time.monotonic() - begin) / count]
    if task == "gaps":
        times = work(count)
        return [after[0] - before[1] for before, after in zip(times, times[1:])]
    DBOS.create_schedule(schedule_name="due", workflow_fn=due, schedule="* * * * * *")
    while len(late) < count:
        time.sleep(0.1)
    return late


DBOS.launch()
work(1)
print(json.dumps(measure()), flush=True)
os._exit(0)  # Its threads would wait for each other.
