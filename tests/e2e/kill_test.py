#!/usr/bin/env python3
"""Kill `weir run` again and again, resume it, and compare with a run that nobody killed.

    kill_test.py WEIR [KILLS]

The pipeline waits, loops, sets variables and calls a child; another one fails, and is killed while
it is rerun from failure. Each life of the process is killed with
SIGKILL a short random time after the run is there; the last one may end. What the store then holds
must be what it holds for a run that was left alone.
"""
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

KILLS_DEFAULT = 25
SEED = 7


def activity(name, kind, settings, after=None, **more):
    return {"name": name, "type": kind, "typeProperties": settings,
            "dependsOn": [{"activity": a, "dependencyConditions": ["Succeeded"]}
                          for a in after or []], **more}


def wait(name, seconds, after=None):
    return activity(name, "Wait", {"waitTimeInSeconds": f"@float('{seconds}')"}, after)


FACTORY = {
    "pipeline/Main.json": {"name": "Main", "properties": {
        "parameters": {"secret": {"type": "securestring", "defaultValue": "pass-word"}},
        "variables": {"seen": {"type": "Array"}},
        "activities": [
            wait("First", 0.2),
            activity("Each", "ForEach", {
                "items": "@range(0,12)", "batchCount": 4, "activities": [
                    wait("Pause", 0.1),
                    activity("Note", "AppendVariable",
                             {"variableName": "seen", "value": "@string(item())"}, ["Pause"])]},
                ["First"]),
            activity("Call", "ExecutePipeline",
                     {"pipeline": {"referenceName": "Child", "type": "PipelineReference"},
                      "waitOnCompletion": True, "parameters": {"n": 3}}, ["First"]),
            activity("Result", "SetVariable", {
                "variableName": "pipelineReturnValue", "setSystemVariable": True,
                "value": [{"key": "count", "value": {
                    "type": "Expression", "content": "@length(variables('seen'))"}},
                    {"key": "child", "value": {
                        "type": "Expression",
                        "content": "@activity('Call').output.pipelineReturnValue.n"}}]},
                     ["Each", "Call"])]}},
    "pipeline/Child.json": {"name": "Child", "properties": {
        "parameters": {"n": {"type": "int"}},
        "activities": [
            activity("Slow", "ForEach", {
                "items": "@range(0,pipeline().parameters.n)", "isSequential": True,
                "activities": [wait("Tick", 0.2)]}),
            activity("Back", "SetVariable", {
                "variableName": "pipelineReturnValue", "setSystemVariable": True,
                "value": [{"key": "n", "value": {
                    "type": "Expression", "content": "@pipeline().parameters.n"}}]}, ["Slow"])]}},
    "pipeline/Again.json": {"name": "Again", "properties": {
        "parameters": {"fails": {"type": "bool", "defaultValue": True}},
        "activities": [
            activity("Effect", "Script", {"scripts": [{
                "type": "Query",
                "text": "create sequence if not exists s; select nextval('s') as n"}]},
                     linkedServiceName={"referenceName": "Sql", "type": "LinkedServiceReference"}),
            activity("Each", "ForEach", {"items": "@range(0,8)", "batchCount": 2, "activities": [
                wait("Pause", 0.1)]}, ["Effect"]),
            activity("Check", "IfCondition", {
                "expression": "@pipeline().parameters.fails",
                "ifTrueActivities": [activity("Stop", "Fail", {"message": "m", "errorCode": "1"})]},
                     ["Each"]),
            wait("Last", 0.2, ["Check"])]}},
    "linkedService/Sql.json": {"name": "Sql", "properties": {
        "type": "AzureSqlDatabase", "typeProperties": {"connectionString": "Server=s"}}},
    "weir.local.json": {"linkedServices": {
        "Sql": {"type": "DuckDB", "typeProperties": {"path": "db.duckdb"}}}},
}


def weir_command(weir, data, *arguments):
    return subprocess.Popen([weir, *arguments], env={**os.environ, "WEIR_DATA": str(data)},
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            start_new_session=True)


