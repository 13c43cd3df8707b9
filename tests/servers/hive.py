"""HiveServer2 4.0.1 with a metastore in Derby; MapReduce in its own process.

Environment: WEIR_TEST_HIVE (hive2://127.0.0.1:port/default), binary with SASL and any user;
WEIR_TEST_HIVE_HTTP, the same server over HTTP, whose sessions outlive connections.
"""
import os
import socket

import maven
import waiting

HIVE, HADOOP, TEZ = "4.0.1", "3.3.6", "0.10.4"
ARTIFACTS = [
    *(f"org.apache.hive:hive-{name}:{HIVE}" for name in (
        "service", "jdbc", "exec", "metastore", "standalone-metastore-server")),
    *(f"org.apache.tez:tez-{name}:{TEZ}" for name in (
        "dag", "runtime-library", "mapreduce", "api")),
    *(f"org.apache.hadoop:hadoop-{name}:{HADOOP}" for name in (
        "common", "hdfs-client", "hdfs", "mapreduce-client-core", "mapreduce-client-common",
        "yarn-client", "yarn-common", "yarn-api", "yarn-registry", "client-runtime")),
    "org.apache.derby:derby:10.14.2.0",
]
WITHOUT = ["org.apache.logging.log4j:log4j-slf4j-impl", "org.pac4j:pac4j-saml-opensamlv3",
           "org.apache.calcite.avatica:avatica-server-none"]
LOGGING = """status=WARN
appender.c.type=Console
appender.c.name=c
appender.c.target=SYSTEM_ERR
appender.c.layout.type=PatternLayout
appender.c.layout.pattern=%d{HH:mm:ss} %p %c{1}: %m%n
rootLogger.level=INFO
rootLogger.appenderRef.c.ref=c
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(folder, port):
    library = maven.jars("hive", ARTIFACTS, WITHOUT)
    web = free_port()
    conf = folder / "conf"
    for name in ("conf", "warehouse", "scratch", "tmp"):
        (folder / name).mkdir()
    (folder / "scratch").chmod(0o777)
    maven.configuration(conf / "hive-site.xml", {
        "javax.jdo.option.ConnectionURL":
            f"jdbc:derby:;databaseName={folder}/metastore;create=true",
        "javax.jdo.option.ConnectionDriverName": "org.apache.derby.jdbc.EmbeddedDriver",
        "datanucleus.schema.autoCreateAll": "true",
        "hive.metastore.schema.verification": "false",
        "hive.metastore.warehouse.dir": f"file://{folder}/warehouse",
        "hive.metastore.warehouse.external.dir": f"file://{folder}/warehouse",
        "metastore.metastore.event.db.notification.api.auth": "false",
        "hive.exec.scratchdir": f"file://{folder}/scratch",
        "hive.exec.local.scratchdir": folder / "tmp",
        "hive.execution.engine": "mr",
        "hive.exec.mode.local.auto": "true",
        # There is no program `hadoop` that small tables could be read by.
        "hive.exec.submit.local.task.via.child": "false",
        # The metastore that Derby gets by itself has no table for statistics of columns.
        "hive.stats.column.autogather": "false",
        "hive.support.concurrency": "false",
        "hive.txn.manager": "org.apache.hadoop.hive.ql.lockmgr.DummyTxnManager",
        "hive.compactor.initiator.on": "false",
        "hive.server2.transport.mode": "all",
        "hive.server2.thrift.bind.host": "127.0.0.1",
        "hive.server2.thrift.port": port,
        "hive.server2.thrift.http.port": web,
        "hive.server2.webui.port": 0,
        "hive.server2.enable.doAs": "false",
        "hive.server2.active.passive.ha.enable": "false",
        "hive.server2.metrics.enabled": "false",
        "hive.server2.logging.operation.enabled": "true",
        "hive.server2.logging.operation.log.location": folder / "operations",
        "hive.notification.event.poll.interval": 0,
        "hive.security.authorization.enabled": "false",
    })
    maven.configuration(conf / "core-site.xml", {"fs.defaultFS": "file:///",
                                                 "hadoop.tmp.dir": folder / "tmp"})
    maven.configuration(conf / "mapred-site.xml", {"mapreduce.framework.name": "local"})
    (conf / "hive-log4j2.properties").write_text(LOGGING)
    command = [maven.java(), "-Xmx1g", *maven.OPENS, "--add-opens=java.sql/java.sql=ALL-UNNAMED",
               f"-Dlog4j.configurationFile={conf}/hive-log4j2.properties",
               f"-Dhadoop.home.dir={folder}", "-cp", f"{conf}{os.pathsep}{library}/*",
               "org.apache.hive.service.server.HiveServer2"]
    process = waiting.start(command, folder, port, {
        "HADOOP_HOME": str(folder), "HIVE_HOME": str(folder), "HIVE_CONF_DIR": str(conf)})
    return process, {
        "WEIR_TEST_HIVE": f"hive2://127.0.0.1:{port}/default",
        "WEIR_TEST_HIVE_HTTP": f"hive2://127.0.0.1:{web}/default;transportMode=http",
        "WEIR_TEST_HIVE_LOG": str(folder / "log"),
    }
