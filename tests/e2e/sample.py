#!/usr/bin/env python3
"""Run a sample and compare what it prints with its expected.txt.

    tests/e2e/sample.py WEIR NAME [--servers | --v1]

With --servers the sample runs on Azurite and PostgreSQL (tests/servers/run azurite postgres -- …)
by its servers.local.json, whose ${NAME} stand for environment variables. First the blobs of its
data/ folder are uploaded by the pipeline of tests/e2e/seed, and its servers.sql is run. With --v1 a
factory of version 1 runs as it is.
"""
import difflib
import json
import os
import pathlib
import shutil
import string
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "samples"


def run(command, environment):
    done = subprocess.run([str(word) for word in command], env=environment, stdout=subprocess.PIPE,
                          text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]}: exit status {done.returncode}")
    return done.stdout


def seed_blobs(weir, data, folder, environment):
    """Copy each folder of `data` into the container of its name."""
    local = folder / "seed.json"
    blobs = {"type": "AzureBlobStorage",
             "typeProperties": {"connectionString": environment["WEIR_TEST_AZURITE"]}}
    files = {"type": "FileServer", "typeProperties": {"host": str(data)}}
    local.write_text(json.dumps({"linkedServices": {"Folder": files, "Blobs": blobs}}))
    for container in sorted(path.name for path in data.iterdir()):
        run([weir, "run", HERE / "seed", "--pipeline", "Seed", "--local", local, "--param",
             f"container={container}"], environment)


def prepare_servers(weir, sample, folder, environment):
    """Fill the servers; the local file that points at them."""
    if (sample / "data").exists():
        seed_blobs(weir, sample / "data", folder, environment)
    sql = sample / "servers.sql"
    if sql.exists():
        psql = shutil.which("psql") or "/usr/lib/postgresql/15/bin/psql"
        run([psql, environment["WEIR_TEST_POSTGRES"], "-q", "-v", "ON_ERROR_STOP=1", "-f", sql],
            environment)
    local = folder / "servers.local.json"
    text = string.Template((sample / "servers.local.json").read_text())
    local.write_text(text.substitute(environment))
    return local


def main(weir, name, *flags):
    sample = SAMPLES / name
    with tempfile.TemporaryDirectory(prefix="weir-sample-") as place:
        folder = pathlib.Path(place)
        shutil.copytree(sample, folder / name, ignore=shutil.ignore_patterns(".weir"))
        shutil.copy(SAMPLES / "show_rows.py", folder)
        shutil.copytree(SAMPLES / "v1-tables", folder / "v1-tables")
        environment = dict(os.environ, WEIR=str(pathlib.Path(weir).resolve()),
                           WEIR_DATA=str(folder / "runs"), WEIR_ROOT=str(SAMPLES.parent))
        arguments = []
        if "--servers" in flags:
            local = prepare_servers(environment["WEIR"], sample, folder, environment)
            arguments = ["--local", local]
        if "--v1" in flags:
            arguments = ["--v1"]
        got = run([folder / name / "run", *arguments], environment)
    want = (sample / "expected.txt").read_text()
    difference = "".join(difflib.unified_diff(want.splitlines(True), got.splitlines(True),
                                              f"samples/{name}/expected.txt", "printed"))
    print(difference or f"{name}: as expected", end="\n")
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
