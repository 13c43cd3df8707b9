"""Where Spark (pyspark of pip) is; installed once into a virtual environment."""
import pathlib
import subprocess
import sys

import maven

VERSION = "4.3.0"


def home():
    """(SPARK_HOME, the Python that runs its programs)."""
    folder = maven.CACHE / f"pyspark-{VERSION}"
    python = folder / "bin/python"
    if not (folder / "done").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", f"pyspark=={VERSION}"], check=True)
        (folder / "done").touch()
    where = subprocess.run(
        [python, "-c", "import os, pyspark; print(os.path.dirname(pyspark.__file__))"],
        check=True, capture_output=True, text=True).stdout.strip()
    return pathlib.Path(where), python


def environment(folder):
    where, python = home()
    return {"SPARK_HOME": str(where), "PYSPARK_PYTHON": str(python), "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_CONF_DIR": str(folder), "SPARK_NO_DAEMONIZE": "1"}
