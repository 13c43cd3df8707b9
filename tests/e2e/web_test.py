#!/usr/bin/env python3
"""Web activities of the real program against real servers: callbacks over SIGKILL, addresses that a
service refuses, secrets of a vault, client certificates.

    web_test.py WEIR

What the vault answers is replayed from the contract of its REST API; there is no real one here.
"""
import base64
import http.server
import json
import os
import pathlib
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request

WEIR = None
FACTORY_ID = "/subscriptions/s/resourceGroups/g/providers/Microsoft.DataFactory/factories/web-test"
VERSION = "?api-version=2018-06-01"


class Endpoint:
    """A web server that remembers what it was asked; `answer` gives (status, headers, body)."""

    def __init__(self, answer=lambda request: (200, {}, {}), tls=None):
        self.requests = []
        self.asked = threading.Condition()
        endpoint = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def serve(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                request = {"method": self.command, "path": self.path,
                           "headers": dict(self.headers), "body": body.decode()}
                with endpoint.asked:
                    endpoint.requests.append(request)
                    endpoint.asked.notify_all()
                status, headers, answer_body = answer(request)
                content = json.dumps(answer_body).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = serve

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # Broken handshakes are expected.
        scheme = "http"
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True,
                                                 do_handshake_on_connect=False)
            scheme = "https"
        self.url = f"{scheme}://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self, count=1, seconds=60):
        with self.asked:
            if not self.asked.wait_for(lambda: len(self.requests) >= count, seconds):
                raise AssertionError(f"asked {len(self.requests)} times in {seconds} s")
            return self.requests[count - 1]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def call(method, url, body=None, token=None):
    """(status, JSON) of a request."""
    data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, method=method,
                                     headers={"Content-Type": "application/json"})
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as error:
        text = error.read()
        return error.code, json.loads(text) if text else None


def pipeline(*activities):
    return {"name": "P", "properties": {"activities": list(activities)}}


