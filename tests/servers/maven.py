"""Jars of Maven Central with all that they need, kept between runs. Java and Maven of Debian."""
import os
import pathlib
import shutil
import subprocess
import xml.sax.saxutils

CACHE = pathlib.Path(os.environ.get("WEIR_SERVER_JARS",
                                    pathlib.Path.home() / ".cache/weir-deps/servers"))
# What Java 17 must open for programs of the Java 8 days.
OPENS = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in (
    "java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.math", "java.net",
    "java.nio", "java.nio.charset", "java.text", "java.time", "java.util", "java.util.concurrent",
    "java.util.concurrent.atomic", "java.util.regex", "java.util.stream", "sun.nio.ch")]


def java():
    home = os.environ.get("JAVA_HOME")
    return os.path.join(home, "bin/java") if home else "java"


def element(tag, text):
    return f"<{tag}>{xml.sax.saxutils.escape(text)}</{tag}>"


def jars(name, artifacts, without=()):
    """The folder of the jars of `artifacts` ("group:artifact:version"); fetched once."""
    folder = CACHE / name
    wanted = "\n".join([*artifacts, "-", *without])
    done = folder / "done"
    if done.exists() and done.read_text() == wanted:
        return folder / "lib"
    if shutil.which("mvn") is None:
        raise SystemExit("Maven is not installed: ./bootstrap heavy")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    out = "".join("<exclusion>" + element("groupId", group) + element("artifactId", artifact) +
                  "</exclusion>" for group, artifact in (one.split(":") for one in without))
    needs = "".join(
        "<dependency>" + element("groupId", group) + element("artifactId", artifact) +
        element("version", version) + f"<exclusions>{out}</exclusions></dependency>"
        for group, artifact, version in (one.split(":") for one in artifacts))
    (folder / "pom.xml").write_text(
        '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
        f"<groupId>servers</groupId><artifactId>{name}</artifactId><version>1</version>"
        f"<dependencies>{needs}</dependencies></project>")
    subprocess.run(["mvn", "-q", "-B", "-f", folder / "pom.xml", "dependency:copy-dependencies",
                    "-DincludeScope=runtime", f"-DoutputDirectory={folder / 'lib'}"], check=True)
    done.write_text(wanted)
    return folder / "lib"


def configuration(path, settings):
    """Write a Hadoop configuration file."""
    body = "".join("<property>" + element("name", name) + element("value", str(value)) +
                   "</property>" for name, value in settings.items())
    path.write_text(f"<configuration>{body}</configuration>\n")
