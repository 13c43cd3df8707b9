#!/usr/bin/env python3
"""A disk that is full, a database that somebody holds: the service says so, and goes on.

    health_test.py WEIR

Runs in a mount namespace of its own, for a small disk.
"""
import concurrent.futures
import os
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import service as served  # noqa: E402

DISK_MB = 24
OWN_NAMESPACE = "WEIR_TEST_OWN_MOUNTS"


class HealthTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="weir-health-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def serve(self, disk):
        self.service = served.Service(WEIR, disk / "data")
        self.addCleanup(self.stop)
        self.service.ask("PUT", "", {})
        self.service.pipeline("short", [served.wait("W", 0)])
        self.service.pipeline("long", [served.wait("A", 1), served.wait("B", 1, "A"),
                                       served.wait("C", 0, "B")])

    def stop(self, sign=signal.SIGTERM):
        if self.service.process.poll() is None:
            self.service.stop(sign)

    def create(self, number):
        """The id of a run, or the code of a refusal."""
        status, answer = self.service.request(
            "POST", served.FACTORY + "/pipelines/short/createRun", {},
            {"x-ms-client-request-id": f"request-{number}"})
        if status == 200:
            return answer["runId"]
        self.assertEqual(status, 503, answer)
        return answer["error"]["code"]

    def trouble(self, cause):
        """While the cause lasts: refusals, readable history, and what /healthz says."""
        long_run = self.service.run("long")
        before = [self.service.run("short") for _ in range(5)]
        end = cause()
        with concurrent.futures.ThreadPoolExecutor(4) as clients:
            first = list(clients.map(self.create, range(4)))
        status, health = served.until(
            lambda: [got for got in [self.service.health()] if got[0] == 503])[0]
        self.assertEqual(health["status"], "unavailable")
        self.assertEqual(self.create(100), "StoreUnavailable")
        status, answer = self.service.request("PUT", served.FACTORY + "/pipelines/more",
                                              {"properties": {"activities": []}})
        self.assertEqual((status, answer["error"]["code"]), (503, "StoreUnavailable"))
        self.assertEqual(self.service.ask("GET", f"/pipelineruns/{before[0]}")["runId"],
                         before[0])
        end()
        served.until(lambda: self.service.health()[0] == 200)
        # Who asks again with the same id gets the run that was taken, if it was.
        again = [self.create(number) for number in (0, 1, 2, 3, 100)]
        for run in [*before, *again, long_run]:
            self.assertEqual(self.service.wait_for(run)["status"], "Succeeded")
        accepted = [one for one in first if "-" in one]
        self.assertLessEqual(set(accepted), set(again))
        runs = self.service.all_of("queryPipelineRuns")
        self.assertEqual(len(runs), 1 + len(before) + len(again), "a run was made twice")
        return health["checks"]

    def check_files(self, disk):
        self.assertEqual(self.service.stop(), 0)
        with sqlite3.connect(disk / "data/runs.db") as database:
            said = database.execute("PRAGMA integrity_check").fetchall()
            self.assertEqual(said, [("ok",)])
            left = database.execute("SELECT count(*) FROM journal").fetchone()
            self.assertEqual(left, (0,))

    def test_full_disk(self):
        disk = self.folder / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "none", disk],
                          check=False).returncode != 0:
            self.skipTest("nothing can be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", disk], check=False)
        self.serve(disk)
        self.assertEqual(self.service.health()[1]["checks"]["disk"]["status"], "low")

        def fill():
            ballast = disk / "ballast"
            with ballast.open("wb", buffering=0) as out:
                for size in (1 << 20, 1 << 12, 1):
                    try:
                        while out.write(b"\0" * size) == size:
                            pass
                    except OSError:
                        continue
            return ballast.unlink
        checks = self.trouble(fill)
        self.assertIn(checks["store"]["code"], ("StoreFull", "StoreFailed"))
        self.assertEqual(checks["disk"], {"status": "low", "freeBytes": 0})
        self.check_files(disk)

    def test_locked_store(self):
        self.serve(self.folder)

        def lock():
            other = sqlite3.connect(self.folder / "data/runs.db", isolation_level=None)
            other.execute("BEGIN EXCLUSIVE")
            return other.close
        checks = self.trouble(lock)
        self.assertEqual(checks["store"]["code"], "StoreLocked")
        self.assertEqual(checks["disk"]["status"], "ok")
        self.check_files(self.folder)

    def test_killed_in_trouble(self):
        """What was answered before is there after a kill; the rest may be asked for again."""
        self.serve(self.folder)
        before = [self.service.run("short") for _ in range(5)]
        other = sqlite3.connect(self.folder / "data/runs.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        refused = self.create(1)
        self.assertIn(refused, ("NotConfirmed", "StoreUnavailable"))
        self.service.stop(signal.SIGKILL)
        other.close()
        self.service.start()
        for run in [*before, self.create(1)]:
            self.service.wait_for(run)
        self.assertEqual(len(self.service.all_of("queryPipelineRuns")), 6)
        self.assertEqual(self.service.health()[1]["status"], "ok")
        self.check_files(self.folder)


if __name__ == "__main__":
    if OWN_NAMESPACE not in os.environ and subprocess.run(
            ["unshare", "-Urm", "true"], check=False, stderr=subprocess.DEVNULL).returncode == 0:
        os.environ[OWN_NAMESPACE] = "1"
        os.execvp("unshare", ["unshare", "-Urm", sys.executable, *sys.argv])
    sys.argv, WEIR = sys.argv[:1], os.path.abspath(sys.argv[1])
    unittest.main()
