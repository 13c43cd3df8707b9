#include "compute/register.h"

#include "compute/batch/custom_work.h"
#include "compute/cluster.h"
#include "compute/databricks/databricks_job.h"
#include "compute/hadoop/hadoop_work.h"
#include "compute/hive/hive_job.h"
#include "compute/kusto/command_job.h"
#include "compute/ml/ml_job.h"
#include "compute/ml/scoring.h"
#include "compute/on_demand/hive_job.h"
#include "compute/spark/spark_work.h"
#include "compute/synapse/notebook_job.h"
#include "compute/synapse/spark_job.h"

namespace weir::compute {
namespace {

OpenJob SparkJobs(const ComputeTools& tools) {
  return [tools](engine::ActivityContext& context) { return spark::OpenSparkJob(context, tools); };
}

OpenJob HadoopJobs(const ComputeTools& tools) {
  return
      [tools](engine::ActivityContext& context) { return hadoop::OpenHadoopJob(context, tools); };
}

OpenJob CustomJobs(const ComputeTools& tools) {
  return [tools](engine::ActivityContext& context) { return batch::OpenCustomJob(context, tools); };
}

OpenJob DatabricksJobs(const ComputeTools& tools) {
  return [tools](engine::ActivityContext& context) {
    return databricks::OpenDatabricksJob(context, tools);
  };
}

OpenJob PipelineJobs(const ComputeTools& tools) {
  return [tools](engine::ActivityContext& context) { return ml::OpenPipelineJob(context, tools); };
}

OpenJob BatchExecutionJobs(const ComputeTools& tools) {
  return [tools](engine::ActivityContext& context) {
    return ml::OpenBatchExecutionJob(context, tools);
  };
}

OpenJob UpdateResourceJobs(const ComputeTools& tools) {
  return [tools](engine::ActivityContext& context) {
    return ml::OpenUpdateResourceJob(context, tools);
  };
}

OpenJob SynapseJobs(const ComputeTools& tools) {
  return
      [tools](engine::ActivityContext& context) { return synapse::OpenSparkJob(context, tools); };
}

OpenJob NotebookJobs(const ComputeTools& tools) {
  return [tools](engine::ActivityContext& context) {
    return synapse::OpenNotebookJob(context, tools);
  };
}

OpenJob CommandJobs(const ComputeTools& tools) {
  return
      [tools](engine::ActivityContext& context) { return kusto::OpenCommandJob(context, tools); };
}

OpenJob HiveJobs(const ComputeTools& tools) {
  const auto clusters = std::make_shared<on_demand::Clusters>();
  return [tools, clusters](engine::ActivityContext& context) -> Result<std::unique_ptr<Job>> {
    WEIR_ASSIGN(const Cluster cluster, ReadCluster(context));
    if (cluster.hive.empty()) return hadoop::OpenHadoopJob(context, tools);
    if (cluster.on_demand) WEIR_TRY(CheckLocalCommands(tools, cluster.name));
    WEIR_ASSIGN(hive::HiveWork work, hive::ReadHiveWork(context, tools));
    if (!cluster.on_demand) return hive::MakeHiveJob(std::move(work), tools.outbound.client);
    return on_demand::MakeHiveJob(std::move(work), *cluster.on_demand, clusters,
                                  tools.outbound.client);
  };
}

}  // namespace

Result<> RegisterCompute(engine::ActivityRegistry& registry, const ComputeTools& tools) {
  const engine::ActivitySpec specs[] = {
      {"HDInsightHive", "Run a HiveQL script on a Hive or Spark Thrift server, or by WebHCat.",
       false, MakeJobExecutor(HiveJobs(tools), tools.jobs)},
      {"HDInsightMapReduce", "Run a MapReduce program by YARN or WebHCat.", false,
       MakeJobExecutor(HadoopJobs(tools), tools.jobs)},
      {"HDInsightStreaming", "Run a streaming MapReduce job by YARN or WebHCat.", false,
       MakeJobExecutor(HadoopJobs(tools), tools.jobs)},
      {"HDInsightPig", "Run a Pig script by YARN or WebHCat.", false,
       MakeJobExecutor(HadoopJobs(tools), tools.jobs)},
      {"HDInsightSpark",
       "Run a Spark program by Livy, on a standalone cluster, or by spark-submit.", false,
       MakeJobExecutor(SparkJobs(tools), tools.jobs)},
      {"Custom", "Run a command on this machine, by Slurm or on Azure Batch.", false,
       MakeJobExecutor(CustomJobs(tools), tools.jobs)},
      {"DatabricksNotebook", "Run a notebook on Databricks.", false,
       MakeJobExecutor(DatabricksJobs(tools), tools.jobs)},
      {"DatabricksSparkJar", "Run a jar on Databricks.", false,
       MakeJobExecutor(DatabricksJobs(tools), tools.jobs)},
      {"DatabricksSparkPython", "Run a Python file on Databricks.", false,
       MakeJobExecutor(DatabricksJobs(tools), tools.jobs)},
      {"DatabricksJob", "Run a job of a Databricks workspace.", false,
       MakeJobExecutor(DatabricksJobs(tools), tools.jobs)},
      {"AzureMLBatchExecution",
       "Score rows by an endpoint, or run a batch job of a Machine Learning web service.", false,
       ml::MakeScoring(tools, MakeJobExecutor(BatchExecutionJobs(tools), tools.jobs))},
      {"AzureMLUpdateResource", "Give a Machine Learning web service a new trained model.", false,
       MakeJobExecutor(UpdateResourceJobs(tools), tools.jobs)},
      {"AzureMLExecutePipeline", "Run a pipeline of Azure Machine Learning.", false,
       MakeJobExecutor(PipelineJobs(tools), tools.jobs)},
      {"SparkJob", "Run a Spark job definition of a Synapse workspace.", false,
       MakeJobExecutor(SynapseJobs(tools), tools.jobs)},
      {"SynapseNotebook", "Run a notebook of a Synapse workspace.", false,
       MakeJobExecutor(NotebookJobs(tools), tools.jobs)},
      {"AzureDataExplorerCommand", "Run a control command on Azure Data Explorer.", false,
       MakeJobExecutor(CommandJobs(tools), tools.jobs)},
  };
  for (const engine::ActivitySpec& spec : specs) WEIR_TRY(registry.Add(spec));
  return {};
}

}  // namespace weir::compute
