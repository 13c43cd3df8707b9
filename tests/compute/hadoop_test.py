#!/usr/bin/env python3
"""HDInsightMapReduce, HDInsightStreaming and HDInsightPig by a real YARN and HDFS.

    hadoop_test.py WEIR [TEST...]
"""
import json
import os
import pathlib
import sys
import time
import unittest
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "servers"))
import factory  # noqa: E402
import maven  # noqa: E402

sys.argv, WEIR = [sys.argv[0], *sys.argv[2:]], os.path.abspath(sys.argv[1])
YARN, HDFS = os.environ["WEIR_TEST_YARN"], os.environ["WEIR_TEST_WEBHDFS"]
STORE = factory.reference("Store")
EXAMPLES = maven.jars("mapreduce-examples", ["org.apache.hadoop:hadoop-mapreduce-examples:3.3.6"])
STREAMING = maven.jars("streaming", ["org.apache.hadoop:hadoop-streaming:3.3.4"])
PIG = maven.jars("pig", ["org.apache.pig:pig:0.17.0", "org.python:jython-standalone:2.7.3"], [
    "org.codehaus.groovy:groovy-all", "junit:junit", "org.apache.ivy:ivy", "org.hsqldb:hsqldb"])
MAPPER = """import os
import sys
for line in sys.stdin:
    for word in line.split():
        print(os.environ["PREFIX"] + word + "\\t1")
"""
REDUCER = """import collections
import sys
counts = collections.Counter()
for line in sys.stdin:
    word, count = line.rsplit("\\t", 1)
    counts[word] += int(count)
for word in sorted(counts):
    print(word + "\\t" + str(counts[word]))
"""
SCRIPT = """-- the hits of each page
hits = load '$input' using PigStorage(' ') as (page: chararray, bytes: int);
of_page = group hits by page;
sums = foreach of_page generate group, COUNT(hits), SUM(hits.bytes);
store sums into '$output' using PigStorage(',');
"""


def ask(path, method="GET", data=None, **query):
    url = HDFS + "/webhdfs/v1" + path + "?" + urllib.parse.urlencode(
        {"user.name": "tester", **query})
    request = urllib.request.Request(url, method=method, data=data, headers={
        "Content-Type": "application/octet-stream"})
    with urllib.request.urlopen(request) as answer:
        return answer.read()


def put(path, data):
    where = json.loads(ask(path, "PUT", op="CREATE", overwrite="true", noredirect="true"))
    request = urllib.request.Request(where["Location"], method="PUT", data=data, headers={
        "Content-Type": "application/octet-stream"})
    urllib.request.urlopen(request).close()


def names(path):
    listing = json.loads(ask(path, op="LISTSTATUS"))
    return [one["pathSuffix"] for one in listing["FileStatuses"]["FileStatus"]]


def text(folder):
    return "".join(ask(f"{folder}/{name}", op="OPEN").decode()
                   for name in sorted(names(folder)) if name.startswith("part-"))


def applications():
    with urllib.request.urlopen(YARN + "/ws/v1/cluster/apps") as answer:
        return (json.load(answer)["apps"] or {}).get("app", [])


