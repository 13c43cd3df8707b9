#!/usr/bin/env python3
"""Deploy factories of version 1 into a `weir serve` and work with their slices.

    v1_service_test.py WEIR [CASES.json]

A case: {name, sample, steps}. The sample is copied, its tables are made, and a service of its own
begins with its stand-ins. Steps:
    {"deploy": true}                 put the sample's documents over the REST interface
    {"do": "slices.list", "args"}    a call of v1_client.py; "want" is what its answer has at least,
                                     "status" and "code" of one that is refused, "until": true asks
                                     again until it is so, "save": {name: path in the answer}
    {"weir": [arguments]}            a command of weir, "exit", "says" and "lacks" texts
    {"move": [from, to]}, {"file": path, "holds": text}     in the copied sample
    {"kill": true}                   kill -9, and begin again
    {"upload": {path: text}}         write files of the sample
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import v1_client

ROOT = pathlib.Path(__file__).resolve().parents[2]
WAIT_MAX_S = 60
NAMES = {"linkedService": "linked_services", "dataset": "datasets", "pipeline": "pipelines"}


class Failed(Exception):
    """Something was not as it must be."""


def differs(got, want, at="answer"):
    """What `want` says and `got` does not; of objects it may say less. Empty if nothing."""
    if isinstance(want, dict) and "$says" in want:
        return "" if want["$says"] in str(got) else f"{at}: got {got!r}"
    if isinstance(want, dict) and "$count" in want:
        return "" if len(got) == want["$count"] else f"{at}: {len(got)} of them"
    if isinstance(want, dict):
        if not isinstance(got, dict):
            return f"{at}: got {got!r}"
        for name, value in want.items():
            if value == {"$absent": True}:
                if name in got:
                    return f"{at}.{name} is there"
                continue
            below = differs(got.get(name), value, f"{at}.{name}")
            if below:
                return below
        return ""
    if isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
        for index, (one, other) in enumerate(zip(got, want)):
            below = differs(one, other, f"{at}[{index}]")
            if below:
                return below
        return ""
    return "" if got == want else f"{at}: wanted {want!r}, got {got!r}"


class World:
    """A sample, and a service that has its stand-ins."""

    def __init__(self, weir, sample, folder):
        self.weir, self.folder, self.names = weir, folder / "sample", {}
        self.data = folder / "data"
        shutil.copytree(ROOT / "samples" / sample, self.folder,
                        ignore=shutil.ignore_patterns(".weir"))
        (self.folder / ".weir").mkdir()
        tables = self.folder / "tables.sql"
        if tables.exists():
            self.run("run", ROOT / "samples/v1-tables", "--pipeline", "Execute", "--quiet",
                     "--param", "script=" + tables.read_text(), "--local",
                     self.folder / "weir.local.json", "--data", folder / "runs")
        self.process = None
        self.port = 0
        self.start()

    def run(self, *arguments):
        return subprocess.run([self.weir, *map(str, arguments)], capture_output=True, text=True,
                              check=True, timeout=WAIT_MAX_S)

    def start(self):
        self.process = subprocess.Popen(
            [self.weir, "serve", "--data", str(self.data), "--local",
             str(self.folder / "weir.local.json"), "--listen", f"127.0.0.1:{self.port}"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            raise Failed("the service did not start: " + line)
        url = line.split()[-1]
        self.port = url.rsplit(":", 1)[1]
        token = (self.data / "token").read_text().strip()
        self.client = v1_client.V1Client(url, token, "old")

    def kill(self, how=signal.SIGKILL):
        self.process.send_signal(how)
        self.process.wait()
        self.process.stdout.close()

    def fill(self, value):
        text = json.dumps(value)
        for name, known in self.names.items():
            text = text.replace("${" + name + "}", known)
        return json.loads(text)

    def deploy(self):
        """Factory, linked services, datasets, pipelines, as the articles advise."""
        self.client.call("factories.create_or_update", {"location": "westus"})
        for folder, group in NAMES.items():
            for path in sorted((self.folder / folder).glob("*.json")):
                document = json.loads(path.read_text())
                self.client.call(group + ".create_or_update",
                                 {"name": document["name"], "properties": document["properties"]})

    def do(self, step):
        """A call of the client. Gives what is wrong; empty if nothing is."""
        try:
            got = self.client.call(step["do"], self.fill(step.get("args", {})))
        except v1_client.RestError as refusal:
            if refusal.status != step.get("status"):
                return str(refusal)
            code = refusal.body["error"]["code"]
            return "" if code == step["code"] else f"the code is {code}"
        if "status" in step and got != step["status"]:
            return f"it was not refused: {got!r}"
        wrong = differs(got, self.fill(step["want"])) if "want" in step else ""
        if wrong:
            return wrong
        for name, path in step.get("save", {}).items():
            value = got
            for part in path.split("."):
                value = value[int(part)] if isinstance(value, list) else value[part]
            self.names[name] = value
        return ""

    def command(self, step):
        done = subprocess.run(
            [self.weir, *self.fill(step["weir"]), "--server", self.client.url, "--token-file",
             str(self.data / "token")],
            cwd=self.folder, capture_output=True, text=True, check=False, timeout=WAIT_MAX_S,
            env={**os.environ, "NO_COLOR": "1"})
        said = done.stdout + done.stderr
        if done.returncode != step.get("exit", 0):
            return f"exit status {done.returncode}: {said}"
        for text in self.fill(step.get("says", [])):
            if text not in said:
                return f"lacks {text!r}: {said}"
        for text in step.get("lacks", []):
            if text in said:
                return f"says {text!r}: {said}"
        return ""

    def take(self, step):
        if step.get("deploy"):
            return self.deploy()
        if step.get("kill"):
            self.kill()
            return self.start()
        if "move" in step:
            before, after = step["move"]
            return shutil.move(self.folder / before, self.folder / after) and None
        if "upload" in step:
            for path, text in step["upload"].items():
                (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / path).write_text(text)
            return None
        if "file" in step:
            return self.until(step, lambda: self.look(step))
        return self.until(step, lambda: self.do(step) if "do" in step else self.command(step))

    def look(self, step):
        file = self.folder / step["file"]
        text = file.read_text() if file.exists() else "(no file)"
        return "" if step["holds"] in text else f"{step['file']}: {text}"

    def until(self, step, act):
        """Act, and again until nothing is wrong if the step waits."""
        end = time.monotonic() + WAIT_MAX_S
        while True:
            wrong = act()
            if not wrong:
                return
            if not step.get("until") or time.monotonic() > end:
                raise Failed(f"{json.dumps(step)[:300]}:\n  {wrong[:1000]}")
            time.sleep(0.05)


def run_case(weir, case):
    with tempfile.TemporaryDirectory(prefix="weir-v1-") as folder:
        world = World(weir, case["sample"], pathlib.Path(folder))
        try:
            for step in case["steps"]:
                world.take(step)
        finally:
            world.kill(signal.SIGTERM)


def main(weir, cases=str(pathlib.Path(__file__).with_name("v1_cases.json")), only=None):
    weir = str(pathlib.Path(weir).resolve())
    failed = 0
    for case in json.loads(pathlib.Path(cases).read_text()):
        if only and only not in case["name"]:
            continue
        try:
            run_case(weir, case)
            print("ok    ", case["name"], flush=True)
        except (Failed, AssertionError, v1_client.RestError) as failure:
            failed += 1
            print("FAILED", case["name"] + ":", failure, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
