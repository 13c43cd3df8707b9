#!/usr/bin/env python3
"""OpenLineage events of `weir run` and `weir serve`, and `weir lineage`, against OpenLineage's
own classes and a real HTTP receiver.

    lineage_test.py WEIR        (started by tests/sdk/run, which has openlineage-python)
"""
import enum
import http.server
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import types
import typing
import unittest
import uuid

import attr
from openlineage.client import generated
from openlineage.client.generated import (
    base, column_lineage_dataset, datasource_dataset, error_message_run,
    input_statistics_input_dataset, job_type_job, lifecycle_state_change_dataset,
    output_statistics_output_dataset, parent_run, processing_engine_run, schema_dataset, sql_job)
from openlineage.client.naming import dataset as naming

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent / "http"))
sys.argv, WEIR = sys.argv[:1], os.path.abspath(sys.argv[1])

import bad_input_test  # noqa: E402

bad_input_test.WEIR = WEIR
FACTORY = bad_input_test.FACTORY
WAIT_MAX_S = 30
FACETS = {
    "parent": parent_run.ParentRunFacet, "errorMessage": error_message_run.ErrorMessageRunFacet,
    "processing_engine": processing_engine_run.ProcessingEngineRunFacet,
    "jobType": job_type_job.JobTypeJobFacet, "sql": sql_job.SQLJobFacet,
    "schema": schema_dataset.SchemaDatasetFacet,
    "columnLineage": column_lineage_dataset.ColumnLineageDatasetFacet,
    "dataSource": datasource_dataset.DatasourceDatasetFacet,
    "lifecycleStateChange": lifecycle_state_change_dataset.LifecycleStateChangeDatasetFacet,
    "inputStatistics": input_statistics_input_dataset.InputStatisticsInputDatasetFacet,
    "outputStatistics": output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
URI = re.compile(r"[a-z][a-z0-9+.-]*:\S+")


class Wrong(Exception):
    """An event is not what OpenLineage's schema says."""


def build(kind, value, at):
    """The object of a generated class that `value` is; `Wrong` if it is none."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        if value is None:
            raise Wrong(f"{at}: null")
        return build([one for one in arguments if one is not type(None)][0], value, at)
    if origin is dict:
        if not isinstance(value, dict):
            raise Wrong(f"{at}: no object")
        if arguments[1] in BASES:
            return {name: build(facet_class(name, at), one, f"{at}.{name}")
                    for name, one in value.items()}
        return {name: build(arguments[1], one, f"{at}.{name}") for name, one in value.items()}
    if origin is list:
        if not isinstance(value, list):
            raise Wrong(f"{at}: no array")
        return [build(arguments[0], one, f"{at}[{i}]") for i, one in enumerate(value)]
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return kind(value)
    if attr.has(kind):
        return build_object(kind, value, at)
    wanted = {str: str, int: int, bool: bool, float: (int, float)}.get(kind)
    if wanted and (not isinstance(value, wanted) or (kind is int and isinstance(value, bool))):
        raise Wrong(f"{at}: {value!r} is no {kind.__name__}")
    return value


BASES = (base.RunFacet, base.JobFacet, base.DatasetFacet, base.InputDatasetFacet,
         base.OutputDatasetFacet)


def facet_class(name, at):
    if name not in FACETS:
        raise Wrong(f"{at}: unknown facet {name}")
    return FACETS[name]


def build_object(kind, value, at):
    if not isinstance(value, dict):
        raise Wrong(f"{at}: no object")
    hints = typing.get_type_hints(kind)
    fields = {field.name: field for field in attr.fields(kind)}
    made = {}
    for name, one in value.items():
        if name not in fields:
            raise Wrong(f"{at}: unknown member {name}")
        if name in ("_schemaURL", "schemaURL"):
            if one != kind._get_schema():
                raise Wrong(f"{at}.{name}: {one}, not {kind._get_schema()}")
            continue
        made[name.lstrip("_")] = build(hints[name], one, f"{at}.{name}")
    for name, field in fields.items():
        required = field.default is attr.NOTHING or name in ("_producer", "_schemaURL")
        if required and name not in value:
            raise Wrong(f"{at}: {name} is missing")
    if "_producer" in fields and not URI.fullmatch(value["_producer"]):
        raise Wrong(f"{at}: the producer is no URI")
    return kind(**made)


def check(event):
    """The event as an object of OpenLineage's client."""
    kind = base.RunEvent if "run" in event else base.JobEvent
    made = build(kind, event, "event")
    if not TIME.fullmatch(event["eventTime"]) or not URI.fullmatch(event["producer"]):
        raise Wrong("eventTime or producer")
    if kind is base.RunEvent:
        uuid.UUID(event["run"]["runId"])
    return made


class Receiver:
    """Takes events over HTTP, as a lineage server does."""

    def __init__(self, status=200):
        self.events, self.paths, self.keys, self.status = [], [], [], status
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.paths.append(self.path)
                outer.keys.append(self.headers.get("Authorization"))
                if outer.status == 200:
                    outer.events.append(json.loads(body))
                self.send_response(outer.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self, count):
        end = time.monotonic() + WAIT_MAX_S
        while len(self.events) < count and time.monotonic() < end:
            threading.Event().wait(0.02)
        return self.events


class LineageTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="weir-lineage-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.sample = self.folder / "sample"
        shutil.copytree(ROOT / "samples/blob-to-sql", self.sample)

    def weir(self, *arguments, environment=None, status=0):
        done = subprocess.run([WEIR, *map(str, arguments)], capture_output=True, text=True,
                              env={**os.environ, "WEIR_DATA": str(self.folder / "data"),
                                   **(environment or {})}, timeout=120, check=False)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def test_the_checks_refuse_what_is_wrong(self):
        line = self.weir("lineage", self.sample, "--format", "openlineage").stdout.splitlines()[0]
        for spoil in (lambda e: e.pop("job"), lambda e: e.update(extra=1),
                      lambda e: e["inputs"][0].pop("namespace"),
                      lambda e: e.update(schemaURL="https://openlineage.io/other"),
                      lambda e: e["inputs"][0]["facets"].update(unknown={}),
                      lambda e: e["outputs"][0].update(name=5)):
            event = json.loads(line)
            check(event)
            spoil(event)
            with self.assertRaises((Wrong, TypeError)):
                check(event)

    def test_a_run_is_told_with_columns_rows_and_bytes(self):
        receiver = Receiver()
        self.weir("run", self.sample, "--pipeline", "LoadOrders", "--param", "month=2026-02",
                  environment={"OPENLINEAGE_URL": receiver.url, "OPENLINEAGE_API_KEY": "k-1",
                               "OPENLINEAGE_ENDPOINT": "in/here"})
        events = receiver.events
        self.assertEqual([one["eventType"] for one in events],
                         ["START", "START", "COMPLETE", "COMPLETE"])
        for event in events:
            check(event)
        self.assertEqual(set(receiver.paths), {"/in/here"})
        self.assertEqual(set(receiver.keys), {"Bearer k-1"})
        run, start, end, over = events
        self.assertEqual(run["run"]["runId"], over["run"]["runId"])
        self.assertEqual(start["run"]["facets"]["parent"]["run"]["runId"], run["run"]["runId"])
        self.assertEqual(start["job"], {**start["job"], "namespace": "sample",
                                        "name": "LoadOrders.Copy orders"})
        source, sink = end["inputs"][0], end["outputs"][0]
        files = naming.LocalFileSystem(str(self.sample / "data/landing/orders/2026-02"))
        self.assertEqual((source["namespace"], source["name"]),
                         (files.get_namespace(), files.get_name()))
        self.assertEqual(sink["namespace"], f"duckdb://{self.sample}/.weir/warehouse.duckdb")
        self.assertEqual(sink["name"], "warehouse.dbo.orders")
        rows = sink["outputFacets"]["outputStatistics"]["rowCount"]
        self.assertGreater(rows, 0)
        self.assertEqual(source["inputFacets"]["inputStatistics"]["rowCount"], rows)
        field = sink["facets"]["columnLineage"]["fields"]["order_id"]["inputFields"][0]
        self.assertEqual((field["field"], field["transformations"][0]["subtype"]),
                         ("Order Id", "TRANSFORMATION"))
        self.assertNotIn("source_file", sink["facets"]["columnLineage"]["fields"])

    def test_a_run_does_not_wait_for_who_is_not_there(self):
        done = self.weir("run", self.sample, "--pipeline", "LoadOrders", "--param",
                         "month=2026-02", environment={"OPENLINEAGE_URL": "http://127.0.0.1:9"})
        self.assertIn("OpenLineage:", done.stderr)
        receiver = Receiver(status=401)
        done = self.weir("run", self.sample, "--pipeline", "LoadOrders", "--param",
                         "month=2026-02", environment={"OPENLINEAGE_URL": receiver.url})
        self.assertIn("does not take events: it answered with status 401", done.stderr)

    def test_events_go_into_a_file(self):
        out = self.folder / "events.jsonl"
        (self.sample / ".weir/warehouse.duckdb").mkdir(parents=True)  # No database can be there.
        self.weir("run", self.sample, "--pipeline", "LoadOrders", "--param", "month=2026-02",
                  environment={"OPENLINEAGE__TRANSPORT__TYPE": "file",
                               "OPENLINEAGE__TRANSPORT__LOG_FILE_PATH": str(out)}, status=1)
        events = [json.loads(line) for line in out.read_text().splitlines()]
        for event in events:
            check(event)
        self.assertEqual([one["eventType"] for one in events], ["START", "START", "FAIL", "FAIL"])
        self.assertTrue(events[2]["run"]["facets"]["errorMessage"]["message"])
        refused = self.weir("run", self.sample, "--pipeline", "LoadOrders",
                            environment={"OPENLINEAGE__TRANSPORT__TYPE": "kafka"}, status=1)
        self.assertIn("UnsupportedTransport", refused.stderr)

    def test_definitions_are_job_events_with_names_by_the_rules(self):
        lines = self.weir("lineage", self.sample, "--format", "openlineage").stdout.splitlines()
        events = [json.loads(line) for line in lines]
        for event in events:
            check(event)
        blob = naming.WASBS(container="landing", service_name="weirsamples", object_key="x")
        self.assertEqual(events[0]["inputs"][0]["namespace"], blob.get_namespace())
        self.assertTrue(events[0]["outputs"][0]["name"].startswith("sales.dbo."))

    def test_a_service_tells_and_answers(self):
        receiver = Receiver()
        os.environ["OPENLINEAGE_URL"] = receiver.url
        self.addCleanup(os.environ.pop, "OPENLINEAGE_URL", None)
        service = bad_input_test.Service(str(self.folder / "served"))
        self.addCleanup(service.process.wait, 30)
        self.addCleanup(service.process.terminate)
        address = f"http://127.0.0.1:{service.port}"
        token = self.folder / "served/token"
        local = json.loads((self.sample / "weir.local.json").read_text())["linkedServices"]
        for name, properties in local.items():
            for key in ("host", "path"):
                if key in properties["typeProperties"]:
                    value = properties["typeProperties"][key]
                    properties["typeProperties"][key] = str(self.sample / value)
            (self.sample / f"linkedService/{name}.json").write_text(
                json.dumps({"name": name, "properties": properties}))
        (self.sample / ".weir").mkdir()
        factory = FACTORY.split("?")[0]
        remote = ["--server", address, "--token-file", token, "--factory", factory]
        self.weir("apply", self.sample, *remote)
        status, run = service.ask("POST", f"{FACTORY}/pipelines/LoadOrders/createRun",
                                  {"month": "2026-02"})
        self.assertEqual(status, 200, run)
        events = receiver.wait(4)
        self.assertEqual([one["eventType"] for one in events],
                         ["START", "START", "COMPLETE", "COMPLETE"])
        for event in events:
            check(event)
        self.assertEqual(events[0]["run"]["runId"], run["runId"])
        told = self.weir("lineage", "--run", run["runId"], "--columns", *remote).stdout
        self.assertIn(f"{self.sample}/data/landing/orders/2026-02", told)
        self.assertIn("Order Id → order_id (converted)", told)
        self.assertRegex(told, r"warehouse\.dbo\.orders  \[Orders\]  \(\d+ rows, \d+ bytes\)")
        again = self.weir("lineage", "--run", run["runId"], "--format", "openlineage", *remote)
        for line in again.stdout.splitlines():
            check(json.loads(line))
        whole = json.loads(self.weir("lineage", "--format", "json", *remote).stdout)
        self.assertEqual(len(whole["activities"]), 2)
        self.assertIn("<svg", self.weir("lineage", "--format", "html", *remote).stdout)
        missing = self.weir("lineage", "--dataset", "Ordrs", *remote, status=1)
        self.assertIn("did you mean 'Orders'", missing.stderr)


if __name__ == "__main__":
    assert generated  # The classes are made from the schema.
    unittest.main()
