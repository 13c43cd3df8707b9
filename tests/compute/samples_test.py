#!/usr/bin/env python3
"""Samples whose work is done by a cluster, on a real one: what they print is their expected.txt.

    samples_test.py WEIR [TEST...]
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "servers"))
import factory  # noqa: E402
import spark_home  # noqa: E402

sys.argv, WEIR = [sys.argv[0], *sys.argv[2:]], os.path.abspath(sys.argv[1])
SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "samples"
SPARK, PYTHON = spark_home.home()
ENVIRONMENT = {**os.environ, "WEIR": WEIR, "SPARK_HOME": str(SPARK), "PYSPARK_PYTHON": str(PYTHON)}
HIVE = os.environ["WEIR_TEST_HIVE"]


class SamplesTest(unittest.TestCase):

    def sample(self, name):
        """A copy of it, with what it runs by beside it."""
        temporary = tempfile.TemporaryDirectory(prefix="weir-samples-")
        self.addCleanup(temporary.cleanup)
        root = pathlib.Path(temporary.name)
        root.chmod(0o755)
        for folder in (name, "v1-tables"):
            shutil.copytree(SAMPLES / folder, root / folder,
                            ignore=shutil.ignore_patterns(".weir"))
        shutil.copy(SAMPLES / "show_rows.py", root)
        return root / name

    def spoil(self, sample):
        """Data is looked for there before Hive has put its own in place of it."""
        for path in (sample / "data/logs/enriched").rglob("000000_0"):
            path.write_text("2016-07-01,9,Nowhere,999\n")

    def check(self, sample, *arguments):
        done = subprocess.run([sample / "run", *arguments], env=ENVIRONMENT, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, (sample / "expected.txt").read_text(), done.stderr)

    def on_hive(self, sample, cluster, storage, base="weir.local.json"):
        """A local file that names the real server."""
        local = json.loads((sample / base).read_text())
        local["linkedServices"][cluster] = {"type": "HDInsight", "typeProperties": {
            "clusterUri": HIVE, "linkedServiceName": factory.reference(storage)}}
        path = sample / "hive.local.json"
        path.write_text(json.dumps(local))
        return "--local", path

    def test_hive_on_hadoop_on_demand(self):
        sample = self.sample("hive-on-hadoop")
        self.check(sample)
        self.check(sample, "--v1")

    def test_hive_on_hadoop_on_a_hive_server(self):
        sample = self.sample("hive-on-hadoop")
        local = self.on_hive(sample, "HDInsightOnDemandLinkedService", "StorageLinkedService")
        self.check(sample, *local)
        self.check(sample, "--v1", *local)

    def test_customer_profiling_on_demand(self):
        sample = self.sample("v1-customer-profiling")
        self.spoil(sample)
        self.check(sample, "--v1", "--local", sample / "cluster.local.json")

    def test_customer_profiling_on_a_hive_server(self):
        sample = self.sample("v1-customer-profiling")
        self.spoil(sample)
        self.check(sample, "--v1", *self.on_hive(sample, "Cluster", "Storage",
                                                 "cluster.local.json"))

    def test_product_recommendations_on_demand(self):
        self.check(self.sample("product-recommendations"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
