"""A standalone Spark cluster of one worker.

Environment: WEIR_TEST_SPARK_MASTER, the address of its REST server.
"""
import hive
import spark_home
import waiting


def start(folder, port):
    where, _ = spark_home.home()
    spark, web, worker = hive.free_port(), hive.free_port(), hive.free_port()
    options = (f"-Dspark.master.rest.enabled=true -Dspark.master.rest.host=127.0.0.1 "
               f"-Dspark.master.rest.port={port}")
    run = f'"{where}/bin/spark-class" org.apache.spark.deploy'
    script = (f"{run}.master.Master --host 127.0.0.1 --port {spark} --webui-port {web} & "
              f"{run}.worker.Worker --host 127.0.0.1 --cores 4 --memory 3g --webui-port {worker} "
              f"--work-dir {folder}/work spark://127.0.0.1:{spark} & wait")
    process = waiting.start(["sh", "-c", script], folder, port, {
        **spark_home.environment(folder), "SPARK_MASTER_OPTS": options,
        "SPARK_DAEMON_MEMORY": "512m"})
    return process, {"WEIR_TEST_SPARK_MASTER": f"http://127.0.0.1:{port}"}
