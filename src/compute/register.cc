#include "compute/register.h"

#include "compute/hive/hive_job.h"

namespace weir::compute {
namespace {

OpenJob HiveJobs(const ComputeTools& tools) {
  return [tools](engine::ActivityContext& context) -> Result<std::unique_ptr<Job>> {
    WEIR_ASSIGN(hive::HiveWork work, hive::ReadHiveWork(context, tools));
    return hive::MakeHiveJob(std::move(work), tools.outbound.client);
  };
}

}  // namespace

Result<> RegisterCompute(engine::ActivityRegistry& registry, const ComputeTools& tools) {
  const engine::ActivitySpec specs[] = {
      {"HDInsightHive", "Run a HiveQL script on a Hive or Spark Thrift server.", false,
       MakeJobExecutor(HiveJobs(tools), tools.jobs)},
  };
  for (const engine::ActivitySpec& spec : specs) WEIR_TRY(registry.Add(spec));
  return {};
}

}  // namespace weir::compute
