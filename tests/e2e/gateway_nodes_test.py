#!/usr/bin/env python3
"""Look after the nodes of a self-hosted runtime.

    gateway_nodes_test.py WEIR

Test connections on a node, limits, drains, the queue, figures and the health page, as their users
see them: by REST, by the command line, by /metrics.
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

from gateway_test import (WAIT_MAX_S, Failed, Node, Service, expect, factory, set_secret, succeeded)


def until(what, condition):
    deadline = time.monotonic() + WAIT_MAX_S
    while not condition():
        expect(time.monotonic() < deadline, f"it never came to this: {what}")
        time.sleep(0.05)


def weir(service, *arguments, status=0):
    done = subprocess.run(
        [service.weir, *arguments, "--server", service.url, "--ca",
         str(service.data / "tls-certificate.pem"), "--token-file", str(service.data / "token")],
        capture_output=True, text=True, check=False, timeout=60)
    expect(done.returncode == status, f"{arguments}: {done.returncode} {done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def metric(service, name):
    """The value of a metric whose line begins so."""
    answer = subprocess.run(
        ["curl", "-sS", "--cacert", str(service.data / "tls-certificate.pem"), "-H",
         "Authorization: Bearer " + (service.data / "token").read_text().strip(),
         service.url + "/metrics"], capture_output=True, text=True, check=True, timeout=60).stdout
    for line in answer.splitlines():
        if line.startswith(name):
            return float(line.rsplit(" ", 1)[1])
    return None


def connections(service, node, files):
    said = weir(service, "test-connection", "Files")
    expect("reached, by a node of walled" in said, said)
    said = weir(service, "test-connection", "Files", "--path", "nothing", status=1)
    expect("PathNotFound" in said and "walled" in said, said)
    answer = service.rest_own("/linkedservices/New/testConnection", {"properties": {
        "type": "FileServer", "typeProperties": {"host": str(files)}}})
    expect(answer["succeeded"] and "integrationRuntime" not in answer, answer)
    answer = service.rest_own("/linkedservices/None/testConnection", {})
    expect(answer["error"]["code"] == "LinkedServiceNotFound", answer)
    answer = service.rest_own("/linkedservices/New/testConnection", {"properties": {
        "type": "AzurePostgreSql", "typeProperties": {
            "server": "127.0.0.1", "port": 9, "database": "d", "username": "u",
            "password": {"type": "SecureString", "value": "pass-word"}}}})
    expect(not answer["succeeded"] and "pass-word" not in json.dumps(answer), answer)
    expect(node.count("TestConnection") >= 2, "the node did not try it")


def limits(service, node, files):
    nodes = f"/integrationRuntimes/Walled/nodes/{node.name}"
    for bad in (0, 5, "two", None):
        answer = service.rest("PATCH", nodes, {"concurrentJobsLimit": bad})
        expect(answer["error"]["code"] == "InvalidRequestContent", answer)
    answer = service.rest("PATCH", nodes, {"concurrentJobsLimit": 1})
    expect("error" not in answer, answer)
    expect((answer["concurrentJobsLimit"], answer["maxConcurrentJobs"]) == (1, 4), answer)
    runs = [service.begin("Late") for _ in range(3)]

    def status():
        return service.rest("POST", "/integrationRuntimes/Walled/getStatus")["properties"]

    until("two wait", lambda: status()["typeProperties"]["queueLength"] == 2)
    said = weir(service, "gateway", "status", "Walled")
    expect("2 activities wait for room" in said and "1 of 1 jobs" in said, said)
    expect(metric(service, "weir_gateway_queue_length{") == 2, "the queue in /metrics")
    expect(metric(service, "weir_gateway_node_jobs{") == 1, "the jobs in /metrics")
    load = service.rest("POST", "/integrationRuntimes/Walled/monitoringData")
    expect(load["queueLength"] == 2 and load["nodes"][0]["availableMemoryInMB"] > 0, load)
    weir(service, "gateway", "limit", "Walled", node.name, "4")
    until("all have begun", lambda: status()["typeProperties"]["queueLength"] == 0)
    (files / "late.csv").write_text("id\n1\n")
    for run in runs:
        succeeded(*service.end(run))
    (files / "late.csv").unlink()
    expect(status()["typeProperties"]["averageTaskPickupDelayMs"] > 0, status())


def drained(service, node, files):
    run = service.begin("Late")
    until("it has begun", lambda: metric(service, "weir_gateway_node_jobs{") == 1)
    said = weir(service, "gateway", "drain", "Walled", node.name)
    expect("ends its jobs" in said, said)
    waits = service.begin("Look")
    until("one waits", lambda: metric(service, "weir_gateway_queue_length{") == 1)
    expect("drained" in weir(service, "gateway", "status", "Walled"), "it does not show")
    (files / "late.csv").write_text("id\n1\n")
    expect("has no jobs" in weir(service, "gateway", "drain", "Walled", node.name, "--wait"), "")
    succeeded(*service.end(run))
    # A drain outlives the node's process, as an update needs it.
    node.stop()
    node.start()
    time.sleep(0.5)
    expect(service.rest("GET", f"/pipelineruns/{waits}")["status"] == "InProgress",
           "a drained node took a job")
    weir(service, "gateway", "drain", "Walled", node.name, "--off")
    succeeded(*service.end(waits))
    expect(node.count("jobStarted") == 1, "it takes no jobs any more")
    (files / "late.csv").unlink()


def health(node):
    """The address of the page that the node's log names."""
    line = next(one for one in node.lines if "healthPage" in one)
    return json.loads(line)["url"]


def leaves(service, node, files):
    """SIGTERM: the node ends its job, then itself."""
    node.stop()
    node.start("--drain", "60", "--health", "127.0.0.1:0")
    with urllib.request.urlopen(health(node), timeout=10) as page:
        state = json.load(page)
    expect(state["status"] == "connected" and state["node"] == node.name, state)
    started = node.count("jobStarted")
    run = service.begin("Late")
    node.said("jobStarted", started + 1)
    node.process.send_signal(signal.SIGTERM)
    until("it is drained", lambda: "drained" in weir(service, "gateway", "status", "Walled"))
    expect(node.process.poll() is None, "it did not wait for its job")
    (files / "late.csv").write_text("id\n1\n")
    succeeded(*service.end(run))
    expect(node.process.wait(timeout=30) == 0, "it did not leave well")
    (files / "late.csv").unlink()
    done = subprocess.run(node.command("start", "--health", "0.0.0.0:0"), capture_output=True,
                          text=True, check=False, timeout=60)
    expect("HealthAddressNotLoopback" in done.stderr, done.stderr)


class OwnService(Service):
    """One that is asked beside the contract, too."""
    wait_s = 60

    def rest_own(self, path, body):
        kept, self.url = self.url, self.url + "/weir"
        try:
            return self.rest("POST", path, body)
        finally:
            self.url = kept


def main():
    with tempfile.TemporaryDirectory() as scratch:
        program, scratch = os.path.abspath(sys.argv[1]), pathlib.Path(scratch)
        files = scratch / "files"
        files.mkdir()
        service = OwnService(program, scratch / "service")
        node = Node(service, scratch / "node", "inside")
        try:
            factory(service, files)
            node.register(service.key())
            set_secret(node, "files", json.dumps({"host": str(files)}))
            node.start()
            for look in (connections, limits, drained):
                arguments = (service, node, files)
                look(*arguments)
            leaves(service, node, files)
        finally:
            node.stop(signal.SIGKILL)
            service.kill()
    print("test connections, limits, queue, drains, figures, health page: as they should be")


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"failed: {failure}")
