#!/usr/bin/env python3
"""Make the data of a benchmark, the same each time: make_data.py lineitem|wide SIZE OUT.

Writes OUT.csv and OUT.parquet. lineitem: TPC-H at scale SIZE. wide: SIZE rows of 100 columns.
"""
import pathlib
import sys

import duckdb

# Texts with quotes, separators, line ends and nulls, from a counter alone.
TEXT = """CASE (hash(i * 31 + {k}) % 10)
  WHEN 0 THEN NULL WHEN 1 THEN 'said "' || i || '"' WHEN 2 THEN 'a, b and ' || i
  WHEN 3 THEN 'first' || chr(10) || 'second ' || i ELSE 'value ' || (hash(i + {k}) % 100000) END"""
KINDS = ["(hash(i * 7 + {k}) % 1000000)::BIGINT",
         "((hash(i + {k}) % 1000000) / 100)::DECIMAL(12,2)",
         "DATE '2020-01-01' + (hash(i + {k}) % 2000)::INT",
         "CASE WHEN hash(i + {k}) % 5 = 0 THEN NULL ELSE (hash(i + {k}) % 100000) / 7.0 END", TEXT]


def lineitem(connection, scale):
    import duckdb_extension_tpch
    folder = pathlib.Path(duckdb_extension_tpch.__file__).parent
    connection.execute(f"LOAD '{next(folder.rglob('*.duckdb_extension'))}'")
    connection.execute(f"CALL dbgen(sf = {scale})")
    return "lineitem"


def wide(connection, rows):
    columns = ", ".join(f"{KINDS[k % len(KINDS)].format(k=k)} AS column{k}" for k in range(100))
    connection.execute(f"CREATE VIEW wide AS SELECT {columns} FROM range({rows}) AS t(i)")
    return "wide"


connection = duckdb.connect()
table = {"lineitem": lineitem, "wide": wide}[sys.argv[1]](connection, sys.argv[2])
connection.execute(f"COPY {table} TO '{sys.argv[3]}.csv' (FORMAT csv, HEADER)")
connection.execute(f"COPY {table} TO '{sys.argv[3]}.parquet' (FORMAT parquet, CODEC 'snappy')")
