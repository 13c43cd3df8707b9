"""Spark's Thrift server, with a metastore in Derby. Environment: WEIR_TEST_SPARK_THRIFT."""
import spark_home
import waiting


def start(folder, port):
    where, _ = spark_home.home()
    derby = f"jdbc:derby:;databaseName={folder}/metastore;create=true"
    command = [where / "bin/spark-submit", "--master", "local[2]", "--driver-memory", "1g",
               "--class", "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
               "--conf", "spark.ui.enabled=false",
               "--conf", f"spark.sql.warehouse.dir={folder}/warehouse",
               "--conf", "spark.sql.catalogImplementation=hive",
               "--conf", f"spark.hadoop.javax.jdo.option.ConnectionURL={derby}",
               "spark-internal", "--hiveconf", f"hive.server2.thrift.port={port}",
               "--hiveconf", "hive.server2.thrift.bind.host=127.0.0.1"]
    process = waiting.start(command, folder, port, spark_home.environment(folder))
    return process, {"WEIR_TEST_SPARK_THRIFT": f"hive2://127.0.0.1:{port}/default"}
