"""Livy's REST of sessions as the tests need it, over real PySpark: Livy's own interpreters are not
to be had for this Spark. Each session is a Python process that runs its statements in order, with
`spark`; kinds pyspark and sql. Answers have the shapes of Livy 0.7.1.
Environment: WEIR_TEST_LIVY_SESSIONS (http://…)."""
import contextlib
import http.server
import io
import json
import os
import re
import subprocess
import sys
import threading
import traceback

FIELDS = {"kind", "name", "conf", "jars", "pyFiles", "files", "archives", "driverMemory",
          "driverCores", "executorMemory", "executorCores", "numExecutors", "queue", "proxyUser",
          "heartbeatTimeoutInSecond"}


def start(folder, port):
    import spark_home
    import waiting
    process = waiting.start([spark_home.home()[1], __file__, str(port)], folder, port,
                            spark_home.environment(folder))
    return process, {"WEIR_TEST_LIVY_SESSIONS": f"http://127.0.0.1:{port}"}


class Session:
    """State is 'starting', 'idle', 'busy', 'dead' or 'killed'."""

    def __init__(self, number, asked):
        self.number, self.name, self.kind = number, asked.get("name"), asked.get("kind", "pyspark")
        self.state, self.statements, self.more = "starting", [], threading.Condition()
        self.process = subprocess.Popen(
            [sys.executable, __file__, "interpreter"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True)
        self.tell(asked.get("conf") or {})
        threading.Thread(target=self.work, daemon=True).start()

    def tell(self, value):
        self.process.stdin.write(json.dumps(value) + "\n")
        self.process.stdin.flush()

    def work(self):
        done, answer = 0, self.process.stdout.readline()
        while answer:
            with self.more:
                self.state = "idle"
                self.more.wait_for(lambda: len(self.statements) > done)
                statement, self.state = self.statements[done], "busy"
                statement["state"] = "running"
            try:
                self.tell(statement)
            except OSError:
                break
            answer = self.process.stdout.readline()
            if answer:
                statement.update(output=json.loads(answer), state="available", progress=1.0)
                done += 1
        self.state = "dead"

    def add(self, asked):
        with self.more:
            self.statements.append({"id": len(self.statements), "code": asked["code"],
                                    "kind": asked.get("kind", self.kind), "state": "waiting",
                                    "output": None, "progress": 0.0})
            self.more.notify()
            return self.statements[-1]

    def shown(self):
        return {"id": self.number, "name": self.name, "appId": None, "owner": None,
                "proxyUser": None, "state": self.state, "kind": self.kind, "appInfo": {}, "log": []}


class Sessions:
    def __init__(self):
        self.all, self.made, self.lock = {}, 0, threading.Lock()

    def make(self, asked):
        if set(asked) - FIELDS:
            return 400, f"Unrecognized field {sorted(set(asked) - FIELDS)}"
        with self.lock:
            if any(one.name == asked.get("name") for one in self.all.values()):
                return 400, {"msg": "Duplicate session name"}
            session = self.all[self.made] = Session(self.made, asked)
            self.made += 1
        return 201, session.shown()

    def answer(self, method, path, query, asked):
        if path == "/sessions":
            if method == "POST":
                return self.make(asked)
            first, size = int(query.get("from", 0)), int(query.get("size", 100))
            page = [one.shown() for one in list(self.all.values())[first:first + size]]
            return 200, {"from": first, "total": len(self.all), "sessions": page}
        number, what, statement = re.match(
            r"/sessions/(\d+)(/statements)?(?:/(\d+))?$", path).groups()
        session = self.all.get(int(number))
        if session is None:
            return 404, {"msg": f"Session '{number}' not found."}
        if what is None and method == "DELETE":
            del self.all[int(number)]
            session.process.kill()
            return 200, {"msg": "deleted"}
        if what is None:
            return 200, session.shown()
        if method == "POST":
            return 201, session.add(asked)
        if statement is None:
            return 200, {"total_statements": len(session.statements),
                         "statements": session.statements}
        if int(statement) < len(session.statements):
            return 200, session.statements[int(statement)]
        return 404, {"msg": "Statement not found"}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    sessions = Sessions()

    def respond(self):
        path, _, text = self.path.partition("?")
        query = dict(one.split("=", 1) for one in text.split("&") if one)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        status, answer = self.sessions.answer(self.command, path, query, json.loads(body or "{}"))
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_DELETE = respond

    def log_message(self, *_):
        pass


def run(statement, spark, names):
    """The output of a statement, as Livy gives it."""
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            if statement["kind"] == "sql":
                table = spark.sql(statement["code"])
                rows = [list(row) for row in table.collect()]
                return {"status": "ok", "execution_count": statement["id"], "data": {
                    "application/json": {"schema": json.loads(table.schema.json()),
                                         "data": json.loads(json.dumps(rows, default=str))}}}
            exec(compile(statement["code"], "<stdin>", "exec"), names)  # pylint: disable=exec-used
    except BaseException as error:  # pylint: disable=broad-except
        return {"status": "error", "execution_count": statement["id"],
                "ename": type(error).__name__, "evalue": str(error),
                "traceback": traceback.format_exception(error)}
    return {"status": "ok", "execution_count": statement["id"],
            "data": {"text/plain": printed.getvalue().rstrip("\n")}}


def interpreter():
    channel = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    from pyspark.sql import SparkSession
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    for name, value in json.loads(sys.stdin.readline()).items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    names = {"__name__": "__main__", "spark": spark, "sc": spark.sparkContext}
    print("{}", file=channel, flush=True)
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line), spark, names)), file=channel, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "interpreter":
        interpreter()
    else:
        http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
