#!/usr/bin/env python3
"""Durable steps by DBOS on PostgreSQL: dbos_steps.py COUNT; prints its seconds."""
import json
import logging
import os
import sys
import time

from dbos import DBOS, SetWorkflowID

logging.disable(logging.WARNING)
DBOS(config={"name": "bench", "system_database_url": os.environ["WEIR_TEST_POSTGRES"],
             "log_level": "ERROR"})


@DBOS.step()
def step(number):
    return str(number)


@DBOS.workflow()
def work(count):
    for number in range(count):
        step(number)
    return count


DBOS.launch()
with SetWorkflowID(f"warm-{time.monotonic_ns()}"):
    work(1)
begin = time.monotonic()
with SetWorkflowID(f"timed-{time.monotonic_ns()}"):
    work(int(sys.argv[1]))
print(json.dumps({"seconds": time.monotonic() - begin}), flush=True)
os._exit(0)  # Its threads would wait for each other.
