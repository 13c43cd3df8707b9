"""The screen in a real browser, before a service with a long history and a large factory."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

from measuring import Measured

from service import weir
from service.pieces import HISTORY, piece

FACTORY = ("/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/weir/providers/"
           "Microsoft.DataFactory/factories/shop")  # As `weir apply` names it.
UI = pathlib.Path(__file__).resolve().parents[2] / "ui"
PIPELINES = 5000
LINKS = 1000  # Activities that make a dataset of another: 3,000 nodes with pipelines.
ITEMS = 20_000
LIVE_RATE, LIVE_SECONDS = 500, 10
GOALS = {"first paint of the overview": 1.5, "the list of runs": 0.3,
         "the list of failed runs": 0.3, "lineage of 3,000 nodes": 2,
         "a run of 20,000 activities": 2}


def reference(name, kind):
    return {"referenceName": name, "type": kind}


def link(number):
    sides = {"source": "DelimitedTextSource", "sink": "DelimitedTextSink"}
    return {"name": f"Make {number}", "type": "Copy",
            "inputs": [reference(f"d{number}", "DatasetReference")],
            "outputs": [reference(f"d{number + 1}" if number % 10 != 9 else f"e{number}",
                                  "DatasetReference")],
            "typeProperties": {side: {"type": kind} for side, kind in sides.items()}}


def write_factory(folder):
    """As a folder: many pipelines, and chains of datasets."""
    def write(kind, name, properties):
        place = folder / kind
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{name}.json").write_text(json.dumps({"name": name, "properties": properties}))

    write("linkedService", "Files", {"type": "FileServer", "typeProperties": {"host": "/tmp/none"}})
    for number in range(LINKS):
        for letter in "de" if number % 10 == 9 else "d":
            write("dataset", f"{letter}{number}", {
                "type": "DelimitedText", "linkedServiceName": reference(
                    "Files", "LinkedServiceReference"),
                "typeProperties": {"location": {"type": "FileServerLocation",
                                                "folderPath": f"{letter}{number}"}}})
    wait = {"name": "Copy 0", "type": "Wait", "typeProperties": {"waitTimeInSeconds": 0}}
    for number in range(PIPELINES):
        write("pipeline", f"Load{number}",
              {"activities": [link(number) if number < LINKS else wait]})
    write("pipeline", "Light", {"activities": [wait]})
    write("pipeline", "Wide", {"activities": [{
        "name": "Each", "type": "ForEach", "typeProperties": {
            "items": {"value": f"@range(0, {ITEMS})", "type": "Expression"}, "batchCount": 50,
            "activities": [wait]}}]})


def wide_run(client):
    run = client.ask("POST", f"{FACTORY}/pipelines/Wide/createRun", {})["runId"]
    while client.ask("GET", f"{FACTORY}/pipelineruns/{run}")["status"] == "InProgress":
        time.sleep(0.1)
    return run


def look(service, run):
    """What a browser measures: {name: seconds}, and texts."""
    return json.loads(subprocess.run(
        ["node", "scripts/measure.mjs"], cwd=UI, check=True, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "WEIR_URL": service.url, "WEIR_TOKEN": service.token,
             "WEIR_FACTORY": FACTORY, "WEIR_RUN": run, "WEIR_RATE": str(LIVE_RATE),
             "WEIR_SECONDS": str(LIVE_SECONDS)}).stdout)


def screen(bench):
    """First paint, lists, graphs, scrolling, live changes; Chromium without a graphics card."""
    if not shutil.which("chromium"):
        print("no chromium here: the screen is left out")
        return
    with tempfile.TemporaryDirectory(dir=bench.work) as place:
        folder = pathlib.Path(place)
        write_factory(folder / "shop")
        service = weir.Service(bench.build / "weir", folder / "data")
        try:
            subprocess.run(
                [bench.build / "weir", "apply", folder / "shop", "--factory", "shop", "--server",
                 service.url, "--token-file", service.data / "token"], check=True,
                stdout=subprocess.DEVNULL)
            service.stop()
            subprocess.run([bench.build / "bench/service/seed_history", service.data / "runs.db",
                            FACTORY.lower(), str(HISTORY)], check=True)
            service.start()
            seen = look(service, wide_run(service.client()))
        finally:
            service.stop()
    for name, seconds in seen["times"].items():
        goal = f"≤ {GOALS[name]} s" if name in GOALS else ""
        yield piece(f"screen: {name}", {"weir": seconds}, 1, goal)
    for name, text in seen["texts"].items():
        yield piece(f"screen: {name}", {"weir": Measured(0, text=text)}, 1, "")
