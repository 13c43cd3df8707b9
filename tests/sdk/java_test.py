#!/usr/bin/env python3
"""Microsoft's Java client against a service of the test's own, over TLS.

    java_test.py WEIR

Skipped, with a word, where there is no JDK 17 with Maven. Maven checks what it fetches.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tools"))
import fetch_deps  # noqa: E402

SKIPPED = 77
NEEDED = ("java", "javac", "keytool", "mvn")


def libraries():
    """The client and what it needs, fetched once for each pom.xml."""
    place = fetch_deps.ROOT / "sdk" / "java"
    wanted = (HERE / "java/pom.xml").read_text()
    stamp = place / "installed.xml"
    if not (stamp.exists() and stamp.read_text() == wanted):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        subprocess.run(["mvn", "-q", "-B", "-f", HERE / "java/pom.xml",
                        "dependency:copy-dependencies", f"-DoutputDirectory={place / 'lib'}"],
                       check=True, stdout=sys.stderr)
        stamp.write_text(wanted)
    return place / "lib"


def main():
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        print(f"skipped: no {', '.join(missing)}")
        return SKIPPED
    lib = libraries()
    with tempfile.TemporaryDirectory(prefix="weir-java-") as data:
        service = subprocess.Popen(
            [sys.argv[1], "serve", "--tls", "--data", data, "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        url = service.stdout.readline().split()[-1]
        store = pathlib.Path(data) / "trust.p12"
        subprocess.run(["keytool", "-importcert", "-noprompt", "-alias", "weir", "-storepass",
                        "password", "-keystore", store, "-file", f"{data}/tls-certificate.pem"],
                       check=True, stderr=subprocess.DEVNULL)
        token = (pathlib.Path(data) / "token").read_text().strip()
        done = subprocess.run(
            ["java", f"-Djavax.net.ssl.trustStore={store}",
             "-Djavax.net.ssl.trustStorePassword=password", "-cp", f"{lib}/*",
             HERE / "java/FactoryTest.java", url, token], check=False)
        service.terminate()
        service.wait(30)
        service.stdout.close()
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
