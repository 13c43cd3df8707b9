#!/usr/bin/env python3
"""`weir backup` while runs are created and triggers fire, `weir restore`, and go on.

    backup_test.py WEIR
"""
import collections
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import service as served  # noqa: E402

sys.argv, WEIR = sys.argv[:1], os.path.abspath(sys.argv[1])
WINDOWS = 72


def window_trigger(windows):
    return {"properties": {
        "type": "TumblingWindowTrigger",
        "typeProperties": {"frequency": "Hour", "interval": 1, "maxConcurrency": 4,
                           "startTime": "2024-01-01T00:00:00Z",
                           "endTime": f"2024-01-{1 + windows // 24:02}T00:00:00Z"},
        "pipeline": {"pipelineReference": {"referenceName": "window",
                                           "type": "PipelineReference"},
                     "parameters": {"what": "@trigger().outputs.windowStartTime"}}}}


def weir(*arguments, status=0, env=None):
    done = subprocess.run([WEIR, *map(str, arguments)], capture_output=True, text=True,
                          check=False, env={**os.environ, **(env or {})})
    assert done.returncode == status, f"{arguments}: {done.stdout}{done.stderr}"
    return done.stdout + done.stderr


class Load:
    """Runs created by some clients, until it is stopped."""

    def __init__(self, service):
        self.service, self.stopped = service, threading.Event()
        self.created = collections.deque()
        self.threads = [threading.Thread(target=self.create) for _ in range(3)]
        for thread in self.threads:
            thread.start()

    def create(self):
        while not self.stopped.is_set():
            self.created.append(self.service.run("asked"))

    def stop(self):
        self.stopped.set()
        for thread in self.threads:
            thread.join()


class BackupTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="weir-backup-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.old = self.folder / "old"
        self.file = self.folder / "backup.db"

    def serve(self, data):
        service = served.Service(WEIR, data)
        self.addCleanup(lambda: service.process.poll() is None and service.stop(signal.SIGKILL))
        return service

    def small_backup(self):
        service = self.serve(self.old)
        service.ask("PUT", "", {})
        service.pipeline("asked", [served.wait("W", 0)])
        run = service.run("asked")
        service.wait_for(run)
        weir("token", "create", "reader", "--role", "Reader", "--scope", "/", "--data", self.old)
        weir("backup", self.file, "--data", self.old)
        service.stop()
        return run

    @staticmethod
    def all_over(service):
        """Every run, once each window has one and all of them succeeded."""
        runs = service.all_of("queryPipelineRuns")
        windows = sum(run["pipelineName"] == "window" for run in runs)
        over = all(run["status"] == "Succeeded" for run in runs)
        return runs if over and windows >= WINDOWS else []

    def test_under_load(self):
        service = self.serve(self.old)
        service.ask("PUT", "", {})
        what = {"what": {"type": "string"}}
        service.pipeline("window", [served.wait("W", 1)], parameters=what)
        service.pipeline("asked", [served.wait("A", 0), served.wait("B", 0, "A")])
        service.pipeline("long", [served.wait("A", 0), served.wait("B", 5, "A")])
        service.ask("PUT", "/triggers/hourly", window_trigger(WINDOWS))
        service.ask("POST", "/triggers/hourly/start")
        long_run = service.run("long")
        load = Load(service)
        served.until(lambda: len(load.created) > 200)
        over = {run["runId"] for run in service.all_of("queryPipelineRuns")
                if run["status"] == "Succeeded"}
        said = weir("backup", self.file, "--data", self.old)
        created = len(load.created)
        served.until(lambda: len(load.created) > created)  # It was not held up.
        load.stop()
        service.stop(signal.SIGKILL)
        self.assertIn("not in it: the key", said)
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)
        self.assertFalse(list(self.folder.glob("*.part")))

        new = self.folder / "new"
        restored = weir("restore", self.file, "--data", new, "--key", self.old / "key")
        self.assertEqual((new / "key").stat().st_mode & 0o777, 0o600)
        service = self.serve(new)
        in_it = {run["runId"]: run for run in service.all_of("queryPipelineRuns")}
        self.assertLessEqual(over, set(in_it), "a run was lost")
        self.assertTrue(all(in_it[run]["status"] == "Succeeded" for run in over))
        self.assertIn(long_run, in_it)
        self.assertNotIn(long_run, over)
        runs = served.until(lambda: self.all_over(service))
        windows = collections.Counter(run["parameters"]["what"] for run in runs
                                      if run["pipelineName"] == "window")
        self.assertEqual(len(windows), WINDOWS)
        self.assertEqual(set(windows.values()), {1}, "a window ran twice")
        print(f"{len(over)} runs were over, {len(load.created)} created; restored: "
              f"{restored.strip()}")

    def test_what_is_in_it(self):
        run = self.small_backup()
        new = self.folder / "new"
        new.mkdir()
        (new / "key").write_text((self.old / "key").read_text())
        weir("restore", self.file, "--data", new)
        service = self.serve(new)
        self.assertEqual(service.wait_for(run)["status"], "Succeeded")
        self.assertIn("reader", weir("token", "list", "--data", new))
        self.assertIn("records", weir("audit", "verify", "--data", new))
        self.assertNotEqual((new / "token").read_text(), (self.old / "token").read_text())
        tables = sqlite3.connect(new / "runs.db").execute(
            "SELECT name FROM sqlite_schema WHERE name LIKE 'backup%'").fetchall()
        self.assertEqual(tables, [])

    def test_refusals(self):
        self.small_backup()
        key = self.old / "key"
        self.assertIn("FileExists", weir("backup", self.file, "--data", self.old, status=1))
        self.assertIn("KeyNeeded", weir("backup", self.folder / "b", "--data",
                                        self.folder / "none", status=1))
        refused = (("DataFolderNotEmpty", self.file, ("--data", self.old)),
                   ("KeyNeeded", self.file, ("--data", self.folder / "new")),
                   ("FileNotFound", self.folder / "none", ("--data", self.folder / "new")),
                   ("NotABackup", self.old / "runs.db", ("--data", self.folder / "new")),
                   ("NotABackup", key, ("--data", self.folder / "new")))
        for code, file, more in refused:
            with self.subTest(code, file=file):
                self.assertIn(code, weir("restore", file, *more, status=1))
        other = self.folder / "other-key"
        other.write_text("0" * 64)
        to_new = ("--data", self.folder / "new", "--key")
        self.assertIn("WrongKey", weir("restore", self.file, *to_new, other, status=1))
        newer = sqlite3.connect(self.file)
        version = newer.execute("PRAGMA user_version").fetchone()[0]
        newer.execute("PRAGMA user_version = 999")
        self.assertIn("StoreTooNew", weir("restore", self.file, *to_new, key, status=1))
        newer.execute(f"PRAGMA user_version = {version}")
        newer.close()
        whole = self.file.read_bytes()
        self.file.write_bytes(whole[:4096 * 3] + b"\xff" * 4096 * 4 + whole[4096 * 7:])
        self.assertIn("BackupDamaged", weir("restore", self.file, *to_new, key, status=1))
        self.file.write_bytes(whole[:len(whole) // 2])
        said = weir("restore", self.file, *to_new, key, status=1)
        self.assertTrue("BackupDamaged" in said or "NotABackup" in said, said)
        self.assertFalse((self.folder / "new").exists())


if __name__ == "__main__":
    unittest.main()
