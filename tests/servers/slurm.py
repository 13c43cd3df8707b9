"""Slurm of Debian on one host: munged, slurmctld, slurmd and slurmrestd with JWT.

Environment: WEIR_TEST_SLURM (http://…), WEIR_TEST_SLURM_USER, WEIR_TEST_SLURM_TOKEN. Needs root.
"""
import getpass
import os
import socket
import subprocess

import waiting

PACKAGES = ["slurmctld", "slurmd", "slurmrestd", "slurm-client", "munge", "slurm-wlm-jwt-plugin"]
CONF = """ClusterName=weir
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmctldPort={ctld}
SlurmdPort={slurmd}
AuthType=auth/munge
AuthInfo=socket={d}/munge/sock
AuthAltTypes=auth/jwt
AuthAltParameters=jwt_key={d}/jwt.key
CredType=cred/munge
StateSaveLocation={d}/state
SlurmdSpoolDir={d}/spool
SlurmctldPidFile={d}/ctld.pid
SlurmdPidFile={d}/slurmd.pid
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
MailProg=/bin/true
SchedulerParameters=sched_interval=2,sched_min_interval=0
MinJobAge=3600
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} RealMemory=1000 State=UNKNOWN
PartitionName=debug Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""
# The children are of one process group, which ends with the shell's.
SERVERS = """cd "{d}"
munged -F --force --key-file=munge/key --socket="{d}/munge/sock" --pid-file="{d}/munge/pid" \\
  --log-file="{d}/munge/log" --seed-file="{d}/munge/seed" &
while [ ! -S munge/sock ]; do sleep 0.1; done
slurmctld -D -f "{d}/slurm.conf" -c &
until sinfo -h >/dev/null 2>&1; do sleep 0.2; done
slurmd -D -f "{d}/slurm.conf" &
until sinfo -h -o %t 2>/dev/null | grep -qE 'idle|mix|alloc'; do sleep 0.2; done
scontrol token lifespan=7200 | sed 's/^SLURM_JWT=//' >token
SLURM_JWT=daemon SLURMRESTD_SECURITY=disable_user_check slurmrestd -f "{d}/slurm.conf" \\
  -s openapi/v0.0.38 -a rest_auth/jwt 127.0.0.1:{port} &
wait
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def install():
    if all(subprocess.run(["dpkg", "-s", one], capture_output=True, check=False).returncode == 0
           for one in PACKAGES):
        return
    subprocess.run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *PACKAGES],
                   check=True, stdout=subprocess.DEVNULL)


def start(folder, port):
    install()
    host = socket.gethostname().split(".")[0]
    for name, mode in (("state", 0o755), ("spool", 0o755), ("munge", 0o700)):
        (folder / name).mkdir()
        (folder / name).chmod(mode)
    for name, size in (("munge/key", 1024), ("jwt.key", 32)):
        (folder / name).write_bytes(os.urandom(size))
        (folder / name).chmod(0o400)
    (folder / "slurm.conf").write_text(CONF.format(
        d=folder, host=host, ctld=free_port(), slurmd=free_port(), cpus=os.cpu_count()))
    path = os.environ["PATH"] + ":/usr/sbin:/sbin"
    process = waiting.start(
        ["/bin/sh", "-c", SERVERS.format(d=folder, port=port)], folder, port,
        {"SLURM_CONF": str(folder / "slurm.conf"), "PATH": path}, 60)
    return process, {"WEIR_TEST_SLURM": f"http://127.0.0.1:{port}",
                     "WEIR_TEST_SLURM_USER": getpass.getuser(),
                     "WEIR_TEST_SLURM_TOKEN": (folder / "token").read_text().strip()}
