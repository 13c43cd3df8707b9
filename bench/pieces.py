"""What is measured: each piece gives lines of the results."""
import dataclasses
import os
import pathlib
import re
import subprocess

import measuring
from measuring import Measured, alternate

from service import peers
from service.pieces import service, slices, triggers
from service.screen import screen

PEERS = pathlib.Path(__file__).resolve().parent / "peers"
POSTGRES_ROWS = 1_500_000


@dataclasses.dataclass
class Bench:
    build: pathlib.Path
    python: pathlib.Path
    node: pathlib.Path
    work: pathlib.Path
    rounds: int
    scale: float

    def weir(self, pipeline, *arguments):
        """Run a pipeline; the whole process."""
        measured, _ = measuring.peak_of(self.command(pipeline, *arguments), self.environment())
        return measured

    def beyond_start(self, pipeline, *arguments):
        """As weir(), less the start of the program measured beside it: peers have started too."""
        start = self.weir("One").seconds
        whole = self.weir(pipeline, *arguments)
        return Measured(whole.seconds - start, whole.peak_mb)

    def command(self, pipeline, *arguments):
        return [self.build / "weir", "run", self.work / "factory", "--pipeline", pipeline,
                "--quiet", *arguments]

    def environment(self):
        return {"WEIR_DATA": str(self.work / "runs")}

    def data(self, name):
        return self.work / "data" / name


# Control activities.

def start(bench):
    """Start of the program to its exit."""
    yield alternate("`weir run` of one Set Variable, process start to exit",
                    {"weir": lambda: bench.weir("One")}, 4 * bench.rounds, "≤ 60 ms")


def steps(bench):
    """Durable steps; the peers' time is that of a call to the running server."""
    restate = peers.Restate(bench)

    def dbos(count):
        return lambda: measuring.peer(bench.python, PEERS / "dbos_steps.py", str(count))

    try:
        yield alternate("40 light activities in a row, durable",
                        {"weir": lambda: bench.weir("Chain"),
                         "weir, one activity: its start": lambda: bench.weir("One"),
                         "Restate": lambda: restate.call("chain", 40), "DBOS": dbos(40)},
                        2 * bench.rounds, "≤ 20 ms beyond the start")
        yield alternate("ForEach over 10,000 Set Variables, durable",
                        {"weir": lambda: bench.weir("Loop"),
                         "weir, one activity: its start": lambda: bench.weir("One"),
                         "Restate, one after another": lambda: restate.call("chain", 10_000),
                         "DBOS, 2,000 steps only": dbos(2_000)}, 3, "≤ 0.5 s beyond the start")
    finally:
        restate.stop()


# Files.

def make_lineitem(bench):
    """lineitem.csv of TPC-H at the scale asked for, and the same as Parquet."""
    csv = bench.data(f"lineitem{bench.scale}.csv")
    if not csv.exists():
        subprocess.run([bench.python, PEERS / "make_data.py", "lineitem", str(bench.scale),
                        csv.with_suffix("")], check=True)
    return csv


def no_output(bench):
    """Every tool writes a file that is not there, and no write of another is under way."""
    for pattern in ("out.*", "*.weir.*"):
        for file in bench.data(".").glob(pattern):
            file.unlink()
    os.sync()


def both_ways(bench, csv, to_parquet, task, label):
    goal = "≤ 1.1 × the fastest, ≤ 400 MB"

    def peer(tool, task, source, extension):
        out = bench.data(f"out.{tool}.{extension}")
        return lambda: measuring.peer(bench.python, PEERS / "files.py", tool, task, source, out)

    file = f"file={csv.name.removesuffix('.csv')}"
    size = csv.stat().st_size / 1e6
    peers = {"DuckDB": "duckdb", "Polars": "polars", "pyarrow": "pyarrow"}
    yield alternate(f"CSV → Parquet, {label}, {size:.0f} MB",
                    {"weir": lambda: bench.weir(to_parquet, "--param", file),
                     **{name: peer(tool, task, csv, "parquet")
                        for name, tool in peers.items()}}, bench.rounds, goal,
                    before=lambda: no_output(bench))
    parquet = csv.with_name(csv.name.removesuffix(".csv") + ".parquet")
    yield alternate(f"Parquet → CSV, {label}",
                    {"weir": lambda: bench.weir("ParquetToCsv", "--param", file),
                     **{name: peer(tool, "parquet_to_csv", parquet, "csv")
                        for name, tool in peers.items()}}, bench.rounds, goal,
                    before=lambda: no_output(bench))


