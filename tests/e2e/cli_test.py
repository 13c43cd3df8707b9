#!/usr/bin/env python3
"""Run the command line on small factories kept as data, and compare what it says.

    cli_test.py WEIR CASES.json [NAME]

A case: {name, files: {path: text | {"repeat": [text, times]}}, run: [[args…], …], exit, stdout,
stderr, written: {path: text}, absent: [path]}. `args` run one after another in the folder of the
files; the last one is compared. `stdout` and `stderr` are lists of texts that must be there; one
that begins with "!" must not. {"env"} adds variables. Prints each case that differs.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

TIMEOUT_S = 300


def write_files(root, files):
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, dict) and "repeat" in content:
            text, times = content["repeat"]
            with file.open("w", encoding="utf-8") as out:
                out.write(content.get("before", ""))
                for _ in range(times):
                    out.write(text)
                out.write(content.get("after", ""))
        elif isinstance(content, (dict, list)):
            file.write_text(json.dumps(content), encoding="utf-8")
        else:
            file.write_bytes(content.encode("utf-8"))


def differences(case, result, root):
    """Yield a line for everything that is not as the case says."""
    if result.returncode != case.get("exit", 0):
        yield f"exit status {result.returncode}, wanted {case.get('exit', 0)}"
    for stream in ("stdout", "stderr"):
        text = getattr(result, stream)
        for wanted in case.get(stream, []):
            if wanted.startswith("!"):
                if wanted[1:] in text:
                    yield f"{stream} holds {wanted[1:]!r}"
            elif wanted not in text:
                yield f"{stream} lacks {wanted!r}"
    for path, wanted in case.get("written", {}).items():
        file = root / path
        found = file.read_bytes().decode("utf-8", "replace") if file.is_file() else None
        if found != wanted:
            yield f"{path} holds {found!r}, wanted {wanted!r}"
    for path in case.get("absent", []):
        if list(root.glob(path)):
            yield f"{path} exists"


def run_case(weir, case):
    with tempfile.TemporaryDirectory(prefix="weir-cli-") as folder:
        root = pathlib.Path(folder)
        write_files(root, case.get("files", {}))
        environment = {**os.environ, "WEIR_DATA": str(root / ".data"), "NO_COLOR": "1",
                       **case.get("env", {})}
        result = None
        for arguments in case["run"]:
            result = subprocess.run([weir, *arguments], cwd=root, env=environment, text=True,
                                    capture_output=True, timeout=TIMEOUT_S, check=False)
        found = list(differences(case, result, root))
        if found:
            found += ["stdout: " + result.stdout[-2000:], "stderr: " + result.stderr[-2000:]]
        return found


def main():
    weir, path = os.path.abspath(sys.argv[1]), sys.argv[2]
    wanted = sys.argv[3] if len(sys.argv) > 3 else None
    failed = passed = 0
    for case in json.loads(pathlib.Path(path).read_text(encoding="utf-8")):
        if wanted and case["name"] != wanted:
            continue
        found = run_case(weir, case)
        if found:
            failed += 1
            print(f"{path}: {case['name']}")
            for line in found:
                print(f"  {line}")
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
