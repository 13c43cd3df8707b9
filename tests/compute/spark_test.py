#!/usr/bin/env python3
"""HDInsightSpark by a real Livy, on a real standalone cluster, and by spark-submit.

    spark_test.py WEIR
"""
import json
import os
import pathlib
import sys
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "servers"))
import factory  # noqa: E402
import spark_home  # noqa: E402

sys.argv, WEIR = [sys.argv[0], *sys.argv[2:]], os.path.abspath(sys.argv[1])
LIVY, MASTER = os.environ["WEIR_TEST_LIVY"], os.environ["WEIR_TEST_SPARK_MASTER"]
SPARK, PYTHON = spark_home.home()
os.environ.update(PYSPARK_PYTHON=str(PYTHON), SPARK_LOCAL_IP="127.0.0.1")
SUBMIT = {"sparkSubmit": str(SPARK / "bin/spark-submit"), "sparkMaster": "local[2]"}
PROGRAM = """import sys
import time
from pyspark.sql import SparkSession
from doubled import doubled
spark = SparkSession.builder.getOrCreate()
print("the program has", sys.argv[1:], spark.conf.get("spark.of.ours"))
if sys.argv[2] == "0":
    raise SystemExit("there is nothing to write")
time.sleep(float(sys.argv[3]))
spark.range(int(sys.argv[2])).selectExpr(doubled("id")).write.mode("append").json(sys.argv[1])
"""


class SparkTest(unittest.TestCase):

    def factory(self, **cluster):
        made = factory.Factory(WEIR, cluster, "HDInsightSpark")
        self.addCleanup(made.close)
        made.write("scripts/c/job/main.py", PROGRAM)
        made.write("scripts/c/job/pyFiles/doubled.py",
                   "def doubled(name):\n    return name + ' * 2 as v'\n")
        return made

    def settings(self, made, rows, seconds=0):
        return {"rootPath": "c/job", "entryFilePath": "main.py",
                "arguments": [str(made.root / "out"), rows, seconds],
                "sparkConfig": {"spark.ui.enabled": "false", "spark.of.ours": "yes"}}

    def rows(self, made):
        return sorted(json.loads(line)["v"] for path in (made.root / "out").glob("*.json")
                      for line in path.read_text().splitlines())

    def batches(self):
        with urllib.request.urlopen(LIVY + "/batches?from=0&size=1000") as answer:
            return json.load(answer)["sessions"]

    def test_a_batch_of_livy(self):
        made = self.factory(livyUri=LIVY)
        run = made.run(self.settings(made, 3))
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertEqual(self.rows(made), [0, 2, 4])
        self.assertIn("the program has", made.log())

    def test_a_batch_that_fails(self):
        made = self.factory(livyUri=LIVY)
        run = made.run(self.settings(made, 0))
        self.assertEqual(run["error"]["errorCode"], "2302", run)
        self.assertIn("there is nothing to write", run["error"]["message"])

    def test_a_killed_process_takes_its_batch_up(self):
        made = self.factory(livyUri=LIVY)
        before = len(self.batches())
        run = made.kill_and_resume(made.start_until(self.settings(made, 3, 5), "the program has"))
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertEqual(self.rows(made), [0, 2, 4])
        self.assertEqual(len(self.batches()), before + 1)

    def test_a_cancel_ends_the_batch(self):
        made = self.factory(livyUri=LIVY)
        before = {batch["id"] for batch in self.batches()}
        run = made.cancel(made.start_until(self.settings(made, 3, 600), "the program has"))
        self.assertEqual(run["status"], "Cancelled", run)
        self.assertEqual({batch["id"] for batch in self.batches()} - before, set())

    def test_a_standalone_cluster(self):
        made = self.factory(sparkMasterUri=MASTER)
        run = made.run(self.settings(made, 3))
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertEqual(self.rows(made), [0, 2, 4])

    def test_a_driver_that_fails(self):
        made = self.factory(sparkMasterUri=MASTER)
        run = made.run(self.settings(made, 0))
        self.assertEqual(run["error"]["errorCode"], "2302", run)

    def test_spark_submit(self):
        made = self.factory(**SUBMIT)
        run = made.run(self.settings(made, 3))
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertEqual(self.rows(made), [0, 2, 4])
        self.assertIn("the program has", made.log())

    def test_a_program_of_spark_submit_that_fails(self):
        made = self.factory(**SUBMIT)
        run = made.run(self.settings(made, 0))
        self.assertEqual(run["error"]["errorCode"], "2302", run)
        self.assertIn("there is nothing to write", run["error"]["message"])

    def test_a_killed_process_takes_its_spark_submit_up(self):
        made = self.factory(**SUBMIT)
        run = made.kill_and_resume(made.start_until(self.settings(made, 3, 5), "the program has"))
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertEqual(self.rows(made), [0, 2, 4])


if __name__ == "__main__":
    unittest.main(verbosity=2)
