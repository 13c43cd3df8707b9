"""HDFS with WebHDFS, and YARN, of one node each, and a server of jobs' history: Hadoop 3.4.1.

Environment: WEIR_TEST_YARN (http://…, the resource manager), WEIR_TEST_WEBHDFS (http://…),
WEIR_TEST_HADOOP_CONF (the folder of its configuration).
"""
import getpass
import json
import os
import pathlib
import socket
import time
import urllib.request

import hive
import maven
import waiting

HADOOP = "3.4.1"
ARTIFACTS = [
    *(f"org.apache.hadoop:hadoop-{name}:{HADOOP}" for name in (
        "common", "hdfs", "hdfs-client", "yarn-client", "yarn-server-resourcemanager",
        "yarn-server-nodemanager", "yarn-server-timelineservice", "mapreduce-client-app",
        "mapreduce-client-jobclient", "mapreduce-client-shuffle", "mapreduce-client-hs")),
    # The jars carry another version than they were built with.
    "com.fasterxml.jackson.core:jackson-core:2.12.7",
    "com.fasterxml.jackson.core:jackson-annotations:2.12.7",
    "com.fasterxml.jackson.core:jackson-databind:2.12.7.1",
]
LOGGING = """log4j.rootLogger=INFO,c
log4j.appender.c=org.apache.log4j.ConsoleAppender
log4j.appender.c.target=System.err
log4j.appender.c.layout=org.apache.log4j.PatternLayout
log4j.appender.c.layout.ConversionPattern=%d{HH:mm:ss} %p %c{1}: %m%n
"""
OPENS = " ".join(maven.OPENS)


def local(name, port):
    return {name: f"127.0.0.1:{port}"}


def configure(folder, conf, library, ports):
    for name in ("hdfs", "datanode", "secondary"):  # The jars carry no web pages.
        (conf / "webapps" / name / "WEB-INF").mkdir(parents=True)
    maven.configuration(conf / "core-site.xml", {
        "fs.defaultFS": f"hdfs://127.0.0.1:{ports['hdfs']}", "hadoop.tmp.dir": folder / "tmp",
        "hadoop.proxyuser.root.hosts": "*", "hadoop.proxyuser.root.groups": "*"})
    maven.configuration(conf / "hdfs-site.xml", {
        "dfs.namenode.name.dir": folder / "names", "dfs.datanode.data.dir": folder / "blocks",
        "dfs.replication": 1, "dfs.permissions.enabled": "false",
        "dfs.namenode.rpc-bind-host": "127.0.0.1", "dfs.namenode.safemode.extension": 0,
        **local("dfs.namenode.http-address", ports["web"]),
        **local("dfs.namenode.secondary.http-address", 0),
        **local("dfs.datanode.address", 0), **local("dfs.datanode.http.address", 0),
        **local("dfs.datanode.ipc.address", 0), "dfs.datanode.hostname": "127.0.0.1"})
    classes = f"{conf},{library}/*"
    maven.configuration(conf / "yarn-site.xml", {
        "yarn.resourcemanager.hostname": "127.0.0.1",
        **local("yarn.resourcemanager.webapp.address", ports["yarn"]),
        **local("yarn.resourcemanager.address", hive.free_port()),
        **local("yarn.resourcemanager.scheduler.address", hive.free_port()),
        **local("yarn.resourcemanager.resource-tracker.address", hive.free_port()),
        **local("yarn.resourcemanager.admin.address", hive.free_port()),
        "yarn.nodemanager.hostname": "127.0.0.1", **local("yarn.nodemanager.address", 0),
        **local("yarn.nodemanager.webapp.address", hive.free_port()),
        **local("yarn.nodemanager.localizer.address", hive.free_port()),
        "yarn.nodemanager.local-dirs": folder / "containers",
        "yarn.nodemanager.log-dirs": folder / "container-logs",
        "yarn.nodemanager.aux-services": "mapreduce_shuffle",
        "yarn.nodemanager.resource.memory-mb": 6144, "yarn.nodemanager.resource.cpu-vcores": 8,
        "yarn.scheduler.minimum-allocation-mb": 128,
        "yarn.nodemanager.vmem-check-enabled": "false",
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage": 99.9,
        "yarn.application.classpath": classes, "yarn.webapp.api-service.enable": "false",
        "yarn.resourcemanager.scheduler.class":
            "org.apache.hadoop.yarn.server.resourcemanager.scheduler.capacity.CapacityScheduler"})
    maven.configuration(conf / "capacity-scheduler.xml", {
        "yarn.scheduler.capacity.root.queues": "default",
        "yarn.scheduler.capacity.root.default.capacity": 100,
        "yarn.scheduler.capacity.maximum-am-resource-percent": 0.8})
    maven.configuration(conf / "mapred-site.xml", {
        "mapreduce.framework.name": "yarn", "mapreduce.application.classpath": classes,
        "mapreduce.map.memory.mb": 384, "mapreduce.reduce.memory.mb": 384,
        "yarn.app.mapreduce.am.resource.mb": 512, "mapreduce.shuffle.port": hive.free_port(),
        "yarn.app.mapreduce.am.staging-dir": "/tmp/staging",
        **local("mapreduce.jobhistory.address", ports["history"]),
        **local("mapreduce.jobhistory.webapp.address", hive.free_port()),
        **local("mapreduce.jobhistory.admin.address", hive.free_port()),
        "mapreduce.map.java.opts": f"-Xmx256m {OPENS}",
        "mapreduce.reduce.java.opts": f"-Xmx256m {OPENS}",
        "yarn.app.mapreduce.am.command-opts": f"-Xmx384m {OPENS}"})
    (conf / "log4j.properties").write_text(LOGGING)


