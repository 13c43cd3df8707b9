#!/usr/bin/env python3
"""Reach one node from several factories: shared runtimes, and a factory of version 1.

    gateway_shared_test.py WEIR

A runtime that another factory shares by a link, and by a key; one that nobody shared. Copies that
a node does because it stands where their stores are. A gateway of version 1: a machine registers
with its key, slices are made on it, the REST routes show it.
"""
import json
import os
import pathlib
import signal
import ssl
import subprocess
import sys
import tempfile
import urllib.request

from gateway_nodes_test import until, weir
from gateway_test import (FACTORY, Failed, Node, Service, copy_activity, expect, factory,
                          failed_with, file_dataset, pipeline, reference, set_secret, succeeded)
from v1_client import V1Client

OTHER = FACTORY.replace("factories/walled", "factories/other")
SLICE = "2020-01-01T00:00:00Z", "2020-01-01T02:00:00Z"


def status(service):
    return weir(service, "gateway", "status", "Walled", "--factory", "walled")


def regions(service, folder, files):
    """Where the sink is, else where the source is, else in the service."""
    service.put("integrationRuntimes", "West", {"type": "Managed", "typeProperties": {
        "computeProperties": {"location": "West Europe"}}})
    stores = {"Here": {}, "InWest": {"connectVia": reference("West", "IntegrationRuntime")},
              "Noted": {"annotations": ["a", "location=West Europe"]}}
    for name, more in stores.items():
        service.put("linkedservices", name, {
            "type": "FileServer", "typeProperties": {"host": str(files)}, **more})
        for file in ("in", "region"):
            service.put("datasets", name + file, {
                "type": "DelimitedText", "linkedServiceName": reference(name, "LinkedService"),
                "typeProperties": {"location": {"type": "FileServerLocation",
                                                "fileName": file + ".csv"},
                                   "columnDelimiter": ",", "firstRowAsHeader": True}})
    auto = "AutoResolveIntegrationRuntime (West Europe)"
    cases = {("Here", "InWest"): "West (West Europe)", ("InWest", "Here"): "West (West Europe)",
             ("Here", "Noted"): auto, ("Noted", "InWest"): "West (West Europe)",
             ("Here", "Here"): None}
    for source, sink in cases:
        pipeline(service, source + sink, copy_activity("Copy", source + "in", sink + "region"))
    node = Node(service, folder, "western")
    node.register(service.key(), "--location", "west europe")
    node.start()
    try:
        for (source, sink), where in cases.items():
            shown = succeeded(*service.run(source + sink))["effectiveIntegrationRuntime"]
            expect(shown == where if where else "West" not in shown, f"{source}, {sink}: {shown}")
        expect(node.count("jobStarted") == 4, "the node did another number of copies")
        expect("in west europe" in status(service), "no location")
    finally:
        node.stop()
    until("it is away", lambda: "western  Offline" in status(service))
    shown = succeeded(*service.run("HereInWest"))["effectiveIntegrationRuntime"]
    expect("West" not in shown, f"without a node: {shown}")


