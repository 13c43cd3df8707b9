#!/usr/bin/env python3
"""Alerts of a running service, taken by a real SMTP server and a real HTTP receiver.

    alert_test.py WEIR        (started by tests/sdk/run, which has aiosmtpd)
"""
import email
import email.policy
import http.server
import json
import os
import pathlib
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "http"))
sys.argv, WEIR = sys.argv[:1], os.path.abspath(sys.argv[1])

import bad_input_test  # noqa: E402

bad_input_test.WEIR = WEIR
FACTORY = bad_input_test.FACTORY
WAIT_MAX_S = 30
QUIET_S = 3
PASSWORD = "pass-hunter22"
FAIL = {"name": "F", "type": "Fail", "typeProperties": {"message": "out of <tea>",
                                                        "errorCode": "E1"}}


class Hook:
    """An HTTP receiver that answers with `status`."""

    def __init__(self):
        self.status, self.got, outer = 200, [], self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if outer.status == 200:
                    outer.got.append((self.path, json.loads(body),
                                      self.headers["X-Weir-Notice"]))
                self.send_response(outer.status)
                self.end_headers()

            def log_message(self, *_arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class Mailbox:
    """What an SMTP server took, and who signed in."""

    def __init__(self, folder):
        self.mails, self.users = [], []
        key, certificate = folder / "mail.key", folder / "mail.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                        "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
                        "-keyout", key, "-out", certificate], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.certificate = certificate
        self.controller = Controller(self, hostname="127.0.0.1", port=0, tls_context=context,
                                     require_starttls=True, auth_required=True,
                                     authenticator=self.sign_in)

    def sign_in(self, _server, _session, _envelope, _mechanism, data):
        self.users.append(data.login.decode())
        good = data.password == PASSWORD.encode()
        return AuthResult(success=good, handled=good)

    async def handle_DATA(self, _server, _session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails.append((envelope.rcpt_tos, mail))
        return "250 OK"

    def start(self):
        # The controller asks at its own port whether it is there; 0 is none.
        self.controller.port = free_port()
        self.controller.start()
        return self.controller.port


def free_port():
    with __import__("socket").socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def until(what):
    end = time.monotonic() + WAIT_MAX_S
    while time.monotonic() < end:
        if what():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it did not come")


class AlertTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="weir-alert-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.hook = Hook()
        self.service = None
        self.addCleanup(self.stop)

    def rule(self, name, condition, *actions, factory=FACTORY, status=200, **more):
        got, answer = self.service.ask("PUT", f"/weir{factory}/alerts/{name}", {"properties": {
            "condition": condition, "group": "00:00:01", "actions": list(actions), **more}})
        self.assertEqual(got, status, answer)
        return answer

    def webhook(self, form="json"):
        return {"type": "Webhook", "url": f"{self.hook.url}/{form}", "form": form}

    def serve(self):
        self.service = bad_input_test.Service(str(self.folder / "data"), "--allow-address",
                                              "127.0.0.0/8")
        status, answer = self.service.ask("PUT", FACTORY, {})
        self.assertEqual(status, 200, answer)

    def stop(self):
        if self.service is not None:
            self.service.process.terminate()
            self.service.process.wait(30)
            self.service.process.stdout.close()
            self.service = None

    def put(self, name, activity, factory=FACTORY, **more):
        status, answer = self.service.ask("PUT", f"{factory}/pipelines/{name}",
                                          {"properties": {"activities": activity, **more}})
        self.assertEqual(status, 200, answer)

    def run_pipeline(self, name, factory=FACTORY):
        status, answer = self.service.ask("POST", f"{factory}/pipelines/{name}/createRun", {})
        self.assertEqual(status, 200, answer)
        return answer["runId"]

    def test_failures_by_mail_slack_and_teams_and_their_end(self):
        mailbox = Mailbox(self.folder)
        port = mailbox.start()
        self.addCleanup(mailbox.controller.stop)
        os.environ["SSL_CERT_FILE"] = str(mailbox.certificate)
        self.addCleanup(os.environ.pop, "SSL_CERT_FILE")
        self.serve()
        self.rule("Broken", {"type": "Failed"},
                  {"type": "Email", "host": "127.0.0.1", "port": port, "user": "weir",
                   "password": {"type": "SecureString", "value": PASSWORD},
                   "from": "weir@example.com", "to": ["ann@example.com", "bob@example.com"]},
                  self.webhook("slack"), self.webhook("teams"), self.webhook())
        self.put("p", [FAIL])
        runs = {self.run_pipeline("p"), self.run_pipeline("p")}
        until(lambda: len(self.hook.got) >= 3 and mailbox.mails)
        to, mail = mailbox.mails[0]
        self.assertEqual(to, ["ann@example.com", "bob@example.com"])
        self.assertEqual(mailbox.users[0], "weir")
        self.assertIn("Broken", mail["Subject"])
        self.assertIn("out of <tea>", mail.get_content())
        got = {path: (body, notice) for path, body, notice in self.hook.got}
        self.assertIn("out of &lt;tea&gt;", got["/slack"][0]["blocks"][1]["text"]["text"])
        card = got["/teams"][0]["attachments"][0]["content"]
        self.assertEqual(card["type"], "AdaptiveCard")
        told = {entry["runId"] for path, body, _ in self.hook.got if path == "/json"
                for entry in body["entries"]}
        self.assertTrue(told and told <= runs)
        self.assertEqual(got["/json"][1], got["/slack"][1])
        self.put("p", [])
        self.run_pipeline("p")
        until(lambda: any(body.get("state") == "recovered" for _, body, _ in self.hook.got))
        _, shown = self.service.ask("GET", f"/weir{FACTORY}/alerts/Broken")
        self.assertEqual(shown["properties"]["actions"][0]["password"]["value"], "**********")
        for kept in (self.folder / "data").iterdir():
            self.assertNotIn(PASSWORD.encode(), kept.read_bytes(), kept)

    def test_what_waits_is_sent_after_a_restart_and_once(self):
        self.serve()
        self.rule("Broken", {"type": "Failed"}, self.webhook())
        self.hook.status = 503
        self.put("p", [FAIL])
        run = self.run_pipeline("p")
        state = self.folder / "data/alerts.json"
        until(lambda: state.exists() and '"deliveries":[{' in state.read_text())
        self.service.process.kill()
        self.service.process.wait(30)
        self.service.process.stdout.close()
        self.hook.status = 200
        self.serve()
        until(lambda: self.hook.got)
        self.assertEqual([one["runId"] for one in self.hook.got[0][1]["entries"]], [run])
        until(lambda: '"deliveries":[]' in state.read_text())
        self.stop()
        self.serve()
        threading.Event().wait(QUIET_S)
        self.assertEqual(len(self.hook.got), 1)

    def test_a_long_run(self):
        self.serve()
        self.rule("Slow", {"type": "Long", "duration": "00:00:01"}, self.webhook())
        self.put("w", [{"name": "W", "type": "Wait", "typeProperties": {"waitTimeInSeconds": 3}}])
        self.run_pipeline("w")
        until(lambda: [body["state"] for _, body, _ in self.hook.got] == ["alert", "recovered"])

    def test_only_runs_of_the_factory_and_of_after_the_rule(self):
        self.serve()
        other = FACTORY + "2"
        self.assertEqual(self.service.ask("PUT", other, {})[0], 200)
        self.put("p", [FAIL])
        self.put("p", [FAIL], factory=other)
        self.wait_for(self.run_pipeline("p"))
        self.rule("Broken", {"type": "Failed"}, self.webhook(), factory=other)
        self.wait_for(self.run_pipeline("p"))
        run = self.run_pipeline("p", factory=other)
        until(lambda: self.hook.got)
        self.assertEqual([one["runId"] for one in self.hook.got[0][1]["entries"]], [run])
        self.assertEqual(self.hook.got[0][1]["factory"], other.lower())
        status, _ = self.service.ask("DELETE", f"/weir{other}/alerts/Broken")
        self.assertEqual(status, 200)
        self.run_pipeline("p", factory=other)
        threading.Event().wait(QUIET_S)
        self.assertEqual(len(self.hook.got), 1)

    def wait_for(self, run, factory=FACTORY):
        def over():
            _, found = self.service.ask("GET", f"{factory}/pipelineruns/{run}")
            return found["status"] not in ("Queued", "InProgress")
        until(over)

    def runs_of(self, pipeline):
        _, answer = self.service.ask("POST", f"{FACTORY}/queryPipelineRuns", {
            "lastUpdatedAfter": "2000-01-01T00:00:00Z", "lastUpdatedBefore": "2100-01-01T00:00:00Z",
            "filters": [{"operand": "PipelineName", "operator": "Equals", "values": [pipeline]}]})
        return answer["value"]

    def test_a_pipeline_is_started_once_for_each_notice_and_never_by_itself(self):
        self.serve()
        self.put("p", [FAIL])
        text = {"type": "string"}
        self.put("tell", [FAIL], parameters={"name": text, "condition": text, "pipeline": text,
                                             "runId": text, "message": text, "channel": text,
                                             "count": {"type": "int"}})
        tell = {"type": "Pipeline", "parameters": {"channel": "#ops"},
                "pipeline": {"referenceName": "tell", "type": "PipelineReference"}}
        self.rule("Broken", {"type": "Failed"}, tell)
        run = self.run_pipeline("p")
        until(lambda: self.runs_of("tell"))
        found, = self.runs_of("tell")
        self.assertEqual(found["invokedBy"]["invokedByType"], "Alert")
        self.assertEqual(found["invokedBy"]["name"], "Broken")
        given = found["parameters"]
        self.assertIn("out of <tea>", given.pop("message"))
        self.assertEqual(given, {"name": "Broken", "condition": "Failed", "pipeline": "p",
                                 "runId": run, "channel": "#ops", "count": "1"})
        self.service.process.kill()
        self.service.process.wait(30)
        self.service.process.stdout.close()
        state = self.folder / "data/alerts.json"
        kept = json.loads(state.read_text())
        kept["deliveries"] = [{"notice": self.notice_of(found), "action": 0, "tries": 0, "next": 0}]
        state.write_text(json.dumps(kept))  # As if it had ended before it knew of the run.
        self.serve()
        until(lambda: '"deliveries":[]' in state.read_text())
        threading.Event().wait(QUIET_S)
        self.assertEqual(len(self.runs_of("tell")), 1)
        status, answer = self.service.ask("DELETE", f"{FACTORY}/pipelines/tell")
        self.assertEqual(status, 400, answer)

    @staticmethod
    def notice_of(run):
        return {"id": run["invokedBy"]["id"], "factory": FACTORY.lower(), "rule": "Broken",
                "condition": "Failed", "state": "alert", "time": "2026-01-01T00:00:00Z",
                "entries": []}

    def weir(self, *arguments, status=0, **environment):
        done = subprocess.run(
            [WEIR, *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False,
            env={**os.environ, "WEIR_TOKEN": self.service.token, **environment})
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def test_a_folder_with_alerts_is_applied_tried_and_exported(self):
        self.serve()
        folder = self.folder / "fac"
        (folder / "alert").mkdir(parents=True)
        rule = {"name": "Broken", "properties": {
            "condition": {"type": "Failed"},
            "actions": [{"type": "Webhook", "form": "teams",
                         "url": {"type": "SecureString", "file": "url.txt"}},
                        {"type": "Webhook", "form": "slack",
                         "url": {"type": "SecureString", "environment": "WEIR_SECRET_URL"}}]}}
        (folder / "alert/Broken.json").write_text(json.dumps(rule))
        self.weir("validate", folder)
        server = ("--server", f"http://127.0.0.1:{self.service.port}", "--factory",
                  FACTORY.rsplit("/", 1)[-1])
        refused = self.weir("apply", folder, *server, status=1)
        self.assertIn("alert/Broken.json", refused.stderr)
        (folder / "alert/url.txt").write_text(f"{self.hook.url}/file\n")
        url = f"{self.hook.url}/environment"
        done = self.weir("apply", folder, *server, WEIR_SECRET_URL=url)
        self.assertIn("+ alert Broken", done.stdout)
        self.assertIn("sent", self.weir("alert", "test", "broken", *server).stdout)
        self.assertEqual([path for path, _, _ in self.hook.got], ["/file", "/environment"])
        self.assertIn("this is a test", json.dumps(self.hook.got[0][1]))
        out = self.folder / "out"
        self.weir("export", out, *server)
        exported = json.loads((out / "alert/Broken.json").read_text())
        self.assertEqual(exported["properties"]["actions"][0]["url"]["value"], "**********")
        self.assertIn("nothing to change", self.weir("apply", out, *server).stdout)
        self.weir("validate", out)
        template = self.weir("export", self.folder / "arm", "--arm", *server)
        self.assertIn("1 alert is not in the template", template.stderr)
        text = (self.folder / "arm/ARMTemplateForFactory.json").read_text()
        self.assertNotIn("alerts", text)
        self.hook.status = 404
        self.assertIn("404", self.weir("alert", "test", "Broken", *server, status=1).stdout)
        self.weir("alert", "test", "brokn", *server, status=1)

    def test_rules_that_are_refused(self):
        self.serve()
        wrong = self.rule("R", {"type": "Faild"}, self.webhook(), status=400)
        self.assertEqual(wrong["error"]["code"], "InvalidAlertRule")
        self.assertIn("did you mean 'Failed'", wrong["error"]["message"])
        tell = {"type": "Pipeline", "pipeline": {"referenceName": "none",
                                                 "type": "PipelineReference"}}
        self.rule("R", {"type": "Failed"}, tell, status=400)
        local = {"type": "Webhook", "url": {"type": "SecureString",
                                            "environment": "WEIR_SECRET_URL"}}
        self.assertIn("weir apply", self.rule("R", {"type": "Failed"}, local,
                                              status=400)["error"]["message"])


if __name__ == "__main__":
    unittest.main()
