#!/usr/bin/env python3
"""Blob event triggers that watch a store: a folder of this machine, or Azurite.

    store_event_test.py WEIR            # inotify
    store_event_test.py WEIR azurite    # listings; tests/servers/run azurite -- …

Files come, change and go while the service runs, while it is down and while it is killed again and
again; every event starts one run. Prints its figures.
"""
import base64
import collections
import email.utils
import hashlib
import hmac
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from trigger_test import FACTORY, Service

ACCOUNT = "devstoreaccount1"
SCOPE = f"/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/{ACCOUNT}"
MANY = int(os.environ.get("WEIR_TEST_FILES", "10000"))
KILLS = 12
WAIT_MAX_S = 240


class Folder:
    """A store that is a folder, with a folder for each container; files are written in place."""

    def __init__(self, place):
        self.root = place / "files"
        self.root.mkdir()
        self.linked_service = {"type": "AzureBlobStorage", "typeProperties": {
            "connectionString": f"AccountName={ACCOUNT};AccountKey=a2V5"}}
        self.local = place / "stand-ins.json"
        self.local.write_text(json.dumps({"linkedServices": {"Store": {
            "type": "FileServer", "typeProperties": {"host": str(self.root)}}}}))
        self.arguments = ["--local", str(self.local)]

    def put(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def remove(self, path):
        (self.root / path).unlink()


class Azurite:
    """The emulator's blob service, by its REST contract."""

    def __init__(self, _place):
        self.connection = os.environ["WEIR_TEST_AZURITE"]
        parts = dict(part.split("=", 1) for part in self.connection.split(";") if part)
        self.key = base64.b64decode(parts["AccountKey"])
        self.endpoint = parts["BlobEndpoint"]
        self.linked_service = {"type": "AzureBlobStorage", "typeProperties": {
            "connectionString": self.connection}}
        self.arguments = ["--watch", "0.3", "--allow-address", "127.0.0.0/8"]
        self.containers = set()

    def ask(self, method, path, body=b"", query=""):
        headers = {"x-ms-date": email.utils.formatdate(usegmt=True), "x-ms-version": "2021-12-02"}
        if method == "PUT" and not query:
            headers["x-ms-blob-type"] = "BlockBlob"
        canonical = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
        length = str(len(body)) if body else ""
        kind = "application/octet-stream" if method == "PUT" else ""
        resource = f"/{ACCOUNT}{urllib.parse.urlsplit(self.endpoint).path}/{path}"
        for one in sorted(query.split("&")) if query else []:
            resource += "\n" + one.replace("=", ":")
        text = f"{method}\n\n\n{length}\n\n{kind}\n\n\n\n\n\n\n{canonical}{resource}"
        sign = base64.b64encode(hmac.new(self.key, text.encode(), hashlib.sha256).digest()).decode()
        headers["Authorization"] = f"SharedKey {ACCOUNT}:{sign}"
        if kind:
            headers["Content-Type"] = kind
        request = urllib.request.Request(
            f"{self.endpoint}/{path}" + (f"?{query}" if query else ""), method=method,
            headers=headers, data=body if method == "PUT" else None)
        with urllib.request.urlopen(request, timeout=30):
            pass

    def put(self, path, text):
        container = path.split("/")[0]
        if container not in self.containers:
            self.ask("PUT", container, query="restype=container")
            self.containers.add(container)
        self.ask("PUT", path, text.encode())

    def remove(self, path):
        self.ask("DELETE", path)


class WatchingService(Service):
    def __init__(self, weir, data, arguments):
        self.arguments = arguments
        super().__init__(weir, data)

    def start(self):
        self.process = subprocess.Popen(
            [self.weir, "serve", "--data", self.data, "--listen", "127.0.0.1:0", "--rate", "0",
             *self.arguments], stdout=subprocess.PIPE, stderr=None, text=True)
        line = self.process.stdout.readline()
        assert line.startswith("listening on "), f"the service did not start: {line}"
        self.url = line.split()[-1]
        self.token = (self.data / "token").read_text().strip()
        self.lives += 1

    def fired(self, trigger):
        """Each firing as (folder, file), counted."""
        runs = [run for run in self.all_of("queryTriggerRuns") if run["triggerName"] == trigger]
        bad = [run for run in runs if run["status"] != "Succeeded" or not run["triggeredPipelines"]]
        assert not bad, bad[:3]
        subjects = (json.loads(run["properties"]["EventPayload"]) for run in runs)
        return collections.Counter(f"{one['folderPath']}/{one['fileName']}" for one in subjects)

    def wait_for(self, trigger, want):
        """Until what fired is `want`; then a little longer, so that what is too much is seen."""
        deadline = time.monotonic() + WAIT_MAX_S
        while (got := self.fired(trigger)) != want:
            over = got - want
            assert not over, f"{trigger}: too much: {list(over.items())[:5]}"
            if time.monotonic() > deadline:
                raise SystemExit(f"{trigger}: missing {list((want - got).items())[:5]}")
            time.sleep(0.1)
        time.sleep(1)
        got = self.fired(trigger)
        assert got == want, f"{trigger}: {list((got - want).items())[:5]}"


def blob_trigger(events, begins, ends=""):
    settings = {"scope": SCOPE, "events": [f"Microsoft.Storage.{one}" for one in events],
                "blobPathBeginsWith": begins, "ignoreEmptyBlobs": True}
    if ends:
        settings["blobPathEndsWith"] = ends
    return {"properties": {"type": "BlobEventsTrigger", "typeProperties": settings, "pipelines": [{
        "pipelineReference": {"referenceName": "p", "type": "PipelineReference"},
        "parameters": {"what": "@concat(triggerBody().folderPath, '/', triggerBody().fileName)"}}]}}


def set_up(service, store):
    service.ask("PUT", FACTORY, {})
    service.ask("PUT", f"{FACTORY}/linkedservices/Store", {"properties": store.linked_service})
    service.ask("PUT", f"{FACTORY}/pipelines/p", {"properties": {
        "parameters": {"what": {"type": "string"}}, "activities": [
            {"name": "Pause", "type": "Wait", "typeProperties": {"waitTimeInSeconds": 0}}]}})
    triggers = {"created": blob_trigger(["BlobCreated"], "/inbox/blobs/", ".csv"),
                "deleted": blob_trigger(["BlobDeleted"], "/inbox/blobs/"),
                "nowhere": blob_trigger(["BlobCreated"], "/inbox/")}
    triggers["nowhere"]["properties"]["typeProperties"]["scope"] = SCOPE[:-1] + "2"
    for name, body in triggers.items():
        service.ask("PUT", f"{FACTORY}/triggers/{name}", body)
        service.ask("POST", f"{FACTORY}/triggers/{name}/start")


def subscription(service, trigger):
    return service.ask("POST", f"{FACTORY}/triggers/{trigger}/getEventSubscriptionStatus")


def check_status(service):
    known = subscription(service, "created")
    assert known["status"] == "Enabled" and known["watch"]["enabled"], known
    unbound = subscription(service, "nowhere")
    assert unbound["status"] == "Provisioning", unbound
    assert "storageAccounts" in unbound["watch"]["trouble"], unbound
    return known["watch"]["means"]


def check_changes(service, store, want, gone):
    """Files come, are written again, go; some do not count."""
    store.put("inbox/a.csv", "1")
    store.put("inbox/deep/er/b.csv", "1")
    store.put("inbox/empty.csv", "")
    store.put("inbox/other.txt", "1")
    store.put("elsewhere/c.csv", "1")
    want.update(["inbox/a.csv", "inbox/deep/er/b.csv"])
    service.wait_for("created", want)
    store.put("inbox/a.csv", "2")
    store.remove("inbox/deep/er/b.csv")
    want.update(["inbox/a.csv"])
    gone.update(["inbox/deep/er/b.csv"])
    service.wait_for("created", want)
    service.wait_for("deleted", gone)


def check_down(service, store, want, gone):
    """What came and went while the service was down is found."""
    service.end(signal.SIGTERM)
    store.put("inbox/down.csv", "1")
    store.put("inbox/a.csv", "three")
    store.remove("inbox/other.txt")
    want.update(["inbox/down.csv", "inbox/a.csv"])
    gone.update(["inbox/other.txt"])
    service.start()
    service.wait_for("created", want)
    service.wait_for("deleted", gone)


def check_stopped(service, store, want, gone):
    """What came and went while the trigger was stopped is not news."""
    for trigger in ("created", "deleted"):
        service.ask("POST", f"{FACTORY}/triggers/{trigger}/stop")
    store.put("inbox/unseen.csv", "1")
    store.remove("inbox/down.csv")
    for trigger in ("deleted", "created"):
        service.ask("POST", f"{FACTORY}/triggers/{trigger}/start")
    store.put("inbox/seen.csv", "1")
    want.update(["inbox/seen.csv"])
    service.wait_for("created", want)
    service.wait_for("deleted", gone)


def check_writing(service, store, want):
    """A file is news once it is whole, however it comes."""
    slow = (store.root / "inbox/slow.csv").open("w")
    slow.write("half")
    slow.flush()
    time.sleep(0.5)
    service.wait_for("created", want)
    service.end(signal.SIGKILL)  # The listing at the start must not tell of it either.
    service.start()
    service.wait_for("created", want)
    slow.write("whole")
    slow.close()
    (store.root / "aside.csv").write_text("1")
    (store.root / "aside.csv").rename(store.root / "inbox/moved.csv")
    (store.root / "new/sub").mkdir(parents=True)
    (store.root / "new/sub/n.csv").write_text("1")
    (store.root / "new").rename(store.root / "inbox/new")
    want.update(["inbox/slow.csv", "inbox/moved.csv", "inbox/new/sub/n.csv"])
    service.wait_for("created", want)


def check_folder_goes(service, store, gone):
    shutil.move(store.root / "inbox/new", store.root / "away")
    gone.update(["inbox/new/sub/n.csv"])
    service.wait_for("deleted", gone)
    shutil.rmtree(store.root / "away")
    service.wait_for("deleted", gone)


def check_many(service, store, want, count):
    begun = time.monotonic()
    for number in range(count):
        store.put(f"inbox/many/{number:05}.csv", "1")
        want[f"inbox/many/{number:05}.csv"] += 1
    written = time.monotonic()
    service.wait_for("created", want)
    print(f"{count} files, written in {written - begun:.1f} s: all fired "
          f"{time.monotonic() - written - 1:.1f} s after the last")


def check_kills(service, store, want, gone, seed):
    """Killed again and again while files come, change and go."""
    chance = random.Random(seed)
    number = 0
    alive = []
    for _ in range(KILLS):
        until = time.monotonic() + chance.uniform(0.1, 0.9)
        while time.monotonic() < until:
            store.put(f"inbox/kill/{number}.csv", "1")
            alive.append(number)
            want[f"inbox/kill/{number}.csv"] += 1
            number += 1
            time.sleep(chance.uniform(0, 0.01))
        service.end(signal.SIGKILL)
        service.start()
        # One that was surely seen is written again, another one goes.
        service.wait_for("created", want)
        again, last = chance.sample(alive, 2)
        store.put(f"inbox/kill/{again}.csv", "again " + str(number))
        store.remove(f"inbox/kill/{last}.csv")
        alive.remove(last)
        want[f"inbox/kill/{again}.csv"] += 1
        gone[f"inbox/kill/{last}.csv"] += 1
    service.wait_for("created", want)
    service.wait_for("deleted", gone)
    print(f"{number} files over {KILLS} kills (seed {seed}): every event once")


def main(weir, kind="folder"):
    seed = random.SystemRandom().randrange(1 << 32)
    with tempfile.TemporaryDirectory(prefix="weir-events-") as place:
        place = pathlib.Path(place)
        store = (Azurite if kind == "azurite" else Folder)(place)
        store.put("inbox/before.csv", "1")
        service = WatchingService(weir, place / "data", store.arguments)
        try:
            set_up(service, store)
            print("watched by", check_status(service))
            want, gone = collections.Counter(), collections.Counter()
            check_changes(service, store, want, gone)
            check_down(service, store, want, gone)
            check_stopped(service, store, want, gone)
            if kind == "folder":
                check_writing(service, store, want)
                check_folder_goes(service, store, gone)
            check_kills(service, store, want, gone, seed)
            check_many(service, store, want, MANY if kind == "folder" else MANY // 5)
        finally:
            service.end(signal.SIGTERM)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