class OtherFactory:
    """Asks the same service about another factory."""

    def __init__(self, service):
        self.service = service

    def __getattr__(self, name):
        return getattr(self.service, name)

    def rest(self, method, path, body=None, query=""):
        data = self.service.data
        command = ["curl", "-sS", "--cacert", str(data / "tls-certificate.pem"), "-X", method, "-H",
                   "Authorization: Bearer " + (data / "token").read_text().strip(),
                   f"{self.service.url}{OTHER}{path}?api-version=2018-06-01{query}"]
        if body is not None:
            command += ["-H", "Content-Type: application/json", "-d", json.dumps(body)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        return json.loads(done.stdout) if done.stdout else {}

    put, begin, activities = Service.put, Service.begin, Service.activities
    end, run = Service.end, Service.run


def linked(other, name, info):
    other.put("integrationRuntimes", name, {"type": "SelfHosted", "typeProperties": {
        "linkedInfo": info}})


def shared(service, node):
    """By a link that its owner made, until the owner takes it away; or by one of its keys."""
    other = OtherFactory(service)
    other.rest("PUT", "", {"location": "there", "properties": {}})
    runtime = FACTORY + "/integrationRuntimes/Walled"
    linked(other, "Theirs", {"authorizationType": "RBAC", "resourceId": runtime})
    other.put("linkedservices", "Files", {
        "type": "FileServer", "connectVia": reference("Theirs", "IntegrationRuntime"),
        "typeProperties": {"host": "nowhere", "userId": "",
                           "encryptedCredential": "gateway:files"}})
    for name in ("in", "other"):
        file_dataset(other, name, name + ".csv")
    pipeline(other, "Copy", copy_activity("Copy", "in", "other"))
    failed_with(*other.run("Copy"), "IntegrationRuntimeAccessDenied")
    state = other.rest("POST", "/integrationRuntimes/Theirs/getStatus")["properties"]
    expect(state["state"] == "AccessDenied", state)
    said = weir(service, "gateway", "share", "Walled", "other", "--as", "Theirs", "--factory",
                "walled")
    expect("shared with other" in said, said)
    output = succeeded(*other.run("Copy"))
    expect(output["effectiveIntegrationRuntime"] == "Theirs", output)
    state = other.rest("POST", "/integrationRuntimes/Theirs/getStatus")["properties"]
    expect(state["state"] == "Online", state)
    expect(state["typeProperties"]["nodes"][0]["nodeName"] == node.name, state)
    weir(service, "gateway", "share", "Walled", "other", "--off", "--factory", "walled")
    failed_with(*other.run("Copy"), "IntegrationRuntimeAccessDenied")
    linked(other, "Theirs", {"authorizationType": "Key", "key": {
        "type": "SecureString", "value": service.key()}})
    succeeded(*other.run("Copy"))
    linked(other, "Theirs", {"authorizationType": "Key", "key": {
        "type": "SecureString", "value": "IR@guess"}})
    failed_with(*other.run("Copy"), "IntegrationRuntimeAccessDenied")


def v1_gateway(client):
    """A key of it."""
    client.send("PUT", client.factory, {"location": "here", "properties": {}})
    _, gateway = client.send("PUT", client.factory + "/gateways/Old", {"name": "Old"})
    expect(gateway["properties"]["status"] == "NeedRegistration", gateway)
    return gateway["properties"]["key"]


def v1_factory(client):
    client.settle(client.factory + "/linkedservices/Files", {"name": "Files", "properties": {
        "type": "OnPremisesFileServer", "typeProperties": {
            "host": "nowhere", "gatewayName": "Old", "encryptedCredential": "gateway:files"}}})
    for name, external in (("in", True), ("out", False)):
        properties = {
            "type": "FileShare", "linkedServiceName": "Files",
            "typeProperties": {"folderPath": "v1", "fileName": name + ".csv",
                               "format": {"type": "TextFormat", "columnDelimiter": ","}},
            "availability": {"frequency": "Hour", "interval": 1}}
        if external:
            properties["external"] = True
            properties["policy"] = {"externalData": {
                "retryInterval": "00:01:00", "retryTimeout": "00:10:00", "maximumRetry": 3}}
        client.settle(client.factory + f"/datasets/{name}",
                      {"name": name, "properties": properties})
    client.settle(client.factory + "/datapipelines/Copy", {"name": "Copy", "properties": {
        "start": SLICE[0], "end": SLICE[1], "activities": [{
            "name": "Copy", "type": "Copy", "inputs": [{"name": "in"}],
            "outputs": [{"name": "out"}],
            "typeProperties": {"source": {"type": "FileSystemSource"},
                               "sink": {"type": "FileSystemSink"}},
            "policy": {"retry": 2, "concurrency": 1}}]}})


def version_1(service, folder, files):
    trusted = ssl.create_default_context(cafile=str(service.data / "tls-certificate.pem"))
    urllib.request.install_opener(
        urllib.request.build_opener(urllib.request.HTTPSHandler(context=trusted)))
    client = V1Client(service.url, (service.data / "token").read_text().strip(), "old")
    (files / "v1").mkdir()
    (files / "v1" / "in.csv").write_text("1,one\n")
    key = v1_gateway(client)
    node = Node(service, folder, "old-machine")
    said = node.register(key)
    expect("/gateways/old" in said, said)
    set_secret(node, "files", json.dumps({"host": str(files)}))
    node.start()
    try:
        v1_factory(client)
        until("the slices are there", lambda: all(
            one["status"] in ("Ready", "Succeeded")
            for one in client.pages(client.factory + "/datasets/out/slices",
                                    {"start": SLICE[0], "end": SLICE[1]})))
        until("the file is there", lambda: (files / "v1" / "out.csv").exists())
        expect(node.count("jobStarted") >= 2, "the slices were not made on the node")
        _, shown = client.send("GET", client.factory + "/gateways/Old")
        expect(shown["properties"]["status"] == "Online", shown)
        expect(shown["properties"]["nodes"][0]["nodeName"] == "old-machine", shown)
    finally:
        node.stop(signal.SIGKILL)


def main():
    with tempfile.TemporaryDirectory() as scratch:
        program, scratch = os.path.abspath(sys.argv[1]), pathlib.Path(scratch)
        files = scratch / "files"
        files.mkdir()
        service = Service(program, scratch / "service")
        node = Node(service, scratch / "node", "inside")
        try:
            factory(service, files)
            node.register(service.key())
            set_secret(node, "files", json.dumps({"host": str(files)}))
            node.start()
            shared(service, node)
            regions(service, scratch / "west", files)
            version_1(service, scratch / "old", files)
        finally:
            node.stop(signal.SIGKILL)
            service.kill()
    print("shared runtimes, by link and by key; regions; version 1: as they should be")


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"failed: {failure}")
