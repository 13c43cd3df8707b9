#!/usr/bin/env python3
"""What a hostile client can send: the service refuses it, stays up, stays small.

    bad_input_test.py WEIR

Everything is sent to a service of the test's own on the loopback; counts are bounded.
"""
import contextlib
import http.client
import json
import os
import pathlib
import random
import resource
import socket
import subprocess
import sys
import tempfile
import unittest

WEIR = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else "build/weir"
FACTORY = "/subscriptions/s/resourceGroups/g/providers/Microsoft.DataFactory/factories/fac"
VERSION = "?api-version=2018-06-01"
SEED = int(os.environ.get("WEIR_SEED", "20260101"))
FUZZED = 3000
SILENT = 10_000
MEMORY_MAX_MB = 700
SOCKET_MAX_S = 60


class Service:
    def __init__(self, data, *more):
        self.process = subprocess.Popen(
            [WEIR, "serve", "--data", data, "--listen", "127.0.0.1:0", *more],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(self.process.stdout.readline().rsplit(":", 1)[1])
        self.token = (pathlib.Path(data) / "token").read_text().strip()

    def ask(self, method, path, body=None, token=None, headers=None, bare=False):
        """Status and JSON of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SOCKET_MAX_S)
        token = self.token.encode() if token is None else token
        sent = {"Authorization": b"Bearer " + token, **(headers or {})}
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        connection.request(method, path + ("" if bare else VERSION), body, sent)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text) if text else None

    def raw(self, data, timeout=SOCKET_MAX_S):
        """What came back of these bytes until the service closed, or was silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as client:
            with contextlib.suppress(ConnectionError):
                client.sendall(data)
                client.shutdown(socket.SHUT_WR)
            answer = b""
            with contextlib.suppress(ConnectionError):
                while part := client.recv(65536):
                    answer += part
            return answer

    def memory_mb(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024


class BadInputTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="weir-bad-")
        self.addCleanup(folder.cleanup)
        self.data = folder.name
        self.service = Service(self.data)
        self.assertEqual(self.service.ask("PUT", FACTORY, {})[0], 200)

    def tearDown(self):
        """It lives, and ends as it should."""
        self.assertEqual(self.service.ask("GET", FACTORY)[0], 200)
        self.service.process.terminate()
        self.assertEqual(self.service.process.wait(30), 0)
        self.service.process.stdout.close()

    def make_token(self, *arguments):
        done = subprocess.run([WEIR, "token", "create", *arguments, "--data", self.data],
                              check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True)
        return done.stdout.strip().encode()

    def test_a_body_of_1_gb(self):
        head = (f"PUT {FACTORY}/pipelines/p{VERSION} HTTP/1.1\r\nHost: a\r\n"
                f"Authorization: Bearer {self.service.token}\r\n")
        declared = self.service.raw(f"{head}Content-Length: {1 << 30}\r\n\r\n".encode())
        self.assertTrue(declared.startswith(b"HTTP/1.1 413 "), declared[:50])
        chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
        with socket.create_connection(("127.0.0.1", self.service.port), SOCKET_MAX_S) as client:
            client.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
            sent = 0
            with self.assertRaises(ConnectionError):
                while sent < 1 << 30:
                    client.sendall(chunk)
                    sent += len(chunk)
            self.assertLess(sent, 1 << 30)
        self.assertLess(self.service.memory_mb(), MEMORY_MAX_MB)

    def test_json_nested_deep(self):
        depth = 100_000
        for body in ('{"a":' * depth, "[" * depth + "]" * depth,
                     '{"properties":' + '{"a":' * depth + "1" + "}" * depth + "}"):
            status, answer = self.service.ask("PUT", FACTORY + "/pipelines/p", body)
            self.assertEqual((status, answer["error"]["code"]), (400, "InvalidRequestContent"))

    def test_tokens(self):
        expired_form = b"weir_00000000-0000-0000-0000-000000000000_" + b"0" * 64
        for token in (b"x", b"", expired_form, b"a.b.c", b"\xff", "é".encode() * 1000,
                      b"a" * 60_000, b"." * 10_000):
            status, _ = self.service.ask("GET", FACTORY, token=token)
            self.assertIn(status, (400, 401, 429), token[:20])
        other = self.make_token("other", "--role", "Owner", "--scope", FACTORY + "2")
        for method, path in (("GET", ""), ("PUT", "/pipelines/p"), ("POST", "/queryPipelineRuns"),
                             ("DELETE", "")):
            status, answer = self.service.ask(method, FACTORY + path, {}, token=other)
            self.assertEqual((status, answer["error"]["code"]), (403, "AuthorizationFailed"))

    def test_paths(self):
        for name in ("..", ".", "%2e%2e", "..%2f..%2fetc%2fpasswd", "..%5c..%5cx", "%00", "a%00b",
                     "%", "%f", "%zz", "%c0%ae", "a%0d%0aSet-Cookie:x", "~" * 300, "%e2%80%ae",
                     "'%20or%201=1", "*", "%25%32%66"):
            for method in ("PUT", "GET", "DELETE"):
                status, _ = self.service.ask(method, f"{FACTORY}/pipelines/{name}",
                                             {"properties": {"activities": []}})
                self.assertIn(status, (204, 400, 404, 405), (method, name))
        for path in ("/../../etc/passwd", "//", "/%2e%2e/", "/..;/", "/openapi.json/../token"):
            self.assertIn(self.service.ask("GET", path)[0], (400, 404), path)
        self.assertEqual(os.listdir(os.path.dirname(self.data)).count("passwd"), 0)

    def test_fuzzed_requests(self):
        """Mutated requests: an answer below 500 or a closed connection, never silence."""
        chance = random.Random(SEED)
        body = json.dumps({"properties": {"activities": [{"name": "w", "type": "Wait",
                                                          "typeProperties": {}}]}})
        whole = (f"PUT {FACTORY}/pipelines/p{VERSION} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                 f"Authorization: Bearer {self.service.token}\r\nContent-Type: application/json\r\n"
                 f"If-Match: *\r\nx-ms-client-request-id: 1\r\nContent-Length: {len(body)}\r\n\r\n"
                 f"{body}").encode()
        for i in range(FUZZED):
            data = bytearray(whole)
            for _ in range(chance.randint(1, 8)):
                at = chance.randrange(len(data))
                kind = chance.randrange(4)
                if kind == 0:
                    data[at] = chance.randrange(256)
                elif kind == 1:
                    del data[at:at + chance.randint(1, 20)]
                elif kind == 2:
                    data[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 9)))
                else:
                    data[at:at] = data[at:at + chance.randint(1, 60)]
            answer = self.service.raw(bytes(data))
            if answer:
                status = int(answer.split(b" ", 2)[1])
                self.assertLess(status, 500, f"seed {SEED}, request {i}: {bytes(data)!r}")

    def test_fuzzed_bodies(self):
        """JSON of every shape at every operation that takes one."""
        chance = random.Random(SEED)
        values = [None, True, 0, -1, 1e308, 10**30, "", "@", "@{", "\u0000", "é" * 50, [], {},
                  [[]], {"type": 5}, {"value": "@x("}, "2020-01-01T00:00:00Z", "x" * 5000]
        names = ["properties", "type", "typeProperties", "activities", "name", "filters", "orderBy",
                 "lastUpdatedAfter", "lastUpdatedBefore", "operand", "operator", "values",
                 "parameters", "sessionId", "keyName", "repoConfiguration", "factoryResourceId",
                 "referenceName", "dependsOn", "policy", "continuationToken"]

        def make(depth):
            if depth == 0 or chance.random() < 0.3:
                return chance.choice(values)
            if chance.random() < 0.3:
                return [make(depth - 1) for _ in range(chance.randint(0, 3))]
            return {chance.choice(names): make(depth - 1) for _ in range(chance.randint(0, 5))}

        self.service.ask("PUT", FACTORY + "/pipelines/p", {"properties": {"activities": []}})
        self.service.ask("PUT", FACTORY + "/integrationRuntimes/own",
                         {"properties": {"type": "SelfHosted"}})
        places = [("PUT", ""), ("PATCH", ""), ("POST", "/queryPipelineRuns"),
                  ("POST", "/pipelines/p/createRun"), ("POST", "/createDataFlowDebugSession"),
                  ("POST", "/addDataFlowToDebugSession"), ("POST", "/getDataPlaneAccess"),
                  ("PATCH", "/integrationRuntimes/own"), ("POST", "/queryFeaturesValue"),
                  ("POST", "/integrationRuntimes/own/regenerateAuthKey")]
        places += [("PUT", f"/{kind}/fuzz") for kind in (
            "pipelines", "datasets", "linkedservices", "triggers", "dataflows", "credentials",
            "integrationRuntimes", "globalParameters", "adfcdcs", "managedVirtualNetworks")]
        for i in range(FUZZED):
            method, path = chance.choice(places)
            body = make(5)
            status, _ = self.service.ask(method, FACTORY + path, json.dumps(body))
            self.assertLess(status, 500, f"seed {SEED}, body {i}: {method} {path} {body!r}")

    def test_connections_that_say_nothing(self):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        count = min(SILENT, hard - 500)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        with contextlib.ExitStack() as stack:
            for _ in range(count):
                client = socket.socket()
                stack.callback(client.close)
                client.settimeout(SOCKET_MAX_S)
                client.connect(("127.0.0.1", self.service.port))
            for _ in range(20):
                self.assertEqual(self.service.ask("GET", FACTORY)[0], 200)
        peak = self.service.memory_mb()
        print(f"{count} silent connections; peak {peak:.0f} MB", file=sys.stderr)
        self.assertLess(self.service.memory_mb(), MEMORY_MAX_MB)

    def test_a_client_beyond_its_rate(self):
        self.service.process.terminate()
        self.service.process.wait(30)
        self.service.process.stdout.close()
        self.service = Service(self.data, "--rate", "0.001")
        token = self.make_token("busy", "--role", "Reader")
        self.assertEqual(self.service.ask("GET", FACTORY, token=token)[0], 429)
        self.assertEqual(self.service.ask("GET", FACTORY)[0], 200)


if __name__ == "__main__":
    unittest.main(verbosity=1)
