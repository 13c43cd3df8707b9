#!/usr/bin/env python3
"""HDInsightHive on a real server: scripts, variables, partitions, failures, cancels, restarts.

    hive_test.py WEIR SERVER...      SERVER: a variable of the environment with an address
"""
import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import factory  # noqa: E402

sys.argv, WEIR, SERVERS = sys.argv[:1], os.path.abspath(sys.argv[1]), sys.argv[2:]
STORE = factory.reference("Store")

# A few log lines, partitioned by year and month, as the first tutorial of the service does.
LOGS = """-- what goes to where; nothing else
set hive.exec.dynamic.partition.mode=nonstrict;
drop table if exists ${hiveconf:name};
drop table if exists ${hivevar:raw};
create table ${hivevar:raw} (line string, year int, month int);
insert into ${hivevar:raw} values ('a;b', 2014, 1), ('b', 2014, 2), ('c\\'s', 2015, 1);
create table ${hiveconf:name} (line string) partitioned by (year int, month int);
insert overwrite table ${hiveconf:name} partition (year, month)
  select line, year, month from ${hivevar:raw};
select concat('line ', line) from ${hiveconf:name} where month = ${hivevar:month} order by line;
"""
# Rows that come after some seconds, into a table that shows how often they came.
SLOW = """set hive.fetch.task.conversion=none;
drop table if exists slow_{name};
create table slow_{name} (a int);
drop table if exists one_{name};
create table one_{name} (a int);
insert into one_{name} values (1);
insert {how} table slow_{name} select a from one_{name}
  where nvl(reflect('java.lang.Thread', 'sleep', cast(a * {seconds}000 as bigint)), 'x') <> 'y';
select concat('rows: ', count(*)) from slow_{name};
"""


class HiveTest(unittest.TestCase):

    def each(self):
        """A factory for each server."""
        for name in SERVERS:
            made = factory.Factory(WEIR, {"clusterUri": os.environ[name]}, "HDInsightHive")
            self.addCleanup(made.close)
            yield name, made

    def script(self, made, text):
        made.write("scripts/c/script.hql", text)
        return {"scriptPath": "c/script.hql", "scriptLinkedService": STORE}

    def test_logs_by_month(self):
        for name, made in self.each():
            run = made.run({**self.script(made, LOGS), "variables": {"month": 1, "raw": "raw"},
                            "defines": {"name": "logs"}})
            self.assertEqual(run["status"], "Succeeded", run)
            output = run["output"]
            self.assertEqual(len(output["statements"]), 8)
            self.assertEqual(output["statements"][7]["rows"], 2)
            log = pathlib.Path(output["logLocation"]).read_text()
            self.assertIn("\nline a;b\nline c's\n", log)
            self.assertNotIn("a secret of the test", log)
            if "THRIFT" not in name:
                self.assertEqual(output["statements"][6]["rowsAffected"], 3)
                self.assertEqual(output["partitions"], [
                    "default.logs/year=2014/month=1", "default.logs/year=2014/month=2",
                    "default.logs/year=2015/month=1"])

    def test_a_statement_that_fails(self):
        for _, made in self.each():
            run = made.run(self.script(made, "set a=b;\nselect * from nowhere;\nselect 1;"))
            self.assertEqual(run["status"], "Failed")
            self.assertEqual(run["error"]["errorCode"], "2302")
            self.assertIn("Hive statement 2 of 3 failed ('select * from nowhere')",
                          run["error"]["message"])
            self.assertIn("nowhere", run["error"]["message"].split("failed", 1)[1])
            self.assertNotIn("hive> select 1", made.log())

    def test_a_cancel_stops_the_statement(self):
        for _, made in self.each():
            text = SLOW.format(name="cancelled", how="into", seconds=60)
            process = made.start_until(self.script(made, text), "hive> insert into table slow_", 4)
            run = made.cancel(process)
            self.assertEqual(run["status"], "Cancelled", run)
            rows = made.run(self.script(made, "select concat('rows: ', count(*)) from "
                                              "slow_cancelled;"))
            self.assertEqual(rows["status"], "Succeeded", rows)
            self.assertIn("\nrows: 0\n", made.log())

    def test_a_killed_process_goes_on(self):
        for name, made in self.each():
            # Where a session ends with its connection, the statement under way runs again.
            keeps = "HTTP" in name
            text = SLOW.format(name="killed", how="into" if keeps else "overwrite", seconds=15)
            said = f"hive> insert {'into' if keeps else 'overwrite'} table slow_"
            run = made.kill_and_resume(made.start_until(self.script(made, text), said, 4))
            self.assertEqual(run["status"], "Succeeded", run)
            self.assertIn("\nrows: 1\n", made.log())
            self.assertIn("weir: goes on with session", made.log())
            self.assertEqual("the session is over" in made.log(), not keeps, made.log())


if __name__ == "__main__":
    unittest.main(verbosity=2)
