#!/usr/bin/env python3
"""Schemathesis against the service's own OpenAPI document: no 5xx, no answer against its schema.

    openapi_test.py WEIR        (started by tests/sdk/run, which has schemathesis)
"""
import http.client
import os
import pathlib
import subprocess
import sys
import tempfile

EXAMPLES = "6"
SEED = os.environ.get("WEIR_SEED", "20260101")
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.argv, weir = sys.argv[:1], sys.argv[1]
os.environ["PATH"] = f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}"

import bad_input_test  # noqa: E402

FACTORY = bad_input_test.FACTORY
KEPT = {"pipelines/p": {"properties": {"activities": []}},
        "integrationRuntimes/own": {"properties": {"type": "SelfHosted"}},
        "linkedservices/files": {"properties": {"type": "FileServer",
                                                "typeProperties": {"host": "/tmp"}}},
        "managedVirtualNetworks/default": {"properties": {}}}
V1_FACTORY = FACTORY.replace("/factories/fac", "/datafactories/old")
CALENDAR = {"availability": {"frequency": "Hour", "interval": 1}, "type": "AzureBlob",
            "linkedServiceName": "0", "typeProperties": {"folderPath": "x"}}
ACTIVITY = {"name": "0", "type": "Copy", "inputs": [{"name": "in"}], "outputs": [{"name": "0"}],
            "typeProperties": {"source": {"type": "BlobSource"}, "sink": {"type": "BlobSink"}}}
# By names that schemathesis comes upon.
V1_KEPT = {"linkedservices/0": {"type": "AzureStorage", "typeProperties": {}},
           "datasets/in": {"external": True, **CALENDAR}, "datasets/0": CALENDAR,
           "datapipelines/0": {"activities": [ACTIVITY], "start": "2016-07-12",
                               "end": "2016-07-13"},
           "gateways/0": {}}


def check_stream(service):
    """The one answer that has no end begins as the document says."""
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
    connection.request("GET", "/weir/events", headers={"Authorization": f"Bearer {service.token}"})
    answer = connection.getresponse()
    _, document = service.ask("GET", "/openapi.json", bare=True)
    described = document["paths"]["/weir/events"]["get"]["responses"][str(answer.status)]
    assert answer.headers["Content-Type"] in described["content"], answer.headers
    connection.close()


def main():
    bad_input_test.WEIR = os.path.abspath(weir)
    with tempfile.TemporaryDirectory(prefix="weir-openapi-") as data:
        service = bad_input_test.Service(data)
        service.ask("PUT", FACTORY, {"location": "here"})
        for path, body in KEPT.items():
            status, answer = service.ask("PUT", f"{FACTORY}/{path}", body)
            assert status == 200, answer
        version = "?api-version=2015-10-01"
        service.ask("PUT", V1_FACTORY + version, {"location": "here"}, bare=True)
        for path, properties in V1_KEPT.items():
            status, answer = service.ask("PUT", f"{V1_FACTORY}/{path}{version}",
                                         {"properties": properties}, bare=True)
            assert status in (200, 201), answer
        done = subprocess.run(
            ["schemathesis", "run", f"http://127.0.0.1:{service.port}/openapi.json",
             "--header", f"Authorization: Bearer {service.token}", "--max-examples", EXAMPLES,
             "--checks", "no_server_error,response_schema_conformance,status_code_conformance,"
             "content_type_conformance", "--phases", "coverage,fuzzing", "--seed", SEED,
             "--exclude-operation-id", "weir_event_stream",  # It has no end.
             "--suppress-health-check", "all", "--no-color", *sys.argv[1:]],
            env={**os.environ, "SCHEMATHESIS_HOOKS": str(HERE / "schemathesis_hooks.py")},
            cwd=data, check=False)
        check_stream(service)
        alive = service.ask("GET", "/healthz", bare=True)[0] == 200
        service.process.terminate()
        service.process.wait(30)
    return done.returncode if alive else 1


if __name__ == "__main__":
    sys.exit(main())
