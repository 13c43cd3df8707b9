#include "compute/spark/spark_work.h"

#include "activity/web_request.h"
#include "compute/local_addresses.h"
#include "copy/location.h"
#include "copy/settings.h"

namespace weir::compute::spark {

bool SparkProgram::is_python() const {
  return file.ends_with(".py");
}

Result<SparkProgram> SparkWork::Place(JobCall& call) const {
  SparkProgram placed = program;
  const std::string name = entry.substr(entry.rfind('/') + 1);
  WEIR_ASSIGN(placed.file, files.Place(call, copy::JoinPath(root, entry), name));
  const std::pair<const char*, std::vector<std::string>*> folders[] = {
      {"jars", &placed.jars},
      {"pyFiles", &placed.python_files},
      {"files", &placed.files},
      {"archives", &placed.archives}};
  for (const auto& [folder, addresses] : folders) {
    WEIR_ASSIGN(*addresses, files.PlaceAll(call, copy::JoinPath(root, folder), folder));
  }
  return placed;
}

Result<SparkWork> ReadSparkWork(engine::ActivityContext& context, const ComputeTools& tools) {
  const Json& settings = context.type_properties();
  WEIR_ASSIGN(const Cluster cluster, ReadCluster(context));
  WEIR_ASSIGN(const ClusterFiles files,
              ClusterFiles::Open(context, tools, cluster, settings["sparkJobLinkedService"]));
  SparkWork work{cluster, files, {}, {}, {}};
  WEIR_ASSIGN(work.root, copy::ReadText(settings, "rootPath"));
  if (work.root.empty()) return activity::MissingProperty("rootPath");
  WEIR_ASSIGN(work.entry, copy::ReadText(settings, "entryFilePath"));
  if (work.entry.empty()) return activity::MissingProperty("entryFilePath");
  WEIR_ASSIGN(work.program.class_name, copy::ReadText(settings, "className"));
  WEIR_ASSIGN(work.program.proxy_user, copy::ReadText(settings, "proxyUser"));
  for (const Json& argument : settings["arguments"].items()) {
    work.program.arguments.push_back(argument.is_string() ? argument.as_string()
                                                          : DumpJson(argument));
  }
  for (const Json::Member& one : settings["sparkConfig"].members()) {
    WEIR_ASSIGN(work.program.settings[one.name], copy::ReadText(settings["sparkConfig"], one.name));
  }
  WEIR_ASSIGN(const std::string folder, LocalStorageOf(context, tools, cluster));
  for (std::string& argument : work.program.arguments) {
    if (!folder.empty()) argument = WithLocalAddresses(argument, folder);
  }
  if (!work.entry.ends_with(".py") && work.program.class_name.empty()) {
    return activity::MissingProperty("className");
  }
  return work;
}

Result<std::unique_ptr<Job>> OpenSparkJob(engine::ActivityContext& context,
                                          const ComputeTools& tools) {
  WEIR_ASSIGN(SparkWork work, ReadSparkWork(context, tools));
  if (!work.cluster.spark_submit.empty()) {
    WEIR_TRY(CheckLocalCommands(tools, work.cluster.name));
    return MakeSubmitJob(std::move(work));
  }
  if (!work.cluster.spark_master.empty()) {
    return MakeStandaloneJob(std::move(work), tools.outbound.client);
  }
  if (!work.cluster.livy.empty()) return MakeLivyJob(std::move(work), tools.outbound.client);
  return NotOnCluster(work.cluster, "HDInsightSpark",
                      "'livyUri', 'sparkMasterUri' or 'sparkSubmit'");
}

}  // namespace weir::compute::spark
