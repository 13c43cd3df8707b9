#!/usr/bin/env python3
"""Traces of runs, taken by a real HTTP server and read by OpenTelemetry's own protobuf classes.

    tests/sdk/run traces WEIR tests/operate/traces_test.py
"""
import base64
import http.server
import json
import pathlib
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import service as served  # noqa: E402
from google.protobuf import json_format  # noqa: E402
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2  # noqa: E402

SPANS, HEADERS = [], []


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        for resource in body["resourceSpans"]:
            for scope in resource["scopeSpans"]:
                for span in scope["spans"]:  # OTLP has ids in hex, protobuf in base64.
                    for name in ("traceId", "spanId", "parentSpanId"):
                        span[name] = base64.b64encode(bytes.fromhex(span[name])).decode()
        message = json_format.ParseDict(body, trace_service_pb2.ExportTraceServiceRequest())
        for resource in message.resource_spans:
            names = {one.key: one.value.string_value for one in resource.resource.attributes}
            assert names == {"service.name": "mine", "zone": "a b"}, names
            SPANS.extend(span for scope in resource.scope_spans for span in scope.spans)
        HEADERS.append(self.headers["x-key"])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_arguments):
        pass


def main(weir):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(prefix="weir-traces-") as folder:
        service = served.Service(weir, pathlib.Path(folder) / "data", env={
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{server.server_port}/",
            "OTEL_EXPORTER_OTLP_HEADERS": "x-key=s%20t", "OTEL_SERVICE_NAME": "mine",
            "OTEL_RESOURCE_ATTRIBUTES": "zone=a%20b,service.name=other"})
        service.ask("PUT", "", {})
        service.pipeline("child", [served.activity("F", "Fail", {"message": "no",
                                                                 "errorCode": "E1"})])
        service.pipeline("top", [served.activity("Each", "ForEach", {
            "items": "@range(0, 2)", "activities": [served.wait("W", 0)]}),
            served.activity("Go", "ExecutePipeline", {
                "pipeline": {"referenceName": "child", "type": "PipelineReference"},
                "waitOnCompletion": True}, "Each")])
        service.wait_for(service.run("top"), "Failed")
        served.until(lambda: any(span.name == "top" for span in SPANS), 20)
        assert service.stop() == 0
    spans = {}
    for span in SPANS:
        spans.setdefault(span.name, []).append(span)
    assert {name: len(all_of) for name, all_of in spans.items()} == {
        "top": 1, "Each": 1, "W": 2, "Go": 1, "child": 1, "F": 1}, spans.keys()
    top, each, go, child, fail = (spans[name][0] for name in ("top", "Each", "Go", "child", "F"))
    assert len({span.trace_id for span in SPANS}) == 1 and len(top.trace_id) == 16
    assert len({span.span_id for span in SPANS}) == len(SPANS)
    assert top.parent_span_id == b""
    below = [(each, top), (go, top), (child, go), (fail, child),
             *((one, each) for one in spans["W"])]
    for span, parent in below:
        assert span.parent_span_id == parent.span_id, (span.name, parent.name)
        assert (parent.start_time_unix_nano <= span.start_time_unix_nano
                <= span.end_time_unix_nano <= parent.end_time_unix_nano), span.name
    assert (fail.status.code, fail.status.message, each.status.code) == (2, "no", 1)
    assert set(HEADERS) == {"s t"}, HEADERS
    print(f"{len(SPANS)} spans in {len(HEADERS)} requests")


if __name__ == "__main__":
    main(sys.argv[1])