def web(url, kind="WebActivity", name="A", **settings):
    return {"name": name, "type": kind, "typeProperties": {
        "url": url, "method": "POST", "headers": {"Content-Type": "application/json"},
        "body": {"k": "v"}, **settings}}


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        self.processes = []
        self.addCleanup(self.stop)

    def stop(self):
        for process in self.processes:
            process.kill()
            process.wait()
            for stream in (process.stdout, process.stderr):
                stream.close()

    def endpoint(self, *args, **kwargs):
        endpoint = Endpoint(*args, **kwargs)
        self.addCleanup(endpoint.close)
        return endpoint

    def factory(self, files):
        for name, content in files.items():
            path = self.root / "factory" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(content))
        return str(self.root / "factory")

    def start(self, *args, environment=None):
        process = subprocess.Popen(
            [WEIR, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={**os.environ, "WEIR_DATA": str(self.root / "data"), **(environment or {})})
        self.processes.append(process)
        return process

    def run_weir(self, *args, environment=None):
        """The run as `weir run --json` prints it."""
        process = self.start("run", *args, "--json", environment=environment)
        out, err = process.communicate(timeout=120)
        self.assertTrue(out, err)
        return json.loads(out), out + err

    def serve(self, *args):
        process = self.start("serve", *args)
        line = process.stdout.readline()
        self.assertTrue(line.startswith("listening on "), line + process.stderr.read()
                        if not line else line)
        token = (self.root / "data" / "token").read_text().strip()
        return process, line.split()[-1], token

    def run_served(self, url, token, document):
        base = url + FACTORY_ID
        self.assertEqual(call("PUT", base + VERSION, {"location": "here"}, token)[0], 200)
        status, answer = call("PUT", base + "/pipelines/P" + VERSION, document, token)
        self.assertEqual(status, 200, answer)
        status, answer = call("POST", base + "/pipelines/P/createRun" + VERSION, {}, token)
        self.assertEqual(status, 200, answer)
        return answer["runId"]

    def wait_served(self, url, token, run_id):
        for _ in range(600):
            run = call("GET", f"{url}{FACTORY_ID}/pipelineruns/{run_id}{VERSION}", None, token)[1]
            if run["status"] not in ("Queued", "InProgress", "Canceling"):
                return run
            time.sleep(0.1)
        raise AssertionError(f"still {run['status']}")

    def activity_of(self, url, token, run_id):
        window = {"lastUpdatedAfter": "2000-01-01T00:00:00Z",
                  "lastUpdatedBefore": "2100-01-01T00:00:00Z"}
        path = f"{url}{FACTORY_ID}/pipelineruns/{run_id}/queryActivityruns{VERSION}"
        return call("POST", path, window, token)[1]["value"][0]


class Callbacks(Case):
    def test_a_callback_ends_a_run_on_the_command_line(self):
        def answer(request):
            uri = json.loads(request["body"])["callBackUri"]
            # Before the call itself is answered, as some do.
            self.assertEqual(call("POST", uri, {"Output": {"n": 7}, "StatusCode": 200})[0], 200)
            return 200, {}, {}
        hook = self.endpoint(answer)
        folder = self.factory({"pipeline/P.json": pipeline(
            web(hook.url + "/h", "WebHook", reportStatusOnCallBack=True))})
        run, _ = self.run_weir(folder)
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertEqual(run["activityRuns"][0]["output"], {"n": 7})

    def test_a_killed_run_goes_on_waiting_at_the_same_address(self):
        hook = self.endpoint()
        folder = self.factory({"pipeline/P.json": pipeline(web(hook.url + "/h", "WebHook"))})
        process = self.start("run", folder, "--quiet")
        uri = json.loads(hook.wait()["body"])["callBackUri"]
        time.sleep(0.3)  # Until that it was asked is kept; asked again it would be if it is not.
        process.send_signal(signal.SIGKILL)
        process.wait()
        resumed = self.start("run", "--resume", "--json", "--quiet")
        status = None
        for _ in range(200):
            try:
                status, _ = call("POST", uri, {"rows": 5})
                if status == 200:
                    break
            except (urllib.error.URLError, ConnectionError):
                pass
            time.sleep(0.05)
        self.assertEqual(status, 200)
        out, err = resumed.communicate(timeout=60)
        run = json.loads(out)
        self.assertEqual(run["activityRuns"][0]["output"], {"rows": 5}, err)
        self.assertEqual(len(hook.requests), 1, "it was asked again")

    def test_a_killed_service_keeps_what_was_told(self):
        hook = self.endpoint()
        process, url, token = self.serve("--listen", "127.0.0.1:0", "--allow-address", "127.0.0.1")
        run_id = self.run_served(url, token, pipeline(web(hook.url + "/h", "WebHook")))
        uri = json.loads(hook.wait()["body"])["callBackUri"]
        self.assertTrue(uri.startswith(url + "/weir/callbacks/" + run_id + "."), uri)
        time.sleep(0.3)
        process.send_signal(signal.SIGKILL)
        process.wait()
        again = ("--listen", url.split("//")[1], "--allow-address", "127.0.0.1")
        process, url, token = self.serve(*again)
        self.assertEqual(call("GET", uri)[0], 405)
        self.assertEqual(call("POST", uri + "0", {})[0], 404)
        self.assertEqual(call("POST", uri[:-1] + ("0" if uri[-1] != "0" else "1"), {})[0], 404)
        self.assertEqual(call("POST", uri, b"{")[0], 400)
        self.assertEqual(call("POST", uri, {"rows": 5})[0], 200)
        process.send_signal(signal.SIGKILL)  # What was answered with 200 is kept.
        process.wait()
        _, url, token = self.serve(*again)
        self.assertEqual(self.wait_served(url, token, run_id)["status"], "Succeeded")
        self.assertEqual(self.activity_of(url, token, run_id)["output"], {"rows": 5})
        status, answer = call("POST", uri, {})
        self.assertEqual((status, answer["error"]["code"]), (409, "CallbackNotAwaited"))
        self.assertEqual(len(hook.requests), 1, "it was asked again")

    def test_the_public_url_is_what_webhooks_are_told(self):
        hook = self.endpoint()
        _, url, token = self.serve("--listen", "127.0.0.1:0", "--allow-address", "127.0.0.0/8",
                                   "--public-url", "https://adf.example/base/")
        run_id = self.run_served(url, token, pipeline(
            web(hook.url + "/h", "WebHook", timeout="00:00:01")))
        uri = json.loads(hook.wait()["body"])["callBackUri"]
        self.assertTrue(uri.startswith("https://adf.example/base/weir/callbacks/"), uri)
        run = self.wait_served(url, token, run_id)
        self.assertEqual(run["status"], "Failed")
        self.assertEqual(self.activity_of(url, token, run_id)["error"]["errorCode"], "TimedOut")


class Addresses(Case):
    def test_a_service_does_not_reach_into_its_machine(self):
        inside = self.endpoint()
        redirect = self.endpoint(lambda _: (302, {"Location": inside.url.replace(
            "127.0.0.1", "127.0.0.2")}, {}))
        _, url, token = self.serve("--listen", "127.0.0.1:0", "--allow-address", "127.0.0.1/32")
        for target in ("http://169.254.169.254/metadata", "http://[::1]:1/", redirect.url,
                       inside.url.replace("127.0.0.1", "127.0.0.3")):
            run_id = self.run_served(url, token, pipeline(web(target, method="GET")))
            self.assertEqual(self.wait_served(url, token, run_id)["status"], "Failed")
            error = self.activity_of(url, token, run_id)["error"]
            self.assertEqual(error["errorCode"], "AddressRefused", error)
            self.assertIn("--allow-address", error["message"])
        self.assertEqual(inside.requests, [])
        run_id = self.run_served(url, token, pipeline(web(inside.url, method="GET")))
        self.assertEqual(self.wait_served(url, token, run_id)["status"], "Succeeded")

    def test_a_network_that_is_none(self):
        process = self.start("serve", "--listen", "127.0.0.1:0", "--allow-address", "10.0.0.0/40")
        _, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1)
        self.assertIn("InvalidNetwork", err)


