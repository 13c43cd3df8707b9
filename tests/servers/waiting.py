"""Start a server and wait until it answers."""
import os
import socket
import subprocess
import time


def start(command, folder, port, environment, seconds=240):
    """The process, once `port` of this machine takes connections; its output is `folder`/log."""
    log = folder / "log"
    with log.open("ab") as out:
        process = subprocess.Popen([str(one) for one in command], cwd=folder, stdout=out,
                                   stderr=out, start_new_session=True,
                                   env={**os.environ, **environment})
    for _ in range(seconds * 5):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        if process.poll() is not None:
            break
        time.sleep(0.2)
    process.kill()
    raise SystemExit(f"{command[0]} does not answer:\n" + log.read_text(errors="replace")[-4000:])
