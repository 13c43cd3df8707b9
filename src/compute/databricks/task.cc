#include "activity/web_request.h"
#include "base/names.h"
#include "compute/databricks/databricks_job.h"
#include "copy/settings.h"

namespace weir::compute::databricks {
namespace {

std::string TextOf(const Json& value) {
  return value.is_string() ? value.as_string() : DumpJson(value);
}

Json TextsOf(const Json& values) {
  Json texts = Json::Array();
  for (const Json& value : values.items()) texts.Append(TextOf(value));
  return texts;
}

/// {name: text}; the service takes texts only.
Json PairsOf(const Json& values) {
  Json pairs = Json::Object();
  for (const Json::Member& one : values.members()) pairs.Set(one.name, TextOf(one.value));
  return pairs;
}

Result<std::string> Required(const Json& settings, const char* name) {
  WEIR_ASSIGN(std::string text, copy::ReadText(settings, name));
  if (text.empty()) return activity::MissingProperty(name);
  return text;
}

/// "3", or "2:8" for a cluster that grows. Source: SDK reference, newClusterNumOfWorker.
Result<> ReadWorkers(const std::string& workers, Json* cluster) {
  const size_t colon = workers.find(':');
  const Json counts =
      Json::Object({{"least", workers.substr(0, colon)},
                    {"most", colon == std::string::npos ? workers : workers.substr(colon + 1)}});
  WEIR_ASSIGN(const int64_t least, copy::ReadWhole(counts, "least", 0));
  WEIR_ASSIGN(const int64_t most, copy::ReadWhole(counts, "most", 0));
  if (colon == std::string::npos) {
    cluster->Set("num_workers", least);
  } else {
    cluster->Set("autoscale", Json::Object({{"min_workers", least}, {"max_workers", most}}));
  }
  return {};
}

Result<Json> ReadNewCluster(const Json& service) {
  Json cluster = Json::Object();
  const std::pair<const char*, const char*> texts[] = {
      {"newClusterVersion", "spark_version"},
      {"newClusterNodeType", "node_type_id"},
      {"newClusterDriverNodeType", "driver_node_type_id"},
      {"instancePoolId", "instance_pool_id"},
      {"policyId", "policy_id"},
      {"dataSecurityMode", "data_security_mode"}};
  for (const auto& [ours, theirs] : texts) {
    WEIR_ASSIGN(const std::string value, copy::ReadText(service, ours));
    if (!value.empty()) cluster.Set(theirs, value);
  }
  const std::pair<const char*, const char*> pairs[] = {{"newClusterSparkConf", "spark_conf"},
                                                       {"newClusterSparkEnvVars", "spark_env_vars"},
                                                       {"newClusterCustomTags", "custom_tags"}};
  for (const auto& [ours, theirs] : pairs) {
    if (!service[ours].empty()) cluster.Set(theirs, PairsOf(service[ours]));
  }
  WEIR_ASSIGN(const std::string workers, copy::ReadText(service, "newClusterNumOfWorker"));
  WEIR_TRY(ReadWorkers(workers.empty() ? "1" : workers, &cluster));
  WEIR_ASSIGN(const bool elastic, copy::ReadFlag(service, "newClusterEnableElasticDisk", false));
  if (elastic) cluster.Set("enable_elastic_disk", true);
  WEIR_ASSIGN(const std::string log, copy::ReadText(service, "newClusterLogDestination"));
  if (!log.empty()) {
    const Json place = Json::Object({{"destination", log}});
    cluster.Set("cluster_log_conf", Json::Object({{"dbfs", place}}));
  }
  Json scripts = Json::Array();
  for (const Json& script : service["newClusterInitScripts"].items()) {
    const Json place = Json::Object({{"destination", TextOf(script)}});
    const bool in_dbfs = TextOf(script).starts_with("dbfs:");
    scripts.Append(Json::Object({{in_dbfs ? "dbfs" : "workspace", place}}));
  }
  if (!scripts.empty()) cluster.Set("init_scripts", scripts);
  return cluster;
}

Result<> ReadCluster(const Json& service, Json* task) {
  WEIR_ASSIGN(const std::string existing, copy::ReadText(service, "existingClusterId"));
  if (!existing.empty()) {
    task->Set("existing_cluster_id", existing);
    return {};
  }
  WEIR_ASSIGN(const std::string version, copy::ReadText(service, "newClusterVersion"));
  if (version.empty()) {
    return Fail(ErrorKind::kInvalid, "3201",
                "Databricks LinkedService should specify either existing cluster ID or new cluster "
                "information for creation.");
  }
  WEIR_ASSIGN(Json cluster, ReadNewCluster(service));
  task->Set("new_cluster", std::move(cluster));
  return {};
}

Result<> ReadProgram(const std::string& type, const Json& settings, Json* task) {
  if (SameName(type, "DatabricksNotebook")) {
    WEIR_ASSIGN(const std::string path, Required(settings, "notebookPath"));
    Json notebook = Json::Object({{"notebook_path", path}});
    for (const Json::Member& one : settings["baseParameters"].members()) {
      if (one.value.is_null()) {
        return Fail(ErrorKind::kInvalid, "3202",
                    "the value of base parameter '" + one.name + "' is missing");
      }
    }
    if (!settings["baseParameters"].empty()) {
      notebook.Set("base_parameters", PairsOf(settings["baseParameters"]));
    }
    task->Set("notebook_task", std::move(notebook));
    return {};
  }
  const bool jar = SameName(type, "DatabricksSparkJar");
  const char* needed = jar ? "mainClassName" : "pythonFile";
  WEIR_ASSIGN(const std::string program, Required(settings, needed));
  Json what = Json::Object({{jar ? "main_class_name" : "python_file", program}});
  if (!settings["parameters"].empty()) what.Set("parameters", TextsOf(settings["parameters"]));
  task->Set(jar ? "spark_jar_task" : "spark_python_task", std::move(what));
  return {};
}

}  // namespace

Result<Json> ReadTask(const Json& activity, const Json& service) {
  const std::string& type = activity["type"].as_string();
  const Json& settings = activity["typeProperties"];
  if (SameName(type, "DatabricksJob")) {
    const Json id = Json::Object({{"jobId", settings["jobId"]}});
    WEIR_TRY(Required(settings, "jobId"));
    WEIR_ASSIGN(const int64_t job, copy::ReadWhole(id, "jobId", 0));
    Json body = Json::Object({{"job_id", job}});
    if (!settings["jobParameters"].empty()) {
      body.Set("job_parameters", PairsOf(settings["jobParameters"]));
    }
    return body;
  }
  Json task = Json::Object({{"task_key", "weir"}});
  WEIR_TRY(ReadCluster(service, &task));
  WEIR_TRY(ReadProgram(type, settings, &task));
  if (!settings["libraries"].empty()) task.Set("libraries", settings["libraries"]);
  return Json::Object({{"tasks", Json::Array({task})}});
}

}  // namespace weir::compute::databricks