def answer(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as got:
            return json.load(got)
    except OSError:
        return {}


def ready(ports):
    """Both nodes are there, and the history, which programs ask for jobs that are over."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", ports["history"])) != 0:
            return False
    beans = answer(f"http://127.0.0.1:{ports['web']}/jmx?"
                   "qry=Hadoop:service=NameNode,name=FSNamesystemState").get("beans")
    nodes = answer(f"http://127.0.0.1:{ports['yarn']}/ws/v1/cluster/metrics")
    return (beans and beans[0].get("NumLiveDataNodes") == 1
            and nodes.get("clusterMetrics", {}).get("activeNodes") == 1)


def open_folders(url):
    """Let every user have files where the server of the history made folders for itself."""
    for folder in ("/tmp", "/tmp/staging", "/tmp/staging/history"):
        for operation in ("MKDIRS", "SETPERMISSION"):
            ask = urllib.request.Request(
                f"{url}{folder}?op={operation}&permission=1777&user.name={getpass.getuser()}",
                method="PUT")
            urllib.request.urlopen(ask).close()


def start(folder, port):
    library = maven.jars("hadoop", ARTIFACTS)
    ports = {"hdfs": hive.free_port(), "web": hive.free_port(), "yarn": port,
             "history": hive.free_port()}
    conf = folder / "conf"
    conf.mkdir()
    configure(folder, conf, library, ports)
    java = (f"{maven.java()} -Xmx384m -Djava.net.preferIPv4Stack=true -Dhadoop.home.dir={folder} "
            f"{OPENS} -cp '{conf}{os.pathsep}{library}/*' org.apache.hadoop")
    node, yarn = f"{java}.hdfs.server", f"{java}.yarn.server"
    script = (f"{node}.namenode.NameNode -format -nonInteractive || exit 1\n"
              f"{node}.namenode.NameNode & {node}.datanode.DataNode & "
              f"{yarn}.resourcemanager.ResourceManager & {yarn}.nodemanager.NodeManager & "
              f"{java}.mapreduce.v2.hs.JobHistoryServer & wait")
    home = os.environ.get("JAVA_HOME") or str(pathlib.Path(
        os.path.realpath("/usr/bin/java")).parent.parent)
    process = waiting.start(["sh", "-c", script], folder, port, {
        "HADOOP_CONF_DIR": str(conf), "HADOOP_HOME": str(folder), "JAVA_HOME": home})
    end = time.monotonic() + 240
    while not ready(ports):
        if time.monotonic() > end:
            raise SystemExit("Hadoop has no nodes:\n" + (folder / "log").read_text()[-4000:])
        time.sleep(0.5)
    open_folders(f"http://127.0.0.1:{ports['web']}/webhdfs/v1")
    return process, {
        "WEIR_TEST_YARN": f"http://127.0.0.1:{port}",
        "WEIR_TEST_WEBHDFS": f"http://127.0.0.1:{ports['web']}",
        "WEIR_TEST_HADOOP_CONF": str(conf),
    }
