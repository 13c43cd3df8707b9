"""PostgreSQL of Debian (postgresql-15), on loopback, with passwords.

Environment: WEIR_TEST_POSTGRES (a URI) and WEIR_TEST_POSTGRES_{HOST,PORT,USER,PASSWORD}.
"""
import glob
import os
import pathlib
import pwd
import subprocess
import time

USER = "postgres"
PASSWORD = "server test"


def programs():
    """The folder with initdb and postgres; installed if it is not there."""
    for attempt in range(2):
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
        if found:
            return pathlib.Path(found[-1]).parent
        if attempt == 0:
            sudo = [] if os.getuid() == 0 else ["sudo"]
            subprocess.run(sudo + ["apt-get", "install", "-y", "-q", "postgresql-15"], check=True,
                           stdout=subprocess.DEVNULL)
    raise SystemExit("postgresql-15 is not installed")


def account():
    """PostgreSQL refuses to run as root: then its own user runs it."""
    if os.getuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def start(folder, port, settings=()):
    """Start a server on `port` with its data in `folder`; returns once it takes connections."""
    binaries = programs()
    run_as = account()
    if run_as:
        os.chown(folder, run_as["user"], run_as["group"])
    password = folder / "password"
    password.write_text(PASSWORD + "\n")
    password.chmod(0o644)
    data = folder / "data"
    log = (folder / "log").open("ab")
    subprocess.run([binaries / "initdb", "-D", data, "-U", USER, "--auth=scram-sha-256",
                    f"--pwfile={password}", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
                   check=True, cwd="/", stdout=log, stderr=log, **run_as)
    command = [binaries / "postgres", "-D", data, "-c", "listen_addresses=127.0.0.1",
               "-c", f"port={port}", "-c", "unix_socket_directories="]
    for setting in settings:
        command += ["-c", setting]
    process = subprocess.Popen(command, cwd="/", stdout=log, stderr=log, start_new_session=True,
                               **run_as)
    environment = dict(os.environ, PGPASSWORD=PASSWORD, PGCONNECT_TIMEOUT="2")
    ask = [binaries / "psql", "-h", "127.0.0.1", "-p", str(port), "-U", USER, "-Atc", "select 1"]
    for _ in range(300):
        answer = subprocess.run(ask, env=environment, cwd="/", capture_output=True, check=False)
        if answer.returncode == 0:
            break
        if process.poll() is not None:
            raise SystemExit((folder / "log").read_text()[-2000:])
        time.sleep(0.1)
    else:
        raise SystemExit("postgres does not answer:\n" + (folder / "log").read_text()[-2000:])
    quoted = PASSWORD.replace(" ", "%20")
    return process, {
        "WEIR_TEST_POSTGRES": f"postgresql://{USER}:{quoted}@127.0.0.1:{port}/postgres",
        "WEIR_TEST_POSTGRES_HOST": "127.0.0.1",
        "WEIR_TEST_POSTGRES_PORT": str(port),
        "WEIR_TEST_POSTGRES_USER": USER,
        "WEIR_TEST_POSTGRES_PASSWORD": PASSWORD,
    }