class HadoopTest(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        put("/in/words.txt", b"one two two\nthree three three\n")
        put("/in-hits/hits.txt", b"/a 10\n/b 5\n/a 7\n")
        for jar in [*STREAMING.iterdir(), *PIG.iterdir()]:
            put("/library/" + jar.name, jar.read_bytes())

    def factory(self, kind, **cluster):
        made = factory.Factory(WEIR, {
            "resourceManagerUri": YARN, "webHdfsUri": HDFS, "yarnLibrary": "/library",
            **cluster}, kind)
        self.addCleanup(made.close)
        made.write("scripts/c/map.py", MAPPER)
        made.write("scripts/c/reduce.py", REDUCER)
        made.write("scripts/c/hits.pig", SCRIPT)
        (made.root / "scripts/c/examples.jar").write_bytes(
            next(EXAMPLES.glob("hadoop-mapreduce-examples-*.jar")).read_bytes())
        return made

    def example(self, name, *arguments, **more):
        return {"className": "org.apache.hadoop.examples." + name, "jarFilePath": "c/examples.jar",
                "jarLinkedService": STORE, "arguments": list(arguments), **more}

    def assert_nothing_left(self):
        self.assertEqual(names("/tmp/weir"), [])
        over = {"FINISHED", "FAILED", "KILLED"}
        self.assertEqual([one["id"] for one in applications() if one["state"] not in over], [])

    def test_a_mapreduce_program(self):
        made = self.factory("HDInsightMapReduce")
        run = made.run(self.example("WordCount", "/in", "/out-words",
                                    defines={"mapreduce.job.reduces": 2}))
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertEqual(sorted(text("/out-words").split("\n")),
                         ["", "one\t1", "three\t3", "two\t2"])
        self.assertEqual([name for name in names("/out-words") if name.startswith("part-")],
                         ["part-r-00000", "part-r-00001"])
        self.assertIn("map 100% reduce 100%", made.log())
        self.assertEqual(len(run["output"]["applications"]), 1, run)
        self.assert_nothing_left()

    def test_a_program_that_fails(self):
        made = self.factory("HDInsightMapReduce")
        run = made.run(self.example("WordCount", "/nowhere", "/out-nowhere"))
        self.assertEqual(run["error"]["errorCode"], "2302", run)
        self.assertIn("exit code '1'", run["error"]["message"])
        self.assertIn("Input path does not exist", run["error"]["message"])
        self.assert_nothing_left()

    def test_streaming(self):
        made = self.factory("HDInsightStreaming")
        run = made.run({
            "mapper": "python3 map.py", "reducer": "python3 reduce.py", "input": "/in",
            "output": "/out-streaming", "filePaths": ["c/map.py", "c/reduce.py"],
            "fileLinkedService": STORE, "commandEnvironment": ["PREFIX=w-"],
            "defines": {"mapreduce.job.reduces": "1"}})
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertEqual(text("/out-streaming"), "w-one\t1\nw-three\t3\nw-two\t2\n")
        self.assert_nothing_left()

    def test_pig(self):
        made = self.factory("HDInsightPig")
        run = made.run({"scriptPath": "c/hits.pig", "scriptLinkedService": STORE,
                        "defines": {"input": "/in-hits", "output": "/out-pig"}})
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertEqual(text("/out-pig"), "/a,2,17\n/b,1,5\n")
        self.assert_nothing_left()

    def test_a_pig_script_that_fails(self):
        made = self.factory("HDInsightPig")
        run = made.run({"scriptPath": "c/hits.pig", "scriptLinkedService": STORE,
                        "defines": {"input": "/nowhere", "output": "/out-pig-nowhere"}})
        self.assertEqual(run["error"]["errorCode"], "2302", run)

    def test_a_killed_process_takes_its_application_up(self):
        made = self.factory("HDInsightMapReduce")
        before = len(applications())
        # One map that sleeps; its program waits for it.
        run = made.kill_and_resume(made.start_until(
            self.example("WordCount", "/in", "/out-killed"), "Running job"))
        self.assertEqual(run["status"], "Succeeded", run)
        self.assertEqual(len(applications()), before + 2)
        self.assertEqual(made.log().count("Running job"), 1, made.log())

    def test_a_cancel_ends_the_application_and_its_jobs(self):
        made = self.factory("HDInsightMapReduce")
        # Random bytes without end: the job would go on for long.
        process = made.start_until(
            self.example("RandomWriter", "/out-cancelled", defines={
                "mapreduce.randomwriter.bytespermap": 1 << 40}), "Running job")
        run = made.cancel(process)
        self.assertEqual(run["status"], "Cancelled", run)
        end = time.monotonic() + 30
        while time.monotonic() < end and any(
                one["state"] not in ("FINISHED", "FAILED", "KILLED") for one in applications()):
            time.sleep(0.5)
        self.assert_nothing_left()

    def test_what_is_missing_is_said(self):
        made = self.factory("HDInsightPig", webHdfsUri="")
        made.write("scripts/x", "")
        run = made.run({"script": "a = load 'x';"})
        self.assertEqual(run["error"]["errorCode"], "2110", run)
        self.assertIn("'webHdfsUri'", run["error"]["message"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