class Secrets(Case):
    def setUp(self):
        super().setUp()
        self.vault = self.endpoint(self.answer_vault)
        self.target = self.endpoint(
            lambda request: (200, {}, {"seen": request["headers"].get("Authorization", "")}))
        self.files = {
            "linkedService/V.json": {"name": "V", "properties": {
                "type": "AzureKeyVault", "typeProperties": {"baseUrl": self.vault.url}}},
            "pipeline/P.json": pipeline(*[
                web(self.target.url, name=name, method="GET", authentication={
                    "type": "Basic", "username": "u", "password": {
                        "type": "AzureKeyVaultSecret", "secretName": "db-pass",
                        "store": {"referenceName": "V", "type": "LinkedServiceReference"}}})
                for name in ("A", "B")])}
        self.environment = {"AZURE_POD_IDENTITY_AUTHORITY_HOST": self.vault.url}

    @staticmethod
    def answer_vault(request):
        if request["path"].startswith("/metadata"):
            return 200, {}, {"access_token": "vault-token", "expires_in": "3600"}
        if request["headers"].get("Authorization") != "Bearer vault-token":
            return 401, {}, {"error": {"code": "Unauthorized", "message": "no token"}}
        if not request["path"].startswith("/secrets/db-pass"):
            return 404, {}, {"error": {"code": "SecretNotFound", "message": "not found"}}
        return 200, {}, {"value": "from-the-vault", "attributes": {"enabled": True}}

    def passwords(self):
        return {base64.b64decode(r["headers"]["Authorization"].split()[1]).decode()
                for r in self.target.requests}

    def test_a_secret_of_a_vault_is_read_once_a_run_and_never_shown(self):
        run, printed = self.run_weir(self.factory(self.files), environment=self.environment)
        self.assertEqual(run["status"], "Succeeded", printed)
        self.assertEqual(self.passwords(), {"u:from-the-vault"})
        self.assertNotIn("from-the-vault", printed)
        reads = [r for r in self.vault.requests if r["path"].startswith("/secrets")]
        self.assertLessEqual(len(reads), 2)  # The two may begin at once.
        database = b"".join(p.read_bytes() for p in (self.root / "data").glob("runs.db*"))
        self.assertNotIn(b"from-the-vault", database)

    def test_the_environment_and_a_folder_come_before_the_vault(self):
        folder = self.factory(self.files)
        run, printed = self.run_weir(folder, environment={"WEIR_SECRET_DB_PASS": "from-here"})
        self.assertEqual(run["status"], "Succeeded", printed)
        secrets = self.root / "secrets"
        secrets.mkdir()
        (secrets / "db-pass").write_text("from-a-file\n")
        run, printed = self.run_weir(folder, environment={"WEIR_SECRETS_DIR": str(secrets)})
        self.assertEqual(run["status"], "Succeeded", printed)
        self.assertEqual(self.passwords(), {"u:from-here", "u:from-a-file"})
        self.assertEqual(self.vault.requests, [])
        self.assertNotIn("from-a-file", printed)

    def test_a_secret_that_is_not_there(self):
        text = json.dumps(self.files).replace("db-pass", "other")
        run, printed = self.run_weir(self.factory(json.loads(text)), environment=self.environment)
        self.assertEqual(run["status"], "Failed", printed)
        error = run["activityRuns"][0]["error"]
        self.assertEqual(error["errorCode"], "KeyVaultSecretNotFound")
        self.assertIn("'other'", error["message"])


