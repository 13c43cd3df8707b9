#!/usr/bin/env python3
"""Custom on this machine (LocalBatch) and by a real Slurm.

    custom_test.py WEIR
"""
import json
import os
import pathlib
import resource
import sys
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import factory  # noqa: E402

sys.argv, WEIR = sys.argv[:1], os.path.abspath(sys.argv[1])
SLURM = os.environ["WEIR_TEST_SLURM"]
SIGN_IN = {"X-SLURM-USER-NAME": os.environ["WEIR_TEST_SLURM_USER"],
           "X-SLURM-USER-TOKEN": os.environ["WEIR_TEST_SLURM_TOKEN"]}
COMMAND = ("echo begun; echo x >>../../runs; sleep {seconds}; "
           "cat part.txt; echo '{{\"rows\": 3}}' >outputs.json")
LOG_MAX_BYTES = 16 << 20
MEMORY_MAX_BYTES = 400 << 20


class Both:
    """What holds wherever the command runs."""

    def settings(self, command, **more):
        return {"command": command, "folderPath": "c/tool", **more,
                "resourceLinkedService": factory.reference("Store")}

    def factory(self, **more):
        made = factory.Factory(WEIR, {}, "Custom")
        self.addCleanup(made.close)
        made.write("scripts/c/tool/part.txt", "a part\n")
        self.compute(made, {"workingFolder": str(made.root / "jobs"), **more})
        return made

    def runs(self, made):
        return (made.root / "jobs/runs").read_text().count("x")

    def test_a_command(self):
        made = self.factory()
        run = made.run(self.settings(COMMAND.format(seconds=0)))
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertEqual(run["output"]["exitcode"], 0)
        self.assertEqual(run["output"]["customOutput"], {"rows": 3})
        self.assertEqual(pathlib.Path(run["output"]["outputs"][0]).read_text(), "begun\na part\n")
        self.assertIn("a part", made.log())

    def test_a_command_that_fails(self):
        made = self.factory()
        run = made.run(self.settings("echo no such table >&2; exit 3"))
        self.assertEqual(run["error"]["errorCode"], "2500", run)
        self.assertIn("exit code 3: no such table", run["error"]["message"])

    def test_a_killed_process_takes_its_command_up(self):
        made = self.factory()
        run = made.kill_and_resume(
            made.start_until(self.settings(COMMAND.format(seconds=4)), "begun"))
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertEqual(self.runs(made), 1)

    def test_a_cancel_ends_the_command(self):
        made = self.factory()
        process = made.start_until(
            self.settings("echo $$ >../../pid; echo begun; sleep 600 & wait"), "begun")
        run = made.cancel(process)
        self.assertEqual(run["status"], "Cancelled", run)
        pid = (made.root / "jobs/pid").read_text().strip()
        self.assert_gone(made, pid)

    def test_an_endless_command_ends_with_the_timeout(self):
        made = self.factory()
        run = made.run(self.settings("echo $$ >../../pid; while true; do sleep 1; done"),
                       policy={"timeout": "0.00:00:04"})
        self.assertEqual(run["status"], "Failed", run)
        self.assertIn("imeout", run["error"]["message"] + run["error"]["errorCode"])
        self.assert_gone(made, (made.root / "jobs/pid").read_text().strip())

    def test_a_gigabyte_of_output(self):
        made = self.factory()
        run = made.run(self.settings("yes a line of the log | head -c 1000000000; echo the end"))
        self.assertEqual(run["status"], "Succeeded", run)
        log = made.log()
        self.assertTrue(log.endswith("the end\n"), log[-200:])
        self.assertLess(len(log), LOG_MAX_BYTES)
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024,
                        MEMORY_MAX_BYTES)

    def test_a_command_that_takes_too_long(self):
        made = self.factory(maxRunTime="00:00:01")
        run = made.run(self.settings("sleep 600"))
        self.assertIn("which is its 'maxRunTime'", run["error"]["message"])


class LocalTest(Both, unittest.TestCase):

    def compute(self, made, settings):
        made.service("Cluster", "LocalBatch", settings)

    def assert_gone(self, made, pid):
        """It has ended, whether or not the machine has cleared it away."""
        try:
            stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return
        self.assertEqual(stat.rpartition(")")[2].split()[0], "Z")


class SlurmTest(Both, unittest.TestCase):

    def compute(self, made, settings):
        made.service("Cluster", "Slurm", {
            "endpoint": SLURM, "userName": SIGN_IN["X-SLURM-USER-NAME"],
            "token": {"type": "SecureString", "value": SIGN_IN["X-SLURM-USER-TOKEN"]}, **settings})

    def jobs(self):
        ask = urllib.request.Request(SLURM + "/slurm/v0.0.38/jobs", headers=SIGN_IN)
        with urllib.request.urlopen(ask) as answer:
            return {job["job_id"]: job["job_state"] for job in json.load(answer)["jobs"]}

    def assert_gone(self, made, pid):
        self.assertEqual({state for state in self.jobs().values()} & {"RUNNING", "PENDING"}, set())


if __name__ == "__main__":
    unittest.main(verbosity=2)
