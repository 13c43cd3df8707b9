#!/usr/bin/env python3
"""Put factories into a `weir serve`, take them out again, rerun and cancel their runs.

    service_test.py WEIR [FOLDER…]

Each folder (the samples and the conformance corpus, if none is named) is applied to a factory of
its own; then the plan is empty, the exported folder and the exported template change nothing, and
the folder applied to a second factory exports as the same text. Then runs are rerun and cancelled,
over a kill -9.
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
WAIT_MAX_S = 60
# Faults of folders, for which they are refused whole.
FAULTS = ["invalid reference", "is there twice", "InvalidResourceName", "FactoryUnreadable",
          "[BadRequest]", "NoResources"]


class Failed(Exception):
    """Something was not as it must be."""


class Service:
    """A running `weir serve`, and `weir` commands that ask it."""

    def __init__(self, weir, data):
        self.weir, self.data = weir, pathlib.Path(data)
        self.port = "0"
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.weir, "serve", "--tls", "--data", str(self.data),
             "--listen", "127.0.0.1:" + self.port],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            raise Failed("the service did not start")
        self.url = line.split()[-1]
        self.port = self.url.rsplit(":", 1)[1]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def ask(self, *arguments, status=0):
        """What `weir ARGUMENTS --server …` prints; it must end with that status."""
        done = subprocess.run(
            [self.weir, *map(str, arguments), "--server", self.url,
             "--token-file", str(self.data / "token"), "--ca",
             str(self.data / "tls-certificate.pem")],
            capture_output=True, text=True, check=False, timeout=120)
        if done.returncode != status:
            raise Failed(f"weir {' '.join(map(str, arguments))} ended with {done.returncode}:\n"
                         f"{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def rest(self, method, path, body=None):
        """The JSON of a request to the REST API."""
        command = ["curl", "-sS", "--cacert", str(self.data / "tls-certificate.pem"), "-X", method,
                   "-H", "Authorization: Bearer " + (self.data / "token").read_text().strip(),
                   self.url + path + ("&" if "?" in path else "?") + "api-version=2018-06-01"]
        if body is not None:
            command += ["-H", "Content-Type: application/json", "-d", json.dumps(body)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return json.loads(done.stdout) if done.stdout else None


def expect(condition, message):
    if not condition:
        raise Failed(message)


def texts(folder):
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*.json")) if path.parent.name != "factory"}


def round_trip(service, folder, name, scratch):
    """Apply, export, apply: nothing changes. Gives the number of resources."""
    to = ("--factory", name)
    service.ask("apply", folder, *to)
    said = service.ask("apply", folder, *to, "--plan")
    expect("nothing to change" in said, f"{folder}: applied twice, it changes:\n{said}")
    git, again, arm = scratch / name, scratch / (name + "-again"), scratch / (name + "-arm")
    service.ask("export", git, *to)
    said = service.ask("apply", git, *to, "--plan")
    expect("nothing to change" in said, f"{folder}: its export changes:\n{said}")
    service.ask("export", arm, "--arm", *to)
    said = service.ask("apply", arm, *to, "--plan")
    expect("nothing to change" in said, f"{folder}: its template changes:\n{said}")
    second = ("--factory", name + "2")
    service.ask("apply", git, *second)
    service.ask("export", again, *second)
    expect(texts(git) == texts(again), f"{folder}: exported twice, the texts differ")
    return len(texts(git))


def corpus():
    roots = [ROOT / "samples", ROOT / "tests/conformance/corpus"]
    return [path for root in roots for path in sorted(root.iterdir())
            if path.is_dir() and not path.name.startswith("v1-")]  # Those: v1_service_test.py.


def apply_all(service, folders, scratch):
    """Each folder that the service takes; what it refuses must be for a fault that it names."""
    taken = resources = 0
    refused = []
    for number, folder in enumerate(folders):
        try:
            service.ask("apply", folder, "--factory", f"factory-{number}")
        except Failed as failure:
            reasons = [one for one in FAULTS if one in str(failure)]
            if not reasons:
                raise
            refused.append(f"{folder.name} ({reasons[0]})")
            continue
        resources += round_trip(service, folder, f"factory-{number}", scratch)
        taken += 1
    print(f"{taken} factories with {resources} resources: apply and export change nothing; "
          f"refused: {', '.join(refused) or 'none'}")
    expect(taken >= 3, "too few factories were taken")


def after(name):
    return [{"activity": name, "dependencyConditions": ["Succeeded"]}]


def script(name, text, depends=()):
    return {"name": name, "type": "Script", "dependsOn": list(depends),
            "linkedServiceName": {"referenceName": "Db", "type": "LinkedServiceReference"},
            "typeProperties": {"scripts": [{"type": "Query", "text": text}]}}


def rerun_factory(root):
    """A parent whose child fails until a table is there."""
    child = [script("Effect", "create sequence if not exists s; select nextval('s') as n"),
             {"name": "Pause", "type": "Wait", "dependsOn": after("Effect"),
              "typeProperties": {"waitTimeInSeconds": 1}},
             script("Need", "select * from needed", after("Pause"))]
    parent = [{"name": "Call", "type": "ExecutePipeline", "typeProperties": {
                   "waitOnCompletion": True,
                   "pipeline": {"referenceName": "Child", "type": "PipelineReference"}}},
              script("Last", "select 'last' as word", after("Call"))]
    long = [{"name": "Long", "type": "Wait", "typeProperties": {"waitTimeInSeconds": 3600}}]
    documents = {
        "linkedService/Db": {"type": "DuckDB", "typeProperties": {"path": str(root / "db.duckdb")}},
        "pipeline/Child": {"activities": child}, "pipeline/Parent": {"activities": parent},
        "pipeline/Mend": {"activities": [script("Make", "create table needed (n integer)")]},
        "pipeline/Long": {"activities": long}}
    for path, properties in documents.items():
        file = root / "reruns" / (path + ".json")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"name": file.stem, "properties": properties}))
    return root / "reruns"


class Runs:
    """Runs of one factory."""

    def __init__(self, service, factory):
        self.service = service
        self.factory = ("/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/weir/"
                        "providers/Microsoft.DataFactory/factories/" + factory)

    def start(self, pipeline):
        return self.service.rest("POST", f"{self.factory}/pipelines/{pipeline}/createRun",
                                 {})["runId"]

    def query(self, **filters):
        body = {"lastUpdatedAfter": "2020-01-01T00:00:00Z",
                "lastUpdatedBefore": "2100-01-01T00:00:00Z",
                "filters": [{"operand": operand, "operator": "Equals", "values": [value]}
                            for operand, value in filters.items()]}
        return self.service.rest("POST", self.factory + "/queryPipelineRuns", body)["value"]

    def wait(self, run, status):
        for _ in range(WAIT_MAX_S * 10):
            found = self.service.rest("GET", f"{self.factory}/pipelineruns/{run}")
            if found.get("runEnd"):
                expect(found["status"] == status, f"expected {status}: {found}")
                return found
            time.sleep(0.1)
        raise Failed(f"the run {run} does not end")

    def activities(self, run):
        body = {"lastUpdatedAfter": "2020-01-01T00:00:00Z",
                "lastUpdatedBefore": "2100-01-01T00:00:00Z"}
        listed = self.service.rest("POST", f"{self.factory}/pipelineruns/{run}/queryActivityruns",
                                   body)["value"]
        return {one["activityName"]: one for one in listed}


def rerun_over_a_kill(service, root):
    """The child is rerun from failure, the service killed meanwhile; the parent goes on."""
    service.ask("apply", rerun_factory(root), "--factory", "reruns")
    runs = Runs(service, "reruns")
    parent = runs.start("Parent")
    runs.wait(parent, "Failed")
    child = runs.query(PipelineName="Child")[0]["runId"]
    runs.wait(runs.start("Mend"), "Succeeded")
    said = service.ask("rerun", child, "--from-failure", "--factory", "reruns")
    again = said.split()[0]
    time.sleep(0.3)
    service.kill()
    service.start()
    runs.wait(again, "Succeeded")
    effect = runs.activities(again)["Effect"]
    expect(effect["recoveryStatus"] == "Skipped", f"the effect ran again: {effect}")
    for _ in range(WAIT_MAX_S * 10):
        latest = runs.query(PipelineName="Parent", LatestOnly="true")
        if [run["status"] for run in latest] == ["Succeeded"]:
            break
        time.sleep(0.1)
    else:
        raise Failed(f"the parent did not go on: {latest}")
    healed = latest[0]
    expect(healed["runId"] != parent and healed["runGroupId"] == parent, f"its group: {healed}")
    steps = runs.activities(healed["runId"])
    expect(steps["Call"]["output"]["pipelineRunId"] == again, f"its child: {steps['Call']}")
    expect(steps["Last"]["recoveryStatus"] == "None", f"what follows: {steps['Last']}")
    service.ask("rerun", again, "--from-failure", "--factory", "reruns", status=1)
    said = service.ask("rerun", again, "--from", "Need", "--wait", "--factory", "reruns")
    expect("Succeeded" in said, said)
    print("a child rerun from failure, over a kill -9: taken over, its parent went on")


def cancel(service):
    runs = Runs(service, "reruns")
    run = runs.start("Long")
    service.ask("cancel", run, "--recursive", "--factory", "reruns")
    runs.wait(run, "Cancelled")
    service.ask("cancel", "none", "--factory", "reruns", status=1)


def plans(service, root):
    """What a plan says, and that one fault changes nothing."""
    to = ("--factory", "reruns")
    pipeline = root / "reruns/pipeline/Long.json"
    document = json.loads(pipeline.read_text())
    document["properties"]["activities"][0]["typeProperties"]["waitTimeInSeconds"] = 5
    pipeline.write_text(json.dumps(document))
    (root / "reruns/pipeline/Mend.json").unlink()
    said = service.ask("apply", root / "reruns", *to, "--plan")
    for words in ("~ pipeline Long", "~ activities[Long].typeProperties.waitTimeInSeconds: "
                  "3600 → 5", "- pipeline Mend", "0 to create, 1 to change, 1 to delete"):
        expect(words in said, f"the plan lacks '{words}':\n{said}")
    changes = json.loads(service.ask("apply", root / "reruns", *to, "--plan", "--json"))["changes"]
    expect([one["action"] for one in changes] == ["update", "delete"], f"{changes}")
    (root / "reruns/pipeline/Child.json").rename(root / "Child.json")
    said = service.ask("apply", root / "reruns", *to, status=1)
    expect("invalid reference 'Child'" in said, said)
    (root / "Child.json").rename(root / "reruns/pipeline/Child.json")
    (root / "reruns/pipeline/Broken.json").write_text("{")
    said = service.ask("apply", root / "reruns", *to, status=1)
    expect("Broken.json" in said and "FactoryUnreadable" in said, said)
    (root / "reruns/pipeline/Broken.json").unlink()
    service.ask("export", root / "kept", *to)
    expect((root / "kept/pipeline/Mend.json").exists(), "a refused apply changed something")
    service.ask("apply", root / "reruns", *to)
    said = service.ask("export", root / "kept", *to, "--prune")
    expect(not (root / "kept/pipeline/Mend.json").exists(), "pruning left a file")
    said = service.ask("apply", root / "reruns", "--factory", "rerun", "--plan")
    expect("to create" in said, said)
    service.ask("export", root / "none", "--factory", "rerun", status=1)


def waits_factory(root):
    """Pipelines that wait, each for something else."""
    def pipeline(*activities, **more):
        return {"activities": list(activities), **more}

    def long(name="Long"):
        return {"name": name, "type": "Wait", "typeProperties": {"waitTimeInSeconds": 3600}}

    def unreachable(name):
        return {"name": name, "type": "WebHook",
                "typeProperties": {"url": "http://127.0.0.1:9/never", "method": "POST",
                                   "body": {}, "timeout": "00:10:00"},
                "policy": {"retry": 1, "retryIntervalInSeconds": 3000}}

    documents = {
        "One": pipeline(long(), concurrency=1),
        "Each": pipeline({"name": "Each", "type": "ForEach", "typeProperties": {
            "items": "@range(0,30)", "batchCount": 2, "activities": [long()]}}),
        "Call": pipeline({"name": "Call", "type": "ExecutePipeline", "typeProperties": {
            "waitOnCompletion": True,
            "pipeline": {"referenceName": "One", "type": "PipelineReference"}}}),
        "Retry": pipeline(unreachable("Hook"))}
    for name, properties in documents.items():
        file = root / "waits/pipeline" / (name + ".json")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"name": name, "properties": properties}))
    return root / "waits"


def waits(service, root):
    """Why runs wait, over a kill -9."""
    service.ask("apply", waits_factory(root), "--factory", "waits")
    runs = Runs(service, "waits")

    def ask(run):
        return json.loads(service.ask("runs", "waits", run, "--json", "--factory", "waits"))

    def until(run, reason):
        for _ in range(WAIT_MAX_S * 10):
            found = ask(run)["waits"]
            if found and found[0]["reason"] == reason:
                return found[0]
            time.sleep(0.1)
        raise Failed(f"it does not wait for {reason}: {found}")

    first, second = runs.start("One"), runs.start("One")
    call, each, retry = runs.start("Call"), runs.start("Each"), runs.start("Retry")
    for _ in range(2):
        until(first, "Timer")
        turn = until(second, "PipelineConcurrency")
        expect((turn["limit"], turn["place"], turn["of"]) == (1, 1, 2), f"its turn: {turn}")
        expect([one["runId"] for one in turn["holders"]] == [first], f"who holds it: {turn}")
        child = until(call, "Child")["holders"][0]
        expect(child["status"] == "Queued", f"the child: {child}")
        expect(until(child["runId"], "PipelineConcurrency")["place"] == 2, "the child's place")
        turn = until(each, "BatchCount")
        expect((turn["path"], turn["holders"][0]["name"]) == ("Each[2]", "Each[0]"), f"{turn}")
        expect(ask(each)["more"] == 8, "iterations that are not named")
        expect("tried again at" in until(retry, "RetryInterval")["message"], "a retry")
        service.kill()
        service.start()
    said = service.ask("runs", "waits", second, "--factory", "waits")
    expect("it is number 1 of 2 in the queue" in said and f"held by One  {first}" in said, said)
    service.ask("cancel", first, "--factory", "waits")
    until(second, "Timer")
    for run in (second, call, each, retry):
        service.ask("cancel", run, "--recursive", "--factory", "waits")
        runs.wait(run, "Cancelled")
    said = service.ask("runs", "waits", each, "--factory", "waits")
    expect("waits for nothing" in said, said)
    service.ask("runs", "waits", "none", "--factory", "waits", status=1)
    print("waits: turn, child, iterations, timer, retry, over a kill -9")


def main():
    weir = os.path.abspath(sys.argv[1])
    folders = [pathlib.Path(one) for one in sys.argv[2:]]
    with tempfile.TemporaryDirectory(prefix="weir-service-") as folder:
        root = pathlib.Path(folder)
        service = Service(weir, root / "data")
        try:
            apply_all(service, folders or corpus(), root / "exports")
            rerun_over_a_kill(service, root)
            cancel(service)
            plans(service, root)
            waits(service, root)
        except Failed as failure:
            raise SystemExit(str(failure)) from failure
        finally:
            service.kill()


if __name__ == "__main__":
    main()
