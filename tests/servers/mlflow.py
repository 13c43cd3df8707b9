"""MLflow's scoring server with a model of scikit-learn: which of two numbers is larger.

Environment: WEIR_TEST_SCORING (http://…/invocations).
"""
import subprocess
import sys

import maven
import waiting

VERSION = "3.17.2"
MODEL = """import sys
import mlflow.sklearn
import pandas
from sklearn.linear_model import LogisticRegression
rows = pandas.DataFrame({"left": [0., 1., 2., 3., 4., 5.], "right": [5., 4., 3., 2., 1., 0.]})
model = LogisticRegression().fit(rows, ["right"] * 3 + ["left"] * 3)
mlflow.sklearn.save_model(model, sys.argv[1], input_example=rows)
"""


def home():
    folder = maven.CACHE / f"mlflow-{VERSION}"
    if not (folder / "done").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([folder / "bin/python", "-m", "pip", "install", "-q",
                        f"mlflow-skinny=={VERSION}", "fastapi", "uvicorn", "scikit-learn",
                        "pandas", "skops"], check=True)
        (folder / "done").touch()
    return folder


def start(folder, port):
    programs = home() / "bin"
    environment = {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true",
                   "PATH": f"{programs}:/usr/bin:/bin"}
    subprocess.run([programs / "python", "-c", MODEL, folder / "model"], check=True, cwd=folder,
                   env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    process = waiting.start(
        [programs / "mlflow", "models", "serve", "-m", folder / "model", "-h", "127.0.0.1", "-p",
         port, "--env-manager", "local", "-w", "1"], folder, port, environment, 120)
    return process, {"WEIR_TEST_SCORING": f"http://127.0.0.1:{port}/invocations"}
