#!/usr/bin/env python3
"""Rows scored by a real MLflow server: files and a table.

    scoring_test.py WEIR
"""
import csv
import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import factory  # noqa: E402

sys.argv, WEIR = sys.argv[:1], os.path.abspath(sys.argv[1])
ROWS = 5000
TABLES = (
    'CREATE TABLE pairs AS SELECT i AS id, i * 1.5 AS "left", i + 10.5 AS "right" '
    "FROM range(100) t(i)",
    'CREATE TABLE scored (id BIGINT, "left" DOUBLE, "right" DOUBLE, prediction VARCHAR)')


def file_at(path):
    return {"filePath": path, "linkedServiceName": factory.reference("Store")}


FILES = {"webServiceInputs": {"in": file_at("in/pairs.csv")},
         "webServiceOutputs": {"out": file_at("out/scored.csv")}}


class ScoringTest(unittest.TestCase):

    def setUp(self):
        self.factory = factory.Factory(WEIR, {}, "AzureMLBatchExecution")
        self.addCleanup(self.factory.close)
        self.service()

    def service(self, **more):
        self.factory.service("Cluster", "ScoringEndpoint", {
            "url": os.environ["WEIR_TEST_SCORING"], "features": ["left", "right"], **more})

    def write(self, rows):
        lines = ["id,left,right", *(f"{number},{left},{right}" for number, left, right in rows)]
        self.factory.write("scripts/in/pairs.csv", "\n".join(lines) + "\n")

    def scored(self):
        with open(self.factory.scripts / "out/scored.csv", newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def test_file_in_parallel(self):
        self.service(batchSize=100)
        self.write((number, number % 7 + 0.5, (number * 3) % 5 + 0.25) for number in range(ROWS))
        run = self.factory.run(FILES)
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertEqual(run["output"]["rowsScored"], ROWS)
        self.assertEqual(run["output"]["rowsFailed"], 0)
        self.assertEqual(run["output"]["requests"], ROWS // 100)
        rows = self.scored()
        self.assertEqual([row["id"] for row in rows], [str(number) for number in range(ROWS)])
        for row in rows:
            if abs(float(row["left"]) - float(row["right"])) > 0.5:
                larger = "left" if float(row["left"]) > float(row["right"]) else "right"
                self.assertEqual(row["prediction"], larger, row)

    def test_table(self):
        self.factory.service("Store", "DuckDB", {"path": str(self.factory.root / "data.db")})
        for name in ("pairs", "scored"):
            self.factory.dataset(name, "DuckDBTable", {"table": name}, "Store")
        self.factory.pipeline([
            {"name": "Make", "type": "Script", "linkedServiceName": factory.reference("Store"),
             "typeProperties": {"scripts": [{"type": "NonQuery", "text": one} for one in TABLES]}},
            {"name": "Job", "type": "AzureMLBatchExecution",
             "dependsOn": [{"activity": "Make", "dependencyConditions": ["Succeeded"]}],
             "linkedServiceName": factory.reference("Cluster"),
             "inputs": [factory.dataset_reference("pairs")],
             "outputs": [factory.dataset_reference("scored")], "typeProperties": {}},
            {"name": "Count", "type": "Script", "linkedServiceName": factory.reference("Store"),
             "dependsOn": [{"activity": "Job", "dependencyConditions": ["Succeeded"]}],
             "typeProperties": {"scripts": [{
                 "type": "Query", "text": "SELECT prediction, count(*) AS n FROM scored GROUP BY 1"
                                          " ORDER BY 1"}]}}])
        done = self.factory.finish_all(
            self.factory.start(self.factory.root / "factory", "--pipeline", "P"))
        runs = {run["activityName"]: run for run in done}
        self.assertEqual(runs["Make"]["status"], "Succeeded", runs["Make"])
        self.assertEqual(runs["Job"]["status"], "Succeeded", runs["Job"])
        self.assertEqual(runs["Job"]["output"]["rowsCopied"], 100)
        rows = runs["Count"]["output"]["resultSets"][0]["rows"]
        self.assertEqual(sum(row["n"] for row in rows), 100)
        self.assertEqual([row["prediction"] for row in rows], ["left", "right"])

    def test_rows_at_fault(self):
        rows = [(number, number, 2) for number in range(50)]
        rows[17] = (17, "seventeen", 2)
        self.write(rows)
        run = self.factory.run(FILES)
        self.assertEqual(run["status"], "Failed")
        self.assertIn("pairs.csv row 18", run["error"]["message"])
        self.assertFalse((self.factory.scripts / "out/scored.csv").exists())
        self.service(errorThreshold=1)
        run = self.factory.run(FILES)
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertEqual((run["output"]["rowsScored"], run["output"]["rowsFailed"]), (49, 1))
        self.assertNotIn("17", [row["id"] for row in self.scored()])


if __name__ == "__main__":
    unittest.main()
