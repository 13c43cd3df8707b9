"""Apache Livy 0.7.1 over Spark in the same machine. Environment: WEIR_TEST_LIVY (http://…)."""
import os

import maven
import spark_home
import waiting


def start(folder, port):
    library = maven.jars("livy", ["org.apache.livy:livy-server:0.7.1-incubating"])
    conf = folder / "conf"
    for name in ("conf", "logs", "repl", "rsc"):
        (folder / name).mkdir()
    (folder / "jars").symlink_to(library)
    (conf / "livy.conf").write_text(
        f"livy.server.host=127.0.0.1\nlivy.server.port={port}\nlivy.spark.master=local[2]\n"
        "livy.spark.deploy-mode=client\nlivy.file.local-dir-whitelist=/\n"
        "livy.repl.enable-hive-context=false\nlivy.server.recovery.mode=off\n")
    command = [maven.java(), "-Xmx512m", *maven.OPENS, "-cp", f"{conf}{os.pathsep}{library}/*",
               "org.apache.livy.server.LivyServer"]
    process = waiting.start(command, folder, port, {
        **spark_home.environment(folder), "LIVY_HOME": str(folder), "LIVY_CONF_DIR": str(conf),
        "HADOOP_CONF_DIR": str(conf)})
    return process, {"WEIR_TEST_LIVY": f"http://127.0.0.1:{port}"}
