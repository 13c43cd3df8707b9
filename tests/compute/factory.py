"""A factory of one pipeline with one activity on a cluster, run by `weir run`."""
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time


def reference(name):
    return {"referenceName": name, "type": "LinkedServiceReference"}


def dataset_reference(name):
    return {"referenceName": name, "type": "DatasetReference"}


class Factory:
    """In a temporary folder; what lies in `scripts` is the store `Store`."""

    def __init__(self, weir, cluster, kind):
        self.weir, self.kind = weir, kind
        self.temporary = tempfile.TemporaryDirectory(prefix="weir-compute-")
        self.root = pathlib.Path(self.temporary.name)
        self.data = self.root / "data"
        self.scripts = self.root / "scripts"
        self.service("Store", "FileServer", {"host": str(self.scripts)})
        self.service("Cluster", "HDInsight", {
            "clusterUri": "http://127.0.0.1:1", "userName": "tester",
            "password": {"type": "SecureString", "value": "a secret of the test"},
            "linkedServiceName": reference("Store"), **cluster})

    def close(self):
        self.temporary.cleanup()

    def write(self, path, text):
        path = self.root / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def service(self, name, kind, settings):
        self.write(f"factory/linkedService/{name}.json", json.dumps(
            {"name": name, "properties": {"type": kind, "typeProperties": settings}}))

    def dataset(self, name, kind, settings, service):
        self.write(f"factory/dataset/{name}.json", json.dumps({"name": name, "properties": {
            "type": kind, "typeProperties": settings, "linkedServiceName": reference(service)}}))

    def pipeline(self, activities):
        self.write("factory/pipeline/P.json", json.dumps(
            {"name": "P", "properties": {"activities": activities}}))

    def activity(self, settings, **more):
        self.pipeline([{"name": "Job", "type": self.kind, "typeProperties": settings,
                        "linkedServiceName": reference("Cluster"), **more}])

    def start(self, *arguments):
        return subprocess.Popen(
            [self.weir, "run", *arguments, "--data", self.data, "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def finish(self, process):
        """The activity run."""
        return self.finish_all(process)[0]

    @staticmethod
    def finish_all(process):
        """The activity runs."""
        out, _ = process.communicate(timeout=600)
        return json.loads(out)["activityRuns"]

    def run(self, settings, **more):
        self.activity(settings, **more)
        return self.finish(self.start(self.root / "factory", "--pipeline", "P"))

    def start_until(self, settings, said, then=0):
        """Start, and return `then` seconds after the job's log says `said`."""
        self.activity(settings)
        process = self.start(self.root / "factory", "--pipeline", "P")
        end = time.monotonic() + 240
        while time.monotonic() < end:
            if said in self.log():
                time.sleep(then)
                return process
            if process.poll() is not None:
                break
            time.sleep(0.1)
        process.kill()
        raise AssertionError(f"the log never said {said!r}:\n{self.log()}")

    def kill_and_resume(self, process):
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        return self.finish(self.start("--resume"))

    def cancel(self, process):
        os.kill(process.pid, signal.SIGINT)
        return self.finish(process)

    def log(self):
        """What the jobs of all runs said."""
        return "".join(path.read_text(errors="replace")
                       for path in sorted(self.data.glob("logs/*/*.log")))
