#!/usr/bin/env python3
"""HDInsightHive and HDInsightSpark on a cluster on demand: a Spark of this machine.

    on_demand_test.py WEIR [TEST...]
"""
import json
import os
import pathlib
import signal
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "servers"))
import factory  # noqa: E402
import spark_home  # noqa: E402

sys.argv, WEIR = [sys.argv[0], *sys.argv[2:]], os.path.abspath(sys.argv[1])
SPARK, PYTHON = spark_home.home()
os.environ.update(SPARK_HOME=str(SPARK), PYSPARK_PYTHON=str(PYTHON))
SCRIPT = """drop table if exists logs;
create table logs (line string) partitioned by (year int, month int);
set hive.exec.dynamic.partition.mode=nonstrict;
insert into logs partition (year, month) values ('a', 2014, 1), ('b', 2014, 2);
select concat('line ', line) from logs where month = ${hiveconf:month};
"""


class OnDemandTest(unittest.TestCase):

    def factory(self, kind="HDInsightHive"):
        made = factory.Factory(WEIR, {}, kind)
        self.addCleanup(made.close)
        self.cluster(made, "00:05:00")
        return made

    def cluster(self, made, time_to_live):
        """As version 2 spells it; what is Azure's own stays unused."""
        made.service("Cluster", "HDInsightOnDemand", {
            "clusterSize": 4, "timeToLive": time_to_live, "version": "3.6",
            "linkedServiceName": factory.reference("Store"), "hostSubscriptionId": "s",
            "tenant": "t", "clusterResourceGroup": "g", "clusterType": "hadoop",
            "hiveConfiguration": {"hive.exec.max.dynamic.partitions": "500"},
            "workingFolder": str(made.root / "cluster")})

    def script(self, made, text=SCRIPT):
        made.write("scripts/c/script.hql", text)
        return {"scriptPath": "c/script.hql", "defines": {"month": 2}}

    def processes(self, made):
        """Those that have the cluster's folder among their arguments."""
        found = []
        for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if str(made.root / "cluster").encode() in path.read_bytes():
                    found.append(int(path.parent.name))
            except (FileNotFoundError, ProcessLookupError):
                continue
        return found

    def assert_none(self, made, seconds):
        end = time.monotonic() + seconds
        while self.processes(made) and time.monotonic() < end:
            time.sleep(0.2)
        self.assertEqual(self.processes(made), [])

    def test_a_script(self):
        made = self.factory()
        run = made.run(self.script(made))
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertIn("\nline b\n", made.log())
        self.assertEqual(run["output"]["clusterInUse"], "ondemand:Cluster")
        self.assert_none(made, 1)

    def test_two_activities_share_it_and_it_ends_when_idle(self):
        made = self.factory()
        self.cluster(made, "00:00:05")
        made.activity(self.script(made))
        path = made.root / "factory/pipeline/P.json"
        pipeline = json.loads(path.read_text())
        first = pipeline["properties"]["activities"][0]
        wait = {"name": "Wait", "type": "Wait", "typeProperties": {"waitTimeInSeconds": 20},
                "dependsOn": [{"activity": "Again", "dependencyConditions": ["Succeeded"]}]}
        again = {**first, "name": "Again", "dependsOn": [
            {"activity": first["name"], "dependencyConditions": ["Succeeded"]}]}
        pipeline["properties"]["activities"] = [first, again, wait]
        path.write_text(json.dumps(pipeline))
        process = made.start(made.root / "factory", "--pipeline", "P")
        ports = set()
        while process.poll() is None and made.log().count("line b") < 2:
            time.sleep(0.2)
        ports.update(line for line in made.log().splitlines() if " on hive2://" in line)
        self.assertEqual(len({line.split(" on ")[1] for line in ports}), 1, made.log())
        self.assertTrue(self.processes(made))
        self.assert_none(made, 15)
        self.assertIsNone(process.poll())
        self.assertEqual(made.finish(process)["status"], "Succeeded")

    def test_it_ends_with_a_process_that_is_killed_and_the_script_goes_on(self):
        made = self.factory()
        slow = SCRIPT + """select count(*) from logs where month = 2
  and nvl(reflect('java.lang.Thread', 'sleep', cast(month * 10000 as bigint)), 'x') <> 'y';
select 'the end';
"""
        process = made.start_until(self.script(made, slow), "hive> select count(*)", 2)
        self.assertTrue(self.processes(made))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        self.assert_none(made, 15)
        run = made.finish(made.start("--resume"))
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertIn("\nthe end\n", made.log())
        self.assert_none(made, 1)

    def test_a_cluster_that_cannot_start(self):
        made = self.factory()
        os.environ["JAVA_HOME"] = "/nowhere"
        self.addCleanup(os.environ.pop, "JAVA_HOME")
        run = made.run(self.script(made))
        self.assertEqual(run["error"]["errorCode"], "OnDemandClusterFailed", run)
        self.assertIn("/nowhere", run["error"]["message"])

    def test_a_program_of_spark(self):
        made = self.factory("HDInsightSpark")
        made.write("scripts/c/job/main.py",
                   "import sys\nfrom pyspark.sql import SparkSession\n"
                   "spark = SparkSession.builder.getOrCreate()\n"
                   "print('the program has', sys.argv[1:], spark.range(3).count())\n")
        run = made.run({"rootPath": "c/job", "entryFilePath": "main.py", "arguments": ["x"]})
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertIn("the program has ['x'] 3", made.log())

    def test_what_it_has_not_is_said(self):
        made = self.factory("HDInsightPig")
        run = made.run({"script": "a = load 'x';"})
        self.assertEqual(run["error"]["errorCode"], "2110", run)


if __name__ == "__main__":
    unittest.main(verbosity=2)
