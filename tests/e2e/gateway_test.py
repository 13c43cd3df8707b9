#!/usr/bin/env python3
"""Carry out activities through nodes of a self-hosted runtime.

    gateway_test.py WEIR [walled]

A `weir serve` and two `weir gateway` nodes on loopback: copy, lookup, secrets that stay on the
node; a runtime without nodes; a wrong and a regenerated key; a forged job; cancel; kill -9 of the
node and of the service; a removed node; a proxy that asks for a password. With `walled` (root
only), the node stands in a network namespace whose firewall drops whatever comes in, and the bytes
between it and the service are counted while it copies 50 MB.
"""
import base64
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

from gateway_network import Proxy, Walled, other_address

WAIT_MAX_S = 60
LEASE_S = 4
FACTORY = "/subscriptions/s/resourceGroups/g/providers/Microsoft.DataFactory/factories/walled"
API = "api-version=2018-06-01"


class Failed(Exception):
    """Something was not as it must be."""


def expect(condition, message):
    if not condition:
        raise Failed(message)


class Service:
    """A running `weir serve`."""
    wait_s = 5  # For a node with room.

    def __init__(self, weir, data, listen="127.0.0.1", prefix=()):
        self.weir, self.data, self.listen, self.prefix = weir, pathlib.Path(data), listen, prefix
        self.port = "0"
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [*self.prefix, self.weir, "serve", "--tls", "--data", str(self.data), "--listen",
             f"{self.listen}:{self.port}", "--gateway-lease", str(LEASE_S), "--gateway-wait",
             str(self.wait_s)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        expect(line.startswith("listening on "), "the service did not start")
        self.url = line.split()[-1]
        self.port = self.url.rsplit(":", 1)[1]

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def rest(self, method, path, body=None, query=""):
        command = [*self.prefix, "curl", "-sS", "--cacert", str(self.data / "tls-certificate.pem"),
                   "-X", method, "-H",
                   "Authorization: Bearer " + (self.data / "token").read_text().strip(),
                   f"{self.url}{FACTORY}{path}?{API}{query}"]
        if body is not None:
            command += ["-H", "Content-Type: application/json", "-d", json.dumps(body)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        return json.loads(done.stdout) if done.stdout else {}

    def put(self, collection, name, properties):
        answer = self.rest("PUT", f"/{collection}/{name}", {"properties": properties})
        expect("error" not in answer, f"{name}: {answer}")

    def begin(self, pipeline):
        return self.rest("POST", f"/pipelines/{pipeline}/createRun", {})["runId"]

    def activities(self, run):
        window = {"lastUpdatedAfter": "2000-01-01T00:00:00Z",
                  "lastUpdatedBefore": "2100-01-01T00:00:00Z"}
        return self.rest("POST", f"/pipelineruns/{run}/queryActivityruns", window)["value"]

    def end(self, run):
        """The status of the run and its activity runs, once it is over."""
        deadline = time.monotonic() + WAIT_MAX_S
        while time.monotonic() < deadline:
            record = self.rest("GET", f"/pipelineruns/{run}")
            if record["status"] not in ("Queued", "InProgress", "Canceling"):
                return record["status"], self.activities(run)
            time.sleep(0.1)
        raise Failed(f"run {run} did not end: {self.activities(run)}")

    def run(self, pipeline):
        return self.end(self.begin(pipeline))

    def key(self, name="authKey1"):
        return self.rest("POST", "/integrationRuntimes/Walled/listAuthKeys")[name]


class Node:
    """A folder of a node, and its process."""

    def __init__(self, service, folder, name, prefix=()):
        self.service, self.folder, self.name, self.prefix = service, folder, name, prefix
        self.process = None

    def command(self, *arguments):
        return [*self.prefix, self.service.weir, "gateway", *arguments, "--data", str(self.folder)]

    def register(self, key, *more, status=0):
        done = subprocess.run(
            self.command("register", "--server", self.service.url, "--key", key, "--name",
                         self.name, "--ca", str(self.service.data / "tls-certificate.pem"), *more),
            capture_output=True, text=True, check=False, timeout=60)
        expect(done.returncode == status, f"register: {done.returncode} {done.stderr}")
        return done.stdout + done.stderr

    def start(self, *more):
        # A group of its own: what a prefix starts ends with it.
        self.process = subprocess.Popen(self.command("start", *more), stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True,
                                        start_new_session=True)
        self.lines = []
        threading.Thread(target=self.read, args=(self.process,), daemon=True).start()
        self.said("connected")
        return self

    def read(self, process):
        for line in process.stdout:
            self.lines.append(line)

    def said(self, text, count=1):
        """Wait until the node's log has a text so many times."""
        deadline = time.monotonic() + WAIT_MAX_S
        while time.monotonic() < deadline:
            if sum(text in line for line in self.lines) >= count:
                return
            time.sleep(0.02)
        raise Failed(f"node {self.name} never said {text}:\n{''.join(self.lines)}")

    def count(self, text):
        return sum(text in line for line in self.lines)

    def stop(self, how=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, how)
        if self.process:
            self.process.wait(timeout=30)


def reference(name, kind):
    return {"referenceName": name, "type": kind + "Reference"}


def file_dataset(service, name, path):
    service.put("datasets", name, {
        "type": "DelimitedText", "linkedServiceName": reference("Files", "LinkedService"),
        "typeProperties": {
            "location": {"type": "FileServerLocation", "fileName": path}, "columnDelimiter": ",",
            "firstRowAsHeader": True}})


def pipeline(service, name, *activities):
    service.put("pipelines", name, {"activities": list(activities)})


def copy_activity(name, source, sink, **more):
    return {"name": name, "type": "Copy", "inputs": [reference(source, "Dataset")],
            "outputs": [reference(sink, "Dataset")],
            "typeProperties": {"source": {"type": "DelimitedTextSource"},
                               "sink": {"type": "DelimitedTextSink"}}, **more}


def lookup(name, dataset):
    return {"name": name, "type": "Lookup", "typeProperties": {
        "dataset": reference(dataset, "Dataset"), "firstRowOnly": True,
        "source": {"type": "DelimitedTextSource"}}}


def wait_for_file(name, dataset, minutes=1, **more):
    """An activity that lasts until somebody writes the file."""
    return {"name": name, "type": "Validation", "typeProperties": {
        "dataset": reference(dataset, "Dataset"), "timeout": f"0.00:0{minutes}:00", "sleep": 1},
            **more}


def factory(service, files):
    answer = service.rest("PUT", "", {"location": "here", "properties": {}})
    expect("error" not in answer, answer)
    service.put("integrationRuntimes", "Walled", {"type": "SelfHosted"})
    # The folder is a secret of the node: the service cannot know where the files are.
    service.put("linkedservices", "Files", {
        "type": "FileServer", "connectVia": reference("Walled", "IntegrationRuntime"),
        "typeProperties": {"host": "nowhere", "userId": "",
                           "encryptedCredential": "gateway:files"}})
    for name in ("in", "out", "late"):
        file_dataset(service, name, name + ".csv")
    pipeline(service, "Copy", copy_activity("Copy", "in", "out"))
    pipeline(service, "Look", lookup("Look", "in"))
    pipeline(service, "Missing", lookup("Look", "late"))
    pipeline(service, "Late", wait_for_file("Late", "late"))
    pipeline(service, "Again", wait_for_file(
        "Late", "late", policy={"retry": 2, "retryIntervalInSeconds": 1}))
    (files / "in.csv").write_text("id,name\n1,one\n2,two\n")


def set_secret(node, name, text):
    subprocess.run(node.command("secret", "set", name), input=text + "\n", text=True, check=True,
                   timeout=60)


def succeeded(status, activities):
    expect(status == "Succeeded", f"{status}: {[one['error'] for one in activities]}")
    return activities[-1]["output"]


def failed_with(status, activities, code):
    error = activities[-1]["error"]
    expect(status == "Failed" and error["errorCode"] == code, f"{status}, wanted {code}: {error}")


def basics(service, node, files):
    failed_with(*service.run("Copy"), "IntegrationRuntimeHasNoNodes")
    said = node.register("IR@no@such@key", status=1)
    expect("GatewayKeyRefused" in said, said)
    key = service.key()
    node.register(key)
    for path in node.folder.rglob("*"):
        mode = path.stat().st_mode & 0o077
        expect(path.is_dir() or mode == 0, f"{path} is open to others: {mode:o}")
    failed_with(*service.run("Copy"), "IntegrationRuntimeOffline")
    node.start()
    failed_with(*service.run("Look"), "GatewaySecretNotFound")
    set_secret(node, "files", json.dumps({"host": str(files)}))
    expect(str(files) not in (node.folder / "secrets.json").read_text(), "the secret is in clear")
    output = succeeded(*service.run("Copy"))
    expect(output["rowsCopied"] == 2, output)
    expect(output["effectiveIntegrationRuntime"] == "Walled", output)
    expect((files / "out.csv").read_text().split() == ["id,name", "1,one", "2,two"], "the copy")
    output = succeeded(*service.run("Look"))
    expect(output["firstRow"] == {"id": "1", "name": "one"}, output)
    status, activities = service.run("Missing")
    expect(status == "Failed", "a missing file was found")
    status = service.rest("POST", "/integrationRuntimes/Walled/getStatus")["properties"]
    expect(status["state"] == "Online", status)
    expect(status["typeProperties"]["nodes"][0]["nodeName"] == node.name, status)
    said = subprocess.run(
        [service.weir, "gateway", "status", "Walled", "--server", service.url, "--ca",
         str(service.data / "tls-certificate.pem"), "--token-file", str(service.data / "token")],
        capture_output=True, text=True, check=True, timeout=60).stdout
    expect("Walled: Online" in said and "0 of 4 jobs" in said, said)
    service.rest("POST", "/integrationRuntimes/Walled/regenerateAuthKey", {"keyName": "authKey1"})
    stranger = Node(service, node.folder.parent / "stranger", "stranger")
    expect("GatewayKeyRefused" in stranger.register(key, status=1), "an old key was taken")
    expect(service.rest("POST", "/integrationRuntimes/Walled/getStatus")["properties"]["state"]
           == "Online", "a new key cut off a node")


def forged(service, node):
    """A node that trusts another service's signature takes no job of this one."""
    node.stop()
    path = node.folder / "gateway.json"
    kept = path.read_text()
    identity = json.loads(kept)
    identity["serverKey"] = base64.b64encode(os.urandom(32)).decode()
    path.write_text(json.dumps(identity))
    node.start()
    failed_with(*service.run("Look"), "GatewayJobForged")
    expect(node.count("jobStarted") == 0, "a forged job was started")
    node.stop()
    path.write_text(kept)
    node.start()


def cancelled(service, node):
    run = service.begin("Late")
    node.said("jobStarted")
    service.rest("POST", f"/pipelineruns/{run}/cancel")
    status, _ = service.end(run)
    expect(status == "Cancelled", status)
    node.said("jobEnded")


def service_killed(service, node, files):
    """The job goes on, and its end is found by the next service: it is not sent twice."""
    started = node.count("jobStarted")
    run = service.begin("Late")
    node.said("jobStarted", started + 1)
    service.kill()
    (files / "late.csv").write_text("id\n1\n")
    node.said("jobEnded", started + 1)
    service.start()
    succeeded(*service.end(run))
    expect(node.count("jobStarted") == started + 1, "the job was sent twice")
    (files / "late.csv").unlink()


def node_killed(service, nodes, files):
    """The attempt fails when its lease is over; the retry goes to the other node."""
    before = [node.count("jobStarted") for node in nodes]
    run = service.begin("Again")
    deadline = time.monotonic() + WAIT_MAX_S
    while [node.count("jobStarted") for node in nodes] == before:
        expect(time.monotonic() < deadline, "no node took the job")
        time.sleep(0.02)
    at = 0 if nodes[0].count("jobStarted") > before[0] else 1
    nodes[at].stop(signal.SIGKILL)
    nodes[1 - at].said("jobStarted", before[1 - at] + 1)
    (files / "late.csv").write_text("id\n1\n")
    status, activities = service.end(run)
    succeeded(status, activities)
    (files / "late.csv").unlink()
    nodes[at].start()


def removed(service, nodes):
    service.rest("DELETE", f"/integrationRuntimes/Walled/nodes/{nodes[1].name}")
    deadline = time.monotonic() + WAIT_MAX_S
    while nodes[1].process.poll() is None:
        expect(time.monotonic() < deadline, "a removed node stays")
        time.sleep(0.05)
    expect(nodes[1].process.returncode == 1, "a removed node did not say so")
    done = subprocess.run(nodes[1].command("start"), capture_output=True, text=True, check=False,
                          timeout=60)
    expect("GatewayNodeUnknown" in done.stdout + done.stderr, done.stdout + done.stderr)
    succeeded(*service.run("Look"))


def proxied(service, folder, files):
    """Loopback is asked directly, so the service has another address."""
    proxy = Proxy()
    node = Node(service, folder, "proxied")
    said = node.register(service.key(), "--proxy", f"http://jo:wrong@127.0.0.1:{proxy.port}",
                         status=1)
    expect(proxy.refused > 0, f"the proxy was not asked: {said}")
    node.register(service.key(), "--proxy", f"http://jo:pass-word@127.0.0.1:{proxy.port}")
    set_secret(node, "files", json.dumps({"host": str(files)}))
    node.start()
    succeeded(*service.run("Copy"))
    expect(proxy.carried >= 2, "the node went around its proxy")
    node.stop()


WIRE_MAX = 1_000_000
COPY_BYTES = 50_000_000

def walled(weir, scratch):
    files = scratch / "files"
    files.mkdir()
    wall = Walled()
    service = node = None
    try:
        expect(not wall.lets_in(), "the firewall lets in what it must not")
        service = Service(weir, scratch / "service", "10.78.1.1", wall.enter(wall.outside))
        node = Node(service, scratch / "node", "inside", wall.enter(wall.inside))
        factory(service, files)
        node.register(service.key())
        set_secret(node, "files", json.dumps({"host": str(files)}))
        node.start()
        row = "0123456789," + "x" * 88 + "\n"
        (files / "in.csv").write_text("id,text\n" + row * (COPY_BYTES // len(row)))
        before = wall.bytes_on_the_wire()
        output = succeeded(*service.run("Copy"))
        wire = wall.bytes_on_the_wire() - before
        expect(output["dataRead"] >= COPY_BYTES - 100, output)
        expect((files / "out.csv").stat().st_size >= COPY_BYTES - 100, "the copy is too small")
        expect(wire < WIRE_MAX, f"{wire} bytes went over the wire")
        print(f"behind a firewall that lets nothing in: {output['dataRead']} bytes copied, {wire} "
              "bytes on the wire")
    finally:
        if node is not None:
            node.stop(signal.SIGKILL)
        if service is not None:
            service.kill()
        wall.remove()


def over_proxy(weir, scratch):
    address = other_address()
    if address is None:
        print("this machine has no address beyond loopback: no proxy is tried")
        return
    files = scratch / "proxied-files"
    files.mkdir()
    service = Service(weir, scratch / "proxied-service", address)
    try:
        factory(service, files)
        proxied(service, scratch / "proxied", files)
    finally:
        service.kill()
    print("a proxy that asks for a password: as it should be")


def loopback(weir, scratch):
    files = scratch / "files"
    files.mkdir()
    service = Service(weir, scratch / "service")
    nodes = [Node(service, scratch / f"node{at}", f"node{at}") for at in (1, 2)]
    try:
        factory(service, files)
        basics(service, nodes[0], files)
        forged(service, nodes[0])
        cancelled(service, nodes[0])
        service_killed(service, nodes[0], files)
        nodes[1].register(service.key())
        set_secret(nodes[1], "files", json.dumps({"host": str(files)}))
        nodes[1].start()
        node_killed(service, nodes, files)
        removed(service, nodes)
    finally:
        for node in nodes:
            node.stop(signal.SIGKILL)
        service.kill()
    print("copy, lookup, secrets, keys, forged job, cancel, killed service, killed node, removed "
          "node: as they should be")


def main():
    with tempfile.TemporaryDirectory() as scratch:
        weir, scratch = os.path.abspath(sys.argv[1]), pathlib.Path(scratch)
        if sys.argv[2:] == ["walled"]:
            walled(weir, scratch)
        else:
            loopback(weir, scratch)
            over_proxy(weir, scratch)


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"failed: {failure}")
