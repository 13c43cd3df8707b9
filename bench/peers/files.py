#!/usr/bin/env python3
"""One conversion of a file by another tool: files.py TOOL TASK IN OUT; prints its seconds.

csv_to_parquet finds types of columns itself; text_to_parquet leaves every column a text.
"""
import json
import sys
import time

# Threads: as many as the machine has, which is what weir uses too.


def duckdb_csv_to_parquet(source, out, all_varchar="false"):
    import duckdb
    connection = duckdb.connect(config={"memory_limit": "2GB"})
    yield
    connection.execute(f"COPY (FROM read_csv('{source}', all_varchar = {all_varchar})) TO '{out}' "
                       "(FORMAT parquet, CODEC 'snappy')")


def duckdb_text_to_parquet(source, out):
    return duckdb_csv_to_parquet(source, out, all_varchar="true")


def duckdb_parquet_to_csv(source, out):
    import duckdb
    connection = duckdb.connect()
    yield
    connection.execute(f"COPY (FROM '{source}') TO '{out}' (FORMAT csv, HEADER)")


def polars_csv_to_parquet(source, out):
    import polars
    yield
    polars.scan_csv(source, try_parse_dates=True).sink_parquet(out, compression="snappy")


def polars_text_to_parquet(source, out):
    import polars
    yield
    polars.scan_csv(source, infer_schema=False).sink_parquet(out, compression="snappy")


def polars_parquet_to_csv(source, out):
    import polars
    yield
    polars.scan_parquet(source).sink_csv(out)


def pyarrow_csv_to_parquet(source, out, text=False):
    import pyarrow.csv
    import pyarrow.parquet
    with open(source, encoding="utf-8") as file:
        names = file.readline().rstrip().split(",")
    types = dict.fromkeys(names, pyarrow.string()) if text else None
    yield
    options = pyarrow.csv.ParseOptions(newlines_in_values=True)
    reader = pyarrow.csv.open_csv(source, parse_options=options,
                                  convert_options=pyarrow.csv.ConvertOptions(column_types=types))
    with pyarrow.parquet.ParquetWriter(out, reader.schema, compression="snappy") as writer:
        for batch in reader:
            writer.write_batch(batch)


def pyarrow_text_to_parquet(source, out):
    return pyarrow_csv_to_parquet(source, out, text=True)


def pyarrow_parquet_to_csv(source, out):
    import pyarrow.csv
    import pyarrow.parquet
    yield
    file = pyarrow.parquet.ParquetFile(source)
    with pyarrow.csv.CSVWriter(out, file.schema_arrow) as writer:
        for batch in file.iter_batches():
            writer.write_batch(batch)


def main(tool, task, source, out):
    steps = globals()[f"{tool}_{task}"](source, out)
    next(steps)  # Imports and connections are not timed.
    start = time.monotonic()
    for _ in steps:
        pass
    print(json.dumps({"seconds": time.monotonic() - start}))


if __name__ == "__main__":
    main(*sys.argv[1:])
