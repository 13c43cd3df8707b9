"""minilake (pip), which answers as a Databricks workspace.

Environment: WEIR_TEST_DATABRICKS (http://…).
"""
import subprocess
import sys

import maven
import waiting

VERSION = "1.9.0"


def home():
    folder = maven.CACHE / f"minilake-{VERSION}"
    if not (folder / "done").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([folder / "bin/python", "-m", "pip", "install", "-q",
                        f"minilake=={VERSION}"], check=True)
        (folder / "done").touch()
    return folder


def start(folder, port):
    process = waiting.start(
        [home() / "bin/minilake", "--host", "127.0.0.1", "--port", port], folder, port,
        {"MINILAKE_JOB_EXECUTOR": "subprocess", "MINILAKE_DATA_DIR": str(folder)}, 120)
    return process, {"WEIR_TEST_DATABRICKS": f"http://127.0.0.1:{port}"}
