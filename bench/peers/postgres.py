#!/usr/bin/env python3
"""One copy between a file and PostgreSQL by another tool: postgres.py TOOL TASK FILE; its seconds.

The server is WEIR_TEST_POSTGRES; the table is `lineitem`, truncated before it is filled.
"""
import json
import os
import pathlib
import subprocess
import sys
import time

URI = os.environ["WEIR_TEST_POSTGRES"]


def duckdb_with_extension():
    import duckdb
    import duckdb_extension_postgres_scanner
    connection = duckdb.connect()
    folder = pathlib.Path(duckdb_extension_postgres_scanner.__file__).parent
    connection.execute(f"LOAD '{next(folder.rglob('*.duckdb_extension'))}'")
    return connection


ATTACH = f"ATTACH '{URI}' AS server (TYPE postgres)"


def psql_csv_to_table(file):
    yield
    subprocess.run(["psql", URI, "-q", "-c",
                    f"\\copy lineitem FROM '{file}' WITH (FORMAT csv, HEADER)"], check=True)


def duckdb_csv_to_table(file):
    connection = duckdb_with_extension()
    yield
    connection.execute(ATTACH)
    connection.execute(f"INSERT INTO server.lineitem FROM read_csv('{file}')")


def adbc_csv_to_table(file):
    import adbc_driver_postgresql.dbapi
    import pyarrow
    import pyarrow.csv
    # It appends by position in the wire's types, so they must be the table's.
    money = pyarrow.decimal128(15, 2)
    types = pyarrow.csv.ConvertOptions(column_types={
        "l_quantity": money, "l_extendedprice": money, "l_discount": money, "l_tax": money})
    yield
    connection = adbc_driver_postgresql.dbapi.connect(URI)
    with connection.cursor() as cursor:
        reader = pyarrow.csv.open_csv(file, convert_options=types)
        cursor.adbc_ingest("lineitem", reader, mode="append")
    connection.commit()


def duckdb_table_to_parquet(file):
    connection = duckdb_with_extension()
    yield
    connection.execute(ATTACH)
    connection.execute(f"COPY (FROM server.lineitem) TO '{file}' (FORMAT parquet, CODEC 'snappy')")


def adbc_table_to_parquet(file):
    import adbc_driver_postgresql.dbapi
    import pyarrow.parquet
    yield
    connection = adbc_driver_postgresql.dbapi.connect(URI)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM lineitem")
        reader = cursor.fetch_record_batch()
        with pyarrow.parquet.ParquetWriter(file, reader.schema) as writer:
            for batch in reader:
                writer.write_batch(batch)


def connectorx_table_to_parquet(file):
    import connectorx
    import pyarrow.parquet
    yield
    table = connectorx.read_sql(URI, "SELECT * FROM lineitem", return_type="arrow",
                                partition_on="l_orderkey", partition_num=2)
    pyarrow.parquet.write_table(table, file)


def main(tool, task, file):
    steps = globals()[f"{tool}_{task}"](file)
    next(steps)  # Imports are not timed; connecting is, as it is part of every copy.
    start = time.monotonic()
    for _ in steps:
        pass
    print(json.dumps({"seconds": time.monotonic() - start}))


if __name__ == "__main__":
    main(*sys.argv[1:])
