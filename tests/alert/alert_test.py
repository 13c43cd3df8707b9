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
        self.rules = self.folder / "alert"
        self.rules.mkdir()
        self.hook = Hook()
        self.service = None
        self.addCleanup(self.stop)

    def rule(self, name, condition, *actions, **more):
        (self.rules / f"{name}.json").write_text(json.dumps({"name": name, "properties": {
            "condition": condition, "group": "00:00:01", "actions": list(actions), **more}}))

    def webhook(self, form="json"):
        return {"type": "Webhook", "url": f"{self.hook.url}/{form}", "form": form}

    def serve(self):
        self.service = bad_input_test.Service(
            str(self.folder / "data"), "--alerts", str(self.rules), "--allow-address",
            "127.0.0.0/8")

    def stop(self):
        if self.service is not None:
            self.service.process.terminate()
            self.service.process.wait(30)
            self.service.process.stdout.close()
            self.service = None

    def put(self, name, activity):
        self.service.ask("PUT", FACTORY, {})
        status, answer = self.service.ask("PUT", f"{FACTORY}/pipelines/{name}",
                                          {"properties": {"activities": activity}})
        self.assertEqual(status, 200, answer)

    def run_pipeline(self, name):
        status, answer = self.service.ask("POST", f"{FACTORY}/pipelines/{name}/createRun", {})
        self.assertEqual(status, 200, answer)
        return answer["runId"]

    def test_failures_by_mail_slack_and_teams_and_their_end(self):
        mailbox = Mailbox(self.folder)
        port = mailbox.start()
        self.addCleanup(mailbox.controller.stop)
        os.environ["SSL_CERT_FILE"] = str(mailbox.certificate)
        os.environ["WEIR_SECRET_MAIL"] = PASSWORD
        self.addCleanup(os.environ.pop, "SSL_CERT_FILE")
        self.rule("Broken", {"type": "Failed"},
                  {"type": "Email", "host": "127.0.0.1", "port": port, "user": "weir",
                   "password": {"type": "SecureString", "environment": "WEIR_SECRET_MAIL"},
                   "from": "weir@example.com", "to": ["ann@example.com", "bob@example.com"]},
                  self.webhook("slack"), self.webhook("teams"), self.webhook())
        self.serve()
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
        self.assertNotIn(PASSWORD, (self.folder / "data/alerts.json").read_text())

    def test_what_waits_is_sent_after_a_restart_and_once(self):
        self.rule("Broken", {"type": "Failed"}, self.webhook())
        self.serve()
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
        self.rule("Slow", {"type": "Long", "duration": "00:00:01"}, self.webhook())
        self.serve()
        self.put("w", [{"name": "W", "type": "Wait", "typeProperties": {"waitTimeInSeconds": 3}}])
        self.run_pipeline("w")
        until(lambda: [body["state"] for _, body, _ in self.hook.got] == ["alert", "recovered"])

    def weir(self, *arguments, status=0):
        done = subprocess.run([WEIR, "alert", *map(str, arguments)], capture_output=True,
                              text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def test_rules_are_checked_and_tried(self):
        self.rule("Broken", {"type": "Failed"}, self.webhook("teams"))
        self.assertIn(self.hook.url, self.weir("check", self.rules).stdout)
        self.assertIn("sent", self.weir("test", "broken", self.rules).stdout)
        self.assertIn("this is a test", json.dumps(self.hook.got[0][1]))
        self.hook.status = 404
        self.assertIn("404", self.weir("test", "broken", self.rules, status=1).stdout)
        missing = self.weir("test", "brokn", self.rules, status=1)
        self.assertIn("did you mean 'Broken'", missing.stderr)
        self.rule("Bad", {"type": "Sometimes"}, self.webhook())
        refused = self.weir("check", self.rules, status=1)
        self.assertIn("Bad.json", refused.stderr)


if __name__ == "__main__":
    unittest.main()