def csv(bench):
    """TPC-H lineitem."""
    yield from both_ways(bench, make_lineitem(bench), "LineitemToParquet", "csv_to_parquet",
                         "TPC-H lineitem")


def wide(bench):
    """100 columns with quotes, nulls and newlines; without a mapping every column is a text."""
    file = bench.data("wide.csv")
    if not file.exists():
        subprocess.run([bench.python, PEERS / "make_data.py", "wide", "300000",
                        file.with_suffix("")], check=True)
    yield from both_ways(bench, file, "CsvToParquet", "text_to_parquet",
                         "100 columns with quotes, nulls, newlines")


# PostgreSQL.

def sql(statement):
    subprocess.run(["psql", os.environ["WEIR_TEST_POSTGRES"], "-q", "-v", "ON_ERROR_STOP=1", "-c",
                    statement], check=True)


def postgres(bench):
    """1.5 million rows of lineitem into a table, and out of it."""
    whole = make_lineitem(bench)
    part = bench.data("rows.csv")
    with whole.open() as source, part.open("w") as out:
        for _ in range(POSTGRES_ROWS + 1):
            out.write(source.readline())
    sql((PEERS / "lineitem.sql").read_text())

    def peer(tool, task, file):
        return lambda: measuring.peer(bench.python, PEERS / "postgres.py", tool, task, file)

    yield alternate("CSV → PostgreSQL, 1.5 million rows",
                    {"weir": lambda: bench.weir("CsvToTable", "--param", "file=rows"),
                     "weir, without its start":
                         lambda: bench.beyond_start("CsvToTable", "--param", "file=rows"),
                     "psql \\copy": peer("psql", "csv_to_table", part),
                     "DuckDB": peer("duckdb", "csv_to_table", part),
                     "ADBC": peer("adbc", "csv_to_table", part)},
                    bench.rounds, "≤ 1.0 × the fastest",
                    before=lambda: sql("TRUNCATE lineitem; CHECKPOINT"))
    sql("TRUNCATE lineitem")
    measuring.peer(bench.python, PEERS / "postgres.py", "psql", "csv_to_table", part)
    sql("VACUUM ANALYZE lineitem")
    out = bench.data("out.parquet")
    yield alternate("PostgreSQL → Parquet, 1.5 million rows",
                    {"weir": lambda: bench.weir("TableToParquet", "--param", "file=rows"),
                     "weir, without its start":
                         lambda: bench.beyond_start("TableToParquet", "--param", "file=rows"),
                     "DuckDB": peer("duckdb", "table_to_parquet", out),
                     "ADBC": peer("adbc", "table_to_parquet", out),
                     "ConnectorX": peer("connectorx", "table_to_parquet", out)},
                    bench.rounds, "≤ 1.0 × the fastest", before=lambda: no_output(bench))


# Expressions.

def expressions(bench):
    """`@concat('a/', formatDateTime(…), '/', item().name)` on one core."""
    def measure():
        _, out = measuring.run([bench.build / "src/expr/expr_bench"])
        return Measured(1e6 / float(re.match(r"(\d+) evaluations", out).group(1)))

    yield alternate("one million evaluations of @concat(…, formatDateTime(…), …)",
                    {"weir": measure}, bench.rounds, "≤ 1 s")


PIECES = {"start": start, "steps": steps, "service": service, "slices": slices,
          "triggers": triggers, "csv": csv, "wide": wide, "postgres": postgres,
          "expressions": expressions, "screen": screen}