class Certificates(Case):
    def openssl(self, *args):
        subprocess.run(["openssl", *args], cwd=self.root, check=True, capture_output=True)

    def setUp(self):
        super().setUp()
        for name in ("server", "client"):
            self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                         f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1",
                         "-keyout", f"{name}.key", "-out", f"{name}.pem")
        self.openssl("pkcs12", "-export", "-inkey", "client.key", "-in", "client.pem",
                     "-out", "client.pfx", "-passout", "pass:pfx-pass")
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(self.root / "server.pem", self.root / "server.key")
        tls.load_verify_locations(self.root / "client.pem")
        tls.verify_mode = ssl.CERT_REQUIRED
        self.target = self.endpoint(lambda _: (200, {}, {"in": True}), tls=tls)
        self.trust = {"SSL_CERT_FILE": str(self.root / "server.pem")}

    def ask(self, authentication, environment=None, **settings):
        folder = self.factory({"pipeline/P.json": pipeline(web(
            self.target.url, method="GET", authentication=authentication, **settings))})
        return self.run_weir(folder, environment=environment)

    def certificate(self, password):
        pfx = base64.b64encode((self.root / "client.pfx").read_bytes()).decode()
        return {"type": "ClientCertificate", "pfx": pfx, "password": password}

    def test_a_client_certificate_opens_the_door(self):
        run, printed = self.ask(self.certificate("pfx-pass"), self.trust)
        self.assertEqual(run["status"], "Succeeded", printed)
        self.assertTrue(run["activityRuns"][0]["output"]["in"])
        self.assertNotIn("pfx-pass", printed)

    def test_without_it_or_with_another_password_it_stays_shut(self):
        for authentication in (None, self.certificate("wrong-pass")):
            run, printed = self.ask(authentication, self.trust)
            self.assertEqual(run["status"], "Failed", printed)
            self.assertEqual(run["activityRuns"][0]["error"]["errorCode"], "2128", printed)

    def test_a_server_that_nobody_vouches_for(self):
        run, _ = self.ask(self.certificate("pfx-pass"))
        self.assertEqual(run["activityRuns"][0]["error"]["errorCode"], "2128")
        run, printed = self.ask(self.certificate("pfx-pass"), disableCertValidation=True)
        self.assertEqual(run["status"], "Succeeded", printed)


if __name__ == "__main__":
    WEIR = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=2)