def history(weir, data):
    """What the store holds of every run: status; sorted, each activity's path, status, output."""
    runs = json.loads(subprocess.run([weir, "runs", "--json"], capture_output=True, text=True,
                                     check=True,
                                     env={**os.environ, "WEIR_DATA": str(data)}).stdout)["value"]
    found = []
    for run in runs:
        shown = json.loads(subprocess.run(
            [weir, "runs", "show", run["runId"], "--json"], capture_output=True, text=True,
            check=True,
            env={**os.environ, "WEIR_DATA": str(data)}).stdout)
        steps = sorted([step["path"], step["activityName"], step["status"],
                        {} if step["activityType"] == "ExecutePipeline" else step["output"],
                        step["activityRunEnd"] is not None] for step in shown["activityRuns"])
        found.append([run["pipelineName"], run["status"], run["pipelineReturnValue"], steps])
    return sorted(found, key=json.dumps)


def run_with_kills(weir, data, arguments, pipeline, kills, chance):
    """Give the number of lives that were cut short, each soon after the run was taken up."""
    for cut in range(kills):
        process = weir_command(weir, data, *arguments)
        said = ""
        while f" of pipeline {pipeline}" not in said:
            line = process.stderr.readline()
            if "nothing to resume" in line:
                return cut  # The life before was killed after its work was done.
            if not line:
                raise SystemExit(f"life {cut + 1} ended by itself:\n{said}")
            said += line
        time.sleep(chance.uniform(0, 0.08))
        if process.poll() is not None:
            if process.returncode != 0:
                raise SystemExit(f"life {cut + 1} failed:\n{said}{process.communicate()[1]}")
            return cut
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        arguments = ["run", "--resume"]
    process = weir_command(weir, data, *arguments)
    _, errors = process.communicate(timeout=120)
    if process.returncode != 0:
        raise SystemExit(f"the last life failed:\n{errors}")
    return kills


def run(weir, data, *arguments, status=0):
    process = weir_command(weir, data, *arguments)
    out, errors = process.communicate(timeout=120)
    if process.returncode != status:
        raise SystemExit(f"weir {' '.join(arguments)} ended with {process.returncode}:\n{errors}")
    return out


def compare(calm, stormy, cut):
    if calm != stormy:
        raise SystemExit(f"after {cut} kills the history differs:\n"
                         f"{json.dumps(calm, indent=1)}\n{json.dumps(stormy, indent=1)}")


def kill_reruns(weir, root, kills, chance):
    """Rerun from failure, once left alone and once killed: the effect is there once."""
    factory, found = root / "factory", []
    arguments = ["rerun", "", "--from-failure", "--param", "fails=false"]
    for name in ("calm", "stormy"):
        data = root / f"rerun-{name}"
        (factory / "db.duckdb").unlink(missing_ok=True)
        run(weir, data, "run", str(factory), "--pipeline", "Again", status=1)
        if name == "calm":
            run(weir, data, *arguments)
            cut = 0
        else:
            cut = run_with_kills(weir, data, arguments, "Again", kills, chance)
        found.append(history(weir, data))
    compare(*found, cut)
    effects = [step for one in found[1] for step in one[3] if step[1] == "Effect"]
    if [step[3]["resultSets"][0]["rows"] for step in effects] != [[{"n": 1}], [{"n": 1}]]:
        raise SystemExit(f"the effect was not taken over: {effects}")
    print(f"{cut} kills of a rerun, {len(found[1])} runs, history as without them")


def main():
    weir = os.path.abspath(sys.argv[1])
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else KILLS_DEFAULT
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory(prefix="weir-kill-") as folder:
        root = pathlib.Path(folder)
        for path, document in FACTORY.items():
            file = root / "factory" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(document), encoding="utf-8")
        calm, stormy = root / "calm", root / "stormy"
        arguments = ["run", str(root / "factory"), "--pipeline", "Main"]
        run(weir, calm, *arguments)
        cut = run_with_kills(weir, stormy, arguments, "Main", kills, chance)
        wanted, found = history(weir, calm), history(weir, stormy)
        if b"pass-word" in b"".join(p.read_bytes() for p in stormy.rglob("*") if p.is_file()):
            raise SystemExit("a secret parameter lies in clear in the data folder")
        compare(wanted, found, cut)
        print(f"{cut} kills, {len(found)} runs, history as without them")
        kill_reruns(weir, root, kills, chance)


if __name__ == "__main__":
    main()
